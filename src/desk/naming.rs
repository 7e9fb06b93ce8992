//! A new record named by what was typed.

use crate::model::{Field, FieldType, Fields, Kind, Sought, Value};

/// A new record's fields with its name filled in: people by first name and name, mail addresses as such.
pub fn named(kind: Kind, text: &str) -> Fields {
    let text = text.trim();
    let mut fields = Fields::new();
    let mut set = |field: &Field, text: &str| fields.set(field.number, Some(Value::text(text)));
    let required = |field: &&Field| field.required && field.kind == FieldType::Text;
    let name = kind.fields().iter().find(required);
    let both = kind
        .sought(Sought::FirstName)
        .zip(kind.sought(Sought::FamilyName));
    let short = kind.definition().short.and_then(|short| kind.field(short));
    let address = short.filter(|short| short.kind == FieldType::Email);
    if let (Some((first, last)), Some((given, family))) = (both, text.split_once(' ')) {
        set(first, given);
        set(last, family.trim());
    } else if let (Some(address), Some((before, _))) = (address, text.split_once('@')) {
        set(address, text);
        if let Some(name) = name {
            set(name, before);
        }
    } else if let Some(name) = name {
        set(name, text);
    }
    fields
}
