//! Links that are there once only: the same person on a session or a list, the same solution at an organisation.

use super::date::Date;
use super::field::{Choice, FieldType};
use super::record::Record;
use super::value::RecordRef;

/// The record that such a link points to first: the other ones are found from there. None if it may be there
/// as often as one likes, or lacks one of the values that count.
pub fn anchor(link: &Record) -> Option<(u16, RecordRef)> {
    let once = link.kind.definition().once;
    if once.iter().any(|number| link.get(*number).is_none()) {
        return None;
    }
    let first = *once.first()?;
    Some((first, link.get(first)?.items().next()?.reference()?))
}

/// Whether two links are the same one twice on that day. One that is over counts only if it has a lasting
/// state: who is excluded from a list is not to be subscribed again.
pub fn is_double(link: &Record, other: &Record, day: Option<Date>) -> bool {
    let definition = link.kind.definition();
    let same = |number: &u16| match (link.get(*number), other.get(*number)) {
        (Some(one), Some(other)) => match (one.text(), other.text()) {
            (Some(one), Some(other)) => super::fold::fold(one) == super::fold::fold(other),
            _ => one.to_value() == other.to_value(),
        },
        _ => false,
    };
    let is_over = |record: &Record| definition.over.is_some_and(|over| over.holds(record, day));
    let counts = |record: &Record| !is_over(record) || lasting(record).is_some();
    link.kind == other.kind
        && !definition.once.is_empty()
        && definition.once.iter().all(same)
        && counts(link)
        && counts(other)
}

/// The choice that a record has and that only a person changes.
pub fn lasting(record: &Record) -> Option<&'static Choice> {
    state(record).filter(|choice| choice.lasting)
}

/// The choice that a record has and that no file changes: it lasts, or a person decided it.
pub fn settled(record: &Record) -> Option<&'static Choice> {
    state(record).filter(|choice| choice.lasting || choice.settled)
}

/// The state by which it is told whether a record is over, if it is a choice.
pub fn state(record: &Record) -> Option<&'static Choice> {
    let number = record.kind.definition().over?.field();
    let FieldType::Choice(choices) = record.kind.field(number)?.kind else {
        return None;
    };
    let key = record.get(number)?.text()?;
    choices.iter().find(|choice| choice.key == key)
}
