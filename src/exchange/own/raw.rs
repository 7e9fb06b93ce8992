//! What of a record its texts do not give back: fields of a newer program, values that are none of their field. It goes
//! along as it lies in the store.

use std::fmt::Write;

use serde_json::{Map, Value as Json};

use crate::model::check::check;
use crate::model::encoding::{read_field, write_field};
use crate::model::{Field, FieldNo, Fields, Kind, RecordRef, Value};

/// The key and the column under which it stands.
pub const KEY: &str = "raw";

/// What of a record's fields is not `said`, by number: as it lies in the store, in hexadecimal; null where a field that a
/// record needs has no value. `exists` says whether a record that is pointed to is there.
pub fn raw(
    kind: Kind,
    fields: &Fields,
    said: &dyn Fn(&'static Field, &Value) -> bool,
    exists: &dyn Fn(RecordRef) -> bool,
) -> Map<String, Json> {
    let faults = check(kind, fields, exists);
    let mut raw = Map::new();
    for fault in &faults {
        if fields.get(fault.field).is_none() {
            raw.insert(fault.field.to_string(), Json::Null);
        }
    }
    for (number, value) in fields.iter() {
        let field = kind.field(number);
        let is_said = field.is_some_and(|field| said(field, value))
            && !faults.iter().any(|fault| fault.field == number);
        if !is_said {
            let mut bytes = Vec::new();
            write_field(number, value, &mut bytes);
            let mut text = String::with_capacity(2 * bytes.len());
            for byte in bytes {
                // Writing into a text has no way to fail.
                let _ = write!(text, "{byte:02x}");
            }
            raw.insert(number.to_string(), Json::String(text));
        }
    }
    raw
}

/// The fields of such an object, with the value of each that has one; `None` if it is none.
pub fn read(object: &Map<String, Json>) -> Option<Vec<(FieldNo, Option<Value>)>> {
    let fields = object.iter().map(|(number, value)| {
        let number: FieldNo = number.parse().ok()?;
        let Json::String(text) = value else {
            return value.is_null().then_some((number, None));
        };
        let bytes = bytes(text)?;
        let mut rest = bytes.as_slice();
        let (own, value) = read_field(&mut rest)?;
        (own == number && rest.is_empty()).then(|| (number, Some(value.to_value())))
    });
    fields.collect()
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    let pairs = pairs.map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|it| it.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    pairs.collect()
}
