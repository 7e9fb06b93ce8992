//! The plan of an import: rows against what is known, as one commit, with counts, doubts, refusals.

use std::collections::{BTreeMap, BTreeSet};

use ulid::Ulid;

use super::draft::{Drafts, references};
use super::matching::{self, Match, Wanted};
use super::spelling;
use super::{Given, How, Link, Proposal, Reading, Row, What};
use crate::exchange::known::Known;
use crate::exchange::refusal::{Reason, Refusal};
use crate::model::check::check;
use crate::model::fold::fold;
use crate::model::kinds::{affiliation, organisation, person};
use crate::model::text::{self, Names};
use crate::model::{
    Commit, Content, Date, Edit, Fault, FieldNo, FieldType, Fields, Kind, RecordRef, Step, Value,
    Verb,
};

/// Who imports what, and when.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Who.
    pub author: String,
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
    /// The file's name: the subject of the step.
    pub file: String,
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
        }
    }

    /// The argument of the text.
    pub fn what(&self) -> &str {
        match self {
            DoubtKind::SharedAcronym(what)
            | DoubtKind::SharedEmail(what)
            | DoubtKind::Namesake(what)
            | DoubtKind::Name(what)
            | DoubtKind::MadeOrganisation(what) => what,
        }
    }
}

/// What an import would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// All of it as one commit; without edits when there is nothing to do.
    pub commit: Commit,
    /// In numbers.
    pub counts: Counts,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
    /// The rows refused, and why, in order of lines.
    pub refused: Vec<Refusal>,
}

/// What a row came to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Same,
    Updated,
    Made,
}

/// Plans an import. `ids` gives a new id each time. Nothing is changed: committing the plan's commit
/// does that, and a dry run is not to.
pub fn plan(
    reading: Reading,
    known: &dyn Known,
    ids: &mut dyn FnMut() -> Ulid,
    origin: &Origin,
) -> Plan {
    let mut planner = Planner {
        drafts: Drafts::new(known),
        ids,
        today: Date::of_moment(origin.at),
        counts: Counts {
            read: reading.count,
            ..Counts::default()
        },
        doubts: Vec::new(),
    };
    let mut refused = reading.refused;
    let mut waiting: Vec<Row> = reading.rows;
    // A row may point to one further down: rows that name nobody yet are tried again, as long as
    // that gets some of them through.
    while !waiting.is_empty() {
        let (before, mut next, mut faults) = (waiting.len(), Vec::new(), Vec::new());
        for row in waiting {
            match planner.take(&row) {
                Ok(()) => {}
                Err(problems) if problems.iter().all(|p| is_unfound(&p.reason)) => {
                    faults.extend(problems);
                    next.push(row);
                }
                Err(problems) => refused.extend(problems),
            }
        }
        if next.len() == before {
            refused.append(&mut faults);
            break;
        }
        waiting = next;
    }
    refused.sort_by_key(|refusal| (refusal.line, refusal.column));
    planner.doubts.sort_by_key(|doubt| doubt.line);
    let commit = planner.commit(origin);
    Plan {
        commit,
        counts: planner.counts,
        doubts: planner.doubts,
        refused,
    }
}

fn is_unfound(reason: &Reason) -> bool {
    matches!(reason, Reason::Value(Fault::NoRecord(_)))
}

struct Planner<'a> {
    drafts: Drafts<'a>,
    ids: &'a mut dyn FnMut() -> Ulid,
    today: Date,
    counts: Counts,
    doubts: Vec<Doubt>,
}

/// No names: what is not a reference needs none to be read.
struct NoNames;

impl Names for NoNames {
    fn named(&self, _: &[Kind], _: &str) -> Result<RecordRef, Fault> {
        Err(Fault::NoRecord(None))
    }

    fn title(&self, _: RecordRef) -> Option<String> {
        None
    }
}

impl Planner<'_> {
    /// Takes a row whole, or not at all.
    fn take(&mut self, row: &Row) -> Result<(), Vec<Refusal>> {
        let (doubts, counts) = (self.doubts.len(), self.counts);
        let mut beside: Vec<RecordRef> = Vec::new();
        let mut outcomes = Vec::new();
        let mut problems = Vec::new();
        for proposal in &row.proposals {
            match self.propose(row.line, proposal, &beside) {
                Ok((record, outcome)) => {
                    beside.push(record);
                    outcomes.push(outcome);
                }
                Err(found) => {
                    problems.extend(found);
                    break;
                }
            }
        }
        if !problems.is_empty() {
            self.drafts.drop_row();
            self.doubts.truncate(doubts);
            self.counts = counts;
            return Err(problems);
        }
        self.drafts.keep_row();
        let any = outcomes.iter().any(|outcome| *outcome != Outcome::Same);
        match outcomes.first() {
            Some(Outcome::Made) => self.counts.made += 1,
            _ if any => self.counts.updated += 1,
            _ => self.counts.same += 1,
        }
        Ok(())
    }

    fn propose(
        &mut self,
        line: u64,
        proposal: &Proposal,
        beside: &[RecordRef],
    ) -> Result<(RecordRef, Outcome), Vec<Refusal>> {
        let kind = proposal.kind;
        let column = |number: FieldNo| {
            let given = proposal.given.iter().find(|given| given.field == number);
            given.and_then(|given| given.column)
        };
        let refusal = |number: FieldNo, reason: Reason| Refusal {
            line,
            column: column(number),
            field: kind
                .field(number)
                .map_or_else(String::new, |field| field.key.into()),
            reason,
        };
        let mut fields = Fields::new();
        let mut problems = Vec::new();
        for given in &proposal.given {
            match self.value(line, kind, given, beside) {
                Ok(value) => fields.set(given.field, value),
                Err(fault) => problems.push(refusal(given.field, Reason::Value(fault))),
            }
        }
        let at = match &proposal.at {
            Some((link, column)) => match self.link(line, link, beside) {
                Ok(record) => Some(record),
                Err(fault) => {
                    problems.push(Refusal {
                        line,
                        column: *column,
                        field: affiliation::ORGANISATION.key.into(),
                        reason: Reason::Value(fault),
                    });
                    None
                }
            },
            None => None,
        };
        if !problems.is_empty() {
            // The values that could be read may be wrong in their own way: all is told at once.
            let exists = |record: RecordRef| self.drafts.fields(record).is_some();
            let more = check(kind, &fields, &exists)
                .into_iter()
                .filter(|problem| fields.get(problem.field).is_some())
                .map(|problem| refusal(problem.field, Reason::Value(problem.fault)));
            problems.extend(more.collect::<Vec<_>>());
            return Err(problems);
        }
        let row = |reason| {
            vec![Refusal {
                line,
                column: None,
                field: String::new(),
                reason,
            }]
        };
        let mut wanted_id = None;
        let mut found = None;
        if let Some(id) = &proposal.id {
            let record = id
                .parse::<RecordRef>()
                .ok()
                .or_else(|| {
                    Ulid::from_string(id)
                        .ok()
                        .map(|id| RecordRef::new(kind, id))
                })
                .filter(|record| record.kind == kind)
                .ok_or_else(|| row(Reason::Id))?;
            match self.drafts.fields(record) {
                Some(_) => found = Some(record),
                None if !self.drafts.is_taken(record) => wanted_id = Some(record),
                None => {}
            }
        }
        let filling: Vec<FieldNo> = proposal
            .given
            .iter()
            .filter(|given| given.how != How::Set)
            .map(|given| given.field)
            .collect();
        let mut doubts = Vec::new();
        if found.is_none() {
            let wanted = Wanted {
                kind,
                fields: &fields,
                filling: &filling,
                own_source: proposal.own_source,
                at,
            };
            match matching::find(&wanted, &self.drafts, &mut doubts) {
                Match::Known(record) => found = Some(record),
                Match::New => {}
                Match::Several(count) => return Err(row(Reason::Several(count))),
            }
        }
        let before = found.and_then(|record| self.drafts.fields(record));
        let after = merge(kind, before.clone().unwrap_or_default(), &fields, proposal);
        let exists = |record: RecordRef| self.drafts.fields(record).is_some();
        let problems: Vec<Refusal> = check(kind, &after, &exists)
            .into_iter()
            // What is wrong already, and not by this row, is not held against it.
            .filter(|problem| before.is_none() || fields.get(problem.field).is_some())
            .map(|problem| refusal(problem.field, Reason::Value(problem.fault)))
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        if before.as_ref() == Some(&after)
            && let Some(record) = found
        {
            return Ok((record, Outcome::Same));
        }
        doubts.extend(
            proposal
                .unsure
                .clone()
                .filter(|_| found.is_none())
                .map(DoubtKind::Name),
        );
        self.doubts
            .extend(doubts.into_iter().map(|kind| Doubt { line, kind }));
        let before_links: BTreeSet<RecordRef> = before.iter().flat_map(references).collect();
        self.counts.links += references(&after)
            .filter(|to| !before_links.contains(to))
            .count() as u64;
        let outcome = if found.is_some() {
            Outcome::Updated
        } else {
            Outcome::Made
        };
        let record = found
            .or(wanted_id)
            .unwrap_or_else(|| RecordRef::new(kind, (self.ids)()));
        self.drafts.put(record, after);
        Ok((record, outcome))
    }

    fn value(
        &mut self,
        line: u64,
        kind: Kind,
        given: &Given,
        beside: &[RecordRef],
    ) -> Result<Option<Value>, Fault> {
        let Some(field) = kind.field(given.field) else {
            return Ok(None);
        };
        match &given.what {
            What::Value(value) => Ok(Some(value.clone())),
            What::Text(typed) => {
                let reading = text::Reading {
                    today: self.today,
                    separators: &['|'],
                    names: &NoNames,
                };
                text::parse(field, typed, &reading)
            }
            What::Links(links) => {
                let mut found = Vec::new();
                for link in links {
                    let value = Value::Reference(self.link(line, link, beside)?);
                    if !found.contains(&value) {
                        found.push(value);
                    }
                }
                Ok(if field.many {
                    Some(Value::Many(found))
                } else {
                    found.into_iter().next()
                })
            }
        }
    }

    fn link(&mut self, line: u64, link: &Link, beside: &[RecordRef]) -> Result<RecordRef, Fault> {
        match link {
            Link::Beside(at) => beside.get(*at).copied().ok_or(Fault::Gone),
            Link::Having(kind, field, text) => {
                match self.drafts.by_text(*kind, *field, &fold(text)).as_slice() {
                    [only] => Ok(*only),
                    [] => Err(Fault::NoRecord(None)),
                    several => Err(Fault::Ambiguous(several.len())),
                }
            }
            Link::Named(kinds, name) => self.named(kinds, name),
            Link::Made(proposal) => {
                let name = proposal.given.iter().find_map(|given| match &given.what {
                    What::Text(text) if Some(given.field) == name_field(proposal.kind) => {
                        Some(text.clone())
                    }
                    _ => None,
                });
                let known = name.as_deref().map(|name| match proposal.kind {
                    Kind::Organisation => self.organisation(name),
                    _ => Err(Fault::NoRecord(None)),
                });
                if let Some(Ok(record)) = known {
                    return Ok(record);
                }
                let made = self.propose(line, proposal, beside);
                let (record, outcome) =
                    made.map_err(|problems| match problems.into_iter().next() {
                        Some(Refusal {
                            reason: Reason::Value(fault),
                            ..
                        }) => fault,
                        Some(Refusal {
                            reason: Reason::Several(count),
                            ..
                        }) => Fault::Ambiguous(count),
                        _ => Fault::NoRecord(None),
                    })?;
                if outcome == Outcome::Made && proposal.kind == Kind::Organisation {
                    let kind = DoubtKind::MadeOrganisation(name.unwrap_or_default());
                    self.doubts.push(Doubt { line, kind });
                }
                Ok(record)
            }
        }
    }

    /// The record that a text names, among what the file made and what is known.
    fn named(&self, kinds: &[Kind], name: &str) -> Result<RecordRef, Fault> {
        if let Ok(record) = name.parse::<RecordRef>() {
            let fits = kinds.is_empty() || kinds.contains(&record.kind);
            return match self.drafts.fields(record) {
                Some(_) if fits => Ok(record),
                _ => Err(Fault::NoRecord(None)),
            };
        }
        let kinds = if kinds.is_empty() { Kind::ALL } else { kinds };
        let mut found: BTreeSet<RecordRef> = BTreeSet::new();
        for &kind in kinds {
            let definition = kind.definition();
            let single = [definition.short, name_field(kind)];
            for field in single.into_iter().flatten() {
                found.extend(self.drafts.by_text(kind, field, &fold(name)));
                if !found.is_empty() {
                    break;
                }
            }
            if kind == Kind::Person {
                found.extend(self.person(name));
            }
        }
        match found.len() {
            1 => found.into_iter().next().ok_or(Fault::NoRecord(None)),
            0 if kinds == [Kind::Organisation] => self
                .organisation(name)
                .or_else(|_| self.drafts.known.named(kinds, name)),
            0 => self.drafts.known.named(kinds, name),
            several => Err(Fault::Ambiguous(several)),
        }
    }

    /// The people of that full name, or of that e-mail address.
    fn person(&self, name: &str) -> Vec<RecordRef> {
        let folded = fold(name.trim());
        if folded.contains('@') {
            return self
                .drafts
                .by_text(Kind::Person, person::EMAIL.number, &folded);
        }
        folded
            .match_indices(' ')
            .filter_map(|(at, _)| Some((folded.get(..at)?, folded.get(at + 1..)?)))
            .flat_map(|(first, family)| {
                let mut found = self
                    .drafts
                    .by_text(Kind::Person, person::NAME.number, family);
                found.retain(|record| {
                    self.drafts.fields(*record).is_some_and(|fields| {
                        let there = fields.get(person::FIRST_NAME.number);
                        there
                            .and_then(Value::as_text)
                            .is_some_and(|there| fold(there) == first)
                    })
                });
                found
            })
            .collect()
    }

    /// The organisation that a text means: by name, former name or acronym, in any of its spellings.
    fn organisation(&self, name: &str) -> Result<RecordRef, Fault> {
        const FIELDS: [FieldNo; 3] = [
            organisation::NAME.number,
            organisation::ACRONYM.number,
            organisation::FORMER_NAMES.number,
        ];
        for name in spelling::names_in(name) {
            for spelled in spelling::spellings(&name) {
                for field in FIELDS {
                    match self
                        .drafts
                        .by_text(Kind::Organisation, field, &spelled)
                        .as_slice()
                    {
                        [] => {}
                        [only] => return Ok(*only),
                        several => return Err(Fault::Ambiguous(several.len())),
                    }
                }
            }
        }
        Err(Fault::NoRecord(None))
    }

    fn commit(&self, origin: &Origin) -> Commit {
        let mut relies: BTreeMap<RecordRef, u64> = BTreeMap::new();
        let mut edits = Vec::new();
        let mut kinds = BTreeSet::new();
        for (record, draft) in self.drafts.changed() {
            for to in references(&draft.fields) {
                if let Some(revision) = self.drafts.revision_relied_on(to) {
                    relies.insert(to, revision);
                }
            }
            kinds.insert(record.kind);
            let after = Some(Content {
                trashed: false,
                fields: draft.fields.clone(),
            });
            edits.push(Edit {
                record,
                base: draft.base,
                after,
            });
        }
        let only = kinds.iter().next().filter(|_| kinds.len() == 1);
        Commit {
            author: origin.author.clone(),
            at: origin.at,
            step: Step {
                verb: Verb::Import,
                subject: origin.file.clone(),
                kind: only.map_or_else(String::new, |kind| kind.key().to_string()),
                fields: Vec::new(),
                count: u32::try_from(edits.len()).unwrap_or(u32::MAX),
            },
            edits,
            relies: relies.into_iter().collect(),
            undoes: None,
        }
    }
}

/// The field that alone makes the title.
fn name_field(kind: Kind) -> Option<FieldNo> {
    match kind.definition().title {
        [only] => Some(*only),
        _ => None,
    }
}

/// The fields of a record with what a row says of them.
fn merge(kind: Kind, mut fields: Fields, given: &Fields, proposal: &Proposal) -> Fields {
    for said in &proposal.given {
        let (Some(field), Some(value)) = (kind.field(said.field), given.get(said.field)) else {
            continue;
        };
        let there = fields.get(said.field).cloned();
        let merged = match (there, said.how) {
            (None, _) => value.clone(),
            (Some(there), How::Fill) => there,
            (Some(there), How::Add) if field.many => {
                let mut items = there.items().to_vec();
                let new = value
                    .items()
                    .iter()
                    .filter(|item| !there.items().contains(item));
                items.extend(new.cloned());
                Value::Many(items)
            }
            (Some(there), How::Add) => match (there.as_text(), value.as_text()) {
                (Some(one), Some(more)) => {
                    let separator = if field.kind == FieldType::Note {
                        "\n"
                    } else {
                        " ; "
                    };
                    match one.split(separator).any(|part| part == more) {
                        true => there,
                        false => Value::text(format!("{one}{separator}{more}")),
                    }
                }
                _ => there,
            },
            (Some(there), How::Set) => with_details(&there, value),
        };
        fields.set(said.field, Some(merged));
    }
    fields
}

/// The new value, whose items keep the details that the old ones have, unless they bring their own.
fn with_details(there: &Value, value: &Value) -> Value {
    let keep = |item: &Value| {
        let old = there.items().iter().find(|old| old.main() == item.main());
        match old {
            Some(old) if item.details().is_empty() => old.clone(),
            _ => item.clone(),
        }
    };
    match value {
        Value::Many(items) => Value::Many(items.iter().map(keep).collect()),
        one => keep(one),
    }
}
