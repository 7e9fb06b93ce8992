//! The values of a row one by one: those that are none are left out with a doubt where the record may stand
//! without them, those that are unusual are named.

use super::doubt::DoubtKind;
use crate::model::check::{caution, fault};
use crate::model::{Caution, Field, FieldNo, FieldType, Kind, Value};

/// The value without what no telephone reaches and what is no web address, and what is said of these.
pub fn possible(
    kind: Kind,
    number: FieldNo,
    value: Option<Value>,
) -> (Option<Value>, Vec<DoubtKind>) {
    let field = kind.field(number).filter(|field| is_spared(field));
    let (Some(field), Some(value)) = (field, value.clone()) else {
        return (value, Vec::new());
    };
    let mut left_out = Vec::new();
    let mut kept = |item: &Value| match fault(field, item) {
        Some(fault) => {
            let written = item.as_text().unwrap_or_default().to_string();
            left_out.push(DoubtKind::LeftOut(field.key, written, fault));
            false
        }
        None => true,
    };
    let value = match value {
        Value::Many(mut items) => {
            items.retain(&mut kept);
            Some(Value::Many(items)).filter(|value| !value.items().is_empty())
        }
        one => Some(one).filter(|one| kept(one)),
    };
    (value, left_out)
}

/// Whether a record is worth having without a value of that field.
fn is_spared(field: &Field) -> bool {
    matches!(field.kind, FieldType::Phone | FieldType::Url) && !field.required
}

/// What is unusual about a value.
pub fn unusual(kind: Kind, number: FieldNo, value: Option<&Value>) -> Vec<DoubtKind> {
    let (Some(field), Some(value)) = (kind.field(number), value) else {
        return Vec::new();
    };
    let items = value.items().iter();
    items
        .filter_map(|item| {
            let written = item.as_text().unwrap_or_default().to_string();
            let entities = || has_entities(&written).then_some(Caution::Entities);
            let caution = caution(field, item).or_else(entities)?;
            Some(DoubtKind::Unusual(field.key, written, caution))
        })
        .collect()
}

/// Whether a text has characters as a web page writes them: `&amp;`, `&#039;`.
fn has_entities(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let name = rest.split_once(';').map_or("", |(name, _)| name);
        let (begins, all) = match name.strip_prefix('#') {
            Some(number) => (true, number),
            None => (name.starts_with(|c: char| c.is_ascii_alphabetic()), name),
        };
        begins
            && (2..=8).contains(&all.len())
            && all.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
