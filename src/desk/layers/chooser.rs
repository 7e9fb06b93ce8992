//! A list to choose from, narrowed by typing: the palette, pickers, themes, columns, the copy menu.

use std::ops::Range;

use crate::catalog::{self, Terms};
use crate::desk::command::Command;
use crate::desk::input::Input;
use crate::desk::pane::scrolled;
use crate::model::fold::fold;
use crate::model::text::COMPARED;
use crate::model::{Collection, FieldNo, Kind, RecordRef};

/// What the choice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Running a command.
    Palette,
    /// Filling the focused field of the form.
    Field,
    /// Which field a bulk edit changes.
    BulkField,
    /// A theme.
    Theme,
    /// A keymap.
    Keymap,
    /// A kind to open as a pane.
    Kind,
    /// Which columns are shown; choosing switches one and stays.
    Columns,
    /// A view to open.
    Views,
    /// What to copy.
    Copy,
    /// As what a file is imported.
    Import,
}

/// What an item stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choosing {
    /// A command.
    Command(Command),
    /// A record.
    Record(RecordRef),
    /// A new record of that kind, named by what was typed.
    New(Kind),
    /// A text.
    Text(String),
    /// A kind.
    Kind(Kind),
    /// A collection.
    Collection(Collection),
    /// A field.
    Field(FieldNo),
}

/// One item of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is called.
    pub label: String,
    /// What stands to the right: its keys, its id, its kind.
    pub detail: String,
    /// Why it can't be chosen now.
    pub disabled: Option<String>,
    /// Whether it is switched on (columns, the theme in use).
    pub on: bool,
    /// What it stands for.
    pub choosing: Choosing,
}

/// An item on the screen, with the letters that the typed text matched (byte ranges of the label).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its place among the items.
    pub item: usize,
    /// The matched letters.
    pub matched: Vec<Range<usize>>,
}

/// The list.
#[derive(Debug)]
pub struct Chooser {
    /// What it is for.
    pub purpose: Purpose,
    /// Its heading.
    pub title: String,
    /// What is typed.
    pub input: Input,
    /// All items.
    pub items: Vec<Item>,
    /// Those that match, best first.
    pub shown: Vec<Shown>,
    /// The one under the cursor.
    pub cursor: usize,
    /// The first on the screen.
    pub offset: usize,
}

impl Chooser {
    /// A list with nothing typed yet.
    pub fn new(purpose: Purpose, title: impl Into<String>, items: Vec<Item>) -> Chooser {
        let mut chooser = Chooser {
            purpose,
            title: title.into(),
            input: Input::default(),
            items,
            shown: Vec::new(),
            cursor: 0,
            offset: 0,
        };
        chooser.narrow();
        chooser
    }

    /// Finds the items that match what is typed; labels count before details.
    pub fn narrow(&mut self) {
        let text = self.input.text().to_string();
        (self.cursor, self.offset) = (0, 0);
        // Nothing in a list is that long.
        if text.len() > COMPARED {
            return self.shown.clear();
        }
        let terms = Terms::of(&text);
        // Scattered letters count only where no item has the words as they are.
        let words = fold(&text);
        let whole = |item: &Item| {
            let held = fold(&format!("{} {}", item.label, item.detail));
            words.split_whitespace().all(|word| held.contains(word))
        };
        let strict = self.items.iter().any(whole);
        let mut scored: Vec<(i64, Shown)> = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| !strict || whole(item))
            .filter_map(|(at, item)| {
                let label = catalog::score_text(&item.label, &text);
                let detail = catalog::score_text(&item.detail, &text).map(|score| score / 2);
                let both =
                    || catalog::score_text(&format!("{} {}", item.label, item.detail), &text);
                let score = label.max(detail).or_else(both)?;
                Some((
                    score,
                    Shown {
                        item: at,
                        matched: catalog::highlight(&item.label, &terms, true),
                    },
                ))
            })
            .collect();
        if !text.trim().is_empty() {
            scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        }
        self.shown = scored.into_iter().map(|(_, shown)| shown).collect();
    }

    /// The item under the cursor.
    pub fn selected(&self) -> Option<&Item> {
        self.shown
            .get(self.cursor)
            .and_then(|shown| self.items.get(shown.item))
    }

    /// Moves the cursor, staying in the list.
    pub fn step(&mut self, by: isize, height: usize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(self.shown.len().saturating_sub(1));
        self.offset = scrolled(self.offset, self.cursor, self.shown.len(), height);
    }
}
