//! Workbooks of Excel and LibreOffice, as they write them and as nobody should.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use guichet::exchange::format::Format;
use guichet::exchange::options::Options;
use guichet::exchange::refusal::Reason;
use guichet::exchange::remark::RemarkKind;
use guichet::exchange::table::Table;
use zip::write::SimpleFileOptions;

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let stored = SimpleFileOptions::default().compression_method(match *name {
            "mimetype" if files.len() == 2 => zip::CompressionMethod::Stored,
            _ => zip::CompressionMethod::Deflated,
        });
        zip.start_file(*name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

const STYLES: &str = r#"<styleSheet><numFmts count="3"><numFmt numFmtId="164" formatCode="0#&quot; &quot;##&quot; &quot;##&quot; &quot;##&quot; &quot;##"/><numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="[$-40C]dd\ mmmm\ yyyy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>"#;

/// A workbook with these sheets.
fn xlsx(sheets: &[(&str, &str, &str)], strings: &str, book: &str) -> Vec<u8> {
    let mut relations = String::new();
    let mut listed = String::new();
    for (at, (name, state, _)) in sheets.iter().enumerate() {
        relations += &format!(
            r#"<Relationship Id="r{at}" Type="http://x/worksheet" Target="worksheets/sheet{at}.xml"/>"#
        );
        listed += &format!(r#"<sheet name="{name}" sheetId="{at}" state="{state}" r:id="r{at}"/>"#);
    }
    relations += r#"<Relationship Id="s" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="t" Type="http://x/styles" Target="styles.xml"/>"#;
    let relations = format!("<Relationships>{relations}</Relationships>");
    let listed =
        format!(r#"<workbook xmlns:r="http://r">{book}<sheets>{listed}</sheets></workbook>"#);
    let strings = format!("<sst>{strings}</sst>");
    let names: Vec<String> = (0..sheets.len())
        .map(|at| format!("xl/worksheets/sheet{at}.xml"))
        .collect();
    let mut files: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", listed.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
    ];
    files.extend(
        names
            .iter()
            .zip(sheets)
            .map(|(name, sheet)| (name.as_str(), sheet.2.as_bytes())),
    );
    archive(&files)
}

fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    let mimetype = b"application/vnd.oasis.opendocument.spreadsheet";
    archive(&[("mimetype", mimetype), ("content.xml", content.as_bytes())])
}

#[test]
fn a_sheet_of_libreoffice_is_known_however_it_is_packed() {
    let content: &[u8] = br#"<o:document-content xmlns:t="t" xmlns:x="x"><t:table t:name="A"><t:table-row><t:table-cell><x:p>Nom</x:p></t:table-cell></t:table-row><t:table-row><t:table-cell><x:p>Ada</x:p></t:table-cell></t:table-row></t:table></o:document-content>"#;
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    for files in [
        vec![("mimetype", mimetype), ("content.xml", content)],
        vec![
            ("content.xml", content),
            ("META-INF/manifest.xml", b""),
            ("mimetype", mimetype),
        ],
    ] {
        let book = archive(&files);
        assert_eq!(Format::of(&book).name, "ods");
        assert_eq!(cells(&read(&book, None)), [["Ada"]]);
    }
    let text: &[u8] = b"application/vnd.oasis.opendocument.text";
    let document = archive(&[("mimetype", text), ("content.xml", content)]);
    assert_eq!(Format::of(&document).name, "zip");
}

fn read(bytes: &[u8], sheet: Option<&str>) -> Table {
    let options = Options {
        sheet: sheet.map(str::to_string),
        ..Options::default()
    };
    let format = Format::of(bytes);
    format.reads.unwrap()(bytes, &options, &mut |_| ControlFlow::Continue(()))
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    let rows = table.rows.iter();
    rows.map(|row| row.cells.iter().map(String::as_str).collect())
        .collect()
}

fn reasons(table: &Table) -> Vec<&Reason> {
    table
        .refused
        .iter()
        .map(|refusal| &refusal.reason)
        .collect()
}

const SHEET: &str = r#"<worksheet><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Liste des contacts</t></is></c></row>
<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c><c r="D3" t="inlineStr"><is><t>Code postal</t></is></c><c r="E3" t="inlineStr"><is><t>Date</t></is></c><c r="F3" t="inlineStr"><is><t>Note</t></is></c></row>
<row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4" s="2"><v>612345678</v></c><c r="C4" s="1"><v>44880</v></c><c r="D4" s="3"><v>1000</v></c><c r="E4" s="4"><v>44881</v></c><c r="F4" t="str"><f>A1&amp;B1</f><v>l&apos;été &amp; co</v></c></row>
<row><c t="s"><v>4</v></c><c><v>33612345678</v></c><c s="5"><v>44880.604166666664</v></c><c><v>0.30000000000000004</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>
<row r="6"/>
<row r="7"><c r="A7" t="d"><v>2022-11-15T00:00:00</v></c><c r="C7" s="6"><v>0.604166666666667</v></c><c r="F7" t="str"><v>un_x000D_
deux _x0041_</v></c></row>
</sheetData><mergeCells count="1"><mergeCell ref="A1:F1"/></mergeCells></worksheet>"#;

const STRINGS: &str = r#"<si><t>Nom</t></si><si><t>Tél</t></si><si><t>Né le</t></si><si><r><rPr/><t xml:space="preserve">Müller </t></r><r><t>&amp; Cie</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si><si><t>Arçay</t></si>"#;

#[test]
fn a_sheet_is_read_as_it_is_shown_where_that_says_more() {
    let table = read(&xlsx(&[("Contacts", "", SHEET)], STRINGS, ""), None);
    assert_eq!(
        table.headers,
        ["Nom", "Tél", "Né le", "Code postal", "Date", "Note"]
    );
    assert_eq!(
        cells(&table),
        [
            vec![
                "Müller & Cie",
                "06 12 34 56 78",
                "2022-11-15",
                "01000",
                "2022-11-16",
                "l'été & co"
            ],
            vec!["Arçay", "33612345678", "2022-11-15 14:30", "0.3", "true"],
            vec!["2022-11-15", "", "14:30", "", "", "un\ndeux A"],
        ]
    );
    let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
    assert_eq!(
        (table.head, lines.as_slice(), table.refused.len()),
        (3, [4, 5, 7].as_slice(), 0)
    );
    let said: Vec<&RemarkKind> = table.said.iter().map(|remark| &remark.kind).collect();
    assert_eq!(
        said,
        [
            &RemarkKind::Sheet("Contacts".into(), 0),
            &RemarkKind::Merged(1),
            &RemarkKind::Left("#N/A".into(), 1),
            &RemarkKind::Above("Liste des contacts".into()),
        ]
    );
    // Days that are counted from 1904, and a workbook whose tags have prefixes.
    let sheet = r#"<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Date</x:t></x:is></x:c></x:row><x:row><x:c s="1"><x:v>43418</x:v></x:c></x:row></x:sheetData></x:worksheet>"#;
    let table = read(
        &xlsx(&[("A", "", sheet)], "", r#"<workbookPr date1904="1"/>"#),
        None,
    );
    assert_eq!(cells(&table), [["2022-11-15"]]);
}

fn inline(rows: &[&[&str]]) -> String {
    let mut sheet = String::from("<worksheet><sheetData>");
    for row in rows {
        sheet += "<row>";
        row.iter()
            .for_each(|cell| sheet += &format!(r#"<c t="inlineStr"><is><t>{cell}</t></is></c>"#));
        sheet += "</row>";
    }
    sheet + "</sheetData></worksheet>"
}

#[test]
fn the_sheet_that_has_a_header_line_is_taken_or_the_one_asked_for() {
    let notes = inline(&[&["À lire avant"], &["Bonjour"]]);
    let people = inline(&[&["Prénom", "Nom"], &["Ada", "Martin"]]);
    let others = inline(&[&["Sigle", "Nom", "Ville"], &["ES1", "Essai", "Nîmes"]]);
    let book = xlsx(
        &[
            ("Notice", "", &notes),
            ("Gens", "", &people),
            ("Masquée", "hidden", &others),
        ],
        "",
        "",
    );
    let taken = |table: &Table| match &table.said[0].kind {
        RemarkKind::Sheet(name, others) => (name.clone(), *others),
        other => panic!("{other:?}"),
    };
    assert_eq!(taken(&read(&book, None)), ("Gens".to_string(), 2));
    assert_eq!(taken(&read(&book, Some("masquée"))).0, "Masquée");
    assert_eq!(taken(&read(&book, Some("1"))).0, "Notice");
    let none = read(&book, Some("Absente"));
    assert_eq!(
        reasons(&none),
        [&Reason::NoSheet("Notice, Gens, Masquée".into())]
    );
}

/// As LibreOffice saves a table that guichet guarded: what kept it from running a text is a letter of that for it.
#[test]
fn what_a_spreadsheet_kept_of_a_guard_is_taken_off() {
    let rows = inline(&[
        &["name", "note"],
        &["'+ de 80 établissements", "'=1+1"],
        &["L'université d'Essai", "'- tiret,' @x"],
    ]);
    let table = read(&xlsx(&[("guichet", "", &rows)], "", ""), None);
    assert_eq!(
        cells(&table),
        [
            ["+ de 80 établissements", "=1+1"],
            ["L'université d'Essai", "- tiret, @x"]
        ]
    );
}

#[test]
fn a_sheet_of_libreoffice_is_read_by_its_values() {
    let table = read(
        &ods(
            r#"<table:table table:name="Feuille1"><table:table-row><table:table-cell office:value-type="string"><text:p>Nom</text:p></table:table-cell><table:table-cell><text:p>Tél</text:p></table:table-cell><table:table-cell><text:p>Date</text:p></table:table-cell><table:table-cell><text:p>Prix</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>Müller<text:s text:c="2"/>&amp; Cie</text:p><text:p>bis</text:p><office:annotation><text:p>remarque</text:p></office:annotation></table:table-cell><table:table-cell office:value-type="float" office:value="612345678"><text:p>06 12 34 56 78</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2022-11-15"><text:p>15 nov.</text:p></table:table-cell><table:table-cell office:value-type="currency" office:value="1250.5"><text:p>1 250,50 €</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:covered-table-cell/><table:table-cell table:number-columns-repeated="2" office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell><table:table-cell office:value-type="time" office:time-value="PT14H30M00S"><text:p>14:30</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"#,
        ),
        None,
    );
    assert_eq!(
        cells(&table),
        [
            vec![
                "Müller  & Cie\nbis",
                "06 12 34 56 78",
                "2022-11-15",
                "1250.5"
            ],
            vec!["", "true", "true", "14:30"],
            vec!["", "true", "true", "14:30"],
        ]
    );
    assert_eq!(table.rows[2].line, 4);
}

#[test]
fn what_announces_more_than_it_holds_is_bounded() {
    // One cell at the far corner of a sheet.
    let far = SHEET.replace(
        "</sheetData>",
        r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#,
    );
    let table = read(&xlsx(&[("A", "", &far)], STRINGS, ""), None);
    assert_eq!((table.rows.len(), table.refused.len()), (3, 1));
    assert_eq!(
        (table.refused[0].line, table.refused[0].column),
        (1_048_576, Some(16_384))
    );
    // Seventeen thousand million cells in a line of text.
    let cell = r#"<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>"#;
    for (cell, reason) in [
        (cell.to_string(), Reason::Columns(1_000)),
        (
            cell.replace("16384", "900"),
            Reason::TooManyCells(30_000_000),
        ),
        (
            cell.replace("16384", "4294967296000"),
            Reason::Columns(1_000),
        ),
        (
            cell.replace("16384", "2")
                .replace(">x<", &format!(">{}<", "x".repeat(9_000))),
            Reason::Inflates,
        ),
    ] {
        let row = format!(
            r#"<table:table-row table:number-rows-repeated="999000">{cell}</table:table-row>"#
        );
        let head = "<table:table-row><table:table-cell><text:p>Nom</text:p></table:table-cell></table:table-row>";
        let table = read(
            &ods(&format!(
                r#"<table:table table:name="A">{head}{row}</table:table>"#
            )),
            None,
        );
        assert_eq!(reasons(&table), [&reason]);
    }
    // What a thousand bytes each come out of one.
    let bomb =
        "<worksheet><sheetData>".to_string() + &" ".repeat(60 << 20) + "</sheetData></worksheet>";
    let bomb = xlsx(&[("A", "", &bomb)], "", "");
    assert_eq!(reasons(&read(&bomb, None)), [&Reason::Inflates]);
    // Where the list of files says that little does.
    let size = u32::try_from((60_usize << 20) + 22 + 24)
        .unwrap()
        .to_le_bytes();
    let mut lying = bomb.clone();
    while let Some(at) = lying.windows(4).position(|window| window == size) {
        lying[at..at + 4].copy_from_slice(&[0, 1, 0, 0]);
    }
    assert_ne!(lying, bomb);
    let table = read(&lying, None);
    assert!(
        table.rows.is_empty() && table.refused.len() == 1,
        "{:?}",
        table.refused
    );
}

#[test]
fn a_workbook_cut_off_anywhere_is_refused_or_read() {
    let book = xlsx(&[("A", "", SHEET)], STRINGS, "");
    let head = "<table:table-row><table:table-cell><text:p>Nom</text:p></table:table-cell></table:table-row>";
    let other = ods(&format!(
        r#"<table:table table:name="A">{head}</table:table>"#
    ));
    for whole in [book, other] {
        for end in (200..whole.len()).step_by(37) {
            let mut bytes = whole.clone();
            // Cut out of its middle: its end still says what it is.
            bytes.drain(end - 30..end);
            if let Some(reads) = Format::of(&bytes).reads {
                let table = reads(&bytes, &Options::default(), &mut |_| {
                    ControlFlow::Continue(())
                });
                assert!(!table.refused.is_empty() || !table.headers.is_empty());
            }
        }
    }
}
