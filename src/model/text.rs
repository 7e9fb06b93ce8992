//! Values from text and to text, each type in its own way: for forms, quick lines, CSV, queries
//! (`parse`), for people (`shown`) and for machines (`plain`).

use super::date::{Date, DateError};
use super::fault::Fault;
use super::field::{Choice, Field, FieldNo, FieldType};
use super::fold::fold;
use super::kind::Kind;
use super::lang::Lang;
use super::number::grouped;
use super::value::{Decimal, RecordRef, Value};
use super::zone::Zone;
use super::{moment, phone, several};

/// The longest single value, in characters: a name is a line, a note may be a few pages.
pub const LONGEST: usize = 100_000;

/// The longest text whose spelling is compared with others', in bytes: it takes as many steps as both have
/// letters, multiplied, and no name that somebody means is longer.
pub const COMPARED: usize = 400;

/// What values are read and written by: it answers names with records and records with names, and knows the clock; the
/// catalog does.
pub trait Names {
    /// The clock by which moments are told.
    fn zone(&self) -> &Zone;

    /// The live record of one of these kinds (none given: any) that this text names: `kind/ULID`, an
    /// acronym, a title, an address.
    ///
    /// # Errors
    /// `NoRecord` with the nearest title, or `Ambiguous`.
    fn named(&self, kinds: &[Kind], text: &str) -> Result<RecordRef, Fault>;

    /// How a record is written in a field: its short title (an acronym, a name).
    fn written(&self, record: RecordRef) -> Option<String>;
}

/// Names nobody: for what is no reference, or whose references are of no matter.
pub struct Nameless<'a>(pub &'a Zone);

impl Names for Nameless<'_> {
    fn zone(&self) -> &Zone {
        self.0
    }

    fn named(&self, _: &[Kind], _: &str) -> Result<RecordRef, Fault> {
        Err(Fault::NoRecord(None))
    }

    fn written(&self, _: RecordRef) -> Option<String> {
        Some(String::new())
    }
}

/// What separates several values in a file.
pub const FILE_SEPARATORS: &[char] = &['|'];

/// What separates several values where a person types: `|` needs AltGr on AZERTY.
pub const TYPED_SEPARATORS: &[char] = &['|', ';'];

/// What parsing needs to know.
pub struct Parsing<'a> {
    /// The day on which it is typed, for `+7` and the like; none in a file, which has absolute dates only.
    pub today: Option<Date>,
    /// What separates several values.
    pub separators: &'a [char],
    /// Answers names with records.
    pub names: &'a dyn Names,
}

/// Whether a text is longer than any value may be, however it came in.
pub fn is_too_long(text: &str) -> bool {
    // Bytes tell first: counting the characters of a long text takes time.
    text.len() > LONGEST && text.chars().nth(LONGEST).is_some()
}

/// The value that a text means for that field; `None` for a blank text.
///
/// # Errors
/// The first fault of the text.
pub fn parse(field: &Field, text: &str, parsing: &Parsing) -> Result<Option<Value>, Fault> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    if !field.many {
        return parse_detailed(field, trimmed, parsing).map(Some);
    }
    let mut items: Vec<Value> = Vec::new();
    for item in several::cut(trimmed, parsing.separators) {
        match several::addresses(field, &item) {
            Some(addresses) => {
                for address in addresses {
                    items.push(parse_detailed(field, address, parsing)?);
                }
            }
            None => items.push(parse_detailed(field, &item, parsing)?),
        }
    }
    Ok(Some(Value::Many(items)).filter(|value| !value.items().is_empty()))
}

/// Reads `value (detail, detail)`; a bracket that holds no details belongs to the value.
fn parse_detailed(field: &Field, text: &str, parsing: &Parsing) -> Result<Value, Fault> {
    let bracket = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
        .filter(|_| !field.subs.is_empty());
    if let Some((main, details)) = bracket
        && !main.trim().is_empty()
    {
        let details: Result<Vec<(FieldNo, Value)>, Fault> = details
            .split(',')
            .map(|word| parse_detail(field, word.trim(), parsing))
            .collect();
        match details {
            Ok(mut details) => {
                // One order whatever was typed, and a detail once: the same text is the same value.
                details.sort_by_key(|(number, _)| *number);
                details.dedup_by_key(|(number, _)| *number);
                return Ok(Value::Detailed(
                    Box::new(parse_one(field, main.trim(), parsing)?),
                    details,
                ));
            }
            Err(fault) if parse_one(field, text, parsing).is_err() => return Err(fault),
            Err(_) => {}
        }
    }
    parse_one(field, text, parsing)
}

fn parse_detail(field: &Field, word: &str, parsing: &Parsing) -> Result<(FieldNo, Value), Fault> {
    if let Some((key, rest)) = word.split_once(':')
        && let Some(sub) = field.subs.iter().find(|sub| sub.key == key.trim())
    {
        return Ok((sub.number, parse_one(sub, rest.trim(), parsing)?));
    }
    let found = field.subs.iter().find_map(|sub| match sub.kind {
        FieldType::Choice(choices) => {
            choice_of(choices, word).map(|choice| (sub.number, Value::text(choice.key)))
        }
        _ => None,
    });
    found.ok_or_else(|| Fault::Detail(word.to_string()))
}

/// The one value that a text means for that field, taken whole.
///
/// # Errors
/// The first fault of the text.
pub fn parse_one(field: &Field, text: &str, parsing: &Parsing) -> Result<Value, Fault> {
    if is_too_long(text) {
        return Err(Fault::TooLong(LONGEST));
    }
    match field.kind {
        FieldType::Text
        | FieldType::Note
        | FieldType::Email
        | FieldType::Phone
        | FieldType::Url
        | FieldType::Tags => Ok(Value::text(text)),
        FieldType::Integer => without(text, &[' ', '\u{a0}', '\u{202f}'])
            .parse()
            .map(Value::Integer)
            .map_err(|_| Fault::Integer),
        FieldType::Decimal => Decimal::parse(text)
            .map(Value::Decimal)
            .ok_or(Fault::Decimal),
        FieldType::Money => match amount(text) {
            Some(Decimal(millionths)) if millionths % 10_000 == 0 => {
                Ok(Value::Money(millionths / 10_000))
            }
            _ => Err(Fault::Money),
        },
        FieldType::Date => {
            let date = match parsing.today {
                Some(today) => Date::parse(text, today),
                None => Date::absolute(text),
            };
            date.map(Value::Date).map_err(|error| match error {
                DateError::Form => Fault::Date,
                DateError::NoSuchDay => Fault::NoSuchDay,
            })
        }
        FieldType::DateTime => {
            moment::parse(text, parsing.today, parsing.names.zone()).map(Value::Moment)
        }
        FieldType::Boolean => match fold(text).as_str() {
            "oui" | "o" | "yes" | "y" | "true" | "vrai" | "1" | "x" => Ok(Value::Boolean(true)),
            "non" | "n" | "no" | "false" | "faux" | "0" => Ok(Value::Boolean(false)),
            _ => Err(Fault::Boolean),
        },
        FieldType::Choice(choices) => match choice_of(choices, text) {
            Some(choice) => Ok(Value::text(choice.key)),
            None => Err(Fault::Choice(nearest_choice(choices, text))),
        },
        FieldType::Reference(kinds) => parsing.names.named(kinds, text).map(Value::Reference),
    }
}

fn without(text: &str, signs: &[char]) -> String {
    text.chars().filter(|c| !signs.contains(c)).collect()
}

/// An amount, its sign before it, behind it or, as in `118€00`, for its point.
fn amount(text: &str) -> Option<Decimal> {
    let bare = text.trim_matches(|c: char| c == '€' || c.is_whitespace());
    match bare.split_once('€') {
        Some((whole, cents)) if cents.len() == 2 && !whole.contains(['.', ',']) => {
            Decimal::parse(&format!("{whole}.{cents}"))
        }
        Some(_) => None,
        None => Decimal::parse(bare),
    }
}

/// The choice that a text names, by key, by label, or by the first letters that only it has.
pub fn choice_of(choices: &'static [Choice], text: &str) -> Option<&'static Choice> {
    let wanted = fold(text.trim());
    let names = |choice: &Choice| [fold(choice.key), fold(choice.fr), fold(choice.en)];
    if let Some(exact) = choices
        .iter()
        .find(|choice| names(choice).contains(&wanted) || choice.words.contains(&wanted.as_str()))
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
    join(field, value, FILE_SEPARATORS, "|", |item| {
        written(
            field,
            item,
            &|sub, value| plain_one(sub, value, names),
            &|_, key| key.to_string(),
        )
    })
}

/// The value as a spreadsheet of that language has it, and as it is read again: dates, decimals and choices as they
/// are said, many joined with `|`; texts and references as a machine writes them.
pub fn spread(field: &Field, value: &Value, lang: Lang, names: &dyn Names) -> String {
    join(field, value, FILE_SEPARATORS, "|", |item| {
        written(
            field,
            item,
            &|sub, value| match (sub.kind, value) {
                (FieldType::Choice(_), _) => shown_one(sub, value, lang, names),
                (_, Value::Text(_) | Value::Reference(_)) => plain_one(sub, value, names),
                _ => typed_one(sub, value, lang, names),
            },
            &|choice, _| choice.label(lang).to_lowercase(),
        )
    })
}

/// The value as a person reads it: French dates and amounts, labels of choices, titles of records.
pub fn shown(field: &Field, value: &Value, lang: Lang, names: &dyn Names) -> String {
    join(field, value, &[], " ; ", |item| {
        written(
            field,
            item,
            &|sub, value| shown_one(sub, value, lang, names),
            &|choice, _| choice.label(lang).to_lowercase(),
        )
    })
}

/// The value as a person would type it again: like `shown`, but nothing is grouped and nothing left out.
pub fn typed(field: &Field, value: &Value, lang: Lang, names: &dyn Names) -> String {
    join(field, value, TYPED_SEPARATORS, " ; ", |item| {
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
        Value::Moment(moment) => moment::typed(*moment, lang, names.zone()),
        Value::Text(text) if field.kind == FieldType::Phone => text.clone(),
        _ => shown_one(field, value, lang, names),
    }
}

/// The values of a field that may hold several, joined so that they can be cut again at the separators.
fn join(
    field: &Field,
    value: &Value,
    separators: &[char],
    between: &str,
    one: impl Fn(&Value) -> String,
) -> String {
    match value.items() {
        [only] if !field.many => one(only),
        items => {
            let items: Vec<String> = items.iter().map(one).collect();
            match separators {
                [] => items.join(between),
                separators => several::join(&items, separators, between),
            }
        }
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
        Value::Moment(moment) => moment::rfc3339(*moment, names.zone()),
        Value::Reference(record) => match names.written(*record) {
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
        (Value::Moment(moment), _) => moment::shown(*moment, lang, names.zone()),
        (Value::Text(text), FieldType::Phone) => phone::shown(text).into_owned(),
        (Value::Reference(record), _) => {
            names.written(*record).unwrap_or_else(|| record.to_string())
        }
        (Value::Text(text), _) => text.clone(),
        (Value::Detailed(..) | Value::Many(_) | Value::Unknown(..), _) => String::new(),
    }
}
