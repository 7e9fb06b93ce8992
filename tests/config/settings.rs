//! `config.toml`.

use std::ffi::OsString;
use std::path::PathBuf;

use guichet::config::{Config, Panes, config_dir, data_dir, state_dir};
use guichet::files::nearest;
use guichet::locale::Texts;
use guichet::model::Lang;
use guichet::theme::ColourDepth;

use super::{said, write};

fn read(text: &str) -> (Config, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "config.toml", text);
    let (config, findings) = Config::load(dir.path());
    (config, said(dir.path(), &findings))
}

#[test]
fn no_file_and_an_empty_file_are_the_defaults() {
    let dir = tempfile::tempdir().unwrap();
    let (config, findings) = Config::load(dir.path());
    assert_eq!((config, findings.len()), (Config::default(), 0));
    assert_eq!(read(""), (Config::default(), Vec::new()));
    assert_eq!(
        std::fs::read_dir(dir.path()).unwrap().count(),
        0,
        "nothing is written"
    );
}

#[test]
fn every_setting_is_read() {
    let (config, findings) = read(
        "language = \"en\"\nkeymap = \"vim\"\ntheme = \"light\"\ncolours = \"256\"\nlayout = \"single\"\n\
         escape-ms = 0\nwhich-key-ms = 5_000\nuser = \" Jeanne \"\n",
    );
    assert_eq!(findings, Vec::<String>::new());
    let expected = Config {
        language: Some(Lang::En),
        keymap: "vim".into(),
        theme: Some("light".into()),
        colours: Some(ColourDepth::Ansi256),
        layout: Panes::Single,
        escape_ms: 0,
        which_key_ms: 5000,
        user: Some("Jeanne".into()),
    };
    assert_eq!(config, expected);
}

#[test]
fn all_problems_are_told_at_once_and_the_rest_is_read() {
    let (config, findings) = read(
        "langage = \"en\"\nkeymap = \"vmi\"\nescape-ms = 1001\nwhich-key-ms = \"x\"\n\
         # é\ntheme = 3\ncolours = \"265\"\nuser = \"Jeanne\"\nuser = \"Paul\"\n",
    );
    assert_eq!(
        findings,
        [
            "config.toml:1:1: unknown setting “langage” (did you mean “language”?)",
            "config.toml:2:10: \"keymap\": unknown keymap “vmi” (did you mean “vim”?)",
            "config.toml:3:13: \"escape-ms\": a whole number is expected (0–1000)",
            "config.toml:4:16: \"which-key-ms\": a whole number is expected (0–5000)",
            "config.toml:6:9: \"theme\": a text between quotes is expected",
            "config.toml:7:11: \"colours\": one of these is expected: none, 16, 256, true (did you mean “256”?)",
            "config.toml:9:1: “user” is already set",
        ]
    );
    assert_eq!(
        config,
        Config {
            user: Some("Jeanne".into()),
            ..Config::default()
        }
    );
}

#[test]
fn lines_that_are_not_toml_leave_the_others_alone() {
    let (config, findings) = read("escape-ms = 70\ntheme = \nwhich-key-ms = 10\n");
    assert_eq!((config.escape_ms, config.which_key_ms), (70, 10));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].starts_with("config.toml:2:"), "{findings:?}");
}

#[test]
fn a_layout_that_is_none_is_told_with_the_nearest() {
    let (config, findings) = read("layout = \"singel\"\nlayuot = \"single\"\n");
    assert_eq!(config.layout, Panes::Framed);
    assert_eq!(
        findings,
        [
            "config.toml:1:10: \"layout\": one of these is expected: auto, single (did you mean “single”?)",
            "config.toml:2:1: unknown setting “layuot” (did you mean “layout”?)",
        ]
    );
}

#[test]
fn a_file_that_is_not_utf8_is_told() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("config.toml"), b"user = \"\xff\"").unwrap();
    let (config, findings) = Config::load(dir.path());
    assert_eq!(config, Config::default());
    assert_eq!(
        said(dir.path(), &findings),
        ["config.toml: the file is not UTF-8"]
    );
}

#[test]
fn columns_count_characters_and_french_is_spoken() {
    let (_, findings) = Config::read("c.toml", "\"é\" = \"à\"\n", None);
    let texts = Texts::new(Lang::Fr);
    assert_eq!(
        guichet::locale::finding_words(&texts, &findings[0]),
        "c.toml:1:1: réglage inconnu «\u{a0}é\u{a0}»"
    );
    let (_, findings) = Config::read("c.toml", "a = { \"éé\" = 1, user = = 2 }\n", None);
    assert!(
        findings
            .iter()
            .any(|finding| (finding.line, finding.column) == (1, 24)),
        "{findings:?}"
    );
}

#[test]
fn near_words_are_found_and_far_ones_are_not() {
    let known = ["record-edit", "record-add", "undo"];
    assert_eq!(nearest("record-edti", known), Some("record-edit"));
    assert_eq!(nearest("edit-record", known), Some("record-edit"));
    assert_eq!(nearest("Undo", known), Some("undo"));
    assert_eq!(nearest("zebra", known), None);
}

#[test]
fn folders_follow_the_xdg_specification() {
    let env = |name: &str| match name {
        "HOME" => Some(OsString::from("/home/jeanne")),
        "XDG_DATA_HOME" => Some(OsString::from("/srv/data")),
        // Relative paths are to be ignored.
        "XDG_STATE_HOME" => Some(OsString::from("state")),
        _ => None,
    };
    assert_eq!(
        config_dir(&env),
        Some(PathBuf::from("/home/jeanne/.config/guichet"))
    );
    assert_eq!(data_dir(&env), Some(PathBuf::from("/srv/data/guichet")));
    assert_eq!(
        state_dir(&env),
        Some(PathBuf::from("/home/jeanne/.local/state/guichet"))
    );
    assert_eq!(config_dir(&|_| None), None);
}
