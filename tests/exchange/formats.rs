//! Formats: each is told by what it begins with, read or refused by name, and written as it is read elsewhere.

use std::ops::ControlFlow;
use std::path::Path;

use guichet::exchange::export::Export;
use guichet::exchange::format::{FORMATS, Format};
use guichet::exchange::options::Options;
use guichet::exchange::refusal::Reason;
use guichet::exchange::whole::Whole;
use guichet::exchange::{csv, json, read_file, report};
use guichet::locale::{Texts, keys, reason_words};
use guichet::model::{Collection, Kind, Lang, Record};

use super::memory::Memory;

/// A file of each format that is told by what it begins with.
const FILES: &[(&str, &[u8])] = &[
    ("json", b"[\n  {\n    \"kind\": \"person\" } ]"),
    ("json", b"\xef\xbb\xbf{\"name\": \"a\"}"),
    ("json", b"[]\n"),
    ("ndjson", b"{\"name\":\"a\"}\n{\"name\":\"b\"}\n"),
    ("xlsx", b"PK\x03\x04\x14\0\x06\0[Content_Types].xml \0 xl/workbook.xml PK\x05\x06"),
    ("ods", b"PK\x03\x04\x14\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"),
    ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"),
    ("zip", b"PK\x03\x04\x14\0word/document.xml"),
    ("gz", b"\x1f\x8b\x08\0name;city"),
    ("pdf", b"%PDF-1.7\n"),
    ("vcard", b"BEGIN:VCARD\r\nVERSION:3.0\r\n"),
    ("ics", b"\r\nBEGIN:VCALENDAR\r\n"),
    ("html", b"<!DOCTYPE html>\n<table>"),
    ("html", b"<HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">"),
    ("xml", b"<?xml version=\"1.0\"?><a/>"),
    ("binary", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ("binary", b"n\0ame;first_name\0\0\0"),
];

/// Files that are tables, whatever they are called.
const TABLES: &[(&str, &[u8])] = &[
    ("a.csv", b"name;first_name\nMartin;Ada\n"),
    ("a.tsv", b"name\tfirst_name\nMartin\tAda\n"),
    ("a.TXT", b"sep=;\r\nname;first_name\r\nMartin;Ada\r\n"),
    // As other programs call what they write.
    ("a.xls", b"name\tfirst_name\nMartin\tAda\n"),
    ("a.json", b"name,first_name\nMartin,Ada\n"),
    ("a", b"name,first_name\nMartin,Ada\n"),
    (
        "utf16.csv",
        b"\xff\xfen\0a\0m\0e\0;\0f\0i\0r\0s\0t\0_\0n\0a\0m\0e\0\n\0M\0;\0A\0\n\0",
    ),
    ("{x}.csv", b"{note},name,first_name\n,M,A\n"),
];

#[test]
fn a_file_is_told_by_what_it_begins_with_and_refused_by_name() {
    let person = Collection::All(Kind::Person);
    for (name, bytes) in FILES {
        let format = Format::of(bytes);
        assert_eq!(&format.name, name, "{}", String::from_utf8_lossy(bytes));
        // The others are only the beginnings of files that are read.
        if format.reads.is_none() {
            let reading = read_file(person, bytes, &Options::default(), &mut |_| {
                ControlFlow::Continue(())
            });
            let reasons: Vec<&Reason> = reading.refused.iter().map(|it| &it.reason).collect();
            assert_eq!(reasons, [&Reason::Format(format.name)]);
        }
    }
    let known = FORMATS.iter().filter(|format| format.reads.is_none());
    for format in known {
        let there = FILES.iter().any(|(name, _)| *name == format.name);
        assert!(
            there,
            "a file of {} among the files of this test",
            format.name
        );
    }
    for lang in [Lang::Fr, Lang::En] {
        let texts = Texts::new(lang);
        let words = reason_words(&texts, &Reason::Format("xls"));
        assert!(
            words.contains("Excel") && words.contains(&Format::endings_read()),
            "{words}"
        );
        let known: Vec<&str> = keys(lang).collect();
        for format in FORMATS {
            let key = format!("format-{}", format.name);
            assert!(known.contains(&key.as_str()), "{key}");
        }
    }
}

#[test]
fn a_table_is_read_whatever_its_name() {
    for (name, bytes) in TABLES {
        let format = Format::of(bytes);
        let Some(reads) = format.reads else {
            panic!("{name} is taken for {}", format.name);
        };
        let table = reads(bytes, &Options::default(), &mut |_| {
            ControlFlow::Continue(())
        });
        let headers = table.headers.iter().rev().take(2).rev();
        assert_eq!(
            headers.collect::<Vec<_>>(),
            ["name", "first_name"],
            "{name}"
        );
        assert_eq!((table.rows.len(), table.refused.len()), (1, 0), "{name}");
    }
}

#[test]
fn names_and_endings_are_of_one_format() {
    let mut names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    let mut endings: Vec<&str> = FORMATS
        .iter()
        .flat_map(|format| format.endings)
        .copied()
        .collect();
    for list in [&mut names, &mut endings] {
        let all = list.len();
        list.sort_unstable();
        list.dedup();
        assert_eq!(list.len(), all);
    }
    assert!(Format::usual().reads.is_some() && Format::usual().writes.is_some());
    assert_eq!(
        Format::of_name(Path::new("a/B.JSONL")).unwrap().name,
        "ndjson"
    );
    assert!(Format::of_name(Path::new("csv")).is_none());
}

fn written(
    format: &Format,
    memory: &Memory,
    kind: Kind,
    lang: Option<Lang>,
) -> (String, Vec<usize>) {
    let records: Vec<&Record> = memory.of(kind);
    let export = Export {
        what: &Whole {
            kind,
            names: memory,
            told: None,
        },
        records: &records,
        lang,
    };
    let (mut bytes, mut told) = (Vec::new(), Vec::new());
    format.writes.unwrap()(&export, &mut bytes, &mut |so_far| told.push(so_far)).unwrap();
    (String::from_utf8(bytes).unwrap(), told)
}

#[test]
fn every_written_format_has_all_records_and_tells_how_far_it_is() {
    let mut memory = Memory::default();
    for file in report::files() {
        memory.load(file.collection.key(), file.name, file.text.as_bytes());
    }
    for kind in [Kind::Organisation, Kind::Person, Kind::Session, Kind::View] {
        let records = memory.of(kind);
        let objects: Vec<serde_json::Value> = records
            .iter()
            .map(|record| json::object(record, &memory).into())
            .collect();
        let of = |name: &str| written(Format::named(name).unwrap(), &memory, kind, None);
        // An object is the same in both; a line ends where it does.
        let (lines, told) = of("ndjson");
        let read: Vec<serde_json::Value> = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(read, objects, "{kind:?}");
        assert!(lines.is_empty() || lines.ends_with("}\n"));
        assert_eq!(told.last().copied(), Some(records.len()).filter(|n| *n > 0));
        let whole: Vec<serde_json::Value> = serde_json::from_str(&of("json").0).unwrap();
        assert_eq!(whole, objects);
        assert_eq!(of("json").0, json::to_text(&objects.into()));
        let table = csv::read(of("csv").0.as_bytes());
        assert_eq!((table.rows.len(), table.refused.len()), (records.len(), 0));
        let (french, _) = written(Format::named("csv").unwrap(), &memory, kind, Some(Lang::Fr));
        assert!(french.starts_with("\u{feff}id;"), "{kind:?}");
    }
}

#[test]
fn a_table_that_is_given_up_is_not_read_to_its_end() {
    let text = "name\n".to_string() + &"Martin\n".repeat(5_000);
    let mut told = 0;
    let person = Collection::All(Kind::Person);
    let reading = read_file(person, text.as_bytes(), &Options::default(), &mut |_| {
        told += 1;
        match told < 3 {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    });
    assert!(told == 3 && reading.rows.len() < 5_000, "{told}");
}

#[test]
fn how_far_a_table_is_read_is_told() {
    let mut text = String::from("name\n");
    (0..5_000).for_each(|n| text += &format!("Martin {n}\n"));
    let mut told = Vec::new();
    let person = Collection::All(Kind::Person);
    let reading = read_file(person, text.as_bytes(), &Options::default(), &mut |at| {
        told.push(at);
        ControlFlow::Continue(())
    });
    assert_eq!(reading.rows.len(), 5_000);
    assert!(told.len() >= 5 && told.is_sorted(), "{told:?}");
    assert!(told.iter().all(|at| *at <= text.len()));
}
