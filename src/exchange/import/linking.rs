//! Which record a row points to.

use std::collections::BTreeSet;

use super::outcome::{Doubt, DoubtKind};
use super::plan::{Outcome, Planner};
use super::{Link, What, spelling};
use crate::exchange::refusal::{Reason, Refusal};
use crate::model::fold::fold;
use crate::model::kinds::{organisation, person};
use crate::model::{Fault, FieldNo, Kind, RecordRef, Value};

impl Planner<'_> {
    /// The record that a row points to, made if the link says so.
    pub fn link(
        &mut self,
        line: u64,
        link: &Link,
        beside: &[RecordRef],
    ) -> Result<RecordRef, Fault> {
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
                    self.doubts.push(Doubt {
                        line,
                        column: None,
                        kind,
                    });
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
}

/// The field that alone makes the title.
fn name_field(kind: Kind) -> Option<FieldNo> {
    match kind.definition().title {
        [only] => Some(*only),
        _ => None,
    }
}
