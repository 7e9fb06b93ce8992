//! Computed fields, told of records: one by one for what is shown, unless their column is known; for what a query or an
//! order asks of all records of a kind as a column, of which only those are told anew that an edit has to do with.

use std::borrow::Cow;
use std::collections::HashSet;

use super::columns::Content;
use super::facets::Aspect;
use super::table::Place;
use super::threads::share_out;
use super::titles::own_date;
use super::{Catalog, RowSet};
use crate::model::{
    Computed, Date, Field, FieldNo, Fields, Hop, Kind, Record, RecordRef, Told, Value,
};

/// So many rows are told at a time, or so small a part of all: some take long each.
const CHUNK: u32 = 4_096;
const PARTS: u32 = 64;
/// All rows of a kind are told on so many threads: a core is left to the desk.
const THREADS: usize = 2;
/// Among so many records what is computed of all of a kind is told at a key.
const FEW: usize = 20_000;
/// By more records each a field is told too slowly for a screen of rows, again in each frame.
const MANY_EACH: usize = 50;

impl Catalog {
    /// What a field of a record is read from: the record itself or, where it is computed, one that has only that.
    pub fn holder<'a>(&self, record: &'a Record, field: &Field) -> Cow<'a, Record> {
        let computed = match field.is_computed() {
            true => record.kind.computed_of(field.number),
            false => None,
        };
        match computed {
            Some(computed) => {
                let told = self.told(record, computed);
                let mut fields = Fields::new();
                fields.set(field.number, told);
                let (revision, trashed) = (record.revision, record.trashed);
                Cow::Owned(Record::new(record.reference(), revision, trashed, &fields))
            }
            None => Cow::Borrowed(record),
        }
    }

    /// The value of a field, kept or computed.
    pub fn value(&self, record: &Record, field: &Field) -> Option<Value> {
        let read = self.holder(record, field);
        read.get(field.number).map(|value| value.to_value())
    }

    /// Whether a record has a value in a field. No record of many is none.
    pub fn has(&self, record: &Record, field: &Field) -> bool {
        let is_none = |value: &Value| *value == Value::Integer(0) && counts(record.kind, field);
        match field.is_computed() {
            true => self
                .value(record, field)
                .is_some_and(|value| !is_none(&value)),
            false => record.get(field.number).is_some(),
        }
    }

    /// The records at which a field of a record points.
    pub(super) fn targets_of(&self, record: &Record, number: FieldNo) -> Vec<RecordRef> {
        let read = match record.kind.computed_of(number) {
            Some(computed) => self.holder(record, &computed.field),
            None => Cow::Borrowed(record),
        };
        let value = read.get(number).into_iter();
        let items = value.flat_map(|value| value.items());
        items.filter_map(|item| item.reference()).collect()
    }

    /// The computed fields of a record that have a value. No record of many is none.
    pub fn all_told(&self, record: &Record) -> Vec<(&'static Field, Value)> {
        let mut walked: Vec<(&[&[Hop]], Vec<&Record>)> = Vec::new();
        let mut all = Vec::new();
        for computed in record.kind.computed() {
            // Several tell of the same records: the ways to thousands of them are gone once.
            let mut walk = || {
                let known = walked.iter().position(|(ways, _)| *ways == computed.ways);
                let at = known.unwrap_or_else(|| {
                    walked.push((computed.ways, self.ends(record, computed.ways)));
                    walked.len() - 1
                });
                let ends = walked.get(at).map_or(&[][..], |(_, ends)| ends);
                self.told_by(ends, record, computed)
            };
            let told = self.kept(record, computed).unwrap_or_else(&mut walk);
            let is_none = |value: &Value| *value == Value::Integer(0) && computed.counts();
            all.extend(
                told.filter(|told| !is_none(told))
                    .map(|told| (&computed.field, told)),
            );
        }
        all
    }

    fn told(&self, record: &Record, computed: &Computed) -> Option<Value> {
        let kept = self.kept(record, computed);
        kept.unwrap_or_else(|| self.told_anew(record, computed))
    }

    pub(super) fn told_anew(&self, record: &Record, computed: &Computed) -> Option<Value> {
        self.told_by(&self.ends(record, computed.ways), record, computed)
    }

    /// What a computed field of a record tells by the records at the ends of its ways.
    fn told_by(&self, ends: &[&Record], record: &Record, computed: &Computed) -> Option<Value> {
        let counts = |end: &&&Record| computed.counting.is_none_or(|counts| counts(end));
        let ends: Vec<&Record> = ends.iter().filter(counts).copied().collect();
        let count = || i64::try_from(ends.len()).unwrap_or(i64::MAX);
        match computed.told {
            Told::Count => Some(Value::Integer(count())),
            Told::Percent(of) => {
                let whole = record.get(of)?.number().filter(|whole| *whole > 0)?;
                Some(Value::Integer(count().saturating_mul(100) / whole))
            }
            Told::Foremost(field, rank) => {
                let foremost = ends.iter().min_by_key(|end| (rank(end), end.id))?;
                let first = foremost.get(field)?.items().next()?;
                Some(first.main().to_value())
            }
            Told::Each(field) => {
                let values = ends.iter().filter_map(|end| end.get(field));
                let items = values.flat_map(|value| value.items());
                let mut each: Vec<Value> = Vec::new();
                for item in items.map(|item| item.main().to_value()) {
                    if !each.contains(&item) {
                        each.push(item);
                    }
                }
                (!each.is_empty()).then_some(Value::Many(each))
            }
            Told::Latest => self.latest(&ends).map(Value::Date),
            Told::DaysSince => {
                let (today, latest) = (self.day()?, self.latest(&ends)?);
                let days = (today.first_day() - latest.first_day()).get_days();
                Some(Value::Integer(days.into()))
            }
        }
    }

    /// The latest day of records, up to today.
    fn latest(&self, records: &[&Record]) -> Option<Date> {
        let today = self.day().map(Date::first_day);
        let is_past = |date: &Date| today.is_none_or(|today| date.first_day() <= today);
        let days = records
            .iter()
            .filter_map(|record| own_date(record, self.zone()));
        days.filter(is_past).max()
    }

    /// The records at the ends of ways, each once.
    fn ends<'a>(&'a self, record: &'a Record, ways: &[&[Hop]]) -> Vec<&'a Record> {
        if let [way] = ways {
            return self.along(record, way);
        }
        let mut seen = HashSet::new();
        let mut ends = Vec::new();
        for way in ways {
            let new = self.along(record, way).into_iter();
            ends.extend(new.filter(|end| seen.insert(end.reference())));
        }
        ends
    }

    /// The column of a field of any kind.
    pub(super) fn facet(&self, number: FieldNo) -> Aspect {
        match number {
            crate::model::COMPUTED.. => Aspect::Computed(number, self.day()),
            _ => Aspect::Field(number),
        }
    }

    /// Whether what a column of these kinds tells would have to be told first of too many records for a key.
    pub fn is_untold(&self, kinds: &[Kind], key: &str) -> bool {
        let is_known = |(kind, field): (Kind, &Field)| {
            let facet = self.facet(field.number);
            self.known_column(kind, facet).is_some()
        };
        self.len() > FEW && !computed_in(kinds, key).all(is_known)
    }

    /// Whether what a column of these kinds tells is told by too many records each to be shown unless it is known.
    pub fn is_told_by_many(&self, kinds: &[Kind], key: &str) -> bool {
        let rows = |kind: Kind| self.table(kind).rows().max(1) as usize;
        let each = |(kind, way): (Kind, &&[Hop])| {
            let mut here = kind;
            way.iter().fold(1usize, |each, hop| {
                let from = std::mem::replace(&mut here, hop.lands());
                match hop {
                    Hop::To(..) => each,
                    Hop::From(..) => each.saturating_mul(rows(here).div_ceil(rows(from))),
                }
            })
        };
        computed_in(kinds, key).any(|(kind, field)| {
            let ways = kind.computed_of(field.number).map(|computed| computed.ways);
            let ways = ways.unwrap_or_default().iter();
            ways.map(|way| each((kind, way))).sum::<usize>() > MANY_EACH
        })
    }

    /// Tells of all records what a column of these kinds tells, if it is computed: it is kept. `goes_on` hears of how
    /// many of how many it is told, and says whether it is still wanted; gives that too.
    pub fn tell(
        &self,
        kinds: &[Kind],
        key: &str,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> bool {
        computed_in(kinds, key).all(|(kind, field)| {
            let column = self.column_while(kind, self.facet(field.number), goes_on);
            column.is_some()
        })
    }

    /// What is told of each row of a kind; nothing where that is no value. `None` where it is not wanted any more.
    pub(super) fn told_of_all(
        &self,
        kind: Kind,
        computed: &Computed,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Option<Vec<Option<Record>>> {
        let (table, number) = (self.table(kind), computed.field.number);
        let rows = table.rows();
        let told = |row| {
            let record = table.record(row)?;
            let told = self.told_anew(record, computed)?;
            let mut fields = Fields::new();
            fields.set(number, Some(told));
            let (revision, trashed) = (record.revision, record.trashed);
            Some(Record::new(record.reference(), revision, trashed, &fields))
        };
        let chunk = (rows / PARTS).clamp(1, CHUNK);
        let threads = if self.len() > FEW { THREADS } else { 1 };
        let (mut all, mut from) = (Vec::with_capacity(rows as usize), 0);
        while from < rows {
            if !goes_on(from as usize, rows as usize) {
                return None;
            }
            // In rounds of which each thread has some chunks: between them it is told how far it is.
            let to = rows.min(from.saturating_add(4 * chunk));
            let begins = (from..to).step_by(chunk as usize);
            let chunks = begins.map(|begin| begin..to.min(begin + chunk));
            let chunks = share_out(threads, chunks, |rows| {
                rows.map(told).collect::<Vec<Option<Record>>>()
            });
            all.extend(chunks.into_iter().flatten());
            from = to;
        }
        Some(all)
    }

    /// The rows of a kind of which a computed field may tell something else since those places were edited, or
    /// lost a link: these themselves, and those from which its ways lead to them.
    pub(super) fn retold(&self, kind: Kind, number: FieldNo, edited: &[Place]) -> Vec<u32> {
        let Some(computed) = kind.computed_of(number).filter(|_| !edited.is_empty()) else {
            return Vec::new();
        };
        let mut rows = RowSet::new();
        for way in computed.ways {
            let kinds = std::iter::once(kind).chain(way.iter().map(|hop| hop.lands()));
            let kinds: Vec<Kind> = kinds.collect();
            for (passed, here) in kinds.iter().enumerate() {
                let places = edited.iter().filter(|place| place.kind == *here);
                let mut places: Vec<Place> = places.copied().collect();
                let hops = way.iter().zip(&kinds).take(passed).rev();
                for (hop, from) in hops {
                    let before = places
                        .iter()
                        .flat_map(|place| self.before(*hop, *from, *place));
                    places = before.collect();
                    places.sort_unstable();
                    places.dedup();
                }
                places.iter().for_each(|place| rows.insert(place.row));
            }
        }
        rows.iter().collect()
    }

    /// The places of a kind from which a hop leads to that place.
    fn before(&self, hop: Hop, from: Kind, place: Place) -> Vec<Place> {
        match hop {
            Hop::To(number, _) => {
                let pointers = self.table(place.kind).pointers(place.row);
                let those = pointers.filter(|pointer| pointer.field == number);
                let places = those.map(|pointer| pointer.from());
                places.filter(|place| place.kind == from).collect()
            }
            Hop::From(_, number) => {
                let value = self.at(place).and_then(|record| record.get(number));
                let items = value.into_iter().flat_map(|value| value.items());
                let targets = items.filter_map(|item| item.reference());
                let targets = targets.filter(|target| target.kind == from);
                targets.filter_map(|target| self.place(target)).collect()
            }
        }
    }
}

/// The computed fields for which a key stands in some kinds: their own, or of those to which links lead.
fn computed_in(kinds: &[Kind], key: &str) -> impl Iterator<Item = (Kind, &'static Field)> {
    kinds
        .iter()
        .filter_map(move |kind| match Content::of(*kind, key)? {
            Content::Field(steps, field) if field.is_computed() => {
                let of = steps.last().map_or(*kind, |step| step.lands());
                Some((of, field))
            }
            _ => None,
        })
}

/// Whether a field of a kind is a count, of which none is nothing.
pub(super) fn counts(kind: Kind, field: &Field) -> bool {
    kind.computed_of(field.number).is_some_and(Computed::counts)
}
