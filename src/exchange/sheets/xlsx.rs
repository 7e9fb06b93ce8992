//! Excels of Excel: cells one by one, never a sheet by its corners.

use quick_xml::events::Event;

use super::archive::Archive;
use super::book::{self, Book, RowsTold, Sheet};
use super::formats::{Shown, by_code, by_number, text};
use super::grid::{Grid, MOST_TEXT};
use super::xml::{add, attribute, next};
use crate::exchange::refusal::Reason;

/// A workbook with what its sheets share.
pub struct Excel<'b> {
    archive: Archive<'b>,
    sheets: Vec<(Sheet, String)>,
    shared: Shared,
}

/// What all sheets of a workbook read their cells by.
struct Shared {
    strings: Strings,
    styles: Vec<Shown>,
    from_1904: bool,
}

/// The texts that cells share, one behind the other.
#[derive(Default)]
struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    fn get(&self, at: usize) -> &str {
        let start = at
            .checked_sub(1)
            .map_or(Some(0), |before| self.ends.get(before).copied());
        let range = start.zip(self.ends.get(at).copied());
        range
            .and_then(|(start, end)| self.text.get(start..end))
            .unwrap_or_default()
    }
}

impl<'b> Excel<'b> {
    /// Opens one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(bytes: &'b [u8]) -> Result<Excel<'b>, Reason> {
        let mut archive = Archive::open(bytes)?;
        let relations = relations(&mut archive, "_rels/.rels")?;
        let book = relations
            .iter()
            .find(|(_, kind, _)| kind.ends_with("/officeDocument"));
        let book = book
            .map_or("xl/workbook.xml", |(_, _, target)| target.as_str())
            .to_string();
        let (folder, name) = book.rsplit_once('/').unwrap_or(("", &book));
        let around = |target: &str| match target.strip_prefix('/') {
            Some(whole) => whole.to_string(),
            None => format!("{folder}/{target}")
                .trim_start_matches('/')
                .to_string(),
        };
        let relations = relations_of(&mut archive, &around(&format!("_rels/{name}.rels")))?;
        let target = |kind: &str| {
            let found = relations.iter().find(|(_, found, _)| found.ends_with(kind));
            found.map(|(_, _, target)| around(target))
        };
        let (listed, from_1904) = listed(&mut archive, &book)?;
        let sheets = listed.into_iter().filter_map(|(id, sheet)| {
            let (_, kind, target) = relations.iter().find(|(found, ..)| *found == id)?;
            kind.ends_with("/worksheet")
                .then(|| (sheet, around(target)))
        });
        let sheets: Vec<(Sheet, String)> = sheets.collect();
        if sheets.is_empty() {
            return Err(Reason::Workbook);
        }
        let strings = match target("/sharedStrings") {
            Some(name) => strings(&mut archive, &name)?,
            None => Strings::default(),
        };
        let styles = match target("/styles") {
            Some(name) => styles(&mut archive, &name)?,
            None => Vec::new(),
        };
        Ok(Excel {
            archive,
            sheets,
            shared: Shared {
                strings,
                styles,
                from_1904,
            },
        })
    }
}

impl Book for Excel<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        self.sheets.iter().map(|(sheet, _)| sheet.clone()).collect()
    }

    fn read(&mut self, at: usize, grid: &mut Grid, tell: RowsTold) -> Result<(), Reason> {
        let Some((_, name)) = self.sheets.get(at) else {
            return Err(Reason::Workbook);
        };
        let Some(mut xml) = self.archive.xml(name) else {
            return Err(Reason::Workbook);
        };
        let (mut buffer, mut line, mut column) = (Vec::new(), 0_u64, 0_usize);
        let (mut cells, mut cell, mut told) = (Vec::new(), ExcelCell::default(), 0_usize);
        let (mut reads, mut phonetic) = (false, false);
        loop {
            match next(&mut xml, &mut buffer)? {
                Event::Eof => break,
                Event::Start(tag) => match tag.local_name().as_ref() {
                    b"row" => {
                        let said = attribute(&tag, b"r").and_then(|row| row.parse().ok());
                        line = said.unwrap_or(line + 1);
                        column = 0;
                    }
                    b"c" => {
                        let at = attribute(&tag, b"r").and_then(|place| book::column(&place));
                        column = at.unwrap_or(column);
                        cell = ExcelCell {
                            kind: attribute(&tag, b"t").unwrap_or_default(),
                            style: attribute(&tag, b"s").and_then(|style| style.parse().ok()),
                            text: String::new(),
                        };
                    }
                    b"v" | b"t" => reads = !phonetic,
                    b"rPh" => phonetic = true,
                    b"mergeCell" => grid.merged += 1,
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    b"v" | b"t" => reads = false,
                    b"rPh" => phonetic = false,
                    b"c" => {
                        let text = self.shared.written(&cell, grid);
                        cells.push((column, text));
                        column += 1;
                    }
                    b"row" => {
                        grid.take(line, std::mem::take(&mut cells), 1)?;
                        told += 1;
                        if grid.is_full() || told % 1_000 == 0 && tell(told).is_break() {
                            break;
                        }
                    }
                    _ => {}
                },
                event if reads => add(&mut cell.text, &event),
                _ => {}
            }
        }
        Ok(())
    }
}

/// A cell as it stands in the file.
#[derive(Default)]
struct ExcelCell {
    kind: String,
    style: Option<usize>,
    text: String,
}

impl Shared {
    /// What a cell says.
    fn written(&self, cell: &ExcelCell, grid: &mut Grid) -> String {
        match cell.kind.as_str() {
            "s" => {
                let at = cell.text.trim().parse().unwrap_or(usize::MAX);
                unescaped(self.strings.get(at))
            }
            "b" => (cell.text.trim() == "1").to_string(),
            "e" => {
                *grid.errors.entry(cell.text.clone()).or_default() += 1;
                String::new()
            }
            "str" | "inlineStr" => unescaped(&cell.text),
            "d" => cell.text.trim_end_matches("T00:00:00").to_string(),
            _ => {
                let shown = cell.style.and_then(|style| self.styles.get(style));
                text(&cell.text, shown.unwrap_or(&Shown::Number), self.from_1904)
            }
        }
    }
}

/// What Excel writes for characters that XML has not: `_x000D_`.
fn unescaped(text: &str) -> String {
    let Some(at) = text.find("_x") else {
        return text.to_string();
    };
    let (before, rest) = text.split_at(at);
    let code = rest.get(2..6).filter(|_| rest.get(6..7) == Some("_"));
    let code = code.and_then(|code| u32::from_str_radix(code, 16).ok());
    match code.and_then(char::from_u32) {
        Some('\r') => format!("{before}{}", unescaped(rest.get(7..).unwrap_or_default())),
        Some(c) => format!(
            "{before}{c}{}",
            unescaped(rest.get(7..).unwrap_or_default())
        ),
        None => format!("{before}_x{}", unescaped(rest.get(2..).unwrap_or_default())),
    }
}

/// What a file of a workbook points to: id, kind, target.
fn relations(archive: &mut Archive, name: &str) -> Result<Vec<(String, String, String)>, Reason> {
    let Some(mut xml) = archive.xml(name) else {
        return Ok(Vec::new());
    };
    let (mut buffer, mut found) = (Vec::new(), Vec::new());
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Eof => return Ok(found),
            Event::Start(tag) if tag.local_name().as_ref() == b"Relationship" => {
                let said = |name| attribute(&tag, name).unwrap_or_default();
                found.push((said(b"Id".as_slice()), said(b"Type"), said(b"Target")));
            }
            _ => {}
        }
    }
}

fn relations_of(
    archive: &mut Archive,
    name: &str,
) -> Result<Vec<(String, String, String)>, Reason> {
    match relations(archive, name)? {
        found if found.is_empty() => Err(Reason::Workbook),
        found => Ok(found),
    }
}

/// The sheets in their order, by the ids of their relations, and whether days are counted from 1904.
fn listed(archive: &mut Archive, book: &str) -> Result<(Vec<(String, Sheet)>, bool), Reason> {
    let Some(mut xml) = archive.xml(book) else {
        return Err(Reason::Workbook);
    };
    let (mut buffer, mut sheets, mut from_1904) = (Vec::new(), Vec::new(), false);
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Eof => return Ok((sheets, from_1904)),
            Event::Start(tag) => match tag.local_name().as_ref() {
                b"sheet" => {
                    let is_id = |key: &[u8]| key.ends_with(b":id");
                    let mut said = tag.attributes();
                    let id = said
                        .with_checks(false)
                        .filter_map(Result::ok)
                        .find(|attribute| is_id(attribute.key.as_ref()));
                    let id = id.map(|id| String::from_utf8_lossy(&id.value).into_owned());
                    let state = attribute(&tag, b"state").unwrap_or_default();
                    let sheet = Sheet {
                        name: attribute(&tag, b"name").unwrap_or_default(),
                        is_hidden: state.to_lowercase().contains("hidden"),
                    };
                    sheets.push((id.unwrap_or_default(), sheet));
                }
                b"workbookPr" => {
                    let said = attribute(&tag, b"date1904");
                    from_1904 = said.is_some_and(|said| matches!(said.as_str(), "1" | "true"));
                }
                _ => {}
            },
            _ => {}
        }
    }
}

fn strings(archive: &mut Archive, name: &str) -> Result<Strings, Reason> {
    let Some(mut xml) = archive.xml(name) else {
        return Ok(Strings::default());
    };
    let (mut buffer, mut strings) = (Vec::new(), Strings::default());
    let (mut reads, mut phonetic) = (false, false);
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Eof => return Ok(strings),
            Event::Start(tag) => match tag.local_name().as_ref() {
                b"t" => reads = !phonetic,
                b"rPh" => phonetic = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                b"t" => reads = false,
                b"rPh" => phonetic = false,
                b"si" => strings.ends.push(strings.text.len()),
                _ => {}
            },
            event if reads => add(&mut strings.text, &event),
            _ => {}
        }
        if strings.text.len() > MOST_TEXT {
            return Err(Reason::Inflates);
        }
    }
}

/// How each style shows a number.
fn styles(archive: &mut Archive, name: &str) -> Result<Vec<Shown>, Reason> {
    let Some(mut xml) = archive.xml(name) else {
        return Ok(Vec::new());
    };
    let mut codes: Vec<(u32, Shown)> = Vec::new();
    let (mut buffer, mut styles, mut reads) = (Vec::new(), Vec::new(), false);
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Eof => return Ok(styles),
            Event::Start(tag) => match tag.local_name().as_ref() {
                b"numFmt" => {
                    let id = attribute(&tag, b"numFmtId").and_then(|id| id.parse().ok());
                    let code = attribute(&tag, b"formatCode");
                    codes.extend(id.zip(code.as_deref().map(by_code)));
                }
                b"cellXfs" => reads = true,
                b"xf" if reads => {
                    let id = attribute(&tag, b"numFmtId")
                        .and_then(|id| id.parse().ok())
                        .unwrap_or(0);
                    let code = codes.iter().find(|(found, _)| *found == id);
                    styles.push(code.map_or_else(|| by_number(id), |(_, shown)| shown.clone()));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == b"cellXfs" => reads = false,
            _ => {}
        }
    }
}
