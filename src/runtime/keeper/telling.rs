//! What the desk is told of the journal, by whichever store there is.

use std::sync::atomic::Ordering;

use super::histories::unread;
use super::{Keeper, Request};
use crate::desk::entry::rows_of;
use crate::desk::message::{Answer, Asked, Sought};
use crate::store::{Chronicle, Damage, History};

impl Keeper {
    /// Answers what changes nothing; hands back what does.
    pub(super) fn tell_of(&self, chronicle: &impl Chronicle, request: Request) -> Option<Request> {
        let Request { id, asked } = request;
        let answer = match asked {
            Asked::History(record) => match chronicle.look_up(record) {
                Ok(History::Told(history)) => Answer::History(record, history),
                Ok(History::Sought(seeking)) => {
                    self.histories.look_for(id, record, seeking);
                    return None;
                }
                Err(error) => unread(Sought::History(record), &error),
            },
            Asked::Journal(before, count) => match chronicle.headings_before(before, count) {
                Ok(headings) => Answer::Journal(before, headings),
                Err(error) => unread(Sought::Journal(before), &error),
            },
            Asked::Entry(sequence, catalog) => match chronicle.entry(sequence) {
                Ok(Some(entry)) => Answer::Entry(sequence, rows_of(entry, &catalog)),
                // It was listed: the journal has lost it since.
                Ok(None) => {
                    let lost = Damage::Hole(sequence, sequence).into();
                    unread(Sought::Entry(sequence), &lost)
                }
                Err(error) => unread(Sought::Entry(sequence), &error),
            },
            Asked::Renewed => {
                self.renewing.store(false, Ordering::SeqCst);
                Answer::Done
            }
            asked @ (Asked::Commit(..) | Asked::Undo(_)) => {
                let request = Request { id, asked };
                if self.renewing.load(Ordering::SeqCst) {
                    self.refuse(request);
                    return None;
                }
                return Some(request);
            }
        };
        self.answer(id, answer);
        None
    }
}
