//! Keymap files: what they may say, what is told of what is wrong.

use guichet::command::Command;
use guichet::keymap::{Keymap, Mode};

use crate::config::{said, write};

/// A keymap of the user's, and what is said of it.
pub fn load(text: &str) -> (Keymap, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "keymaps/own.toml", text);
    let (keymap, findings) = Keymap::load("own", Some(dir.path()));
    (keymap, said(dir.path(), &findings))
}

fn keys(keymap: &Keymap, command: Command) -> Vec<String> {
    keymap.keys_for(&[Mode::List, Mode::Global], command)
}

#[test]
fn a_file_without_inherits_adds_to_the_default() {
    let (keymap, findings) = load("[list]\n\"ctrl-e\" = \"record-edit\"\n\"e\" = \"unbound\"\n");
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(keys(&keymap, Command::RecordEdit), ["ctrl-e"]);
    assert_eq!(keys(&keymap, Command::CursorFirst), ["home", "g g"]);
}

#[test]
fn a_chord_takes_the_place_of_what_it_inherits() {
    let (keymap, findings) = load("[list]\n\"g\" = \"undo\"\n\"d d\" = \"record-delete\"\n");
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(keys(&keymap, Command::CursorFirst), ["home"]);
    assert_eq!(keys(&keymap, Command::Undo), ["g", "u"]);
    assert_eq!(keys(&keymap, Command::RecordDelete), ["d d"]);
}

#[test]
fn every_problem_has_its_place_and_skips_its_line_alone() {
    let (keymap, findings) = load(
        "inherits = \"vmi\"\n[lits]\n[list]\n\"ctlr-s\" = \"undo\"\n\"x\" = \"edit-record\"\n\
         \"z\" = { do = \"undo\", when = \"has-rwo\" }\n\"w\" = { do = \"undo\", when = \"wide &&\" }\n\
         \"v\" = 3\n\"p\" = { when = \"wide\" }\n\"i i\" = \"undo\"\n\"i\" = \"redo\"\n\"ctrl-h\" = \"undo\"\n\
         \"backspace\" = \"redo\"\n\"ù\" = [\"undo\", \"rdo\"]\n[form]\n\"a\" = \"undo\"\n\"f5\" = \"undo\"\n",
    );
    assert_eq!(
        findings,
        [
            "keymaps/own.toml:1:12: \"inherits\": inherits from an unknown file “vmi” (did you mean “vim”?)",
            "keymaps/own.toml:2:2: unknown mode “lits” (did you mean “list”?)",
            "keymaps/own.toml:4:1: [list] \"ctlr-s\": unknown key “ctlr-s” (did you mean “ctrl-s”?)",
            "keymaps/own.toml:5:7: [list] \"x\": unknown command “edit-record” (did you mean “record-edit”?)",
            "keymaps/own.toml:6:29: [list] \"z\": unknown condition “has-rwo” (did you mean “has-row”?)",
            "keymaps/own.toml:7:29: [list] \"w\": the condition breaks off",
            "keymaps/own.toml:8:7: [list] \"v\": a command, a list of commands or a table with “do” is expected",
            "keymaps/own.toml:9:7: [list] \"p\": a command, a list of commands or a table with “do” is expected",
            "keymaps/own.toml:11:1: [list] \"i\": can’t stand beside “i i”: one begins with the other",
            "keymaps/own.toml:13:1: [list] \"backspace\": “backspace” is already set",
            "keymaps/own.toml:14:16: [list] \"ù\": unknown command “rdo” (did you mean “redo”?)",
            "keymaps/own.toml:16:1: [form] \"a\": a plain character is text in this mode",
        ]
    );
    assert_eq!(keys(&keymap, Command::Undo), ["u", "backspace", "i i"]);
    assert_eq!(
        keymap.keys_for(&[Mode::Form, Mode::Global], Command::Undo),
        ["f5"]
    );
}

#[test]
fn a_circle_of_files_ends_and_is_told() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        "keymaps/one.toml",
        "inherits = \"two\"\n[list]\n\"x\" = \"undo\"\n",
    );
    write(
        dir.path(),
        "keymaps/two.toml",
        "inherits = \"one\"\n[list]\n\"y\" = \"undo\"\n",
    );
    let (keymap, findings) = Keymap::load("one", Some(dir.path()));
    assert_eq!(
        said(dir.path(), &findings),
        ["keymaps/two.toml:1:12: \"inherits\": inherits in a circle from “one”"]
    );
    assert_eq!(keys(&keymap, Command::Undo), ["u", "x", "y"]);
}

#[test]
fn a_users_default_inherits_from_the_shipped_one() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        "keymaps/default.toml",
        "inherits = \"default\"\n[list]\n\"x\" = \"undo\"\n",
    );
    let (keymap, findings) = Keymap::load("default", Some(dir.path()));
    assert_eq!(findings, Vec::new());
    assert_eq!(keys(&keymap, Command::Undo), ["u", "x"]);
}

#[test]
fn an_unknown_keymap_is_the_default_and_told() {
    let dir = tempfile::tempdir().unwrap();
    let (keymap, findings) = Keymap::load("emcas", Some(dir.path()));
    assert_eq!(
        said(dir.path(), &findings),
        ["keymaps/emcas.toml: unknown keymap “emcas” (did you mean “emacs”?)"]
    );
    assert_eq!(keys(&keymap, Command::Undo), ["u"]);
    let (_, findings) = Keymap::load("../config", Some(dir.path()));
    assert_eq!(findings.len(), 1);
}
