//! Places: where only so many records may link to one, as to a session that has room for twenty.

use super::field::FieldNo;
use super::record::Record;
use super::value::RecordRef;

/// The places that a kind of link takes, declared with it.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    /// The field that points at what has them.
    pub at: FieldNo,
    /// The field there that says how many there are.
    pub room: FieldNo,
    /// Whether a link takes one.
    pub takes: fn(&Record) -> bool,
}

impl Places {
    /// Where a link takes a place that it did not have before.
    pub fn newly_taken(self, link: &Record, before: Option<&Record>) -> Option<RecordRef> {
        let taken = |link: &Record| {
            let target = link.get(self.at)?.items().next()?.reference();
            target.filter(|_| (self.takes)(link))
        };
        let target = taken(link)?;
        // Who has a place there keeps it.
        (before.and_then(taken) != Some(target)).then_some(target)
    }
}
