//! The order of rows: by several columns, each up or down, texts as French sorts them.

use std::cmp::Ordering;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering as Cancel};

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};

use super::columns::Content;
use super::facets::{Column, Item};
use super::table::Place;
use super::{Catalog, RowSet};
use crate::model::text::shown;
use crate::model::{Field, FieldType, Kind, Lang, Record, RecordRef, Sought, Value};

/// From so many rows on, weighing them is shared with a second thread.
const WORTH_A_THREAD: usize = 4_096;

/// A part of an order: a column, up or down.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Order {
    /// The column's key.
    pub key: String,
    /// Whether it runs backwards.
    pub reverse: bool,
}

impl Order {
    /// Up.
    pub fn up(key: impl Into<String>) -> Order {
        Order {
            key: key.into(),
            reverse: false,
        }
    }

    /// Down.
    pub fn down(key: impl Into<String>) -> Order {
        Order {
            key: key.into(),
            reverse: true,
        }
    }
}

/// Orders texts: the root collation of CLDR, which is that of French and English, with numbers in
/// texts as numbers. Hyphens count as blanks and all apostrophes as one, so that two spellings of a
/// name stand together.
pub(super) struct Collation {
    collator: Option<CollatorBorrowed<'static>>,
    text: String,
}

impl Collation {
    pub fn new() -> Collation {
        let mut preferences = CollatorPreferences::default();
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Tertiary);
        Collation {
            collator: Collator::try_new(preferences, options).ok(),
            text: String::new(),
        }
    }

    /// Adds the sort key of a text: bytes that compare as the texts do.
    pub fn write(&mut self, text: &str, key: &mut Vec<u8>) {
        self.text.clear();
        self.text.extend(text.trim().chars().map(|c| match c {
            '’' | 'ʼ' | '`' => '\'',
            '-' | '‐' | '‑' | '–' | '—' | '\u{a0}' | '\u{202f}' => ' ',
            c => c,
        }));
        match &self.collator {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(&self.text, key);
            }
            None => key.extend_from_slice(self.text.as_bytes()),
        }
    }

    /// The weight of a text, whose sort key is added to `keys`; none if it is blank.
    fn weigh(&mut self, text: &str, keys: &mut Vec<u8>) -> Option<Weight> {
        let from = u32::try_from(keys.len()).ok()?;
        if text.trim().is_empty() {
            return None;
        }
        self.write(text, keys);
        let key = keys.get(from as usize..).unwrap_or_default();
        let mut head = [0; 8];
        head.iter_mut().zip(key).for_each(|(to, byte)| *to = *byte);
        let to = u32::try_from(keys.len()).ok()?;
        Some(Weight::Text(u64::from_be_bytes(head), from, to))
    }
}

/// What a computed field tells of all rows of a kind.
struct ColumnTold {
    kind: Kind,
    field: &'static Field,
    column: Arc<Column>,
    /// The rows of which it tells something else since.
    edited: RowSet,
}

impl ColumnTold {
    fn knows(&self, place: Place) -> bool {
        let row = place.row;
        place.kind == self.kind && self.column.knows(row) && !self.edited.contains(row)
    }
}

/// What a row is ordered by in one column.
#[derive(Clone, Copy)]
enum Weight {
    Empty,
    Number(i64),
    /// Where its sort key lies, and the first eight bytes of it.
    Text(u64, u32, u32),
}

/// A column of weights, one a row, with the sort keys of its texts.
#[derive(Default)]
pub(super) struct Weights {
    weights: Vec<Weight>,
    keys: Vec<u8>,
}

impl Weights {
    fn key(&self, from: u32, to: u32) -> &[u8] {
        let range = from as usize..to as usize;
        self.keys.get(range).unwrap_or_default()
    }

    /// Adds the weights of other rows.
    fn append(&mut self, others: Weights) {
        let Ok(by) = u32::try_from(self.keys.len()) else {
            return;
        };
        let moved = others.weights.into_iter().map(|weight| match weight {
            Weight::Text(head, from, to) => {
                Weight::Text(head, from.saturating_add(by), to.saturating_add(by))
            }
            other => other,
        });
        self.weights.extend(moved);
        self.keys.extend_from_slice(&others.keys);
    }

    /// What comes before all else in the order of a row: where this differs, `compare` says the same.
    fn head(&self, row: u32, reverse: bool) -> (u8, u64) {
        let turned = |class: u8, head: u64| match reverse {
            true => (1 - class, !head),
            false => (class, head),
        };
        match self.weights.get(row as usize) {
            // The sign turned: negative numbers come first.
            Some(Weight::Number(number)) => turned(0, (*number as u64) ^ (1 << 63)),
            Some(Weight::Text(head, ..)) => turned(1, *head),
            Some(Weight::Empty) | None => (2, 0),
        }
    }

    /// How two rows compare, empty ones last whatever the direction.
    fn compare(&self, one: u32, other: u32, reverse: bool) -> Ordering {
        let at = |row: u32| self.weights.get(row as usize).copied();
        let (one, other) = (
            at(one).unwrap_or(Weight::Empty),
            at(other).unwrap_or(Weight::Empty),
        );
        let order = match (one, other) {
            (Weight::Empty, Weight::Empty) => return Ordering::Equal,
            (Weight::Empty, _) => return Ordering::Greater,
            (_, Weight::Empty) => return Ordering::Less,
            (Weight::Number(one), Weight::Number(other)) => one.cmp(&other),
            (Weight::Number(_), Weight::Text(..)) => Ordering::Less,
            (Weight::Text(..), Weight::Number(_)) => Ordering::Greater,
            (Weight::Text(head, from, to), Weight::Text(other_head, other_from, other_to)) => head
                .cmp(&other_head)
                .then_with(|| self.key(from, to).cmp(self.key(other_from, other_to))),
        };
        if reverse { order.reverse() } else { order }
    }

    /// Whether two rows have the same value.
    pub fn same(&self, one: u32, other: u32) -> bool {
        self.compare(one, other, false) == Ordering::Equal
    }
}

/// What a column stands for in each of the kinds met so far.
pub(super) struct Contents<'a> {
    key: &'a str,
    known: Vec<(Kind, Option<Content>)>,
}

impl<'a> Contents<'a> {
    pub fn new(key: &'a str) -> Contents<'a> {
        Contents {
            key,
            known: Vec::new(),
        }
    }

    pub fn of(&mut self, kind: Kind) -> Option<&Content> {
        let at = self.known.iter().position(|(known, _)| *known == kind);
        let at = at.unwrap_or_else(|| {
            self.known.push((kind, Content::of(kind, self.key)));
            self.known.len() - 1
        });
        self.known.get(at).and_then(|(_, content)| content.as_ref())
    }
}

impl Catalog {
    /// Orders rows by several columns, the first one first: numbers as numbers, dates as dates with a
    /// coarser one first, texts as French sorts them, several values by the first; empty cells last in
    /// both directions, equal ones by title. Each sort key is made once.
    pub fn sort(&self, rows: &mut Vec<RecordRef>, order: &[Order], lang: Lang) {
        let (places, there): (Vec<Place>, Vec<RecordRef>) = rows
            .iter()
            .filter_map(|row| Some((self.place(*row)?, *row)))
            .unzip();
        let sorted = self.order_of(&places, order, lang);
        rows.retain(|row| self.place(*row).is_none());
        let first = sorted.iter().filter_map(|at| there.get(*at as usize));
        rows.splice(0..0, first.copied());
    }

    /// The places in that order, each by its number in `rows`.
    pub(super) fn order_of(&self, rows: &[Place], order: &[Order], lang: Lang) -> Vec<u32> {
        let never = AtomicBool::new(false);
        self.order_until(rows, order, lang, &never)
            .unwrap_or_default()
    }

    /// As `order_of`; `None` if `cancel` was set meanwhile.
    pub(super) fn order_until(
        &self,
        rows: &[Place],
        order: &[Order],
        lang: Lang,
        cancel: &AtomicBool,
    ) -> Option<Vec<u32>> {
        let is_cancelled = || cancel.load(Cancel::Relaxed);
        let columns: Vec<(Weights, bool)> = order
            .iter()
            .map(|part| (self.weights(rows, &part.key, lang, cancel), part.reverse))
            .collect();
        if is_cancelled() {
            return None;
        }
        let compare = |one: &u32, other: &u32| {
            columns
                .iter()
                .fold(Ordering::Equal, |order, (column, reverse)| {
                    order.then_with(|| column.compare(*one, *other, *reverse))
                })
        };
        // The first column's beginning lies beside the number: most comparisons end there.
        let numbers = 0..u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let mut heads: Vec<((u8, u64), u32)> = match columns.first() {
            Some((column, reverse)) => numbers.map(|at| (column.head(at, *reverse), at)).collect(),
            None => numbers.map(|at| ((0, 0), at)).collect(),
        };
        heads.sort_by(|(head, one), (other_head, other)| {
            head.cmp(other_head).then_with(|| compare(one, other))
        });
        let mut numbers: Vec<u32> = heads.into_iter().map(|(_, at)| at).collect();
        if is_cancelled() {
            return None;
        }
        self.by_title(rows, &mut numbers, compare, lang, cancel);
        (!is_cancelled()).then_some(numbers)
    }

    /// Puts rows that are in order, but equal, in the order of their titles.
    fn by_title(
        &self,
        rows: &[Place],
        numbers: &mut [u32],
        compare: impl Fn(&u32, &u32) -> Ordering,
        lang: Lang,
        cancel: &AtomicBool,
    ) {
        let equal = |one: &u32, other: &u32| compare(one, other) == Ordering::Equal;
        let runs: Vec<usize> = numbers.chunk_by(equal).map(<[u32]>::len).collect();
        let mut called = Vec::new();
        let mut at = 0;
        for run in &runs {
            if *run > 1 {
                let same = numbers.get(at..at + run).unwrap_or_default();
                called.extend(same.iter().filter_map(|n| rows.get(*n as usize).copied()));
            }
            at += run;
        }
        let titles = self.weights(&called, "title", lang, cancel);
        let (mut at, mut title) = (0, 0u32);
        for run in runs {
            if run > 1
                && let Some(same) = numbers.get_mut(at..at + run)
            {
                let mut by: Vec<(u32, u32)> = (title..).zip(same.iter().copied()).collect();
                by.sort_by(|(one, _), (other, _)| titles.compare(*one, *other, false));
                same.iter_mut().zip(by).for_each(|(to, (_, n))| *to = n);
                title = title.saturating_add(u32::try_from(run).unwrap_or(u32::MAX));
            }
            at += run;
        }
    }

    /// The weights of rows in one column; those of many are made on two threads.
    pub(super) fn weights(
        &self,
        rows: &[Place],
        key: &str,
        lang: Lang,
        cancel: &AtomicBool,
    ) -> Weights {
        let told = &self.columns_told(rows, key);
        if rows.len() < WORTH_A_THREAD {
            return self.weighed(rows, key, told, lang);
        }
        let (rows, others) = rows.split_at(rows.len() / 2);
        // In parts, so that what nobody wants any more ends.
        let weighed = |rows: &[Place]| {
            let mut weights = Weights::default();
            for part in rows.chunks(WORTH_A_THREAD) {
                if cancel.load(Cancel::Relaxed) {
                    break;
                }
                weights.append(self.weighed(part, key, told, lang));
            }
            weights
        };
        std::thread::scope(|scope| {
            let half = scope.spawn(|| weighed(others));
            let mut weights = weighed(rows);
            match half.join() {
                Ok(others) => weights.append(others),
                Err(fault) => std::panic::resume_unwind(fault),
            }
            weights
        })
    }

    /// What a column tells that is computed, of each kind of those rows: where it is known, or where so many of the
    /// kind's rows are asked for that it is worth telling all of them, once for this and all that ask later.
    fn columns_told(&self, rows: &[Place], key: &str) -> Vec<ColumnTold> {
        let told = |kind: &Kind| {
            let Content::Field(steps, field) = Content::of(*kind, key)? else {
                return None;
            };
            let is_own = field.is_computed() && steps.is_empty();
            if !is_own {
                return None;
            }
            let asked = rows.iter().filter(|row| row.kind == *kind).count();
            let most = 2 * asked >= self.table(*kind).rows() as usize;
            let is_known = || self.known_column(*kind, self.facet(field.number)).is_some();
            if asked == 0 || !most && !is_known() {
                return None;
            }
            let (column, edited) = self.column(*kind, self.facet(field.number));
            Some(ColumnTold {
                kind: *kind,
                field,
                column,
                edited: edited.into_iter().collect(),
            })
        };
        Kind::ALL.iter().filter_map(told).collect()
    }

    fn weighed(&self, rows: &[Place], key: &str, told: &[ColumnTold], lang: Lang) -> Weights {
        let mut collation = Collation::new();
        let mut contents = Contents::new(key);
        let mut keys = Vec::new();
        let mut weigh = |row: &Place| {
            if let Some(told) = told.iter().find(|told| told.knows(*row)) {
                return self.weight_told(told, row.row, lang, &mut collation, &mut keys);
            }
            let record = self.at(*row)?;
            let content = contents.of(record.kind)?;
            self.weight(record, content, lang, &mut collation, &mut keys)
        };
        let weights = rows.iter().map(|row| weigh(row).unwrap_or(Weight::Empty));
        Weights {
            weights: weights.collect(),
            keys,
        }
    }

    /// The weight of a row in a column that is computed.
    fn weight_told(
        &self,
        told: &ColumnTold,
        row: u32,
        lang: Lang,
        collation: &mut Collation,
        keys: &mut Vec<u8>,
    ) -> Option<Weight> {
        let shown = |value: Value| shown(told.field, &value, lang, self);
        match told.column.first(row)? {
            Item::Number(number) => Some(Weight::Number(number)),
            Item::Text(text) => match told.field.kind {
                FieldType::Choice(_) => collation.weigh(&shown(Value::text(text)), keys),
                _ => collation.weigh(text, keys),
            },
            Item::Target(place) => {
                let target = self.at(place)?.reference();
                collation.weigh(&shown(Value::Reference(target)), keys)
            }
        }
    }

    fn weight(
        &self,
        record: &Record,
        content: &Content,
        lang: Lang,
        collation: &mut Collation,
        keys: &mut Vec<u8>,
    ) -> Option<Weight> {
        let mut text = |text: &str| collation.weigh(text, keys);
        match content {
            Content::Count(_) => self.number_of(record, content).map(Weight::Number),
            // What is over is last, unless it is turned.
            Content::Past => Some(Weight::Number(i64::from(self.is_over(record)))),
            Content::Field(steps, field) => {
                let there = self.along(record, steps);
                let mut read = there.iter().map(|record| self.holder(record, field));
                let read = read.find(|read| read.get(field.number).is_some())?;
                let first = read.get(field.number)?.items().next()?;
                if let Some(day) = first.date() {
                    return Some(Weight::Number(i64::from(day.packed())));
                }
                if let Some(number) = first.number() {
                    return Some(Weight::Number(number));
                }
                match first.text() {
                    Some(name) if field.sought == Some(Sought::FamilyName) => {
                        text(without_particle(name))
                    }
                    Some(words) if !matches!(field.kind, FieldType::Choice(_)) => text(words),
                    _ => text(&shown(field, &first.main().to_value(), lang, self)),
                }
            }
            _ => text(&self.cell_of(record, content, lang)),
        }
    }
}

/// A family name without a leading "de" or "d’", which French does not sort by; "du", "des", "le" and
/// "la" count: Musset (Alfred de), but La Fontaine (Jean de).
fn without_particle(name: &str) -> &str {
    let name = name.trim_start();
    let rest = ["de ", "d'", "d’"].iter().find_map(|particle| {
        let head = name.get(..particle.len())?;
        let rest = name.get(particle.len()..)?;
        (head.to_lowercase() == *particle).then_some(rest)
    });
    rest.filter(|rest| !rest.trim().is_empty()).unwrap_or(name)
}
