//! Libres of LibreOffice: what is repeated is counted, and made only where it says something.

use quick_xml::events::{BytesStart, Event};

use super::archive::Archive;
use super::book::{Book, RowsTold, Sheet};
use super::grid::Grid;
use super::xml::{add, attribute, next};
use crate::exchange::refusal::Reason;
use crate::exchange::table::MOST_COLUMNS;

/// Where the sheets stand.
const CONTENT: &str = "content.xml";

/// The most blanks that one tag stands for.
const MOST_BLANKS: usize = 1_000;

/// A workbook.
pub struct Libre<'b> {
    archive: Archive<'b>,
    sheets: Vec<Sheet>,
}

impl<'b> Libre<'b> {
    /// Opens one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(bytes: &'b [u8]) -> Result<Libre<'b>, Reason> {
        let mut archive = Archive::open(bytes)?;
        let mut sheets = Vec::new();
        let Some(mut xml) = archive.xml(CONTENT) else {
            return Err(Reason::Workbook);
        };
        let mut buffer = Vec::new();
        loop {
            match next(&mut xml, &mut buffer)? {
                Event::Eof => break,
                Event::Start(tag) if tag.local_name().as_ref() == b"table" => sheets.push(Sheet {
                    name: attribute(&tag, b"name").unwrap_or_default(),
                    is_hidden: false,
                }),
                _ => {}
            }
        }
        drop(xml);
        match sheets.is_empty() {
            true => Err(Reason::Workbook),
            false => Ok(Libre { archive, sheets }),
        }
    }
}

/// How often a row or a cell stands there.
fn times(tag: &BytesStart, name: &[u8]) -> usize {
    let said = attribute(tag, name).and_then(|times| times.parse().ok());
    said.unwrap_or(1).max(1)
}

/// A cell as it stands in the file.
#[derive(Default)]
struct LibreCell {
    kind: String,
    value: Option<String>,
    text: String,
    paragraphs: usize,
    times: usize,
    is_covered: bool,
}

impl LibreCell {
    fn new(tag: &BytesStart) -> LibreCell {
        let said = [
            b"value".as_slice(),
            b"date-value",
            b"time-value",
            b"boolean-value",
            b"string-value",
        ];
        LibreCell {
            kind: attribute(tag, b"value-type").unwrap_or_default(),
            value: said.iter().find_map(|name| attribute(tag, name)),
            times: times(tag, b"number-columns-repeated"),
            is_covered: tag.local_name().as_ref() == b"covered-table-cell",
            ..LibreCell::default()
        }
    }

    /// What it says: the day in full and not as it is shown, a number but for one that is shown with zeros before it.
    fn written(&self) -> String {
        let value = self.value.as_deref().unwrap_or_default();
        match self.kind.as_str() {
            _ if self.is_covered => String::new(),
            "float" | "currency" | "percentage" => {
                let digits: String = self.text.chars().filter(char::is_ascii_digit).collect();
                let same =
                    digits.trim_start_matches('0') == value && !self.text.contains(['.', ',']);
                match digits.len() > 1 && digits.starts_with('0') && same {
                    true => self.text.clone(),
                    false => super::formats::text(value, &super::formats::Shown::Number, false),
                }
            }
            "date" => value.trim_end_matches("T00:00:00").replace('T', " "),
            "time" => time(value).unwrap_or_else(|| self.text.clone()),
            "boolean" => value.to_string(),
            _ if self.text.is_empty() => value.to_string(),
            _ => self.text.clone(),
        }
    }
}

/// `PT14H30M00S` as `14:30`.
fn time(value: &str) -> Option<String> {
    let (hours, rest) = value.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S').unwrap_or("00");
    let seconds = seconds.split(['.', ',']).next().unwrap_or_default();
    match seconds.trim_start_matches('0').is_empty() {
        true => Some(format!("{hours}:{minutes}")),
        false => Some(format!("{hours}:{minutes}:{seconds}")),
    }
}

impl Book for Libre<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets.clone()
    }

    fn read(&mut self, at: usize, grid: &mut Grid, tell: RowsTold) -> Result<(), Reason> {
        let Some(mut xml) = self.archive.xml(CONTENT) else {
            return Err(Reason::Workbook);
        };
        let (mut buffer, mut sheet, mut line, mut rows) = (Vec::new(), None, 1_u64, 0_usize);
        let (mut cells, mut column, mut row_times) = (Vec::new(), 0_usize, 1);
        let (mut cell, mut within, mut aside) = (LibreCell::default(), false, 0_usize);
        loop {
            match next(&mut xml, &mut buffer)? {
                Event::Eof => break,
                Event::Start(tag) => match tag.local_name().as_ref() {
                    b"table" => sheet = Some(sheet.map_or(0, |sheet: usize| sheet + 1)),
                    _ if sheet != Some(at) => {}
                    b"table-row" => {
                        row_times = times(&tag, b"number-rows-repeated");
                        column = 0;
                    }
                    b"table-cell" | b"covered-table-cell" => {
                        cell = LibreCell::new(&tag);
                        let spans = [b"number-columns-spanned".as_slice(), b"number-rows-spanned"];
                        grid.merged += usize::from(spans.iter().any(|name| times(&tag, name) > 1));
                    }
                    // A remark that hangs on a cell is none of its text.
                    b"annotation" => aside += 1,
                    b"p" if aside == 0 => {
                        if cell.paragraphs > 0 {
                            cell.text.push('\n');
                        }
                        cell.paragraphs += 1;
                        within = true;
                    }
                    b"s" if within => {
                        let blanks = times(&tag, b"c").min(MOST_BLANKS);
                        cell.text.extend(std::iter::repeat_n(' ', blanks));
                    }
                    b"tab" if within => cell.text.push('\t'),
                    b"line-break" if within => cell.text.push('\n'),
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    b"table" if sheet == Some(at) => break,
                    _ if sheet != Some(at) => {}
                    b"annotation" => aside = aside.saturating_sub(1),
                    b"p" => within = false,
                    b"table-cell" | b"covered-table-cell" => {
                        let text = cell.written();
                        if !text.trim().is_empty() {
                            // Beyond the columns that a table may have one is as good as many.
                            let last = column
                                .saturating_add(cell.times)
                                .min(column.max(MOST_COLUMNS) + 1);
                            cells.extend((column..last).map(|at| (at, text.clone())));
                        }
                        column = column.saturating_add(cell.times);
                    }
                    b"table-row" => {
                        grid.take(line, std::mem::take(&mut cells), row_times)?;
                        line = line.saturating_add(row_times as u64);
                        rows += 1;
                        if grid.is_full() || rows % 1_000 == 0 && tell(rows).is_break() {
                            break;
                        }
                    }
                    _ => {}
                },
                event if within && aside == 0 => add(&mut cell.text, &event),
                _ => {}
            }
        }
        Ok(())
    }
}
