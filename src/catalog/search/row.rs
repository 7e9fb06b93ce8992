//! What free search reads of a record: its title, its searchable fields and, for a person, the
//! functions held and where.

use super::chunk::{SearchRow, TRASHED};
use super::view_mark;
use crate::catalog::Catalog;
use crate::catalog::table::Place;
use crate::catalog::titles::short_field;
use crate::model::fold::{fold, phone_digits};
use crate::model::kinds::affiliation;
use crate::model::{Collection, FieldType, Kind, Record, Rule, text};

/// The search row of what lies there; `None` if nothing does.
pub fn render(catalog: &Catalog, place: Place) -> Option<SearchRow> {
    let record = catalog.at(place)?;
    let mut row = SearchRow {
        id: record.id,
        marks: marks(record),
        title: line(&catalog.title_of(record)),
        short: short_field(record).map(line).unwrap_or_default(),
        body: String::new(),
        digits: String::new(),
    };
    if row.short == row.title {
        row.short.clear();
    }
    add_fields(catalog, record, &mut row);
    if record.kind == Kind::Person {
        add_functions(catalog, record, &mut row);
    }
    Some(row)
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
                (FieldType::Phone, Some(text)) => add(&mut row.digits, &phone_digits(text)),
                (FieldType::Choice(_), _) | (_, None) => {
                    let shown = text::shown(field, &item.to_value(), catalog.lang(), catalog);
                    add(&mut row.body, &line(&shown));
                }
                (_, Some(text)) => {
                    add(&mut row.body, &line(text));
                    if field.rule == Rule::Siret {
                        add(&mut row.digits, &phone_digits(text));
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
            add(&mut row.body, &line(function));
        }
        let organisation = held
            .reference_of(&affiliation::ORGANISATION)
            .and_then(|organisation| catalog.get(organisation));
        if let Some(organisation) = organisation {
            let title = line(&catalog.title_of(organisation));
            let short = short_field(organisation).map(line).unwrap_or_default();
            add(&mut row.body, &title);
            if short != title {
                add(&mut row.body, &short);
            }
        }
    }
}

fn line(text: &str) -> String {
    let folded = fold(text);
    // 0xC2 begins the controls beyond ASCII, and little else.
    let may_control = |byte: u8| byte.is_ascii_control() || byte == 0xc2;
    if folded.bytes().any(may_control) {
        return folded.replace(char::is_control, " ");
    }
    folded
}

/// Adds a text on a line of its own, so that no phrase spans two values.
fn add(to: &mut String, text: &str) {
    if !text.is_empty() {
        to.push('\n');
        to.push_str(text);
    }
}
