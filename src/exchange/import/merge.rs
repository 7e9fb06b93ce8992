//! How what a row says meets what a record holds.

use super::{How, Proposal};
use crate::model::{FieldType, Fields, Kind, Value};

/// The fields of a record with what a row says of them.
pub fn merge(kind: Kind, mut fields: Fields, given: &Fields, proposal: &Proposal) -> Fields {
    for said in &proposal.given {
        let (Some(field), Some(value)) = (kind.field(said.field), given.get(said.field)) else {
            continue;
        };
        let there = fields.get(said.field).cloned();
        let merged = match (there, said.how) {
            (None, _) => value.clone(),
            (Some(there), How::Fill) => there,
            (Some(there), How::Add) if field.many => {
                let mut items = there.items().to_vec();
                let new = value
                    .items()
                    .iter()
                    .filter(|item| !there.items().contains(item));
                items.extend(new.cloned());
                Value::Many(items)
            }
            (Some(there), How::Add) => match (there.as_text(), value.as_text()) {
                (Some(one), Some(more)) => {
                    let separator = if field.kind == FieldType::Note {
                        "\n"
                    } else {
                        " ; "
                    };
                    match one.split(separator).any(|part| part == more) {
                        true => there,
                        false => Value::text(format!("{one}{separator}{more}")),
                    }
                }
                _ => there,
            },
            (Some(there), How::Set) => with_details(&there, value),
        };
        fields.set(said.field, Some(merged));
    }
    fields
}

/// The new value, whose items keep the details that the old ones have, unless they bring their own.
fn with_details(there: &Value, value: &Value) -> Value {
    let keep = |item: &Value| {
        let old = there.items().iter().find(|old| old.main() == item.main());
        match old {
            Some(old) if item.details().is_empty() => old.clone(),
            _ => item.clone(),
        }
    };
    match value {
        Value::Many(items) => Value::Many(items.iter().map(keep).collect()),
        one => keep(one),
    }
}
