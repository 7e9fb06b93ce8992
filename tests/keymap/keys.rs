//! Names of keys.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use guichet::keymap::{Code, Condition, Key, When, WhenError, chord};
use proptest::prelude::*;

fn key(name: &str) -> Key {
    name.parse().unwrap()
}

fn event(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
    Key::from_event(&KeyEvent::new(code, modifiers))
}

#[test]
fn keys_that_a_terminal_cannot_tell_apart_are_one() {
    for (one, other) in [
        ("ctrl-h", "backspace"),
        ("ctrl-i", "tab"),
        ("ctrl-m", "enter"),
        ("ctrl-[", "esc"),
        ("ctrl-S", "ctrl-s"),
        ("shift-g", "G"),
        ("backtab", "shift-tab"),
        ("PgUp", "pgup"),
        ("e\u{301}", "é"),
    ] {
        assert_eq!(key(one), key(other), "{one}");
    }
    assert_ne!(key("g"), key("G"));
    assert_eq!(key("alt-ctrl-x").to_string(), "ctrl-alt-x");
}

#[test]
fn events_become_the_same_keys() {
    assert_eq!(
        event(KeyCode::Char('h'), KeyModifiers::CONTROL),
        Some(key("backspace"))
    );
    assert_eq!(
        event(KeyCode::Char('G'), KeyModifiers::SHIFT),
        Some(key("G"))
    );
    assert_eq!(
        event(KeyCode::BackTab, KeyModifiers::SHIFT),
        Some(key("shift-tab"))
    );
    assert_eq!(
        event(KeyCode::Char(' '), KeyModifiers::CONTROL),
        Some(key("ctrl-space"))
    );
    assert_eq!(event(KeyCode::CapsLock, KeyModifiers::NONE), None);
    let mut release = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
    release.kind = KeyEventKind::Release;
    assert_eq!(Key::from_event(&release), None);
}

#[test]
fn only_plain_characters_are_text() {
    assert_eq!(key("é").text(), Some('é'));
    assert_eq!(key("space").text(), Some(' '));
    assert_eq!(key("ctrl-a").text(), None);
    assert_eq!(key("alt-a").text(), None);
    assert_eq!(key("enter").text(), None);
}

#[test]
fn names_that_are_no_key_are_refused() {
    for name in ["", "ctlr-s", "ctrl-", "f25", "f0", "ab", "ctrl-alt", " "] {
        assert!(name.parse::<Key>().is_err(), "{name:?}");
    }
}

#[test]
fn chords_are_joined_by_spaces() {
    assert_eq!(chord(&[key("g"), key("g")]), "g g");
    assert_eq!(
        chord(&[key("ctrl-x"), key("space"), key("-")]),
        "ctrl-x space -"
    );
}

fn any_code() -> impl Strategy<Value = KeyCode> {
    let named = prop::sample::select(vec![
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Insert,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
    ]);
    prop_oneof![
        named,
        (1u8..=24).prop_map(KeyCode::F),
        "[ -~à-ÿ]".prop_map(|text| KeyCode::Char(text.chars().next().unwrap())),
    ]
}

proptest! {
    #[test]
    fn every_key_is_read_back_from_its_name(code in any_code(), bits in 0u8..8) {
        let modifiers = KeyModifiers::from_bits_truncate(bits);
        let pressed = event(code, modifiers).unwrap();
        prop_assert_eq!(pressed.to_string().parse::<Key>(), Ok(pressed));
        prop_assert!(!(matches!(pressed.code, Code::Char(_)) && pressed.shift));
    }

    #[test]
    fn reading_a_name_never_panics(name in "\\PC{0,12}") {
        let _ = name.parse::<Key>();
        let _ = When::parse(&name);
    }
}

#[test]
fn conditions_are_read_with_their_precedence() {
    let holds = |text: &str, facts: &[Condition]| {
        When::parse(text)
            .unwrap()
            .holds(&|condition| facts.contains(&condition))
    };
    use Condition::{HasMarks, HasRow, ReadOnly, Wide};
    assert!(holds("has-row && !read-only", &[HasRow]));
    assert!(!holds("has-row && !read-only", &[HasRow, ReadOnly]));
    assert!(holds("wide || has-row && has-marks", &[Wide]));
    assert!(!holds("(wide || has-row) && has-marks", &[Wide]));
    assert!(holds("!(wide||has-row)", &[HasMarks]));
    assert!(holds("!!wide", &[Wide]));
}

#[test]
fn conditions_that_cannot_be_read_say_where() {
    assert_eq!(
        When::parse("has-rwo"),
        Err(WhenError::Unknown("has-rwo".into()))
    );
    assert_eq!(
        When::parse("wide wide"),
        Err(WhenError::Unexpected("wide".into()))
    );
    assert_eq!(
        When::parse("(wide"),
        Err(WhenError::Unexpected(String::new()))
    );
    assert_eq!(When::parse(""), Err(WhenError::Unexpected(String::new())));
    assert!(When::parse(&"(".repeat(100_000)).is_err());
}
