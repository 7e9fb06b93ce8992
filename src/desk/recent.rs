//! What others have just changed: marked for some seconds, with who did it.

use std::collections::HashMap;
use std::sync::Arc;

use super::message::{Effect, Timer};
use crate::model::{Heading, RecordRef};
use crate::store::Changed;

/// How long a change is marked, in milliseconds.
pub const MARKED_MS: i64 = 5_000;
/// So many records are marked at most: of more nobody sees all.
const MOST: usize = 2_000;

/// What others have just changed.
#[derive(Debug, Default)]
pub struct Recent {
    records: HashMap<RecordRef, Mark>,
    last: Option<(Heading, i64)>,
    /// Whether the timer that ends marks is set: there is one, and only while there are marks.
    is_due: bool,
}

/// Who changed a record, and until when that is shown.
#[derive(Debug)]
struct Mark {
    who: Arc<str>,
    until: i64,
}

impl Recent {
    /// Who has just changed that record.
    pub fn who(&self, record: RecordRef) -> Option<&str> {
        self.records.get(&record).map(|mark| &*mark.who)
    }

    /// The last step of another.
    pub fn last(&self) -> Option<&Heading> {
        self.last.as_ref().map(|(heading, _)| heading)
    }

    /// Others have made these steps.
    pub fn mark(
        &mut self,
        entries: &[(Heading, Vec<Changed>)],
        now: i64,
        effects: &mut Vec<Effect>,
    ) {
        let until = now + MARKED_MS;
        for (heading, changed) in entries {
            let who: Arc<str> = heading.who().into();
            for changed in changed {
                let record = changed.record();
                if self.records.len() < MOST || self.records.contains_key(&record) {
                    let who = who.clone();
                    self.records.insert(record, Mark { who, until });
                }
            }
            self.last = Some((heading.clone(), until));
        }
        self.set_timer(now, effects);
    }

    /// Marks whose time is over go.
    pub fn fade(&mut self, now: i64, effects: &mut Vec<Effect>) {
        self.is_due = false;
        self.records.retain(|_, mark| mark.until > now);
        self.last.take_if(|(_, until)| *until <= now);
        self.set_timer(now, effects);
    }

    fn set_timer(&mut self, now: i64, effects: &mut Vec<Effect>) {
        let marks = self.records.values().map(|mark| mark.until);
        let first = marks.chain(self.last.iter().map(|(_, until)| *until)).min();
        if let Some(first) = first.filter(|_| !self.is_due) {
            self.is_due = true;
            let wait = u64::try_from(first - now).unwrap_or(0);
            effects.push(Effect::After(wait, Timer::Fade));
        }
    }
}
