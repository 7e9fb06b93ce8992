//! Pastes: whole, without their marks, without an end.

use std::time::{Duration, Instant};

use guichet::term::{Decoder, Input};

const MS: fn(u64) -> Duration = Duration::from_millis;

fn decode(pieces: &[(u64, &[u8])]) -> Vec<Input> {
    let mut decoder = Decoder::new(MS(50));
    let start = Instant::now();
    let mut inputs = Vec::new();
    for (at, piece) in pieces {
        inputs.extend(decoder.expire(start + MS(*at)));
        inputs.extend(decoder.feed(piece, start + MS(*at)));
    }
    inputs.extend(decoder.expire(start + MS(60_000)));
    assert_eq!(decoder.deadline(), None);
    inputs
}

/// The text of keys; a sequence is `?`.
fn typed(inputs: &[Input]) -> String {
    use crossterm::event::{KeyCode, KeyEvent};
    let character = |input: &Input| match input {
        Input::Key(KeyEvent {
            code: KeyCode::Char(character),
            ..
        }) => *character,
        Input::Key(KeyEvent {
            code: KeyCode::Enter,
            ..
        }) => '\r',
        Input::Key(_) => '?',
        other => panic!("{other:?}"),
    };
    inputs.iter().map(character).collect()
}

#[test]
fn a_paste_cut_anywhere_for_long_is_never_keys() {
    let paste = b"\x1b[200~dq\ru\x1b[201~";
    for cut in 1..paste.len() {
        for gap in [20, 80, 900] {
            let inputs = decode(&[(0, &paste[..cut]), (gap, &paste[cut..])]);
            let text = inputs.iter().find_map(|input| match input {
                Input::Paste(text) => Some(text.as_str()),
                _ => None,
            });
            assert_eq!(text, Some("dq\nu"), "cut at {cut} for {gap} ms: {inputs:?}");
            assert!(inputs.len() <= 2, "cut at {cut} for {gap} ms: {inputs:?}");
        }
    }
}

#[test]
fn the_end_of_a_paste_whose_beginning_is_lost_makes_one() {
    let inputs = decode(&[(0, b"dq\ru\x1b[201~j")]);
    assert_eq!(inputs[0], Input::Paste("dq\nu".into()));
    assert_eq!(typed(&inputs[1..]), "j");
    let both = decode(&[(0, b"a\x1b[201~\x1b[200~b\x1b[201~")]);
    assert_eq!(both, [Input::Paste("a".into()), Input::Paste("b".into())]);
    assert_eq!(decode(&[(0, b"\x1b[201~")]), []);
}

#[test]
fn a_paste_without_an_end_ends_by_itself() {
    let inputs = decode(&[(0, b"\x1b[200~one\r"), (900, b"two"), (2_000, b"j")]);
    assert_eq!(inputs[0], Input::Unended("one\ntwo".into()));
    assert_eq!(typed(&inputs[1..]), "j");
    // while somebody types, too
    let mut pieces: Vec<(u64, &[u8])> = vec![(0, b"\x1b[200~one")];
    pieces.extend((1..=8).map(|key| (key * 400, &b"j"[..])));
    let inputs = decode(&pieces);
    assert_eq!(inputs[0], Input::Unended("onejjjjj".into()));
    assert_eq!(typed(&inputs[1..]), "jjj");
    // its end may come after all, with the rest of it
    let inputs = decode(&[(0, b"\x1b[200~one"), (1_500, b"dq\r\x1b[201~")]);
    assert_eq!(
        inputs,
        [Input::Unended("one".into()), Input::Paste("dq\n".into())]
    );
}

#[test]
fn much_text_in_lines_at_once_is_a_paste_without_marks() {
    let text = "Madame, Monsieur,\rdq\r".repeat(10);
    let inputs = decode(&[(0, text.as_bytes())]);
    assert_eq!(inputs, [Input::Bare(text.replace('\r', "\n"))]);
    // the kernel hands it over in pieces, and the last one is short
    let inputs = decode(&[(0, text.as_bytes()), (1, b"d\r"), (500, b"j")]);
    assert_eq!(
        inputs[0],
        Input::Bare(format!("{}d\n", text.replace('\r', "\n")))
    );
    assert_eq!(typed(&inputs[1..]), "j");
}

#[test]
fn anything_shorter_or_repeated_is_keys_however_fast() {
    let one_line = "x".repeat(1_000) + "\r";
    let short = "dq\r".repeat(66);
    let enters = "\r".repeat(500);
    let held = "j".repeat(400);
    for text in [&one_line, &short, &enters, &held] {
        assert_eq!(&typed(&decode(&[(0, text.as_bytes())])), text);
    }
    let arrows = "\x1b[B".repeat(100) + "\r" + &"\x1bOA".repeat(50) + "\r";
    assert_eq!(decode(&[(0, arrows.as_bytes())]).len(), 152);
}

#[test]
fn three_seconds_of_typing_that_arrive_at_once_lose_nothing() {
    let typing = "/lyon\r\x1b[B\x1b[Bcappel de Marie, \u{e9}t\u{e9}\r\x13jjjj\x1bOBk";
    let wanted = "/lyon\r??cappel de Marie, \u{e9}t\u{e9}\rsjjjj?k";
    assert_eq!(typed(&decode(&[(0, typing.as_bytes())])), wanted);
}
