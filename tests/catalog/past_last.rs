//! What is over in lists and in what words find: last, and told.

use guichet::catalog::{Catalog, Order, Query, grouped_order, is_column};
use guichet::model::kinds::{organisation, person};
use guichet::model::{Collection, Kind, Lang, Record};

use super::by_hand::{day, named, works};
use super::past::desk;
use super::{catalog, reference, today};

#[test]
fn words_find_by_what_is_over_last() {
    let desk = catalog([
        named(Kind::Organisation, 1, &organisation::NAME, "Nantes"),
        named(Kind::Person, 20, &person::NAME, "Abel"),
        named(Kind::Person, 21, &person::NAME, "Blanc"),
        named(Kind::Person, 22, &person::NAME, "Carlier"),
        works(60, 20, 1, "DGS", "2021"),
        works(61, 21, 1, "DGS", ""),
        works(62, 22, 1, "DSI", "2021"),
        works(63, 22, 1, "DGS", "2025"),
    ]);
    let hits = |desk: &Catalog, text: &str| -> Vec<(u128, bool)> {
        let query = Query::parse(text, today());
        let found = desk.find(&[Collection::All(Kind::Person)], &query, 20);
        let hits = found.hits.iter();
        hits.map(|hit| (hit.record.id.into(), hit.past)).collect()
    };
    assert_eq!(hits(&desk, "dgs"), [(21, false), (22, false), (20, true)]);
    assert_eq!(
        hits(&desk, "dgs nantes"),
        [(21, false), (22, false), (20, true)]
    );
    assert_eq!(hits(&desk, "abel dgs"), [(20, true)]);
    assert_eq!(hits(&desk, "abel"), [(20, false)]);
    assert_eq!(hits(&desk, "dsi"), [(22, true)]);
    let mut later = desk.clone();
    later.set_day(day("2026-01-01"));
    assert_eq!(hits(&later, "dgs"), [(21, false), (20, true), (22, true)]);
    // Functions have no words of their own.
    let query = Query::parse("dgs", today());
    let functions = desk.find(&[Collection::All(Kind::Affiliation)], &query, 20);
    let functions: Vec<u128> = functions
        .hits
        .iter()
        .map(|hit| hit.record.id.into())
        .collect();
    assert_eq!(functions, [61, 63, 60]);
}

#[test]
fn a_list_has_what_is_over_last_and_can_show_and_turn_that() {
    let desk = desk();
    let sorted = |order: &[Order], group: Option<&str>| -> Vec<u128> {
        let order = grouped_order(&[Kind::Affiliation], group, order);
        let mut rows: Vec<_> = desk
            .records(Kind::Affiliation)
            .map(Record::reference)
            .collect();
        desk.sort(&mut rows, &order, Lang::Fr);
        rows.iter().map(|row| row.id.into()).collect()
    };
    let by = Order::up;
    assert_eq!(sorted(&[by("person")], None), [61, 62, 63, 64, 60, 65]);
    let turned = Order::down("past");
    assert_eq!(
        sorted(&[turned, by("person")], None),
        [60, 65, 61, 62, 63, 64]
    );
    assert_eq!(
        sorted(&[by("person")], Some("organisation")),
        [61, 62, 63, 64, 60, 65]
    );
    let cell = |number| {
        let record = desk.get(reference(Kind::Affiliation, number)).unwrap();
        desk.cell(record, "past", Lang::Fr)
    };
    assert_eq!((cell(60), cell(61)), ("passé".to_string(), String::new()));
    assert!(!is_column(&[Kind::Person], "past"));
}
