//! Drafts: what is typed and not saved is kept through Esc, hang-up and kill, and offered again.

use std::collections::BTreeSet;

use ulid::Ulid;

use crate::store::drafts::Draft;

use super::message::{Effect, Refused, Timer};

/// How long a draft may lie behind the keys, in milliseconds.
pub const DRAFT_MS: u64 = 500;

/// What was typed and not saved.
#[derive(Debug, Default)]
pub struct Drafts {
    /// The drafts.
    pub kept: Vec<Draft>,
    /// What lies among them and can't be offered.
    pub left: Vec<Refused>,
    /// Those that could not be written: they are in memory alone.
    pub unkept: BTreeSet<Ulid>,
    /// Whether a draft is due.
    pub due: bool,
    /// Whether they changed since *Today* was made.
    pub changed: bool,
}

impl Drafts {
    /// Has a draft kept shortly, unless one is due already.
    pub fn soon(&mut self, effects: &mut Vec<Effect>) {
        if !self.due {
            self.due = true;
            effects.push(Effect::After(DRAFT_MS, Timer::Draft));
        }
    }

    /// Takes over the drafts that a store keeps. What was typed here and is not among them is kept there too: the
    /// store may have been exchanged meanwhile.
    pub fn take_over(&mut self, kept: Vec<Draft>, effects: &mut Vec<Effect>) {
        for draft in std::mem::replace(&mut self.kept, kept) {
            if self.kept.iter().all(|kept| kept.id != draft.id) {
                self.keep(draft, effects);
            }
        }
    }

    /// Keeps a draft, where it is another than the one kept.
    pub fn keep(&mut self, draft: Draft, effects: &mut Vec<Effect>) {
        let same = |old: &Draft| old.id == draft.id && old.texts == draft.texts;
        if !self.unkept.contains(&draft.id) && self.kept.iter().any(same) {
            return;
        }
        self.kept.retain(|old| old.id != draft.id);
        self.kept.push(draft.clone());
        self.changed = true;
        effects.push(Effect::SaveDraft(draft));
    }

    /// Throws a draft away.
    pub fn drop(&mut self, id: Ulid, effects: &mut Vec<Effect>) {
        if self.kept.iter().any(|draft| draft.id == id) {
            self.kept.retain(|draft| draft.id != id);
            self.unkept.remove(&id);
            self.changed = true;
            effects.push(Effect::DropDraft(id));
        }
    }

    /// Those that are in memory alone.
    pub fn in_memory_alone(&self) -> Vec<Draft> {
        let unkept = self.kept.iter().filter(|at| self.unkept.contains(&at.id));
        unkept.cloned().collect()
    }
}
