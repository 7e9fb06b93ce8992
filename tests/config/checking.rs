//! `guichet check`.

use guichet::config::check;

use super::{said, write};

#[test]
fn the_shipped_files_have_no_findings() {
    assert_eq!(check(None, &[]), Vec::new());
}

#[test]
fn all_files_of_the_user_are_checked() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        "config.toml",
        "keymap = \"mine\"\ntheme = \"own\"\n",
    );
    write(dir.path(), "keymaps/mine.toml", "[lits]\n");
    write(dir.path(), "keymaps/other.toml", "inherits = \"vmi\"\n");
    write(dir.path(), "themes/own.toml", "[roles]\nlnik = \"red\"\n");
    write(dir.path(), "notes.toml", "anything = 1\n");
    assert_eq!(
        said(dir.path(), &check(Some(dir.path()), &[])),
        [
            "keymaps/mine.toml:1:2: unknown mode “lits” (did you mean “list”?)",
            "keymaps/other.toml:1:12: \"inherits\": inherits from an unknown file “vmi” (did you mean “vim”?)",
            "themes/own.toml:2:1: [roles] unknown role “lnik” (did you mean “link”?)",
        ]
    );
}

#[test]
fn named_files_alone_are_checked_by_what_they_are() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "config.toml", "nonsense = 1\n");
    write(dir.path(), "a.toml", "[list]\n\"j\" = \"cursor-dwon\"\n");
    write(dir.path(), "b.toml", "[palette]\nink = \"rde\"\n");
    write(dir.path(), "c.toml", "usr = \"x\"\n");
    write(
        dir.path(),
        "e.toml",
        "[palette]\n\"ctrl-n\" = \"select-nxt\"\n",
    );
    let files =
        ["a.toml", "b.toml", "c.toml", "d.toml", "e.toml"].map(|name| dir.path().join(name));
    assert_eq!(
        said(dir.path(), &check(Some(dir.path()), &files)),
        [
            "a.toml:2:7: [list] \"j\": unknown command “cursor-dwon” (did you mean “cursor-down”?)",
            "b.toml:2:7: [palette] \"ink\": unknown colour “rde” (did you mean “red”?)",
            "c.toml:1:1: unknown setting “usr” (did you mean “user”?)",
            "d.toml: there is no such file",
            "e.toml:2:12: [palette] \"ctrl-n\": unknown command “select-nxt” (did you mean “select-next”?)",
        ]
    );
}
