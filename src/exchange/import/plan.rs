//! The plan of an import: rows against what is known, as one commit, with counts, doubts, refusals.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::Arc;

use ulid::Ulid;

use super::draft::{Drafts, references};
use super::matching::{self, Match, Wanted};
use super::merge::merge;
use super::outcome::{Counts, Doubt, DoubtKind, Origin, Plan};
use super::standing::{self, Tie};
use super::values;
use super::{Given, How, Proposal, Proposed, Row, What};
use crate::exchange::known::Known;
use crate::exchange::refusal::{Reason, Refusal};
use crate::model::check::check;
use crate::model::text;
use crate::model::{
    Bundle, Commit, Content, Date, Edit, Fault, FieldNo, Fields, Kind, RecordRef, Step, Value, Verb,
};

/// What a row came to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing new.
    Same,
    /// A record changed.
    Updated,
    /// A record made.
    Made,
}

/// After how many rows it is told how far the planning is.
const TOLD: usize = 128;

/// Plans an import. `ids` gives a new id each time. Nothing is changed: committing the plan's commit
/// does that, and a dry run is not to.
pub fn plan(
    proposed: Proposed,
    known: &dyn Known,
    ids: &mut dyn FnMut() -> Ulid,
    origin: &Origin,
) -> Plan {
    let mut go_on = |_, _| ControlFlow::<Infallible>::Continue(());
    let Ok(plan) = plan_while(proposed, known, ids, origin, &mut go_on);
    plan
}

/// As `plan`; `step` is told how many rows are planned, of how many, and may end it.
///
/// # Errors
/// What `step` ended it with.
pub fn plan_while<B>(
    proposed: Proposed,
    known: &dyn Known,
    ids: &mut dyn FnMut() -> Ulid,
    origin: &Origin,
    step: &mut dyn FnMut(usize, usize) -> ControlFlow<B>,
) -> Result<Plan, B> {
    let mut planner = Planner {
        drafts: Drafts::new(known),
        ids,
        day: known.zone().day(origin.at),
        counts: Counts {
            read: proposed.count,
            ..Counts::default()
        },
        bundles: Vec::new(),
        doubts: Vec::new(),
    };
    let mut refused = proposed.refused;
    let mut waiting: Vec<Row> = proposed.rows;
    let (mut looked_at, all) = (0, waiting.len());
    // A row may point to one further down: rows that name nobody yet are tried again, as long as
    // that gets some of them through.
    while !waiting.is_empty() {
        let (before, mut next, mut faults) = (waiting.len(), Vec::new(), Vec::new());
        for row in waiting {
            if looked_at % TOLD == 0
                && let ControlFlow::Break(end) = step(looked_at.min(all), all)
            {
                return Err(end);
            }
            looked_at += 1;
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
    planner
        .doubts
        .sort_by_key(|doubt| (doubt.line, doubt.column));
    let commit = planner.commit(origin);
    Ok(Plan {
        head: origin.head,
        commit,
        counts: planner.counts,
        bundles: Arc::new(planner.bundles),
        doubts: planner.doubts,
        refused,
        said: proposed.said,
    })
}

fn is_unfound(reason: &Reason) -> bool {
    matches!(reason, Reason::Value(Fault::NoRecord(_)))
}

/// A plan in the making.
pub struct Planner<'a> {
    /// What is known, and what the file made of it so far.
    pub drafts: Drafts<'a>,
    ids: &'a mut dyn FnMut() -> Ulid,
    day: Date,
    counts: Counts,
    bundles: Vec<Bundle>,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
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
        let (line, records) = (row.line, self.drafts.keep_row());
        if !records.is_empty() {
            self.bundles.push(Bundle { line, records });
        }
        let any = outcomes.iter().any(|outcome| *outcome != Outcome::Same);
        match outcomes.first() {
            Some(Outcome::Made) => self.counts.made += 1,
            _ if any => self.counts.updated += 1,
            _ => self.counts.same += 1,
        }
        Ok(())
    }

    /// Puts a record as the row proposes it.
    pub fn propose(
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
        let mut unusual = Vec::new();
        for given in &proposal.given {
            match self.value(line, kind, given, beside) {
                Ok(value) => {
                    let doubt = |kind| Doubt {
                        line,
                        column: given.column,
                        kind,
                    };
                    let (value, left_out) = values::possible(kind, given.field, value);
                    self.doubts.extend(left_out.into_iter().map(doubt));
                    let seen = values::unusual(kind, given.field, value.as_ref());
                    unusual.extend(seen.into_iter().map(doubt));
                    fields.set(given.field, value);
                }
                Err(fault) => problems.push(refusal(given.field, Reason::Value(fault))),
            }
        }
        let at = match &proposal.at {
            Some((link, column)) => match self.link(line, link, beside) {
                Ok(record) => Some(record),
                Err(fault) => {
                    let place = proposal.kind.definition().known.place();
                    problems.push(Refusal {
                        line,
                        column: *column,
                        field: place.map_or("", |place| place.key).into(),
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
        let of_row = |kind| Doubt {
            line,
            column: None,
            kind,
        };
        let mut wanted_id = None;
        let mut found = None;
        let mut doubts = Vec::new();
        if let Some(id) = &proposal.id {
            let of_kind = |id| RecordRef::new(kind, id);
            let record = match (id.parse::<RecordRef>(), Ulid::from_string(id)) {
                (Ok(record), _) if record.kind != kind => return Err(row(Reason::Id)),
                (Ok(record), _) => Some(record),
                (_, id) => id.ok().map(of_kind),
            };
            if record.is_none() {
                doubts.push(DoubtKind::ForeignId(id.clone()));
            }
            if let Some(record) = record {
                match self.drafts.fields(record) {
                    Some(_) => found = Some(record),
                    None if !self.drafts.is_taken(record) => wanted_id = Some(record),
                    None => {}
                }
            }
        }
        let filling: Vec<FieldNo> = proposal
            .given
            .iter()
            .filter(|given| given.how != How::Set)
            .map(|given| given.field)
            .collect();
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
        let mut after = merge(kind, before.clone().unwrap_or_default(), &fields, proposal);
        let link = Tie {
            kind,
            found,
            before: before.as_ref(),
            day: self.day,
        };
        doubts.extend(link.keep_state(&mut after));
        // The printed tables of the report say what was, and are not asked.
        if proposal.given.iter().any(|given| given.column.is_some()) {
            doubts.extend(link.doubts(&after, &self.drafts));
            let again = found.filter(|record| self.drafts.is_drafted(*record));
            let again = again.filter(|record| !record.kind.definition().once.is_empty());
            doubts.extend(
                again.map(|record| DoubtKind::Repeated(standing::titles(record, &self.drafts))),
            );
        }
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
            let named = doubts.into_iter().filter(DoubtKind::is_of_link);
            self.doubts.extend(named.map(of_row));
            return Ok((record, Outcome::Same));
        }
        doubts.extend(
            proposal
                .unsure
                .clone()
                .filter(|_| found.is_none())
                .map(DoubtKind::Name),
        );
        self.doubts.extend(doubts.into_iter().map(of_row));
        self.doubts.extend(unusual);
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
                let reading = text::Parsing {
                    today: None,
                    separators: text::FILE_SEPARATORS,
                    names: &text::Nameless(self.drafts.known.zone()),
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
