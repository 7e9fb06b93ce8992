//! Formats: what files there are, by what each is told, what reads it and what writes it. The desk and the command
//! line take their lists from here.

use std::io;
use std::path::Path;

use super::charset::is_wide;
use super::export::Export;
use super::options::Options;
use super::table::{Table, Told};
use super::{addresses, cards, csv, json, objects, sheets};
use crate::model::{Collection, Kind};

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
    /// Whether it has a place for records of a kind.
    pub holds: fn(Kind) -> bool,
    /// What writes it.
    pub writes: Option<Writes>,
    /// Whether what drives a terminal is written escaped.
    pub escapes: bool,
    /// Whether it has records as objects, each with its kind: those of several kinds go into one file.
    pub objects: bool,
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
        objects: true,
        ..Format::known("json", &["json"], is_json)
    },
    Format {
        reads: Some(objects::table),
        writes: Some(json::export_lines),
        escapes: true,
        objects: true,
        ..Format::known("ndjson", &["ndjson", "jsonl"], is_json_line)
    },
    Format {
        reads: Some(sheets::xlsx),
        writes: Some(sheets::export),
        escapes: true,
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
        holds: cards::is_written_to,
        writes: Some(cards::export_cards),
        ..Format::known("vcard", &["vcf"], |bytes| begins(bytes, "begin:vcard"))
    },
    Format {
        reads: Some(cards::calendar),
        settles: cards::settle,
        holds: cards::is_dated,
        writes: Some(cards::export_calendar),
        ..Format::known("ics", &["ics"], |bytes| begins(bytes, "begin:vcalendar"))
    },
    Format {
        reads: Some(addresses::table),
        holds: cards::is_written_to,
        writes: Some(cards::export_addresses),
        ..Format::known("sympa", &[], addresses::is_addresses)
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
            holds: |_| true,
            writes: None,
            escapes: false,
            objects: false,
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

    /// The usual endings of the files that are read: `.csv, .xlsx`.
    pub fn endings_read() -> String {
        let endings = Format::read().filter_map(|format| format.endings.first());
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

/// An archive whose list of files, at its end, has that name.
fn lists(bytes: &[u8], name: &[u8]) -> bool {
    let list = bytes.len().saturating_sub(1 << 16);
    let list = bytes.get(list..).unwrap_or_default();
    is_zip(bytes) && memchr::memmem::find(list, name).is_some()
}

/// One that has a workbook of Excel.
fn is_xlsx(bytes: &[u8]) -> bool {
    lists(bytes, b"xl/workbook")
}

/// One whose first file says that it is a sheet; where that is packed, or not the first, its content is one.
fn is_ods(bytes: &[u8]) -> bool {
    let head = bytes
        .get(30..1 << 12)
        .or(bytes.get(30..))
        .unwrap_or_default();
    let said = |what: &[u8]| memchr::memmem::find(head, what).is_some();
    match said(b"application/vnd.oasis.opendocument.") {
        true => is_zip(bytes) && said(b"opendocument.spreadsheet"),
        false => lists(bytes, b"content.xml") && lists(bytes, b"mimetype"),
    }
}

/// No text has such a byte in its first words, unless it is one of two bytes a letter.
fn is_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..64).unwrap_or(bytes);
    head.contains(&0) && !is_wide(bytes)
}
