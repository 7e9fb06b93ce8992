//! When two values of a field say the same, though they are not written alike.

use super::field::{Field, FieldType};
use super::fold::fold;
use super::phone::phone_digits;
use super::value::Value;

/// Whether two values of a field are one: numbers by what is dialled, addresses and words but for their case, all else
/// as it is; whatever is known beside them.
pub fn is_same(field: &Field, one: &Value, other: &Value) -> bool {
    match (field.kind, one.as_text(), other.as_text()) {
        (FieldType::Phone, Some(one), Some(other)) => phone_digits(one) == phone_digits(other),
        (FieldType::Email | FieldType::Tags, Some(one), Some(other)) => fold(one) == fold(other),
        _ => one.main() == other.main(),
    }
}
