//! Fields as bytes: for each field its number, its type, the length of its payload, and the payload
//! (bincode 2, standard configuration). Numbers and types that this program does not know are
//! carried along and written back.

use bincode::config;
use bincode::config::{Configuration, Limit, LittleEndian, Varint};
use ulid::Ulid;

use super::date::Date;
use super::field::FieldNo;
use super::kind::Kind;
use super::value::{Decimal, RecordRef, Value};

/// The longest that a record's fields are, in bytes: a note as long as twenty books.
pub const LONGEST: usize = 64 << 20;

/// No value is longer than the record in which it lies.
const CONFIG: Configuration<LittleEndian, Varint, Limit<LONGEST>> =
    config::standard().with_limit::<LONGEST>();

/// How deep values lie in values: details in a list, and as much again in a newer program.
const DEEPEST: u8 = 8;

/// The greatest length that bincode writes as one byte (standard configuration).
const SHORT: u8 = 250;

const TEXT: u8 = 1;
const INTEGER: u8 = 2;
const DECIMAL: u8 = 3;
const MONEY: u8 = 4;
const BOOLEAN: u8 = 5;
const DATE: u8 = 6;
const MOMENT: u8 = 7;
const REFERENCE: u8 = 8;
const DETAILED: u8 = 9;
const MANY: u8 = 10;

/// Appends `number` as a little-endian base-128 varint.
pub fn write_varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number as u8) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a varint off the front of `bytes`; `None` if it is cut off or longer than 64 bits.
#[inline]
pub fn read_varint(bytes: &mut &[u8]) -> Option<u64> {
    // Nearly all are one byte long.
    if let Some((&byte @ 0..0x80, rest)) = bytes.split_first() {
        *bytes = rest;
        return Some(u64::from(byte));
    }
    read_long_varint(bytes)
}

fn read_long_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Takes `length` bytes off the front.
#[inline]
pub fn read_bytes<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(head)
}

/// Appends one field.
pub fn write_field(number: FieldNo, value: &Value, out: &mut Vec<u8>) {
    write_varint(u64::from(number), out);
    write_value(value, out);
}

fn write_value(value: &Value, out: &mut Vec<u8>) {
    let mut payload = Vec::new();
    let tag = match value {
        Value::Text(text) => put(text.as_str(), TEXT, &mut payload),
        Value::Integer(number) => put(number, INTEGER, &mut payload),
        Value::Decimal(number) => put(number.0, DECIMAL, &mut payload),
        Value::Money(cents) => put(cents, MONEY, &mut payload),
        Value::Boolean(yes) => put(yes, BOOLEAN, &mut payload),
        Value::Date(date) => put(date.packed(), DATE, &mut payload),
        Value::Moment(moment) => put(moment, MOMENT, &mut payload),
        Value::Reference(record) => put(
            (record.kind.code(), record.id.to_bytes()),
            REFERENCE,
            &mut payload,
        ),
        Value::Detailed(main, details) => {
            write_value(main, &mut payload);
            details
                .iter()
                .for_each(|(number, value)| write_field(*number, value, &mut payload));
            DETAILED
        }
        Value::Many(items) => {
            items
                .iter()
                .for_each(|item| write_value(item, &mut payload));
            MANY
        }
        Value::Unknown(tag, bytes) => {
            payload.extend_from_slice(bytes);
            *tag
        }
    };
    out.push(tag);
    write_varint(payload.len() as u64, out);
    out.extend_from_slice(&payload);
}

fn put(value: impl bincode::Encode, tag: u8, payload: &mut Vec<u8>) -> u8 {
    // Writing scalars and text into a Vec has no way to fail.
    let written = bincode::encode_into_std_write(value, payload, CONFIG);
    debug_assert!(written.is_ok());
    tag
}

/// A value as it lies in a record: its type and payload, decoded on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueRef<'a> {
    tag: u8,
    payload: &'a [u8],
}

impl<'a> ValueRef<'a> {
    #[inline]
    fn read(bytes: &mut &'a [u8]) -> Option<ValueRef<'a>> {
        let (&tag, rest) = bytes.split_first()?;
        *bytes = rest;
        let length = usize::try_from(read_varint(bytes)?).ok()?;
        Some(ValueRef {
            tag,
            payload: read_bytes(bytes, length)?,
        })
    }

    fn scalar<T: bincode::BorrowDecode<'a, ()>>(self, tag: u8) -> Option<T> {
        if self.tag != tag {
            return None;
        }
        let (value, used) = bincode::borrow_decode_from_slice(self.payload, CONFIG).ok()?;
        (used == self.payload.len()).then_some(value)
    }

    /// The value without its details.
    #[inline]
    pub fn main(self) -> ValueRef<'a> {
        match self.tag {
            DETAILED => ValueRef::read(&mut { self.payload }).unwrap_or(self),
            _ => self,
        }
    }

    /// The text, if it is one.
    #[inline]
    pub fn text(self) -> Option<&'a str> {
        let main = self.main();
        match main.payload.split_first() {
            // bincode writes so short a length as one byte.
            Some((&length @ 0..=SHORT, text))
                if main.tag == TEXT && text.len() == usize::from(length) =>
            {
                std::str::from_utf8(text).ok()
            }
            _ => main.scalar(TEXT),
        }
    }

    /// The record it points to, if it is a reference to a kind that this program knows.
    #[inline]
    pub fn reference(self) -> Option<RecordRef> {
        let main = self.main();
        // As bincode writes a byte and sixteen.
        let (code, id) = main
            .payload
            .split_first()
            .filter(|_| main.tag == REFERENCE)?;
        Some(RecordRef {
            kind: Kind::from_code(*code)?,
            id: Ulid::from_bytes(id.try_into().ok()?),
        })
    }

    /// The date, if it is one.
    pub fn date(self) -> Option<Date> {
        Date::from_packed(self.main().scalar(DATE)?)
    }

    /// An integer, decimal (millionths), money (cents), moment (ms) or boolean (0 or 1) as a number.
    pub fn number(self) -> Option<i64> {
        let main = self.main();
        match main.tag {
            INTEGER | DECIMAL | MONEY | MOMENT => main.scalar(main.tag),
            BOOLEAN => main.scalar::<bool>(BOOLEAN).map(i64::from),
            _ => None,
        }
    }

    /// The values one by one: those of a `many`, else this one alone.
    #[inline]
    pub fn items(self) -> impl Iterator<Item = ValueRef<'a>> {
        let (mut single, mut list) = match self.tag {
            MANY => (None, self.payload),
            _ => (Some(self), [].as_slice()),
        };
        std::iter::from_fn(move || single.take().or_else(|| ValueRef::read(&mut list)))
    }

    /// The value, owned. Lists within lists beyond all use are carried along as they are.
    pub fn to_value(self) -> Value {
        self.value_within(DEEPEST)
    }

    fn value_within(self, depth: u8) -> Value {
        self.decode(depth)
            .unwrap_or_else(|| Value::Unknown(self.tag, self.payload.to_vec()))
    }

    fn decode(self, depth: u8) -> Option<Value> {
        Some(match self.tag {
            TEXT => Value::text(self.text()?),
            INTEGER => Value::Integer(self.number()?),
            DECIMAL => Value::Decimal(Decimal(self.number()?)),
            MONEY => Value::Money(self.number()?),
            BOOLEAN => Value::Boolean(self.scalar(BOOLEAN)?),
            DATE => Value::Date(self.date()?),
            MOMENT => Value::Moment(self.number()?),
            REFERENCE => Value::Reference(self.reference()?),
            MANY => {
                let depth = depth.checked_sub(1)?;
                let mut list = self.payload;
                let mut items = Vec::new();
                while !list.is_empty() {
                    items.push(ValueRef::read(&mut list)?.value_within(depth));
                }
                Value::Many(items)
            }
            DETAILED => {
                let depth = depth.checked_sub(1)?;
                let mut rest = self.payload;
                let main = ValueRef::read(&mut rest)?.value_within(depth);
                let mut details = Vec::new();
                while !rest.is_empty() {
                    let (number, value) = read_field(&mut rest)?;
                    details.push((number, value.value_within(depth)));
                }
                Value::Detailed(Box::new(main), details)
            }
            _ => return None,
        })
    }
}

/// Takes one field off the front; `None` at the end or where the bytes are cut off.
#[inline]
pub fn read_field<'a>(bytes: &mut &'a [u8]) -> Option<(FieldNo, ValueRef<'a>)> {
    if bytes.is_empty() {
        return None;
    }
    let number = FieldNo::try_from(read_varint(bytes)?).ok()?;
    Some((number, ValueRef::read(bytes)?))
}

/// Whether the bytes are whole fields, one behind the other.
pub fn is_fields(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        if read_field(&mut rest).is_none() {
            return false;
        }
    }
    true
}
