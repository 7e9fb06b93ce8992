//! Cells as bytes, as few as there can be: one sequence where several attributes change, the short way
//! over cells that stay, nothing for what the terminal knows. Over a slow link this is what a key costs.

use std::fmt::Write;

use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// How a cell looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

/// So many blanks are shorter to erase, a move behind them included.
const WORTH_ERASING: u16 = 10;

impl Look {
    fn of(cell: &Cell) -> Look {
        Look {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Whether a blank that looks so is like one in the plain look.
    fn is_unseen(self) -> bool {
        let seen = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
        self.bg == Color::Reset && !self.modifier.intersects(seen)
    }
}

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

/// Adds the bytes that write these cells on a terminal that is in its plain look, and leave it so. Takes
/// where its cursor stands, and gives where it stands then; `None` where that is not known.
pub(super) fn write<'a>(
    cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
    cursor: Option<Position>,
    out: &mut String,
) -> Option<Position> {
    let (mut at, mut look) = (cursor, Look::default());
    // Terminals do not agree on how wide every character is: behind one that may be wider than it
    // should be, only an absolute move is sure.
    let mut sure = true;
    let mut cells = cells.peekable();
    while let Some((x, y, cell)) = cells.next() {
        let place = Position { x, y };
        if at != Some(place) {
            travel(at.filter(|_| sure), place, out);
            sure = true;
        }
        if is_blank(cell) {
            let mut end = x + 1;
            while cells
                .next_if(|(x, of, cell)| (*x, *of) == (end, y) && is_blank(cell))
                .is_some()
            {
                end += 1;
            }
            let count = end - x;
            if count >= WORTH_ERASING {
                change(look, Look::default(), out);
                look = Look::default();
                // A String takes everything.
                let _ = write!(out, "\x1b[{count}X");
                at = Some(place);
            } else {
                if !look.is_unseen() {
                    change(look, Look::default(), out);
                    look = Look::default();
                }
                out.extend((0..count).map(|_| ' '));
                at = Some(Position { x: end, y });
            }
            continue;
        }
        let wanted = Look::of(cell);
        change(look, wanted, out);
        look = wanted;
        let symbol = cell.symbol();
        out.push_str(symbol);
        sure &= symbol.chars().all(|c| (' '..='\u{24f}').contains(&c));
        let narrow = symbol.width() == 1;
        at = narrow.then_some(Position { x: x + 1, y });
    }
    change(look, Look::default(), out);
    at.filter(|_| sure)
}

/// Whether nothing is seen of a cell but the terminal's own background.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Look::of(cell).is_unseen()
}

fn travel(from: Option<Position>, to: Position, out: &mut String) {
    // A String takes everything.
    let _ = match from {
        Some(from) if from.y == to.y && from.x < to.x => match to.x - from.x {
            1 => write!(out, "\x1b[C"),
            cells => write!(out, "\x1b[{cells}C"),
        },
        _ => write!(out, "\x1b[{};{}H", to.y + 1, to.x + 1),
    };
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
