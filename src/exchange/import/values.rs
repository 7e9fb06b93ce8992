//! The values of a row one by one: those that are none are left out with a doubt where the record may stand
//! without them, those that are unusual are named.

use super::doubt::DoubtKind;
use crate::exchange::known::Known;
use crate::model::check::{caution, fault};
use crate::model::text::{self, Names};
use crate::model::{Caution, Field, FieldNo, FieldType, Kind, Value};

/// The value without what is none of its field (what no telephone reaches, what is no address), and what is said of
/// it.
pub fn possible(
    kind: Kind,
    number: FieldNo,
    value: Option<Value>,
    is_asked: bool,
) -> (Option<Value>, Vec<DoubtKind>) {
    let field = kind
        .field(number)
        .filter(|field| is_spared(kind, field, is_asked));
    let (field, value) = match (field, value) {
        (Some(field), Some(value)) => (field, value),
        (_, value) => return (value, Vec::new()),
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

/// Whether a record is worth having without a value of that field: whom it is about does not hang on it.
pub fn is_spared(kind: Kind, field: &Field, is_asked: bool) -> bool {
    let is_usual = matches!(field.kind, FieldType::Phone | FieldType::Url);
    let hangs = kind.definition().known.hangs_on(field.number);
    !field.required && (is_usual || (is_asked && !hangs))
}

/// A value as a file has it.
pub fn written(field: &Field, value: &Value, known: &dyn Known) -> String {
    text::plain(field, value, known as &dyn Names)
}

/// What is unusual about a value.
pub fn unusual(kind: Kind, number: FieldNo, value: Option<&Value>) -> Vec<DoubtKind> {
    let (Some(field), Some(value)) = (kind.field(number), value) else {
        return Vec::new();
    };
    let items = value.items().iter();
    items
        .filter_map(|item| {
            let written = item.as_text().unwrap_or_default();
            let entities = || has_entities(written).then_some(Caution::Entities);
            let caution = caution(field, item).or_else(entities)?;
            Some(DoubtKind::Unusual(field.key, written.to_string(), caution))
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
