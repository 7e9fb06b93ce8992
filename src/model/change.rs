//! Changes: what is asked for (`Commit`), and what the journal says was done (`Entry`).

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::author::Author;
use super::field::FieldNo;
use super::record::Fields;
use super::value::RecordRef;

/// What a record holds, apart from its identity and revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// Whether it lies in the trash.
    pub trashed: bool,
    /// Its fields.
    pub fields: Fields,
}

/// One record's part of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Which record.
    pub record: RecordRef,
    /// The revision that it replaces; 0 for a new record. A stale one is a conflict.
    pub base: u64,
    /// What it shall hold; `None` removes it for good.
    pub after: Option<Content>,
}

/// What a step does, for its name in words (Fluent text `step-<id>`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// A record made.
    Add,
    /// A record edited.
    Edit,
    /// One field of several records edited.
    Bulk,
    /// Moved to the trash.
    Delete,
    /// Taken from the trash.
    Restore,
    /// Removed from the trash for good.
    Purge,
    /// Read from a file.
    Import,
    /// People registered to a session.
    Register,
    /// People subscribed to a list.
    Subscribe,
    /// People given a function.
    Appoint,
    /// People given a tag.
    Tag,
    /// Records made one.
    Merge,
    /// Made up by `guichet sample`.
    Sample,
    /// A journal entry undone.
    Undo,
    /// An undone entry done again.
    Redo,
    /// A history entry reverted.
    Revert,
    /// What a newer program does, and this one has no word for.
    #[serde(other)]
    Other,
}

impl Verb {
    /// The identifier used in Fluent keys.
    pub fn id(self) -> &'static str {
        match self {
            Verb::Add => "add",
            Verb::Edit => "edit",
            Verb::Bulk => "bulk",
            Verb::Delete => "delete",
            Verb::Restore => "restore",
            Verb::Purge => "purge",
            Verb::Import => "import",
            Verb::Register => "register",
            Verb::Subscribe => "subscribe",
            Verb::Appoint => "appoint",
            Verb::Tag => "tag",
            Verb::Merge => "merge",
            Verb::Sample => "sample",
            Verb::Undo => "undo",
            Verb::Redo => "redo",
            Verb::Revert => "revert",
            Verb::Other => "other",
        }
    }
}

/// The name of a step, kept without a language: "Modifier Unistra : ville" is made from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it does.
    pub verb: Verb,
    /// The title of the record, the file imported, or the kind's key when several records changed.
    pub subject: String,
    /// The kind's key, to find the labels of `fields`.
    pub kind: String,
    /// The keys of the fields changed.
    pub fields: Vec<String>,
    /// How many records it changes.
    pub count: u32,
}

/// What is asked of the store: all of it or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Who.
    pub author: Author,
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
    /// The name of the step.
    pub step: Step,
    /// The edits; a record stands at most once.
    pub edits: Vec<Edit>,
    /// Records (and their revisions) that must not have changed meanwhile, though they are not edited.
    pub relies: Vec<(RecordRef, u64)>,
    /// The entry that this one takes back, if it is an undo or a redo.
    pub undoes: Option<u64>,
}

/// One record's part of a journal entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which record.
    pub record: RecordRef,
    /// The revision replaced; 0 if it was made.
    pub base: u64,
    /// What it held; `None` if it was made.
    pub before: Option<Content>,
    /// What it holds since; `None` if it was removed.
    pub after: Option<Content>,
}

impl Change {
    /// The numbers of the fields that it changed.
    pub fn changed_fields(&self) -> Vec<FieldNo> {
        let none = Fields::new();
        let fields =
            |content: &Option<Content>| content.as_ref().map_or(none.clone(), |c| c.fields.clone());
        fields(&self.before).differences(&fields(&self.after))
    }
}

/// What the journal says of an entry, without its changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The entry's number: the revision of every record that it changed.
    pub sequence: u64,
    /// What who did it is called.
    pub author: String,
    /// The login of their account; entries of older programs have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
    /// The name of the step.
    pub step: Step,
    /// The entry that it took back.
    pub undoes: Option<u64>,
}

impl Heading {
    /// Who did it, in words: the name, and the login where that is another.
    pub fn who(&self) -> String {
        match &self.login {
            Some(login) if !login.eq_ignore_ascii_case(&self.author) => {
                format!("{} ({login})", self.author)
            }
            _ => self.author.clone(),
        }
    }

    /// Whether it is that one's. Older entries have but the name.
    pub fn is_by(&self, author: &Author) -> bool {
        match &self.login {
            Some(login) => *login == author.login,
            None => self.author == author.name,
        }
    }
}

/// A journal entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who, when, what.
    pub heading: Heading,
    /// Record by record.
    pub changes: Vec<Change>,
}

/// The inverse of a change against what the record holds now: fields that were changed again since
/// are conflicts, all others go back. What is as it was before already needs no taking back.
///
/// # Errors
/// The numbers of the conflicting fields (empty when the record as a whole is the conflict: it was
/// removed, or trashed, meanwhile).
pub fn invert(change: &Change, current: Option<&Content>) -> Result<Option<Content>, Vec<FieldNo>> {
    match (&change.before, &change.after, current) {
        (before, after, now) if after.as_ref() == now || before.as_ref() == now => {
            Ok(before.clone())
        }
        (Some(before), Some(after), Some(now)) if now.trashed == after.trashed => {
            let changed = before.fields.differences(&after.fields);
            let conflicts: Vec<FieldNo> = changed
                .iter()
                .copied()
                .filter(|n| {
                    let now = now.fields.get(*n);
                    now != after.fields.get(*n) && now != before.fields.get(*n)
                })
                .collect();
            if !conflicts.is_empty() {
                return Err(conflicts);
            }
            let mut back = now.clone();
            changed.iter().for_each(|number| {
                back.fields
                    .set(*number, before.fields.get(*number).cloned())
            });
            back.trashed = before.trashed;
            Ok(Some(back))
        }
        // What was made lies in the trash already: there it stays.
        (None, Some(after), Some(now)) if now.trashed && now.fields == after.fields => {
            Ok(Some(now.clone()))
        }
        _ => Err(Vec::new()),
    }
}

/// Which entries of an author can be undone, and which undone ones redone, the next one last. What
/// another author undid is undone for all. `headings` in order of sequence.
pub fn undo_stacks<'a>(
    headings: impl Iterator<Item = &'a Heading>,
    author: &Author,
) -> (Vec<u64>, Vec<u64>) {
    undo_stacks_of(headings, |heading| heading.is_by(author))
}

/// The same of those entries that are `own`, of one desk alone.
pub fn undo_stacks_of<'a>(
    headings: impl Iterator<Item = &'a Heading>,
    is_own: impl Fn(&Heading) -> bool,
) -> (Vec<u64>, Vec<u64>) {
    let mut reversals = Reversals::default();
    let (mut own, mut done, mut undone): (HashSet<u64>, Vec<u64>, Vec<u64>) = Default::default();
    for heading in headings {
        let is_own = is_own(heading);
        match reversals.follow(heading) {
            Some((Turn::Undone, target)) => {
                done.retain(|sequence| *sequence != target);
                if is_own {
                    undone.push(heading.sequence);
                }
            }
            Some((Turn::Redone, target)) => {
                undone.retain(|undo| Some(*undo) != heading.undoes);
                if is_own || own.contains(&target) {
                    done.retain(|sequence| *sequence != target);
                    done.push(target);
                }
            }
            None if is_own => {
                own.insert(heading.sequence);
                done.push(heading.sequence);
                undone.clear();
            }
            None => {}
        }
    }
    (done, undone)
}

/// What a reversal made of the step that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is undone.
    Undone,
    /// It is done again.
    Redone,
}

/// Which steps are undone, as the headings of a journal tell one after another: an undo names the step,
/// a redo the undo, and an undo after a redo either of the two.
#[derive(Debug, Default)]
pub struct Reversals {
    /// The step that an undo or a redo is about, by the number of that undo or redo.
    about: HashMap<u64, u64>,
    undone: HashSet<u64>,
}

impl Reversals {
    /// Takes in the next heading: what it made of which step, if it is an undo or a redo.
    pub fn follow(&mut self, heading: &Heading) -> Option<(Turn, u64)> {
        let named = heading.undoes?;
        let step = self.about.get(&named).copied();
        match heading.step.verb {
            Verb::Undo => {
                let step = step.unwrap_or(named);
                self.about.insert(heading.sequence, step);
                self.undone.insert(step);
                Some((Turn::Undone, step))
            }
            Verb::Redo => {
                let step = step?;
                self.about.insert(heading.sequence, step);
                self.undone.remove(&step);
                Some((Turn::Redone, step))
            }
            _ => None,
        }
    }

    /// Whether that step is undone.
    pub fn is_undone(&self, sequence: u64) -> bool {
        self.undone.contains(&sequence)
    }
}
