//! A record as a row proposes it: found or made, merged, checked.

use std::collections::BTreeSet;

use ulid::Ulid;

use super::doubt::{Doubt, DoubtKind};
use super::draft::references;
use super::matching::{self, Match, Wanted};
use super::merge::merge;
use super::plan::{Missed, Outcome, Planner, Untaken};
use super::standing::{self, Tie};
use super::values;
use super::verdict::Open;
use super::{Given, How, Proposal, What};
use crate::exchange::refusal::{Reason, Refusal};
use crate::model::check::check;
use crate::model::text;
use crate::model::{FieldNo, Fields, Kind, RecordRef, Value};

impl Planner<'_> {
    /// Puts a record as the row proposes it.
    pub fn propose(
        &mut self,
        line: u64,
        proposal: &Proposal,
        beside: &[RecordRef],
    ) -> Result<(RecordRef, Outcome), Untaken> {
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
                Err(Missed::Fault(fault)) => {
                    problems.push(refusal(given.field, Reason::Value(fault)));
                }
                Err(Missed::Left(untaken)) => return Err(untaken.at(given.column)),
            }
        }
        let at = match &proposal.at {
            Some((link, column)) => match self.link(line, link, beside) {
                Ok(record) => Some(record),
                Err(Missed::Fault(fault)) => {
                    let place = proposal.kind.definition().known.place();
                    problems.push(Refusal {
                        line,
                        column: *column,
                        field: place.map_or("", |place| place.key).into(),
                        reason: Reason::Value(fault),
                    });
                    None
                }
                Err(Missed::Left(untaken)) => return Err(untaken.at(*column)),
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
            return Err(Untaken::Refused(problems));
        }
        let row = |reason| {
            Untaken::Refused(vec![Refusal {
                line,
                column: None,
                field: String::new(),
                reason,
            }])
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
                Match::Several(candidates) => {
                    found = self.decided(line, Open::among(kind, candidates, true))?;
                }
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
            return Err(Untaken::Refused(problems));
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
    ) -> Result<Option<Value>, Missed> {
        let Some(field) = kind.field(given.field) else {
            return Ok(None);
        };
        match &given.what {
            What::Value(value) => Ok(Some(value.clone())),
            What::Wrong(_, fault) => Err(fault.clone().into()),
            What::Text(typed) => {
                let reading = text::Parsing {
                    today: None,
                    separators: text::FILE_SEPARATORS,
                    names: &text::Nameless(self.drafts.known.zone()),
                };
                Ok(text::parse(field, typed, &reading)?)
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
}
