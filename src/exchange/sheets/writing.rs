//! Records as a workbook of Excel, written row by row: nothing of it is held.

use std::borrow::Cow;
use std::io::{self, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use crate::exchange::csv::{neutral, restored};
use crate::exchange::export::Export;
use crate::model::{Field, FieldType, Lang};

/// The most rows of a sheet, and the most letters of a cell, that Excel opens.
const MOST: (usize, usize) = (1_048_576, 32_767);

/// What every workbook has; the widths and the rows are its own.
const FILES: &[(&str, &str)] = &[
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="guichet" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
];

/// The styles of cells, in two parts: between them stands how a day is shown.
const STYLES: [&str; 2] = [
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode=""#,
    r#""/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" numFmtId="4" applyNumberFormat="1"/><xf xfId="0" numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>"#,
];

/// The styles of cells, by their places in the file of styles.
const BOLD: u8 = 1;
const DAY: u8 = 2;
const AMOUNT: u8 = 3;
const TEXT: u8 = 4;

/// Writes records as a workbook: numbers and days as such, all else as text, so that no digit is lost; the header line
/// stays where it is.
///
/// # Errors
/// What the writer says; a sheet has a million rows at most.
pub fn export(export: &Export, out: &mut dyn Write, tell: &mut dyn FnMut(usize)) -> io::Result<()> {
    if export.records.len() >= MOST.0 {
        return Err(io::Error::other(format!(
            "{} > {}",
            export.records.len(),
            MOST.0 - 1
        )));
    }
    let mut zip = ZipWriter::new_stream(out);
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in FILES {
        zip.start_file(*name, packed)?;
        zip.write_all(text.as_bytes())?;
    }
    // Told in full: the usual form of days is another in each country, and so is what a spreadsheet writes elsewhere.
    let day = match export.lang {
        Some(Lang::Fr) => "dd/mm/yyyy",
        _ => "yyyy-mm-dd",
    };
    zip.start_file("xl/styles.xml", packed)?;
    zip.write_all(STYLES.join(day).as_bytes())?;
    zip.start_file("xl/worksheets/sheet1.xml", packed)?;
    sheet(export, &mut zip, tell)?;
    zip.finish()?.into_inner().flush()
}

fn sheet(
    export: &Export,
    out: &mut ZipWriter<StreamWriter<&mut dyn Write>>,
    tell: &mut dyn FnMut(usize),
) -> io::Result<()> {
    let fields = export.what.fields();
    let mut text = String::from(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"#,
    );
    for (at, field) in (1..).zip(&fields) {
        let width = field.map_or(28, |field| field.width.clamp(8, 60));
        text += &format!(r#"<col min="{at}" max="{at}" width="{width}" customWidth="1"/>"#);
    }
    text += "</cols><sheetData>";
    // What is a number or a day is written as a machine has it, whatever the language.
    let (mut line, mut plain) = (0_usize, export.records.iter());
    for row in export.rows(tell) {
        line += 1;
        let is_header = line == 1;
        let typed = match (is_header, export.lang) {
            (false, Some(_)) => plain.next().map(|record| export.what.row(record, None)),
            _ => None,
        };
        text += &format!(r#"<row r="{line}">"#);
        for (at, cell) in row.iter().enumerate() {
            let field = fields.get(at).copied().flatten().filter(|_| !is_header);
            let machine = typed.as_ref().and_then(|row| row.get(at)).unwrap_or(cell);
            put(&mut text, (line, at), cell, machine, field, is_header);
        }
        text += "</row>";
        if text.len() > 1 << 16 {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    text += "</sheetData>";
    if !fields.is_empty() && line > 1 {
        text += &format!(
            r#"<autoFilter ref="A1:{}{line}"/>"#,
            letters(fields.len() - 1)
        );
    }
    text += "</worksheet>";
    out.write_all(text.as_bytes())
}

fn put(
    text: &mut String,
    (line, at): (usize, usize),
    cell: &str,
    machine: &str,
    field: Option<&Field>,
    is_header: bool,
) {
    if cell.is_empty() {
        return;
    }
    let place = letters(at);
    let number = field
        .filter(|field| !field.many)
        .and_then(|field| match field.kind {
            FieldType::Integer | FieldType::Decimal => Some((0, machine.to_string())),
            FieldType::Money => Some((AMOUNT, machine.to_string())),
            FieldType::Date => days(machine).map(|days| (DAY, days.to_string())),
            _ => None,
        });
    // A number of more digits than a spreadsheet keeps stays whole as a text.
    let number =
        number.filter(|(_, number)| number.bytes().filter(u8::is_ascii_digit).count() <= 15);
    match number {
        Some((style, number)) => {
            *text += &format!(r#"<c r="{place}{line}" s="{style}"><v>{number}</v></c>"#);
        }
        None => {
            let style = if is_header { BOLD } else { TEXT };
            *text += &format!(
                r#"<c r="{place}{line}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"#
            );
            // What would be read as guarded is guarded.
            match restored(cell) {
                Cow::Borrowed(_) => escape(text, cell),
                Cow::Owned(_) => escape(text, &neutral(cell)),
            }
            *text += "</t></is></c>";
        }
    }
}

/// A day, whole, as a spreadsheet counts it.
fn days(day: &str) -> Option<i32> {
    let date: jiff::civil::Date = day.parse().ok().filter(|_| day.len() == 10)?;
    let first = jiff::civil::date(1899, 12, 30);
    let days = first.until(date).ok()?.get_days();
    // Before March 1900 it counts a day that never was.
    (days > 60).then_some(days)
}

fn letters(at: usize) -> String {
    let (mut at, mut letters) = (at + 1, Vec::new());
    while at > 0 {
        at -= 1;
        letters.push(char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)));
        at /= 26;
    }
    letters.iter().rev().collect()
}

fn escape(text: &mut String, cell: &str) {
    for c in cell.chars().take(MOST.1) {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\n' | '\t' => text.push(c),
            // What XML has not.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                *text += &format!("_x{:04X}_", u32::from(c))
            }
            // What would be read as such a one.
            '_' => text.push_str(if cell.contains("_x") { "_x005F_" } else { "_" }),
            c => text.push(c),
        }
    }
}
