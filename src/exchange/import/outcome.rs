//! What an import comes to: counts, doubts, refusals, and the commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::exchange::refusal::Refusal;
use crate::exchange::remark::Remark;
use crate::model::{Author, Bundle, Caution, Choice, Commit, Fault, RecordRef};

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

/// What an import does, in numbers. `read = made + updated + same` + the rows refused.
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
    /// References from record to record that are new.
    pub links: u64,
}

/// Something that a person should look at, though the row was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The line of the file.
    pub line: u64,
    /// The column, from 1, where one is doubtful.
    pub column: Option<usize>,
    /// What it is.
    pub kind: DoubtKind,
}

/// What is doubtful: Fluent text `doubt-<id>` with `$what`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoubtKind {
    /// Two organisations have that acronym.
    SharedAcronym(String),
    /// Two people have that e-mail address.
    SharedEmail(String),
    /// A person of that name is known elsewhere; a second one was made.
    Namesake(String),
    /// Where the first name ends is a guess.
    Name(String),
    /// That organisation was known by no table, and was made.
    MadeOrganisation(String),
    /// The same link is there already: what it links.
    Double(String),
    /// The file brings the same link twice: what it links.
    Repeated(String),
    /// All places of a session are taken: its title, how many are taken, how many there are.
    Full(String, usize, usize),
    /// The record has a state that no file takes it out of.
    Kept(&'static Choice),
    /// An id that is none of this store was left out.
    ForeignId(String),
    /// A value of the field of that key was left out: what was written, and what is wrong with it.
    LeftOut(&'static str, String, Fault),
    /// A value of the field of that key is unusual: what was written, and why.
    Unusual(&'static str, String, Caution),
}

impl DoubtKind {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            DoubtKind::SharedAcronym(_) => "shared-acronym",
            DoubtKind::SharedEmail(_) => "shared-email",
            DoubtKind::Namesake(_) => "namesake",
            DoubtKind::Name(_) => "name",
            DoubtKind::MadeOrganisation(_) => "made-organisation",
            DoubtKind::Double(_) => "double",
            DoubtKind::Repeated(_) => "repeated",
            DoubtKind::Full(..) => "full",
            DoubtKind::Kept(_) => "kept",
            DoubtKind::ForeignId(_) => "foreign-id",
            DoubtKind::LeftOut(..) => "left-out",
            DoubtKind::Unusual(..) => "unusual",
        }
    }

    /// Whether it says something of a link that stands though the row changes nothing.
    pub fn is_of_link(&self) -> bool {
        matches!(self, DoubtKind::Repeated(_) | DoubtKind::Kept(_))
    }

    /// The argument of the text.
    pub fn what(&self) -> &str {
        match self {
            DoubtKind::SharedAcronym(what)
            | DoubtKind::SharedEmail(what)
            | DoubtKind::Namesake(what)
            | DoubtKind::Name(what)
            | DoubtKind::MadeOrganisation(what)
            | DoubtKind::Double(what)
            | DoubtKind::Repeated(what)
            | DoubtKind::Full(what, ..)
            | DoubtKind::ForeignId(what)
            | DoubtKind::LeftOut(_, what, _)
            | DoubtKind::Unusual(_, what, _) => what,
            DoubtKind::Kept(choice) => choice.key,
        }
    }
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
