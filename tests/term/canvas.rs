//! What is drawn costs few bytes and shows the same as what crossterm's backend writes.

use std::num::NonZeroU16;

use guichet::term::Canvas;
use proptest::prelude::*;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier, Style};

const WIDTH: u16 = 30;
const HEIGHT: u16 = 6;

fn screen() -> vt100::Parser {
    let cells = |number| NonZeroU16::new(number).unwrap();
    vt100::Parser::new(cells(HEIGHT), cells(WIDTH), 0)
}

/// A cell that changes: where, what it shows, how it looks.
type Change = (u16, u16, &'static str, Style);

fn change() -> impl Strategy<Value = Change> {
    let symbol = prop::sample::select(vec!["a", "Z", " ", "é", "…", "─", "▌", "7"]);
    let colour = || {
        prop::sample::select(vec![
            Color::Reset,
            Color::Red,
            Color::White,
            Color::DarkGray,
            Color::Indexed(0),
            Color::Indexed(200),
            Color::Rgb(1, 22, 255),
        ])
    };
    // What the terminal of the test knows.
    let known = Modifier::BOLD
        | Modifier::DIM
        | Modifier::ITALIC
        | Modifier::UNDERLINED
        | Modifier::REVERSED;
    let modifier = any::<u16>().prop_map(move |bits| {
        let modifier = Modifier::from_bits_truncate(bits) & known;
        // It keeps one of these, the last one written; a terminal has both.
        match modifier.contains(Modifier::BOLD) {
            true => modifier - Modifier::DIM,
            false => modifier,
        }
    });
    (0..WIDTH, 0..HEIGHT, symbol, colour(), colour(), modifier).prop_map(
        |(x, y, symbol, fg, bg, modifier)| {
            let style = Style::new().fg(fg).bg(bg).add_modifier(modifier);
            (x, y, symbol, style)
        },
    )
}

/// A run of cells that become blank.
fn erased() -> impl Strategy<Value = Vec<Change>> {
    (0..WIDTH, 0..HEIGHT, 1..WIDTH).prop_map(|(x, y, count)| {
        let columns = x..WIDTH.min(x + count);
        columns.map(|x| (x, y, " ", Style::new())).collect()
    })
}

/// The cells of a frame in the order in which they are drawn.
fn cells(mut frame: Vec<Change>) -> Vec<(u16, u16, Cell)> {
    frame.sort_by_key(|(x, y, ..)| (*y, *x));
    frame.dedup_by_key(|(x, y, ..)| (*y, *x));
    let cell = |(x, y, symbol, style): Change| {
        let mut cell = Cell::default();
        cell.set_symbol(symbol).set_style(style);
        (x, y, cell)
    };
    frame.into_iter().map(cell).collect()
}

/// What is seen of a cell: of a blank one, no more than the ground and the lines on it.
fn seen(cell: &vt100::Cell) -> (String, [vt100::Color; 2], [bool; 5]) {
    let text = cell.contents().trim_end().to_string();
    let (lined, reversed) = (cell.underline(), cell.inverse());
    let blank = text.is_empty();
    let ink = match blank && !lined && !reversed {
        true => vt100::Color::Default,
        false => cell.fgcolor(),
    };
    let attributes = match blank && !lined && !reversed {
        true => [false; 3],
        false => [cell.bold(), cell.dim(), cell.italic()],
    };
    let [bold, dim, italic] = attributes;
    (
        text,
        [ink, cell.bgcolor()],
        [lined, reversed, bold, dim, italic],
    )
}

proptest! {
    #[test]
    fn it_shows_what_crossterms_backend_shows_for_no_more_bytes(
        frames in prop::collection::vec(
            (prop::collection::vec(change(), 0..40), erased(), 0..WIDTH, 0..HEIGHT),
            1..6,
        )
    ) {
        let canvas = Canvas::default();
        let mut surface = canvas.surface();
        let (mut ours, mut theirs) = (screen(), screen());
        for (mut frame, erased, x, y) in frames {
            frame.extend(erased);
            let cells = cells(frame);
            let drawn = || cells.iter().map(|(x, y, cell)| (*x, *y, cell));
            let cursor = Position { x, y };
            surface.draw(drawn()).unwrap();
            surface.set_cursor_position(cursor).unwrap();
            let bytes = canvas.take();
            let mut plain = Vec::new();
            let mut backend = CrosstermBackend::new(&mut plain);
            backend.draw(drawn()).unwrap();
            backend.set_cursor_position(cursor).unwrap();
            // Ours stand in one synchronized update.
            prop_assert!(bytes.len() <= plain.len() + 16);
            ours.process(&bytes);
            theirs.process(&plain);
            let (ours, theirs) = (ours.screen(), theirs.screen());
            prop_assert_eq!(ours.cursor_position(), theirs.cursor_position());
            for (row, column) in (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (y, x))) {
                let (ours, theirs) = (ours.cell(row, column), theirs.cell(row, column));
                prop_assert_eq!(ours.map(seen), theirs.map(seen), "{}, {}", row, column);
            }
        }
    }
}

#[test]
fn what_the_terminal_knows_is_not_written_again() {
    let canvas = Canvas::default();
    let mut surface = canvas.surface();
    surface
        .set_cursor_position(Position { x: 3, y: 1 })
        .unwrap();
    canvas.take();
    let mut cell = Cell::default();
    cell.set_symbol("k")
        .set_style(Style::new().fg(Color::Red).bold());
    surface.draw([(3, 1, &cell)].into_iter()).unwrap();
    surface
        .set_cursor_position(Position { x: 4, y: 1 })
        .unwrap();
    let written = String::from_utf8(canvas.take()).unwrap();
    let between = written
        .replace("\x1b[?2026h", "")
        .replace("\x1b[?2026l", "");
    assert_eq!(between, "\x1b[1;38;5;1mk\x1b[m");
}
