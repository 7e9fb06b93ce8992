//! The program as it was built, in surroundings of its own: nothing of the user's is read or written.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Three adherents, as another program would hand them over.
pub const THREE: &str = "acronym;name;city\nALPHA;Université Alpha;Lyon\nBETA;École Bêta;Brest\nGAMMA;Institut Gamma;Nice\n";

/// The program: `$GUICHET_BIN` (a release build), else the one that was built with the tests.
pub fn program() -> PathBuf {
    std::env::var_os("GUICHET_BIN").map_or_else(
        || PathBuf::from(env!("CARGO_BIN_EXE_guichet")),
        PathBuf::from,
    )
}

/// Compiles, into that folder, what runs a program on a system that lacks a call: `renameat2`, or `inotify`.
pub fn without(folder: &Path) -> PathBuf {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/program/without.c");
    let made = folder.join("without");
    let mut compiling = Command::new("cc");
    let compiled = compiling
        .args(["-O1", "-o"])
        .arg(&made)
        .arg(source)
        .status();
    assert!(compiled.unwrap().success());
    made
}

/// A home of its own.
pub struct Surroundings {
    folder: tempfile::TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Surroundings {
    /// An empty home.
    pub fn new() -> Surroundings {
        let folder = tempfile::tempdir().unwrap();
        for name in ["config", "data", "state", "tmp"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        Surroundings { folder }
    }

    /// A home with a store of three adherents.
    pub fn with_three() -> Surroundings {
        let here = Surroundings::new();
        let file = here.write("three.csv", THREE);
        let ended = here.run(&["import", "adherent", file.to_str().unwrap()]);
        assert_eq!(ended.code, 0, "{ended:?}");
        here
    }

    /// A path under this home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of the store: the default one of this home.
    pub fn store(&self) -> PathBuf {
        self.path("data/guichet")
    }

    /// Writes a file under this home.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The environment of a French user called marie, and nothing else.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let under = |name: &str| self.path(name).to_str().unwrap().to_string();
        vec![
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("HOME", under("")),
            ("XDG_CONFIG_HOME", under("config")),
            ("XDG_DATA_HOME", under("data")),
            ("XDG_STATE_HOME", under("state")),
            ("TMPDIR", under("tmp")),
            ("LANG", "fr_FR.UTF-8".to_string()),
            ("USER", "marie".to_string()),
            ("TERM", "xterm-256color".to_string()),
        ]
    }

    /// The program with those arguments, without a terminal.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .args(arguments)
            .env_clear()
            .envs(self.environment())
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.command(arguments))
    }

    /// Runs the program, wants exit code 0 and JSON.
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let ended = self.run(arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {ended:?}");
        serde_json::from_str(&ended.out).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
    }

    /// Runs a line of a POSIX shell in which `guichet` is the program.
    pub fn shell(&self, line: &str) -> Ended {
        let mut command = Command::new("sh");
        let line = format!("guichet() {{ \"$GUICHET\" \"$@\"; }}\n{line}");
        command
            .args(["-c", &line])
            .env_clear()
            .envs(self.environment())
            .env("GUICHET", program())
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        Ended::of(&mut command)
    }

    /// The names in a folder of this home.
    pub fn names(&self, folder: &str) -> Vec<String> {
        names(&self.path(folder))
    }
}

impl Ended {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Ended {
        let output = command.output().unwrap();
        Ended {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Holds the end against an exit code; what went wrong is one line on stderr.
    pub fn refused(&self, code: i32) -> &str {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
        assert!(self.err.starts_with("guichet: "), "{self:?}");
        &self.err
    }
}

/// The names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The permissions of a file, as chmod takes them.
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
