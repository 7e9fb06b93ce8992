//! What a query asks, as a tree, and whether one record is what it asks for.

use std::sync::Arc;

use super::names::Route;
use super::sifted::Sifted;
use super::times::Times;
use super::wanted::{Likeness, Wanted};
use crate::catalog::facets::{day_number, days_of};
use crate::catalog::search::Terms;
use crate::catalog::{Catalog, RowSet};
use crate::model::encoding::ValueRef;
use crate::model::fold::fold;
use crate::model::phone::phone_digits;
use crate::model::{Collection, Field, FieldNo, FieldType, Hop, Kind, Record, RecordRef};

/// A part of a query.
#[derive(Clone, Debug)]
pub enum Node {
    /// All of these.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// It has these words.
    Words(Terms),
    /// One of the values of a field is one of those wanted.
    Field(Vec<Aim>, Vec<Wanted>),
    /// One of the fields has a value.
    Has(Vec<(Kind, &'static Field)>),
    /// It is called like one of these.
    Title(Vec<Titled>),
    /// It is one of these records.
    Is(Vec<RecordRef>),
    /// It is over: a function that was left.
    Over,
    /// It belongs to one of these collections.
    Kinds(Vec<Collection>),
    /// One of the records that these routes lead to is such.
    Linked(Linked),
    /// So many records, from and to, stand at the end of these routes.
    Count(Linked, i64, i64),
    /// It is one of these rows: what meets a condition that was answered before.
    Rows(Arc<Sifted>),
}

/// What a record is called.
#[derive(Clone, Debug)]
pub struct Titled {
    /// The text, folded.
    pub text: String,
    /// How like it the title, or the short one, must be. A part of it is any of its words.
    pub likeness: Likeness,
    /// Whether a record whose sigle it is comes before all others.
    pub by_sigle: bool,
}

impl Titled {
    /// Whether a folded title, with the short one in another line, is like it.
    pub fn is_met(&self, titles: &str) -> bool {
        match self.likeness {
            Likeness::Part => has_words(titles, &self.text),
            likeness => titles
                .lines()
                .any(|title| likeness.is_met(title, &self.text)),
        }
    }

    /// The rows of the records of a kind whose sigle it is, if there are such and they are what is meant.
    pub fn of_sigle(&self, catalog: &Catalog, kind: Kind) -> Option<RowSet> {
        let short = kind.definition().short.filter(|_| self.by_sigle)?;
        let field = kind.field(short)?;
        let records = catalog.clashes(kind, field, &self.text);
        let rows = records.iter().filter_map(|record| catalog.place(*record));
        (!records.is_empty()).then(|| rows.map(|place| place.row).collect())
    }
}

/// Records that links lead to.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The names that were written, folded.
    pub path: Vec<String>,
    /// Where they lead, from whatever kind has such links.
    pub routes: Vec<Route>,
    /// What the records there must be.
    pub inner: Box<Node>,
    /// Whether the records that link are followed that are over.
    pub times: Times,
    /// Whether other conditions along the same routes speak of the same record there.
    pub joins: bool,
    /// Fields there that point at one record: a second condition on one of them speaks of another record.
    pub once: Vec<FieldNo>,
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

impl Node {
    /// Whether the record is what is asked for. `words` says which rows have some words.
    pub fn holds(
        &self,
        catalog: &Catalog,
        record: &Record,
        words: &dyn Fn(&Terms, Kind) -> RowSet,
    ) -> bool {
        let holds = |node: &Node, record: &Record| node.holds(catalog, record, words);
        match self {
            Node::All(nodes) => nodes.iter().all(|node| holds(node, record)),
            Node::Any(nodes) => nodes.iter().any(|node| holds(node, record)),
            Node::Not(node) => !holds(node, record),
            Node::Words(terms) => catalog
                .place(record.reference())
                .is_some_and(|place| words(terms, record.kind).contains(place.row)),
            Node::Field(aims, wanted) => aims
                .iter()
                .filter(|aim| aim.kind == record.kind)
                .any(|aim| aim.holds(catalog, record, wanted)),
            Node::Has(fields) => fields
                .iter()
                .any(|(kind, field)| *kind == record.kind && catalog.has(record, field)),
            Node::Title(texts) => {
                let titles = fold(&catalog.titles_of(record));
                let row = catalog.place(record.reference()).map(|place| place.row);
                texts
                    .iter()
                    .any(|titled| match titled.of_sigle(catalog, record.kind) {
                        Some(rows) => row.is_some_and(|row| rows.contains(row)),
                        None => titled.is_met(&titles),
                    })
            }
            Node::Is(records) => records.contains(&record.reference()),
            Node::Over => catalog.is_over(record),
            Node::Rows(rows) => catalog
                .place(record.reference())
                .is_some_and(|place| rows.of(record.kind).contains(place.row)),
            Node::Kinds(collections) => collections.iter().any(|wanted| wanted.holds(record)),
            Node::Linked(linked) => linked
                .ends(catalog, record)
                .iter()
                .filter_map(|end| catalog.get(*end))
                .any(|end| holds(&linked.inner, end)),
            Node::Count(linked, from, to) => {
                let ends = linked.ends(catalog, record);
                let count = ends
                    .iter()
                    .filter_map(|end| catalog.get(*end))
                    .filter(|end| !end.trashed && holds(&linked.inner, end))
                    .count();
                linked.starts_at(record.kind)
                    && (*from..=*to).contains(&i64::try_from(count).unwrap_or(i64::MAX))
            }
        }
    }
}

impl Linked {
    /// Records along a path of names, empty where a name stands for the whole way.
    pub fn new(path: Vec<String>, routes: Vec<Route>, inner: Node) -> Linked {
        Linked {
            joins: !path.is_empty(),
            path,
            routes,
            inner: Box::new(inner),
            times: Times::Now,
            once: Vec::new(),
        }
    }

    /// Whether one of the routes begins at that kind.
    pub fn starts_at(&self, kind: Kind) -> bool {
        self.routes.iter().any(|route| route.from == kind)
    }

    /// The records at the ends of the routes from a record, each once. Records that point here count
    /// while they are live; a record pointed at counts even in the trash, for the link stays.
    fn ends(&self, catalog: &Catalog, record: &Record) -> Vec<RecordRef> {
        let mut ends = Vec::new();
        for route in self.routes.iter().filter(|route| route.from == record.kind) {
            let mut here = vec![record.reference()];
            for (step, times) in route.timed(self.times) {
                here = here
                    .into_iter()
                    .flat_map(|at| taken(catalog, at, step, times))
                    .collect();
                here.sort_unstable();
                here.dedup();
            }
            ends.extend(here);
        }
        ends.sort_unstable();
        ends.dedup();
        ends
    }
}

fn taken(catalog: &Catalog, at: RecordRef, step: Hop, times: Times) -> Vec<RecordRef> {
    match step {
        Hop::To(number, kind) => {
            let record = catalog.get(at).into_iter();
            let targets = record.flat_map(|record| catalog.targets_of(record, number));
            targets.filter(|target| target.kind == kind).collect()
        }
        Hop::From(kind, number) => catalog
            .links_to(at)
            .filter(|link| link.kind == kind && link.field == number)
            .filter(|link| {
                let record = catalog.get(link.from);
                record.is_some_and(|record| times.take(catalog.is_over(record)))
            })
            .map(|link| link.from)
            .collect(),
    }
}

/// Whether a folded text has each word of another.
fn has_words(text: &str, wanted: &str) -> bool {
    wanted.split_whitespace().all(|word| text.contains(word))
}

impl Aim {
    /// Whether one of the record's values is wanted.
    fn holds(&self, catalog: &Catalog, record: &Record, wanted: &[Wanted]) -> bool {
        match catalog.holder(record, self.field).get(self.field.number) {
            Some(value) => value
                .items()
                .any(|item| self.is_wanted(catalog, item, wanted)),
            None => self.takes_nothing(wanted),
        }
    }

    /// What was never said to be done is not done.
    pub fn takes_nothing(&self, wanted: &[Wanted]) -> bool {
        self.field.kind == FieldType::Boolean
            && wanted.iter().any(|wanted| wanted.truth == Some(false))
    }

    fn is_wanted(&self, catalog: &Catalog, item: ValueRef<'_>, wanted: &[Wanted]) -> bool {
        match self.field.kind {
            FieldType::Date | FieldType::DateTime => days_of(self.field, item, catalog.zone())
                .is_some_and(|days| are_days_wanted(days, wanted)),
            FieldType::Integer | FieldType::Decimal | FieldType::Money | FieldType::Boolean => item
                .number()
                .is_some_and(|number| self.is_number_wanted(number, wanted)),
            FieldType::Reference(_) => false,
            FieldType::Phone => item
                .text()
                .is_some_and(|text| self.is_text_wanted(&phone_digits(text), wanted)),
            FieldType::Choice(_) => item.text().is_some_and(|key| self.choices.contains(&key)),
            _ => item
                .text()
                .is_some_and(|text| self.is_text_wanted(&fold(text), wanted)),
        }
    }

    /// Whether a number in the units of the store is wanted.
    pub fn is_number_wanted(&self, number: i64, wanted: &[Wanted]) -> bool {
        let scale = match self.field.kind {
            FieldType::Boolean => {
                let truth = Some(number != 0);
                return wanted.iter().any(|wanted| wanted.truth == truth);
            }
            FieldType::Integer => 1_000_000,
            FieldType::Money => 10_000,
            _ => 1,
        };
        let number = number.saturating_mul(scale);
        let mut ranges = wanted.iter().filter_map(|wanted| wanted.numbers);
        ranges.any(|(from, to)| (from..=to).contains(&number))
    }

    /// Whether a folded text, the digits of a telephone number or the key of a choice is wanted.
    pub fn is_text_wanted(&self, text: &str, wanted: &[Wanted]) -> bool {
        match self.field.kind {
            FieldType::Choice(_) => self.choices.contains(&text),
            FieldType::Phone => {
                let met = |wanted: &Wanted, digits: &String| match wanted.likeness {
                    Likeness::Whole => text == digits,
                    _ => text.contains(digits),
                };
                wanted.iter().any(|wanted| {
                    let mut readings = wanted.digits.iter();
                    readings.any(|digits| met(wanted, digits))
                })
            }
            _ => wanted
                .iter()
                .any(|wanted| wanted.likeness.is_met(text, &wanted.folded)),
        }
    }
}

/// Whether a date that can mean these days lies wholly in one of the wanted ranges; where the whole value is
/// meant, is one.
pub fn are_days_wanted((first, last): (i32, i32), wanted: &[Wanted]) -> bool {
    wanted.iter().any(|wanted| {
        let Some((from, to)) = wanted.days else {
            return false;
        };
        let (from, to) = (day_number(from), day_number(to));
        match wanted.likeness {
            Likeness::Whole if !wanted.compares => (from, to) == (first, last),
            _ => from <= first && last <= to,
        }
    })
}
