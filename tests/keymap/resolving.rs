//! What a key press means.

use guichet::command::Command;
use guichet::keymap::{Condition, Key, Keymap, Mode, Resolution};

use super::loading::load;

const LIST: &[Mode] = &[Mode::List, Mode::Global];

fn shipped() -> Keymap {
    Keymap::load("default", None).0
}

fn press(keymap: &Keymap, modes: &[Mode], keys: &str, facts: &[Condition]) -> Resolution {
    let keys: Vec<Key> = keys.split(' ').map(|name| name.parse().unwrap()).collect();
    let (last, pending) = keys.split_last().unwrap();
    keymap.resolve(modes, pending, *last, &|condition| {
        facts.contains(&condition)
    })
}

fn run(command: Command) -> Resolution {
    Resolution::Run(vec![command])
}

#[test]
fn the_innermost_mode_that_knows_the_key_wins() {
    let keymap = shipped();
    assert_eq!(press(&keymap, LIST, "j", &[]), run(Command::CursorDown));
    assert_eq!(press(&keymap, LIST, "q", &[]), run(Command::Quit));
    assert_eq!(
        press(&keymap, &[Mode::History, Mode::Global], "q", &[]),
        run(Command::Leave)
    );
    assert_eq!(
        press(&keymap, &[Mode::Form, Mode::Global], "enter", &[]),
        run(Command::FieldNext)
    );
    assert_eq!(press(&keymap, LIST, "ctrl-y", &[]), Resolution::None);
}

#[test]
fn plain_characters_are_text_where_one_types() {
    let keymap = shipped();
    for mode in Mode::ALL.iter().filter(|mode| mode.takes_text()) {
        for keys in ["q", "space", "?", "é", "1"] {
            assert_eq!(
                press(&keymap, &[*mode, Mode::Global], keys, &[]),
                Resolution::None,
                "{mode:?} {keys}"
            );
        }
        assert_eq!(
            press(&keymap, &[*mode, Mode::Global], "ctrl-g", &[]),
            run(Command::Leave)
        );
        assert_eq!(
            press(&keymap, &[*mode, Mode::Global], "esc", &[]),
            run(Command::Leave)
        );
    }
    assert_eq!(
        press(&keymap, &[Mode::Note, Mode::Global], "enter", &[]),
        Resolution::None
    );
}

#[test]
fn letters_at_a_question_open_nothing_behind_it() {
    let keymap = shipped();
    let confirm = &[Mode::Confirm, Mode::List, Mode::Global];
    assert_eq!(press(&keymap, confirm, "d", &[]), Resolution::None);
    assert_eq!(press(&keymap, confirm, "q", &[]), Resolution::None);
    assert_eq!(press(&keymap, confirm, "o", &[]), run(Command::Accept));
    assert_eq!(press(&keymap, confirm, "y", &[]), run(Command::Accept));
    assert_eq!(press(&keymap, confirm, "enter", &[]), run(Command::Refuse));
}

#[test]
fn a_chord_shows_where_it_leads() {
    let keymap = shipped();
    let g: Key = "g".parse().unwrap();
    assert_eq!(
        press(&keymap, LIST, "g", &[]),
        Resolution::Pending(vec![(g, vec![Command::CursorFirst])])
    );
    assert_eq!(press(&keymap, LIST, "g g", &[]), run(Command::CursorFirst));
    assert_eq!(press(&keymap, LIST, "g x", &[]), Resolution::None);
}

#[test]
fn chords_of_all_modes_stand_in_the_same_list() {
    let (keymap, _) =
        load("[global]\n\"ctrl-x q\" = \"quit\"\n[list]\n\"ctrl-x a b\" = \"undo\"\n");
    let (a, q): (Key, Key) = ("a".parse().unwrap(), "q".parse().unwrap());
    assert_eq!(
        press(&keymap, LIST, "ctrl-x", &[]),
        Resolution::Pending(vec![(a, vec![]), (q, vec![Command::Quit])])
    );
    assert_eq!(press(&keymap, LIST, "ctrl-x q", &[]), run(Command::Quit));
    assert_eq!(press(&keymap, LIST, "ctrl-x a b", &[]), run(Command::Undo));
    assert_eq!(
        press(&keymap, &[Mode::Find, Mode::Global], "ctrl-x q", &[]),
        run(Command::Quit)
    );
}

#[test]
fn a_binding_whose_condition_fails_is_not_known() {
    let (keymap, findings) = load(
        "[list]\n\"q\" = { do = \"mark-all\", when = \"has-marks\" }\n\
         \"x\" = { do = [\"undo\", \"redo\"], when = \"!read-only\" }\n",
    );
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(
        press(&keymap, LIST, "q", &[Condition::HasMarks]),
        run(Command::MarkAll)
    );
    assert_eq!(press(&keymap, LIST, "q", &[]), run(Command::Quit));
    assert_eq!(
        press(&keymap, LIST, "x", &[]),
        Resolution::Run(vec![Command::Undo, Command::Redo])
    );
    assert_eq!(
        press(&keymap, LIST, "x", &[Condition::ReadOnly]),
        Resolution::None
    );
}

#[test]
fn keys_that_are_taken_or_text_are_not_offered() {
    let keymap = shipped();
    assert_eq!(keymap.keys_for(LIST, Command::Quit), ["q"]);
    assert_eq!(
        keymap.keys_for(&[Mode::Form, Mode::Global], Command::Quit),
        Vec::<String>::new()
    );
    assert_eq!(
        keymap.keys_for(&[Mode::Form, Mode::Global], Command::Leave),
        ["esc", "ctrl-g"]
    );
    let (keymap, _) = load("[list]\n\"q\" = \"undo\"\n");
    assert_eq!(keymap.keys_for(LIST, Command::Quit), Vec::<String>::new());
}

#[test]
fn rows_follow_the_command_table() {
    let rows = shipped().rows(Mode::List);
    let commands: Vec<Command> = rows.iter().map(|(_, command)| *command).collect();
    assert!(commands.is_sorted());
    assert_eq!(rows.first(), Some(&("j".to_string(), Command::CursorDown)));
}
