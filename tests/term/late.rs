//! Esc and the keys after it, reports, and what of them comes late or never.

use std::time::{Duration, Instant};

use crossterm::event::KeyEvent;
use guichet::keymap::Key;
use guichet::term::{Decoder, Input};

/// What came, in short: `esc`, `alt-x`, `ground`, `unknown` … Pieces come at their milliseconds.
fn told(pieces: &[(u64, &[u8])]) -> Vec<String> {
    let mut decoder = Decoder::new(Duration::from_millis(50));
    let start = Instant::now();
    let mut inputs = Vec::new();
    for (at, piece) in pieces {
        let now = start + Duration::from_millis(*at);
        inputs.extend(decoder.expire(now));
        inputs.extend(decoder.feed(piece, now));
    }
    inputs.extend(decoder.expire(start + Duration::from_secs(60)));
    assert_eq!(decoder.deadline(), None);
    let key = |event: &KeyEvent| Key::from_event(event).unwrap().to_string();
    let short = |input: &Input| match input {
        Input::Key(event) => key(event),
        Input::Prefixed(event) => format!("esc+{}", key(event)),
        Input::Unknown => "unknown".into(),
        Input::Ground(_) => "ground".into(),
        other => format!("{other:?}"),
    };
    inputs.iter().map(short).collect()
}

#[test]
fn after_an_introducer_keys_are_keys_again_once_the_hold_is_over() {
    for introducer in *b"[OP]_^X" {
        let both = [0x1b, introducer];
        let alt = format!("alt-{}", char::from(introducer));
        assert_eq!(told(&[(0, &both)]), [alt.as_str()]);
        // whatever else is typed then is what it is
        assert_eq!(told(&[(0, &both), (80, b"A")]), [alt.clone(), "A".into()]);
        // and what can be no body ends the doubt at once
        assert_eq!(
            told(&[(0, &[&both[..], b"\r"].concat())]),
            [alt, "enter".into()]
        );
    }
}

#[test]
fn strings_that_never_end_are_the_keys_that_were_typed() {
    assert_eq!(told(&[(0, b"\x1b_jj")]), ["alt-_", "j", "j"]);
    assert_eq!(told(&[(0, b"\x1b_G"), (300, b"k")]), ["alt-_", "G", "k"]);
    assert_eq!(
        told(&[(0, b"\x1bX\x1bX\x1bj")]),
        ["alt-X", "alt-X", "alt-j"]
    );
    assert_eq!(told(&[(0, b"\x1bP8\r")]), ["alt-P", "8", "enter"]);
    assert_eq!(told(&[(0, b"\x1b_3\x1b")]), ["alt-_", "3", "esc"]);
}

#[test]
fn typed_byte_by_byte_a_tail_is_keys() {
    assert_eq!(
        told(&[(0, b"\x1b"), (80, b"["), (100, b"A")]),
        ["esc", "[", "A"]
    );
    assert_eq!(
        told(&[(0, b"\x1b"), (80, b"O"), (200, b"P")]),
        ["esc", "O", "P"]
    );
    assert_eq!(told(&[(0, b"\x1b"), (80, b"_j")]), ["esc", "_", "j"]);
    assert_eq!(told(&[(0, b"\x1b"), (80, b"Oz")]), ["esc", "O", "z"]);
    assert_eq!(told(&[(0, b"\x1b"), (1200, b"[A")]), ["esc", "[", "A"]);
}

#[test]
fn reports_are_nothing_however_they_are_cut_and_late() {
    let reports: [&[u8]; 16] = [
        b"\x1b]10;rgb:0000/0000/0000\x1b\\",
        b"\x1b]52;c;aGplZGE=\x07",
        b"\x1b]4;1;rgb:cdcd/0000/0000\x07",
        b"\x1bP>|tmux 3.4\x1b\\",
        b"\x1bP!|00000000\x1b\\",
        b"\x1bP1$r0m\x1b\\",
        b"\x1bP1+r544e=787465726d\x1b\\",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1b[?62;22c",
        b"\x1b[>41;354;0c",
        b"\x1b[?2026;2$y",
        b"\x1b[8;24;80t",
        b"\x1b[12;40R",
        b"\x1b[<0;10;20M",
        b"\x1b[<0;10;20m",
        b"\x1b[?1u",
    ];
    for report in reports {
        assert_eq!(told(&[(0, report)]), [""; 0], "{}", report.escape_ascii());
        for cut in 1..report.len() {
            for gap in [20, 40, 300, 900] {
                let told = told(&[(0, &report[..cut]), (gap, &report[cut..])]);
                let shown = format!("{} cut at {cut} for {gap} ms", report.escape_ascii());
                let lone = match cut {
                    // cut so early, Esc and its key have had their time
                    1 if gap > 50 => vec!["esc".to_string()],
                    2 if gap > 50 => vec![format!("alt-{}", char::from(report[1]))],
                    _ => Vec::new(),
                };
                assert_eq!(told, lone, "{shown}");
            }
        }
    }
    // strings that no terminal sends are none the less no keys
    for string in [
        &b"\x1b^private\x1b\\"[..],
        b"\x1bXany text\x1b\\",
        b"\x1b_other\x1b\\",
        b"\x1b]lTitle\x1b\\",
    ] {
        for cut in 1..string.len() {
            let told = told(&[(0, &string[..cut]), (40, &string[cut..])]);
            assert_eq!(told, [""; 0], "{} cut at {cut}", string.escape_ascii());
        }
        for cut in 3..string.len() {
            let told = told(&[(0, &string[..cut]), (800, &string[cut..])]);
            assert_eq!(told, [""; 0], "{} cut at {cut}", string.escape_ascii());
        }
    }
}

#[test]
fn the_ground_is_told_however_late_its_tail() {
    let report = b"\x1b]11;rgb:2828/2828/2828\x07";
    for cut in 1..report.len() {
        let told = told(&[(0, &report[..cut]), (900, &report[cut..])]);
        assert_eq!(told.last().unwrap(), "ground", "cut at {cut}");
    }
    assert_eq!(
        told(&[(0, b"\x1b\x1b]11;rgb:0/0/0\x07")]),
        ["esc", "ground"]
    );
}
