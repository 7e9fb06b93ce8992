//! What the last terms meant on a shelf: of a text that is being typed all words but the last stay.

use std::sync::{Arc, Mutex, PoisonError};

use super::matching::{Reach, Sense};
use super::terms::Term;

/// So many are kept, the last used at the end.
const KEPT: usize = 8;

/// The last terms and what they meant.
#[derive(Debug, Default)]
pub struct Recent(Mutex<Vec<(Term, Reach, Arc<Sense>)>>);

impl Recent {
    /// What a term means as far as `reach`; `find` is asked if that is not among the last.
    pub fn get(&self, term: &Term, reach: Reach, find: impl FnOnce() -> Sense) -> Arc<Sense> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |kept: &(Term, Reach, _)| kept.1 == reach && kept.0 == *term;
        let mut kept = lock();
        if let Some(at) = kept.iter().position(is_it) {
            let last = kept.remove(at);
            let meaning = Arc::clone(&last.2);
            kept.push(last);
            return meaning;
        }
        drop(kept);
        let meaning = Arc::new(find());
        let mut kept = lock();
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push((term.clone(), reach, Arc::clone(&meaning)));
        meaning
    }
}
