//! Tables as the world writes them: separators, lines above the header line, encodings, marks that are never closed.

use guichet::exchange::charset::Charset;
use guichet::exchange::csv::{read, table};
use guichet::exchange::options::{Options, separator};
use guichet::exchange::refusal::Reason;
use guichet::exchange::remark::{Remark, RemarkKind};
use guichet::exchange::table::Table;
use std::ops::ControlFlow;

fn cells(table: &Table) -> Vec<Vec<&str>> {
    let rows = table.rows.iter();
    rows.map(|row| row.cells.iter().map(String::as_str).collect())
        .collect()
}

/// What is said beyond what is usual.
fn said(table: &Table) -> Vec<&Remark> {
    let said = table.said.iter();
    said.filter(|remark| !remark.is_usual()).collect()
}

fn encoding(table: &Table) -> &str {
    let named = table.said.iter().find_map(|remark| match &remark.kind {
        RemarkKind::Encoding(name, _) => Some(*name),
        _ => None,
    });
    named.unwrap()
}

#[test]
fn the_separator_is_decided_by_many_lines() {
    let four = [["Prénom", "Nom", "Mail"], ["Zoé", "Lœuillet", "z@a.fr"]];
    for (text, expected) in [
        // Signs of another table within the cells of this one.
        (
            "name,city\nO&#039;Connor &amp; Fils,Lyon\n",
            vec![vec!["O&#039;Connor &amp; Fils", "Lyon"]],
        ),
        (
            "nom;prix\nA;1,5\nB;2,5\nC;3,5\n",
            vec![vec!["A", "1,5"], vec!["B", "2,5"], vec!["C", "3,5"]],
        ),
        (
            "nom;note\nA;un, deux, trois\nB;quatre, cinq\n",
            vec![vec!["A", "un, deux, trois"], vec!["B", "quatre, cinq"]],
        ),
        ("nom|ville\nA|Lyon\n", vec![vec!["A", "Lyon"]]),
        (
            "Établissement\tContact\nA, B;C\tx\nD, E;F\ty\n",
            vec![vec!["A, B;C", "x"], vec!["D, E;F", "y"]],
        ),
        // One column, whatever stands in it.
        (
            "Nom\nUniversité, Lyon\nÉcole; Nîmes\n",
            vec![vec!["Université, Lyon"], vec!["École; Nîmes"]],
        ),
        // The header line lacks what the rows have.
        (
            "\"Code client\";\"Libellé\"\n\"1\";\"a;b\"\n\"2\";\"c,d\"\n",
            vec![vec!["1", "a;b"], vec!["2", "c,d"]],
        ),
    ] {
        let table = read(text.as_bytes());
        assert_eq!(cells(&table), expected, "{text}");
        assert_eq!((table.refused.len(), said(&table).len()), (0, 0), "{text}");
    }
    for sign in [",", ";", "\t", "|"] {
        let text = four.map(|row| row.join(sign)).join("\r\n");
        assert_eq!(cells(&read(text.as_bytes())), [four[1]], "{sign}");
        let said = format!("sep={sign}\r\n{text}");
        assert_eq!(cells(&read(said.as_bytes())), [four[1]], "{sign}");
    }
    let asked = Options {
        separator: separator("tab"),
        ..Options::default()
    };
    let asked = table(b"nom;a\tb\nx;1\t2\n", &asked, &mut |_| {
        ControlFlow::Continue(())
    });
    assert_eq!(
        (asked.headers[0].as_str(), cells(&asked)),
        ("nom;a", vec![vec!["x;1", "2"]])
    );
}

#[test]
fn the_header_line_is_found_below_a_title_and_what_stands_above_is_said() {
    let text = "Liste des adhérents;;;\nExport du 15/11/2022;;;\n;;;\n\nSigle;Nom;Ville;Mail\nES1;Essai;Nîmes;a@b.fr\n";
    let table = read(text.as_bytes());
    assert_eq!(table.headers, ["Sigle", "Nom", "Ville", "Mail"]);
    assert_eq!((table.head, table.rows[0].line), (5, 6));
    let above: Vec<(u64, &str)> = said(&table)
        .iter()
        .map(|remark| match &remark.kind {
            RemarkKind::Above(begins) => (remark.line, begins.as_str()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        above,
        [(1, "Liste des adhérents"), (2, "Export du 15/11/2022")]
    );
    // Blank lines, also those of separators alone, are none of a title.
    let blank = read("\r\n;;;\r\nPrénom;Nom;Courriel;Ville\r\nZoé;L;z@a.fr;B\r\n".as_bytes());
    assert_eq!(
        (said(&blank).len(), blank.rows.len(), blank.head),
        (0, 1, 3)
    );
}

#[test]
fn a_table_without_a_header_line_has_all_its_rows() {
    let table = read("Ada;Martin;ada@a.fr\nTom;Roux;tom@a.fr\n".as_bytes());
    assert!(table.headless && table.headers == ["", "", ""]);
    assert_eq!(table.rows.len(), 2);
    assert_eq!(said(&table)[0].kind, RemarkKind::Headless);
    // Years over columns are a header line.
    let years = read(b"Indicateur;2021;2022\nPages;10;12\n");
    assert!(!years.headless && years.rows.len() == 1);
}

#[test]
fn ragged_rows_nameless_and_repeated_columns_are_read_and_said() {
    let table =
        read("Nom;Tél;;Tél;Nom;\nA;01;x;02;A;\nB;03\nC;04;;;C;;;\nD;05;;06;D;;;trop\n".as_bytes());
    assert_eq!(table.headers, ["Nom", "Tél", "", "Tél (2)", ""]);
    assert_eq!(
        cells(&table),
        [
            vec!["A", "01", "x", "02", "A"],
            vec!["B", "03"],
            vec!["C", "04", "", "", "C"]
        ]
    );
    let told: Vec<(Option<usize>, &str)> = said(&table)
        .iter()
        .map(|remark| (remark.column, remark.kind.id()))
        .collect();
    assert_eq!(told, [(Some(3), "nameless"), (Some(5), "repeated")]);
    let reasons: Vec<(u64, &Reason)> = table
        .refused
        .iter()
        .map(|it| (it.line, &it.reason))
        .collect();
    assert_eq!(
        reasons,
        [(
            5,
            &Reason::Cells {
                found: 8,
                expected: 6
            }
        )]
    );
}

/// A text that says much of its letters, as each encoding has it.
fn in_bytes(charset: &str) -> Vec<u8> {
    let text = "Prénom;Nom;Ville\r\nZoé;Lemaître;Besançon\r\nNoël;Arçay;Saint-Étienne\r\nAnaïs;Müller;Évry\r\n";
    let cp850 = |c: char| match c {
        'é' => 0x82,
        'î' => 0x8c,
        'ç' => 0x87,
        'ë' => 0x89,
        'É' => 0x90,
        'ï' => 0x8b,
        'ü' => 0x81,
        c => u8::try_from(c).unwrap(),
    };
    match charset {
        "cp850" => text.chars().map(cp850).collect(),
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "UTF-8 × 2" => {
            let once = encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(text.as_bytes())
                .0;
            once.into_owned().into_bytes()
        }
        "Mac Roman" => encoding_rs::MACINTOSH.encode(text).0.into_owned(),
        "Windows-1252" => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        _ => text.as_bytes().to_vec(),
    }
}

#[test]
fn the_encoding_is_decided_on_the_words_that_come_out_and_said() {
    for charset in [
        "UTF-8",
        "Windows-1252",
        "Mac Roman",
        "cp850",
        "UTF-16LE",
        "UTF-16BE",
        "UTF-8 × 2",
    ] {
        let table = read(&in_bytes(charset));
        assert_eq!(encoding(&table), charset);
        assert_eq!(table.headers, ["Prénom", "Nom", "Ville"], "{charset}");
        assert_eq!(
            table.rows[1].cells,
            ["Noël", "Arçay", "Saint-Étienne"],
            "{charset}"
        );
        assert_eq!(said(&table).is_empty(), charset == "UTF-8", "{charset}");
    }
    let words = read(&in_bytes("cp850")).said[0].kind.clone();
    let expected = ["Prénom", "Zoé", "Lemaître"].map(str::to_string).to_vec();
    assert_eq!(words, RemarkKind::Encoding("cp850", expected));
    // One word is enough where only one encoding makes it one.
    for (bytes, charset, word) in [
        (
            b"nom;ville\nx;Besan\x8don\n".as_slice(),
            "Mac Roman",
            "Besançon",
        ),
        (b"nom;ville\nx;Besan\x87on\n", "cp850", "Besançon"),
        (b"nom;ville\nx;Besan\xe7on\n", "Windows-1252", "Besançon"),
        (b"nom;ville\nx;S\xbdur\n", "ISO-8859-15", "Sœur"),
        (b"nom;ville\nx;l\x92\xc9cole\n", "Windows-1252", "l’École"),
        (b"nom;ville\nx;\xc9VRY\n", "Windows-1252", "ÉVRY"),
    ] {
        let table = read(bytes);
        assert_eq!((encoding(&table), table.rows[0].cell(1)), (charset, word));
    }
    // What is asked for is done.
    let asked = Options {
        encoding: Charset::named("macroman"),
        ..Options::default()
    };
    let asked = table(&in_bytes("Mac Roman"), &asked, &mut |_| {
        ControlFlow::Continue(())
    });
    assert_eq!(asked.rows[0].cells, ["Zoé", "Lemaître", "Besançon"]);
    for name in [
        "utf-8", "UTF8", "latin1", "latin-9", "cp1252", "mac", "850", "UTF-16",
    ] {
        assert!(Charset::named(name).is_some(), "{name}");
    }
    assert!(Charset::named("klingon").is_none());
}

#[test]
fn a_byte_that_is_none_of_utf8_is_named_and_the_rest_is_read() {
    let mut bytes = "prenom;nom;ville\r\nZoé;Lemaître;Besançon\r\nNoël;Arçay;Évry\r\n"
        .as_bytes()
        .to_vec();
    bytes.extend(b"Ren\xe9;Latin;Caen\r\nX;a\x81b;Y\r\n");
    let table = read(&bytes);
    assert_eq!(encoding(&table), "UTF-8");
    assert_eq!(table.rows[2].cells, ["René", "Latin", "Caen"]);
    assert_eq!(table.rows[3].cells, ["X", "a\u{fffd}b", "Y"]);
    let named: Vec<(u64, Option<usize>, &RemarkKind)> = said(&table)
        .iter()
        .map(|it| (it.line, it.column, &it.kind))
        .collect();
    assert_eq!(
        named,
        [
            (4, Some(1), &RemarkKind::Byte(0xe9, 'é')),
            (5, Some(2), &RemarkKind::Byte(0x81, '\u{fffd}'))
        ]
    );
}

#[test]
fn a_mark_that_is_never_closed_is_named_and_swallows_nothing() {
    let text = "Prénom;Nom;Ville\r\nLéa;\"Petit\";Metz\r\nZoé;\"Lemaître;Lille\r\nNoël;Arçay;Brest\r\nAna;Muller;Caen\r\n";
    let table = read(text.as_bytes());
    let refused: Vec<(u64, Option<usize>, &Reason)> = table
        .refused
        .iter()
        .map(|it| (it.line, it.column, &it.reason))
        .collect();
    assert_eq!(refused, [(3, Some(2), &Reason::Quote)]);
    let lines: Vec<u64> = table.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 4, 5]);
    // Another mark further down does not close it.
    let closed = text.replace("Ana;Muller", "Ana;\"Muller\"");
    let table = read(closed.as_bytes());
    assert_eq!((table.refused.len(), table.rows.len()), (1, 3));
    assert_eq!(table.rows[2].cells, ["Ana", "Muller", "Caen"]);
    // A file that was cut off within a note: what is left of it is no row.
    let cut = "Nom;Note\nA;\"un\ndeux\"\nB;\"trois\nquatre\ncinq\n";
    let table = read(cut.as_bytes());
    assert_eq!(cells(&table), [["A", "un\ndeux"]]);
    assert_eq!(
        (table.refused[0].line, &table.refused[0].reason),
        (4, &Reason::QuoteToEnd)
    );
    // Marks within a line are characters where they enclose no cell.
    let marks = "nom;note\n\"Le Monde\" de demain;5\" de long\n \"a;b\" ;\"dit \"\"oui\"\"\"\n";
    let table = read(marks.as_bytes());
    assert_eq!(
        cells(&table),
        [
            ["\"Le Monde\" de demain", "5\" de long"],
            ["a;b", "dit \"oui\""]
        ]
    );
    assert_eq!(table.refused, []);
}

#[test]
fn what_a_spreadsheet_was_told_to_take_for_text_is_that_text() {
    let table = read(b"nom;tel;note\nA;=\"0612345678\";\"=\"\"07\"\"\"\nB;'=\"01\";=1+1\n");
    assert_eq!(
        cells(&table),
        [["A", "0612345678", "07"], ["B", "=\"01\"", "=1+1"]]
    );
}

#[test]
fn a_table_has_limits_with_their_reasons() {
    let wide = "a,".repeat(1_000_000) + "\n1\n";
    let reasons =
        |table: Table| -> Vec<Reason> { table.refused.into_iter().map(|it| it.reason).collect() };
    assert_eq!(reasons(read(wide.as_bytes())), [Reason::Columns(1_000)]);
    // Rows of separators alone take no room.
    let blanks = "nom,ville\n".to_string() + &(",".repeat(900) + "\n").repeat(2_000);
    let table = read(blanks.as_bytes());
    assert_eq!((table.rows.len(), table.refused.len()), (0, 0));
    // A line of many mebibytes is one.
    let long = "nom;note\nA;".to_string() + &"x".repeat(3 << 20) + "\nB;y\n";
    let table = read(long.as_bytes());
    assert_eq!((table.rows.len(), table.rows[1].cell(0)), (2, "B"));
    let open = "nom;note\nA;\"".to_string() + &"x\n".repeat(1 << 20);
    assert_eq!(reasons(read(open.as_bytes())), [Reason::QuoteToEnd]);
}
