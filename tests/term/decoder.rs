//! Bytes to keys: whole, cut by a slow link, broken.

use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use guichet::term::{Decoder, Input, PASTE_LIMIT};
use proptest::prelude::*;

const HOLD: Duration = Duration::from_millis(50);
const NONE: KeyModifiers = KeyModifiers::NONE;
const ALT: KeyModifiers = KeyModifiers::ALT;
const CTRL: KeyModifiers = KeyModifiers::CONTROL;
const SHIFT: KeyModifiers = KeyModifiers::SHIFT;

fn event(code: KeyCode, held: KeyModifiers) -> KeyEvent {
    KeyEvent::new(code, held)
}

fn key(code: KeyCode, held: KeyModifiers) -> Input {
    Input::Key(event(code, held))
}

fn plain(character: char) -> Input {
    key(KeyCode::Char(character), NONE)
}

/// Feeds chunks, each 20 ms after the one before, then lets every hold run out.
fn decode(chunks: &[&[u8]]) -> Vec<Input> {
    let mut decoder = Decoder::new(HOLD);
    let mut now = Instant::now();
    let mut inputs = Vec::new();
    for chunk in chunks {
        now += Duration::from_millis(20);
        inputs.extend(decoder.expire(now));
        inputs.extend(decoder.feed(chunk, now));
    }
    inputs.extend(decoder.expire(now + Duration::from_secs(2)));
    assert_eq!(decoder.deadline(), None, "something is still held");
    inputs
}

/// What terminals send, and what it means, cut or not.
fn table() -> Vec<(&'static [u8], Input)> {
    vec![
        (b"\x1b[A", key(KeyCode::Up, NONE)),
        (b"\x1bOA", key(KeyCode::Up, NONE)),
        (b"\x1b[1;5C", key(KeyCode::Right, CTRL)),
        (b"\x1b[1;4D", key(KeyCode::Left, ALT | SHIFT)),
        (b"\x1b[3~", key(KeyCode::Delete, NONE)),
        (b"\x1b[3;5~", key(KeyCode::Delete, CTRL)),
        (b"\x1b[7~", key(KeyCode::Home, NONE)),
        (b"\x1b[6~", key(KeyCode::PageDown, NONE)),
        (b"\x1b[Z", key(KeyCode::BackTab, SHIFT)),
        (b"\x1bOP", key(KeyCode::F(1), NONE)),
        (b"\x1b[[B", key(KeyCode::F(2), NONE)),
        (b"\x1b[1;2R", key(KeyCode::F(3), SHIFT)),
        (b"\x1b[15~", key(KeyCode::F(5), NONE)),
        (b"\x1b[17~", key(KeyCode::F(6), NONE)),
        (b"\x1b[24;2~", key(KeyCode::F(12), SHIFT)),
        (b"\x1b[13;5u", key(KeyCode::Enter, CTRL)),
        (b"\x1b[27;5;13~", key(KeyCode::Enter, CTRL)),
        (b"\x1b[97;6u", key(KeyCode::Char('A'), CTRL | SHIFT)),
        (b"\x1b\x1b[A", Input::Prefixed(event(KeyCode::Up, ALT))),
        (
            b"\x1b\x1bOd",
            Input::Prefixed(event(KeyCode::Left, ALT | CTRL)),
        ),
        (b"\x1b[3$", key(KeyCode::Delete, SHIFT)),
        (b"\x1bOw", plain('7')),
        (b"\x1bx", key(KeyCode::Char('x'), ALT)),
        ("\x1bé".as_bytes(), key(KeyCode::Char('é'), ALT)),
        ("é".as_bytes(), plain('é')),
        ("€".as_bytes(), plain('€')),
        ("É".as_bytes(), key(KeyCode::Char('É'), SHIFT)),
        (b"@", plain('@')),
        (b"\r", key(KeyCode::Enter, NONE)),
        (b"\t", key(KeyCode::Tab, NONE)),
        (b"\x7f", key(KeyCode::Backspace, NONE)),
        (b"\x0a", key(KeyCode::Char('j'), CTRL)),
        (b"\x1a", key(KeyCode::Char('z'), CTRL)),
        (
            b"\x1b]11;rgb:2828/2828/2828\x07",
            Input::Ground([0x28, 0x28, 0x28]),
        ),
        (
            b"\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\",
            Input::Ground([0xfd, 0xf6, 0xe3]),
        ),
        (b"\x1b]11;rgb:f/80/000\x07", Input::Ground([255, 128, 0])),
        (
            b"\x1b]11;rgba:0000/2b2b/3636/ffff\x07",
            Input::Ground([0, 0x2b, 0x36]),
        ),
        (b"\x1b]11;#300a24\x07", Input::Ground([0x30, 0x0a, 0x24])),
        (
            b"\x1b[200~a\rb\r\nc\x1b[20 \x1b[201~",
            Input::Paste("a\nb\nc\x1b[20 ".into()),
        ),
    ]
}

#[test]
fn each_sequence_is_its_key() {
    for (bytes, input) in table() {
        assert_eq!(decode(&[bytes]), [input], "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_lone_escape_waits_for_its_hold_and_not_longer() {
    let mut decoder = Decoder::new(HOLD);
    let now = Instant::now();
    assert_eq!(decoder.feed(b"\x1b", now), []);
    assert_eq!(decoder.deadline(), Some(now + HOLD));
    assert_eq!(decoder.expire(now + HOLD - Duration::from_millis(1)), []);
    assert_eq!(decoder.expire(now + HOLD), [key(KeyCode::Esc, NONE)]);
    assert_eq!(decoder.deadline(), None);
}

#[test]
fn nothing_else_waits() {
    let mut decoder = Decoder::new(HOLD);
    assert_eq!(decoder.feed(b"j", Instant::now()), [plain('j')]);
    assert_eq!(decoder.deadline(), None);
}

#[test]
fn within_the_hold_it_is_alt_and_after_it_escape() {
    let escape = key(KeyCode::Esc, NONE);
    let alt = |character| key(KeyCode::Char(character), ALT);
    for cut in [&[&b"\x1b["[..]][..], &[b"\x1b", b"["]] {
        assert_eq!(decode(cut), [alt('[')]);
    }
    assert_eq!(decode(&[b"\x1bO"]), [key(KeyCode::Char('O'), ALT | SHIFT)]);
    assert_eq!(decode(&[b"\x1b\r"]), [key(KeyCode::Enter, ALT)]);
    assert_eq!(
        decode(&[b"\x1b", b"", b"", b"x"]),
        [escape.clone(), plain('x')]
    );
    assert_eq!(decode(&[b"\x1b\x1b"]), [escape.clone(), escape.clone()]);
    assert_eq!(decode(&[b"\x1b\x1bx"]), [escape.clone(), alt('x')]);
    assert_eq!(decode(&[b"\x1b\x1b\x1b[A"]).first(), Some(&escape));
}

#[test]
fn what_is_no_key_is_no_text_either() {
    for noise in [
        &b"\x1b[I"[..],
        b"\x1b[12;40R",
        b"\x1b[?62;22c",
        b"\x1b[<0;10;20M",
        b"\x1b[M !!",
        b"\x1b]10;rgb:0000/0000/0000\x1b\\",
        b"\x1b]11;?\x07",
        b"\x1b]11;rgb:00000/0/0\x07",
        b"\x1b]11;rgb:+1/0/0\x07",
        b"\x1b]11;rgb:0/0\x07",
        b"\x1b]11;#12345\x07",
        b"\x1b]11;#\x07",
        b"\x1b]52;c;YQ==\x07",
        b"\x1bP>|term 1.0\x1b\\",
        b"\x1b[97;1:3u",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1b^private\x1b\\",
        b"\x1bXany\x1b\\",
        b"\x1b]lTitle\x07",
        b"\x1bP0+r\x1b\\",
        b"\x1b[201~",
        b"\x1b[2;1$y",
        b"\x9b?1;2c",
        b"\x9d11;?\x9c",
        b"\xc2\x9b12;40R",
    ] {
        assert_eq!(decode(&[noise]), [], "{}", noise.escape_ascii());
        assert_eq!(
            decode(&[noise, b"j"]),
            [plain('j')],
            "{}",
            noise.escape_ascii()
        );
    }
}

#[test]
fn what_can_only_be_a_key_nobody_knows_is_told() {
    for unknown in [
        &b"\x1b[99~"[..],
        b"\x1b[1;2",
        b"\xff",
        b"\xc3",
        b"\x9b",
        b"\x1bOz",
    ] {
        assert_eq!(
            decode(&[unknown]),
            [Input::Unknown],
            "{}",
            unknown.escape_ascii()
        );
    }
}

#[test]
fn a_broken_sequence_does_not_take_the_next() {
    assert_eq!(decode(&[b"\x1b[1\x1b[A"]), [key(KeyCode::Up, NONE)]);
    assert_eq!(decode(&[b"\x1b]11;rgb:\x1b[A"]), [key(KeyCode::Up, NONE)]);
    assert_eq!(decode(&[b"\xc3j"]), [plain('j')]);
}

#[test]
fn a_paste_is_bounded() {
    let mut bytes = b"\x1b[200~".to_vec();
    bytes.resize(PASTE_LIMIT + 1000, b'x');
    bytes.extend_from_slice(b"\x1b[201~j");
    let inputs = decode(&[&bytes]);
    let [Input::Paste(text), after] = inputs.as_slice() else {
        panic!("{} inputs", inputs.len());
    };
    assert_eq!(text.len(), PASTE_LIMIT);
    assert_eq!(*after, plain('j'));
}

proptest! {
    #[test]
    fn cuts_change_nothing(
        picks in prop::collection::vec(0..table().len(), 1..8),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let table = table();
        let bytes: Vec<u8> = picks.iter().flat_map(|&pick| table[pick].0.to_vec()).collect();
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len())).collect();
        places.extend([0, bytes.len()]);
        places.sort_unstable();
        places.dedup();
        let chunks: Vec<&[u8]> = places.windows(2).map(|ends| &bytes[ends[0]..ends[1]]).collect();
        let expected: Vec<Input> = picks.iter().map(|&pick| table[pick].1.clone()).collect();
        prop_assert_eq!(decode(&chunks), expected);
    }

    #[test]
    fn typed_text_comes_out_as_it_is(text in "[ -~éèàçœ€😀]{0,40}") {
        let typed: String = decode(&[text.as_bytes()]).into_iter().map(|input| match input {
            Input::Key(KeyEvent { code: KeyCode::Char(character), .. }) => character,
            other => panic!("{other:?}"),
        }).collect();
        prop_assert_eq!(typed, text);
    }

    #[test]
    fn no_bytes_panic_or_stay_for_ever(chunks in prop::collection::vec(
        prop::collection::vec(prop_oneof![Just(0x1b), Just(b'['), Just(b'~'), any::<u8>()], 0..20),
        0..8,
    )) {
        let chunks: Vec<&[u8]> = chunks.iter().map(Vec::as_slice).collect();
        decode(&chunks);
    }
}
