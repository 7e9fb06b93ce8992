use std::sync::atomic::AtomicBool;

use guichet::catalog::{
    Order, Query, column_keys, column_label, grouped_order, is_column, is_numeric_column,
};
use guichet::model::kinds::{affiliation, organisation, person, session};
use guichet::model::{Date, Fields, Kind, Lang, Record, RecordRef, Value};
use proptest::prelude::*;

use super::made_up::{self, Sizes, WithText};
use super::{PEOPLE, SMALL, catalog, record, reference, today};

fn by(order: &[(&str, bool)]) -> Vec<Order> {
    let part = |(key, reverse): &(&str, bool)| Order {
        key: (*key).to_string(),
        reverse: *reverse,
    };
    order.iter().map(part).collect()
}

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
        catalog.sort(&mut rows, &by(&[(key, reverse)]), Lang::Fr);
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

/// The order of some texts as the names of sessions.
fn as_names(texts: &[&str]) -> Vec<String> {
    let sessions = (1..)
        .zip(texts)
        .map(|(n, text)| session(n, text, None, None));
    let catalog = catalog(sessions);
    let mut rows: Vec<RecordRef> = catalog
        .records(Kind::Session)
        .map(Record::reference)
        .collect();
    catalog.sort(&mut rows, &by(&[("name", false)]), Lang::Fr);
    rows.iter()
        .map(|row| catalog.title(*row).unwrap())
        .collect()
}

#[test]
fn texts_are_in_the_order_of_a_french_index() {
    let expected = [
        "à la carte",
        "Achat",
        "bœuf",
        "bof",
        "cote",
        "coté",
        "côte",
        "côté",
        "Étape 2",
        "étape 10",
        "L'Haÿ",
        "L’Haÿ",
        "Le Gall",
        "Lebrun",
        "œuvre",
        "oeuvre 2",
        "Saint-Étienne",
        "Saint Étienne du Rouvray",
        "zèbre",
    ];
    let mut shuffled = expected;
    fastrand::Rng::with_seed(7).shuffle(&mut shuffled);
    let sorted = as_names(&shuffled);
    let position = |text: &str| sorted.iter().position(|s| s == text).unwrap();
    // Two spellings of one name may stand either way, but together.
    assert_eq!(position("L'Haÿ").abs_diff(position("L’Haÿ")), 1);
    let plain = |texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| text.replace('’', "'")).collect()
    };
    assert_eq!(plain(&sorted), plain(&expected.map(String::from)));
}

#[test]
fn people_are_sorted_without_de_but_with_la() {
    let names = [
        "Musset",
        "de Gaulle",
        "d’Alembert",
        "De La Tour",
        "Galland",
        "La Fontaine",
        "Alembic",
    ];
    let people = (1..).zip(names).map(|(number, name)| {
        record(
            Kind::Person,
            number,
            Fields::new().with_text(&person::NAME, name),
        )
    });
    let catalog = catalog(people);
    let mut rows: Vec<RecordRef> = catalog
        .records(Kind::Person)
        .map(Record::reference)
        .collect();
    catalog.sort(&mut rows, &by(&[("name", false)]), Lang::Fr);
    let sorted: Vec<String> = rows
        .iter()
        .map(|row| catalog.title(*row).unwrap())
        .collect();
    assert_eq!(
        sorted,
        [
            "d’Alembert",
            "Alembic",
            "Galland",
            "de Gaulle",
            "La Fontaine",
            "De La Tour",
            "Musset"
        ]
    );
}

#[test]
fn several_columns_order_one_after_the_other() {
    let catalog = catalog([
        session(1, "b", Some((2022, 11, 5)), Some(9)),
        session(2, "a", Some((2021, 1, 1)), Some(9)),
        session(3, "c", Some((2022, 11, 5)), Some(100)),
        session(4, "d", None, Some(9)),
        session(5, "e", Some((2020, 1, 1)), None),
    ]);
    let sorted = |order: &[(&str, bool)]| {
        let mut rows: Vec<RecordRef> = (1..=5).map(|n| reference(Kind::Session, n)).collect();
        catalog.sort(&mut rows, &by(order), Lang::Fr);
        rows.into_iter()
            .map(|row| u128::from(row.id))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sorted(&[("participants", true), ("date", false)]),
        [3, 2, 1, 4, 5]
    );
    assert_eq!(
        sorted(&[("participants", false), ("date", true)]),
        [1, 2, 4, 3, 5]
    );
    assert_eq!(
        sorted(&[("date", true), ("participants", true)]),
        [3, 1, 2, 5, 4]
    );
    assert_eq!(sorted(&[]), [2, 1, 3, 4, 5], "no order: by title");
}

#[test]
fn columns_reach_across_links_and_count() {
    let adherent = Fields::new()
        .with_text(&organisation::NAME, "Université de Nantes")
        .with_text(&organisation::REGION, "Pays de la Loire");
    let link = |number, person| {
        let fields = Fields::new()
            .with(
                affiliation::PERSON.number,
                Value::Reference(reference(Kind::Person, person)),
            )
            .with(
                affiliation::ORGANISATION.number,
                Value::Reference(reference(Kind::Organisation, 1)),
            );
        record(Kind::Affiliation, number, fields)
    };
    let people = (2..=3).map(|n| {
        record(
            Kind::Person,
            n,
            Fields::new().with_text(&person::NAME, "Martin"),
        )
    });
    let catalog = catalog(
        [
            record(Kind::Organisation, 1, adherent),
            link(4, 2),
            link(5, 2),
        ]
        .into_iter()
        .chain(people),
    );
    let cell = |kind, number, key| {
        catalog.cell(catalog.get(reference(kind, number)).unwrap(), key, Lang::Fr)
    };
    assert_eq!(
        cell(Kind::Affiliation, 4, "organisation.region"),
        "Pays de la Loire"
    );
    assert_eq!(
        cell(Kind::Person, 2, "organisation.region"),
        "Pays de la Loire"
    );
    assert_eq!(cell(Kind::Person, 2, "affiliations"), "2");
    assert_eq!(cell(Kind::Person, 3, "affiliations"), "0");
    assert_eq!(cell(Kind::Organisation, 1, "affiliations"), "2");
    assert!(!is_column(&[Kind::Person], "organisation.nothing"));
    assert!(!is_column(&[Kind::Person], "nothing.name"));
    assert!(is_numeric_column(&[Kind::Person], "affiliations"));
    assert_eq!(
        column_label(&[Kind::Affiliation], "organisation.region", Lang::Fr),
        "Organisation · Région"
    );
    for kind in Kind::ALL {
        for key in column_keys(&[*kind]) {
            assert!(is_column(&[*kind], &key), "{kind:?} {key}");
            assert!(
                !column_label(&[*kind], &key, Lang::En).is_empty(),
                "{kind:?} {key}"
            );
        }
    }
    assert!(column_keys(&[Kind::Affiliation]).contains(&"organisation.region".to_string()));
    assert!(column_keys(&[Kind::Person]).contains(&"registrations".to_string()));
}

#[test]
fn groups_have_exact_counts_and_sums() {
    let catalog = catalog([
        session(1, "b", Some((2022, 0, 0)), Some(9)),
        session(2, "a", Some((2021, 0, 0)), Some(5)),
        session(3, "c", Some((2022, 0, 0)), Some(100)),
        session(4, "d", None, None),
    ]);
    let order = grouped_order(&[Kind::Session], Some("date"), &by(&[("name", true)]));
    let mut rows: Vec<RecordRef> = (1..=4).map(|n| reference(Kind::Session, n)).collect();
    catalog.sort(&mut rows, &order, Lang::Fr);
    let groups = catalog.groups(&rows, "date", &["participants".to_string()], Lang::Fr);
    let seen: Vec<_> = groups
        .iter()
        .map(|g| (g.label.as_str(), g.from, g.count, g.sums[0].as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            ("2021", 0, 1, Some("5")),
            ("2022", 1, 2, Some("109")),
            ("", 3, 1, None)
        ]
    );
    assert_eq!(
        u128::from(rows[1].id),
        3,
        "within a group in the list's own order"
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
        catalog.sort(&mut rows, &by(&[(key, reverse)]), Lang::Fr);
        let again = { let mut again = rows.clone(); catalog.sort(&mut again, &by(&[(key, reverse)]), Lang::Fr); again };
        prop_assert_eq!(&again, &rows);
        let empty = |row: &RecordRef| catalog.cell(catalog.get(*row).unwrap(), key, Lang::Fr).is_empty();
        prop_assert!(rows.is_sorted_by_key(empty), "empty cells last");
        let position = |row: &RecordRef| before.iter().position(|other| other == row);
        for pair in rows.windows(2) {
            let same = |text: &dyn Fn(&RecordRef) -> String| text(&pair[0]) == text(&pair[1]);
            let cell = |row: &RecordRef, key: &str| catalog.cell(catalog.get(*row).unwrap(), key, Lang::Fr);
            if same(&|row| cell(row, key)) && same(&|row| cell(row, "title")) && key != "email" {
                prop_assert!(position(&pair[0]) < position(&pair[1]), "equal rows keep their order");
            }
        }
        let sorted = |mut rows: Vec<RecordRef>| { rows.sort_unstable(); rows };
        prop_assert_eq!(sorted(rows), sorted(before));
    }

    #[test]
    fn the_reverse_is_the_reverse_but_for_empty_cells(seed: u64, key in prop::sample::select(vec!["city", "name", "participants", "date", "affiliations"])) {
        let records = made_up::records(&Sizes { registrations: 20, ..SMALL }, seed);
        let catalog = catalog(records.clone());
        let mut up: Vec<RecordRef> = records.iter().map(|record| record.reference()).collect();
        let mut down = up.clone();
        catalog.sort(&mut up, &by(&[(key, false)]), Lang::Fr);
        catalog.sort(&mut down, &by(&[(key, true)]), Lang::Fr);
        let cell = |row: &RecordRef| catalog.cell(catalog.get(*row).unwrap(), key, Lang::Fr);
        let filled = |rows: &[RecordRef]| -> Vec<String> {
            let mut cells: Vec<String> = rows.iter().map(cell).filter(|cell| !cell.is_empty()).collect();
            cells.dedup();
            cells
        };
        let mut back = filled(&down);
        back.reverse();
        prop_assert_eq!(filled(&up), back);
    }

    #[test]
    fn a_window_of_a_ranking_is_a_part_of_the_sorted_whole(seed: u64, from in 0usize..400, limit in 1usize..80, reverse: bool, text in prop::sample::select(vec!["", "city:nantes", "-has:email", "name:m"])) {
        let records = made_up::records(&Sizes { registrations: 20, ..SMALL }, seed);
        let mut catalog = catalog(records);
        let order = by(&[("name", reverse), ("city", false)]);
        let never = AtomicBool::new(false);
        let ranking = catalog.rank(&[PEOPLE], false, &order, Lang::Fr, &never).unwrap();
        let query = Query::parse(text, today());
        let mut whole = catalog.filter(&[PEOPLE], &query).rows;
        catalog.sort(&mut whole, &order, Lang::Fr);
        let window = catalog.window(&[PEOPLE], &query, Some(&ranking), from, limit);
        prop_assert_eq!(window.total, whole.len());
        let expected: Vec<RecordRef> = whole.iter().copied().skip(from).take(limit).collect();
        prop_assert_eq!(&window.rows, &expected);
        for (at, row) in (from..).zip(&window.rows) {
            prop_assert_eq!(catalog.position(&[PEOPLE], &query, Some(&ranking), *row), Some(at));
        }
        // A record made since comes last, and is counted.
        let fresh = record(Kind::Person, u128::MAX / 3, Fields::new().with_text(&person::NAME, "Aaa"));
        let reference = fresh.reference();
        catalog.put(fresh);
        let none = Query::default();
        let all = catalog.window(&[PEOPLE], &none, Some(&ranking), 0, usize::MAX);
        prop_assert_eq!(all.rows.last(), Some(&reference));
        prop_assert_eq!(all.total, all.rows.len());
        let part = catalog.window(&[PEOPLE], &none, Some(&ranking), from, limit);
        let expected: Vec<RecordRef> = all.rows.iter().copied().skip(from).take(limit).collect();
        prop_assert_eq!(&part.rows, &expected);
        let last = all.total - 1;
        prop_assert_eq!(catalog.position(&[PEOPLE], &none, Some(&ranking), reference), Some(last));
        // One that is gone leaves the others where they stand.
        let gone = all.rows.get(from % last).copied().unwrap();
        catalog.remove(gone);
        let left: Vec<RecordRef> = all.rows.iter().copied().filter(|row| *row != gone).collect();
        let window = catalog.window(&[PEOPLE], &none, Some(&ranking), 0, usize::MAX);
        prop_assert_eq!(&window.rows, &left);
        prop_assert_eq!(catalog.position(&[PEOPLE], &none, Some(&ranking), gone), None);
        prop_assert_eq!(catalog.position(&[PEOPLE], &none, Some(&ranking), reference), Some(last - 1));
    }
}
