//! The form: one record being added or edited, one field a line, open to type into.

mod comparing;
mod drafting;
mod life;
mod making;
mod names;
mod objecting;
mod offering;
mod reading;
mod renewing;
mod saving;

use std::collections::HashMap;

use ratatui_textarea::{CursorMove, TextArea};
use ulid::Ulid;

use crate::desk::input::Input;
use crate::desk::layers::conflict::{Conflict, Lost};
use crate::model::{Field, FieldType, Fields, Kind, RecordRef};

/// How a field is typed.
#[derive(Debug)]
pub enum Entry {
    /// A line.
    Line(Input),
    /// Several lines.
    Note(Box<TextArea<'static>>),
}

impl Entry {
    /// The text typed.
    pub fn text(&self) -> String {
        match self {
            Entry::Line(input) => input.text().to_string(),
            Entry::Note(area) => area.lines().join("\n"),
        }
    }
}

/// A field of the form.
#[derive(Debug)]
pub struct FormField {
    /// Its declaration.
    pub field: &'static Field,
    /// What stood there when the form was opened; an unchanged text leaves the value as it was.
    pub initial: String,
    /// What is typed.
    pub entry: Entry,
    /// What is wrong with it, in words.
    pub error: Option<String>,
    /// What may be wrong with it, in words (an acronym that another record has).
    pub warning: Option<String>,
}

/// A completion offered under the focused field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What would stand in the field.
    pub text: String,
    /// What helps to tell it apart.
    pub detail: String,
    /// The record meant; `None` for a plain value.
    pub record: Option<RecordRef>,
    /// Whether it makes a new record of that name.
    pub makes: Option<Kind>,
}

/// The form.
#[derive(Debug)]
pub struct Form {
    /// The id of its draft.
    pub draft: Ulid,
    /// The kind.
    pub kind: Kind,
    /// The record edited; `None` when one is added.
    pub record: Option<RecordRef>,
    /// The id that a new record will have.
    pub id: Ulid,
    /// The revision that was taken up.
    pub base: u64,
    /// What the record held when it was taken up.
    pub original: Fields,
    /// The heading.
    pub title: String,
    /// The fields.
    pub fields: Vec<FormField>,
    /// The focused field.
    pub focus: usize,
    /// The first field on the screen.
    pub offset: usize,
    /// What is offered under the focused field.
    pub offers: Vec<Offer>,
    /// The offer under the cursor; `None` when typing stands as it is.
    pub offer: Option<usize>,
    /// Likely duplicates: what tells them apart.
    pub duplicates: Vec<(RecordRef, String)>,
    /// What else stands against saving, in words.
    pub objections: Vec<String>,
    /// Whether anything was typed.
    pub changed: bool,
    /// Whether a save is under way.
    pub saving: bool,
    /// What stands against saving as a whole (a conflict, a full disk), in words.
    pub refusal: Option<String>,
    /// What of others was taken up in saving, in words.
    pub merged: Option<String>,
    /// What was changed by others as well, where the user went on to type before all of it was decided.
    pub conflict: Option<Box<Conflict>>,
    /// What has become of its record, which is brought back in saving.
    pub lost: Option<Lost>,
    /// What was sent to be saved.
    pub sent: Option<Fields>,
    /// Whether it was opened while what it stands on was still being saved.
    pub follows: bool,
    /// Records meant by texts that were picked, where the text alone would be ambiguous.
    pub picked: HashMap<String, RecordRef>,
}

impl Form {
    /// The focused field.
    pub fn focused(&self) -> Option<&FormField> {
        self.fields.get(self.focus)
    }

    /// The focused field, to change.
    pub fn focused_mut(&mut self) -> Option<&mut FormField> {
        self.fields.get_mut(self.focus)
    }

    /// Whether a field of several lines has the focus.
    pub fn in_note(&self) -> bool {
        matches!(
            self.focused(),
            Some(FormField {
                entry: Entry::Note(_),
                ..
            })
        )
    }

    /// How many rows a field takes on the screen: a note four, any other one.
    pub fn rows(field: &FormField) -> usize {
        if field.field.kind == FieldType::Note {
            4
        } else {
            1
        }
    }
}

impl Entry {
    /// An entry of the field's kind, holding that text.
    pub fn of(field: &Field, text: &str) -> Entry {
        if field.kind != FieldType::Note {
            return Entry::Line(Input::new(text));
        }
        let clean = |line: &str| {
            line.chars()
                .filter(|c| !c.is_control() || *c == '\t')
                .collect::<String>()
        };
        let mut area = TextArea::new(text.split('\n').map(clean).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Entry::Note(Box::new(area))
    }
}

impl Form {
    /// Puts the focus on that field.
    pub fn focus_on(&mut self, field: &Field) {
        if let Some(at) = self
            .fields
            .iter()
            .position(|at| at.field.number == field.number)
        {
            self.focus = at;
        }
    }

    /// Puts the focus on the first field that is empty.
    pub fn focus_on_first_empty(&mut self) {
        self.focus = self
            .fields
            .iter()
            .position(|at| at.entry.text().is_empty())
            .unwrap_or(0);
    }

    /// Moves the cursor among the offers; above the first one stands what is typed.
    pub fn offer_step(&mut self, by: isize) {
        if self.offers.is_empty() {
            return;
        }
        let last = self.offers.len() - 1;
        self.offer = match (self.offer, by > 0) {
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(0), false) => None,
            (Some(at), _) => Some(at.saturating_add_signed(by).min(last)),
        };
    }

    /// Moves the window so that the focused field shows, with the line under it for its error.
    pub fn settle(&mut self, rows: usize) {
        let height = |at: &FormField| {
            Form::rows(at) + usize::from(at.error.is_some() || at.warning.is_some())
        };
        if self.focus < self.offset {
            self.offset = self.focus;
        }
        loop {
            let shown: usize = self
                .fields
                .iter()
                .skip(self.offset)
                .take(self.focus + 1 - self.offset)
                .map(height)
                .sum();
            if shown <= rows || self.offset >= self.focus {
                return;
            }
            self.offset += 1;
        }
    }
}
