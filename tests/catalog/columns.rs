use guichet::model::kinds::{affiliation, organisation, session};
use guichet::model::{Date, Fields, Kind, Lang, Record, RecordRef, Value};
use proptest::prelude::*;

use super::made_up::{self, Sizes, WithText};
use super::{SMALL, catalog, record, reference};

fn session(
    number: u128,
    name: &str,
    date: Option<(i16, u8, u8)>,
    participants: Option<i64>,
) -> Record {
    let mut fields = Fields::new()
        .with_text(&session::NAME, name)
        .with_text(&session::TYPE, "training");
    fields.set(
        session::DATE.number,
        date.and_then(|(y, m, d)| Date::new(y, m, d))
            .map(Value::Date),
    );
    fields.set(
        session::PARTICIPANTS.number,
        participants.map(Value::Integer),
    );
    record(Kind::Session, number, fields)
}

#[test]
fn cells_are_by_key_whatever_the_kind() {
    let unistra = Fields::new()
        .with_text(&organisation::ACRONYM, "Unistra")
        .with_text(&organisation::NAME, "Université de Strasbourg");
    let at = Fields::new().with(
        affiliation::ORGANISATION.number,
        Value::Reference(reference(Kind::Organisation, 1)),
    );
    let catalog = catalog([
        record(Kind::Organisation, 1, unistra),
        record(Kind::Affiliation, 2, at),
        session(3, "Paie", Some((2022, 11, 0)), Some(18_900)),
    ]);
    let cell = |kind, number, key| {
        catalog.cell(catalog.get(reference(kind, number)).unwrap(), key, Lang::Fr)
    };
    assert_eq!(cell(Kind::Session, 3, "date"), "11/2022");
    assert_eq!(cell(Kind::Session, 3, "participants"), "18\u{202f}900");
    assert_eq!(cell(Kind::Session, 3, "type"), "Formation");
    assert_eq!(cell(Kind::Session, 3, "kind"), "Session");
    assert_eq!(cell(Kind::Session, 3, "acronym"), "");
    assert_eq!(cell(Kind::Affiliation, 2, "organisation"), "Unistra");
    assert_eq!(
        cell(Kind::Organisation, 1, "title"),
        "Université de Strasbourg"
    );
}

#[test]
fn rows_are_in_the_order_of_what_the_cells_mean() {
    let catalog = catalog([
        session(1, "b", Some((2022, 11, 5)), Some(9)),
        session(2, "Ç", Some((2022, 0, 0)), Some(100)),
        session(3, "a", None, None),
        session(4, "Éa", Some((2021, 12, 31)), Some(9)),
    ]);
    let sorted = |key: &str, reverse| {
        let mut rows: Vec<RecordRef> = (1..=4)
            .map(|number| reference(Kind::Session, number))
            .collect();
        catalog.sort(&mut rows, key, reverse, Lang::Fr);
        rows.into_iter()
            .map(|row| u128::from(row.id))
            .collect::<Vec<_>>()
    };
    assert_eq!(sorted("date", false), [4, 2, 1, 3]);
    assert_eq!(sorted("date", true), [1, 2, 4, 3]);
    assert_eq!(
        sorted("participants", false),
        [1, 4, 2, 3],
        "equal ones by title"
    );
    assert_eq!(sorted("participants", true), [2, 1, 4, 3]);
    assert_eq!(sorted("name", false), [3, 1, 2, 4]);
    assert_eq!(sorted("title", true), [4, 2, 1, 3]);
    assert_eq!(
        sorted("acronym", false),
        [3, 1, 2, 4],
        "nothing to sort by: by title"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn sorting_keeps_every_row_and_is_stable(seed: u64, key in prop::sample::select(vec!["city", "email", "name", "participants", "date", "kind", "title", "nothing"]), reverse: bool) {
        let records = made_up::records(&Sizes { registrations: 20, ..SMALL }, seed);
        let catalog = catalog(records.clone());
        let mut rows: Vec<RecordRef> = records.iter().map(|record| record.reference()).collect();
        fastrand::Rng::with_seed(seed).shuffle(&mut rows);
        let before = rows.clone();
        catalog.sort(&mut rows, key, reverse, Lang::Fr);
        let again = { let mut again = rows.clone(); catalog.sort(&mut again, key, reverse, Lang::Fr); again };
        prop_assert_eq!(&again, &rows);
        let empty = |row: &RecordRef| catalog.cell(catalog.get(*row).unwrap(), key, Lang::Fr).is_empty();
        prop_assert!(rows.is_sorted_by_key(empty), "empty cells last");
        let position = |row: &RecordRef| before.iter().position(|other| other == row);
        for pair in rows.windows(2) {
            let same = |text: &dyn Fn(&RecordRef) -> String| text(&pair[0]) == text(&pair[1]);
            let folded = |row: &RecordRef, key: &str| guichet::model::fold::fold(&catalog.cell(catalog.get(*row).unwrap(), key, Lang::Fr));
            if same(&|row| folded(row, key)) && same(&|row| folded(row, "title")) && key != "email" {
                prop_assert!(position(&pair[0]) < position(&pair[1]), "equal rows keep their order");
            }
        }
        let sorted = |mut rows: Vec<RecordRef>| { rows.sort_unstable(); rows };
        prop_assert_eq!(sorted(rows), sorted(before));
    }
}
