//! The same fields changed by two: before, theirs, mine, field by field, until each is decided. It lies over the
//! form whose save met that.

mod differing;

use ulid::Ulid;

use super::Surface;
use crate::command::{Command, Need};
use crate::desk::ask::{Ask, Then};
use crate::desk::context::Context;
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::keymap::Mode;
use crate::model::{Field, FieldType, Fields, RecordRef};
pub use differing::{Differing, Sign};

/// What others have left of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct There {
    /// The revision that a save replaces; 0 where it is gone for good.
    pub revision: u64,
    /// What it holds, or held last.
    pub fields: Fields,
    /// What has become of it, unless it is there as ever.
    pub lost: Option<Lost>,
}

/// What has become of a record that is no longer there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It lies in the trash.
    Trashed,
    /// It is gone for good.
    Removed,
}

/// Whose value a field shall have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one typed here.
    Mine,
    /// The one saved by another.
    Theirs,
}

/// A field that both have changed.
#[derive(Clone, Debug)]
pub struct Both {
    /// The field.
    pub field: &'static Field,
    /// What it held when the form was opened, as typed.
    pub before: String,
    /// What another has put there.
    pub theirs: String,
    /// What is typed here.
    pub mine: String,
    /// Who that other is, and when it was; empty where nobody has changed it.
    pub by: String,
    /// Whose value it shall have, once that is decided.
    pub side: Option<Side>,
}

impl Both {
    /// Of a text of several lines, what they have made of it line by line, and what I have.
    pub fn lines(&self) -> Option<(Vec<Differing>, Vec<Differing>)> {
        let differing = |after: &str| differing::lines(&self.before, after);
        let is_note = self.field.kind == FieldType::Note;
        is_note.then(|| (differing(&self.theirs), differing(&self.mine)))
    }

    /// How many rows it may take at most, told roughly.
    fn height(&self) -> usize {
        let of = |text: &str| text.lines().count() + text.len() / 40;
        4 + of(&self.before) + of(&self.theirs) + of(&self.mine)
    }
}

/// The layer.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The draft of the form.
    pub draft: Ulid,
    /// The record.
    pub record: RecordRef,
    /// The heading.
    pub title: String,
    /// What has happened, in words.
    pub lead: String,
    /// What others have left.
    pub there: There,
    /// The fields.
    pub rows: Vec<Both>,
    /// The field under the cursor.
    pub cursor: usize,
    /// How many of its lines are scrolled past.
    pub scrolled: usize,
}

impl Conflict {
    /// The field under the cursor.
    pub fn selected(&self) -> Option<&Both> {
        self.rows.get(self.cursor)
    }

    /// How many fields are still to be decided.
    pub fn open(&self) -> usize {
        self.rows.iter().filter(|row| row.side.is_none()).count()
    }

    /// Takes over what was decided of fields for which nothing is different now.
    pub fn go_on_from(&mut self, before: &Conflict) {
        for row in &mut self.rows {
            let same = |old: &&Both| old.field.number == row.field.number;
            let old = before.rows.iter().find(same);
            let old = old.filter(|old| old.theirs == row.theirs && old.mine == row.mine);
            row.side = old.map_or(row.side, |old| old.side);
        }
        let at = |row: &Both| Some(row.field.number) == before.selected().map(|at| at.field.number);
        self.cursor = self.rows.iter().position(at).unwrap_or(0);
    }

    fn decide(&mut self, side: Side) {
        if let Some(row) = self.rows.get_mut(self.cursor) {
            row.side = Some(side);
        }
        self.go_to_open();
    }

    /// Goes to the next field that is to be decided, if there is one.
    fn go_to_open(&mut self) {
        let count = self.rows.len();
        let following = (0..count).map(|by| (self.cursor + by) % count.max(1));
        let mut following =
            following.filter(|at| self.rows.get(*at).is_some_and(|r| r.side.is_none()));
        if let Some(at) = following.next() {
            (self.cursor, self.scrolled) = (at, 0);
        }
    }
}

impl Surface for Conflict {
    fn mode(&self) -> Mode {
        Mode::Conflict
    }

    /// Moves by fields; by half pages through a long one.
    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        let last = self.rows.len().saturating_sub(1);
        let by = motion.rows(cx.layer_rows());
        if let Motion::HalfPage(_) = motion {
            let most = self.selected().map_or(0, Both::height);
            self.scrolled = self.scrolled.saturating_add_signed(by).min(most);
        } else {
            self.cursor = self.cursor.saturating_add_signed(by).min(last);
            self.scrolled = 0;
        }
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        match command {
            Command::ConflictMine => self.decide(Side::Mine),
            Command::ConflictTheirs => self.decide(Side::Theirs),
            Command::ConflictEdit => cx.ask(Ask::Settle(Then::Edit)),
            Command::Accept | Command::FormSave => match self.open() {
                0 => cx.ask(Ask::Settle(Then::Save)),
                open => {
                    let words = cx.format("conflict-undecided", &[("n", open.into())]);
                    cx.say(Tone::Warning, words);
                    self.go_to_open();
                }
            },
            _ => return false,
        }
        true
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        cx.ask(Ask::Settle(Then::Keep));
    }

    fn meets(&self, need: Need) -> bool {
        need == Need::Conflict
    }

    fn proposes(&self) -> bool {
        true
    }
}
