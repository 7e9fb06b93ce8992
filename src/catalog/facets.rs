//! Columns: the values of one field in all records of a kind, side by side, so that a query looks at
//! a million of them in milliseconds. Made when they are first asked for; what was edited since is
//! asked of the records themselves.

mod asking;
mod making;
mod retelling;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::RowSet;
use super::table::Place;
use crate::model::encoding::ValueRef;
use crate::model::{Collection, Date, Field, FieldType, Kind, Value, Zone};

/// From so many edits on a column is made anew.
const STALE: usize = 2_048;
/// No value.
const NONE: u32 = u32::MAX;
/// No number.
const NO_NUMBER: i64 = i64::MIN;

/// What a column holds of each record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// The values of a field.
    Field(u16),
    /// What a computed field tells on that day.
    Computed(u16, Option<Date>),
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
    /// Whether it is over on that day.
    Over(Option<Date>),
}

impl Aspect {
    /// Whether it is the same but for the day.
    fn is_of_another_day(self, other: Aspect) -> bool {
        match (self, other) {
            (Aspect::Over(day), Aspect::Over(other)) => day != other,
            (Aspect::Computed(number, day), Aspect::Computed(same, other)) => {
                number == same && day != other
            }
            _ => false,
        }
    }
}

/// A column.
#[derive(Debug, Default)]
pub struct Column {
    /// How many rows it was made of.
    rows: u32,
    /// Where the values of each row begin, and behind them the end; none if each has one at most.
    starts: Option<Vec<u32>>,
    values: Cells,
    /// The edits that it knows.
    known: Edits,
}

/// How many edits a catalog has seen since its load, and which one was the last, or else the load: no two of them have
/// the same number, be it in clones that go different ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edits {
    count: usize,
    last: u64,
}

/// Edits and loads, each with a number of its own.
static EDITS: AtomicU64 = AtomicU64::new(0);

/// The values of a column.
#[derive(Debug)]
pub enum Cells {
    /// Numbers of texts.
    Distinct(Vec<u32>, Distinct),
    /// Numbers, dates as days since year 0, in the units of the store.
    Numbers(Vec<i64>),
    /// First and last days that a date can mean, as days of the Gregorian calendar.
    Days(Vec<(i32, i32)>),
    /// Rows of the records pointed at, and their kinds.
    Targets(Vec<u32>, Vec<Kind>),
    /// A mark that some rows have.
    Marks(RowSet),
}

impl Default for Cells {
    fn default() -> Cells {
        Cells::Marks(RowSet::new())
    }
}

/// One value of a column.
pub enum Item<'a> {
    /// A text, as it is written.
    Text(&'a str),
    /// A number in the units of the store, or a date as it is kept.
    Number(i64),
    /// Where the record lies that is pointed at.
    Target(Place),
}

/// Different texts, folded, each with one that was folded so.
#[derive(Debug, Default)]
pub struct Distinct {
    folded: Lines,
    shown: Lines,
}

/// Distinct, one behind the other.
#[derive(Debug, Default)]
struct Lines {
    all: String,
    ends: Vec<u32>,
}

impl Lines {
    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, number: usize) -> &str {
        let before = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let end = |at: Option<&u32>| at.map_or(0, |end| *end as usize);
        let text = self.all.get(end(before)..end(self.ends.get(number)));
        text.unwrap_or_default()
    }

    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        let end = u32::try_from(self.all.len());
        self.ends.push(end.unwrap_or(NONE));
    }
}

impl Distinct {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.folded.len()
    }

    /// The folded text of that number.
    pub fn folded(&self, number: usize) -> &str {
        self.folded.get(number)
    }

    /// A text as it is written, of those that fold to that number's.
    pub fn shown(&self, number: usize) -> &str {
        self.shown.get(number)
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
    pub fn values(&self) -> &Cells {
        &self.values
    }

    /// Whether there is a value in that place.
    pub fn has(&self, at: usize) -> bool {
        match &self.values {
            Cells::Distinct(codes, _) => codes.get(at).is_some_and(|code| *code != NONE),
            Cells::Numbers(numbers) => numbers.get(at).is_some_and(|number| *number != NO_NUMBER),
            Cells::Days(days) => days.get(at).is_some_and(|(first, last)| first <= last),
            Cells::Targets(rows, _) => rows.get(at).is_some_and(|row| *row != NONE),
            Cells::Marks(_) => false,
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
        let Cells::Targets(rows, kinds) = &self.values else {
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
        let Cells::Targets(rows, kinds) = &self.values else {
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

    /// The first value of a row.
    pub fn first(&self, row: u32) -> Option<Item<'_>> {
        self.item(self.places(row).next()?)
    }

    /// The values of a row.
    fn items(&self, row: u32) -> impl Iterator<Item = Item<'_>> {
        self.places(row).filter_map(|at| self.item(at))
    }

    fn item(&self, at: usize) -> Option<Item<'_>> {
        if !self.has(at) {
            return None;
        }
        Some(match &self.values {
            Cells::Distinct(codes, texts) => Item::Text(texts.shown(*codes.get(at)? as usize)),
            Cells::Numbers(numbers) => Item::Number(*numbers.get(at)?),
            Cells::Days(days) => Item::Number(packed(*days.get(at)?)),
            Cells::Targets(rows, kinds) => Item::Target(Place {
                kind: *kinds.get(at)?,
                row: *rows.get(at)?,
            }),
            Cells::Marks(_) => return None,
        })
    }

    /// Whether a row has the mark, in a column of marks.
    pub fn marks(&self, row: u32) -> bool {
        matches!(&self.values, Cells::Marks(rows) if rows.contains(row))
    }

    /// Whether it knows of that row.
    pub fn knows(&self, row: u32) -> bool {
        row < self.rows
    }

    /// How often each text stands in the column.
    pub fn uses(&self) -> Vec<usize> {
        let Cells::Distinct(codes, texts) = &self.values else {
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
type Columns = HashMap<(Kind, Aspect), Arc<Column>>;

/// The columns made so far, shared by all clones of a catalog, and what was edited since the load.
#[derive(Clone, Debug)]
pub(super) struct Facets {
    columns: Arc<Mutex<Columns>>,
    /// The number of the load.
    load: u64,
    edited: Arc<Vec<Place>>,
    /// The number of each of those edits.
    numbers: Arc<Vec<u64>>,
    /// What is told of computed fields since.
    retold: Retellings,
}

impl Default for Facets {
    fn default() -> Facets {
        Facets {
            columns: Arc::default(),
            load: EDITS.fetch_add(1, Ordering::Relaxed) + 1,
            edited: Arc::default(),
            numbers: Arc::default(),
            retold: Retellings::default(),
        }
    }
}

impl Facets {
    /// Forgets all columns: many records came at once.
    pub fn forget(&mut self) {
        *self = Facets::default();
    }

    /// Makes the columns its own: what clones make from now on knows of other edits.
    pub fn part(&mut self) {
        let columns = self.columns().clone();
        self.columns = Arc::new(Mutex::new(columns));
    }

    /// The columns that were asked for.
    pub fn asked(&self) -> Vec<(Kind, Aspect)> {
        self.columns().keys().copied().collect()
    }

    fn columns(&self) -> MutexGuard<'_, Columns> {
        self.columns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a record changed.
    pub fn note(&mut self, place: Place) {
        Arc::make_mut(&mut self.edited).push(place);
        let number = EDITS.fetch_add(1, Ordering::Relaxed) + 1;
        Arc::make_mut(&mut self.numbers).push(number);
    }

    /// All edits so far.
    fn edits(&self) -> Edits {
        Edits {
            count: self.numbers.len(),
            last: self.numbers.last().copied().unwrap_or(self.load),
        }
    }

    /// Whether those edits are the first ones here: a clone may have gone another way, or further.
    fn begin_with(&self, known: Edits) -> bool {
        match known.count.checked_sub(1) {
            Some(last) => self.numbers.get(last) == Some(&known.last),
            None => known.last == self.load,
        }
    }
}

/// What is known of the rows of a column that were edited since it was made.
#[derive(Debug, Default)]
struct Retold {
    /// The edits that the column knows.
    column: Edits,
    /// Those that were looked at.
    seen: Edits,
    /// What is told of each row since, once it was asked.
    rows: HashMap<u32, Option<Option<Value>>>,
}

/// The same by what the columns hold. A clone goes its own way.
#[derive(Debug, Default)]
struct Retellings(Mutex<HashMap<(Kind, Aspect), Retold>>);

impl Clone for Retellings {
    fn clone(&self) -> Retellings {
        Retellings::default()
    }
}

impl Retellings {
    fn open(&self) -> MutexGuard<'_, HashMap<(Kind, Aspect), Retold>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The days that a date or moment can mean.
pub(super) fn days_of(field: &Field, item: ValueRef<'_>, zone: &Zone) -> Option<(i32, i32)> {
    let date = match field.kind {
        FieldType::DateTime => zone.day(item.number()?),
        _ => item.date()?,
    };
    Some((day_number(date.first_day()), day_number(date.last_day())))
}

/// A date of which the first and last day that it can mean are known, as it is kept.
fn packed((first, last): (i32, i32)) -> i64 {
    i64::from(match first {
        _ if first == last => first,
        _ if first / 100 == last / 100 => first / 100 * 100,
        _ => first / 10_000 * 10_000,
    })
}

/// A day as a number that orders as days do: `yyyymmdd`.
pub(super) fn day_number(day: jiff::civil::Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}
