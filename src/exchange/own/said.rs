//! What a text or an object says of a field, read as it was written; and whether it says all of a value.

use serde_json::Value as Json;

use crate::exchange::proposal::{Link, What};
use crate::exchange::{csv, json};
use crate::model::text::{self, FILE_SEPARATORS, Nameless, Names, Parsing, is_too_long};
use crate::model::{Fault, Field, FieldNo, FieldType, Lang, Value, Zone, several};

/// What a JSON value says of a field; nothing where it is null. Texts are taken to the letter.
pub fn by_object(field: &'static Field, json: &Json, zone: &Zone) -> Option<What> {
    let items = match json {
        Json::Null => return None,
        Json::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    if let FieldType::Reference(kinds) = field.kind {
        let links = items.iter().filter_map(link);
        return Some(What::Links(
            links.map(|name| Link::Named(kinds, name)).collect(),
        ));
    }
    let read: Result<Vec<Value>, Fault> = items.iter().map(|it| item(field, it, zone)).collect();
    Some(match read {
        Ok(items) if field.many => What::Value(Value::Many(items)),
        Ok(items) => What::Value(items.into_iter().next()?),
        Err(fault) => What::Wrong(written(json), fault),
    })
}

/// Whether a record's object says all of a value.
pub fn says(field: &'static Field, value: &Value, zone: &Zone) -> bool {
    let is_usual = matches!(
        (field.kind, field.subs, value),
        (FieldType::Text | FieldType::Note, [], Value::Text(_))
    );
    if is_usual && !field.many {
        return true;
    }
    if let FieldType::Reference(kinds) = field.kind {
        return points(field, kinds, value);
    }
    // What has more digits than a number in JSON is sure to keep is no number there.
    if let Value::Decimal(number) = value.main()
        && number.0 % 1_000_000 != 0
        && number.0.unsigned_abs() >= 1_000_000_000_000_000
    {
        return false;
    }
    let written = json::field_value(field, value, &Nameless(zone));
    by_object(field, &written, zone) == Some(What::Value(value.clone()))
}

/// Whether a value is nothing but references as the field has them, each once.
fn points(field: &Field, kinds: &[crate::model::Kind], value: &Value) -> bool {
    let items = value.items();
    let fits = |item: &Value| match item {
        Value::Reference(to) => kinds.is_empty() || kinds.contains(&to.kind),
        _ => false,
    };
    let is_once = |(at, item): (usize, &Value)| !items.iter().take(at).any(|it| it == item);
    matches!(value, Value::Many(_)) == field.many
        && items.iter().all(fits)
        && items.iter().enumerate().all(is_once)
}

/// The record that an object or a text names.
fn link(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Json::Object(object) => {
            let part = |key: &str| object.get(key)?.as_str();
            match (part("kind"), part("id")) {
                (Some(kind), Some(id)) => Some(format!("{kind}/{id}")),
                _ => part("title").map(str::to_string),
            }
        }
        _ => None,
    }
}

fn item(field: &'static Field, json: &Json, zone: &Zone) -> Result<Value, Fault> {
    let Json::Object(object) = json else {
        return scalar(field, json, zone);
    };
    let main = scalar(field, object.get("value").unwrap_or(&Json::Null), zone)?;
    let mut details: Vec<(FieldNo, Value)> = Vec::new();
    for sub in field.subs {
        match object.get(sub.key) {
            None | Some(Json::Null) => {}
            Some(detail) => details.push((sub.number, scalar(sub, detail, zone)?)),
        }
    }
    details.sort_by_key(|(number, _)| *number);
    Ok(match details.is_empty() {
        true => main,
        false => Value::Detailed(Box::new(main), details),
    })
}

fn scalar(field: &'static Field, json: &Json, zone: &Zone) -> Result<Value, Fault> {
    let text = written(json);
    if is_too_long(&text) {
        return Err(Fault::TooLong(text::LONGEST));
    }
    match field.kind {
        FieldType::Text
        | FieldType::Note
        | FieldType::Email
        | FieldType::Phone
        | FieldType::Url
        | FieldType::Tags => Ok(Value::Text(text)),
        FieldType::Choice(choices) if choices.iter().any(|choice| choice.key == text) => {
            Ok(Value::Text(text))
        }
        _ => text::parse_one(field, text.trim(), &parsing(&Nameless(zone))),
    }
}

fn parsing<'a>(names: &'a dyn Names) -> Parsing<'a> {
    Parsing {
        today: None,
        separators: FILE_SEPARATORS,
        names,
    }
}

/// A value in words: a text as it is, anything else as JSON has it.
fn written(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What a cell says of a field that points nowhere; nothing where it is blank.
pub fn by_cell(field: &'static Field, cell: &str, zone: &Zone) -> Option<What> {
    match text::parse(field, cell, &parsing(&Nameless(zone))) {
        Ok(value) => value.map(What::Value),
        Err(fault) => Some(What::Wrong(cell.to_string(), fault)),
    }
}

/// The records whose ids, or names, stand in a cell.
pub fn by_ids(field: &'static Field, cell: &str) -> Option<What> {
    let FieldType::Reference(kinds) = field.kind else {
        return None;
    };
    let ids = several::cut(cell, FILE_SEPARATORS).into_iter();
    let links: Vec<Link> = ids.map(|id| Link::Named(kinds, id)).collect();
    (!links.is_empty()).then_some(What::Links(links))
}

/// The ids of the records to which a value points, as a cell has them.
pub fn ids(value: &Value) -> String {
    let ids = value.items().iter().filter_map(Value::as_reference);
    ids.map(|to| to.to_string()).collect::<Vec<_>>().join("|")
}

/// Whether a record's row says all of a value.
pub fn fills(field: &'static Field, value: &Value, lang: Option<Lang>, zone: &Zone) -> bool {
    if let FieldType::Reference(kinds) = field.kind {
        return points(field, kinds, value);
    }
    let cell = csv::cell(field, value, lang, &Nameless(zone));
    let is_plain = cell.chars().all(|c| c == '\n' || !c.is_control()) && !cell.contains('\u{feff}');
    is_plain
        && csv::restored(&csv::neutral(&cell)) == cell
        && by_cell(field, &cell, zone) == Some(What::Value(value.clone()))
}
