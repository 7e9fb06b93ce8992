//! Find: any record of any kind, as one types, with a preview of its sheet.

use crate::catalog::{Hit, Query};
use crate::desk::input::Input;
use crate::desk::lines::Line;
use crate::desk::pane::scrolled;
use crate::model::RecordRef;

/// The find layer.
#[derive(Debug, Default)]
pub struct Find {
    /// What is typed.
    pub input: Input,
    /// The generation of the query that was sent last.
    pub generation: u64,
    /// What was sent last.
    pub query: Query,
    /// The query (as typed) that the hits answer.
    pub answered: String,
    /// The best hits.
    pub hits: Vec<Hit>,
    /// How many records match as it is typed.
    pub total: usize,
    /// How many more match approximately.
    pub approximate: usize,
    /// The hit under the cursor.
    pub cursor: usize,
    /// The first hit on the screen.
    pub offset: usize,
    /// Whether the preview says why the hit was found instead of showing its sheet.
    pub explains: bool,
    /// The preview of the hit under the cursor.
    pub preview: Vec<Line>,
    /// The title of that sheet.
    pub preview_title: String,
}

impl Find {
    /// The record under the cursor.
    pub fn selected(&self) -> Option<RecordRef> {
        self.hits.get(self.cursor).map(|hit| hit.record)
    }

    /// Moves the cursor, staying in the list.
    pub fn step(&mut self, by: isize, height: usize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(self.hits.len().saturating_sub(1));
        self.offset = scrolled(self.offset, self.cursor, self.hits.len(), height);
    }
}
