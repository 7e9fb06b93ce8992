//! What the terminal shows, as far as it is known.

use ratatui::buffer::{Cell, CellWidth};

/// The cells on the screen.
#[derive(Debug)]
pub(super) struct Shown {
    /// Those written, by rows; `None` where what is seen is not known.
    rows: Vec<Vec<Option<Cell>>>,
    /// What stands where nothing was written.
    ground: Option<Cell>,
}

impl Default for Shown {
    /// The screen is clear when it is entered.
    fn default() -> Shown {
        Shown {
            rows: Vec::new(),
            ground: Some(Cell::EMPTY),
        }
    }
}

impl Shown {
    /// The cell there; `None` where it is not known.
    pub(super) fn cell(&self, x: u16, y: u16) -> Option<&Cell> {
        let row = self.rows.get(usize::from(y));
        let written = row.and_then(|row| row.get(usize::from(x)));
        written.unwrap_or(&self.ground).as_ref()
    }

    /// A cell was written.
    pub(super) fn put(&mut self, x: u16, y: u16, cell: &Cell) {
        let (x, y) = (usize::from(x), usize::from(y));
        if self.rows.len() <= y {
            self.rows.resize_with(y + 1, Vec::new);
        }
        let Some(row) = self.rows.get_mut(y) else {
            return;
        };
        // A wide letter hides what is behind it.
        let end = x + usize::from(cell.cell_width()).max(1);
        if row.len() < end {
            row.resize(end, self.ground.clone());
        }
        for known in row.iter_mut().take(end).skip(x) {
            *known = None;
        }
        if let Some(known) = row.get_mut(x).filter(|_| end == x + 1) {
            *known = Some(cell.clone());
        }
    }

    /// The screen was cleared, whole; or a part of it, and nothing is known.
    pub(super) fn clear(&mut self, whole: bool) {
        self.rows.clear();
        self.ground = whole.then_some(Cell::EMPTY);
    }
}
