//! CSV as it comes from other programs.

use guichet::exchange::csv::{Flavour, read, write};
use guichet::exchange::refusal::Reason;

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
    assert_eq!(rows, [(4, "one\ntwo"), (7, "say \"hi\"")]);
    let refused: Vec<(u64, &Reason)> = table.refused.iter().map(|r| (r.line, &r.reason)).collect();
    assert_eq!(
        refused,
        [
            (
                6,
                &Reason::Cells {
                    found: 1,
                    expected: 2
                }
            ),
            (
                9,
                &Reason::Cells {
                    found: 3,
                    expected: 2
                }
            ),
        ]
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
