//! Columns being made, of all records of a kind.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::{Aspect, Cells, Column, Distinct, Edits, NO_NUMBER, NONE, day_number, days_of};
use crate::catalog::finding::Finder;
use crate::catalog::{Catalog, RowSet};
use crate::model::encoding::ValueRef;
use crate::model::fold::fold_into;
use crate::model::phone::phone_digits_into;
use crate::model::{Date, Field, FieldType, Kind, Over, Record};

impl Catalog {
    /// The column of a facet, as it is after so many edits; `None` where it is not wanted any more.
    pub(super) fn make_column(
        &self,
        kind: Kind,
        facet: Aspect,
        known: Edits,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Option<Column> {
        let table = self.table(kind);
        let rows = table.rows();
        let records = || (0..rows).map(|row| (row, table.record(row)));
        let marked = |test: &dyn Fn(&Record) -> bool| {
            let marked = records().filter(|(_, record)| record.is_some_and(test));
            Cells::Marks(marked.map(|(row, _)| row).collect())
        };
        let (starts, values) = match facet {
            Aspect::Live => (None, marked(&|record| !record.trashed)),
            Aspect::Trashed => (None, Cells::Marks(self.trashed_rows(kind))),
            Aspect::Has(number) => (None, marked(&|record| record.get(number).is_some())),
            Aspect::View(view) => (None, marked(&|record| view.holds(record))),
            Aspect::Over(day) => (None, Cells::Marks(self.over_on(kind, day))),
            Aspect::Title => {
                let mut made = Dictionary::default();
                let codes = records().map(|(_, record)| {
                    record.map_or(NONE, |record| made.code(&self.titles_of(record)))
                });
                (None, Cells::Distinct(codes.collect(), made.texts))
            }
            Aspect::Computed(number, _) => match kind.computed_of(number) {
                Some(computed) => {
                    let told = self.told_of_all(kind, computed, goes_on)?;
                    let told = (0..rows).zip(told.iter().map(Option::as_ref));
                    self.values_of(&computed.field, &mut { told })
                }
                None => (None, Cells::Marks(RowSet::new())),
            },
            Aspect::Field(number) => match kind.field(number) {
                Some(field) => self.values_of(field, &mut records()),
                None => (None, Cells::Marks(RowSet::new())),
            },
        };
        Some(Column {
            rows,
            starts,
            values,
            known,
        })
    }

    /// The rows in the trash: looked for among those that are not live.
    fn trashed_rows(&self, kind: Kind) -> RowSet {
        let table = self.table(kind);
        if table.counts().1 == 0 {
            return RowSet::new();
        }
        let (live, edited) = self.column(kind, Aspect::Live);
        let mut rows = RowSet::all(table.rows());
        if let Cells::Marks(live) = live.values() {
            rows.subtract(live);
        }
        edited.into_iter().for_each(|row| rows.insert(row));
        rows.retain(|row| table.record(row).is_some_and(|record| record.trashed));
        rows
    }

    /// The rows that are over on a day: read off the column of the field that says so where that is enough.
    fn over_on(&self, kind: Kind, day: Option<Date>) -> RowSet {
        let Some(over) = kind.definition().over else {
            return RowSet::new();
        };
        let is_over =
            |record: Option<&Record>| record.is_some_and(|record| over.holds(record, day));
        let table = self.table(kind);
        let (column, edited) = self.column(kind, Aspect::Field(over.field()));
        let mut rows = match (over, column.values()) {
            (Over::After(_), Cells::Days(days)) => {
                let today = day.map_or(i32::MIN, |day| day_number(day.first_day()));
                let is_over = |at: usize| days.get(at).is_some_and(|(_, last)| *last < today);
                column.rows_where(None, |at| column.has(at) && is_over(at))
            }
            (Over::While(_, keys), Cells::Distinct(codes, texts)) => {
                let over = texts.passing(|state| keys.contains(&state));
                let is_over = |code: &u32| over.get(*code as usize).copied().unwrap_or(false);
                column.rows_where(None, |at| codes.get(at).is_some_and(is_over))
            }
            _ => RowSet::of(table.rows(), |row| is_over(table.record(row))),
        };
        for row in edited {
            rows.remove(row);
            if is_over(table.record(row)) {
                rows.insert(row);
            }
        }
        rows
    }

    fn values_of<'a>(
        &self,
        field: &Field,
        records: &mut dyn Iterator<Item = (u32, Option<&'a Record>)>,
    ) -> (Option<Vec<u32>>, Cells) {
        let value = |record: Option<&'a Record>| record.and_then(|record| record.get(field.number));
        match field.kind {
            FieldType::Integer | FieldType::Decimal | FieldType::Money | FieldType::Boolean => {
                let (starts, numbers) =
                    laid(field, records, value, NO_NUMBER, |item| item.number());
                (starts, Cells::Numbers(numbers))
            }
            FieldType::Date | FieldType::DateTime => {
                let none = (i32::MAX, i32::MIN);
                let (starts, days) = laid(field, records, value, none, |item| {
                    days_of(field, item, self.zone())
                });
                (starts, Cells::Days(days))
            }
            FieldType::Reference(_) => {
                let (none, mut finder) = ((NONE, Kind::ANY), Finder::default());
                let (starts, targets) = laid(field, records, value, none, |item| {
                    let target = item.reference()?;
                    Some((finder.row(self, target)?, target.kind))
                });
                let (rows, kinds) = targets.into_iter().unzip();
                (starts, Cells::Targets(rows, kinds))
            }
            _ => {
                let mut made = Dictionary::default();
                let (starts, codes) = laid(field, records, value, NONE, |item| {
                    Some(made.code_of(field, item.text()?))
                });
                (starts, Cells::Distinct(codes, made.texts))
            }
        }
    }
}

/// Lays the values of all records side by side.
fn laid<'a, T: Copy>(
    field: &Field,
    records: &mut dyn Iterator<Item = (u32, Option<&'a Record>)>,
    value: impl Fn(Option<&'a Record>) -> Option<ValueRef<'a>>,
    none: T,
    mut read: impl FnMut(ValueRef<'a>) -> Option<T>,
) -> (Option<Vec<u32>>, Vec<T>) {
    let mut values = Vec::new();
    if !field.many {
        for (_, record) in records {
            let item = value(record).and_then(|value| value.items().next());
            values.push(item.and_then(&mut read).unwrap_or(none));
        }
        return (None, values);
    }
    let mut starts = vec![0];
    for (_, record) in records {
        if let Some(value) = value(record) {
            values.extend(value.items().filter_map(&mut read));
        }
        starts.push(u32::try_from(values.len()).unwrap_or(NONE));
    }
    (Some(starts), values)
}

/// Distinct being numbered.
#[derive(Default)]
struct Dictionary {
    texts: Distinct,
    /// The number of each folded text, by its hash.
    known: HashTable<u32>,
    /// The text at hand, folded.
    room: String,
}

impl Dictionary {
    /// The number of a text of a field: telephone numbers are their digits.
    fn code_of(&mut self, field: &Field, text: &str) -> u32 {
        self.room.clear();
        match field.kind {
            FieldType::Phone => phone_digits_into(text, &mut self.room),
            FieldType::Choice(_) => self.room.push_str(text),
            _ => fold_into(text, &mut self.room),
        }
        self.number(text)
    }

    fn code(&mut self, text: &str) -> u32 {
        self.room.clear();
        fold_into(text, &mut self.room);
        self.number(text)
    }

    /// The number of the folded text in `room`; `text` is what it was folded from.
    fn number(&mut self, text: &str) -> u32 {
        let Distinct { folded, shown } = &mut self.texts;
        let hash = |folded: &str| FixedState::default().hash_one(folded);
        let is_same = |known: &u32| folded.get(*known as usize) == self.room;
        let hash_of = |known: &u32| hash(folded.get(*known as usize));
        match self.known.entry(hash(&self.room), is_same, hash_of) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                let number = u32::try_from(folded.len()).unwrap_or(NONE);
                free.insert(number);
                folded.push(&self.room);
                shown.push(text);
                number
            }
        }
    }
}
