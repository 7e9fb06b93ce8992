//! Whom a row is about: by the id that it gives, else by the ladder of its kind; and what a person has to decide of it.

use ulid::Ulid;

use super::Proposal;
use super::doubt::DoubtKind;
use super::matching::{self, Likely, Match, Wanted};
use super::plan::{Planner, Untaken};
use super::standing;
use super::verdict::{Candidate, Decision, Open, Why};
use crate::exchange::refusal::{Reason, Refusal};
use crate::model::fold::fold;
use crate::model::identifiers::{code, is_shared_mailbox};
use crate::model::{FieldNo, FieldType, Fields, Kind, RecordRef};

/// Whom a row is about.
#[derive(Default)]
pub struct Identity {
    /// The record that is there.
    pub found: Option<RecordRef>,
    /// The id of the one that is to be made, where the row gives one.
    pub id: Option<RecordRef>,
    /// What a person may decide of it.
    pub open: Option<Open>,
    /// What else is said.
    pub doubts: Vec<DoubtKind>,
}

/// The id that a row gives.
enum Id {
    /// One of this store's kind.
    Own(RecordRef),
    /// One of another system.
    Foreign(String),
    None,
}

impl Planner<'_> {
    /// Finds out whom a row is about.
    ///
    /// # Errors
    /// Its id is that of another kind; a person has to decide first; or decided to leave it out.
    pub fn identify(
        &mut self,
        line: u64,
        proposal: &Proposal,
        filling: &[FieldNo],
        fields: &Fields,
        at: Option<RecordRef>,
    ) -> Result<Identity, Untaken> {
        let kind = proposal.kind;
        let wanted = Wanted {
            kind,
            fields,
            filling,
            own_source: proposal.own_source,
            at,
            also: &proposal.also,
            is_asked: proposal.is_asked(),
        };
        let mut identity = Identity::default();
        let foreign = match id(line, proposal)? {
            Id::Own(record) => {
                self.by_id(line, record, proposal, &wanted, &mut identity)?;
                return Ok(identity);
            }
            Id::Foreign(id) => {
                let key = (kind, id.clone());
                identity.doubts.push(DoubtKind::ForeignId(id));
                if let Some(record) = self.foreign.get(&key).copied()
                    && self.drafts.fields(record).is_some()
                {
                    identity.found = Some(record);
                    return Ok(identity);
                }
                Some(key)
            }
            Id::None => None,
        };
        let found = matching::find(&wanted, &self.drafts);
        let found = self.apart_from_other_rows(&wanted, foreign.as_ref(), found);
        match found {
            Match::Known(record) => identity.found = Some(record),
            Match::New => {}
            Match::Several(candidates) => {
                identity.found = self.decided(line, Open::among(kind, candidates, true))?;
            }
            Match::Likely(likely) => self.likely(line, kind, likely, &mut identity)?,
        }
        Ok(identity)
    }

    /// By an id of this store. One that it lacks is made with that id, whatever it is called.
    fn by_id(
        &mut self,
        line: u64,
        record: RecordRef,
        proposal: &Proposal,
        wanted: &Wanted,
        identity: &mut Identity,
    ) -> Result<(), Untaken> {
        let kind = wanted.kind;
        let is_trashed = proposal.is_trashed();
        let title = |planner: &Planner| standing::title_of(record, &planner.drafts);
        let open = |doubt| Open {
            doubt,
            ..Open::among(
                kind,
                vec![Candidate {
                    record,
                    why: Why::Id,
                }],
                true,
            )
        };
        let there = match is_trashed {
            true => self.drafts.fields_of_any(record),
            false => self.drafts.fields(record),
        };
        match there {
            Some(there) => {
                let again = self.landed.get(&record).copied();
                let unlike = || {
                    !matching::contradictions(kind, wanted.fields, wanted.filling, &there)
                        .is_empty()
                };
                identity.found = match again.filter(|_| unlike()) {
                    Some(before) => {
                        let what = title(self);
                        self.decided(line, open(DoubtKind::SameId(what, before)))?
                    }
                    None => Some(record),
                };
            }
            None if self.drafts.is_taken(record) => {
                let what = title(self);
                identity.found = self.decided(line, open(DoubtKind::InTrash(what)))?;
            }
            None => {
                identity.id = Some(record);
                let is_one = wanted.kind.definition().once.is_empty();
                if wanted.is_asked && is_one && !is_trashed {
                    self.beside_known(line, wanted, identity)?;
                }
            }
        }
        Ok(())
    }

    /// A record that is made with its own id stands beside one that is there and might be the same: it is said.
    fn beside_known(
        &mut self,
        line: u64,
        wanted: &Wanted,
        identity: &mut Identity,
    ) -> Result<(), Untaken> {
        let candidates = match matching::find(wanted, &self.drafts) {
            Match::New => return Ok(()),
            Match::Known(record) => vec![Candidate {
                record,
                why: Why::Key,
            }],
            Match::Several(candidates) => candidates,
            Match::Likely(likely) => likely.candidates,
        };
        let mut candidates = candidates;
        candidates.retain(|candidate| !self.drafts.is_made(candidate.record));
        let Some(first) = candidates.first() else {
            return Ok(());
        };
        let title = standing::title_of(first.record, &self.drafts);
        let likely = Likely {
            assumed: None,
            doubt: DoubtKind::Namesake(title),
            candidates,
        };
        self.likely(line, wanted.kind, likely, identity)
    }

    /// Takes what is likely, unless a person decided otherwise.
    fn likely(
        &mut self,
        line: u64,
        kind: Kind,
        likely: Likely,
        identity: &mut Identity,
    ) -> Result<(), Untaken> {
        let open = Open {
            doubt: likely.doubt,
            assumed: Some(match likely.assumed {
                Some(record) => Decision::This(record),
                None => Decision::New,
            }),
            ..Open::among(kind, likely.candidates, true)
        };
        let open = self.answered(line, open);
        if open.decided == Some(Decision::Skip) {
            return Err(Untaken::Skipped);
        }
        identity.found = match open.decided.or(open.assumed) {
            Some(Decision::This(record)) => Some(record),
            Some(Decision::First) => open.candidates.first().map(|first| first.record),
            _ => None,
        };
        if identity.found.is_some() {
            identity.id = None;
        }
        identity.open = Some(open);
        Ok(())
    }

    /// Two rows of one file that say different things are two, unless what identifies says that they are one.
    fn apart_from_other_rows(
        &self,
        wanted: &Wanted,
        foreign: Option<&(Kind, String)>,
        found: Match,
    ) -> Match {
        let record = match &found {
            Match::Known(record) => *record,
            Match::Likely(Likely {
                assumed: Some(record),
                ..
            }) => *record,
            _ => return found,
        };
        let kind = wanted.kind;
        if !wanted.is_asked || !kind.definition().once.is_empty() {
            return found;
        }
        let title = || standing::title_of(record, &self.drafts);
        let candidate = |why| vec![Candidate { record, why }];
        let other = self.foreign_of.get(&record);
        if let (Some(own), Some(other)) = (foreign, other)
            && own.1 != *other
        {
            return Match::Likely(Likely {
                assumed: None,
                doubt: DoubtKind::Namesake(title()),
                candidates: candidate(Why::Key),
            });
        }
        let Some(line) = self.landed.get(&record).copied() else {
            return found;
        };
        let there = self.drafts.fields(record).unwrap_or_default();
        let unlike = matching::contradictions(kind, wanted.fields, wanted.filling, &there);
        if unlike.is_empty() {
            return found;
        }
        let is_sure = is_identified(kind, wanted.fields, &there);
        Match::Likely(Likely {
            assumed: Some(record).filter(|_| is_sure),
            doubt: DoubtKind::Unlike(title(), line),
            candidates: candidate(Why::Key),
        })
    }
}

fn id(line: u64, proposal: &Proposal) -> Result<Id, Untaken> {
    let Some(id) = &proposal.id else {
        return Ok(Id::None);
    };
    match (id.parse::<RecordRef>(), Ulid::from_string(id)) {
        (Ok(record), _) if record.kind != proposal.kind => Err(Untaken::Refused(vec![Refusal {
            line,
            column: None,
            field: String::new(),
            reason: Reason::Id,
        }])),
        (Ok(record), _) => Ok(Id::Own(record)),
        (_, Ok(id)) => Ok(Id::Own(RecordRef::new(proposal.kind, id))),
        _ => Ok(Id::Foreign(id.clone())),
    }
}

/// Whether a code, or an address of one's own, says that both are one.
fn is_identified(kind: Kind, given: &Fields, there: &Fields) -> bool {
    kind.fields().iter().any(|field| {
        let texts = |fields: &Fields| -> Vec<String> {
            let values = fields.get(field.number).into_iter();
            let items = values.flat_map(|value| value.items().to_vec());
            items
                .filter_map(|item| item.as_text().map(str::to_string))
                .collect()
        };
        let (mine, theirs) = (texts(given), texts(there));
        let any = |same: &dyn Fn(&str, &str) -> bool| {
            mine.iter()
                .any(|one| theirs.iter().any(|other| same(one, other)))
        };
        match field.kind {
            _ if field.identifies => any(&|one, other| code(one) == code(other)),
            FieldType::Email => {
                any(&|one, other| fold(one) == fold(other) && !is_shared_mailbox(one))
            }
            _ => false,
        }
    })
}
