//! What the desk is set up with.

use std::ffi::OsString;
use std::path::Path;

use guichet::config::{Assembled, Wanted, assemble};
use guichet::model::Lang;

use super::{said, write};

fn assembled(config: &Path, pairs: &[(&str, &str)], wanted: &Wanted) -> Assembled {
    let env = |name: &str| -> Option<OsString> {
        if name == "XDG_CONFIG_HOME" {
            return Some(config.as_os_str().to_owned());
        }
        pairs
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| OsString::from(value))
    };
    assemble(&env, wanted)
}

#[test]
fn nothing_set_is_a_french_desk_with_the_default_keys() {
    let dir = tempfile::tempdir().unwrap();
    let desk = assembled(
        dir.path(),
        &[("TERM", "xterm-256color"), ("USER", "jeanne")],
        &Wanted::default(),
    );
    assert_eq!(desk.texts.lang(), Lang::Fr);
    assert_eq!(
        (desk.keymap.name(), desk.theme.name()),
        ("default", "ansi16")
    );
    assert_eq!(
        (desk.author.as_str(), desk.escape_ms, desk.which_key_ms),
        ("jeanne", 50, 300)
    );
    assert_eq!(desk.findings, Vec::new());
}

#[test]
fn the_locale_decides_in_the_order_of_posix() {
    let dir = tempfile::tempdir().unwrap();
    let lang = |pairs: &[(&str, &str)]| {
        assembled(dir.path(), pairs, &Wanted::default())
            .texts
            .lang()
    };
    assert_eq!(
        lang(&[("LANG", "fr_FR.UTF-8"), ("LC_ALL", "en_GB.UTF-8")]),
        Lang::En
    );
    assert_eq!(lang(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "")]), Lang::En);
    assert_eq!(lang(&[("LANG", "C.UTF-8")]), Lang::Fr);
}

#[test]
fn the_choice_wins_over_the_file_and_the_file_over_the_environment() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("guichet");
    write(
        &own,
        "config.toml",
        "language = \"en\"\nkeymap = \"vim\"\ntheme = \"dark\"\ncolours = \"16\"\n",
    );
    write(
        &own,
        "keymaps/mine.toml",
        "inherits = \"emacs\"\n[list]\n\"x\" = \"undo\"\n\"z\" = \"undoo\"\n",
    );
    let env = [("NO_COLOR", "1"), ("LANG", "fr_FR"), ("LOGNAME", "paul")];
    let desk = assembled(dir.path(), &env, &Wanted::default());
    assert_eq!(desk.texts.lang(), Lang::En);
    assert_eq!((desk.keymap.name(), desk.theme.name()), ("vim", "dark"));
    assert_eq!(desk.author, "paul");

    let wanted = Wanted {
        lang: Some(Lang::Fr),
        keymap: Some("mine".into()),
        theme: Some("light".into()),
    };
    let desk = assembled(dir.path(), &env, &wanted);
    assert_eq!(desk.texts.lang(), Lang::Fr);
    assert_eq!((desk.keymap.name(), desk.theme.name()), ("mine", "light"));
    assert_eq!(desk.keymaps, ["default", "azerty", "vim", "emacs", "mine"]);
    assert_eq!(
        said(&own, &desk.findings),
        ["keymaps/mine.toml:4:7: [list] \"z\": unknown command “undoo” (did you mean “undo”?)"]
    );
}

#[test]
fn no_color_selects_mono() {
    let dir = tempfile::tempdir().unwrap();
    let desk = assembled(
        dir.path(),
        &[("NO_COLOR", "1"), ("TERM", "xterm")],
        &Wanted::default(),
    );
    assert_eq!(desk.theme.name(), "mono");
}
