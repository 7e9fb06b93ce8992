//! What stands against moving records to the trash, and what emptying it would leave.

use std::collections::{BTreeMap, HashSet};

use super::chosen::Chosen;
use super::cue::{Cue, HowFar};
use crate::catalog::{Catalog, Query};
use crate::model::{Collection, Kind, Lang, RecordRef};

/// After so many records it is looked whether it is given up.
const PART: usize = 256;
/// How many records a question names.
pub const NAMED: usize = 10;

/// The live records that point at others, counted by kind.
pub type Pointing = BTreeMap<Kind, usize>;

/// What is to be moved to the trash.
#[derive(Debug)]
pub struct Weighing {
    /// The records that there are.
    pub catalog: Catalog,
    /// Those that are meant.
    pub chosen: Chosen,
    /// What the list leaves of them on the screen, where it hides some.
    pub listed: Option<(Vec<Collection>, Query)>,
}

/// What stands against it.
#[derive(Debug)]
pub struct Weighed {
    /// Those that are live.
    pub chosen: Chosen,
    /// Who points at one of them without being among them.
    pub pointing: Pointing,
    /// The first of those at which somebody points, with who.
    pub needed: Vec<(RecordRef, Pointing)>,
    /// How many the list hides, and the first of them.
    pub hidden: (usize, Vec<RecordRef>),
}

impl Weighed {
    /// Whether anything stands against it.
    pub fn speaks_against(&self) -> bool {
        !self.pointing.is_empty() || self.hidden.0 > 0
    }
}

impl Weighing {
    /// Weighs it; `None` if it is given up.
    pub fn weighed(&self, cue: &Cue) -> Option<Weighed> {
        let catalog = &self.catalog;
        let mut records = self.chosen.in_order();
        records.retain(|record| catalog.get(*record).is_some_and(|at| !at.trashed));
        let among: HashSet<RecordRef> = records.iter().copied().collect();
        let mut pointing: HashSet<RecordRef> = HashSet::new();
        let mut needed = Vec::new();
        for (at, record) in records.iter().enumerate() {
            let far = HowFar::Looked(at, records.len());
            if at % PART == 0 && cue.goes_on(far).is_break() {
                return None;
            }
            let links = catalog.links_to(*record).map(|link| link.from);
            pointing.extend(links.filter(|from| !among.contains(from)));
            if needed.len() < NAMED {
                let others = catalog.links_to(*record).map(|link| link.from);
                let others: HashSet<RecordRef> = others.filter(|from| from != record).collect();
                if !others.is_empty() {
                    needed.push((*record, counted(others)));
                }
            }
        }
        let hidden = match &self.listed {
            None => (0, Vec::new()),
            Some((collections, query)) => {
                let listed = catalog.filter(collections, query).rows;
                let listed: HashSet<RecordRef> = listed.into_iter().collect();
                let mut hidden: Vec<RecordRef> = records.clone();
                hidden.retain(|record| !listed.contains(record));
                let count = hidden.len();
                hidden.truncate(NAMED);
                (count, hidden)
            }
        };
        let chosen = match records.len() == self.chosen.len() {
            true => self.chosen.clone(),
            false => records.into(),
        };
        Some(Weighed {
            chosen,
            pointing: counted(pointing),
            needed,
            hidden,
        })
    }
}

/// Those that point there: "3 inscriptions, 2 échanges".
pub fn in_words(pointing: &Pointing, lang: Lang) -> String {
    let words = pointing.iter().map(|(kind, count)| {
        let name = match count {
            1 => kind.name(lang),
            _ => kind.plural(lang),
        };
        format!("{count} {}", name.to_lowercase())
    });
    words.collect::<Vec<_>>().join(", ")
}

fn counted(records: HashSet<RecordRef>) -> Pointing {
    let mut counts = Pointing::new();
    for record in records {
        *counts.entry(record.kind).or_default() += 1;
    }
    counts
}

/// What emptying the trash comes to.
#[derive(Debug, Default)]
pub struct Emptied {
    /// How many records go.
    pub gone: usize,
    /// How many stay, since others point at them, and the first of them.
    pub kept: (usize, Vec<RecordRef>),
}

impl Emptied {
    /// What it comes to in that catalog.
    pub fn of(catalog: &Catalog) -> Emptied {
        let (gone, mut kept) = catalog.purgeable();
        let count = kept.len();
        kept.truncate(NAMED);
        Emptied {
            gone: gone.len(),
            kept: (count, kept),
        }
    }
}
