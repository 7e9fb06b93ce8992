//! What each row of a file comes to, and what a person has decided of it.

use std::collections::{BTreeMap, BTreeSet};

use super::doubt::DoubtKind;
use super::{Link, Mode, Proposal, Row, What};
use crate::model::{Kind, RecordRef};

/// What a row comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Its record is made.
    Make,
    /// Its record is changed, or one beside it.
    Change,
    /// It changes nothing.
    Same,
    /// A person has to decide; until then it is left out.
    Doubtful,
    /// A person decided to leave it out.
    Skipped,
    /// It can't be taken.
    Refused,
}

impl Verdict {
    /// All of them, in the order shown.
    pub const ALL: [Verdict; 6] = [
        Verdict::Doubtful,
        Verdict::Make,
        Verdict::Change,
        Verdict::Same,
        Verdict::Skipped,
        Verdict::Refused,
    ];

    /// The identifier used in Fluent keys (`verdict-<id>`) and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Make => "make",
            Verdict::Change => "change",
            Verdict::Same => "same",
            Verdict::Doubtful => "doubtful",
            Verdict::Skipped => "skipped",
            Verdict::Refused => "refused",
        }
    }
}

/// A row of a plan. What it changes is looked up when it is shown: there may be a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The line of the file, from 1.
    pub line: u64,
    /// What it comes to.
    pub verdict: Verdict,
    /// The record that it is about, where it is about one.
    pub record: Option<RecordRef>,
}

/// What of a row a person has to decide, or has decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// The kind of the record that is in doubt.
    pub kind: Kind,
    /// What is doubtful.
    pub doubt: DoubtKind,
    /// The records that it may be, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Whether it may be a record that is not there yet.
    pub may_be_new: bool,
    /// The column, from 1, where one is doubtful.
    pub column: Option<usize>,
    /// What is done of it until a person decides; nothing where the row waits for that.
    pub assumed: Option<Decision>,
    /// What was decided.
    pub decided: Option<Decision>,
    /// The shape of the row in this doubt, by which what is decided is remembered.
    pub shape: u64,
    /// What was decided of a row of this shape before.
    pub recalled: Option<Decision>,
}

/// A record that a row may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub record: RecordRef,
    /// Why it may be that one.
    pub why: Why,
}

/// Why a record may be the one: Fluent text `why-<id>` with `$what`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has that name.
    Name,
    /// It has that e-mail address.
    Email(String),
    /// It has that acronym.
    Acronym(String),
    /// It answers to all by which its kind is told apart.
    Key,
    /// It has that code.
    Code(String),
    /// It has a name of the same words, or of more or fewer.
    Words,
    /// It has that id.
    Id,
}

impl Why {
    /// The identifier used in Fluent keys and in JSON.
    pub fn id(&self) -> &'static str {
        match self {
            Why::Name => "name",
            Why::Email(_) => "email",
            Why::Acronym(_) => "acronym",
            Why::Key => "key",
            Why::Code(_) => "code",
            Why::Words => "words",
            Why::Id => "id",
        }
    }

    /// The argument of the text.
    pub fn what(&self) -> &str {
        match self {
            Why::Email(what) | Why::Acronym(what) | Why::Code(what) => what,
            Why::Name | Why::Key | Why::Words | Why::Id => "",
        }
    }
}

/// What a person decides of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is that record.
    This(RecordRef),
    /// It is the likeliest of the candidates, whichever that is.
    First,
    /// It is a new record.
    New,
    /// It is left out.
    Skip,
}

/// What a person has decided: a plan made with it has these rows as decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// What the rows may change, where that is chosen.
    pub mode: Option<Mode>,
    lines: BTreeMap<u64, Vec<(Kind, Decision)>>,
    skipped: BTreeSet<u64>,
    /// Lines of which it does not count what was decided of others before.
    fresh: BTreeSet<u64>,
    alike: BTreeMap<(Kind, &'static str), Decision>,
}

impl Decisions {
    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        self.mode.is_none()
            && self.lines.is_empty()
            && self.skipped.is_empty()
            && self.alike.is_empty()
    }

    /// What of it holds for other rows too.
    #[must_use]
    pub fn of_no_row(&self) -> Decisions {
        Decisions {
            mode: self.mode,
            ..Decisions::default()
        }
    }

    /// Decides what is open of a line.
    pub fn decide(&mut self, line: u64, open: &Open, decision: Decision) {
        self.skipped.remove(&line);
        let of_line = self.lines.entry(line).or_default();
        of_line.retain(|(kind, before)| *kind != open.kind || !open.is_answered_by(*before));
        of_line.push((open.kind, decision));
    }

    /// Leaves a line out, or takes it after all.
    pub fn skip(&mut self, line: u64, skipped: bool) {
        match skipped {
            true => drop(self.skipped.insert(line)),
            false => drop(self.skipped.remove(&line)),
        }
    }

    /// Takes back what was decided of a line.
    pub fn undecide(&mut self, line: u64) {
        self.skipped.remove(&line);
        self.lines.remove(&line);
        self.fresh.insert(line);
    }

    /// Decides all that is doubtful for the same reason and not decided by itself.
    pub fn decide_alike(&mut self, open: &Open, decision: Decision) {
        self.alike.insert((open.kind, open.doubt.id()), decision);
    }

    /// Takes that back.
    pub fn undecide_alike(&mut self, open: &Open) {
        self.alike.remove(&(open.kind, open.doubt.id()));
    }

    /// Whether a line is left out whatever it says.
    pub fn skips(&self, line: u64) -> bool {
        self.skipped.contains(&line)
    }

    /// Whether that is decided by nothing but what was decided before of a row of the same shape.
    pub fn is_recalled(&self, line: u64, open: &Open) -> bool {
        let mut asked = open.clone();
        asked.recalled = None;
        self.of(line, open).is_some() && self.of(line, &asked).is_none()
    }

    /// What was decided of that, if it was.
    pub fn of(&self, line: u64, open: &Open) -> Option<Decision> {
        let own = self.lines.get(&line).into_iter().flatten().rev();
        let mut own = own.filter(|(kind, _)| *kind == open.kind);
        let own = own.find(|(_, decision)| open.is_answered_by(*decision));
        let alike = || self.alike.get(&(open.kind, open.doubt.id())).copied();
        let recalled = || open.recalled.filter(|_| !self.fresh.contains(&line));
        own.map(|(_, decision)| *decision)
            .or_else(alike)
            .or_else(recalled)
            .filter(|decision| open.is_answered_by(*decision))
    }
}

impl Open {
    /// One of those records has to be chosen.
    pub fn among(kind: Kind, candidates: Vec<Candidate>, may_be_new: bool) -> Open {
        Open {
            kind,
            doubt: DoubtKind::Several(candidates.len().to_string()),
            candidates,
            may_be_new,
            column: None,
            assumed: None,
            decided: None,
            shape: 0,
            recalled: None,
        }
    }

    /// Whether that decides it.
    fn is_answered_by(&self, decision: Decision) -> bool {
        match decision {
            Decision::This(record) => self.candidates.iter().any(|at| at.record == record),
            Decision::First => !self.candidates.is_empty(),
            Decision::New => self.may_be_new,
            Decision::Skip => true,
        }
    }
}

/// The most characters of what a row is called.
const CALLED: usize = 120;

/// What a row is called that is about no record: what it says of the fields that make the title.
pub fn called(row: &Row) -> Box<str> {
    let own = row.proposals.first();
    let title = own.map_or(&[][..], |own| own.kind.definition().title);
    let parts = title
        .iter()
        .filter_map(|number| own?.given.iter().find(|given| given.field == *number));
    let words: Vec<&str> = parts.filter_map(|given| written(&given.what)).collect();
    let words = match words.is_empty() {
        true => own.and_then(first_text).unwrap_or_default().to_string(),
        false => words.join(" "),
    };
    words.trim().chars().take(CALLED).collect::<String>().into()
}

fn first_text(proposal: &Proposal) -> Option<&str> {
    proposal.given.iter().find_map(|given| written(&given.what))
}

fn written(what: &What) -> Option<&str> {
    match what {
        What::Text(text) | What::Wrong(text, _) => Some(text),
        What::Cleared => None,
        What::Value(value) => value.as_text(),
        What::Links(links) => links.iter().find_map(|link| match link {
            Link::Named(_, text) | Link::Having(_, _, text) | Link::OrMade(_, text, _) => {
                Some(text.as_str())
            }
            Link::Made(proposal) => first_text(proposal),
            Link::Beside(_) => None,
        }),
    }
}
