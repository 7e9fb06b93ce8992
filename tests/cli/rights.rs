//! What the program makes is its user's alone, whatever the umask, and its log tells of no record.

use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::program::{Surroundings, THREE, mode, program};
use crate::pty::window::Window;

/// Everything under a folder.
fn under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(under(&path));
        }
        found.push(path);
    }
    found
}

/// Holds every file and folder that was made since to 0600 and 0700.
fn closed(here: &Surroundings, known: &[PathBuf]) -> usize {
    let made = under(&here.path(""));
    let made: Vec<_> = made.iter().filter(|path| !known.contains(path)).collect();
    for path in &made {
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(path), expected, "{}", path.display());
    }
    made.len()
}

#[test]
fn whatever_the_umask_all_that_is_made_is_closed_to_others() {
    for mask in ["000", "027"] {
        let here = Surroundings::new();
        here.write("three.csv", THREE);
        let known = under(&here.path(""));
        let line = format!(
            "umask {mask}; guichet import adherent three.csv && guichet export adherent --out out.csv \
             && guichet backup b.backup && guichet --store restored restore b.backup \
             && guichet --store restored restore b.backup --replace && guichet undo"
        );
        let ended = here.shell(&line);
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(closed(&here, &known) > 20);

        let mut command = CommandBuilder::new("sh");
        command.args(["-c", &format!("umask {mask}; exec \"$0\" --demo")]);
        command.arg(program());
        let mut window = Window::run(&here, command, &[]);
        window.shows("174/174");
        window.send("e");
        window.shows("Modifier");
        window.send("xyzzy");
        window.shows("xyzzy");
        window.send("\x1b");
        window.shows("brouillon");
        let demo = here.path("tmp").join(&here.names("tmp")[0]);
        let draft = || {
            under(&demo.join("drafts"))
                .iter()
                .any(|path| path.extension().is_some_and(|e| e == "json"))
        };
        let begin = Instant::now();
        while !draft() {
            assert!(begin.elapsed() < Duration::from_secs(20), "no draft");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(closed(&here, &known) > 40);
        window.quit();
    }
}

#[test]
fn a_store_that_others_may_write_to_is_refused_with_the_reason() {
    let here = Surroundings::with_three();
    let open = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(here.store(), open).unwrap();
    let refused = here.run(&["undo"]);
    let reason = refused.refused(3);
    assert!(reason.contains(here.store().to_str().unwrap()), "{reason}");
    assert!(
        reason.contains("autres") || reason.contains("others"),
        "{reason}"
    );
}

#[test]
fn nothing_is_written_through_a_link_and_no_pipe_holds_the_start() {
    let here = Surroundings::with_three();
    let letter = here.write("letter", "Dear Ada");
    let link = |name: &str| std::os::unix::fs::symlink(&letter, here.path(name)).unwrap();
    link("out.csv");
    link("b.backup");
    let _ = std::fs::remove_file(here.path("state/guichet/guichet.log"));
    std::fs::create_dir_all(here.path("state/guichet")).unwrap();
    link("state/guichet/guichet.log");
    assert_eq!(
        here.run(&["export", "adherent", "--out", "out.csv"]).code,
        0
    );
    assert_eq!(here.run(&["backup", "b.backup"]).code, 1);
    assert_eq!(std::fs::read_to_string(&letter).unwrap(), "Dear Ada");

    // A folder that is called as demos are, with a pipe where its lock would be.
    let trap = here.path("tmp/guichet-demo-trap");
    std::fs::create_dir(&trap).unwrap();
    let made = Command::new("mkfifo")
        .arg(trap.join("lock"))
        .status()
        .unwrap();
    assert!(made.success());
    assert!(
        std::fs::metadata(trap.join("lock"))
            .unwrap()
            .file_type()
            .is_fifo()
    );
    let mut child = here
        .command(&["find", "a", "--demo"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "it waits for the pipe"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn no_path_in_an_imported_or_restored_file_leaves_the_store() {
    let here = Surroundings::with_three();
    let outside = |here: &Surroundings| {
        let mut paths = under(&here.path(""));
        let store = [here.path("data"), here.path("state")];
        paths.retain(|path| !store.iter().any(|store| path.starts_with(store)));
        paths.sort();
        paths
    };
    let way = here.path("evil").display().to_string();
    let ways = [
        "../../evil",
        "../evil.json",
        way.as_str(),
        "..\\evil",
        "wal/../../../evil",
        "%2e%2e/evil",
    ];
    let rows: String = ways
        .iter()
        .map(|way| format!("{way};{way};{way};{way}\n"))
        .collect();
    let table = here.write("ways.csv", &format!("id;acronym;name;website\n{rows}"));
    let drafts = here.store().join("drafts");
    std::fs::create_dir_all(&drafts).unwrap();
    let draft = "{\"id\":\"../../evil\",\"kind\":\"adherent\",\"record\":null,\"base\":0,\"at\":0,\"title\":\"x\",\"texts\":{}}";
    std::fs::write(drafts.join("01ARZ3NDEKTSV4RRFFQ69G5FAV.json"), draft).unwrap();
    let before = outside(&here);
    for key in ["adherent", "person", "view", "list"] {
        here.run(&["import", key, table.to_str().unwrap()]);
    }
    let mut window = Window::open(&here, &[], &[]);
    window.shows("Alpha");
    window.send("0");
    window.shows("Aujourd");
    window.quit();
    assert_eq!(outside(&here), before);

    // A backup has no paths; one whose bytes are changed into some is no backup.
    assert_eq!(here.run(&["backup", "b.backup"]).code, 0);
    let mut bytes = std::fs::read(here.path("b.backup")).unwrap();
    let end = bytes.len();
    bytes[end - 20..end - 8].copy_from_slice(b"../../../evi");
    std::fs::write(here.path("c.backup"), bytes).unwrap();
    let before = outside(&here);
    let refused = here.run(&["--store", "data/other", "restore", "c.backup"]);
    assert_ne!(refused.code, 0, "{refused:?}");
    assert_eq!(
        here.run(&["--store", "data/other", "restore", "b.backup"])
            .code,
        0
    );
    assert_eq!(outside(&here), before);
}

#[test]
fn the_log_tells_of_no_record() {
    let here = Surroundings::new();
    // Marks that are names, notes, an address, a login's work, a query, and a file that is refused.
    let marks = [
        "Zorglub",
        "zyxnote",
        "zyx@example",
        "zyxquery",
        "zyxdraft",
        "zyxbad",
    ];
    let table = "acronym;name;email;note\nZORG;Institut Zorglub;zyx@example.org;zyxnote\n";
    here.write("three.csv", table);
    here.write("bad.csv", "acronym;siret\nzyxbad;zyxbad\n");
    here.write(
        "config/guichet/config.toml",
        "user = \"Zorglub\"\nkeymap = \"zyxbad\"\n",
    );
    for arguments in [
        &["import", "adherent", "three.csv"][..],
        &["import", "adherent", "bad.csv"],
        &["find", "zyxquery"],
        &["find", "zyxquery:zyxquery"],
        &["show", "adherent/ZORG"],
        &["show", "adherent/zyxbad"],
        &["history", "adherent/ZORG"],
        &["export", "adherent", "--query", "zyxquery"],
        &["doctor"],
        &["undo"],
        &["undo", "--dry-run"],
    ] {
        here.run(arguments);
    }
    here.run(&["import", "adherent", "three.csv"]);
    let mut window = Window::open(&here, &[], &[]);
    window.shows("Zorglub");
    window.send("/zyxquery");
    window.shows("0/1");
    window.send("\x07");
    window.shows("1/1");
    window.send("e");
    window.shows("Modifier");
    window.send("zyxdraft");
    window.shows("zyxdraft");
    // A draft that can't be read, one that can't be written, and a lost terminal.
    let drafts = here.store().join("drafts");
    std::fs::create_dir_all(&drafts).unwrap();
    std::fs::write(drafts.join("zyxbad.json"), "zyxbad").unwrap();
    window.close();
    assert_eq!(window.exit_code(Duration::from_secs(20)), 129);
    let mut window = Window::open(&here, &[], &[]);
    window.shows("Zorglub");
    window.quit();
    let log = std::fs::read_to_string(here.path("state/guichet/guichet.log")).unwrap();
    for told in ["all loaded", "left among the drafts"] {
        assert!(log.contains(told), "{told}: {log}");
    }
    for line in log.lines().filter(|line| !line.contains("zyxbad.json")) {
        let found = marks.iter().find(|mark| line.contains(**mark));
        assert_eq!(found, None, "{line}");
    }
}
