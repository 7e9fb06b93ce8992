//! Grouping: rows that have the same value in a column, with their count and the sums of their numbers.

use std::sync::atomic::AtomicBool;

use super::columns::{Content, PAST};
use super::ordering::{Contents, Order};
use super::table::Place;
use super::{Catalog, column_label, is_column};
use crate::model::{Field, FieldType, Hop, Kind, Lang, RecordRef, Value, text};

/// Rows that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The value that they have; empty if they have none.
    pub label: String,
    /// The first of them among all rows.
    pub from: usize,
    /// How many there are.
    pub count: usize,
    /// The sums, as shown, one for each column asked for; `None` where no row has a number.
    pub sums: Vec<Option<String>>,
}

/// Rows counted together, for another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The value that they have, as shown; empty if they have none.
    pub label: String,
    /// The same as a machine writes it.
    pub plain: String,
    /// How many there are.
    pub count: usize,
    /// The sums, one for each column asked for; `None` where no row has a number.
    pub totals: Vec<Option<Value>>,
}

/// The order of a list of these kinds: by the group's column first, in the direction that it has in
/// `order`, then what is over last, if that is nowhere in it.
pub fn grouped_order(kinds: &[Kind], group: Option<&str>, order: &[Order]) -> Vec<Order> {
    let own = |key: &str| order.iter().find(|part| part.key == key).cloned();
    let first = group.map(|group| own(group).unwrap_or_else(|| Order::up(group)));
    let rest = order.iter().filter(|part| Some(part.key.as_str()) != group);
    let rest: Vec<Order> = rest.cloned().collect();
    let is_said = group == Some(PAST) || rest.iter().any(|part| part.key == PAST);
    let past = (!is_said && is_column(kinds, PAST)).then(|| Order::up(PAST));
    first.into_iter().chain(past).chain(rest).collect()
}

impl Catalog {
    /// Rows counted, with the sums of these columns: all together, or in groups by the value of a column.
    pub fn tallied(
        &self,
        rows: &[RecordRef],
        group: Option<&str>,
        sums: &[String],
        lang: Lang,
    ) -> Vec<Tally> {
        let mut rows = rows.to_vec();
        let groups = match group {
            Some(key) => {
                self.sort(&mut rows, &[Order::up(key)], lang);
                self.groups(&rows, key, &[], lang)
            }
            None => vec![Group {
                label: String::new(),
                from: 0,
                count: rows.len(),
                sums: Vec::new(),
            }],
        };
        let tallied = groups.into_iter().map(|group_of| {
            let members = rows.iter().skip(group_of.from).take(group_of.count);
            let members: Vec<Place> = members.filter_map(|row| self.place(*row)).collect();
            let totals = sums.iter();
            let totals = totals.map(|key| self.total(&members, key).map(|(value, _)| value));
            Tally {
                totals: totals.collect(),
                plain: group
                    .and_then(|key| self.plain_label(members.first()?, key))
                    .unwrap_or_else(|| group_of.label.clone()),
                label: group_of.label,
                count: group_of.count,
            }
        });
        tallied.collect()
    }

    /// The first value in a column, as a machine writes it, where the column is of a field.
    fn plain_label(&self, place: &Place, key: &str) -> Option<String> {
        let Some(Content::Field(steps, field)) = Content::of(place.kind, key) else {
            return None;
        };
        let first = self.first_value(*place, &steps, field)?;
        Some(text::plain(field, &first, self))
    }

    /// The groups of rows that stand in the order of that column. A record with several values stands
    /// under its first one.
    pub fn groups(&self, rows: &[RecordRef], key: &str, sums: &[String], lang: Lang) -> Vec<Group> {
        let places: Vec<Place> = rows.iter().filter_map(|row| self.place(*row)).collect();
        let weights = self.weights(&places, key, lang, &AtomicBool::new(false));
        let numbers: Vec<u32> = (0..u32::try_from(places.len()).unwrap_or(u32::MAX)).collect();
        let mut contents = Contents::new(key);
        let mut from = 0;
        let mut groups = Vec::new();
        for same in numbers.chunk_by(|one, other| weights.same(*one, *other)) {
            let members = places.get(from..from + same.len()).unwrap_or_default();
            let label = members.first().and_then(|place| {
                let content = contents.of(place.kind)?;
                self.label(*place, content, lang)
            });
            groups.push(Group {
                label: label.unwrap_or_default(),
                from,
                count: same.len(),
                sums: sums
                    .iter()
                    .map(|key| self.sum(members, key, lang))
                    .collect(),
            });
            from += same.len();
        }
        groups
    }

    /// The first value in a column, as shown.
    fn label(&self, place: Place, content: &Content, lang: Lang) -> Option<String> {
        let record = self.at(place)?;
        let Content::Field(steps, field) = content else {
            return Some(self.cell_of(record, content, lang));
        };
        let first = self.first_value(place, steps, field)?;
        Some(text::shown(field, &first, lang, self))
    }

    fn first_value(&self, place: Place, steps: &[Hop], field: &Field) -> Option<Value> {
        let there = self.along(self.at(place)?, steps);
        let mut read = there.iter().map(|record| self.holder(record, field));
        let read = read.find(|read| read.get(field.number).is_some())?;
        let first = read.get(field.number)?.items().next()?;
        Some(first.main().to_value())
    }

    /// The sum of a column of numbers over rows, as shown.
    fn sum(&self, members: &[Place], key: &str, lang: Lang) -> Option<String> {
        Some(match self.total(members, key)? {
            (value, Some(field)) => text::shown(field, &value, lang, self),
            (Value::Integer(total), None) => crate::model::number::number(lang, total),
            _ => return None,
        })
    }

    /// The sum of a column of numbers over rows, with its field, where it is of one.
    fn total(&self, members: &[Place], key: &str) -> Option<(Value, Option<&'static Field>)> {
        let mut contents = Contents::new(key);
        let mut total: Option<i64> = None;
        let mut of: Option<&'static Field> = None;
        for place in members {
            let Some(content) = contents.of(place.kind) else {
                continue;
            };
            if let (Content::Field(_, field), None) = (content, of) {
                of = Some(field);
            }
            let number = self.at(*place).and_then(|r| self.number_of(r, content));
            if let Some(number) = number {
                total = Some(total.unwrap_or(0).saturating_add(number));
            }
        }
        let total = total?;
        let value = match of.map(|field| field.kind) {
            Some(FieldType::Money) => Value::Money(total),
            Some(FieldType::Decimal) => Value::Decimal(crate::model::Decimal(total)),
            _ => Value::Integer(total),
        };
        Some((value, of))
    }
}

/// The columns of numbers among these, which a group sums.
pub fn summed<'a>(kinds: &[Kind], keys: impl Iterator<Item = &'a str>) -> Vec<String> {
    keys.filter(|key| super::is_numeric_column(kinds, key))
        .filter(|key| !column_label(kinds, key, Lang::Fr).is_empty())
        .map(String::from)
        .collect()
}
