//! Cells as bytes, as few as there can be: one sequence where several attributes change, the short way
//! over cells that stay, nothing for what the terminal knows. Over a slow link this is what a key costs.

use std::fmt::Write;

use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::shown::Shown;
use super::stroke::{Look, Stroke, by_look, strokes};

/// Attributes with the number that sets each, and the one that takes it away again.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Adds the bytes that write these cells on a terminal that shows `shown` and is in its plain look, and leave
/// it so. Takes where its cursor stands, and gives where it stands then; `None` where that is not known.
///
/// A way to each piece of the screen may cost less than a change of look and back: what looks alike is
/// written together where that is shorter, for text in columns.
pub(super) fn write<'a>(
    cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
    shown: &mut Shown,
    cursor: Option<Position>,
    out: &mut String,
) -> Option<Position> {
    let strokes = strokes(cells, shown);
    let (mut in_rows, mut alike) = (String::new(), String::new());
    let end = draw(strokes.iter(), cursor, &mut in_rows);
    let end_alike = draw(by_look(&strokes).into_iter(), cursor, &mut alike);
    if alike.len() < in_rows.len() {
        out.push_str(&alike);
        return end_alike;
    }
    out.push_str(&in_rows);
    end
}

fn draw<'a>(
    strokes: impl Iterator<Item = &'a Stroke>,
    cursor: Option<Position>,
    out: &mut String,
) -> Option<Position> {
    let (mut at, mut look) = (cursor, Look::default());
    for stroke in strokes {
        if at != Some(stroke.at) {
            travel(at, stroke.at, out);
        }
        let wanted = match stroke.look {
            Some(wanted) => wanted,
            None if look.is_unseen() => look,
            None => Look::default(),
        };
        change(look, wanted, out);
        look = wanted;
        at = Some(stroke.at);
        if stroke.text.is_empty() {
            // A String takes everything.
            let _ = write!(out, "\x1b[{}X", stroke.cells);
            continue;
        }
        out.push_str(&stroke.text);
        let end = Position {
            x: stroke.at.x + stroke.cells,
            y: stroke.at.y,
        };
        at = Some(end).filter(|_| stroke.sure);
    }
    change(look, Look::default(), out);
    at
}

/// Moves by the shortest way. Behind a character that may be wider than it should be, `from` is not known and
/// only an absolute move is sure.
fn travel(from: Option<Position>, to: Position, out: &mut String) {
    let absolute = match to.x {
        0 => format!("\x1b[{}H", to.y + 1),
        x => format!("\x1b[{};{}H", to.y + 1, x + 1),
    };
    let by = |cells: u16, way: char| match cells {
        0 => String::new(),
        1 => format!("\x1b[{way}"),
        _ => format!("\x1b[{cells}{way}"),
    };
    let relative = from.and_then(|from| {
        let down = to.y.checked_sub(from.y)?;
        if down == 0 && from.x <= to.x {
            return Some(by(to.x - from.x, 'C'));
        }
        if from.x == to.x {
            return Some(by(down, 'B'));
        }
        Some(format!(
            "\r{}{}",
            "\n".repeat(usize::from(down)),
            by(to.x, 'C')
        ))
    });
    let shorter = relative.filter(|relative| relative.len() < absolute.len());
    out.push_str(&shorter.unwrap_or(absolute));
}

/// Goes from one look to another: by what differs, or from the plain look, whichever is shorter.
fn change(from: Look, to: Look, out: &mut String) {
    if from == to {
        return;
    }
    let differing = steps(from, to);
    let mut anew = steps(Look::default(), to);
    if !anew.is_empty() {
        anew.insert_str(0, "0;");
    }
    out.push_str("\x1b[");
    out.push_str(if anew.len() < differing.len() {
        &anew
    } else {
        &differing
    });
    out.push('m');
}

fn steps(from: Look, to: Look) -> String {
    let mut steps = String::new();
    let mut add = |number: u8| {
        let sign = if steps.is_empty() { "" } else { ";" };
        // A String takes everything.
        let _ = write!(steps, "{sign}{number}");
    };
    let mut there = from.modifier;
    for (attribute, _, off) in ATTRIBUTES {
        if there.contains(attribute) && !to.modifier.contains(attribute) {
            add(off);
            // One number may take away two.
            let gone = ATTRIBUTES.iter().filter(|(_, _, of)| *of == off);
            gone.for_each(|(attribute, ..)| there.remove(*attribute));
        }
    }
    for (attribute, on, _) in ATTRIBUTES {
        if to.modifier.contains(attribute) && !there.contains(attribute) {
            add(on);
        }
    }
    for (before, colour, base) in [(from.fg, to.fg, 30), (from.bg, to.bg, 40)] {
        if before != colour {
            paint(colour, base, &mut add);
        }
    }
    steps
}

/// The numbers of a colour, `base` those of the foreground or of the background.
fn paint(colour: Color, base: u8, add: &mut impl FnMut(u8)) {
    let palette = match colour {
        Color::Reset => return add(base + 9),
        Color::Rgb(red, green, blue) => {
            return [base + 8, 2, red, green, blue].into_iter().for_each(add);
        }
        Color::Indexed(number) => number,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    [base + 8, 5, palette].into_iter().for_each(add);
}
