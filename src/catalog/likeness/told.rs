//! What is compared of the records of a kind: a column for each sort of evidence, its values numbered and counted.

use std::hash::BuildHasher;

use hashbrown::HashTable;

use super::nearness::{self, Nearness};
use crate::catalog::Catalog;
use crate::catalog::threads::share_out;
use crate::model::fold::fold;
use crate::model::phone::phone_digits;
use crate::model::text::COMPARED;
use crate::model::{Field, FieldType, Kind, Natural, Record, Sought};

/// What a column is evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TwinSort {
    /// First names.
    First,
    /// Family names, former ones too.
    Family,
    /// The names of a body.
    Body,
    /// Its sigle.
    Sigle,
    /// What tells it from all others: UAI, SIRET.
    Identifier,
    /// Addresses of mail.
    Mail,
    /// Telephone numbers: their last nine digits.
    Phone,
    /// Where a person is.
    At,
    /// The number in the street.
    Number,
    /// The street.
    Street,
    /// The town.
    Town,
    /// The postal code.
    PostalCode,
    /// The region.
    Region,
}

/// Digits of a telephone that are compared: without the 0 or the code of the country before them.
const DIGITS: usize = 9;

impl TwinSort {
    /// How near two different values are. What is longer than any name is not looked at letter by letter.
    pub fn nearness(self, one: &str, other: &str) -> Nearness {
        if one.len().max(other.len()) > COMPARED {
            return Nearness::Other;
        }
        match self {
            TwinSort::First | TwinSort::Family | TwinSort::Town | TwinSort::Region => {
                nearness::of_names(one, other)
            }
            TwinSort::Phone | TwinSort::Number | TwinSort::PostalCode => {
                nearness::of_codes(one, other)
            }
            TwinSort::Mail => nearness::of_mails(one, other),
            TwinSort::Street | TwinSort::Body => nearness::of_words(one, other),
            TwinSort::Sigle | TwinSort::Identifier | TwinSort::At => Nearness::Other,
        }
    }
}

/// A column: the values that rows have of one sort.
#[derive(Debug)]
pub struct Telling {
    /// What it is evidence of.
    pub sort: TwinSort,
    /// The field that is named for it.
    pub field: &'static Field,
    /// Its values, each once.
    pub values: Vec<Box<str>>,
    /// How many rows have each.
    pub counts: Vec<u32>,
    /// How many rows have any.
    pub filled: u32,
    ids: Vec<u32>,
    starts: Vec<u32>,
}

impl Telling {
    /// The numbers of the values of a row.
    pub fn of(&self, row: u32) -> &[u32] {
        let at = |row: usize| self.starts.get(row).map_or(0, |start| *start as usize);
        let row = row as usize;
        self.ids.get(at(row)..at(row + 1)).unwrap_or_default()
    }

    /// The values of a row.
    pub fn texts(&self, row: u32) -> impl Iterator<Item = &str> {
        self.of(row).iter().map(|id| self.text(*id))
    }

    /// The value of that number.
    pub fn text(&self, id: u32) -> &str {
        self.values.get(id as usize).map_or("", |value| value)
    }

    /// The part of the rows with any value that have that one.
    pub fn part(&self, id: u32) -> f64 {
        let count = self.counts.get(id as usize).copied().unwrap_or(1);
        f64::from(count.max(1)) / f64::from(self.filled.max(1))
    }

    /// How near the nearest of the values of two rows are, and the numbers of these.
    pub fn compare(&self, one: u32, other: u32) -> (Nearness, u32, u32) {
        let mut nearest = (Nearness::Blank, 0, 0);
        for mine in self.of(one) {
            for theirs in self.of(other) {
                let near = match mine == theirs {
                    true => Nearness::Same,
                    false => self.sort.nearness(self.text(*mine), self.text(*theirs)),
                };
                let rarer = near == nearest.0 && self.part(*mine) < self.part(nearest.1);
                if nearest.0 == Nearness::Blank || near < nearest.0 || rarer {
                    nearest = (near, *mine, *theirs);
                }
            }
        }
        nearest
    }
}

/// What is compared of a kind.
#[derive(Debug)]
pub struct Told {
    /// The rows of its table that are compared.
    pub rows: Vec<u32>,
    /// The columns.
    pub columns: Vec<Telling>,
}

impl Told {
    /// The column of that sort.
    pub fn column(&self, sort: TwinSort) -> Option<&Telling> {
        self.columns.iter().find(|column| column.sort == sort)
    }

    /// Tells all live records of a kind, on so many threads.
    pub fn of(catalog: &Catalog, kind: Kind, threads: usize) -> Told {
        let table = catalog.table(kind);
        let is_live = |row: &u32| table.record(*row).is_some_and(|record| !record.trashed);
        let rows: Vec<u32> = (0..table.rows()).filter(is_live).collect();
        let columns = share_out(threads, sorts(kind), |(sort, fields)| {
            let mut column = Making::of(sort, &fields)?;
            let mut texts = Vec::new();
            for row in &rows {
                if let Some(record) = table.record(*row) {
                    tell(catalog, record, sort, &fields, &mut texts);
                }
                column.row(&mut texts);
            }
            Some(column.made)
        });
        let columns = columns.into_iter().flatten();
        Told {
            rows,
            columns: columns.filter(|column| column.filled > 1).collect(),
        }
    }
}

/// Whether records of a kind can be compared: those that have a name of their own.
pub fn is_compared(kind: Kind) -> bool {
    !matches!(kind.definition().known, Natural::Keys(_))
}

/// The sorts of evidence of a kind, each with the fields that have it.
fn sorts(kind: Kind) -> Vec<(TwinSort, Vec<&'static Field>)> {
    let mut sorts: Vec<(TwinSort, Vec<&'static Field>)> = Vec::new();
    let mut add = |sort, field| match sorts.iter_mut().find(|(other, _)| *other == sort) {
        Some((_, fields)) => fields.push(field),
        None => sorts.push((sort, vec![field])),
    };
    let known = kind.definition().known;
    if let Natural::Named { names, sigle } = known {
        let names = names.iter().filter_map(|name| kind.field(*name));
        names.for_each(|name| add(TwinSort::Body, name));
        kind.field(sigle)
            .into_iter()
            .for_each(|field| add(TwinSort::Sigle, field));
    }
    for field in kind.fields() {
        let of_person = matches!(known, Natural::Reached { .. });
        let sort = match (field.sought, field.kind) {
            (Some(Sought::FirstName), _) => TwinSort::First,
            (Some(Sought::FamilyName | Sought::FormerName), _) if of_person => TwinSort::Family,
            (Some(Sought::Place), _) => TwinSort::Town,
            (Some(Sought::PostalCode), _) => TwinSort::PostalCode,
            (Some(Sought::Region), _) => TwinSort::Region,
            (Some(Sought::Address), _) => {
                add(TwinSort::Number, field);
                TwinSort::Street
            }
            (_, FieldType::Email) => TwinSort::Mail,
            (_, FieldType::Phone) => TwinSort::Phone,
            _ if field.identifies => TwinSort::Identifier,
            _ => continue,
        };
        add(sort, field);
    }
    if let Some(place) = known.place() {
        add(TwinSort::At, place);
    }
    sorts
}

/// What a record says of one sort, folded.
fn tell(
    catalog: &Catalog,
    record: &Record,
    sort: TwinSort,
    fields: &[&'static Field],
    texts: &mut Vec<String>,
) {
    if sort == TwinSort::At {
        return texts.extend(places(catalog, record).map(|row| row.to_string()));
    }
    for field in fields {
        let Some(value) = record.get(field.number) else {
            continue;
        };
        for text in value.items().filter_map(|item| item.main().text()) {
            match sort {
                TwinSort::Phone => texts.extend(phone_digits(text).split(' ').map(last_digits)),
                TwinSort::Number => texts.push(street(&fold(text)).0),
                TwinSort::Street => texts.push(street(&fold(text)).1),
                _ => texts.push(fold(text).trim().to_string()),
            }
        }
    }
}

/// The rows of the organisations at which a person is, or was.
fn places(catalog: &Catalog, record: &Record) -> impl Iterator<Item = u32> {
    let at = match record.kind.definition().known {
        Natural::Reached { at, .. } => catalog.place(record.reference()).map(|row| (row, at)),
        _ => None,
    };
    let links = at.into_iter().flat_map(move |(place, (kind, person, at))| {
        let links = catalog.linking(place, kind, person);
        links.filter_map(move |(_, link)| link.get(at)?.items().next()?.reference())
    });
    links.filter_map(|organisation| Some(catalog.place(organisation)?.row))
}

fn last_digits(digits: &str) -> String {
    let from = digits.len().saturating_sub(DIGITS);
    digits.get(from..).unwrap_or(digits).to_string()
}

/// The number in a street, and the street without it.
fn street(address: &str) -> (String, String) {
    let mut number = String::new();
    let mut words: Vec<&str> = Vec::new();
    for word in address.split([' ', ',']).filter(|word| !word.is_empty()) {
        match number.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
            true => number.push_str(word),
            false => words.push(word),
        }
    }
    (number, words.join(" "))
}

/// A column in the making: each value is looked up by its hash.
struct Making {
    made: Telling,
    known: HashTable<u32>,
    hasher: foldhash::fast::FixedState,
}

impl Making {
    fn of(sort: TwinSort, fields: &[&'static Field]) -> Option<Making> {
        Some(Making {
            made: Telling {
                sort,
                field: fields.first()?,
                values: Vec::new(),
                counts: Vec::new(),
                filled: 0,
                ids: Vec::new(),
                starts: vec![0],
            },
            known: HashTable::new(),
            hasher: foldhash::fast::FixedState::default(),
        })
    }

    /// Takes in the values of the next row, each once.
    fn row(&mut self, texts: &mut Vec<String>) {
        let made = &mut self.made;
        let before = made.ids.len();
        for text in texts.drain(..).filter(|text| !text.is_empty()) {
            let hash = self.hasher.hash_one(&text);
            let values = &made.values;
            let is_it = |id: &u32| {
                values
                    .get(*id as usize)
                    .is_some_and(|value| **value == *text)
            };
            let id = match self.known.find(hash, is_it) {
                Some(id) => *id,
                None => {
                    let id = u32::try_from(values.len()).unwrap_or(u32::MAX);
                    let hasher = &self.hasher;
                    self.known.insert_unique(hash, id, |id| {
                        hasher.hash_one(values.get(*id as usize).map_or("", |value| value))
                    });
                    made.values.push(text.into_boxed_str());
                    made.counts.push(0);
                    id
                }
            };
            if !made.ids.get(before..).unwrap_or_default().contains(&id) {
                made.ids.push(id);
                if let Some(count) = made.counts.get_mut(id as usize) {
                    *count += 1;
                }
            }
        }
        made.filled += u32::from(made.ids.len() > before);
        made.starts
            .push(u32::try_from(made.ids.len()).unwrap_or(u32::MAX));
    }
}
