//! Records as JSON objects, for other programs: `kind`, `id`, then field keys in declared order.

use std::io;

use serde::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};
use serde_json::{Map, Value as Json, json};

use super::export::Export;
use crate::model::moment;
use crate::model::text::Names;
use crate::model::{Field, Record, RecordRef, Value};
use crate::text::is_unsafe;

/// The object of a record. A `many` field is always an array; a reference is an object
/// `{kind, id, title}`; a value of a field that has details is always an object `{value, …}`.
pub fn object(record: &Record, names: &dyn Names) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert("kind".into(), json!(record.kind.key()));
    object.insert("id".into(), json!(record.id.to_string()));
    if record.trashed {
        object.insert("trashed".into(), json!(true));
    }
    let fields = record.fields();
    for field in record.kind.fields() {
        let Some(value) = fields.get(field.number) else {
            continue;
        };
        object.insert(field.key.into(), field_value(field, value, names));
    }
    object
}

/// The JSON value of a field.
pub fn field_value(field: &Field, value: &Value, names: &dyn Names) -> Json {
    let item = |item: &Value| {
        let main = scalar(field, item.main(), names);
        if field.subs.is_empty() {
            return main;
        }
        let mut object = Map::new();
        object.insert("value".into(), main);
        for (number, detail) in item.details() {
            if let Some(sub) = field.sub(*number) {
                object.insert(sub.key.into(), scalar(sub, detail, names));
            }
        }
        Json::Object(object)
    };
    if field.many {
        Json::Array(value.items().iter().map(item).collect())
    } else {
        value.items().first().map_or(Json::Null, item)
    }
}

fn scalar(field: &Field, value: &Value, names: &dyn Names) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Decimal(_) | Value::Money(_) => {
            let text = crate::model::text::plain(field, value, names);
            match text.parse::<i64>() {
                Ok(whole) => json!(whole),
                Err(_) => text
                    .parse::<f64>()
                    .map_or(Json::Null, |number| json!(number)),
            }
        }
        Value::Boolean(yes) => json!(yes),
        Value::Date(date) => json!(date.to_string()),
        Value::Moment(moment) => json!(moment::rfc3339(*moment, names.zone())),
        Value::Reference(record) => reference(*record, names),
        Value::Detailed(main, _) => scalar(field, main, names),
        Value::Many(_) | Value::Unknown(..) => Json::Null,
    }
}

/// A reference as an object.
pub fn reference(record: RecordRef, names: &dyn Names) -> Json {
    json!({ "kind": record.kind.key(), "id": record.id.to_string(), "title": names.written(record) })
}

/// Writes records as an array of objects, indented.
///
/// # Errors
/// What the writer says.
pub fn export(
    export: &Export,
    out: &mut dyn io::Write,
    tell: &mut dyn FnMut(usize),
) -> io::Result<()> {
    let mut writer =
        serde_json::Serializer::with_formatter(&mut *out, Escaping(PrettyFormatter::new()));
    writer.collect_seq(export.objects(tell))?;
    out.write_all(b"\n")
}

/// Writes records as objects, one a line.
///
/// # Errors
/// What the writer says.
pub fn export_lines(
    export: &Export,
    out: &mut dyn io::Write,
    tell: &mut dyn FnMut(usize),
) -> io::Result<()> {
    for object in export.objects(tell) {
        let mut writer =
            serde_json::Serializer::with_formatter(&mut *out, Escaping(CompactFormatter));
        serde::Serialize::serialize(&object, &mut writer)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes a value as `to_text` tells it.
///
/// # Errors
/// What the writer says.
pub fn write(value: &impl serde::Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut serializer =
        serde_json::Serializer::with_formatter(&mut *out, Escaping(PrettyFormatter::new()));
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// The JSON text of a value, indented, control, bidi and invisible characters escaped, with a line end.
pub fn to_text(value: &Json) -> String {
    let mut out = Vec::new();
    // Writing into memory has no way to fail.
    let written = write(value, &mut out);
    debug_assert!(written.is_ok());
    String::from_utf8(out).unwrap_or_default()
}

/// A formatter that besides escapes what `is_unsafe` names.
struct Escaping<F>(F);

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        // In most there is nothing to look for.
        if fragment.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(is_unsafe) {
            let (plain, tail) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut chars = tail.chars();
            let unsafe_one = chars.next().into_iter();
            for unit in unsafe_one.flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}
