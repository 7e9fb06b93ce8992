//! Made-up people as a register has them, and their lines as a filter of plain lines gets them.

use std::collections::HashMap;

use guichet::catalog::Catalog;
use guichet::exchange::sample;
use guichet::model::fold::fold;
use guichet::model::kinds::{affiliation, organisation, person};
use guichet::model::phone::phone_digits;
use guichet::model::{Field, Fields, Kind, Lang, Record, RecordRef, Value};
use guichet::store::Store;

use super::sampled;

/// The seed of the people.
const SEED: u64 = 7;

/// What is known of a person, folded but for the names as they are written.
#[derive(Default)]
pub struct Person {
    pub record: Option<RecordRef>,
    pub first: String,
    pub last: String,
    pub mails: Vec<String>,
    pub phones: Vec<String>,
    pub city: String,
    pub functions: Vec<String>,
    /// Sigles and names, folded.
    pub organisations: Vec<(String, String)>,
}

impl Person {
    /// The words of the first name, folded.
    pub fn firsts(&self) -> Vec<String> {
        words(&self.first)
    }

    /// The words of the family name, folded.
    pub fn lasts(&self) -> Vec<String> {
        words(&self.last)
    }

    /// The line that stands for this person where only lines are known.
    pub fn line(&self) -> String {
        let mut parts = vec![fold(&self.first), fold(&self.last)];
        for (function, (sigle, name)) in self.functions.iter().zip(&self.organisations) {
            parts.extend([function.clone(), sigle.clone(), name.clone()]);
        }
        parts.push(self.city.clone());
        parts.extend(self.mails.iter().chain(&self.phones).cloned());
        parts.join(" ")
    }
}

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect()
}

fn texts(fields: &Fields, field: &Field) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    };
    match fields.get(field.number) {
        Some(Value::Many(items)) => items.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn text(fields: &Fields, field: &Field) -> String {
    texts(fields, field).into_iter().next().unwrap_or_default()
}

/// The report's records, and so many people with their affiliations and nothing else.
pub fn made(people: u32) -> (Catalog, Vec<Person>) {
    let temp = tempfile::tempdir().unwrap();
    let mut store = Store::open(temp.path()).unwrap().0;
    let (catalog, base) = sampled::report(&mut store);
    let organisations: HashMap<RecordRef, (String, String)> = catalog
        .records(Kind::Organisation)
        .map(|record| {
            let text = |field| fold(record.text(field).unwrap_or_default());
            let names = (text(&organisation::ACRONYM), text(&organisation::NAME));
            (record.reference(), names)
        })
        .collect();
    let mut known: Vec<Person> = Vec::new();
    let mut records = Vec::new();
    for (reference, fields) in sample::records(people, SEED, base) {
        match reference.kind {
            Kind::Person => known.push(Person {
                record: Some(reference),
                first: text(&fields, &person::FIRST_NAME),
                last: text(&fields, &person::NAME),
                mails: texts(&fields, &person::EMAIL)
                    .iter()
                    .map(|mail| fold(mail))
                    .collect(),
                phones: texts(&fields, &person::PHONE)
                    .iter()
                    .map(|phone| phone_digits(phone))
                    .collect(),
                city: fold(&text(&fields, &person::CITY)),
                ..Person::default()
            }),
            Kind::Affiliation => {
                let place = match fields.get(affiliation::ORGANISATION.number) {
                    Some(Value::Reference(place)) => organisations.get(place),
                    _ => None,
                };
                // An affiliation follows its person.
                if let Some((person, place)) = known.last_mut().zip(place) {
                    person
                        .functions
                        .push(fold(&text(&fields, &affiliation::FUNCTION)));
                    person.organisations.push(place.clone());
                }
            }
            _ => continue,
        }
        records.push(Record::new(reference, 1, false, &fields));
    }
    // All at once into an empty catalog, as a store is loaded.
    let before: Vec<Record> = Kind::ALL
        .iter()
        .flat_map(|kind| catalog.records(*kind).cloned())
        .collect();
    let mut catalog = Catalog::new(Lang::Fr);
    catalog.load(before.into_iter().chain(records));
    (catalog, known)
}
