//! Every sequence that the terminals of our users send: whole, cut, after an Esc.

use std::time::{Duration, Instant};

use guichet::keymap::Key;
use guichet::term::{Decoder, Input};

const HOLD: Duration = Duration::from_millis(50);

/// Sequences with the names of their keys.
fn table() -> Vec<(Vec<u8>, &'static str)> {
    let lines = include_str!("terminals.txt").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.map(|line| {
        let mut columns = line.split('\t');
        (bytes(columns.next().unwrap()), columns.next().unwrap())
    })
    .collect()
}

fn bytes(written: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = written.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => {
                assert_eq!(rest.next(), Some('E'), "{written}");
                bytes.push(0x1b);
            }
            // only `^I`, `^Z` and `^?` stand alone or after the escape; rxvt ends in `^`
            '^' if bytes.len() < 2 => bytes.push(rest.next().unwrap() as u8 ^ 0x40),
            other => bytes.extend(other.to_string().bytes()),
        }
    }
    bytes
}

/// The name of what an input is.
fn name(input: &Input) -> String {
    match input {
        Input::Key(event) | Input::Prefixed(event) => {
            Key::from_event(event).map_or("unknown".into(), |key| key.to_string())
        }
        Input::Unknown => "unknown".into(),
        other => format!("{other:?}"),
    }
}

/// Decodes the pieces, `gap` apart.
fn decode(pieces: &[&[u8]], gap: Duration) -> Vec<Input> {
    let mut decoder = Decoder::new(HOLD);
    let mut now = Instant::now();
    let mut inputs = Vec::new();
    for piece in pieces {
        inputs.extend(decoder.feed(piece, now));
        now += gap;
    }
    inputs.extend(decoder.expire(now + Duration::from_secs(3)));
    assert_eq!(decoder.deadline(), None);
    inputs
}

fn names(pieces: &[&[u8]], gap: u64) -> Vec<String> {
    let inputs = decode(pieces, Duration::from_millis(gap));
    inputs.iter().map(name).collect()
}

fn expected(key: &str) -> Vec<String> {
    // as it is written in keymaps: `ctrl-A` is `ctrl-a`
    match key {
        "nothing" => Vec::new(),
        "unknown" => vec!["unknown".into()],
        key => vec![key.parse::<Key>().unwrap().to_string()],
    }
}

#[test]
fn each_sequence_is_the_key_it_means_or_nothing() {
    for (bytes, key) in table() {
        assert_eq!(
            names(&[&bytes], 0),
            expected(key),
            "{}",
            bytes.escape_ascii()
        );
    }
}

#[test]
fn cut_anywhere_by_a_slow_link_it_is_the_same() {
    for (bytes, key) in table() {
        for first in 1..bytes.len() {
            for second in first..bytes.len() {
                let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                let shown = format!("{} cut at {first} and {second}", bytes.escape_ascii());
                assert_eq!(names(&pieces, 20), expected(key), "{shown}");
            }
        }
    }
}

/// What comes late after a lone Esc, in one piece, is Esc and the key. The escape-bracket alone may be late
/// too, and a number begun. What is cut after one more byte is keys: so it is typed.
#[test]
fn a_late_tail_is_the_same_after_an_esc() {
    for (bytes, key) in table() {
        let tail = bytes.strip_prefix(b"\x1b");
        let Some(tail) = tail.filter(|tail| tail.len() > 1 && tail[0] != 0x1b) else {
            continue;
        };
        for gap in [80, 500, 900] {
            let mut wanted = vec!["esc".to_string()];
            wanted.extend(expected(key));
            let told = names(&[b"\x1b", tail], gap);
            let only_key = key != "unknown" || tail.len() > 2;
            if only_key && !matches!(tail, b"[M" | b"[N" | b"[L") {
                assert_eq!(told, wanted, "{} {gap} ms late", bytes.escape_ascii());
            }
        }
        for first in 3..bytes.len() {
            let told = names(&[&bytes[..first], &bytes[first..]], 800);
            assert_eq!(
                told,
                expected(key),
                "{} cut at {first}",
                bytes.escape_ascii()
            );
        }
    }
}

/// The meta form of rxvt, PuTTY and tmux: an escape before the sequence.
#[test]
fn an_escape_before_a_sequence_is_alt_or_esc() {
    for (bytes, key) in table() {
        let esc_twice = bytes.starts_with(b"\x1b\x1b");
        if bytes.len() < 3 || esc_twice || matches!(key, "nothing" | "unknown") {
            continue;
        }
        let meta = [b"\x1b", bytes.as_slice()].concat();
        let inputs = decode(&[&meta], Duration::ZERO);
        let [Input::Prefixed(event)] = inputs.as_slice() else {
            panic!("{} is {inputs:?}", meta.escape_ascii());
        };
        let alt = Key {
            alt: true,
            ..key.parse().unwrap()
        };
        assert_eq!(Key::from_event(event), Some(alt), "{}", meta.escape_ascii());
    }
}
