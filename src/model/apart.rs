//! What looks like one record twice and is two: a person said so.

use super::kinds::apart;
use super::{FieldType, Fields, Kind, Record, RecordRef, Value};

/// The kind of what says so.
pub const APART: Kind = apart::KIND;

/// The two of which a record of that kind says so, in order.
pub fn pair(record: &Record) -> Option<[RecordRef; 2]> {
    let of = |number| record.get(number)?.items().next()?.reference();
    let mut pair = [of(apart::ONE.number)?, of(apart::OTHER.number)?];
    pair.sort_unstable();
    Some(pair)
}

/// What a record of that kind holds of two of which it says so; nothing of what can't be told apart so.
pub fn fields(pair: [RecordRef; 2]) -> Option<Fields> {
    let FieldType::Reference(kinds) = apart::ONE.kind else {
        return None;
    };
    let mut pair = pair;
    pair.sort_unstable();
    let mut fields = Fields::new();
    for (field, record) in [apart::ONE, apart::OTHER].iter().zip(pair) {
        let told = kinds
            .contains(&record.kind)
            .then_some(Value::Reference(record));
        fields.set(field.number, Some(told?));
    }
    Some(fields)
}

/// Whether it can be said of records of that kind.
pub fn can_hold(kind: Kind) -> bool {
    matches!(apart::ONE.kind, FieldType::Reference(kinds) if kinds.contains(&kind))
}
