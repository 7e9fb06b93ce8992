//! What is over, in words: until when, in which state, how many.

use super::argument::Arg;
use super::texts::Texts;
use crate::model::number::number;
use crate::model::{Date, FieldType, Kind, Record};

/// Until when a record was, or in which state it is, where its title does not tell; empty if that is not
/// known. Of a record that is over.
pub fn past_words(texts: &Texts, record: &Record) -> String {
    let definition = record.kind.definition();
    let Some(over) = definition.over else {
        return String::new();
    };
    if let Some(until) = over.last_day(record) {
        return until_words(texts, until);
    }
    let field = record.kind.field(over.field());
    let state = record.get(over.field()).and_then(|state| state.text());
    match (field.map(|field| field.kind), state) {
        _ if definition.title.contains(&over.field()) => String::new(),
        (Some(FieldType::Choice(choices)), Some(state)) => {
            let choice = choices.iter().find(|choice| choice.key == state);
            choice
                .map_or(state, |choice| choice.label(texts.lang()))
                .to_lowercase()
        }
        _ => String::new(),
    }
}

/// The last day of something: “jusqu’au 31/08/2021”, “jusqu’en 2021”.
fn until_words(texts: &Texts, until: Date) -> String {
    let key = match until.first_day() == until.last_day() {
        true => "past-until-day",
        false => "past-until",
    };
    let day = until.display(texts.lang());
    texts.format(key, &[("day", Arg::from(&day))])
}

/// How many there are of a kind, those that are over told apart: “2 + 3 passées”.
pub fn counted(texts: &Texts, kind: Kind, current: usize, past: usize) -> String {
    let shown = grouped(texts, current);
    match past {
        0 => shown,
        past => format!("{shown} {}", over_counted(texts, kind, past)),
    }
}

/// So many that are over, behind those that are not: “+ 3 passées”.
pub fn over_counted(texts: &Texts, kind: Kind, past: usize) -> String {
    format!(
        "+ {} {}",
        grouped(texts, past),
        over_word(texts, kind, past)
    )
}

fn grouped(texts: &Texts, count: usize) -> String {
    number(texts.lang(), i64::try_from(count).unwrap_or(i64::MAX))
}

/// What so many of a kind are called that are over: “passées”.
pub fn over_word(texts: &Texts, kind: Kind, past: usize) -> String {
    let key = format!("past-{}", kind.key());
    texts.format(&key, &[("n", Arg::from(past))])
}
