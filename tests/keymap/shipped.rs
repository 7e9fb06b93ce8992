//! The shipped keymaps keep what the product promises.

use guichet::command::Command;
use guichet::keymap::{Keymap, Mode, Resolution, names};

/// What needs AltGr on a French AZERTY keyboard.
const ALTGR: &str = "~#{[|`\\^@]}€";

/// Commands without a key of their own in the default keymap.
const PALETTE_ONLY: [Command; 13] = [
    Command::QueryExplain,
    Command::WelcomeOpen,
    Command::TrashEmpty,
    Command::ThemePick,
    Command::KeymapPick,
    Command::LanguageSwitch,
    Command::ConfigReload,
    Command::ManyRegister,
    Command::ManySubscribe,
    Command::ManyFunction,
    Command::ManyTag,
    Command::Duplicates,
    Command::MergeOpen,
];

#[test]
fn every_shipped_keymap_loads_without_findings() {
    assert_eq!(names(None), ["default", "azerty", "vim", "emacs"]);
    for name in names(None) {
        assert_eq!(Keymap::load(&name, None).1, Vec::new(), "{name}");
    }
}

#[test]
fn no_key_needs_altgr() {
    for name in ["default", "azerty"] {
        let (keymap, _) = Keymap::load(name, None);
        for mode in Mode::ALL {
            for (keys, command) in keymap.rows(*mode) {
                let bare = keys
                    .split(' ')
                    .map(|key| key.rsplit_once("-").map_or(key, |(_, bare)| bare));
                for key in bare {
                    assert!(
                        key.chars().count() > 1 || !ALTGR.contains(key) || key.is_empty(),
                        "{name} {keys} {command:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_command_has_a_key_or_is_named_as_having_none() {
    let (keymap, _) = Keymap::load("default", None);
    let bound: Vec<Command> = Mode::ALL
        .iter()
        .flat_map(|mode| keymap.rows(*mode))
        .map(|(_, command)| command)
        .collect();
    for command in Command::ALL {
        assert_ne!(
            bound.contains(command),
            PALETTE_ONLY.contains(command),
            "{command:?}"
        );
    }
}

#[test]
fn one_leaves_every_layer_by_esc_and_ctrl_g() {
    for name in names(None) {
        let (keymap, _) = Keymap::load(&name, None);
        for mode in Mode::ALL {
            for key in ["esc", "ctrl-g"] {
                let meant =
                    keymap.resolve(&[*mode, Mode::Global], &[], key.parse().unwrap(), &|_| true);
                assert_eq!(
                    meant,
                    Resolution::Run(vec![Command::Leave]),
                    "{name} {mode:?} {key}"
                );
            }
        }
    }
}

#[test]
fn the_default_keys_are_those_of_the_product() {
    let (keymap, _) = Keymap::load("default", None);
    for (keys, command) in [
        ("j down", "cursor-down"),
        ("k up", "cursor-up"),
        ("home", "cursor-first"),
        ("G end", "cursor-last"),
        ("ctrl-d pgdn", "page-down"),
        ("ctrl-u pgup", "page-up"),
        ("h left", "focus-list"),
        ("l right", "focus-sheet"),
        ("tab", "focus-next"),
        ("enter", "record-follow"),
        ("backspace ctrl-h", "trail-back"),
        ("1 &", "pane-adherents"),
        ("2 é", "pane-partners"),
        ("3 \"", "pane-trainings"),
        ("4 '", "pane-lists"),
        ("5 (", "pane-people"),
        ("6 -", "pane-events"),
        ("7 è", "pane-solutions"),
        ("8 _", "pane-agreements"),
        ("9 ç", "pane-figures"),
        ("0 à", "pane-today"),
        ("a", "record-add"),
        ("A", "record-quick"),
        ("e", "record-edit"),
        ("d", "record-delete"),
        ("u", "undo"),
        ("ctrl-r", "redo"),
        ("space", "find-open"),
        (":", "palette-open"),
        ("?", "help-open"),
        ("/", "filter-open"),
        ("s", "sort-next"),
        ("S", "sort-reverse"),
        ("m", "mark-toggle"),
        ("*", "mark-all"),
        ("y", "copy-open"),
        ("c", "log-call"),
        ("n", "log-note"),
        ("t", "log-task"),
        ("H", "record-history"),
        ("ctrl-z", "suspend"),
        ("q", "quit"),
        ("o", "columns-choose"),
        ("b", "bulk-edit"),
        ("K", "pane-kind"),
        ("T", "trash-open"),
        ("r", "record-restore"),
        ("v", "view-save"),
        (",", "view-pick"),
        ("z", "group-toggle"),
        ("Z", "groups-toggle"),
    ] {
        for key in keys.split(' ') {
            let meant = keymap.resolve(
                &[Mode::List, Mode::Global],
                &[],
                key.parse().unwrap(),
                &|_| true,
            );
            assert_eq!(
                meant,
                Resolution::Run(vec![Command::by_id(command).unwrap()]),
                "{key}"
            );
        }
    }
}
