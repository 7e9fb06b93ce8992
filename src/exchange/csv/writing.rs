//! Records as a table, for machines or for a spreadsheet of a language.

use std::io;

use super::cells::{kept, neutral};
use crate::exchange::export::Export;
use crate::model::text::{Names, plain, spread};
use crate::model::{Field, FieldType, Kind, Lang, Record, Value};

/// The flavours of CSV that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// RFC 4180: UTF-8, commas, CRLF.
    Plain,
    /// What a French Excel opens by a double click: UTF-8 with its mark, semicolons, CRLF.
    French,
}

/// What stands over the column of a field: its key, or its label in that language.
pub fn heading(field: &Field, lang: Option<Lang>) -> String {
    lang.map_or(field.key, |lang| field.label(lang)).to_string()
}

/// A cell of a field: as a machine writes it, or as a spreadsheet of that language has it.
pub fn cell(field: &Field, value: &Value, lang: Option<Lang>, names: &dyn Names) -> String {
    match lang {
        None => plain(field, value, names),
        Some(lang) => spread(field, value, lang, names),
    }
}

/// The header line of a CSV export: `id`, then the fields.
pub fn header(kind: Kind, lang: Option<Lang>) -> Vec<String> {
    let fields = kind.fields().iter().map(|field| heading(field, lang));
    std::iter::once("id".to_string()).chain(fields).collect()
}

/// The row of a record in a CSV export: as entered, many values joined with `|`.
pub fn row(record: &Record, lang: Option<Lang>, names: &dyn Names) -> Vec<String> {
    let fields = record.fields();
    let written = |field: &'static Field| {
        let value = fields.get(field.number);
        value.map_or_else(String::new, |value| cell(field, value, lang, names))
    };
    std::iter::once(record.id.to_string())
        .chain(record.kind.fields().iter().map(written))
        .collect()
}

/// Writes rows, header first; no cell can be run as a formula (see [`neutral`]).
pub fn write<'a>(rows: impl Iterator<Item = &'a [String]>, flavour: Flavour) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing into memory has no way to fail.
    let written = write_to(&mut out, rows, flavour, &[]);
    debug_assert!(written.is_ok());
    out
}

/// Writes records as a table: for a spreadsheet if they have a language.
///
/// # Errors
/// What the writer says.
pub fn export(
    export: &Export,
    out: &mut dyn io::Write,
    tell: &mut dyn FnMut(usize),
) -> io::Result<()> {
    let flavour = match export.lang {
        Some(_) => Flavour::French,
        None => Flavour::Plain,
    };
    // Only a spreadsheet eats digits, and only those of texts are not to be counted with.
    let is_text = |field: &Option<&'static Field>| {
        let kind = field.map(|field| field.kind);
        kind.is_some_and(|kind| {
            matches!(kind, FieldType::Text | FieldType::Phone | FieldType::Tags)
        })
    };
    let texts: Vec<bool> = match export.lang {
        Some(_) => export.what.fields().iter().map(is_text).collect(),
        None => Vec::new(),
    };
    write_to(out, export.rows(tell), flavour, &texts)
}

fn write_to<R: AsRef<[String]>>(
    mut out: &mut dyn io::Write,
    rows: impl Iterator<Item = R>,
    flavour: Flavour,
    texts: &[bool],
) -> io::Result<()> {
    let delimiter = match flavour {
        Flavour::Plain => b',',
        Flavour::French => {
            out.write_all("\u{feff}".as_bytes())?;
            b';'
        }
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(&mut out);
    for row in rows {
        let cells = row.as_ref().iter().enumerate().map(|(at, cell)| {
            let is_text = texts.get(at).is_some_and(|is_text| *is_text);
            let kept = is_text.then(|| kept(cell)).flatten();
            kept.unwrap_or_else(|| neutral(cell).into_owned())
                .into_bytes()
        });
        let written = writer.write_record(cells);
        written.map_err(reason)?;
    }
    writer.flush()
}

/// Why nothing more could be written, as the writer said it.
fn reason(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
