//! Links: who points at a record, and the sections of its sheet that follow from it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Catalog;
use super::table::Place;
use crate::model::{Date, FieldNo, Kind, Record, RecordRef};

/// A reference, seen from the record that it points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The kind of the record that points.
    pub kind: Kind,
    /// Its field that does.
    pub field: FieldNo,
    /// The record that points.
    pub from: RecordRef,
}

/// The records that point at a record with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Their kind.
    pub kind: Kind,
    /// The field.
    pub field: FieldNo,
    /// The records, those that are over last; each part the latest first, undated ones last, then by
    /// title; those of one day as they were made where they are very many, or stand behind very many.
    pub records: Vec<RecordRef>,
    /// How many of them are over.
    pub past: usize,
}

impl Section {
    /// The records that are not over.
    pub fn current(&self) -> &[RecordRef] {
        let past = self.records.len().saturating_sub(self.past);
        self.records.get(..past).unwrap_or_default()
    }

    /// The records that are over.
    pub fn over(&self) -> &[RecordRef] {
        self.records.get(self.current().len()..).unwrap_or_default()
    }
}

/// Of more records of a section nobody looks for one by its title among those of the same day: making all
/// titles would take longer than a key may.
const TITLED: usize = 1_000;

/// Whether it is over, its day, where it lies.
type Dated = (bool, Option<Date>, Place);

impl Catalog {
    /// The live records that point at that one; each once for every field that does.
    pub fn links_to(&self, reference: RecordRef) -> impl Iterator<Item = Link> + '_ {
        self.pointers_to(reference, false)
    }

    /// The trashed records that point at that one: a trashed record keeps its links.
    pub fn trashed_links_to(&self, reference: RecordRef) -> impl Iterator<Item = Link> + '_ {
        self.pointers_to(reference, true)
    }

    /// The live records of a kind that point at what lies there with that field, and where they lie; each once.
    pub(super) fn linking(
        &self,
        place: Place,
        kind: Kind,
        field: FieldNo,
    ) -> impl Iterator<Item = (Place, &Record)> {
        let pointers = self.table(place.kind).pointers(place.row);
        pointers
            .filter(move |pointer| pointer.field == field)
            .map(|pointer| pointer.from())
            .filter(move |from| from.kind == kind)
            .filter_map(|from| Some((from, self.at(from)?)))
            .filter(|(_, record)| !record.trashed)
    }

    fn pointers_to(&self, reference: RecordRef, trashed: bool) -> impl Iterator<Item = Link> + '_ {
        self.place(reference)
            .into_iter()
            .flat_map(|place| self.table(place.kind).pointers(place.row))
            .filter_map(move |pointer| {
                let record = self.at(pointer.from())?;
                (record.trashed == trashed).then_some(Link {
                    kind: record.kind,
                    field: pointer.field,
                    from: record.reference(),
                })
            })
    }

    /// Whether a live record points at it: then it stays when the trash is emptied.
    pub fn needed_by_live(&self, reference: RecordRef) -> bool {
        self.links_to(reference).next().is_some()
    }

    /// What emptying the trash removes, and what it leaves: all that a live record points at, or one that is left
    /// for that reason.
    pub fn purgeable(&self) -> (Vec<RecordRef>, Vec<RecordRef>) {
        let trash: BTreeSet<RecordRef> = self.trash().map(|record| record.reference()).collect();
        let needed = |record: &RecordRef| self.needed_by_live(*record);
        let mut found: Vec<RecordRef> = trash.iter().copied().filter(needed).collect();
        let mut kept: BTreeSet<RecordRef> = found.iter().copied().collect();
        while let Some(record) = found.pop() {
            let links = self.get(record).into_iter().flat_map(|r| r.references());
            for (_, target) in links {
                if trash.contains(&target) && kept.insert(target) {
                    found.push(target);
                }
            }
        }
        let gone = trash.difference(&kept).copied().collect();
        (gone, kept.into_iter().collect())
    }

    /// The sections of a record's sheet, in the order of kinds.
    pub fn sections(&self, reference: RecordRef) -> Vec<Section> {
        let mut groups: BTreeMap<(Kind, FieldNo), Vec<Dated>> = BTreeMap::new();
        let place = self.place(reference).into_iter();
        for pointer in place.flat_map(|place| self.table(place.kind).pointers(place.row)) {
            let from = pointer.from();
            if let Some(record) = self.at(from).filter(|record| !record.trashed) {
                groups.entry((from.kind, pointer.field)).or_default().push((
                    self.is_over(record),
                    self.date_of(record),
                    from,
                ));
            }
        }
        groups
            .into_iter()
            .map(|((kind, field), mut members)| {
                members.sort_unstable_by_key(|(over, day, place)| (*over, Reverse(*day), *place));
                let of_one_day = |one: &Dated, other: &Dated| (one.0, one.1) == (other.0, other.1);
                let mut room = TITLED;
                for same in members.chunk_by_mut(of_one_day) {
                    // A title takes long to make: only where the days leave the order open.
                    if (2..=room).contains(&same.len()) {
                        room -= same.len();
                        same.sort_by_cached_key(|(.., place)| {
                            let id = self.at(*place).map(|record| record.id);
                            (self.folded_title(*place), id)
                        });
                    }
                }
                let past = members.iter().filter(|(over, ..)| *over).count();
                let records = members
                    .into_iter()
                    .filter_map(|(.., place)| self.at(place))
                    .map(|record| record.reference())
                    .collect();
                Section {
                    kind,
                    field,
                    records,
                    past,
                }
            })
            .collect()
    }
}
