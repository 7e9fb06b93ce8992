//! Links: who points at a record, and the sections of its sheet that follow from it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::facets::Aspect;
use super::table::Place;
use super::{Catalog, RowSet};
use crate::model::{Date, FieldNo, Hop, Kind, Record, RecordRef};

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

/// To count so many links columns are looked at, not records.
const WORTH_COLUMNS: usize = 256;

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

    /// How many live records of a kind that are not over point at what lies there with that field; read off columns that
    /// are known where there are many.
    pub(super) fn count_linking(&self, place: Place, kind: Kind, field: FieldNo) -> usize {
        let one_by_one = || {
            let linking = self.linking(place, kind, field);
            linking.filter(|(_, record)| !self.is_over(record)).count()
        };
        if self.table(place.kind).pointed(place.row) < WORTH_COLUMNS {
            return one_by_one();
        }
        let has_over = kind.definition().over.is_some();
        let over = self.known_column(kind, Aspect::Over(self.day()));
        let live = self.known_column(kind, Aspect::Live);
        let (Some(live), true) = (live, over.is_some() || !has_over) else {
            return one_by_one();
        };
        // Of what was edited since the columns know nothing.
        let edited: RowSet = self.column(kind, Aspect::Live).1.into_iter().collect();
        let edited_since: RowSet = match &over {
            Some(_) => self
                .column(kind, Aspect::Over(self.day()))
                .1
                .into_iter()
                .collect(),
            None => RowSet::new(),
        };
        let is_over = |row: u32| over.as_ref().is_some_and(|over| over.marks(row));
        let counts = |row: u32| {
            if edited.contains(row) || edited_since.contains(row) {
                let record = self.table(kind).record(row);
                return record.is_some_and(|it| !it.trashed && !self.is_over(it));
            }
            live.marks(row) && !is_over(row)
        };
        let pointers = self.table(place.kind).pointers(place.row);
        let pointers = pointers.filter(|pointer| pointer.field == field);
        let rows = pointers
            .map(|pointer| pointer.from())
            .filter(|from| from.kind == kind);
        rows.filter(|from| counts(from.row)).count()
    }

    /// Whether more than so many records must be looked at for all that is told of one: those that point at it, and
    /// those of which what is computed is told and not known.
    pub fn outweighs(&self, record: &Record, most: usize) -> bool {
        let Some(place) = self.place(record.reference()) else {
            return false;
        };
        let mut left = most;
        let mut walked: Vec<&[&[Hop]]> = Vec::new();
        let untold = record.kind.computed().iter();
        let untold = untold.filter(|computed| self.kept(record, computed).is_none());
        let mut is_within = self
            .table(place.kind)
            .pointers(place.row)
            .take(most + 1)
            .count()
            <= most;
        for computed in untold {
            if !walked.contains(&computed.ways) {
                walked.push(computed.ways);
                let mut ways = computed.ways.iter();
                is_within = is_within && ways.all(|way| self.walks(place, way, &mut left));
            }
        }
        !is_within
    }

    /// Whether a way leads past no more records than are left.
    fn walks(&self, place: Place, way: &[Hop], left: &mut usize) -> bool {
        let Some((hop, rest)) = way.split_first() else {
            return true;
        };
        let mut goes_on = |next: Place| {
            *left = left.saturating_sub(1);
            *left > 0 && self.walks(next, rest, left)
        };
        match *hop {
            Hop::From(kind, field) => {
                let pointers = self.table(place.kind).pointers(place.row);
                let pointers = pointers.filter(|pointer| pointer.field == field);
                let mut froms = pointers.map(|pointer| pointer.from());
                froms.all(|from| from.kind != kind || goes_on(from))
            }
            Hop::To(number, kind) => {
                let record = self.at(place).into_iter();
                let mut targets = record.flat_map(|record| record.references());
                targets.all(|(field, target)| {
                    let there =
                        (field == number && target.kind == kind).then(|| self.place(target));
                    there.flatten().is_none_or(&mut goes_on)
                })
            }
        }
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
