//! Clones of a catalog that go different ways: what one has made of its columns is not what another has.

use guichet::catalog::{Catalog, Query};
use guichet::model::kinds::organisation;
use guichet::model::{Collection, Fields, Kind, Record};

use super::made_up::WithText;
use super::{catalog, record, today};

const ALL: [Collection; 1] = [Collection::All(Kind::Organisation)];

fn at(number: u128, city: &str) -> Record {
    let fields = Fields::new()
        .with_text(&organisation::NAME, &format!("Université {number}"))
        .with_text(&organisation::CITY, city);
    record(Kind::Organisation, number, fields)
}

fn in_city(catalog: &Catalog, city: &str) -> usize {
    let query = Query::among(&ALL, &format!("city:{city}"), today());
    catalog.filter(&ALL, &query).exact().len()
}

/// Moves the first so many to a city, one by one.
fn moved(catalog: &mut Catalog, many: u128, city: &str) {
    for number in 0..many {
        catalog.put(at(number, city));
    }
}

#[test]
fn clones_edited_apart_see_each_their_own() {
    // Few edits are asked of the records, from two thousand on the column is made anew.
    for (one, other) in [
        (3, 3),
        (1, 3),
        (3, 1),
        (2_100, 2_100),
        (2_100, 5),
        (2_300, 2_200),
    ] {
        let mut first = catalog((0..2_500).map(|number| at(number, "Lyon")));
        assert_eq!(in_city(&first, "lyon"), 2_500);
        let mut second = first.clone();
        moved(&mut first, one, "Brest");
        moved(&mut second, other, "Nice");
        let (one, other) = (
            usize::try_from(one).unwrap(),
            usize::try_from(other).unwrap(),
        );
        for _ in 0..2 {
            for (catalog, city, many, foreign) in [
                (&first, "brest", one, "nice"),
                (&second, "nice", other, "brest"),
            ] {
                let seen = [
                    in_city(catalog, city),
                    in_city(catalog, foreign),
                    in_city(catalog, "lyon"),
                ];
                assert_eq!(seen, [many, 0, 2_500 - many], "{city}, {one} and {other}");
            }
        }
    }
}

#[test]
fn a_clone_of_before_does_not_see_what_came_later() {
    let mut now = catalog((0..2_500).map(|number| at(number, "Lyon")));
    let before = now.clone();
    moved(&mut now, 2_100, "Brest");
    assert_eq!(in_city(&now, "brest"), 2_100);
    assert_eq!(
        (in_city(&before, "brest"), in_city(&before, "lyon")),
        (0, 2_500)
    );
    assert_eq!(in_city(&now, "lyon"), 400);
}
