//! Columns: the values of one field in all records of a kind, side by side, so that a query looks at
//! a million of them in milliseconds. Made when they are first asked for; what was edited since is
//! asked of the records themselves.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::finding::Finder;
use super::table::Place;
use super::{Catalog, RowSet};
use crate::model::encoding::ValueRef;
use crate::model::fold::{fold_into, phone_digits};
use crate::model::{Collection, Date, Field, FieldType, Kind, Record};

/// From so many edits on a column is made anew.
const STALE: usize = 2_048;
/// No value.
const NONE: u32 = u32::MAX;
/// No number.
const NO_NUMBER: i64 = i64::MIN;

/// What a column holds of each record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// The values of a field.
    Field(u16),
    /// Whether a field has a value.
    Has(u16),
    /// The title, the short title and the reference, folded.
    Title,
    /// Whether it is there and not trashed.
    Live,
    /// Whether it is trashed.
    Trashed,
    /// Whether it belongs to a view.
    View(Collection),
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// How many rows it was made of.
    rows: u32,
    /// Where the values of each row begin, and behind them the end; none if each has one at most.
    starts: Option<Vec<u32>>,
    values: Values,
    /// How many edits it knows.
    edits: usize,
}

/// The values of a column.
#[derive(Debug)]
pub enum Values {
    /// Numbers of texts.
    Texts(Vec<u32>, Texts),
    /// Numbers, dates as days since year 0, in the units of the store.
    Numbers(Vec<i64>),
    /// First and last days that a date can mean, as days of the Gregorian calendar.
    Days(Vec<(i32, i32)>),
    /// Rows of the records pointed at, and their kinds.
    Targets(Vec<u32>, Vec<Kind>),
    /// A mark that some rows have.
    Marks(RowSet),
}

/// Different texts, folded, each with one that was folded so.
#[derive(Debug, Default)]
pub struct Texts {
    folded: String,
    ends: Vec<u32>,
    shown: Vec<Box<str>>,
}

impl Texts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The folded text of that number.
    pub fn folded(&self, number: usize) -> &str {
        let end = |at: Option<&u32>| at.map_or(0, |end| *end as usize);
        let start = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        self.folded
            .get(end(start)..end(self.ends.get(number)))
            .unwrap_or_default()
    }

    /// A text as it is written, of those that fold to that number's.
    pub fn shown(&self, number: usize) -> &str {
        self.shown.get(number).map_or("", |text| text)
    }

    /// Which of them pass.
    pub fn passing(&self, test: impl Fn(&str) -> bool) -> Vec<bool> {
        (0..self.len())
            .map(|number| test(self.folded(number)))
            .collect()
    }
}

impl Column {
    /// The values.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Whether there is a value in that place.
    pub fn has(&self, at: usize) -> bool {
        match &self.values {
            Values::Texts(codes, _) => codes.get(at).is_some_and(|code| *code != NONE),
            Values::Numbers(numbers) => numbers.get(at).is_some_and(|number| *number != NO_NUMBER),
            Values::Days(days) => days.get(at).is_some_and(|(first, last)| first <= last),
            Values::Targets(rows, _) => rows.get(at).is_some_and(|row| *row != NONE),
            Values::Marks(_) => false,
        }
    }

    /// The places of a row's values.
    #[inline]
    fn places(&self, row: u32) -> Range<usize> {
        let at = row as usize;
        match &self.starts {
            None => at..at + 1,
            Some(starts) => match (starts.get(at), starts.get(at + 1)) {
                (Some(start), Some(end)) => *start as usize..*end as usize,
                _ => 0..0,
            },
        }
    }

    /// The rows one of whose values passes; `test` gets the place of a value. Only the rows of `within`
    /// are looked at, if it is given.
    pub fn rows_where(
        &self,
        within: Option<&RowSet>,
        test: impl Fn(usize) -> bool + Sync,
    ) -> RowSet {
        let passes = |row: u32| self.places(row).any(&test);
        match within {
            Some(within) => {
                let mut found = within.clone();
                found.retain(|row| row < self.rows && passes(row));
                found
            }
            None if self.starts.is_none() => RowSet::of(self.rows, |row| test(row as usize)),
            None => RowSet::of(self.rows, passes),
        }
    }

    /// The rows that point at one of these of that kind. Only the rows of `within` are looked at, if it
    /// is given.
    pub fn pointing(&self, kind: Kind, targets: &RowSet, within: Option<&RowSet>) -> RowSet {
        let Values::Targets(rows, kinds) = &self.values else {
            return RowSet::new();
        };
        self.rows_where(within, |at| {
            let (row, of) = (rows.get(at), kinds.get(at));
            // A value that points nowhere is that of no row.
            row.is_some_and(|row| targets.contains(*row)) && of == Some(&kind)
        })
    }

    /// Calls `each` with the row of each record of that kind at which one of `within` points.
    pub fn each_target(&self, kind: Kind, within: &RowSet, mut each: impl FnMut(u32)) {
        let Values::Targets(rows, kinds) = &self.values else {
            return;
        };
        within.each(|row| {
            for at in self.places(row) {
                if let (Some(target), Some(of)) = (rows.get(at), kinds.get(at))
                    && *of == kind
                    && *target != NONE
                {
                    each(*target);
                }
            }
        });
    }

    /// How often each text stands in the column.
    pub fn uses(&self) -> Vec<usize> {
        let Values::Texts(codes, texts) = &self.values else {
            return Vec::new();
        };
        let mut uses = vec![0; texts.len()];
        for code in codes {
            if let Some(count) = uses.get_mut(*code as usize) {
                *count += 1;
            }
        }
        uses
    }
}

/// Columns by what they hold.
type Columns = HashMap<(Kind, Facet), Arc<Column>>;

/// The columns made so far, shared by all clones of a catalog, and what was edited since the load.
#[derive(Clone, Debug, Default)]
pub(super) struct Facets {
    columns: Arc<Mutex<Columns>>,
    edited: Arc<Vec<Place>>,
}

impl Facets {
    /// Forgets all columns: many records came at once.
    pub fn forget(&mut self) {
        *self = Facets::default();
    }

    /// Notes that a record changed.
    pub fn note(&mut self, place: Place) {
        Arc::make_mut(&mut self.edited).push(place);
    }
}

impl Catalog {
    /// The column of a facet, and the rows of that kind that were edited since it was made.
    pub(super) fn column(&self, kind: Kind, facet: Facet) -> (Arc<Column>, Vec<u32>) {
        let edits = self.facets.edited.len();
        let lock = || {
            self.facets
                .columns
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let known = lock()
            .get(&(kind, facet))
            .filter(|column| edits.saturating_sub(column.edits) < STALE)
            .cloned();
        let column = known.unwrap_or_else(|| {
            // Not under the lock: another thread may want another column meanwhile.
            let made = Arc::new(self.make_column(kind, facet, edits));
            lock().insert((kind, facet), made.clone());
            made
        });
        let edited = self.facets.edited.get(column.edits..).unwrap_or_default();
        let rows = edited
            .iter()
            .filter(|place| place.kind == kind)
            .map(|place| place.row);
        (column, rows.collect())
    }

    /// Makes the names, and the columns that queries over those kinds want most, before they are asked
    /// for.
    pub fn prepare(&self) {
        self.make_names();
        for kind in Kind::ALL {
            if self.table(*kind).rows() == 0 {
                continue;
            }
            self.column(*kind, Facet::Live);
            for field in kind.fields().iter().filter(|field| is_prepared(field)) {
                self.column(*kind, Facet::Field(field.number));
            }
        }
    }

    fn make_column(&self, kind: Kind, facet: Facet, edits: usize) -> Column {
        let table = self.table(kind);
        let rows = table.rows();
        let records = || (0..rows).map(|row| (row, table.record(row)));
        let marked = |test: &dyn Fn(&Record) -> bool| {
            let marked = records().filter(|(_, record)| record.is_some_and(test));
            Values::Marks(marked.map(|(row, _)| row).collect())
        };
        let (starts, values) = match facet {
            Facet::Live => (None, marked(&|record| !record.trashed)),
            Facet::Trashed => (None, marked(&|record| record.trashed)),
            Facet::Has(number) => (None, marked(&|record| record.get(number).is_some())),
            Facet::View(view) => (None, marked(&|record| view.holds(record))),
            Facet::Title => {
                let mut made = Dictionary::default();
                let codes = records().map(|(_, record)| {
                    record.map_or(NONE, |record| made.code(&self.titles_of(record)))
                });
                (None, Values::Texts(codes.collect(), made.texts))
            }
            Facet::Field(number) => match kind.field(number) {
                Some(field) => self.values_of(field, &mut records()),
                None => (None, Values::Marks(RowSet::new())),
            },
        };
        Column {
            rows,
            starts,
            values,
            edits,
        }
    }

    fn values_of<'a>(
        &self,
        field: &Field,
        records: &mut dyn Iterator<Item = (u32, Option<&'a Record>)>,
    ) -> (Option<Vec<u32>>, Values) {
        let value = |record: Option<&'a Record>| record.and_then(|record| record.get(field.number));
        match field.kind {
            FieldType::Integer | FieldType::Decimal | FieldType::Money | FieldType::Boolean => {
                let (starts, numbers) =
                    laid(field, records, value, NO_NUMBER, |item| item.number());
                (starts, Values::Numbers(numbers))
            }
            FieldType::Date | FieldType::DateTime => {
                let none = (i32::MAX, i32::MIN);
                let (starts, days) = laid(field, records, value, none, |item| days_of(field, item));
                (starts, Values::Days(days))
            }
            FieldType::Reference(_) => {
                let (none, mut finder) = ((NONE, Kind::Organisation), Finder::default());
                let (starts, targets) = laid(field, records, value, none, |item| {
                    let target = item.reference()?;
                    Some((finder.row(self, target)?, target.kind))
                });
                let (rows, kinds) = targets.into_iter().unzip();
                (starts, Values::Targets(rows, kinds))
            }
            _ => {
                let mut made = Dictionary::default();
                let (starts, codes) = laid(field, records, value, NONE, |item| {
                    Some(made.code_of(field, item.text()?))
                });
                (starts, Values::Texts(codes, made.texts))
            }
        }
    }

    /// What `title:` and a reference's value are compared with, each on a line.
    pub(super) fn titles_of(&self, record: &Record) -> String {
        let (title, short) = (self.title_of(record), self.short_of(record));
        match title == short {
            true => title,
            false => format!("{title}\n{short}"),
        }
    }
}

/// Whether queries ask for that field often enough to make its column beforehand.
fn is_prepared(field: &Field) -> bool {
    field.suggests
        || matches!(
            field.kind,
            FieldType::Choice(_) | FieldType::Reference(_) | FieldType::Date
        )
}

/// The days that a date or moment can mean.
pub(super) fn days_of(field: &Field, item: ValueRef<'_>) -> Option<(i32, i32)> {
    let date = match field.kind {
        FieldType::DateTime => Date::of_moment(item.number()?),
        _ => item.date()?,
    };
    Some((day_number(date.first_day()), day_number(date.last_day())))
}

/// A day as a number that orders as days do: `yyyymmdd`.
pub(super) fn day_number(day: jiff::civil::Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
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

/// Texts being numbered.
#[derive(Default)]
struct Dictionary {
    numbers: HashMap<Box<str>, u32>,
    texts: Texts,
}

impl Dictionary {
    /// The number of a text of a field: telephone numbers are their digits.
    fn code_of(&mut self, field: &Field, text: &str) -> u32 {
        match field.kind {
            FieldType::Phone => self.number(text, phone_digits(text)),
            FieldType::Choice(_) => self.number(text, text.to_string()),
            _ => self.code(text),
        }
    }

    fn code(&mut self, text: &str) -> u32 {
        let mut folded = String::with_capacity(text.len());
        fold_into(text, &mut folded);
        self.number(text, folded)
    }

    fn number(&mut self, text: &str, folded: String) -> u32 {
        if let Some(known) = self.numbers.get(folded.as_str()) {
            return *known;
        }
        let number = u32::try_from(self.texts.ends.len()).unwrap_or(NONE);
        self.texts.folded.push_str(&folded);
        self.texts
            .ends
            .push(u32::try_from(self.texts.folded.len()).unwrap_or(NONE));
        self.texts.shown.push(text.into());
        self.numbers.insert(folded.into(), number);
        number
    }
}
