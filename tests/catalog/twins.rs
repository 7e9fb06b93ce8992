//! Who is there twice, learnt from the records themselves.

use std::collections::BTreeSet;

use guichet::catalog::{Band, Catalog, Nearness, TwinGroup, TwinSort};
use guichet::model::kinds::{affiliation, apart, organisation, person};
use guichet::model::{Fields, Kind, Record, RecordRef, Value};
use proptest::prelude::*;

use super::by_hand::to;
use super::made_up::WithText;
use super::{catalog, record, reference};

/// Numbers of people made up; the organisations come behind.
const PEOPLE: u128 = 2_000;
const PLACES: u128 = 40;

/// Names that are frequent at the beginning and rare at the end.
fn names(dice: &mut fastrand::Rng, count: usize, most: usize) -> Vec<String> {
    let syllables = [
        "ma", "ri", "le", "du", "pon", "ber", "gau", "thi", "che", "val", "mor", "fau",
    ];
    let name = |dice: &mut fastrand::Rng| -> String {
        let count = dice.usize(2..=most);
        (0..count)
            .map(|_| syllables[dice.usize(..syllables.len())])
            .collect()
    };
    let mut names: BTreeSet<String> = BTreeSet::new();
    while names.len() < count {
        names.insert(name(dice));
    }
    let mut names: Vec<String> = names.into_iter().collect();
    dice.shuffle(&mut names);
    names
}

fn person_of(first: &str, family: &str, mail: &str, phone: &str) -> Fields {
    let mut fields = Fields::new()
        .with_text(&person::FIRST_NAME, first)
        .with_text(&person::NAME, family);
    for (field, text) in [(&person::EMAIL, mail), (&person::PHONE, phone)] {
        if !text.is_empty() {
            fields = fields.with(field.number, Value::Many(vec![Value::text(text)]));
        }
    }
    fields
}

fn works(number: u128, person: u128, place: u128) -> Record {
    let fields = Fields::new()
        .with(affiliation::PERSON.number, to(Kind::Person, person))
        .with(
            affiliation::ORGANISATION.number,
            to(Kind::Organisation, place),
        );
    record(Kind::Affiliation, number, fields)
}

/// People of whom the last tenth are doubles of others, and who is whose.
fn made_up() -> (Vec<Record>, Vec<(u128, u128)>) {
    let mut dice = fastrand::Rng::with_seed(11);
    let (families, firsts) = (names(&mut dice, 900, 4), names(&mut dice, 90, 3));
    let often =
        |dice: &mut fastrand::Rng, count: usize| (dice.f64() * dice.f64() * count as f64) as usize;
    let mut records: Vec<Record> = (1..=PLACES)
        .map(|place| {
            let name = Fields::new().with_text(&organisation::NAME, &format!("Place {place}"));
            record(Kind::Organisation, place, name)
        })
        .collect();
    let (mut people, mut doubles) = (Vec::new(), Vec::new());
    for number in 1..=PEOPLE * 9 / 10 {
        let first = firsts[often(&mut dice, firsts.len())].clone();
        let family = families[often(&mut dice, families.len())].clone();
        let place = dice.u128(1..=PLACES);
        let mail = format!("{first}.{family}@place{place}.fr");
        let phone = format!("0{}", dice.u32(100_000_000..=999_999_999));
        people.push((number, [first, family, mail, phone], place));
    }
    for number in PEOPLE * 9 / 10 + 1..=PEOPLE {
        let (of, mut row, place) = people[dice.usize(..people.len() / 2)].clone();
        let at = dice.usize(1..row[1].len() - 1);
        match dice.usize(..4) {
            0 => drop(row[1].remove(at)),
            1 => row[1].insert(at, 'e'),
            2 => row[2].clear(),
            _ => row[3].clear(),
        }
        doubles.push((of, number));
        people.push((number, row, place));
    }
    for (number, [first, family, mail, phone], place) in &people {
        records.push(record(
            Kind::Person,
            *number,
            person_of(first, family, mail, phone),
        ));
        records.push(works(*number, *number, *place));
    }
    (records, doubles)
}

fn groups(catalog: &Catalog, kind: Kind) -> Vec<TwinGroup> {
    catalog.twins(kind, 2, &catalog.apart()).groups(catalog)
}

fn person_numbers(records: &[RecordRef]) -> Vec<u128> {
    records.iter().map(|record| record.id.into()).collect()
}

#[test]
fn doubles_with_slips_and_gaps_are_found_and_namesakes_are_not() {
    let (records, doubles) = made_up();
    let catalog = catalog(records);
    let twins = catalog.twins(Kind::Person, 2, &BTreeSet::new());
    let truth: BTreeSet<(u128, u128)> = doubles.into_iter().collect();
    // Two doubles of one are each other's.
    let mut right = 0;
    let (mut found, mut sure, mut sure_right) = (0, 0, 0);
    for likely in twins.pairs(&catalog) {
        let numbers = person_numbers(&likely.records);
        let of = |number: u128| {
            let own = truth.iter().find(|(_, double)| *double == number);
            own.map_or(number, |(of, _)| *of)
        };
        let is_right = of(numbers[0]) == of(numbers[1]);
        found += 1;
        right += usize::from(is_right);
        if likely.band == Band::Same {
            sure += 1;
            sure_right += usize::from(is_right);
        }
    }
    assert!(
        right * 100 >= truth.len() * 95,
        "{right} of {}",
        truth.len()
    );
    assert!(right * 100 >= found * 95, "{right} of {found} are right");
    assert!(
        sure > 0 && sure == sure_right,
        "{sure_right} of {sure} sure ones"
    );
}

#[test]
fn what_speaks_for_it_is_told_with_how_rare_it_is() {
    let (mut records, _) = made_up();
    records.push(record(
        Kind::Person,
        5_001,
        person_of("ada", "zwischen", "", "0612345678"),
    ));
    records.push(record(
        Kind::Person,
        5_002,
        person_of("zwischen", "ada", "", "06 12 34 56 78"),
    ));
    let catalog = catalog(records);
    let twins = catalog.twins(Kind::Person, 1, &BTreeSet::new());
    let pair = [5_001, 5_002].map(|number| reference(Kind::Person, number));
    assert!(twins.pairs(&catalog).any(|likely| likely.records == pair));
    let evidence = twins.evidence(&catalog, pair);
    let phone = evidence
        .iter()
        .find(|evidence| evidence.sort == TwinSort::Phone)
        .unwrap();
    assert_eq!((phone.near, phone.shared_by), (Nearness::Same, 2));
    assert!(phone.bits > 5.0, "{}", phone.bits);
    let name = evidence
        .iter()
        .find(|evidence| evidence.sort == TwinSort::Family)
        .unwrap();
    assert_eq!(name.near, Nearness::Swapped);
}

#[test]
fn who_is_like_two_that_are_not_alike_does_not_make_them_one() {
    let (mut records, _) = made_up();
    records.push(record(
        Kind::Person,
        6_001,
        person_of("ada", "zwischenberg", "ada@un.fr", "0611111111"),
    ));
    records.push(record(
        Kind::Person,
        6_002,
        person_of("ada", "zwischenberg", "ada@un.fr", "0622222222"),
    ));
    records.push(record(
        Kind::Person,
        6_003,
        person_of("ida", "zwischental", "", "0622222222"),
    ));
    let catalog = catalog(records);
    for group in groups(&catalog, Kind::Person) {
        let numbers = person_numbers(&group.records);
        assert!(
            !(numbers.contains(&6_001) && numbers.contains(&6_003)),
            "{group:?}"
        );
    }
}

#[test]
fn what_a_person_held_to_be_two_stays_two() {
    let twice = || person_of("ada", "zwischenberg", "ada@un.fr", "0611111111");
    let (mut records, _) = made_up();
    records.push(record(Kind::Person, 7_001, twice()));
    records.push(record(Kind::Person, 7_002, twice()));
    let both = |catalog: &Catalog| {
        let found = groups(catalog, Kind::Person);
        found
            .iter()
            .any(|group| person_numbers(&group.records) == [7_001, 7_002])
    };
    assert!(both(&catalog(records.clone())));
    let fields = Fields::new()
        .with(apart::ONE.number, to(Kind::Person, 7_002))
        .with(apart::OTHER.number, to(Kind::Person, 7_001));
    records.push(record(Kind::Apart, 1, fields));
    assert!(!both(&catalog(records)));
}

#[test]
fn bodies_of_one_name_and_two_identifiers_are_asked_about_at_most() {
    let body = |number, name: &str, uai: &str| {
        let mut fields = Fields::new().with_text(&organisation::NAME, name);
        if !uai.is_empty() {
            fields = fields.with_text(&organisation::UAI, uai);
        }
        record(Kind::Organisation, number, fields)
    };
    let catalog = catalog([
        body(1, "Institut d’études politiques", "0382912G"),
        body(2, "Institut d’études politiques", "0671234B"),
        body(3, "Université de Nantes", "0440984F"),
        body(4, "Universite de Nantes", ""),
        body(5, "Université de Rennes", ""),
        body(6, "IAE Lyon", ""),
        body(7, "IAE de Lyon – fondation", ""),
    ]);
    let found = groups(&catalog, Kind::Organisation);
    let sure = found.iter().filter(|group| group.band == Band::Same);
    let sure: Vec<Vec<u128>> = sure.map(|group| person_numbers(&group.records)).collect();
    assert!(
        !sure.contains(&vec![1, 2]) && !sure.contains(&vec![6, 7]),
        "{found:?}"
    );
    let nantes = found
        .iter()
        .any(|group| person_numbers(&group.records) == [3, 4]);
    assert!(nantes, "{found:?}");
    assert!(
        !found
            .iter()
            .any(|group| person_numbers(&group.records).contains(&5)),
        "{found:?}"
    );
}

#[test]
fn nobody_and_one_are_nobody_twice() {
    assert!(groups(&catalog([]), Kind::Person).is_empty());
    let one = record(Kind::Person, 1, person_of("ada", "durand", "", ""));
    assert!(groups(&catalog([one]), Kind::Person).is_empty());
}

proptest! {
    #[test]
    fn edits_are_counted_as_others_count_them(one in "[a-d]{0,70}", other in "[a-d]{0,70}") {
        let near = TwinSort::Phone.nearness(&one, &other);
        let edits = strsim::osa_distance(&one, &other);
        let expected = match edits {
            0 => Nearness::Same,
            1 => Nearness::Slip,
            2 => Nearness::Near,
            _ => Nearness::Other,
        };
        prop_assert_eq!(near, expected);
    }
}
