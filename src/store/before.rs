//! What a snapshot that is being written must hold though it changed meanwhile.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::envelope::Key;
use super::error::ReadError;
use super::payload::RawChange;
use super::tree::{Flow, Tree};

/// The records that changed since a snapshot was begun, as they were then; `None` for one made since.
#[derive(Clone, Debug, Default)]
pub struct Before(Arc<Mutex<BTreeMap<Key, Option<Vec<u8>>>>>);

impl Before {
    fn locked(&self) -> MutexGuard<'_, BTreeMap<Key, Option<Vec<u8>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what changes replace; to be called before the tree has them.
    pub fn keep(&self, changes: &[RawChange]) {
        let mut known = self.locked();
        for change in changes {
            let was = || change.envelope_before();
            known.entry(change.key).or_insert_with(was);
        }
    }

    /// Those that were there, between two keys, both excluded.
    fn between(&self, above: Option<Key>, below: Option<Key>) -> Vec<(Key, Vec<u8>)> {
        let known = self.locked();
        if known.is_empty() {
            return Vec::new();
        }
        let range = (
            above.map_or(Unbounded, Excluded),
            below.map_or(Unbounded, Excluded),
        );
        let there = known
            .range(range)
            .filter_map(|(key, was)| Some((*key, was.clone()?)));
        there.collect()
    }

    /// Gives the records of the tree as they were to `each`, in order of key. A change is kept here before
    /// the tree has it: what the tree gives was there, unless it stands here otherwise.
    pub fn records(
        &self,
        tree: &Tree,
        stopped: &dyn Fn() -> Result<(), ReadError>,
        each: &mut dyn FnMut(Key, &[u8]) -> Flow,
    ) -> Result<(), ReadError> {
        let mut last = None;
        tree.scan(&mut |key, envelope| {
            stopped()?;
            for (gone, was) in self.between(last, Some(key)) {
                if each(gone, &was)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            last = Some(key);
            let was = self.locked().get(&key).cloned();
            match was {
                None => each(key, envelope),
                Some(Some(was)) => each(key, &was),
                Some(None) => Ok(ControlFlow::Continue(())),
            }
        })?;
        for (gone, was) in self.between(last, None) {
            if each(gone, &was)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
