//! Conditions, and whether a record meets them.

use super::wanted::Wanted;
use crate::catalog::Catalog;
use crate::model::encoding::ValueRef;
use crate::model::fold::{fold, phone_digits};
use crate::model::{Collection, Date, Field, FieldType, Kind, Record};

/// A condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Whether the opposite must hold.
    pub negated: bool,
    /// What must hold.
    pub test: Test,
}

/// What must hold.
#[derive(Clone, Debug)]
pub enum Test {
    /// One of the values is one of those wanted.
    Value(Vec<Aim>, Vec<Wanted>),
    /// The title holds one of these folded texts.
    Title(Vec<String>),
    /// The field has a value.
    Has(Vec<Aim>),
    /// The record belongs to one of these collections.
    Kinds(Vec<Collection>),
}

/// A field of a kind that a condition looks at.
#[derive(Clone, Debug)]
pub struct Aim {
    /// The kind.
    pub kind: Kind,
    /// Its field.
    pub field: &'static Field,
    /// The choices that are wanted, for a field of choices.
    pub choices: Vec<&'static str>,
}

impl Condition {
    /// Whether the record meets it.
    pub fn holds(&self, catalog: &Catalog, record: &Record) -> bool {
        let aims = |aims: &'_ [Aim], test: &dyn Fn(&Aim) -> bool| {
            aims.iter().any(|aim| aim.kind == record.kind && test(aim))
        };
        let holds = match &self.test {
            Test::Value(fields, wanted) => aims(fields, &|aim| {
                match (record.get(aim.field.number), aim.field.kind) {
                    (Some(value), _) => value
                        .items()
                        .any(|item| is_wanted(catalog, aim, item, wanted)),
                    // What was never said to be done is not done.
                    (None, FieldType::Boolean) => {
                        wanted.iter().any(|wanted| wanted.truth == Some(false))
                    }
                    (None, _) => false,
                }
            }),
            Test::Title(wanted) => {
                let title = fold(&catalog.title_of(record));
                let short = fold(&catalog.short_of(record));
                wanted
                    .iter()
                    .any(|text| title.contains(text) || short.contains(text))
            }
            Test::Has(fields) => aims(fields, &|aim| record.get(aim.field.number).is_some()),
            Test::Kinds(collections) => collections.iter().any(|wanted| wanted.holds(record)),
        };
        holds != self.negated
    }
}

fn is_wanted(catalog: &Catalog, aim: &Aim, item: ValueRef<'_>, wanted: &[Wanted]) -> bool {
    let number = |scale: i64| {
        let number = item.number().map(|number| number.saturating_mul(scale));
        wanted
            .iter()
            .filter_map(|wanted| wanted.numbers)
            .any(|(from, to)| number.is_some_and(|number| (from..=to).contains(&number)))
    };
    let days = |date: Option<Date>| {
        wanted
            .iter()
            .filter_map(|wanted| wanted.days)
            .any(|(from, to)| {
                date.is_some_and(|date| from <= date.first_day() && date.last_day() <= to)
            })
    };
    match aim.field.kind {
        FieldType::Integer => number(1_000_000),
        FieldType::Decimal => number(1),
        FieldType::Money => number(10_000),
        FieldType::Date => days(item.date()),
        FieldType::DateTime => days(item.number().map(Date::of_moment)),
        FieldType::Boolean => {
            let truth = item.number().map(|number| number != 0);
            wanted.iter().any(|wanted| wanted.truth == truth)
        }
        FieldType::Choice(_) => item.text().is_some_and(|key| aim.choices.contains(&key)),
        FieldType::Reference(_) => item.reference().is_some_and(|target| {
            let head = catalog.place(target).map(|place| catalog.index.head(place));
            let name = fold(&target.to_string());
            wanted.iter().any(|wanted| {
                wanted.folded == name || head.is_some_and(|head| head.contains(&wanted.folded))
            })
        }),
        FieldType::Phone => item.text().is_some_and(|text| {
            let digits = phone_digits(text);
            wanted
                .iter()
                .any(|wanted| !wanted.digits.is_empty() && digits.contains(&wanted.digits))
        }),
        FieldType::Text | FieldType::Note | FieldType::Email | FieldType::Url | FieldType::Tags => {
            item.text().is_some_and(|text| {
                let text = fold(text);
                wanted.iter().any(|wanted| text.contains(&wanted.folded))
            })
        }
    }
}
