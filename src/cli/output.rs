//! Standard output: a reader that has seen enough (`| head`) is no error.

use std::io::{self, Write};

use serde_json::Value;

use super::Failure;
use crate::exchange::json;
use crate::model::text::{self, Names};
use crate::model::{Field, FieldType, Lang, Value as FieldValue};

/// Writes bytes as they are.
pub fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Refused(error.to_string()))
        }
        _ => Ok(()),
    }
}

/// Writes lines, without the characters that could drive a terminal; tabs stay, they part columns.
pub fn lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Result<(), Failure> {
    let mut text = String::new();
    for line in lines {
        let columns: Vec<_> = line.split('\t').map(json::text_safe).collect();
        text.push_str(&columns.join("\t"));
        text.push('\n');
    }
    bytes(text.as_bytes())
}

/// Writes a JSON value, control and bidi characters escaped.
pub fn value(value: &Value) -> Result<(), Failure> {
    bytes(json::to_text(value).as_bytes())
}

/// A value in one line, as a person reads it; a moment says its offset, for the line may be read elsewhere.
pub fn shown(field: &Field, value: &FieldValue, lang: Lang, names: &dyn Names) -> String {
    match field.kind {
        FieldType::DateTime => text::plain(field, value, names),
        _ => text::shown(field, value, lang, names).replace('\n', " "),
    }
}
