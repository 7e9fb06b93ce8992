//! A record as a row proposes it: found or made, merged, checked.

use std::collections::BTreeSet;

use ulid::Ulid;

use super::doubt::{Doubt, DoubtKind};
use super::draft::references;
use super::merge::merge;
use super::plan::{Missed, Outcome, Planner, Untaken};
use super::standing::{self, Tie};
use super::values;
use super::{Given, How, Link, Mode, Proposal, What};
use crate::exchange::refusal::{Reason, Refusal};
use crate::model::check::check;
use crate::model::text;
use crate::model::{Fault, FieldNo, Fields, Kind, RecordRef, Value};

impl Planner<'_> {
    /// Puts a record as the row proposes it.
    pub fn propose(
        &mut self,
        line: u64,
        proposal: &Proposal,
        beside: &[RecordRef],
    ) -> Result<(RecordRef, Outcome), Untaken> {
        let kind = proposal.kind;
        let is_own = proposal.own.is_some();
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
        let mut left_out: Vec<Doubt> = Vec::new();
        for given in &proposal.given {
            match self.value(line, kind, given, beside) {
                Ok(value) => {
                    let doubt = |kind| Doubt {
                        line,
                        column: given.column,
                        kind,
                    };
                    let is_asked = given.column.is_some();
                    if proposal.is_raw(given.field) {
                        fields.set(given.field, value);
                        continue;
                    }
                    let (value, wrong) = values::possible(kind, given.field, value, is_asked);
                    left_out.extend(wrong.into_iter().map(doubt));
                    if !is_own {
                        let seen = values::unusual(kind, given.field, value.as_ref());
                        unusual.extend(seen.into_iter().map(doubt));
                    }
                    fields.set(given.field, value);
                }
                Err(Missed::Fault(fault)) => match self.spared(kind, given, &fault) {
                    Some(doubt) => left_out.push(Doubt {
                        line,
                        column: given.column,
                        kind: doubt,
                    }),
                    None => problems.push(refusal(given.field, Reason::Value(fault))),
                },
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
            let exists = |record: RecordRef| self.is_there(record);
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
        let filling: Vec<FieldNo> = proposal
            .given
            .iter()
            .filter(|given| given.how != How::Set)
            .map(|given| given.field)
            .collect();
        let identity = self.identify(line, proposal, &filling, &fields, at)?;
        let found = identity.found;
        let mut doubts = identity.doubts;
        let is_link = !kind.definition().once.is_empty();
        if found.is_none() && self.mode == Mode::UpdateOnly && proposal.is_asked() && !is_link {
            return Err(row(Reason::Unknown));
        }
        let was_trashed = found.is_some_and(|record| self.drafts.is_trashed(record));
        let before = found.and_then(|record| match proposal.is_trashed() {
            true => self.drafts.fields_of_any(record),
            false => self.drafts.fields(record),
        });
        // What only fills gaps takes nothing away.
        let fills = self.mode == Mode::Fill && before.is_some() && !was_trashed;
        let trashed = proposal.is_trashed() && !fills;
        let in_trash = || found.and_then(|record| self.drafts.fields_of_any(record));
        let was = before.clone().or_else(in_trash).unwrap_or_default();
        let mut after = merge(kind, &was, &fields, proposal, self.mode, &mut doubts);
        let link = Tie {
            kind,
            found,
            before: before.as_ref(),
            day: self.day,
        };
        doubts.extend(link.keep_state(&fields, &mut after));
        if let Some(record) = found.filter(|_| self.mode == Mode::Create && proposal.is_asked()) {
            let named = doubts.into_iter().filter(DoubtKind::is_of_link);
            self.doubts.extend(named.map(of_row));
            return Ok((record, Outcome::Same));
        }
        // The printed tables of the report say what was, and are not asked.
        let is_as_it_was = is_own && found.is_none();
        if proposal.is_asked() && !is_as_it_was && !trashed {
            doubts.extend(link.doubts(&after, &self.drafts));
            let again = found.filter(|record| self.drafts.is_drafted(*record));
            let again = again.filter(|record| !record.kind.definition().once.is_empty());
            doubts.extend(
                again.map(|record| DoubtKind::Repeated(standing::titles(record, &self.drafts))),
            );
        }
        let exists = |record: RecordRef| self.is_there(record);
        let mut problems: Vec<Refusal> = Vec::new();
        for problem in check(kind, &after, &exists) {
            let given = fields.get(problem.field);
            if proposal.is_raw(problem.field) {
                continue;
            }
            // What is wrong already, and not by this row, is not held against it.
            if before.is_some() && given.is_none() {
                continue;
            }
            let field = kind.field(problem.field);
            let is_asked = proposal.is_asked();
            match (
                field.filter(|field| values::is_spared(kind, field, is_asked)),
                given,
            ) {
                (Some(field), Some(value)) => {
                    let written = values::written(field, value, self.drafts.known);
                    left_out.push(Doubt {
                        line,
                        column: column(problem.field),
                        kind: DoubtKind::LeftOut(field.key, written, problem.fault),
                    });
                    after.set(problem.field, was.get(problem.field).cloned());
                }
                _ => problems.push(refusal(problem.field, Reason::Value(problem.fault))),
            }
        }
        if !problems.is_empty() {
            return Err(Untaken::Refused(problems));
        }
        if before.as_ref() == Some(&after)
            && was_trashed == trashed
            && let Some(record) = found
        {
            let named = doubts.into_iter().filter(DoubtKind::is_of_link);
            self.doubts.extend(named.map(of_row));
            self.doubts.extend(left_out);
            self.land(proposal, record);
            return Ok((record, Outcome::Same));
        }
        doubts.extend(
            proposal
                .unsure
                .clone()
                .filter(|_| found.is_none())
                .map(DoubtKind::Name),
        );
        if let Some(open) = identity.open {
            if open.decided.is_none() {
                self.doubts.push(of_row(open.doubt.clone()));
            }
            self.of_row.push(open);
        }
        self.doubts.extend(doubts.into_iter().map(of_row));
        self.doubts.extend(left_out);
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
            .or(identity.id)
            .unwrap_or_else(|| RecordRef::new(kind, (self.ids)()));
        self.drafts.put(record, after, trashed);
        self.land(proposal, record);
        Ok((record, outcome))
    }

    /// The row is about that record: one further down that is too and says otherwise is told.
    fn land(&mut self, proposal: &Proposal, record: RecordRef) {
        if !proposal.is_asked() {
            return;
        }
        if record.kind.definition().once.is_empty() {
            self.landing.push(record);
        }
        if let Some(id) = &proposal.id
            && id.parse::<RecordRef>().is_err()
            && Ulid::from_string(id).is_err()
        {
            self.foreign.insert((record.kind, id.clone()), record);
            self.foreign_of.insert(record, id.clone());
        }
    }

    /// A wrong value of a file is left out, and not its row, where the record may stand without it. A name that nobody
    /// has yet may be that of a row further down.
    fn spared(&self, kind: Kind, given: &Given, fault: &Fault) -> Option<DoubtKind> {
        let is_asked = given.column.is_some();
        let field = kind
            .field(given.field)
            .filter(|field| values::is_spared(kind, field, is_asked))?;
        let is_later = matches!(fault, Fault::NoRecord(_)) && !self.is_last;
        let written = match &given.what {
            What::Text(text) | What::Wrong(text, _) => text.clone(),
            What::Links(links) => links.iter().find_map(|link| match link {
                Link::Named(_, name) | Link::OrMade(_, name, _) => Some(name.clone()),
                _ => None,
            })?,
            What::Value(_) | What::Cleared => return None,
        };
        (is_asked && !is_later).then(|| DoubtKind::LeftOut(field.key, written, fault.clone()))
    }

    fn value(
        &mut self,
        line: u64,
        kind: Kind,
        given: &Given,
        beside: &[RecordRef],
    ) -> Result<Option<Value>, Missed> {
        let Some(field) = kind.field(given.field) else {
            // One of a newer program.
            return Ok(match &given.what {
                What::Value(value) => Some(value.clone()),
                _ => None,
            });
        };
        match &given.what {
            What::Cleared => Ok(None),
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
