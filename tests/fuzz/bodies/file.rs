//! A file of any other format as any collection: cards, calendars, objects, addresses, workbooks, a pasted block.

use std::io::{Cursor, Write};

use guichet::exchange::pasted;
use guichet::model::Collection;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::{byte, csv, piece};

const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const PARTS: &[u8] = br#"<Relationships><Relationship Id="r0" Type="http://x/worksheet" Target="worksheets/sheet0.xml"/><Relationship Id="s" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="t" Type="http://x/styles" Target="styles.xml"/></Relationships>"#;
const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Reads the file and plans its import into the report's records.
pub fn run(mut bytes: &[u8]) {
    let form = byte(&mut bytes);
    let keys: Vec<&str> = Collection::keys().collect();
    let key = keys[usize::from(byte(&mut bytes)) % keys.len()];
    let begun = |begin: &[u8]| [begin, bytes].concat();
    let file = match form % 8 {
        0 => begun(b"BEGIN:VCARD\r\n"),
        1 => begun(b"BEGIN:VCALENDAR\r\n"),
        2 => begun(b"[{\""),
        3 => begun(b"{\"id\":1}\n{\""),
        4 => bytes.to_vec(),
        5 => workbook(bytes),
        6 => archive(&[("mimetype", SPREADSHEET), ("content.xml", bytes)]),
        _ => {
            let text = String::from_utf8_lossy(bytes);
            pasted::people(&text);
            pasted::is_block(&text);
            return;
        }
    };
    csv::plan(Collection::by_key(key).unwrap(), &file);
}

/// A workbook of four parts: a sheet, its strings, its styles, its list of sheets.
fn workbook(mut bytes: &[u8]) -> Vec<u8> {
    let [sheet, strings, styles, book] = std::array::from_fn(|_| piece(&mut bytes));
    archive(&[
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", PARTS),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet0.xml", sheet),
    ])
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
