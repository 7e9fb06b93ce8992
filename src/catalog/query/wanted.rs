//! What a condition wants of a value: a text, and the number and dates that the text can mean.

use jiff::civil;

use crate::model::fold::fold;
use crate::model::phone::phone_readings;
use crate::model::{Date, Decimal};

/// A value as it is asked for, without blanks around it.
#[derive(Clone, Copy, Debug)]
pub struct Value<'q> {
    /// The text.
    pub text: &'q str,
    /// How like it a value must be.
    pub likeness: Likeness,
}

/// How like a wanted text a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It has it somewhere.
    Part,
    /// It has its words side by side, the last one perhaps only begun.
    Phrase,
    /// It is it.
    Whole,
}

impl Likeness {
    /// Whether a folded text is that like a folded wanted one.
    pub fn is_met(self, text: &str, wanted: &str) -> bool {
        match self {
            Likeness::Part => text.contains(wanted),
            Likeness::Phrase => has_phrase(text, wanted),
            // What has all kinds of quotes can only be written without.
            Likeness::Whole => {
                text.trim() == wanted
                    || text.contains('"') && text.replace('"', "").trim() == wanted
            }
        }
    }
}

/// Whether a text has a phrase, from the beginning of a word on. A word may go on behind it, a number not.
pub fn has_phrase(text: &str, phrase: &str) -> bool {
    let begins = phrase.starts_with(char::is_alphanumeric);
    let is_number = phrase.ends_with(|c: char| c.is_ascii_digit());
    text.match_indices(phrase).any(|(at, _)| {
        let (before, rest) = text.split_at(at);
        let after = rest.get(phrase.len()..).unwrap_or_default();
        let goes_on = is_number && after.starts_with(|c: char| c.is_ascii_digit());
        let begun_before = begins && before.ends_with(char::is_alphanumeric);
        !goes_on && !begun_before
    })
}

/// A wanted value.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// How like it a value must be.
    pub likeness: Likeness,
    /// The text as it was written.
    pub written: String,
    /// The text, folded.
    pub folded: String,
    /// What its digits may mean as those of a telephone number.
    pub digits: Vec<String>,
    /// The numbers that it means, in millionths, both ends included.
    pub numbers: Option<(i64, i64)>,
    /// The days that it means, both ends included.
    pub days: Option<(civil::Date, civil::Date)>,
    /// Yes or no, if it says so.
    pub truth: Option<bool>,
    /// Whether it compares: `>5`, `2020..2022`.
    pub compares: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Same,
    Above,
    From,
    Below,
    UpTo,
}

impl Wanted {
    /// The whole numbers that it means, from and to, as a count.
    pub fn count(&self) -> Option<(i64, i64)> {
        let (from, to) = self.numbers?;
        let up = from.div_euclid(1_000_000) + i64::from(from.rem_euclid(1_000_000) > 0);
        let end = match to {
            i64::MAX => i64::MAX,
            to => to.div_euclid(1_000_000),
        };
        Some((up, end))
    }

    /// Reads a value; `None` if it is blank.
    pub fn read(value: &Value<'_>, today: Date) -> Option<Wanted> {
        let text = value.text;
        let folded = fold(text);
        if folded.trim().is_empty() {
            return None;
        }
        let (numbers, days, compares) = match text.split_once("..") {
            Some((from, to)) => (
                between(number, from, to, (i64::MIN, i64::MAX)),
                between(
                    |end| days(end, today),
                    from,
                    to,
                    (civil::Date::MIN, civil::Date::MAX),
                ),
                true,
            ),
            None => {
                let (order, rest) = order(text);
                let relative = order == Bound::Same;
                (
                    number(rest).map(|range| shifted(range, order, (i64::MIN, i64::MAX), step)),
                    relative
                        .then(|| until_today(rest, today))
                        .flatten()
                        .or_else(|| {
                            let ends = (civil::Date::MIN, civil::Date::MAX);
                            days(rest, today).map(|range| shifted(range, order, ends, neighbour))
                        }),
                    !relative,
                )
            }
        };
        Some(Wanted {
            likeness: value.likeness,
            written: text.to_string(),
            digits: phone_readings(text),
            truth: truth(&folded),
            folded,
            numbers,
            days,
            compares,
        })
    }
}

fn order(text: &str) -> (Bound, &str) {
    [
        (">=", Bound::From),
        ("<=", Bound::UpTo),
        ("≥", Bound::From),
        ("≤", Bound::UpTo),
        (">", Bound::Above),
        ("<", Bound::Below),
    ]
    .into_iter()
    .find_map(|(sign, order)| Some((order, text.strip_prefix(sign)?.trim())))
    .unwrap_or((Bound::Same, text))
}

/// The range that a comparison with `range` means; `next` gives the value before or after.
fn shifted<T: Copy>(
    range: (T, T),
    order: Bound,
    ends: (T, T),
    next: impl Fn(T, bool) -> T,
) -> (T, T) {
    match order {
        Bound::Same => range,
        Bound::Above => (next(range.1, true), ends.1),
        Bound::From => (range.0, ends.1),
        Bound::Below => (ends.0, next(range.0, false)),
        Bound::UpTo => (ends.0, range.1),
    }
}

fn step(number: i64, up: bool) -> i64 {
    number.saturating_add(if up { 1 } else { -1 })
}

fn neighbour(day: civil::Date, up: bool) -> civil::Date {
    let day = if up { day.tomorrow() } else { day.yesterday() };
    day.unwrap_or(if up {
        civil::Date::MAX
    } else {
        civil::Date::MIN
    })
}

/// A range, both ends included; none if it runs backwards.
fn between<T: Copy + PartialOrd>(
    read: impl Fn(&str) -> Option<(T, T)>,
    from: &str,
    to: &str,
    ends: (T, T),
) -> Option<(T, T)> {
    let side = |text: &str| match text.trim() {
        "" => Some(ends),
        text => read(text),
    };
    let range = (side(from)?.0, side(to)?.1);
    (range.0 <= range.1).then_some(range)
}

fn number(text: &str) -> Option<(i64, i64)> {
    let text = text.trim().trim_end_matches(['€', '\u{a0}', '\u{202f}']);
    Decimal::parse(text).map(|Decimal(millionths)| (millionths, millionths))
}

fn days(text: &str, today: Date) -> Option<(civil::Date, civil::Date)> {
    let date = Date::parse(text.trim(), today).ok()?;
    Some((date.first_day(), date.last_day()))
}

/// `-90d` alone means the last 90 days, `+7` the next seven.
fn until_today(text: &str, today: Date) -> Option<(civil::Date, civil::Date)> {
    if !text.starts_with(['+', '-']) {
        return None;
    }
    let (first, last) = days(text, today)?;
    Some((first.min(today.first_day()), last.max(today.first_day())))
}

/// Yes or no, if a folded text says so.
pub fn truth(folded: &str) -> Option<bool> {
    match folded {
        "oui" | "o" | "yes" | "y" | "true" | "vrai" | "1" | "x" => Some(true),
        "non" | "n" | "no" | "false" | "faux" | "0" => Some(false),
        _ => None,
    }
}
