//! A machine of several accounts, made up where the tests run as root.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Ended, THREE, names};

/// Accounts and groups of whom nothing else is: each with a group of its own, two in the group of the desk.
pub const ADA: u32 = 54_321;
pub const BEA: u32 = 54_322;
pub const EVE: u32 = 54_323;
pub const DESK: u32 = 54_400;

/// Whether the tests may act as several accounts.
pub fn are_root(what: &str) -> bool {
    let has_setpriv = Command::new("setpriv").arg("--version").output().is_ok();
    let may = rustix::process::geteuid().is_root() && has_setpriv;
    if !may {
        println!("NOT TRIED, for it takes root and setpriv: {what}");
    }
    may
}

/// A place for a store in which all may pass, with homes of three accounts.
pub struct Host {
    folder: tempfile::TempDir,
}

impl Host {
    pub fn new() -> Host {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let host = Host { folder };
        for account in [ADA, BEA, EVE] {
            let home = host.home(account);
            for room in ["", "config", "state", "state/guichet", "tmp"] {
                fs::create_dir(home.join(room)).unwrap();
                chown(home.join(room), Some(account), Some(account)).unwrap();
            }
            fs::write(home.join("state/guichet/welcomed"), "").unwrap();
            fs::set_permissions(&home, Permissions::from_mode(0o700)).unwrap();
        }
        fs::write(host.path("three.csv"), THREE).unwrap();
        fs::create_dir(host.path("srv")).unwrap();
        chown(host.path("srv"), Some(ADA), Some(ADA)).unwrap();
        host
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn home(&self, account: u32) -> PathBuf {
        self.path(&account.to_string())
    }

    pub fn store(&self) -> PathBuf {
        self.path("srv/store")
    }

    /// The program as that account, whose umask lets nobody have anything.
    pub fn command(&self, account: u32, arguments: &[&str]) -> Command {
        let line = self.line(account, arguments);
        let mut command = Command::new(&line[0]);
        command
            .args(&line[1..])
            .env_clear()
            .envs(self.variables(account))
            .current_dir(self.home(account));
        command
    }

    /// The words of its command.
    pub fn line(&self, account: u32, arguments: &[&str]) -> Vec<String> {
        let number = account.to_string();
        let groups = match account {
            EVE => number.clone(),
            _ => format!("{number},{DESK}"),
        };
        let (program, store) = (crate::program::program(), self.store());
        let begin = [
            "setpriv".to_string(),
            format!("--reuid={number}"),
            format!("--regid={number}"),
            format!("--groups={groups}"),
            "sh".to_string(),
            "-c".to_string(),
            "umask 077; exec \"$0\" \"$@\"".to_string(),
            program.display().to_string(),
            "--store".to_string(),
            store.display().to_string(),
        ];
        let arguments = arguments.iter().map(ToString::to_string);
        begin.into_iter().chain(arguments).collect()
    }

    /// Its environment.
    pub fn variables(&self, account: u32) -> Vec<(&'static str, String)> {
        let home = self.home(account);
        let under = |name: &str| home.join(name).display().to_string();
        vec![
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("LANG", "fr_FR.UTF-8".to_string()),
            ("USER", "accueil".to_string()),
            ("HOME", under("")),
            ("XDG_CONFIG_HOME", under("config")),
            ("XDG_DATA_HOME", under("data")),
            ("XDG_STATE_HOME", under("state")),
            ("TMPDIR", under("tmp")),
        ]
    }

    pub fn run(&self, account: u32, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.command(account, arguments))
    }

    pub fn done(&self, account: u32, arguments: &[&str]) -> Ended {
        let ended = self.run(account, arguments);
        assert_eq!(ended.code, 0, "{account} {arguments:?}: {ended:?}");
        ended
    }

    /// A store of Ada's of three adherents, shared.
    pub fn shared() -> Host {
        let host = Host::new();
        let three = host.path("three.csv");
        host.done(ADA, &["import", "adherent", three.to_str().unwrap()]);
        host.done(ADA, &["share", &DESK.to_string()]);
        host
    }

    /// Adds an adherent.
    pub fn add(&self, account: u32, acronym: &str) -> Ended {
        let file = self.home(account).join("one.csv");
        fs::write(&file, format!("acronym;name\n{acronym};{acronym}\n")).unwrap();
        chown(&file, Some(account), Some(account)).unwrap();
        self.done(account, &["import", "adherent", file.to_str().unwrap()])
    }

    /// That everything in the store is the group's, with the rights of a shared one.
    #[track_caller]
    pub fn is_open_to_its_group(&self, when: &str) {
        for path in under(&self.store()) {
            let of = fs::symlink_metadata(&path).unwrap();
            let wanted = if of.is_dir() { 0o2770 } else { 0o660 };
            assert_eq!(
                (of.gid(), of.mode() & 0o7777),
                (DESK, wanted),
                "{when}: {}: {:o}",
                path.display(),
                of.mode()
            );
        }
    }

    pub fn is_open_to_its_group_but_for_drafts(&self) {
        let drafts = self.store().join("drafts");
        assert!(!drafts.exists() || fs::metadata(&drafts).unwrap().mode() & 0o077 == 0);
        let _ = fs::remove_dir(&drafts);
        self.is_open_to_its_group("put right");
    }

    /// That everything in the store is Ada's alone.
    #[track_caller]
    pub fn is_adas(&self, when: &str) {
        for path in under(&self.store()) {
            let of = fs::symlink_metadata(&path).unwrap();
            let wanted = if of.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(
                (of.uid(), of.gid(), of.mode() & 0o7777),
                (ADA, ADA, wanted),
                "{when}: {}: {:o}",
                path.display(),
                of.mode()
            );
        }
    }

    pub fn found(&self, account: u32) -> usize {
        let ended = self.done(account, &["export", "adherent", "--format", "json"]);
        let found: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
        found.as_array().unwrap().len()
    }
}

/// Every path under one, and that one.
pub fn under(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_path_buf()];
    if folder.is_dir() && !folder.is_symlink() {
        let inner = names(folder).into_iter().map(|name| folder.join(name));
        found.extend(inner.flat_map(|path| under(&path)));
    }
    found
}
