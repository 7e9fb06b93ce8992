use std::io::Write;
use std::time::{Duration, Instant};

use guichet::desk::input::Input;
use guichet::desk::lines::{Line, LineKind, wrapped};
use guichet::text::{
    CleanLines, brief, cut, fit, is_unsafe, is_unseen, letters, line, safe, width, window, wrap,
};
use proptest::prelude::*;
use ratatui::buffer::CellWidth;

/// Texts of all sorts, rich in what drives terminals: escapes, direction marks, wide and zero-width letters.
fn wild() -> impl Strategy<Value = String> {
    let sharp = prop::sample::select(vec![
        "\u{1b}[2J",
        "\u{9b}31m",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{301}",
        "\u{200d}",
        "\r\n",
        "\u{2028}",
        "\u{7f}",
        "é",
        "e\u{301}",
        "日本",
        "لا",
        "👩\u{200d}💻",
        "❤\u{fe0f}",
        "🇫🇷",
        "ﾞ",
        "한",
        "\u{1100}",
        "\u{feff}",
        " ",
        "nom",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(sharp, 0..40).prop_map(|parts| parts.concat()),
    ]
}

proptest! {
    #[test]
    fn safe_text_drives_nothing(text in wild()) {
        let safe = safe(&text);
        prop_assert!(!safe.chars().any(char::is_control), "{safe:?}");
        let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
        prop_assert!(!safe.chars().any(turns), "{safe:?}");
    }

    #[test]
    fn safe_text_stays_as_it_is(text in wild()) {
        let once = safe(&text).into_owned();
        prop_assert_eq!(safe(&once), once.as_str());
    }

    #[test]
    fn a_fitted_text_takes_no_more_cells_than_given(text in wild(), cells in 0..60usize) {
        let fitted = fit(&text, cells);
        prop_assert!(width(&fitted) <= cells);
        // The buffer is the judge: each letter takes the cells there that it is given.
        for (letter, cells) in letters(&fitted) {
            let base = letter.chars().next().unwrap().to_string();
            prop_assert!([letter, &base].iter().any(|text| usize::from(text.cell_width()) == cells), "{letter:?}");
        }
        let drawn: usize = letters(&fitted).map(|(_, cells)| cells).sum();
        prop_assert_eq!(drawn, width(&fitted));
    }

    #[test]
    fn a_text_that_fits_is_left_whole(text in wild()) {
        let safe = safe(&text).into_owned();
        prop_assert_eq!(fit(&text, width(&safe)), safe);
    }

    #[test]
    fn the_cursor_stays_in_its_window(before in wild(), after in wild(), cells in 1..60usize) {
        let (shown, column) = window(&before, &after, cells);
        prop_assert!(column < cells);
        prop_assert!(!shown.chars().any(char::is_control));
    }

    #[test]
    fn wrapped_rows_are_the_whole_text(text in wild(), cells in 12..60usize) {
        let safe = safe(&text).into_owned();
        let rows = wrap(&safe, cells);
        let joined: String = rows.iter().map(|row| &safe[row.clone()]).collect();
        prop_assert!(rows.iter().all(|row| width(safe[row.clone()].trim_end_matches(' ')) <= cells), "{rows:?}");
        prop_assert_eq!(joined, safe);
    }
}

#[test]
fn controls_show_instead_of_acting() {
    assert_eq!(safe("a\u{1b}[31mb"), "a␛[31mb");
    assert_eq!(safe("a\u{9b}b\u{7f}"), "a·b␡");
    assert_eq!(safe("a\r\nb\tc\u{2028}d"), "a b c d");
    assert_eq!(safe("Dupont\u{202e}tnopuD\u{202c}"), "DuponttnopuD");
}

#[test]
fn a_plain_text_is_not_copied() {
    assert!(matches!(
        safe("Université de Strasbourg – 日本"),
        std::borrow::Cow::Borrowed(_)
    ));
}

#[test]
fn a_flood_of_marks_is_cut_and_a_few_are_kept() {
    let flood = format!("a{}b", "\u{301}".repeat(100));
    assert_eq!(safe(&flood), format!("a{}b", "\u{301}".repeat(8)));
    assert_eq!(safe("e\u{302}\u{301}"), "e\u{302}\u{301}");
}

#[test]
fn a_cut_is_told_and_spares_graphemes() {
    assert_eq!(fit("Université", 6), "Unive…");
    assert_eq!(fit("日本語", 4), "日…");
    assert_eq!(fit("e\u{301}te\u{301}s", 3), "e\u{301}t…");
    assert_eq!(fit("Paris", 0), "");
    assert_eq!(cut("日本語", 5), "日本");
}

#[test]
fn a_right_to_left_name_takes_its_own_cells_only() {
    let fitted = fit("جامعة", 10);
    assert_eq!(fitted, "جامعة");
    assert_eq!(width(&fitted), 5);
}

#[test]
fn a_short_input_shows_whole_and_a_long_one_around_its_cursor() {
    assert_eq!(window("nan", "tes", 10), ("nantes".to_string(), 3));
    let (shown, column) = window("abcdefghijklmnop", "", 10);
    assert_eq!(shown, "…lmnop");
    assert_eq!(column, 6);
}

#[test]
fn typing_at_the_end_moves_the_window_seldom() {
    let typed = "abcdefghijklmnopqrstuvwxyz";
    let starts: Vec<String> = (10..26)
        .map(|end| window(&typed[..end], "", 10).0.chars().take(2).collect())
        .collect();
    let moves = starts.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(moves <= 4, "{starts:?}");
}

#[test]
fn paragraphs_break_after_spaces() {
    let text = "Tout ce qui est fait";
    let rows: Vec<&str> = wrap(text, 9).into_iter().map(|row| &text[row]).collect();
    assert_eq!(rows, ["Tout ce ", "qui est ", "fait"]);
    // A row that fills its cells keeps the space after it: no row begins with one.
    let rows: Vec<&str> = wrap(text, 7).into_iter().map(|row| &text[row]).collect();
    assert_eq!(rows, ["Tout ce ", "qui est ", "fait"]);
    assert_eq!(wrap("", 9), std::iter::once(0..0).collect::<Vec<_>>());
}

#[test]
fn no_break_spaces_are_drawn_as_spaces() {
    assert_eq!(
        safe("Modifier Unistra\u{a0}: 21\u{202f}926"),
        "Modifier Unistra : 21 926"
    );
}

/// Long texts of all shapes: without a break, of words, of spaces, of marks, of wide and unsafe characters.
fn long_texts() -> Vec<String> {
    let shapes = [
        "x",
        "mot ",
        " ",
        "a          b",
        "e\u{301}",
        "e\u{301}\u{301}\u{301} ",
        "漢字",
        "\u{1b}[31m",
        "👨\u{200d}👩\u{200d}👧 ",
        "🇫🇷",
        "\u{301}",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ",
    ];
    let long = |shape: &str| shape.repeat((1 << 20) / shape.len());
    shapes.into_iter().map(long).collect()
}

#[test]
fn a_megabyte_without_an_end_of_line_is_wrapped_in_a_moment() {
    for text in long_texts() {
        let begin = Instant::now();
        let rows = wrap(&text, 60);
        assert_eq!(rows.last().unwrap().end, text.len());
        let words: String = text.chars().take(4).collect();
        // quadratic, it takes minutes
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "{words:?}: {:?}",
            begin.elapsed()
        );
        println!("{words:?}: {:?}", begin.elapsed());
    }
}

#[test]
fn values_notes_and_words_of_a_megabyte_are_laid_out_in_a_moment() {
    for text in long_texts() {
        let words: String = text.chars().take(4).collect();
        let timed = |what: &str, work: &dyn Fn()| {
            let begin = Instant::now();
            work();
            println!("{words:?} {what}: {:?}", begin.elapsed());
            assert!(
                begin.elapsed() < Duration::from_secs(20),
                "{words:?} {what}: {:?}",
                begin.elapsed()
            );
        };
        timed("value", &|| {
            let line = Line::new(LineKind::Field, "Note", safe(&text));
            assert!(!wrapped(vec![line], 60).is_empty());
        });
        timed("input", &|| {
            let mut input = Input::default();
            input.insert(&text);
            window(input.before(), "", 60);
            input.key("left".parse().unwrap());
            input.key("backspace".parse().unwrap());
        });
        timed("cell", &|| assert!(width(&fit(&text, 60)) <= 60));
    }
}

proptest! {
    #[test]
    fn a_line_drives_nothing_and_stays_as_it_is(text in wild()) {
        let once = line(&text).into_owned();
        prop_assert!(!once.chars().any(is_unsafe), "{once:?}");
        prop_assert_eq!(line(&once), once.as_str());
        prop_assert!(brief(&text, 10).chars().count() <= 11);
    }

    #[test]
    fn an_event_is_one_clean_line(text in wild()) {
        let mut out = Vec::new();
        let mut lines = CleanLines::new(&mut out, 50);
        lines.write_all(format!("{text}\n").as_bytes()).unwrap();
        let written = String::from_utf8(out).unwrap();
        let line = written.strip_suffix('\n').unwrap();
        prop_assert!(!line.chars().any(is_unsafe), "{line:?}");
        prop_assert!(line.chars().count() <= 51);
    }
}

#[test]
fn screen_and_line_leave_out_the_same() {
    for c in '\0'..=char::MAX {
        let text = format!("a{c}b");
        let (shown, said) = (safe(&text), line(&text));
        assert_eq!(shown == "ab", said == "ab" && !c.is_control(), "{c:?}");
        assert!(
            !is_unsafe(c) || !shown.contains(c) && !said.contains(c),
            "{c:?}"
        );
        assert!(!is_unseen(c) || shown == "ab", "{c:?}");
    }
    assert_eq!(
        line("a\u{202e}b\r\n\u{1b}[1mc\td\u{200b}\u{2028}e\u{a0}: f"),
        "ab [1mc d e\u{a0}: f"
    );
}
