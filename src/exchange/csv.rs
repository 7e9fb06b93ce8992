//! CSV as it comes: UTF-8 with or without a mark, or Windows-1252; `,`, `;` or tab; any line ends.

use std::borrow::Cow;
use std::io;
use std::ops::ControlFlow;

use super::export::Export;
use super::refusal::{Reason, Refusal};
use super::remark::{Remark, RemarkKind};
use super::table::{MOST_ROWS, Table, TableRow, Told};
use crate::model::text::{Names, plain, spread};
use crate::model::{Field, Kind, Lang, Record, Value};
use crate::text::is_unseen;

/// After so many rows word is given of how far it is.
const TOLD: usize = 1_000;

/// The flavours of CSV that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// RFC 4180: UTF-8, commas, CRLF.
    Plain,
    /// What a French Excel opens by a double click: UTF-8 with its mark, semicolons, CRLF.
    French,
}

/// The text of a file: UTF-8 (a mark is left out) if it is that, else Windows-1252, as Excel saves.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(bytes.get(mark..).unwrap_or_default())
            .0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    }
}

/// The delimiter of a header line, which is the first that holds a word: the one that stands there most,
/// outside quotes.
pub fn delimiter(text: &str) -> u8 {
    let blank = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let word = text.find(|c: char| !blank(c)).unwrap_or(0);
    let line = text
        .get(..word)
        .and_then(|before| before.rfind(['\n', '\r']));
    let text = text
        .get(line.unwrap_or(0)..)
        .unwrap_or(text)
        .trim_start_matches(['\n', '\r']);
    let mut counts = [(0usize, b','), (0, b';'), (0, b'\t')];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => counts
                .iter_mut()
                .filter(|(_, delimiter)| *delimiter == byte)
                .for_each(|(count, _)| *count += 1),
            _ => {}
        }
    }
    let most = counts.iter().map(|(count, _)| *count).max().unwrap_or(0);
    counts
        .iter()
        .find(|(count, _)| *count == most)
        .map_or(b',', |(_, delimiter)| *delimiter)
}

/// The delimiter that a first line `sep=;` names, for Excel.
fn said_delimiter(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim_matches('"');
    let said = line
        .get(..4)
        .filter(|said| said.eq_ignore_ascii_case("sep="))?;
    match line.get(said.len()..)?.as_bytes() {
        [delimiter @ (b',' | b';' | b'\t')] => Some(*delimiter),
        _ => None,
    }
}

/// Cuts a file into rows. What is wrong with some leaves the others usable; of a file with more than
/// [`MOST_ROWS`] there are none.
pub fn read(bytes: &[u8]) -> Table {
    table(bytes, &mut |_| ControlFlow::Continue(()))
}

/// The same; `tell` hears how many bytes of the text are read so far, and says whether to go on.
pub fn table(bytes: &[u8], tell: Told) -> Table {
    let text = decode(bytes);
    let mut table = Table::default();
    if matches!(&text, Cow::Owned(_))
        && !bytes.starts_with(b"\xff\xfe")
        && !bytes.starts_with(b"\xfe\xff")
    {
        let encoding = RemarkKind::Encoding("Windows-1252", Vec::new());
        table.said.push(Remark::of_file(encoding));
    }
    let said = said_delimiter(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(said.unwrap_or_else(|| delimiter(&text)))
        .from_reader(text.as_bytes());
    let mut first = said.is_some();
    let mut line_of = LineCounter::new(text.as_bytes());
    let mut record = csv::StringRecord::new();
    // The text is UTF-8 and held in memory: reading has no error of its own.
    while reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let line = line_of.at(start);
        if table.rows.len() % TOLD == 0 && tell(start).is_break() {
            break;
        }
        if record.iter().all(|cell| cell.trim().is_empty()) || std::mem::take(&mut first) {
            continue;
        }
        if table.headers.is_empty() {
            table.headers = record.iter().map(|cell| cell.trim().to_string()).collect();
            // A separator at the end of each line is followed by no column.
            while table.headers.last().is_some_and(String::is_empty) {
                table.headers.pop();
            }
            continue;
        }
        if table.rows.len() + table.refused.len() >= MOST_ROWS {
            let refused = vec![Refusal::of_file(Reason::Rows(MOST_ROWS))];
            return Table {
                refused,
                ..Table::default()
            };
        }
        let expected = table.headers.len();
        if record
            .iter()
            .skip(expected)
            .all(|cell| cell.trim().is_empty())
        {
            let cells = record.iter().map(|cell| restored(cell).into_owned());
            let mut cells: Vec<String> = cells.collect();
            // Cells that a line ends without are blank.
            cells.resize(expected, String::new());
            table.rows.push(TableRow { line, cells });
        } else {
            let reason = Reason::Cells {
                found: record.len(),
                expected,
            };
            table.refused.push(Refusal {
                line,
                column: None,
                field: String::new(),
                reason,
            });
        }
    }
    if table.headers.is_empty() {
        table.refused.push(Refusal {
            line: 1,
            ..Refusal::of_file(Reason::Empty)
        });
    }
    table
}

/// Counts line ends (LF, CRLF or CR alone) on the way through a text. The crate's own count is late
/// by the line end that precedes a record, and by blank lines.
struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        LineCounter {
            bytes,
            at: 0,
            line: 1,
        }
    }

    /// The line of the first character of the record that begins at or after `start`.
    fn at(&mut self, start: usize) -> u64 {
        while let Some(&byte) = self.bytes.get(self.at) {
            let ends = match byte {
                b'\r' => self.bytes.get(self.at + 1) != Some(&b'\n'),
                b'\n' => true,
                _ => false,
            };
            if self.at >= start && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(ends);
            self.at += 1;
        }
        self.line
    }
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

/// What a spreadsheet may pass over on its way to a formula: apostrophes, blanks, and what is not seen.
fn is_lead(c: char) -> bool {
    c == '\'' || c.is_whitespace() || c.is_control() || is_unseen(c)
}

/// Whether a spreadsheet may take that part of a cell for a formula once what it passes over is gone; `begins`:
/// the part is the beginning of the cell. A number or a telephone number with a sign is none: it stays as it is,
/// for those who count with it; and neither is a dash or a plus behind a blank in the midst of a text.
/// Source of the characters: OWASP, "CSV Injection"; the small and full-width ones are read as the others where
/// East Asian text is written.
fn is_formula(part: &str, begins: bool) -> bool {
    let body = part.trim_start_matches(is_lead);
    let leads = part.strip_suffix(body).unwrap_or_default();
    if begins && leads.contains(['\t', '\r', '\n']) {
        return true;
    }
    let mut characters = body.chars();
    match characters.next() {
        Some('+' | '-') if begins || !leads.contains(char::is_whitespace) => {
            characters.any(|c| !(c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '.' | ',')))
        }
        Some(first) => "=@＝＋－＠﹦﹢﹣﹫".contains(first),
        None => false,
    }
}

/// The parts of a cell between what may be taken for the end of one, and those ends; with each whether it is
/// the beginning of the cell. A table with commas may be opened as one with semicolons or pasted as one with
/// tabs, and then what stands behind such a sign is a cell.
fn parts(cell: &str) -> impl Iterator<Item = (&str, bool)> {
    let leads = cell.len() - cell.trim_start_matches(is_lead).len();
    let ends = cell.match_indices([',', ';', '\t']);
    let ends = ends.filter(move |(at, _)| *at >= leads);
    let mut start = 0;
    ends.chain([(cell.len(), "")]).flat_map(move |(at, end)| {
        let (part, begins) = (cell.get(start..at).unwrap_or_default(), start == 0);
        start = at + end.len();
        [(part, begins), (end, false)]
    })
}

/// A cell that no spreadsheet runs: an apostrophe before what it might take for a formula.
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if !parts(cell).any(|(part, begins)| is_formula(part, begins)) {
        return Cow::Borrowed(cell);
    }
    let marked = parts(cell).flat_map(|(part, begins)| match is_formula(part, begins) {
        true => ["'", part],
        false => ["", part],
    });
    Cow::Owned(marked.collect())
}

/// The cell as it was before [`neutral`]: the apostrophe is taken off where it would have put one.
pub fn restored(cell: &str) -> Cow<'_, str> {
    let was = |(part, begins)| match str::strip_prefix(part, '\'') {
        Some(rest) if is_formula(rest, begins) => rest,
        _ => part,
    };
    if parts(cell).all(|part| was(part) == part.0) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(parts(cell).map(was).collect())
}

/// Writes rows, header first; no cell can be run as a formula (see [`neutral`]).
pub fn write<'a>(rows: impl Iterator<Item = &'a [String]>, flavour: Flavour) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing into memory has no way to fail.
    let written = write_to(&mut out, rows, flavour);
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
    write_to(out, export.rows(tell), flavour)
}

fn write_to<R: AsRef<[String]>>(
    mut out: &mut dyn io::Write,
    rows: impl Iterator<Item = R>,
    flavour: Flavour,
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
        let cells = row.as_ref().iter().map(|cell| neutral(cell));
        let written = writer.write_record(cells.map(|cell| cell.into_owned().into_bytes()));
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
