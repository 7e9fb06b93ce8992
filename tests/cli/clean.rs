//! No text from a record, a file name, an argument or the environment leaves the program raw, save as data.

use guichet::text::is_unsafe;

use crate::program::Surroundings;

/// What drives terminals, turns lines, hides, and ends lines or columns.
const HOSTILE: &str =
    "É\u{1b}[31m\u{9b}2J\u{202e}x\u{200b}\u{2066}\u{feff}\t\u{7}\u{e0041}\u{1b}]52;c;AA==\u{7}Z";

fn assert_clean(text: &str) {
    let wild = |c: &char| is_unsafe(*c) && !matches!(c, '\n' | '\t');
    assert_eq!(text.chars().find(wild), None, "{text:?}");
}

#[test]
fn what_is_written_for_people_is_clean() {
    let here = Surroundings::new();
    here.write(
        "h.csv",
        &format!("acronym;name;note\nHOST;\"{HOSTILE}\";\"a\nb{HOSTILE}\"\n"),
    );
    let ended = here.run(&["import", "adherent", "h.csv"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let find = here.run(&["find", "HOST"]);
    assert_eq!(find.out.lines().count(), 1, "{find:?}");
    assert_eq!(
        find.out.matches('\t').count(),
        1,
        "a title parts no column: {find:?}"
    );
    let named = format!("no{HOSTILE}.csv").replace('\u{7}', "");
    for arguments in [
        &["find", "HOST"][..],
        &["find", "HOST", "--json"],
        &["show", "adherent/HOST"],
        &["show", "adherent/HOST", "--json"],
        &["history", "adherent/HOST"],
        &["history", "adherent/HOST", "--json"],
        &["export", "adherent", "--json"],
        &["import", "adherent", "h.csv"],
        &["doctor"],
        &["undo", "--dry-run"],
        &["import", "adherent", &named],
        &["export", "adherent", "--out", &format!("no/{named}")],
        &["--store", &named, "find", "x"],
        &["--store", &named, "doctor"],
        &["check", &named],
        &["show", &named],
        &["find", &format!("nope:{named}")],
        &["find", "x", "--kind", &named],
        &[&named],
        &["--nope", &named],
        &["restore", &named],
        &["backup", &format!("no/{named}")],
    ] {
        let ended = here.run(arguments);
        assert_clean(&ended.out);
        assert_clean(&ended.err);
        assert!(ended.err.lines().count() <= 1, "{ended:?}");
    }
    // A table for a program keeps what was entered.
    let export = here.run(&["export", "adherent"]);
    assert!(export.out.contains("\u{1b}[31m"), "{export:?}");
    let json = here.run(&["show", "adherent/HOST", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json[0]["name"], HOSTILE);
}

#[test]
fn the_log_is_clean() {
    let here = Surroundings::new();
    // A demo store of a program that is gone, which can't be removed: its path is said in the log.
    let ended = here.run(&["--demo", "find", "x"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    if let Ok(log) = std::fs::read_to_string(here.path("state/guichet/guichet.log")) {
        assert_clean(&log);
    }
}
