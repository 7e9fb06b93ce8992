//! Whether fields may stand together as a record: types, rules, references, what is required.

use super::fault::{Caution, Fault, Problem};
use super::field::{Field, FieldType, Rule};
use super::identifiers::{self, IdentifierError};
use super::kind::Kind;
use super::phone;
use super::record::Fields;
use super::text::{LONGEST, is_too_long};
use super::value::{RecordRef, Value};

/// All problems of a record-to-be, in the order of its fields. `exists` says whether a record that
/// is pointed to is there.
pub fn check(kind: Kind, fields: &Fields, exists: &dyn Fn(RecordRef) -> bool) -> Vec<Problem> {
    kind.fields()
        .iter()
        .filter_map(|field| {
            let fault = match fields.get(field.number) {
                None if field.required => Some(Fault::Required),
                None => None,
                Some(value) => value
                    .items()
                    .iter()
                    .find_map(|item| check_item(field, item.main(), exists))
                    .or_else(|| check_order(kind, field, value, fields)),
            };
            fault.map(|fault| Problem {
                field: field.number,
                fault,
            })
        })
        .collect()
}

/// What is wrong with one value by itself; what it points to is not looked for.
pub fn fault(field: &Field, value: &Value) -> Option<Fault> {
    check_item(field, value.main(), &|_| true)
}

/// What is unusual about one value that is taken all the same.
pub fn caution(field: &Field, value: &Value) -> Option<Caution> {
    match (field.kind, value.main()) {
        (FieldType::Phone, Value::Text(text)) => phone::read(text).ok()?.caution,
        _ => None,
    }
}

fn check_item(field: &Field, value: &Value, exists: &dyn Fn(RecordRef) -> bool) -> Option<Fault> {
    let wrong = |ok: bool, fault: Fault| (!ok).then_some(fault);
    if value.as_text().is_some_and(is_too_long) {
        return Some(Fault::TooLong(LONGEST));
    }
    match (field.kind, value) {
        (FieldType::Email, Value::Text(text)) => wrong(identifiers::is_email(text), Fault::Email),
        (FieldType::Phone, Value::Text(text)) => phone::read(text).err(),
        (FieldType::Url, Value::Text(text)) => wrong(identifiers::is_url(text), Fault::Url),
        (FieldType::Choice(choices), Value::Text(key)) => wrong(
            choices.iter().any(|choice| choice.key == key),
            Fault::Choice(None),
        ),
        (FieldType::Reference(_), Value::Reference(record)) => wrong(exists(*record), Fault::Gone),
        (_, Value::Text(text)) => check_identifier(field.rule, text),
        (_, Value::Integer(number) | Value::Money(number)) if field.rule == Rule::NotNegative => {
            wrong(*number >= 0, Fault::Negative)
        }
        (_, Value::Decimal(number)) if field.rule == Rule::NotNegative => {
            wrong(number.0 >= 0, Fault::Negative)
        }
        _ => None,
    }
}

fn check_identifier(rule: Rule, text: &str) -> Option<Fault> {
    match rule {
        Rule::Uai => match identifiers::check_uai(text) {
            Ok(()) => None,
            Err(IdentifierError::CheckLetter(letter)) => Some(Fault::UaiLetter(letter)),
            Err(_) => Some(Fault::UaiForm),
        },
        Rule::Siret => match identifiers::check_siret(text) {
            Ok(()) => None,
            Err(IdentifierError::Key) => Some(Fault::SiretKey),
            Err(_) => Some(Fault::SiretForm),
        },
        Rule::Siren => match identifiers::check_siren(text) {
            Ok(()) => None,
            Err(IdentifierError::Key) => Some(Fault::SirenKey),
            Err(_) => Some(Fault::SirenForm),
        },
        _ => None,
    }
}

fn check_order(kind: Kind, field: &Field, value: &Value, fields: &Fields) -> Option<Fault> {
    let Rule::NotBefore(other) = field.rule else {
        return None;
    };
    match (value, fields.get(other)) {
        (Value::Date(until), Some(Value::Date(since))) if until.last_day() < since.first_day() => {
            Some(Fault::Before(kind.field(other)?.key))
        }
        _ => None,
    }
}
