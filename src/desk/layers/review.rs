//! Who is there twice: groups of records that may be one, each looked at side by side, merged, or kept apart.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Surface;
use super::merge;
use super::narrowed::Narrowed;
use crate::catalog::{Band, Catalog, is_compared};
use crate::command::{Command, Need};
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene, Waiting};
use crate::desk::jobs::HowFar;
use crate::desk::jobs::twins::{Likely, Twinned, Twinning};
use crate::desk::message::{Effect, Job, JobId};
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::desk::step;
use crate::keymap::{Key, Mode};
use crate::model::{Content, Edit, Kind, Record, RecordRef, Verb, apart};

/// How many groups a question names.
const NAMED: usize = 8;

/// The layer.
#[derive(Debug)]
pub struct Review {
    /// The kind that is looked at.
    pub kind: Kind,
    /// The job that looks, until it has.
    pub asked: Option<JobId>,
    /// How far that is, once it is told.
    pub far: Option<HowFar>,
    /// How many records were compared.
    pub compared: usize,
    /// The groups that were found.
    pub groups: Vec<Likely>,
    /// Which of them show; all without one.
    pub show: Option<Band>,
    /// How many are sure, and how many to be looked at.
    pub counts: [usize; 2],
    /// Those that show.
    pub list: Narrowed,
    /// Whether each is still to be decided.
    open: Vec<bool>,
    /// Those that were left for now.
    skipped: BTreeSet<usize>,
}

impl Review {
    /// Of the kind that the pane lists, if that can be compared, else of people.
    pub fn open(screen: &Screen, cx: &mut Context) -> Review {
        let kinds = screen.list().map(|list| list.kinds()).unwrap_or_default();
        let kind = kinds.into_iter().find(|kind| is_compared(*kind));
        let kind = kind
            .or_else(|| compared_kinds().last())
            .unwrap_or(apart::APART);
        let mut review = Review::new(kind);
        review.look(cx);
        review
    }

    /// Of that kind, before it is looked at.
    pub fn new(kind: Kind) -> Review {
        Review {
            kind,
            asked: None,
            far: None,
            compared: 0,
            groups: Vec::new(),
            show: None,
            counts: [0; 2],
            list: Narrowed::default(),
            open: Vec::new(),
            skipped: BTreeSet::new(),
        }
    }

    fn look(&mut self, cx: &mut Context) {
        let twinning = Twinning {
            catalog: cx.catalog.clone(),
            kind: self.kind,
        };
        self.let_go(cx);
        self.far = None;
        self.asked = Some(cx.begin(Job::Twins(Box::new(twinning))));
    }

    /// What was looked for is found.
    pub fn found(&mut self, found: Twinned, scene: &Scene) {
        (self.asked, self.far) = (None, None);
        self.compared = found.compared;
        self.groups = found.groups;
        self.refresh(scene);
    }

    /// Looks again which groups are still to be decided.
    pub fn refresh(&mut self, scene: &Scene) {
        let apart = scene.catalog.apart();
        let open = self.groups.iter().map(|group| {
            let live = live(&group.records, scene.catalog);
            live.len() > 1 && !pairs(&live).any(|pair| apart.contains(&pair))
        });
        self.open = open.collect();
        self.narrow(scene);
    }

    fn narrow(&mut self, scene: &Scene) {
        let is_open = |at: &usize| self.open.get(*at) == Some(&true) && !self.skipped.contains(at);
        let groups = self.groups.iter().enumerate().filter(|(at, _)| is_open(at));
        let (mut same, mut ask) = (0, 0);
        let mut shown = Vec::new();
        for (at, group) in groups {
            match group.band {
                Band::Same => same += 1,
                Band::Ask => ask += 1,
            }
            if self.show.is_none_or(|band| band == group.band) {
                shown.push((at, group.folded.as_str()));
            }
        }
        self.counts = [same, ask];
        let before = self.list.cursor;
        let under = self.list.selected();
        self.list.narrow_among(shown.into_iter());
        // What is decided makes room for the next one.
        if under.is_some() && self.list.selected() != under {
            self.list.cursor = before;
        }
        self.list.step(0, self.listed(scene.layer_rows()));
    }

    /// The group under the cursor.
    pub fn selected(&self) -> Option<&Likely> {
        self.groups.get(self.list.selected()?)
    }

    /// The records of the group under the cursor that are there.
    pub fn records(&self, catalog: &Catalog) -> Vec<RecordRef> {
        let selected = self.selected();
        selected.map_or_else(Vec::new, |group| live(&group.records, catalog))
    }

    /// How many of so many lines list the groups; the one under the cursor has the others.
    pub fn listed(&self, height: usize) -> usize {
        (height * 2 / 5).max(1)
    }

    fn merge_same(&self, cx: &mut Context) {
        let same = self.list.shown.iter().filter_map(|at| self.groups.get(*at));
        let same: Vec<Vec<RecordRef>> = same
            .filter(|group| group.band == Band::Same)
            .map(|group| live(&group.records, cx.catalog))
            .collect();
        if same.is_empty() {
            return cx.say_word(Tone::Note, "review-nothing");
        }
        let mut details: Vec<String> = same
            .iter()
            .take(NAMED)
            .map(|group| titles(group, cx.catalog))
            .collect();
        if same.len() > NAMED {
            details.push(cx.format("review-more", &[("n", (same.len() - NAMED).into())]));
        }
        let words = cx.format("ask-merge-same", &[("n", same.len().into())]);
        cx.question(words, details, Some(Ask::MergeAll(Arc::new(same))));
    }

    /// Keeps that those under the cursor are not the same.
    fn keep_apart(&self, cx: &mut Context) {
        let known = cx.catalog.apart();
        let records = self.records(cx.catalog);
        let mut edits = Vec::new();
        let mut subject = String::new();
        for pair in pairs(&records).filter(|pair| !known.contains(pair)) {
            let Some(fields) = apart::fields(pair) else {
                return cx.say_word(Tone::Warning, "review-not-kept");
            };
            let record = RecordRef::new(apart::APART, cx.new_id());
            subject = cx.catalog.title_of(&Record::new(record, 0, false, &fields));
            edits.push(Edit {
                record,
                base: 0,
                after: Some(Content {
                    trashed: false,
                    fields,
                }),
            });
        }
        let records: Vec<RecordRef> = edits.iter().map(|edit| edit.record).collect();
        let step = match records.as_slice() {
            [] => return,
            [one] => step::of_one(Verb::Add, *one, subject, &[]),
            _ => step::of_many(cx.catalog, Verb::Add, &records, Vec::new()),
        };
        cx.commit(step, edits, Waiting::Change);
    }

    fn let_go(&mut self, cx: &mut Context) {
        if let Some(job) = self.asked.take() {
            cx.emit(Effect::Cancel(job));
        }
        cx.let_go(std::mem::take(&mut self.groups));
        self.skipped.clear();
        self.refresh(cx);
    }

    /// What shows is turned: all, the sure ones, those to look at.
    fn turn(&mut self, scene: &Scene) {
        self.show = match self.show {
            None => Some(Band::Same),
            Some(Band::Same) => Some(Band::Ask),
            Some(Band::Ask) => None,
        };
        self.narrow(scene);
    }
}

/// What they are called: `Marie Dupont = Marie Dupond`.
pub fn titles(records: &[RecordRef], catalog: &Catalog) -> String {
    let titles = records.iter().filter_map(|record| catalog.title(*record));
    titles.collect::<Vec<_>>().join(" = ")
}

/// The kinds that can be looked at, in order.
fn compared_kinds() -> impl DoubleEndedIterator<Item = Kind> {
    let kinds = Kind::ALL.iter().copied();
    kinds.filter(|kind| is_compared(*kind) && apart::can_hold(*kind))
}

fn live(records: &[RecordRef], catalog: &Catalog) -> Vec<RecordRef> {
    let is_live = |record: &&RecordRef| catalog.get(**record).is_some_and(|at| !at.trashed);
    records.iter().filter(is_live).copied().collect()
}

/// All pairs of these, each in order.
fn pairs(records: &[RecordRef]) -> impl Iterator<Item = [RecordRef; 2]> + '_ {
    let firsts = records.iter().enumerate();
    firsts.flat_map(|(at, one)| {
        records.iter().skip(at + 1).map(move |other| {
            let mut pair = [*one, *other];
            pair.sort_unstable();
            pair
        })
    })
}

impl Surface for Review {
    fn mode(&self) -> Mode {
        match self.list.typing {
            true => Mode::Filter,
            false => Mode::Review,
        }
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        let rows = self.listed(cx.layer_rows());
        self.list.step(motion.rows(rows), rows);
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        let records = self.records(cx.catalog);
        match command {
            Command::Accept if self.list.typing => self.list.typing = false,
            Command::JournalNarrow => self.list.typing = true,
            Command::ReviewShowNext => self.turn(cx),
            Command::ReviewKind => {
                let next = compared_kinds().find(|kind| *kind > self.kind);
                self.kind = next
                    .or_else(|| compared_kinds().next())
                    .unwrap_or(self.kind);
                self.look(cx);
            }
            Command::ReviewMergeSame => self.merge_same(cx),
            Command::Accept if records.len() > 1 => cx.ask(Ask::Merge(records)),
            Command::ReviewMerge if records.len() > 1 => {
                merge::merge(&records, &Default::default(), cx);
            }
            Command::ReviewApart => self.keep_apart(cx),
            Command::ReviewSkip => {
                self.skipped.extend(self.list.selected());
                self.narrow(cx);
            }
            Command::Accept | Command::ReviewMerge => {}
            _ => return false,
        }
        true
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        if self.list.widen() {
            return self.narrow(cx);
        }
        self.let_go(cx);
        cx.ask(Ask::Close);
    }

    fn key(&mut self, key: Key, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.list.key(key);
        if taken {
            self.narrow(cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.list.insert(text);
        if taken {
            self.narrow(cx);
        }
        taken
    }

    fn meets(&self, need: Need) -> bool {
        matches!(need, Need::Review | Need::Journal)
    }
}
