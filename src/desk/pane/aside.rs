//! What a pane has done aside: its filter answered, what its columns tell, all its rows marked.

use crate::catalog::Query;
use crate::desk::message::JobId;
use crate::model::RecordRef;

/// What there is of the answer to a filter that takes long to look for.
#[derive(Clone, Debug, Default)]
pub struct SiftingHeld {
    /// The filter, answered.
    pub(super) answer: Option<Query>,
    /// Whether it takes long to look for.
    pub(super) long: bool,
    /// Whether the catalog changed since.
    pub(super) stale: bool,
    /// Which filter it is, by number.
    pub(super) filter: u64,
    /// The job under way, and of which filter.
    pub(super) asked: Option<(JobId, u64)>,
    /// How far that is.
    pub(super) far: Option<(usize, usize)>,
}

/// The columns of which much must be told first.
#[derive(Clone, Debug, Default)]
pub struct TellingHeld {
    /// The columns that wait for it.
    pub(super) keys: Vec<String>,
    /// The job under way, and for which columns.
    pub(super) asked: Option<(JobId, Vec<String>)>,
}

/// The marking of all rows, under way.
#[derive(Clone, Debug)]
pub struct MarkingHeld {
    pub(super) job: JobId,
    /// What was marked, or unmarked, since.
    pub(super) since: Vec<RecordRef>,
}
