//! How what a row says meets what a record holds.

use super::doubt::DoubtKind;
use super::{Given, How, Mode, Proposal, What};
use crate::model::fold::fold;
use crate::model::same::is_same;
use crate::model::{Field, FieldNo, FieldType, Fields, Kind, Natural, Sought, Value};

/// The fields of a record with what a row says of them; `doubts` takes what a person decided and the row does not
/// change.
pub fn merge(
    kind: Kind,
    before: &Fields,
    given: &Fields,
    proposal: &Proposal,
    mode: Mode,
    doubts: &mut Vec<DoubtKind>,
) -> Fields {
    let mut fields = before.clone();
    for said in &proposal.given {
        let Some(field) = kind.field(said.field) else {
            // One of a newer program is taken as it comes.
            let value = given.get(said.field).cloned();
            fields.set(said.field, value.or(before.get(said.field).cloned()));
            continue;
        };
        if said.what == What::Cleared && !field.required && !field.settled {
            fields.set(said.field, None);
        }
        let Some(value) = given.get(said.field) else {
            continue;
        };
        let Some(there) = fields.get(said.field).cloned() else {
            fields.set(said.field, Some(value.clone()));
            continue;
        };
        if there == *value {
            continue;
        }
        let merged = match how(field, said, mode) {
            How::Fill => {
                // What a person decided is said, though nothing would change it.
                if is_undone(field, &there, value) {
                    doubts.push(DoubtKind::Settled(field.key));
                }
                joined(field, &there, value, doubts);
                there
            }
            How::Add if field.many => joined(field, &there, value, doubts),
            How::Add => added(field, there, value),
            How::Set if is_undone(field, &there, value) => {
                doubts.push(DoubtKind::Settled(field.key));
                there
            }
            How::Set => match (renamed(kind, field, &there, value, &fields), said.column) {
                (Called::Spelled(name), Some(_)) => name,
                (Called::Renamed(former), Some(_)) => {
                    keep_former(kind, &there, former, &mut fields);
                    value.clone()
                }
                (Called::Was, Some(_)) => there,
                _ => with_details(field, &there, value, doubts),
            },
        };
        fields.set(said.field, Some(merged));
    }
    fields
}

/// How a value meets one that is there, in a mode. What no column says is as its table means it.
fn how(field: &Field, said: &Given, mode: Mode) -> How {
    match (said.how, mode) {
        _ if said.column.is_none() => said.how,
        (How::Set | How::Add, Mode::Fill) => How::Fill,
        (How::Set, Mode::Update | Mode::UpdateOnly) if field.many => How::Add,
        (How::Add, Mode::Replace) => How::Set,
        (how, _) => how,
    }
}

/// Whether a value takes back what a person has done.
fn is_undone(field: &Field, there: &Value, value: &Value) -> bool {
    field.settled && *there == Value::Boolean(true) && *value != Value::Boolean(true)
}

/// The items of both, each once; what is there comes first, and what the row says of it is taken in.
fn joined(field: &Field, there: &Value, value: &Value, doubts: &mut Vec<DoubtKind>) -> Value {
    let mut items = there.items().to_vec();
    for item in value.items() {
        let same = items.iter_mut().find(|old| is_same(field, old, item));
        match same {
            Some(old) => *old = detailed(field, old.main(), old, item, doubts),
            None => items.push(item.clone()),
        }
    }
    Value::Many(items)
}

/// A text with one more part.
fn added(field: &Field, there: Value, value: &Value) -> Value {
    let (Some(one), Some(more)) = (there.as_text(), value.as_text()) else {
        return there;
    };
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

/// The new value, whose items keep the details that the old ones have, unless they bring their own.
fn with_details(field: &Field, there: &Value, value: &Value, doubts: &mut Vec<DoubtKind>) -> Value {
    let mut keep = |item: &Value| {
        let old = there.items().iter();
        let old = old.into_iter().find(|old| is_same(field, old, item));
        match old {
            Some(old) if item.main() == old.main() || field.kind == FieldType::Phone => {
                detailed(field, item.main(), old, item, doubts)
            }
            _ => item.clone(),
        }
    };
    match value {
        Value::Many(items) => Value::Many(items.iter().map(keep).collect()),
        one => keep(one),
    }
}

/// An item with the details that a row brings; what a person decided of it stays.
fn detailed(
    field: &Field,
    main: &Value,
    old: &Value,
    item: &Value,
    doubts: &mut Vec<DoubtKind>,
) -> Value {
    let mut details = old.details().to_vec();
    for (number, value) in item.details() {
        let settled = field.sub(*number).is_some_and(|sub| sub.settled);
        let own = details.iter_mut().find(|(own, _)| own == number);
        match own {
            Some((_, own)) if own == value => {}
            Some(_) if settled => doubts.push(DoubtKind::Settled(field.key)),
            Some((_, own)) => *own = value.clone(),
            None => details.push((*number, value.clone())),
        }
    }
    details.sort_by_key(|(number, _)| *number);
    match details.is_empty() {
        true => main.clone(),
        false => Value::Detailed(Box::new(main.clone()), details),
    }
}

/// What a row's name is to the one that is there.
enum Called {
    /// The same, in that spelling.
    Spelled(Value),
    /// Another one: the field that keeps the old one.
    Renamed(FieldNo),
    /// One that it had.
    Was,
    /// It is no name, or of one who keeps no old ones.
    Value,
}

fn renamed(kind: Kind, field: &Field, there: &Value, value: &Value, fields: &Fields) -> Called {
    let is_name = match kind.definition().known {
        Natural::Named { names, .. } => names.first() == Some(&field.number),
        Natural::Reached { names, .. } => names.contains(&field.number),
        Natural::Keys(_) => kind.definition().title.contains(&field.number),
    };
    let (Some(old), Some(new)) = (there.as_text(), value.as_text()) else {
        return Called::Value;
    };
    if !is_name || field.many {
        return Called::Value;
    }
    if fold(old) == fold(new) {
        return Called::Spelled(Value::text(better(old, new)));
    }
    // What it is called in short is no other name, where it is one word.
    let short = kind
        .definition()
        .short
        .and_then(|short| fields.get(short)?.as_text().map(fold));
    if short.is_some_and(|short| short == fold(new) && !short.contains(' ')) {
        return Called::Was;
    }
    let is_family = !matches!(kind.definition().known, Natural::Reached { .. })
        || field.sought == Some(Sought::FamilyName);
    let Some(former) = kind.sought(Sought::FormerName).filter(|_| is_family) else {
        return Called::Value;
    };
    let had = fields.get(former.number).into_iter();
    let mut had = had.flat_map(|value| value.items().iter().filter_map(Value::as_text));
    if had.any(|name| fold(name) == fold(new)) {
        return Called::Was;
    }
    Called::Renamed(former.number)
}

/// The better spelling of one name: that with accents, then that in small letters and capitals, else the first.
fn better<'a>(old: &'a str, new: &'a str) -> &'a str {
    let accents = |name: &str| {
        let letters = name.chars().filter(|c| c.is_alphabetic());
        letters.filter(|c| !c.is_ascii()).count()
    };
    let is_cased =
        |name: &str| name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase);
    let rank = |name: &str| (is_cased(name), accents(name));
    if rank(new) > rank(old) { new } else { old }
}

/// Keeps the name that it had.
fn keep_former(kind: Kind, there: &Value, former: FieldNo, fields: &mut Fields) {
    let many = kind.field(former).is_some_and(|field| field.many);
    let Some(old) = there.as_text().filter(|_| many) else {
        return;
    };
    let mut names = fields
        .get(former)
        .map(|value| value.items().to_vec())
        .unwrap_or_default();
    let is_there = |name: &Value| name.as_text().is_some_and(|name| fold(name) == fold(old));
    if !names.iter().any(is_there) {
        names.push(Value::text(old));
    }
    fields.set(former, Some(Value::Many(names)));
}
