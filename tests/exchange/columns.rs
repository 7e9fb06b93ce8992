//! What hangs on the column: the order of dates, the sign before decimals, what a spreadsheet did to numbers.

use guichet::exchange::columns::manner;
use guichet::exchange::remark::RemarkKind;
use guichet::model::{Fault, Kind};

use super::memory::{Memory, text};

/// The cells of a column of that field as they are read, and what is said.
fn read(kind: Kind, key: &str, cells: &[&str]) -> (Vec<String>, Option<RemarkKind>) {
    let manner = manner(kind.field_by_key(key).unwrap(), "H", cells.iter().copied());
    let read = cells.iter().map(|cell| match manner.read(cell) {
        Ok(text) => text.into_owned(),
        Err(fault) => format!("{fault:?}"),
    });
    (read.collect(), manner.said().cloned())
}

fn dates(cells: &[&str]) -> (Vec<String>, Option<RemarkKind>) {
    read(Kind::Session, "date", cells)
}

fn order(key: &'static str, proven: bool) -> Option<RemarkKind> {
    Some(RemarkKind::Dates("H".into(), key, proven))
}

#[test]
fn the_order_of_dates_is_that_of_the_column() {
    for (cells, read, said) in [
        (
            ["15/11/22", "05/06/22"],
            ["2022-11-15", "2022-06-05"],
            order("dmy", true),
        ),
        (
            ["15.11.2022", "5.6.2022"],
            ["2022-11-15", "2022-06-05"],
            order("dmy", true),
        ),
        (
            ["11/15/2022", "05/06/2022"],
            ["2022-11-15", "2022-05-06"],
            order("mdy", true),
        ),
        (
            ["05/06/2022", "07/08/2022"],
            ["2022-06-05", "2022-08-07"],
            order("dmy", false),
        ),
        (
            ["05/05/2022", "2022-08-07"],
            ["2022-05-05", "2022-08-07"],
            None,
        ),
        (["05.06.2022", ""], ["2022-06-05", ""], None),
        (
            ["98-11-15", "22-06-05"],
            ["1998-11-15", "2022-06-05"],
            order("ymd", true),
        ),
        (
            ["2022/11/15", "2022-11-15 00:00:00"],
            ["2022-11-15", "2022-11-15"],
            None,
        ),
        (
            ["20221115", "15/11/2022 00:00"],
            ["2022-11-15", "2022-11-15"],
            order("dmy", true),
        ),
        (["2022", "11/2022"], ["2022", "11/2022"], None),
        (
            ["mardi 15 novembre 2022", "1er févr. 22"],
            ["2022-11-15", "2022-02-01"],
            None,
        ),
        (
            ["Nov 15, 2022", "août 2022"],
            ["2022-11-15", "2022-08"],
            None,
        ),
        // What says no day of its own is left for the field to refuse.
        (["mar", "+7"], ["mar", "+7"], None),
        (
            ["31/02/2020", "demain"],
            ["2020-02-31", "demain"],
            order("dmy", true),
        ),
        (
            ["15/11/2022 14:30", "x"],
            ["15/11/2022 14:30", "x"],
            order("dmy", true),
        ),
    ] {
        let (found, told) = dates(&cells);
        assert_eq!(
            (found.as_slice(), told),
            (read.map(str::to_string).as_slice(), said),
            "{cells:?}"
        );
    }
    let (serials, said) = dates(&["44880", "44881.0"]);
    assert_eq!(serials, ["2022-11-15", "2022-11-16"]);
    assert_eq!(said, Some(RemarkKind::Serials("H".into())));
    let at = |cells: &[&str]| read(Kind::Interaction, "at", cells).0;
    assert_eq!(
        at(&[
            "11/15/22 2:30 PM",
            "11/04/22 12:05 am",
            "2022-12-07T07:55:56Z",
            "2022-12-07 07:55:56"
        ]),
        [
            "2022-11-15 14:30",
            "2022-11-04 00:05",
            "2022-12-07 07:55:56Z",
            "2022-12-07 07:55:56"
        ]
    );
    assert_eq!(at(&["44880.60417"]), ["2022-11-15 14:30:00"]);
}

#[test]
fn the_sign_before_decimals_is_that_of_the_column() {
    let prices = |cells: &[&str]| read(Kind::Module, "price", cells);
    for (cells, read) in [
        (
            vec!["1250,50", "0,1", "173,900", "118€00"],
            vec!["1250.50", "0.1", "173.900", "118€00"],
        ),
        (vec!["1.250", "12,5"], vec!["1250", "12.5"]),
        (vec!["1,250", "12.5"], vec!["1250", "12.5"]),
        (
            vec!["1.250,50 €", "€ 3", "12 EUR"],
            vec!["1250.50", "3", "12"],
        ),
        (
            vec!["1,250,000", "1'250.5", "1 250"],
            vec!["1250000", "1250.5", "1250"],
        ),
        (vec!["(12,50)", "−3", "-4,0"], vec!["-12.50", "-3", "-4.0"]),
        // What is no number is left for the field to refuse.
        (
            vec!["15.11.2022", "1,25,3", "y"],
            vec!["15.11.2022", "1,25,3", "y"],
        ),
        (vec!["6,12E+08", "1E5"], vec!["Damaged", "1E5"]),
    ] {
        assert_eq!(prices(&cells).0, read, "{cells:?}");
    }
    assert_eq!(
        prices(&["1,250", "3"]).1,
        Some(RemarkKind::Decimals("H".into(), ','))
    );
    assert_eq!(prices(&["1,250", "3,5"]).1, None);
    let days = read(Kind::Module, "half_days", &["25.0", "3,00", "2,5", "1 234"]).0;
    assert_eq!(days, ["25", "3", "2.5", "1234"]);
}

#[test]
fn what_a_spreadsheet_did_to_numbers_is_named_or_undone() {
    let phones = |cells: &[&str]| read(Kind::Person, "phone", cells).0;
    assert_eq!(
        phones(&["6,12E+08", "612345678.0", "06.00", "tel:+33612345678"]),
        ["Damaged", "612345678", "06.00", "+33612345678"]
    );
    let codes = read(
        Kind::Organisation,
        "siret",
        &["1,30021E+13", "13002059700014.0"],
    )
    .0;
    assert_eq!(codes, ["Damaged", "13002059700014"]);
    let words = read(Kind::Organisation, "acronym", &["1E5", "3,2E+06", "E+"]).0;
    assert_eq!(words, ["1E5", "Damaged", "E+"]);
    let mails = read(
        Kind::Person,
        "email",
        &[
            "mailto:a@b.fr",
            "Ada Martin <ada@b.fr>",
            "a <b",
            "a@b.fr|c@d.fr",
        ],
    )
    .0;
    assert_eq!(mails, ["a@b.fr", "ada@b.fr", "a <b", "a@b.fr|c@d.fr"]);
}

#[test]
fn a_file_is_read_by_its_columns() {
    let mut memory = Memory::default();
    let file = "Intitulé;Type;Date;Date de fin\nUn;café;11/15/22;11/16/22\nDeux;café;05/06/22;\n";
    let plan = memory.load("event", "e.csv", file.as_bytes());
    assert_eq!((plan.counts.made, plan.refused.len()), (2, 0));
    let said: Vec<(Option<usize>, &str)> = plan
        .said
        .iter()
        .filter(|it| !it.is_usual())
        .map(|it| (it.column, it.kind.id()))
        .collect();
    assert_eq!(
        said,
        [(Some(3), "dates-american"), (Some(4), "dates-american")]
    );
    let two = memory.only(Kind::Session, "name", "Deux");
    assert_eq!(text(&memory, two, "date"), "2022-05-06");

    let people = "Civilité;Prénom;Nom;Tél\nMadame;Ada;Un;6,12E+08\nMr;Tom;Deux;\nMlle;Eva;Trois;\nMonsieur;Luc;Quatre;\n";
    let plan = memory.load("person", "p.csv", people.as_bytes());
    for (name, civility) in [("Deux", "m"), ("Trois", "mme"), ("Quatre", "m")] {
        let person = memory.only(Kind::Person, "name", name);
        assert_eq!(text(&memory, person, "civility"), civility);
    }
    let words = format!("{:?}{:?}", plan.refused, plan.doubts);
    assert!(words.contains(&format!("{:?}", Fault::Damaged)), "{words}");
}
