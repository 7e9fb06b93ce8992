//! What search reads of a record: its title, its searchable fields and, for a person, the functions
//! held and where.

use std::sync::OnceLock;

use super::facet::Facet;
use super::held::Held;
use super::values::NONE;
use crate::catalog::Catalog;
use crate::model::kinds::affiliation;
use crate::model::{Field, FieldType, Kind, Record, Rule};

/// What takes in the texts of a record, as they are written.
pub trait Taker<'a> {
    /// A value of a facet.
    fn value(&mut self, facet: Facet, field: &'static Field, text: &'a str);
    /// A function that a person holds, folded, and its number among all functions.
    fn function(&mut self, text: &'a str, _number: u32) {
        self.value(Facet::Function, &affiliation::FUNCTION, text);
    }
    /// What an organisation is called at which a person holds a function, and its row.
    fn organisation(&mut self, field: &'static Field, text: &'a str, _row: u32) {
        self.value(Facet::Organisation, field, text);
    }
    /// An address.
    fn mail(&mut self, field: &'static Field, text: &'a str);
    /// A telephone number.
    fn phone(&mut self, field: &'static Field, text: &'a str);
    /// Another number that is found by any of its digits (a SIRET).
    fn number(&mut self, field: &'static Field, text: &'a str);
}

/// What organisations are called, by row: all names of each in one text, made when it is asked for.
pub struct Called<'a> {
    catalog: &'a Catalog,
    texts: Vec<OnceLock<String>>,
}

impl<'a> Called<'a> {
    /// Of the organisations of a catalog.
    pub fn new(catalog: &'a Catalog) -> Called<'a> {
        let rows = catalog.table(Kind::Organisation).rows() as usize;
        let mut texts = Vec::new();
        texts.resize_with(rows, OnceLock::new);
        Called { catalog, texts }
    }

    fn text(&self, row: u32) -> Option<&str> {
        let table = self.catalog.table(Kind::Organisation);
        let of = || table.record(row).map(called).unwrap_or_default();
        Some(self.texts.get(row as usize)?.get_or_init(of))
    }
}

/// How the records of a kind are read.
pub struct Roles<'a> {
    catalog: &'a Catalog,
    kind: Kind,
    /// The fields that are read, by number, with their facets.
    fields: Vec<Option<(&'static Field, Option<Facet>)>>,
    /// What organisations are called; of a record that is read alone each name is a value.
    called: Option<&'a Called<'a>>,
    held: Option<&'a Held<'a>>,
    /// Whether functions that are over are left out.
    current: bool,
}

impl<'a> Roles<'a> {
    /// Of the records of a kind.
    pub fn new(catalog: &'a Catalog, kind: Kind, called: Option<&'a Called<'a>>) -> Roles<'a> {
        let mut fields = Vec::new();
        for field in kind.fields() {
            let facet = Facet::of(kind, field);
            if facet.is_some() || field.searchable {
                let at = usize::from(field.number);
                if fields.len() <= at {
                    fields.resize(at + 1, None);
                }
                if let Some(slot) = fields.get_mut(at) {
                    *slot = Some((field, facet));
                }
            }
        }
        Roles {
            catalog,
            kind,
            fields,
            called,
            held: None,
            current: false,
        }
    }

    /// With functions that are known already.
    pub fn with(mut self, held: Option<&'a Held<'a>>) -> Roles<'a> {
        self.held = held;
        self
    }

    /// Without functions that are over on the catalog's day.
    pub fn current(mut self) -> Roles<'a> {
        self.current = true;
        self
    }

    /// Reads the record that lies in a row, field by field.
    pub fn read(&self, record: &'a Record, row: Option<u32>, reading: &mut impl Taker<'a>) {
        for (number, value) in record.iter() {
            let Some(Some((field, facet))) = self.fields.get(usize::from(number)) else {
                continue;
            };
            if matches!(field.kind, FieldType::Reference(_)) {
                let linked = value.items().filter_map(|item| item.reference());
                for linked in linked.filter_map(|linked| self.catalog.get(linked)) {
                    names(linked).for_each(|text| reading.value(Facet::Organisation, field, text));
                }
                continue;
            }
            for text in value.items().filter_map(|item| item.text()) {
                match (field.kind, facet) {
                    (FieldType::Email, _) => reading.mail(field, text),
                    (FieldType::Phone, _) => reading.phone(field, text),
                    (FieldType::Choice(choices), Some(facet)) => {
                        let choice = choices.iter().find(|choice| choice.key == text);
                        let label = choice.map(|choice| choice.label(self.catalog.lang()));
                        reading.value(*facet, field, label.unwrap_or(text));
                    }
                    (_, Some(facet)) => {
                        reading.value(*facet, field, text);
                        if field.rule == Rule::Siret {
                            reading.number(field, text);
                        }
                    }
                    _ => {}
                }
            }
        }
        if self.kind == Kind::Person
            && let Some(row) = row
        {
            self.read_functions(row, reading);
        }
    }

    fn read_functions(&self, row: u32, reading: &mut impl Taker<'a>) {
        let pointers = self.catalog.table(Kind::Person).pointers(row);
        let held = pointers
            .filter(|pointer| pointer.field == affiliation::PERSON.number)
            .map(|pointer| pointer.from())
            .filter(|from| from.kind == Kind::Affiliation);
        if let Some((known, called)) = self.held.zip(self.called) {
            let functions = known.shelf.of_facet(known.facet);
            for from in held.filter(|from| !known.shelf.is_trashed(from.row)) {
                for function in functions.of(from.row) {
                    reading.function(functions.text(function), function);
                }
                let organisation = known.organisations.get(from.row as usize);
                if let Some(row) = organisation.copied().filter(|row| *row != NONE)
                    && let Some(text) = called.text(row)
                {
                    reading.organisation(&affiliation::ORGANISATION, text, row);
                }
            }
            return;
        }
        let held = held.filter_map(|from| self.catalog.at(from));
        let is_read =
            |held: &&Record| !(held.trashed || self.current && self.catalog.is_over(held));
        for held in held.filter(is_read) {
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
            let Some(organisation) =
                organisation.and_then(|organisation| self.catalog.place(organisation))
            else {
                continue;
            };
            let (field, row) = (&affiliation::ORGANISATION, organisation.row);
            match self.called.and_then(|called| called.text(row)) {
                Some(text) => reading.organisation(field, text, row),
                None => {
                    for text in self.catalog.at(organisation).into_iter().flat_map(names) {
                        reading.value(Facet::Organisation, field, text);
                    }
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
