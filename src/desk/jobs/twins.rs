//! Who is there twice, looked for aside; and many groups made one record each.

use std::sync::Arc;

use super::cue::{Cue, HowFar};
use crate::catalog::{Band, Catalog, STAGES, Speaking, TwinGroup};
use crate::model::fold::fold;
use crate::model::text::shown;
use crate::model::{Author, Bundle, Commit, Kind, RecordRef};

/// Threads on which records are held against each other.
const THREADS: usize = 2;

/// A kind of which is looked who is there twice.
#[derive(Debug)]
pub struct Twinning {
    /// The records that there are.
    pub catalog: Catalog,
    /// The kind.
    pub kind: Kind,
}

/// Records that may be one.
#[derive(Debug)]
pub struct Likely {
    /// The records, the oldest first.
    pub records: Vec<RecordRef>,
    /// How sure it is.
    pub band: Band,
    /// The least chance of two of them, from 0 to 1.
    pub chance: f64,
    /// What speaks for the first two and against them, the weightiest first.
    pub evidence: Vec<Speaking>,
    /// What the list is narrowed by: all that they hold, folded.
    pub folded: String,
}

/// Who is there twice.
#[derive(Debug)]
pub struct Twinned {
    /// How many records were held against each other.
    pub compared: usize,
    /// The groups, the surest first.
    pub groups: Vec<Likely>,
}

impl Twinning {
    /// Looks for them; `None` if it is given up.
    pub fn found(&self, cue: &Cue) -> Option<Twinned> {
        let catalog = &self.catalog;
        let begins = |stage| match cue.goes_on(HowFar::Looked(stage, STAGES)) {
            on if on.is_continue() => Ok(()),
            _ => Err(()),
        };
        let apart = catalog.apart();
        let twins = catalog.twins_while(self.kind, THREADS, &apart, &begins);
        let twins = twins.ok()?;
        let mut groups = Vec::new();
        for group in twins.groups(catalog) {
            if cue.is_cancelled() {
                return None;
            }
            let evidence = match group.records.as_slice() {
                [one, other, ..] => twins.evidence(catalog, [*one, *other]),
                _ => continue,
            };
            groups.push(Likely {
                folded: folded(&group, catalog),
                records: group.records,
                band: group.band,
                chance: group.chance,
                evidence,
            });
        }
        Some(Twinned {
            compared: twins.compared(),
            groups,
        })
    }
}

/// All that the records of a group hold and are called, folded.
fn folded(group: &TwinGroup, catalog: &Catalog) -> String {
    let mut words = String::new();
    for record in &group.records {
        words.push_str(&catalog.title(*record).unwrap_or_default());
        for (number, value) in catalog.get(*record).into_iter().flat_map(|at| at.iter()) {
            if let Some(field) = record.kind.field(number) {
                words.push(' ');
                words.push_str(&shown(field, &value.to_value(), catalog.lang(), catalog));
            }
        }
        words.push(' ');
    }
    fold(&words)
}

/// Groups that shall be one record each.
#[derive(Debug)]
pub struct Merging {
    /// The records that there are.
    pub catalog: Catalog,
    /// The groups, the one that stays first.
    pub groups: Arc<Vec<Vec<RecordRef>>>,
    /// Who merges them.
    pub author: Author,
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
}

impl Merging {
    /// The commit, and what of it goes together; `None` if it is given up.
    pub fn made(&self, cue: &Cue) -> Option<(Commit, Arc<Vec<Bundle>>)> {
        let of = self.groups.len();
        let groups = self.groups.iter().enumerate();
        let groups =
            groups.take_while(|(at, _)| cue.goes_on(HowFar::Looked(*at, of)).is_continue());
        let merged = (self.catalog).merged_all(groups.map(|(_, group)| group.as_slice()));
        if cue.is_cancelled() {
            return None;
        }
        let bundles = merged.iter().zip(1..).map(|(merged, line)| Bundle {
            line,
            records: merged.edits.iter().map(|edit| edit.record).collect(),
        });
        let bundles = Arc::new(bundles.collect());
        let commit = self.catalog.merge_commit(merged, &self.author, self.at);
        Some((commit, bundles))
    }
}
