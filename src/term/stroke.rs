//! What changes on the screen as strokes: cells side by side that are written at once.

use ratatui::buffer::Cell;
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::shown::Shown;

/// How a cell looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) modifier: Modifier,
}

/// So many blanks are shorter to erase, a move behind them included.
const WORTH_ERASING: u16 = 10;
/// Bytes of a move to the right, and of one to a place on the screen, at least.
const LEAST_MOVE: usize = 4;
const LEAST_PLACING: usize = 7;

impl Look {
    pub(super) fn of(cell: &Cell) -> Look {
        Look {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// Whether a blank that looks so is like one in the plain look.
    pub(super) fn is_unseen(self) -> bool {
        let seen = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
        self.bg == Color::Reset && !self.modifier.intersects(seen)
    }
}

/// Cells side by side that are written at once.
#[derive(Debug)]
pub(super) struct Stroke {
    pub(super) at: Position,
    pub(super) cells: u16,
    /// `None`: blanks, which are the same in any look that shows nothing of them.
    pub(super) look: Option<Look>,
    /// What is written; nothing where the cells are erased.
    pub(super) text: String,
    /// Whether the terminal stands behind it then, so that a move from there gets anywhere.
    pub(super) sure: bool,
    /// Whether no terminal draws it wider than it should be, but for those that double all lines and signs.
    steady: bool,
}

impl Stroke {
    fn new(x: u16, y: u16) -> Stroke {
        Stroke {
            at: Position { x, y },
            cells: 0,
            look: None,
            text: String::new(),
            sure: true,
            steady: true,
        }
    }

    /// Adds a cell of the same look, or a blank one.
    fn add(&mut self, cell: &Cell) {
        let symbol = cell.symbol();
        self.cells += 1;
        self.text.push_str(symbol);
        if !is_blank(cell) {
            self.look = Some(Look::of(cell));
        }
        // Terminals do not agree on how wide every character is.
        self.sure &= symbol.chars().all(|c| (' '..='\u{24f}').contains(&c));
        self.steady &= symbol.chars().all(is_steady);
    }

    /// Goes on to that place, over cells that stay where they look the same and cost less than a move.
    fn reach(&mut self, place: Position, wanted: Option<Look>, shown: &Shown) -> bool {
        let end = self.at.x + self.cells;
        if self.at.y != place.y || end > place.x {
            return false;
        }
        let mut room = if self.sure { LEAST_MOVE } else { LEAST_PLACING };
        let mut between = Vec::new();
        for x in end..place.x {
            let Some(cell) = shown.cell(x, place.y) else {
                return false;
            };
            let look = Some(Look::of(cell)).filter(|_| !is_blank(cell));
            let fits = self.takes(look) && (look.is_none() || look == self.look.or(wanted));
            let symbol = cell.symbol();
            if !fits || symbol.len() > room || !symbol.chars().all(is_steady) {
                return false;
            }
            room -= symbol.len();
            between.push(cell);
        }
        between.into_iter().for_each(|cell| self.add(cell));
        true
    }

    /// Whether cells of that look can be added; `None` are blanks.
    fn takes(&self, look: Option<Look>) -> bool {
        let erases = self.text.is_empty();
        let alike = match (self.look, look) {
            (Some(own), Some(look)) => own == look,
            (Some(look), None) | (None, Some(look)) => look.is_unseen(),
            (None, None) => true,
        };
        alike && !erases
    }
}

/// The strokes that write these cells, in rows; they are on the screen then, which `shown` takes in. Where
/// a way over cells that stay costs more than they do, they are written again.
pub(super) fn strokes<'a>(
    cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
    shown: &mut Shown,
) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> = Vec::new();
    let mut cells = cells.peekable();
    while let Some((x, y, cell)) = cells.next() {
        shown.put(x, y, cell);
        let (mut count, look) = (1, Some(Look::of(cell)).filter(|_| !is_blank(cell)));
        // To erase blanks again costs less than to pass them by.
        let goes_on = |end: u16, (next, of, cell): &(u16, u16, &Cell), shown: &Shown| {
            let known = |x| shown.cell(x, y).is_some_and(is_blank);
            *of == y && is_blank(cell) && (end..*next).all(known)
        };
        while look.is_none()
            && let Some((next, _, cell)) = cells.next_if(|next| goes_on(x + count, next, shown))
        {
            shown.put(next, y, cell);
            count = next + 1 - x;
        }
        let erases = look.is_none() && count >= WORTH_ERASING;
        let place = Position { x, y };
        let last = strokes.last_mut().filter(|_| !erases);
        let known = last.and_then(|stroke| {
            (stroke.takes(look) && stroke.reach(place, look, shown)).then_some(stroke)
        });
        let mut next = Stroke::new(x, y);
        let is_new = known.is_none();
        let stroke = known.unwrap_or(&mut next);
        if look.is_some() {
            stroke.add(cell);
        } else {
            stroke.cells += count;
            if !erases {
                stroke.text.extend((0..count).map(|_| ' '));
            }
        }
        if is_new {
            strokes.push(next);
        }
    }
    strokes
}

/// Letters of Latin scripts, and the signs and lines that are two cells wide on no terminal, or all of
/// them on one that is set up so.
fn is_steady(c: char) -> bool {
    matches!(c, ' '..='\u{24f}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{25ff}' | '✓' | '✗')
}

/// The strokes, those together that look alike. Rows with a character that may be drawn too wide come
/// first and in their order: what is right of it, written later, mends the row.
pub(super) fn by_look(strokes: &[Stroke]) -> Vec<&Stroke> {
    let mut wild: Vec<u16> = strokes
        .iter()
        .filter(|stroke| !stroke.steady)
        .map(|stroke| stroke.at.y)
        .collect();
    wild.dedup();
    let is_wild = |stroke: &&Stroke| wild.binary_search(&stroke.at.y).is_ok();
    let mut order: Vec<&Stroke> = strokes.iter().filter(is_wild).collect();
    let mut looks: Vec<(Look, Vec<&Stroke>)> = Vec::new();
    let mut last = Look::default();
    for stroke in strokes.iter().filter(|stroke| !is_wild(stroke)) {
        // Blanks go with what is before them.
        let blank = || Some(last).filter(|look| look.is_unseen());
        let look = stroke.look.or_else(blank).unwrap_or_default();
        last = look;
        match looks.iter_mut().find(|(known, _)| *known == look) {
            Some((_, alike)) => alike.push(stroke),
            None => looks.push((look, vec![stroke])),
        }
    }
    order.extend(looks.into_iter().flat_map(|(_, alike)| alike));
    order
}

/// Whether nothing is seen of a cell but the terminal's own background.
fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Look::of(cell).is_unseen()
}
