//! The plan of an import: rows against what is known, as one commit, with counts, doubts, refusals.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::Arc;

use ulid::Ulid;

use super::doubt::Doubt;
use super::draft::{Drafts, references};
use super::outcome::{Counts, Origin, Plan};
use super::recall::{Recall, shape};
use super::verdict::{Decision, Decisions, Judged, Open, Verdict, called};
use super::{Mode, Proposed, Row};
use crate::exchange::known::Known;
use crate::exchange::refusal::{Reason, Refusal};
use crate::exchange::remark::{Remark, RemarkKind};
use crate::model::{Bundle, Commit, Content, Date, Edit, Fault, Kind, RecordRef, Step, Verb};

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

/// Plans an import of which nothing is decided beforehand. `ids` gives a new id each time. Nothing is changed:
/// committing the plan's commit does that, and a dry run is not to.
pub fn plan(
    proposed: Proposed,
    known: &dyn Known,
    ids: &mut dyn FnMut() -> Ulid,
    origin: &Origin,
) -> Plan {
    let mut go_on = |_, _| ControlFlow::<Infallible>::Continue(());
    let decisions = Decisions::default();
    let Ok(plan) = plan_while(
        &proposed,
        known,
        ids,
        origin,
        (&decisions, &Recall::default()),
        &mut go_on,
    );
    plan
}

/// As `plan`, with what a person has decided; `step` is told how many rows are planned, of how many, and may end it.
///
/// # Errors
/// What `step` ended it with.
pub fn plan_while<B>(
    proposed: &Proposed,
    known: &dyn Known,
    ids: &mut dyn FnMut() -> Ulid,
    origin: &Origin,
    (decisions, recall): (&Decisions, &Recall),
    step: &mut dyn FnMut(usize, usize) -> ControlFlow<B>,
) -> Result<Plan, B> {
    let mut own: HashSet<RecordRef> = proposed.rows.iter().filter_map(Row::own).collect();
    loop {
        let mut planner = Planner {
            drafts: Drafts::new(known),
            ids: &mut *ids,
            decisions,
            recall,
            current: None,
            recalled: 0,
            day: known.zone().day(origin.at),
            mode: decisions.mode.unwrap_or(proposed.mode),
            is_last: false,
            landed: HashMap::new(),
            landing: Vec::new(),
            own,
            foreign: HashMap::new(),
            foreign_of: HashMap::new(),
            counts: Counts {
                read: proposed.count,
                ..Counts::default()
            },
            bundles: Vec::new(),
            doubts: Vec::new(),
            of_row: Vec::new(),
            rows: Vec::with_capacity(proposed.rows.len()),
            open: BTreeMap::new(),
            called: BTreeMap::new(),
        };
        let mut refused = proposed.refused.clone();
        planner.take_all(&proposed.rows, &mut refused, step)?;
        if planner.has_lost() {
            own = planner.kept();
            continue;
        }
        refused.sort_by_key(|refusal| (refusal.line, refusal.column));
        planner
            .doubts
            .sort_by_key(|doubt| (doubt.line, doubt.column));
        planner.bundles.sort_by_key(|bundle| bundle.line);
        let commit = planner.commit(origin);
        let recalled =
            (planner.recalled > 0).then(|| Remark::of_file(RemarkKind::Recalled(planner.recalled)));
        return Ok(Plan {
            head: origin.head,
            commit,
            counts: planner.counts,
            bundles: Arc::new(planner.bundles),
            rows: in_order(planner.rows, &refused),
            open: planner.open,
            called: planner.called,
            decisions: decisions.clone(),
            doubts: planner.doubts,
            refused,
            said: recalled
                .into_iter()
                .chain(proposed.said.iter().cloned())
                .collect(),
        });
    }
}

/// The rows in the order of the file, with those that could not even be read.
fn in_order(mut rows: Vec<Judged>, refused: &[Refusal]) -> Vec<Judged> {
    rows.sort_by_key(|row| row.line);
    let of_row = refused.iter().filter(|refusal| !refusal.is_of_file());
    let mut unread: Vec<u64> = of_row.map(|refusal| refusal.line).collect();
    unread.dedup();
    unread.retain(|line| rows.binary_search_by_key(line, |row| row.line).is_err());
    if !unread.is_empty() {
        rows.extend(unread.into_iter().map(|line| Judged {
            line,
            verdict: Verdict::Refused,
            record: None,
        }));
        rows.sort_by_key(|row| row.line);
    }
    rows
}

fn is_unfound(reason: &Reason) -> bool {
    matches!(reason, Reason::Value(Fault::NoRecord(_)))
}

/// Why a row is not taken.
pub enum Untaken {
    /// What is wrong with it.
    Refused(Vec<Refusal>),
    /// A person has to decide that first.
    Open(Box<Open>),
    /// A person decided to leave it out.
    Skipped,
}

/// Why a row does not find what it points to.
pub enum Missed {
    /// There is none.
    Fault(Fault),
    /// The row is not taken.
    Left(Untaken),
}

impl Untaken {
    /// The same, of that column where it says none.
    pub fn at(mut self, column: Option<usize>) -> Untaken {
        if let Untaken::Open(open) = &mut self {
            open.column = open.column.or(column);
        }
        self
    }
}

impl From<Fault> for Missed {
    fn from(fault: Fault) -> Missed {
        Missed::Fault(fault)
    }
}

/// A plan in the making.
pub struct Planner<'a> {
    /// What is known, and what the file made of it so far.
    pub drafts: Drafts<'a>,
    /// Gives a new id each time.
    pub ids: &'a mut dyn FnMut() -> Ulid,
    decisions: &'a Decisions,
    recall: &'a Recall,
    /// The row that is taken.
    current: Option<&'a Row>,
    /// How many rows are decided as others were before.
    recalled: usize,
    /// The day it is.
    pub day: Date,
    /// What the rows may change.
    pub mode: Mode,
    /// Whether a name that nobody has leaves out its value and not its row: no row further down has it.
    pub is_last: bool,
    /// The rows that were about a record before, by their lines.
    pub landed: HashMap<RecordRef, u64>,
    /// What this row is about.
    pub landing: Vec<RecordRef>,
    /// The records that the file brings with their own ids, where guichet wrote it: they are there for all that point
    /// to them, in whatever order.
    own: HashSet<RecordRef>,
    /// The records of the ids of another system.
    pub foreign: HashMap<(Kind, String), RecordRef>,
    /// And the other way round.
    pub foreign_of: HashMap<RecordRef, String>,
    /// In numbers.
    pub counts: Counts,
    bundles: Vec<Bundle>,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
    /// What of the row a person has to decide, may decide or has decided.
    pub of_row: Vec<Open>,
    rows: Vec<Judged>,
    open: BTreeMap<u64, Vec<Open>>,
    called: BTreeMap<u64, Box<str>>,
}

impl<'a> Planner<'a> {
    /// Takes all rows.
    fn take_all<B>(
        &mut self,
        rows: &'a [Row],
        refused: &mut Vec<Refusal>,
        step: &mut dyn FnMut(usize, usize) -> ControlFlow<B>,
    ) -> Result<(), B> {
        let mut waiting: Vec<&Row> = rows.iter().collect();
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
                match self.take(row) {
                    Ok(()) => {}
                    Err(problems) if problems.iter().all(|p| is_unfound(&p.reason)) => {
                        faults.extend(problems);
                        next.push(row);
                    }
                    Err(problems) => {
                        self.judge(row, Verdict::Refused, None);
                        refused.extend(problems);
                    }
                }
            }
            if next.len() == before {
                if self.is_last {
                    next.iter()
                        .for_each(|row| self.judge(row, Verdict::Refused, None));
                    refused.append(&mut faults);
                    break;
                }
                self.is_last = true;
            }
            waiting = next;
        }
        Ok(())
    }

    /// Whether a record is there for what points to it.
    pub fn is_there(&self, record: RecordRef) -> bool {
        let is_own = || self.own.contains(&record) || self.drafts.is_taken(record);
        self.drafts.fields(record).is_some() || (!self.own.is_empty() && is_own())
    }

    /// Of the records that the file brings, those that are there now.
    fn kept(self) -> HashSet<RecordRef> {
        let Planner {
            drafts, mut own, ..
        } = self;
        own.retain(|record| drafts.is_taken(*record));
        own
    }

    /// Whether something taken points to a record that the file was to bring, and whose row is not taken.
    fn has_lost(&self) -> bool {
        let is_lost = |to: RecordRef| self.own.contains(&to) && !self.drafts.is_taken(to);
        let mut changed = self.drafts.changed();
        !self.own.is_empty() && changed.any(|(_, draft)| references(&draft.fields).any(is_lost))
    }

    /// Takes a row whole, or not at all.
    fn take(&mut self, row: &'a Row) -> Result<(), Vec<Refusal>> {
        if self.decisions.skips(row.line) {
            self.judge(row, Verdict::Skipped, None);
            return Ok(());
        }
        self.current = Some(row);
        let (doubts, counts) = (self.doubts.len(), self.counts);
        let mut beside: Vec<RecordRef> = Vec::new();
        let mut outcomes = Vec::new();
        for proposal in &row.proposals {
            match self.propose(row.line, proposal, &beside) {
                Ok((record, outcome)) => {
                    beside.push(record);
                    outcomes.push(outcome);
                }
                Err(untaken) => {
                    self.drafts.drop_row();
                    self.landing.clear();
                    self.doubts.truncate(doubts);
                    self.counts = counts;
                    return self.leave(row, untaken);
                }
            }
        }
        for record in self.landing.drain(..) {
            self.landed.entry(record).or_insert(row.line);
        }
        let records = self.drafts.keep_row();
        if !records.is_empty() {
            let line = row.line;
            self.bundles.push(Bundle { line, records });
        }
        let any = outcomes.iter().any(|outcome| *outcome != Outcome::Same);
        let verdict = match outcomes.first() {
            Some(Outcome::Made) => Verdict::Make,
            _ if any => Verdict::Change,
            _ => Verdict::Same,
        };
        self.judge(row, verdict, beside.first().copied());
        Ok(())
    }

    /// A row is not taken: what a person has to decide of it, or left out, is told; what is wrong with it comes back.
    fn leave(&mut self, row: &Row, untaken: Untaken) -> Result<(), Vec<Refusal>> {
        match untaken {
            Untaken::Refused(problems) => {
                // It may be tried again.
                self.of_row.clear();
                return Err(problems);
            }
            Untaken::Open(open) => {
                self.doubts.push(Doubt {
                    line: row.line,
                    column: open.column,
                    kind: open.doubt.clone(),
                });
                self.of_row.push(*open);
                self.judge(row, Verdict::Doubtful, None);
            }
            Untaken::Skipped => self.judge(row, Verdict::Skipped, None),
        }
        Ok(())
    }

    /// That is what a row comes to.
    fn judge(&mut self, row: &Row, verdict: Verdict, record: Option<RecordRef>) {
        match verdict {
            Verdict::Make => self.counts.made += 1,
            Verdict::Change => self.counts.updated += 1,
            Verdict::Same => self.counts.same += 1,
            Verdict::Doubtful => self.counts.doubtful += 1,
            Verdict::Skipped => self.counts.skipped += 1,
            Verdict::Refused => {}
        }
        let line = row.line;
        if record.is_none() {
            self.called.insert(line, called(row));
        }
        if !self.of_row.is_empty() {
            let decisions = self.decisions;
            let mut of_row = self.of_row.iter();
            let is_recalled = of_row.any(|open| decisions.is_recalled(line, open));
            self.recalled += usize::from(is_recalled);
            self.open.insert(line, std::mem::take(&mut self.of_row));
        }
        self.rows.push(Judged {
            line,
            verdict,
            record,
        });
    }

    /// With what was decided of it.
    pub fn answered(&self, line: u64, mut open: Open) -> Open {
        if let Some(row) = self.current {
            open.shape = shape(row, &open);
            open.recalled = self.recall.of(open.shape);
        }
        open.decided = self.decisions.of(line, &open);
        open
    }

    /// What was decided of something doubtful: that record, or (`None`) a new one.
    ///
    /// # Errors
    /// It is not decided, or the row is left out.
    pub fn decided(&mut self, line: u64, open: Open) -> Result<Option<RecordRef>, Untaken> {
        let open = self.answered(line, open);
        let found = match open.decided {
            None => return Err(Untaken::Open(Box::new(open))),
            Some(Decision::Skip) => Err(Untaken::Skipped),
            Some(Decision::New) => Ok(None),
            Some(Decision::This(record)) => Ok(Some(record)),
            Some(Decision::First) => Ok(open.candidates.first().map(|first| first.record)),
        };
        self.of_row.push(open);
        found
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
                trashed: draft.trashed,
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
