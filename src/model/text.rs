//! Values from text and to text, each type in its own way: for forms, quick lines, CSV, queries
//! (`parse`), for people (`shown`) and for machines (`plain`).

use super::date::{Date, DateError};
use super::fault::Fault;
use super::field::{Choice, Field, FieldNo, FieldType};
use super::fold::fold;
use super::kind::Kind;
use super::lang::Lang;
use super::value::{Decimal, RecordRef, Value};

/// The longest single value, in characters: a name is a line, a note may be a few pages.
pub const LONGEST: usize = 100_000;

/// The longest text whose spelling is compared with others', in bytes: it takes as many steps as both have
/// letters, multiplied, and no name that somebody means is longer.
pub const COMPARED: usize = 400;

/// Answers names with records and records with names; the catalog does.
pub trait Names {
    /// The live record of one of these kinds (none given: any) that this text names: `kind/ULID`, an
    /// acronym, a title, an address.
    ///
    /// # Errors
    /// `NoRecord` with the nearest title, or `Ambiguous`.
    fn named(&self, kinds: &[Kind], text: &str) -> Result<RecordRef, Fault>;

    /// The short title of a record (an acronym, a name).
    fn title(&self, record: RecordRef) -> Option<String>;
}

/// What parsing needs to know.
pub struct Reading<'a> {
    /// The day on which it is typed, for `+7` and the like.
    pub today: Date,
    /// What separates several values: `|` in files, also `;` where a person types (AZERTY needs AltGr for `|`).
    pub separators: &'a [char],
    /// Answers names with records.
    pub names: &'a dyn Names,
}

/// The value that a text means for that field; `None` for a blank text.
///
/// # Errors
/// The first fault of the text.
pub fn parse(field: &Field, text: &str, reading: &Reading) -> Result<Option<Value>, Fault> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    if !field.many {
        return parse_detailed(field, trimmed, reading).map(Some);
    }
    let items: Result<Vec<Value>, Fault> = trimmed
        .split(reading.separators)
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(|item| parse_detailed(field, item, reading))
        .collect();
    Ok(Some(Value::Many(items?)).filter(|value| !value.items().is_empty()))
}

/// Reads `value (detail, detail)`; a bracket that holds no details belongs to the value.
fn parse_detailed(field: &Field, text: &str, reading: &Reading) -> Result<Value, Fault> {
    let bracket = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
        .filter(|_| !field.subs.is_empty());
    if let Some((main, details)) = bracket
        && !main.trim().is_empty()
    {
        let details: Result<Vec<(FieldNo, Value)>, Fault> = details
            .split(',')
            .map(|word| parse_detail(field, word.trim(), reading))
            .collect();
        match details {
            Ok(mut details) => {
                // One order whatever was typed, and a detail once: the same text is the same value.
                details.sort_by_key(|(number, _)| *number);
                details.dedup_by_key(|(number, _)| *number);
                return Ok(Value::Detailed(
                    Box::new(parse_one(field, main.trim(), reading)?),
                    details,
                ));
            }
            Err(fault) if parse_one(field, text, reading).is_err() => return Err(fault),
            Err(_) => {}
        }
    }
    parse_one(field, text, reading)
}

fn parse_detail(field: &Field, word: &str, reading: &Reading) -> Result<(FieldNo, Value), Fault> {
    if let Some((key, rest)) = word.split_once(':')
        && let Some(sub) = field.subs.iter().find(|sub| sub.key == key.trim())
    {
        return Ok((sub.number, parse_one(sub, rest.trim(), reading)?));
    }
    let found = field.subs.iter().find_map(|sub| match sub.kind {
        FieldType::Choice(choices) => {
            choice_of(choices, word).map(|choice| (sub.number, Value::text(choice.key)))
        }
        _ => None,
    });
    found.ok_or_else(|| Fault::Detail(word.to_string()))
}

fn parse_one(field: &Field, text: &str, reading: &Reading) -> Result<Value, Fault> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(Fault::TooLong(LONGEST));
    }
    let spaceless = || {
        text.chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '€'))
            .collect::<String>()
    };
    match field.kind {
        FieldType::Text
        | FieldType::Note
        | FieldType::Email
        | FieldType::Phone
        | FieldType::Url
        | FieldType::Tags => Ok(Value::text(text)),
        FieldType::Integer => spaceless()
            .parse()
            .map(Value::Integer)
            .map_err(|_| Fault::Integer),
        FieldType::Decimal => Decimal::parse(text)
            .map(Value::Decimal)
            .ok_or(Fault::Decimal),
        FieldType::Money => match Decimal::parse(&spaceless()) {
            Some(Decimal(millionths)) if millionths % 10_000 == 0 => {
                Ok(Value::Money(millionths / 10_000))
            }
            _ => Err(Fault::Money),
        },
        FieldType::Date => match Date::parse(text, reading.today) {
            Ok(date) => Ok(Value::Date(date)),
            Err(DateError::Form) => Err(Fault::Date),
            Err(DateError::NoSuchDay) => Err(Fault::NoSuchDay),
        },
        FieldType::DateTime => parse_moment(text, reading.today).map(Value::Moment),
        FieldType::Boolean => match fold(text).as_str() {
            "oui" | "o" | "yes" | "y" | "true" | "vrai" | "1" | "x" => Ok(Value::Boolean(true)),
            "non" | "n" | "no" | "false" | "faux" | "0" => Ok(Value::Boolean(false)),
            _ => Err(Fault::Boolean),
        },
        FieldType::Choice(choices) => match choice_of(choices, text) {
            Some(choice) => Ok(Value::text(choice.key)),
            None => Err(Fault::Choice(nearest_choice(choices, text))),
        },
        FieldType::Reference(kinds) => reading.names.named(kinds, text).map(Value::Reference),
    }
}

/// Reads a day, then perhaps an hour: `2022-11-15 14:30`, `15/11 14h30`, `auj`.
fn parse_moment(text: &str, today: Date) -> Result<i64, Fault> {
    let (day, hour) = match text.rsplit_once([' ', 'T']) {
        Some((day, hour))
            if hour.starts_with(|c: char| c.is_ascii_digit()) && hour.contains([':', 'h']) =>
        {
            (day, hour)
        }
        _ => (text, "0:0"),
    };
    let day = Date::parse(day, today)
        .map_err(|_| Fault::DateTime)?
        .first_day();
    let (hours, minutes) = hour.split_once([':', 'h']).unwrap_or((hour, ""));
    let hours: i8 = hours.parse().map_err(|_| Fault::DateTime)?;
    let minutes: i8 = if minutes.is_empty() {
        0
    } else {
        minutes.parse().map_err(|_| Fault::DateTime)?
    };
    let time = jiff::civil::Time::new(hours, minutes, 0, 0).map_err(|_| Fault::DateTime)?;
    let zoned = day
        .to_datetime(time)
        .to_zoned_datetime(jiff::tz::TimeZone::system())
        .map_err(|_| Fault::DateTime)?;
    Ok(zoned.timestamp().as_millisecond())
}

/// The choice that a text names, by key, by label, or by the first letters that only it has.
pub fn choice_of(choices: &'static [Choice], text: &str) -> Option<&'static Choice> {
    let wanted = fold(text.trim());
    let names = |choice: &Choice| [fold(choice.key), fold(choice.fr), fold(choice.en)];
    if let Some(exact) = choices
        .iter()
        .find(|choice| names(choice).contains(&wanted))
    {
        return Some(exact);
    }
    let mut starts = choices
        .iter()
        .filter(|c| !wanted.is_empty() && names(c).iter().any(|n| n.starts_with(&wanted)));
    match (starts.next(), starts.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn nearest_choice(choices: &'static [Choice], text: &str) -> Option<String> {
    nearest(
        text,
        choices
            .iter()
            .flat_map(|choice| [choice.key, choice.fr, choice.en]),
    )
    .map(str::to_string)
}

/// The candidate nearest in spelling, if one is near enough to be meant.
pub fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if text.len() > COMPARED {
        return None;
    }
    let wanted = fold(text);
    candidates
        .map(|candidate| (strsim::jaro_winkler(&wanted, &fold(candidate)), candidate))
        .filter(|(nearness, _)| *nearness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// The value as a machine writes it: ISO dates, keys of choices, dots in numbers, many joined with `|`.
pub fn plain(field: &Field, value: &Value, names: &dyn Names) -> String {
    join(value, "|", |item| {
        written(
            field,
            item,
            &|sub, value| plain_one(sub, value, names),
            &|_, key| key.to_string(),
        )
    })
}

/// The value as a person reads it: French dates and amounts, labels of choices, titles of records.
pub fn shown(field: &Field, value: &Value, lang: Lang, names: &dyn Names) -> String {
    join(value, " ; ", |item| {
        written(
            field,
            item,
            &|sub, value| shown_one(sub, value, lang, names),
            &|choice, _| choice.label(lang).to_lowercase(),
        )
    })
}

/// The value as a person would type it again: like `shown`, but numbers are not grouped.
pub fn typed(field: &Field, value: &Value, lang: Lang, names: &dyn Names) -> String {
    join(value, " ; ", |item| {
        written(
            field,
            item,
            &|sub, value| typed_one(sub, value, lang, names),
            &|choice, _| choice.label(lang).to_lowercase(),
        )
    })
}

fn typed_one(field: &Field, value: &Value, lang: Lang, names: &dyn Names) -> String {
    match value {
        Value::Integer(_) | Value::Decimal(_) | Value::Money(_) => {
            let number = plain_one(field, value, names);
            if lang == Lang::Fr {
                number.replace('.', ",")
            } else {
                number
            }
        }
        _ => shown_one(field, value, lang, names),
    }
}

fn join(value: &Value, separator: &str, one: impl Fn(&Value) -> String) -> String {
    match value.items() {
        [only] => one(only),
        items => items.iter().map(one).collect::<Vec<_>>().join(separator),
    }
}

fn written(
    field: &Field,
    item: &Value,
    one: &dyn Fn(&Field, &Value) -> String,
    word: &dyn Fn(&'static Choice, &str) -> String,
) -> String {
    let main = one(field, item.main());
    let details: Vec<String> = item
        .details()
        .iter()
        .filter_map(|(number, value)| {
            let sub = field.sub(*number)?;
            match (sub.kind, value) {
                (FieldType::Choice(choices), Value::Text(key)) => Some(
                    choices
                        .iter()
                        .find(|c| c.key == key)
                        .map_or(key.clone(), |choice| word(choice, key)),
                ),
                _ => Some(format!("{}:{}", sub.key, one(sub, value))),
            }
        })
        .collect();
    if details.is_empty() {
        main
    } else {
        format!("{main} ({})", details.join(", "))
    }
}

fn plain_one(_field: &Field, value: &Value, names: &dyn Names) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Money(cents) => Decimal(cents.saturating_mul(10_000)).to_string(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Moment(moment) => moment_civil(*moment).strftime("%Y-%m-%dT%H:%M").to_string(),
        Value::Reference(record) => match names.title(*record) {
            Some(title) if names.named(&[record.kind], &title) == Ok(*record) => title,
            _ => record.to_string(),
        },
        Value::Detailed(..) | Value::Many(_) | Value::Unknown(..) => String::new(),
    }
}

fn shown_one(field: &Field, value: &Value, lang: Lang, names: &dyn Names) -> String {
    match (value, field.kind) {
        (Value::Text(key), FieldType::Choice(choices)) => choices
            .iter()
            .find(|choice| choice.key == key)
            .map_or(key.clone(), |c| c.label(lang).to_string()),
        (Value::Integer(number), _) => grouped(&number.to_string(), lang),
        (Value::Decimal(number), _) => grouped(&number.to_string(), lang),
        (Value::Money(cents), _) => {
            let sign = if *cents < 0 { "-" } else { "" };
            let cents = cents.unsigned_abs();
            let amount = format!("{sign}{}.{:02}", cents / 100, cents % 100);
            format!("{}\u{a0}€", grouped(&amount, lang))
        }
        (Value::Boolean(yes), _) => match (yes, lang) {
            (true, Lang::Fr) => "oui".to_string(),
            (false, Lang::Fr) => "non".to_string(),
            (true, Lang::En) => "yes".to_string(),
            (false, Lang::En) => "no".to_string(),
        },
        (Value::Date(date), _) => date.display(lang),
        (Value::Moment(moment), _) => {
            let format = if lang == Lang::Fr {
                "%d/%m/%Y %H:%M"
            } else {
                "%Y-%m-%d %H:%M"
            };
            moment_civil(*moment).strftime(format).to_string()
        }
        (Value::Reference(record), _) => names.title(*record).unwrap_or_else(|| record.to_string()),
        (Value::Text(text), _) => text.clone(),
        (Value::Detailed(..) | Value::Many(_) | Value::Unknown(..), _) => String::new(),
    }
}

/// A moment as a person reads it: `15/11/2022 14:30`.
pub fn moment_shown(milliseconds: i64, lang: Lang) -> String {
    let format = if lang == Lang::Fr {
        "%d/%m/%Y %H:%M"
    } else {
        "%Y-%m-%d %H:%M"
    };
    moment_civil(milliseconds).strftime(format).to_string()
}

/// Groups the thousands: `18 900,5` in French, `18,900.5` in English. Years keep their four digits.
fn grouped(number: &str, lang: Lang) -> String {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let (sign, digits) = whole
        .strip_prefix('-')
        .map_or(("", whole), |digits| ("-", digits));
    let (group, point) = if lang == Lang::Fr {
        ('\u{202f}', ',')
    } else {
        (',', '.')
    };
    let mut text = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len() > 4 && (digits.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push(point);
        text.push_str(part);
    }
    text
}

fn moment_civil(milliseconds: i64) -> jiff::civil::DateTime {
    jiff::Timestamp::from_millisecond(milliseconds)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_zoned_datetime(jiff::tz::TimeZone::system())
        .datetime()
}
