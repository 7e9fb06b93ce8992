//! What an import comes to: counts, verdicts, doubts, refusals, and the commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::doubt::Doubt;
use super::verdict::{Decisions, Judged, Open};
use crate::exchange::refusal::Refusal;
use crate::exchange::remark::Remark;
use crate::model::{Author, Bundle, Commit, RecordRef};

/// Who imports what, and when.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Who.
    pub author: Author,
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
    /// The file's name: the subject of the step.
    pub file: String,
    /// The last entry of the journal that is known.
    pub head: u64,
}

/// What an import does, in numbers. `read = made + updated + same + doubtful + skipped` + the rows refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows of the file.
    pub read: u64,
    /// Rows whose record is made.
    pub made: u64,
    /// Rows that change a record, their own or one beside it.
    pub updated: u64,
    /// Rows that change nothing.
    pub same: u64,
    /// Rows that a person has to decide: they are left out.
    pub doubtful: u64,
    /// Rows that a person decided to leave out.
    pub skipped: u64,
    /// References from record to record that are new.
    pub links: u64,
}

/// What an import would do: made once, from the rows of a file and what was known at an entry of the journal. What
/// is shown of it, told without doing it, and done is the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The last entry of the journal that was known.
    pub head: u64,
    /// All of it as one commit; without edits when there is nothing to do.
    pub commit: Commit,
    /// What each row makes or changes, where it does.
    pub bundles: Arc<Vec<Bundle>>,
    /// What each row of the file comes to, in its order.
    pub rows: Vec<Judged>,
    /// What of a row is to be decided, or was, by its line.
    pub open: BTreeMap<u64, Vec<Open>>,
    /// What the rows are called that are about no record: those refused, doubtful or left out, by their lines.
    pub called: BTreeMap<u64, Box<str>>,
    /// What was decided before it was made.
    pub decisions: Decisions,
    /// In numbers.
    pub counts: Counts,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
    /// The rows refused, and why, in order of lines.
    pub refused: Vec<Refusal>,
    /// How the file was read.
    pub said: Vec<Remark>,
}

impl Plan {
    /// A plan by the same, of nothing: what is left where the plan is handed on.
    pub fn emptied(&self) -> Plan {
        let step = self.commit.step.clone();
        Plan {
            head: self.head,
            commit: Commit {
                author: self.commit.author.clone(),
                at: self.commit.at,
                step,
                edits: Vec::new(),
                relies: Vec::new(),
                undoes: None,
            },
            bundles: Arc::default(),
            rows: Vec::new(),
            open: BTreeMap::new(),
            called: BTreeMap::new(),
            decisions: Decisions::default(),
            counts: Counts::default(),
            doubts: Vec::new(),
            refused: Vec::new(),
            said: Vec::new(),
        }
    }

    /// Whether there is nothing of it to look at: no row is refused, doubtful or worth a look.
    pub fn has_nothing_to_look_at(&self) -> bool {
        self.refused.is_empty() && self.doubts.is_empty() && self.open.is_empty()
    }

    /// The lines of which another plan of the same file makes something else: other records, other revisions of them, or
    /// a record made where there is one by now.
    pub fn differs_from(&self, other: &Plan) -> BTreeSet<u64> {
        let (mine, theirs) = (self.by_line(), other.by_line());
        let lines = mine.keys().chain(theirs.keys()).copied();
        lines
            .filter(|line| mine.get(line) != theirs.get(line))
            .collect()
    }

    /// What each line changes, with the revisions replaced, and how many records it makes.
    fn by_line(&self) -> BTreeMap<u64, (BTreeSet<(RecordRef, u64)>, usize)> {
        let edits = self.commit.edits.iter();
        let bases: HashMap<RecordRef, u64> = edits.map(|edit| (edit.record, edit.base)).collect();
        let mut lines: BTreeMap<u64, (BTreeSet<(RecordRef, u64)>, usize)> = BTreeMap::new();
        for bundle in self.bundles.iter() {
            let (changed, made) = lines.entry(bundle.line).or_default();
            for record in &bundle.records {
                match bases.get(record) {
                    Some(0) | None => *made += 1,
                    Some(base) => drop(changed.insert((*record, *base))),
                }
            }
        }
        lines
    }

    /// The commit without these lines, and without those that go together with them: all that are left out.
    pub fn without(&self, lines: BTreeSet<u64>) -> (Commit, BTreeSet<u64>) {
        let mut commit = self.commit.clone();
        let left = self
            .bundles
            .iter()
            .filter(|bundle| lines.contains(&bundle.line));
        let left = left
            .flat_map(|bundle| bundle.records.iter().copied())
            .collect();
        let left = commit.leave_out(left, &self.bundles);
        let touched = self.bundles.iter().filter(|bundle| bundle.touches(&left));
        let all = lines.into_iter().chain(touched.map(|bundle| bundle.line));
        (commit, all.collect())
    }
}
