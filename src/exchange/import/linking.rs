//! Which record a row points to.

use std::collections::BTreeSet;

use super::clue::{Clue, full_name};
use super::doubt::{Doubt, DoubtKind};
use super::plan::{Missed, Outcome, Planner, Untaken};
use super::verdict::{Candidate, Open, Why};
use super::{Link, Proposal, What, spelling};
use crate::exchange::refusal::{Reason, Refusal};
use crate::model::fold::fold;
use crate::model::{Fault, FieldNo, Kind, Natural, RecordRef};

/// So many people of one full name are looked at.
const NAMESAKES: usize = 50;

impl Planner<'_> {
    /// The record that a row points to, made if the link says so.
    pub fn link(
        &mut self,
        line: u64,
        link: &Link,
        beside: &[RecordRef],
    ) -> Result<RecordRef, Missed> {
        match link {
            Link::Beside(at) => beside.get(*at).copied().ok_or(Fault::Gone.into()),
            Link::Having(kind, field, text) => {
                match self.drafts.by_text(*kind, *field, &fold(text)).as_slice() {
                    [only] => Ok(*only),
                    [] => Err(Fault::NoRecord(None).into()),
                    several => self.one_of(line, several, &Why::Key),
                }
            }
            Link::Named(kinds, name) => self.named(line, kinds, name),
            Link::Made(proposal) => {
                let name = proposal.given.iter().find_map(|given| match &given.what {
                    What::Text(text) if Some(given.field) == name_field(proposal.kind) => {
                        Some(text.clone())
                    }
                    _ => None,
                });
                let known = name.as_deref().map(|name| self.body(proposal.kind, name));
                if let Some(Ok(record)) = known {
                    return Ok(record);
                }
                self.made(line, proposal, name.unwrap_or_default(), beside)
            }
            Link::OrMade(kinds, name, proposal) => {
                // What says no more than the name is looked for by it alone.
                if proposal.given.len() <= 1 {
                    match self.named(line, kinds, name) {
                        Err(Missed::Fault(Fault::NoRecord(_))) => {}
                        found => return found,
                    }
                }
                self.made(line, proposal, name.clone(), beside)
            }
        }
    }

    /// The record that is proposed, made where it is not known; a body that is made so is said.
    fn made(
        &mut self,
        line: u64,
        proposal: &Proposal,
        name: String,
        beside: &[RecordRef],
    ) -> Result<RecordRef, Missed> {
        let made = self.propose(line, proposal, beside);
        let (record, outcome) = made.map_err(|untaken| match untaken {
            Untaken::Refused(problems) => match problems.into_iter().next() {
                Some(Refusal {
                    reason: Reason::Value(fault),
                    ..
                }) => Missed::Fault(fault),
                _ => Missed::Fault(Fault::NoRecord(None)),
            },
            left => Missed::Left(left),
        })?;
        if outcome == Outcome::Made && is_body(proposal.kind) {
            self.doubts.push(Doubt {
                line,
                column: None,
                kind: DoubtKind::MadeOrganisation(name),
            });
        }
        Ok(record)
    }

    /// The one of several that is decided on.
    fn one_of(&mut self, line: u64, several: &[RecordRef], why: &Why) -> Result<RecordRef, Missed> {
        let candidates: Vec<Candidate> = several
            .iter()
            .map(|record| Candidate {
                record: *record,
                why: why.clone(),
            })
            .collect();
        let Some(kind) = several.first().map(|record| record.kind) else {
            return Err(Fault::NoRecord(None).into());
        };
        let decided = self.decided(line, Open::among(kind, candidates, false));
        decided
            .map_err(Missed::Left)?
            .ok_or(Fault::NoRecord(None).into())
    }

    /// The record that a text names, among what the file made and what is known.
    fn named(&mut self, line: u64, kinds: &[Kind], name: &str) -> Result<RecordRef, Missed> {
        if let Ok(record) = name.parse::<RecordRef>() {
            let fits = kinds.is_empty() || kinds.contains(&record.kind);
            return match fits && self.is_there(record) {
                true => Ok(record),
                false => Err(Fault::NoRecord(None).into()),
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
            if let Natural::Reached { address, .. } = definition.known {
                found.extend(self.person(kind, address, name));
            }
        }
        let body = |fault: Fault| match kinds {
            [kind] => self.body(*kind, name),
            _ => Err(fault),
        };
        match found.len() {
            0 => body(Fault::NoRecord(None))
                .or_else(|_| self.drafts.known.named(kinds, name))
                .map_err(Missed::from),
            1 => found.into_iter().next().ok_or(Fault::NoRecord(None).into()),
            _ => {
                let several: Vec<RecordRef> = found.into_iter().collect();
                self.one_of(line, &several, &Why::Name)
            }
        }
    }

    /// The people of that full name, or of that e-mail address.
    fn person(&self, kind: Kind, address: FieldNo, name: &str) -> Vec<RecordRef> {
        let folded = fold(name.trim());
        if folded.contains('@') {
            return self.drafts.by_text(kind, address, &folded);
        }
        folded
            .match_indices(' ')
            .filter_map(|(at, _)| Some((folded.get(..at)?, folded.get(at + 1..)?)))
            .flat_map(|(first, family)| {
                let key = full_name(first, family);
                self.drafts.by_clue(kind, Clue::FullName, &key, NAMESAKES)
            })
            .collect()
    }

    /// The body that a text means, if the kind is one of bodies: by name, acronym or former name, in any of its
    /// spellings.
    fn body(&self, kind: Kind, name: &str) -> Result<RecordRef, Fault> {
        let Natural::Named { names, sigle } = kind.definition().known else {
            return Err(Fault::NoRecord(None));
        };
        let (present, former) = names.split_at(names.len().min(1));
        let fields = || {
            present
                .iter()
                .copied()
                .chain([sigle])
                .chain(former.iter().copied())
        };
        for name in spelling::names_in(name) {
            for spelled in spelling::spellings(&name) {
                for field in fields() {
                    match self.drafts.by_text(kind, field, &spelled).as_slice() {
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

/// Whether records of a kind are known as bodies are.
fn is_body(kind: Kind) -> bool {
    matches!(kind.definition().known, Natural::Named { .. })
}

/// The field that alone makes the title.
fn name_field(kind: Kind) -> Option<FieldNo> {
    match kind.definition().title {
        [only] => Some(*only),
        _ => None,
    }
}
