//! What is over: a function that was left, a subscription that was ended. It stays and is found, but
//! stands last, dimmed, and is not counted where it links others, unless it is asked for.

use super::date::Date;
use super::field::FieldNo;
use super::record::Record;

/// When a record of a kind is over, declared with the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Once the last day of that date has passed: a year or a month passes at its end.
    After(FieldNo),
    /// While its state is one of these.
    While(FieldNo, &'static [&'static str]),
    /// Once the last day of that date has passed, if it has that role, the choice of a field, and no other.
    Role(FieldNo, FieldNo, &'static str),
}

impl Over {
    /// The field that says so: who asks for its values asks for what is over too.
    pub fn field(self) -> FieldNo {
        match self {
            Over::After(field) | Over::While(field, _) | Over::Role(field, ..) => field,
        }
    }

    /// Whether a record is over on that day; without a day no date has passed.
    pub fn holds(self, record: &Record, day: Option<Date>) -> bool {
        match self {
            Over::After(until) => has_passed(record, until, day),
            Over::While(state, keys) => {
                let state = record.get(state).and_then(|state| state.text());
                state.is_some_and(|state| keys.contains(&state))
            }
            Over::Role(until, roles, role) => {
                let is_other = |roles: super::encoding::ValueRef<'_>| {
                    let mut roles = roles.items().filter_map(|item| item.text());
                    roles.any(|other| other != role)
                };
                has_passed(record, until, day) && !record.get(roles).is_some_and(is_other)
            }
        }
    }

    /// Whether it is the record that is over, not one role of it.
    pub fn is_whole(self) -> bool {
        !matches!(self, Over::Role(..))
    }

    /// The last day of a record, as precise as it is known, where a date says so.
    pub fn last_day(self, record: &Record) -> Option<Date> {
        match self {
            Over::After(until) | Over::Role(until, ..) => record.get(until)?.date(),
            Over::While(..) => None,
        }
    }
}

fn has_passed(record: &Record, until: FieldNo, day: Option<Date>) -> bool {
    let until = record.get(until).and_then(|until| until.date());
    until
        .zip(day)
        .is_some_and(|(until, day)| until.last_day() < day.first_day())
}
