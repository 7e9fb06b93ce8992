//! What the desk is set up with.

use std::ffi::OsString;
use std::path::Path;

use guichet::config::{Assembled, Kept, Setting, Wanted, assemble, choose, terminal};
use guichet::model::{Lang, Zone};
use guichet::theme::Ground;

use super::{said, write};

fn env(config: &Path, pairs: &[(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
    move |name: &str| {
        if name == "XDG_CONFIG_HOME" {
            return Some(config.as_os_str().to_owned());
        }
        pairs
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| OsString::from(value))
    }
}

fn assembled(config: &Path, pairs: &[(&str, &str)], wanted: &Wanted) -> Assembled {
    assemble(
        &env(config, pairs),
        "jdupont",
        &Zone::utc(),
        &Kept::default(),
        wanted,
    )
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
    assert_eq!((desk.keymap.name(), desk.theme.name()), ("default", "mono"));
    assert_eq!(
        (desk.author.name.as_str(), desk.escape_ms, desk.which_key_ms),
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
fn a_locale_without_utf_8_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let narrow =
        |pairs: &[(&str, &str)]| assembled(dir.path(), pairs, &Wanted::default()).narrow_locale;
    for wide in ["fr_FR.UTF-8", "C.UTF-8", "en_GB.utf8", "fr_FR.UTF-8@euro"] {
        assert_eq!(narrow(&[("LANG", wide)]), None, "{wide}");
    }
    for other in ["C", "POSIX", "fr_FR", "fr_FR.ISO-8859-15", "fr_FR@euro"] {
        assert_eq!(narrow(&[("LANG", other)]).as_deref(), Some(other));
        assert_eq!(narrow(&[("LANG", other), ("LC_CTYPE", "C.UTF-8")]), None);
        assert_eq!(
            narrow(&[("LC_ALL", other), ("LANG", "C.UTF-8")]).as_deref(),
            Some(other)
        );
    }
    // nothing is said of what is not set: most terminals are UTF-8 all the same
    assert_eq!(narrow(&[]), None);
    assert_eq!(narrow(&[("LC_MESSAGES", "C")]), None);
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
    assert_eq!(desk.author.name, "paul");
    assert_eq!(desk.author.login, "jdupont");

    let wanted = Wanted {
        lang: Some(Lang::Fr),
        keymap: Some("mine".into()),
        theme: Some("light".into()),
        ground: None,
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

/// What is kept, as another session reads it.
fn again(kept: &Kept) -> Kept {
    let text = kept.text().unwrap();
    let read = Kept::read(&text);
    assert_eq!(read, *kept, "{text}");
    read
}

#[test]
fn a_choice_holds_until_the_line_in_the_configuration_changes() {
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("guichet");
    let env = env(dir.path(), &[("LANG", "fr_FR"), ("TERM", "xterm-256color")]);
    let named = |kept: &Kept| {
        let desk = assemble(&env, "jdupont", &Zone::utc(), kept, &Wanted::default());
        let keymap = desk.keymap.name().to_string();
        (desk.theme_named, keymap, desk.texts.lang().key())
    };
    let mut kept = Kept::default();
    let nothing = ("auto".to_string(), "default".to_string(), "fr");
    assert_eq!(named(&kept), nothing);
    for (setting, value) in [
        (Setting::Theme, "light"),
        (Setting::Keymap, "vim"),
        (Setting::Language, "en"),
    ] {
        assert!(choose(&env, &mut kept, setting, value), "{setting:?}");
    }
    let kept = again(&kept);
    assert_eq!(named(&kept), ("light".into(), "vim".into(), "en"));
    write(&own, "config.toml", "theme = \"dark\"\n");
    assert_eq!(named(&kept), ("dark".into(), "vim".into(), "en"));
    write(
        &own,
        "config.toml",
        "language = \"fr\"\nkeymap = \"emacs\"\n",
    );
    assert_eq!(named(&kept), ("light".into(), "emacs".into(), "fr"));
}

#[test]
fn choosing_what_the_configuration_says_is_no_choice() {
    let dir = tempfile::tempdir().unwrap();
    let env = env(dir.path(), &[("LANG", "en_GB")]);
    let mut kept = Kept::default();
    for (setting, other, own) in [
        (Setting::Theme, "mono", "auto"),
        (Setting::Keymap, "azerty", "default"),
        (Setting::Language, "fr", "en"),
    ] {
        assert!(choose(&env, &mut kept, setting, other), "{setting:?}");
        assert!(!choose(&env, &mut kept, setting, own), "{setting:?}");
    }
    assert_eq!(kept, Kept::default());
}

#[test]
fn what_is_kept_and_makes_no_sense_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let env = env(dir.path(), &[]);
    let mut kept = Kept::default();
    choose(&env, &mut kept, Setting::Theme, "gone");
    choose(&env, &mut kept, Setting::Keymap, "../gone");
    choose(&env, &mut kept, Setting::Language, "de");
    let desk = assemble(
        &env,
        "jdupont",
        &Zone::utc(),
        &again(&kept),
        &Wanted::default(),
    );
    assert_eq!(
        (desk.theme_named.as_str(), desk.keymap.name()),
        ("auto", "default")
    );
    assert_eq!(desk.findings, Vec::new());
    for damaged in [
        "\0\u{1}",
        "theme = 3",
        "[[ground]]\nterminal = \"x\"\ncolour = \"#12\"",
        "é",
    ] {
        assert_eq!(Kept::read(damaged), Kept::default(), "{damaged:?}");
    }
}

#[test]
fn grounds_are_remembered_per_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let here = [
        ("TERM", "xterm-256color"),
        ("SSH_CONNECTION", "10.0.0.3 1 10.0.0.1 22"),
    ];
    let there = [
        ("TERM", "xterm-256color"),
        ("SSH_CONNECTION", "10.0.0.4 9 10.0.0.1 22"),
    ];
    let mut kept = Kept::default();
    let name = terminal(&env(dir.path(), &here));
    assert!(kept.see(&name, Ground::new([255; 3])));
    assert!(!kept.see(&name, Ground::new([255; 3])), "no news");
    let kept_again = again(&kept);
    let theme = |pairs: &[(&str, &str)]| {
        let desk = assemble(
            &env(dir.path(), pairs),
            "jdupont",
            &Zone::utc(),
            &kept_again,
            &Wanted::default(),
        );
        desk.theme.name().to_string()
    };
    assert_eq!(
        (theme(&here), theme(&there)),
        ("light".into(), "mono".into())
    );
    for number in 0..40 {
        kept.see(&format!("other {number}"), Ground::new([0; 3]));
    }
    assert_eq!(kept.ground(&name), None, "not seen for long");
    assert!(kept.ground("other 39").is_some());
}

#[test]
fn the_background_that_the_environment_tells_is_believed_until_the_terminal_tells_it() {
    let dir = tempfile::tempdir().unwrap();
    let theme = |told: &str, ground| {
        let pairs = [("TERM", "xterm-256color"), ("COLORFGBG", told)];
        let wanted = Wanted {
            ground,
            ..Wanted::default()
        };
        assembled(dir.path(), &pairs, &wanted)
            .theme
            .name()
            .to_string()
    };
    let told = ["15;0", "0;15", "0;default;15", "x"].map(|told| theme(told, None));
    assert_eq!(told, ["dark", "light", "light", "mono"]);
    assert_eq!(theme("15;0", Some(Ground::new([255; 3]))), "light");
}
