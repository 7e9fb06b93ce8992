//! A long list with a line that narrows it.

use crate::desk::input::Input;
use crate::desk::window::scrolled;
use crate::keymap::Key;
use crate::model::fold::fold;

/// A long list with a line that narrows it: what shows of it, and where the cursor is.
#[derive(Debug, Default)]
pub struct Narrowed {
    /// What narrows the list.
    pub input: Input,
    /// Whether that line has the keys.
    pub typing: bool,
    /// The rows that match, by number.
    pub shown: Vec<usize>,
    /// The one under the cursor, of those that match.
    pub cursor: usize,
    /// The first on the screen, of those that match.
    pub offset: usize,
}

impl Narrowed {
    /// The number of the row under the cursor.
    pub fn selected(&self) -> Option<usize> {
        self.shown.get(self.cursor).copied()
    }

    /// Moves the cursor, staying in the list.
    pub fn step(&mut self, by: isize, height: usize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(self.shown.len().saturating_sub(1));
        self.offset = scrolled(self.offset, self.cursor, self.shown.len(), height);
    }

    /// Finds again the rows that hold every word typed; the cursor stays on its row where that still shows.
    pub fn narrow<'a>(&mut self, folded: impl Iterator<Item = &'a str>) {
        self.narrow_among(folded.enumerate());
    }

    /// As `narrow`, among those rows alone, each with its number.
    pub fn narrow_among<'a>(&mut self, folded: impl Iterator<Item = (usize, &'a str)>) {
        let under = self.selected();
        let typed = fold(self.input.text());
        let words: Vec<&str> = typed.split_whitespace().collect();
        self.shown = folded
            .filter(|(_, text)| words.iter().all(|word| text.contains(word)))
            .map(|(at, _)| at)
            .collect();
        let at = under.and_then(|under| self.shown.binary_search(&under).ok());
        self.cursor = at.unwrap_or(0);
        self.offset = self.offset.min(self.cursor);
    }

    /// A key for the line, while it has the keys; says whether it was taken.
    pub fn key(&mut self, key: Key) -> bool {
        self.typing && self.input.key(key)
    }

    /// A text for the line, while it has the keys; says whether it was taken.
    pub fn insert(&mut self, text: &str) -> bool {
        if self.typing {
            self.input.insert(text);
        }
        self.typing
    }

    /// Drops what narrows the list; says whether there was anything.
    pub fn widen(&mut self) -> bool {
        let narrowed = self.typing || !self.input.text().is_empty();
        self.typing = false;
        self.input.set("");
        narrowed
    }
}
