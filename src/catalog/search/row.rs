//! What search reads of a record: its title, its searchable fields and, for a person, the functions
//! held and where.

use super::facet::Facet;
use crate::catalog::Catalog;
use crate::catalog::table::Place;
use crate::model::kinds::affiliation;
use crate::model::{Choice, Field, FieldType, Kind, Record, Rule};

/// What takes in the texts of a record, as they are written.
pub trait Reading<'a> {
    /// A value of a facet.
    fn value(&mut self, facet: Facet, field: &'static Field, text: &'a str);
    /// Whether it takes the functions that a person holds.
    fn wants_functions(&self) -> bool {
        true
    }
    /// An address.
    fn mail(&mut self, field: &'static Field, text: &'a str);
    /// A telephone number.
    fn phone(&mut self, field: &'static Field, text: &'a str);
}

/// What every organisation is called, by row: all its names in one text.
pub fn organisations(catalog: &Catalog) -> Vec<String> {
    let table = catalog.table(Kind::Organisation);
    let of = |row| table.record(row).map(called).unwrap_or_default();
    (0..table.rows()).map(of).collect()
}

/// Reads a record that lies at `place`, field by field. `called` is what organisations are called; of
/// a record that is read alone each name is a value.
pub fn read<'a>(
    catalog: &'a Catalog,
    record: &'a Record,
    place: Option<Place>,
    called: Option<&'a [String]>,
    reading: &mut impl Reading<'a>,
) {
    let lang = catalog.lang();
    let label = |choices: &'static [Choice], key: &str| {
        choices
            .iter()
            .find(|choice| choice.key == key)
            .map(|choice| choice.label(lang))
    };
    for (number, value) in record.iter() {
        let Some(field) = record.kind.field(number) else {
            continue;
        };
        let facet = Facet::of(record.kind, field);
        if facet.is_none() && !field.searchable {
            continue;
        }
        if matches!(field.kind, FieldType::Reference(_)) {
            let linked = value.items().filter_map(|item| item.reference());
            for linked in linked.filter_map(|linked| catalog.get(linked)) {
                names(linked).for_each(|text| reading.value(Facet::Organisation, field, text));
            }
            continue;
        }
        for text in value.items().filter_map(|item| item.text()) {
            match (field.kind, facet) {
                (FieldType::Email, _) => reading.mail(field, text),
                (FieldType::Phone, _) => reading.phone(field, text),
                (FieldType::Choice(choices), Some(facet)) => {
                    reading.value(facet, field, label(choices, text).unwrap_or(text));
                }
                (_, Some(facet)) => {
                    reading.value(facet, field, text);
                    if field.rule == Rule::Siret {
                        reading.phone(field, text);
                    }
                }
                _ => {}
            }
        }
    }
    if record.kind == Kind::Person
        && reading.wants_functions()
        && let Some(place) = place
    {
        read_functions(catalog, place, called, reading);
    }
}

fn read_functions<'a>(
    catalog: &'a Catalog,
    place: Place,
    called: Option<&'a [String]>,
    reading: &mut impl Reading<'a>,
) {
    let pointers = catalog.table(place.kind).pointers(place.row);
    let held = pointers
        .filter(|pointer| pointer.field == affiliation::PERSON.number)
        .map(|pointer| pointer.from())
        .filter(|from| from.kind == Kind::Affiliation)
        .filter_map(|from| catalog.at(from))
        .filter(|held| !held.trashed);
    for held in held {
        let (mut function, mut organisation) = (None, None);
        for (number, value) in held.iter() {
            if number == affiliation::FUNCTION.number {
                function = value.text();
            } else if number == affiliation::ORGANISATION.number {
                organisation = value.reference();
            }
        }
        if let Some(function) = function {
            reading.value(Facet::Function, &affiliation::FUNCTION, function);
        }
        let Some(organisation) = organisation.and_then(|organisation| catalog.place(organisation))
        else {
            continue;
        };
        let field = &affiliation::ORGANISATION;
        match called.and_then(|called| called.get(organisation.row as usize)) {
            Some(text) => reading.value(Facet::Organisation, field, text),
            None => {
                for text in catalog.at(organisation).into_iter().flat_map(names) {
                    reading.value(Facet::Organisation, field, text);
                }
            }
        }
    }
}

/// What a record is called, in its own words, as one text.
pub fn called(record: &Record) -> String {
    names(record).collect::<Vec<&str>>().join(" ")
}

/// What a record is called, in its own words.
fn names(record: &Record) -> impl Iterator<Item = &str> {
    let definition = record.kind.definition();
    let numbers = definition.title.iter().chain(definition.short.iter());
    numbers.filter_map(|number| record.get(*number)?.text())
}
