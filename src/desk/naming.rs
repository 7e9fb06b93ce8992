//! A new record named by what was typed.

use crate::model::kinds::{list, person};
use crate::model::{FieldType, Fields, Kind, Value};

/// A new record's fields with its name filled in: people by first name and name, mail addresses as such.
pub fn named(kind: Kind, text: &str) -> Fields {
    let text = text.trim();
    match (kind, text.split_once(' ')) {
        (Kind::Person, Some((first, last))) => Fields::new()
            .with(person::FIRST_NAME.number, Value::text(first))
            .with(person::NAME.number, Value::text(last.trim())),
        (Kind::List, _) if text.contains('@') => Fields::new()
            .with(list::ADDRESS.number, Value::text(text))
            .with(
                list::NAME.number,
                Value::text(text.split('@').next().unwrap_or(text)),
            ),
        _ => {
            let name = kind
                .fields()
                .iter()
                .find(|field| field.required && field.kind == FieldType::Text);
            name.map_or(Fields::new(), |name| {
                Fields::new().with(name.number, Value::text(text))
            })
        }
    }
}
