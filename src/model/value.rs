//! Values, and the reference from one record to another.

use std::fmt;
use std::str::FromStr;

use ulid::Ulid;

use super::date::Date;
use super::field::FieldNo;
use super::kind::Kind;

/// Which record: its kind and its id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordRef {
    /// The kind.
    pub kind: Kind,
    /// The id, sortable by time of making.
    pub id: Ulid,
}

impl RecordRef {
    /// A reference to that record.
    pub fn new(kind: Kind, id: Ulid) -> RecordRef {
        RecordRef { kind, id }
    }
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.key(), self.id)
    }
}

impl fmt::Debug for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for RecordRef {
    type Err = ();

    /// Reads `kind/ULID`.
    fn from_str(text: &str) -> Result<RecordRef, ()> {
        let (kind, id) = text.split_once('/').ok_or(())?;
        Ok(RecordRef {
            kind: Kind::by_key(kind).ok_or(())?,
            id: Ulid::from_string(id).map_err(|_| ())?,
        })
    }
}

/// A number with up to six decimals, kept in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub i64);

impl Decimal {
    /// Reads `9.7`, `9,7`, `-12`, `34 844 029`; at most six decimals.
    pub fn parse(text: &str) -> Option<Decimal> {
        let text: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
            .collect();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(&text)),
        };
        let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let numeric = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !numeric(whole) || !numeric(part) || part.len() > 6 {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = format!("{part:0<6}").parse().ok()?;
        let millionths = whole.checked_mul(1_000_000)?.checked_add(part)?;
        Some(Decimal(if negative { -millionths } else { millionths }))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (
            self.0.unsigned_abs() / 1_000_000,
            self.0.unsigned_abs() % 1_000_000,
        );
        let part = format!("{part:06}");
        match part.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            part => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Text, note, choice, e-mail, phone, web address, tag.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with decimals.
    Decimal(Decimal),
    /// Cents.
    Money(i64),
    /// Yes or no.
    Boolean(bool),
    /// A date.
    Date(Date),
    /// Milliseconds since 1970, UTC.
    Moment(i64),
    /// Another record.
    Reference(RecordRef),
    /// A value with its details (sub-fields by number).
    Detailed(Box<Value>, Vec<(FieldNo, Value)>),
    /// Several values in order.
    Many(Vec<Value>),
    /// A type of a newer program: carried along untouched.
    Unknown(u8, Vec<u8>),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// The values one by one: those of `Many`, else this one alone.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::Many(items) => items,
            one => std::slice::from_ref(one),
        }
    }

    /// The value without its details.
    pub fn main(&self) -> &Value {
        match self {
            Value::Detailed(main, _) => main,
            other => other,
        }
    }

    /// The details of the value.
    pub fn details(&self) -> &[(FieldNo, Value)] {
        match self {
            Value::Detailed(_, details) => details,
            _ => &[],
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self.main() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The record it points to, if it is a reference.
    pub fn as_reference(&self) -> Option<RecordRef> {
        match self.main() {
            Value::Reference(record) => Some(*record),
            _ => None,
        }
    }
}
