//! What free search reads of a record: its title, its searchable fields and, for a person, the
//! functions held and where.

use super::chunk::{SearchRow, TRASHED};
use super::view_mark;
use crate::catalog::Catalog;
use crate::catalog::table::Place;
use crate::catalog::titles::short_field;
use crate::model::fold::{fold_into, phone_digits};
use crate::model::kinds::affiliation;
use crate::model::{Collection, FieldType, Kind, Record, Rule, text};

/// Makes the search row of what lies there, in the place of what `row` held; says whether there is any.
pub fn render(catalog: &Catalog, place: Place, row: &mut SearchRow) -> bool {
    let Some(record) = catalog.at(place) else {
        return false;
    };
    row.clear();
    row.id = record.id;
    row.marks = marks(record);
    line(&catalog.title_of(record), &mut row.title);
    if let Some(short) = short_field(record) {
        line(short, &mut row.short);
    }
    if row.short == row.title {
        row.short.clear();
    }
    add_fields(catalog, record, row);
    if record.kind == Kind::Person {
        add_functions(catalog, record, row);
    }
    true
}

fn marks(record: &Record) -> u8 {
    let trashed = if record.trashed { TRASHED } else { 0 };
    Collection::VIEWS
        .into_iter()
        .filter(|view| view.holds(record))
        .filter_map(view_mark)
        .fold(trashed, |marks, mark| marks | mark)
}

fn add_fields(catalog: &Catalog, record: &Record, row: &mut SearchRow) {
    let definition = record.kind.definition();
    for (number, value) in record.iter() {
        let Some(field) = record.kind.field(number).filter(|field| field.searchable) else {
            continue;
        };
        if definition.title.contains(&number) || definition.short == Some(number) {
            continue;
        }
        for item in value.items() {
            match (field.kind, item.text()) {
                (FieldType::Phone, Some(text)) => add_digits(row, text),
                (FieldType::Choice(_), _) | (_, None) => {
                    let shown = text::shown(field, &item.to_value(), catalog.lang(), catalog);
                    add(&mut row.body, &shown);
                }
                (_, Some(text)) => {
                    add(&mut row.body, text);
                    if field.rule == Rule::Siret {
                        add_digits(row, text);
                    }
                }
            }
        }
    }
}

fn add_functions(catalog: &Catalog, person: &Record, row: &mut SearchRow) {
    let links = catalog
        .links_to(person.reference())
        .filter(|link| link.kind == Kind::Affiliation && link.field == affiliation::PERSON.number);
    for held in links.filter_map(|link| catalog.get(link.from)) {
        if let Some(function) = held.text(&affiliation::FUNCTION) {
            add(&mut row.body, function);
        }
        let organisation = held
            .reference_of(&affiliation::ORGANISATION)
            .and_then(|organisation| catalog.get(organisation));
        if let Some(organisation) = organisation {
            let start = row.body.len();
            add(&mut row.body, &catalog.title_of(organisation));
            let end = row.body.len();
            add(&mut row.body, short_field(organisation).unwrap_or_default());
            if row.body.get(start..end) == row.body.get(end..) {
                row.body.truncate(end);
            }
        }
    }
}

/// Adds the folded text; line breaks stand between values only.
fn line(text: &str, to: &mut String) {
    let start = to.len();
    fold_into(text, to);
    let folded = to.get(start..).unwrap_or_default();
    // 0xC2 begins the controls beyond ASCII, and little else.
    let may_control = |byte: u8| byte.is_ascii_control() || byte == 0xc2;
    if folded.bytes().any(may_control) {
        let clean = folded.replace(char::is_control, " ");
        to.truncate(start);
        to.push_str(&clean);
    }
}

/// Adds a text on a line of its own, so that no phrase spans two values.
fn add(to: &mut String, text: &str) {
    let start = to.len();
    to.push('\n');
    line(text, to);
    if to.len() == start + 1 {
        to.truncate(start);
    }
}

fn add_digits(row: &mut SearchRow, text: &str) {
    add(&mut row.digits, &phone_digits(text));
}
