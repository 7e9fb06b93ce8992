//! Formats: what files there are, by what each is told, what reads it and what writes it. The desk and the command
//! line take their lists from here.

use std::io;
use std::path::Path;

use super::charset::is_wide;
use super::export::Export;
use super::options::Options;
use super::table::{Table, Told};
use super::{addresses, cards, csv, json, objects, sheets};
use crate::model::Collection;

/// Cuts a file into rows; of one that is given up those until then.
pub type Reads = fn(&[u8], &Options, Told) -> Table;
/// Writes records; hears how many there are so far.
pub type Writes = fn(&Export, &mut dyn io::Write, &mut dyn FnMut(usize)) -> io::Result<()>;

/// A format. One that is neither read nor written is known, so that it is refused by name.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line, and in the text `format-<name>` that says what it is.
    pub name: &'static str,
    /// How the names of its files end, the usual ending first.
    pub endings: &'static [&'static str],
    /// Whether a file is of it beyond doubt, by its first bytes and its last.
    is: fn(&[u8]) -> bool,
    /// What reads it.
    pub reads: Option<Reads>,
    /// Says what a file of it leaves unsaid of the records of a collection.
    pub settles: fn(Collection, &mut Table),
    /// What writes it.
    pub writes: Option<Writes>,
    /// Whether what drives a terminal is written escaped.
    pub escapes: bool,
}

/// All formats; of two that a file may be the first one is meant.
pub static FORMATS: &[Format] = &[
    Format {
        reads: Some(csv::table),
        writes: Some(csv::export),
        ..Format::known("csv", &["csv", "tsv", "tab", "txt"], |_| false)
    },
    Format {
        reads: Some(objects::table),
        writes: Some(json::export),
        escapes: true,
        ..Format::known("json", &["json"], is_json)
    },
    Format {
        reads: Some(objects::table),
        writes: Some(json::export_lines),
        escapes: true,
        ..Format::known("ndjson", &["ndjson", "jsonl"], is_json_line)
    },
    Format {
        reads: Some(sheets::xlsx),
        ..Format::known("xlsx", &["xlsx", "xlsm"], is_xlsx)
    },
    Format {
        reads: Some(sheets::ods),
        ..Format::known("ods", &["ods"], is_ods)
    },
    Format::known("xls", &["xls"], |bytes| {
        bytes.starts_with(b"\xd0\xcf\x11\xe0")
    }),
    Format::known("zip", &["zip"], is_zip),
    Format::known("gz", &["gz"], |bytes| bytes.starts_with(b"\x1f\x8b")),
    Format::known("pdf", &["pdf"], |bytes| bytes.starts_with(b"%PDF-")),
    Format {
        reads: Some(cards::vcard),
        ..Format::known("vcard", &["vcf"], |bytes| begins(bytes, "begin:vcard"))
    },
    Format {
        reads: Some(cards::calendar),
        settles: cards::settle,
        ..Format::known("ics", &["ics"], |bytes| begins(bytes, "begin:vcalendar"))
    },
    Format {
        reads: Some(addresses::table),
        ..Format::known("addresses", &[], addresses::is_addresses)
    },
    Format::known("html", &["html", "htm"], |bytes| {
        ["<!doctype html", "<html", "<table", "<meta"]
            .iter()
            .any(|start| begins(bytes, start))
    }),
    Format::known("xml", &["xml"], |bytes| begins(bytes, "<?xml")),
    Format::known("binary", &[], is_binary),
];

impl Format {
    const fn known(
        name: &'static str,
        endings: &'static [&'static str],
        is: fn(&[u8]) -> bool,
    ) -> Format {
        Format {
            name,
            endings,
            is,
            reads: None,
            settles: |_, _| {},
            writes: None,
            escapes: false,
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// The format that names of files end like that.
    pub fn of_name(path: &Path) -> Option<&'static Format> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        FORMATS
            .iter()
            .find(|format| format.endings.contains(&ending.as_str()))
    }

    /// The format of a file, whatever its name: what it begins with, or else the usual one.
    pub fn of(bytes: &[u8]) -> &'static Format {
        let by_content = FORMATS.iter().find(|format| (format.is)(bytes));
        by_content.unwrap_or_else(Format::usual)
    }

    /// The format that is meant where nothing says otherwise.
    pub fn usual() -> &'static Format {
        static USUAL: &Format = &FORMATS[0];
        USUAL
    }

    /// Those that are read.
    pub fn read() -> impl Iterator<Item = &'static Format> {
        FORMATS.iter().filter(|format| format.reads.is_some())
    }

    /// Those that are written.
    pub fn written() -> impl Iterator<Item = &'static Format> {
        FORMATS.iter().filter(|format| format.writes.is_some())
    }

    /// The endings of the files that are read: `.csv, .tsv`.
    pub fn endings_read() -> String {
        let endings = Format::read().flat_map(|format| format.endings);
        let endings: Vec<String> = endings.map(|ending| format!(".{ending}")).collect();
        endings.join(", ")
    }
}

/// The text at the beginning of a file, without its mark and blanks.
fn text(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start()
}

fn begins(bytes: &[u8], start: &str) -> bool {
    let head = text(bytes).get(..start.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

/// An object with keys, or an array of something: no header begins so.
fn is_json(bytes: &[u8]) -> bool {
    let text = text(bytes);
    let next = text.get(1..).unwrap_or_default().trim_ascii_start().first();
    match (text.first(), next) {
        (Some(b'{'), Some(b'"' | b'}')) => !is_json_line(bytes),
        (Some(b'['), Some(b'{' | b'[' | b']')) => true,
        _ => false,
    }
}

/// A whole object on the first line, and another on the next.
fn is_json_line(bytes: &[u8]) -> bool {
    let mut lines = text(bytes).split(|byte| *byte == b'\n');
    let is_object = |line: Option<&[u8]>| {
        let line = line.unwrap_or_default().trim_ascii();
        line.starts_with(b"{\"") && line.ends_with(b"}")
    };
    is_object(lines.next()) && is_object(lines.next())
}

fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// An archive whose list of files, at its end, names a workbook.
fn is_xlsx(bytes: &[u8]) -> bool {
    let (name, list) = (b"xl/workbook", bytes.len().saturating_sub(1 << 16));
    let mut list = bytes.get(list..).unwrap_or_default().windows(name.len());
    is_zip(bytes) && list.any(|window| window == name)
}

/// An archive whose first file says so.
fn is_ods(bytes: &[u8]) -> bool {
    let said = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
    is_zip(bytes) && bytes.get(30..).unwrap_or_default().starts_with(said)
}

/// No text has such a byte in its first words, unless it is one of two bytes a letter.
fn is_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..64).unwrap_or(bytes);
    head.contains(&0) && !is_wide(bytes)
}
