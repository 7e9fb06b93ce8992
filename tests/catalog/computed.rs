//! Computed fields: what they tell, where they are read, and that a column of them tells what each record alone
//! does, whatever is edited.

use guichet::catalog::{Catalog, Order, Query, Typing, column_keys, column_label, grouped_order};
use guichet::model::kinds::{
    affiliation, interaction, organisation, person, session, solution, task,
};
use guichet::model::{
    COMPUTED, Collection, Date, FieldType, Fields, Kind, Lang, Record, RecordRef, Told, Value,
};
use proptest::prelude::*;

use super::by_hand::{day, deployed, found, named, registered, to, works};
use super::made_up::{self, WithText};
use super::{SMALL, catalog, record, reference, today, trashed};

fn with(record: &Record, number: u16, value: Value) -> Record {
    Record::new(
        record.reference(),
        record.revision + 1,
        record.trashed,
        &record.fields().with(number, value),
    )
}

fn spoken(number: u128, sort: &str, about: Value, on: &str) -> Record {
    let noon = format!("{on}T12:00:00Z");
    let at = guichet::model::moment::parse(&noon, None, &guichet::model::Zone::utc()).unwrap();
    let fields = Fields::new()
        .with_text(&interaction::TYPE, sort)
        .with(interaction::ABOUT.number, Value::Many(vec![about]))
        .with(interaction::AT.number, Value::Moment(at));
    record(Kind::Interaction, number, fields)
}

fn asked(number: u128, about: Value, done: bool) -> Record {
    let fields = Fields::new()
        .with_text(&task::NAME, "Relancer")
        .with(task::DONE.number, Value::Boolean(done))
        .with(task::ABOUT.number, Value::Many(vec![about]));
    record(Kind::Task, number, fields)
}

/// Two universities and a third that nobody knows, four people, a session of ten places; 15 May 2024.
fn desk() -> Catalog {
    let university = |number, name: &str| {
        let fields = Fields::new()
            .with_text(&organisation::NAME, name)
            .with_text(&organisation::REGION, "Bretagne");
        record(Kind::Organisation, number, fields)
    };
    let clearing = Fields::new()
        .with_text(&session::NAME, "Clôture")
        .with(session::CAPACITY.number, Value::Integer(3));
    catalog([
        university(1, "Université de Nantes"),
        university(2, "Université de Brest"),
        university(3, "Université de Rennes"),
        named(Kind::Solution, 10, &solution::NAME, "Sifac"),
        named(Kind::Solution, 11, &solution::NAME, "Siham"),
        named(Kind::Person, 20, &person::NAME, "Abel"),
        named(Kind::Person, 21, &person::NAME, "Blanc"),
        named(Kind::Person, 22, &person::NAME, "Carlier"),
        named(Kind::Person, 23, &person::NAME, "Dupont"),
        record(Kind::Session, 40, clearing),
        deployed(50, 1, 10, "production"),
        deployed(51, 1, 11, "production"),
        deployed(52, 2, 10, "pilot"),
        deployed(53, 2, 11, "production"),
        // Abel's main function is the primary one, Blanc's the latest, Carlier's is over.
        with(
            &works(60, 20, 1, "DAF", ""),
            affiliation::PRIMARY.number,
            Value::Boolean(true),
        ),
        with(
            &works(61, 20, 2, "Vice-président", ""),
            affiliation::SINCE.number,
            Value::Date(day("2024")),
        ),
        with(
            &works(62, 21, 1, "DSI", ""),
            affiliation::SINCE.number,
            Value::Date(day("2019")),
        ),
        with(
            &works(63, 21, 2, "DGS", ""),
            affiliation::SINCE.number,
            Value::Date(day("2021-03")),
        ),
        works(64, 22, 2, "Agent comptable", "2022"),
        registered(80, 20, "positive"),
        registered(81, 21, "negative"),
        registered(82, 22, ""),
        spoken(90, "call", to(Kind::Person, 20), "2024-05-01"),
        spoken(91, "mail", to(Kind::Organisation, 1), "2024-02-01"),
        // A note is no contact, and what is to come is none yet.
        spoken(92, "note", to(Kind::Organisation, 1), "2024-05-10"),
        spoken(93, "meeting", to(Kind::Organisation, 1), "2024-06-10"),
        spoken(94, "call", to(Kind::Person, 21), "2023-12-31"),
        asked(95, to(Kind::Organisation, 1), false),
        asked(96, to(Kind::Organisation, 1), true),
        asked(97, to(Kind::Organisation, 1), false),
    ])
}

fn cell(catalog: &Catalog, kind: Kind, number: u128, key: &str) -> String {
    catalog.cell(catalog.get(reference(kind, number)).unwrap(), key, Lang::Fr)
}

#[test]
fn what_is_told_of_a_person() {
    let desk = desk();
    let told = |number| {
        ["main_function", "main_organisation", "last_contact"]
            .map(|key| cell(&desk, Kind::Person, number, key))
    };
    assert_eq!(told(20), ["DAF", "Université de Nantes", "01/05/2024"]);
    assert_eq!(told(21), ["DGS", "Université de Brest", "31/12/2023"]);
    assert_eq!(told(22), ["", "", ""]);
    assert_eq!(told(23), ["", "", ""]);
}

#[test]
fn what_is_told_of_an_organisation() {
    let desk = desk();
    let keys = [
        "contact_count",
        "in_production",
        "last_contact",
        "days_since_contact",
        "open_tasks",
    ];
    let told = |number| keys.map(|key| cell(&desk, Kind::Organisation, number, key));
    assert_eq!(told(1), ["2", "Sifac ; Siham", "01/05/2024", "14", "2"]);
    // Abel is there too.
    assert_eq!(told(2), ["2", "Siham", "01/05/2024", "14", "0"]);
    assert_eq!(told(3), ["0", "", "", "", "0"]);
}

#[test]
fn what_is_told_of_a_session() {
    let mut desk = desk();
    let told =
        |desk: &Catalog| ["places_taken", "fill"].map(|key| cell(desk, Kind::Session, 40, key));
    assert_eq!(told(&desk), ["2", "66"]);
    let session = desk.get(reference(Kind::Session, 40)).unwrap().clone();
    desk.put(with(&session, session::CAPACITY.number, Value::Integer(0)));
    assert_eq!(told(&desk), ["2", ""]);
    desk.put(with(&session, session::CAPACITY.number, Value::Integer(1)));
    assert_eq!(told(&desk), ["2", "200"]);
}

#[test]
fn a_day_later_it_is_a_day_more() {
    let mut desk = desk();
    let more = |desk: &Catalog| found(desk, Kind::Organisation, "days_since_contact:>14");
    assert_eq!(more(&desk), [0u128; 0]);
    desk.set_day(day("2024-05-16"));
    assert_eq!(more(&desk), [1, 2]);
    assert_eq!(
        cell(&desk, Kind::Organisation, 1, "days_since_contact"),
        "15"
    );
    // The meeting that was planned took place.
    desk.set_day(day("2024-06-11"));
    assert_eq!(
        cell(&desk, Kind::Organisation, 1, "last_contact"),
        "10/06/2024"
    );
    assert_eq!(more(&desk), [2]);
}

#[test]
fn conditions_on_what_is_told() {
    let desk = desk();
    for (kind, text, rows) in [
        (Kind::Person, "main_function:daf", vec![20]),
        // Any function, which Abel has too.
        (Kind::Person, "function:vice", vec![20]),
        (Kind::Person, "main_function:vice", vec![]),
        (Kind::Person, "fonction_exercée:dgs,daf", vec![20, 21]),
        (Kind::Person, "main_function:=DGS", vec![21]),
        (Kind::Person, "-main_function:=DGS", vec![20, 22, 23]),
        (Kind::Person, "has:main_function", vec![20, 21]),
        (Kind::Person, "sans:fonction_exercée", vec![22, 23]),
        (Kind::Person, "main_organisation:nantes", vec![20]),
        (Kind::Person, "has:main_organisation", vec![20, 21]),
        (Kind::Person, "main_organisation.name:brest", vec![21]),
        (
            Kind::Person,
            "main_organisation.contact_count:2",
            vec![20, 21],
        ),
        (Kind::Person, "last_contact:2024", vec![20]),
        (Kind::Person, "last_contact:<2024-01-01", vec![21]),
        (Kind::Person, "organisation.open_tasks:>=1", vec![20, 21]),
        (Kind::Organisation, "contact_count:>=2", vec![1, 2]),
        (Kind::Organisation, "contact_count:0", vec![3]),
        (Kind::Organisation, "has:contact_count", vec![1, 2]),
        (Kind::Organisation, "no:open_tasks", vec![2, 3]),
        (Kind::Organisation, "in_production:sifac", vec![1]),
        (Kind::Organisation, "in_production:>1", vec![1]),
        (Kind::Organisation, "in_production:sifac,siham", vec![1, 2]),
        (Kind::Organisation, "open_tasks:2", vec![1]),
        (Kind::Organisation, "tâches_à_faire:1..3", vec![1]),
        (Kind::Organisation, "jours_de_silence:<30", vec![1, 2]),
        (Kind::Organisation, "no:last_contact", vec![3]),
        (Kind::Session, "fill:>=60", vec![40]),
        (Kind::Session, "remplissage:>60", vec![40]),
        (Kind::Session, "places_taken:2", vec![40]),
    ] {
        assert_eq!(found(&desk, kind, text), rows, "{text}");
    }
    // A value that a field can't have is refused as that of any field.
    let query = Query::among(
        &[guichet::model::kinds::organisation::ADHERENTS],
        "open_tasks:paie",
        today(),
    );
    assert_eq!(query.problems.len(), 1);
}

#[test]
fn rows_are_ordered_and_grouped_by_what_is_told() {
    let desk = desk();
    let sorted = |kind, key: &str, numbers: &[u128]| {
        let mut rows: Vec<RecordRef> = numbers.iter().map(|n| reference(kind, *n)).collect();
        desk.sort(&mut rows, &[Order::up(key)], Lang::Fr);
        let numbers: Vec<u128> = rows.iter().map(|row| row.id.into()).collect();
        numbers
    };
    let people = [23, 22, 21, 20];
    assert_eq!(
        sorted(Kind::Person, "main_function", &people),
        [20, 21, 22, 23]
    );
    assert_eq!(
        sorted(Kind::Person, "main_organisation", &people),
        [21, 20, 22, 23]
    );
    assert_eq!(
        sorted(Kind::Person, "last_contact", &people),
        [21, 20, 22, 23]
    );
    assert_eq!(
        sorted(Kind::Organisation, "open_tasks", &[1, 2, 3]),
        [2, 3, 1]
    );
    let mut rows: Vec<RecordRef> = [1, 2, 3].map(|n| reference(Kind::Organisation, n)).into();
    let order = grouped_order(&[Kind::Organisation], Some("contact_count"), &[]);
    desk.sort(&mut rows, &order, Lang::Fr);
    let groups = desk.groups(&rows, "contact_count", &["open_tasks".into()], Lang::Fr);
    let told: Vec<_> = groups
        .iter()
        .map(|group| (group.label.as_str(), group.count, group.sums[0].as_deref()))
        .collect();
    assert_eq!(told, [("0", 1, Some("0")), ("2", 2, Some("2"))]);
}

#[test]
fn they_are_offered_where_fields_are() {
    let desk = desk();
    assert!(column_keys(&[Kind::Person]).contains(&"main_function".to_string()));
    assert!(column_keys(&[Kind::Affiliation]).contains(&"person.main_function".to_string()));
    for (lang, label) in [(Lang::Fr, "Tâches à faire"), (Lang::En, "Open tasks")] {
        assert_eq!(
            column_label(&[Kind::Organisation], "open_tasks", lang),
            label
        );
    }
    let offers = |collection, text: &str| {
        let typing = Typing {
            catalog: &desk,
            collections: &[collection],
            trashed: false,
            today: today(),
            lang: Lang::Fr,
            limit: 20,
        };
        let offered = Query::complete(text, text.chars().count(), &typing).offers;
        offered
            .into_iter()
            .map(|offer| offer.text)
            .collect::<Vec<String>>()
    };
    let people = Collection::All(Kind::Person);
    assert!(offers(people, "fonction_e").contains(&"fonction_exercee:".to_string()));
    assert_eq!(offers(people, "fonction_exercée:d"), ["=DAF", "=DGS"]);
    assert_eq!(
        offers(people, "rattachement:brest"),
        ["=\"Université de Brest\""]
    );
}

#[test]
fn every_computed_field_is_declared_whole() {
    for kind in Kind::ALL {
        let mut names = Vec::new();
        for field in kind.fields() {
            assert!(field.number < COMPUTED, "{}.{}", kind.key(), field.key);
            names.extend([field.key, field.fr, field.en]);
        }
        let mut numbers = Vec::new();
        for computed in kind.computed() {
            let field = &computed.field;
            let what = format!("{}.{}", kind.key(), field.key);
            for name in [field.key, field.fr, field.en] {
                assert!(!names.contains(&name), "{what}: {name} names a field too");
                assert!(
                    !name.contains(['(', ')', ':', ',', '.', '"', '%']),
                    "{what}: no query has {name}"
                );
            }
            names.extend([field.key, field.fr, field.en]);
            assert!(!numbers.contains(&field.number), "{what}");
            numbers.push(field.number);
            assert!(field.number >= COMPUTED && field.subs.is_empty(), "{what}");
            // Each hop goes by a field that is there, and of the kind that it says.
            for way in computed.ways {
                let mut here = *kind;
                for hop in *way {
                    let (of, number, to) = match *hop {
                        guichet::model::Hop::To(number, to) => (here, number, to),
                        guichet::model::Hop::From(from, number) => (from, number, here),
                    };
                    let FieldType::Reference(kinds) = of.field(number).unwrap().kind else {
                        panic!("{what}: a hop by what points nowhere");
                    };
                    assert!(kinds.is_empty() || kinds.contains(&to), "{what}");
                    here = hop.lands();
                }
                let told = |number| here.field(number).unwrap().kind;
                match computed.told {
                    Told::Foremost(number, _) | Told::Each(number) => {
                        assert_eq!(told(number), field.kind, "{what}");
                    }
                    Told::Percent(number) => {
                        assert!(kind.field(number).unwrap().is_numeric(), "{what}");
                        assert_eq!(field.kind, FieldType::Integer, "{what}");
                    }
                    Told::Latest => assert_eq!(field.kind, FieldType::Date, "{what}"),
                    Told::Count | Told::DaysSince => {
                        assert_eq!(field.kind, FieldType::Integer, "{what}");
                    }
                }
            }
        }
    }
}

/// Queries and orders on every computed field, asked of columns and record by record.
fn agree(kept: &Catalog, fresh: &Catalog, seen: &[RecordRef]) {
    for kind in [Kind::Person, Kind::Organisation, Kind::Session] {
        for computed in kind.computed() {
            let field = &computed.field;
            let cells = |catalog: &Catalog| -> Vec<String> {
                let records = seen.iter().filter_map(|record| catalog.get(*record));
                let records = records.filter(|record| record.kind == kind);
                let cells = records.map(|record| catalog.cell(record, field.key, Lang::En));
                cells.collect()
            };
            assert_eq!(cells(kept), cells(fresh), "{}", field.key);
            let quotable = |text: &String| !text.is_empty() && !text.contains(['"', ',']);
            let values = cells(kept).into_iter().filter(quotable).take(3);
            let mut texts = vec![format!("has:{}", field.key)];
            texts.extend(values.map(|text| format!("{}:\"{text}\"", field.key)));
            for text in texts {
                let query = Query::among(&[Collection::All(kind)], &text, today());
                assert_eq!(query.problems, [], "{text}");
                let rows = |catalog: &Catalog| {
                    let mut rows = catalog.filter(&[Collection::All(kind)], &query).rows;
                    rows.sort_unstable();
                    rows
                };
                assert_eq!(rows(kept), rows(fresh), "{text}");
                let mut alone: Vec<RecordRef> = kept
                    .records(kind)
                    .filter(|record| !record.trashed && query.matches(kept, record))
                    .map(Record::reference)
                    .collect();
                alone.sort_unstable();
                assert_eq!(rows(kept), alone, "{text}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_kept_column_tells_what_a_new_one_does(
        seed in 0u64..1_000,
        edits in proptest::collection::vec((0usize..10_000, 0usize..10_000, 0u8..5), 1..24),
    ) {
        let records = made_up::records(&SMALL, seed);
        let mut kept = catalog(records.clone());
        let seen: Vec<RecordRef> = records.iter().map(Record::reference).collect();
        agree(&kept, &catalog(records.clone()), &seen);
        let links: Vec<&Record> = records
            .iter()
            .filter(|record| record.references().next().is_some())
            .collect();
        for (one, other, what) in edits {
            let record = links[one % links.len()].reference();
            let other = links[other % links.len()].clone();
            let Some(now) = kept.get(record).cloned() else { continue };
            match what {
                0 => kept.put(trashed(&now)),
                1 => kept.remove(record),
                // It takes what another has: it links others now.
                _ if other.kind == now.kind => {
                    kept.put(Record::new(record, now.revision + 1, false, &other.fields()));
                }
                2 if now.kind == Kind::Affiliation => {
                    let until = Value::Date(Date::new(2020, 1, 1).unwrap());
                    kept.put(with(&now, affiliation::UNTIL.number, until));
                }
                _ => kept.put(Record::new(record, now.revision + 1, false, &now.fields())),
            }
        }
        let all: Vec<Record> = Kind::ALL
            .iter()
            .flat_map(|kind| kept.records(*kind).cloned().collect::<Vec<_>>())
            .collect();
        agree(&kept, &catalog(all), &seen);
    }
}

/// Enough rows that an order is read off a column.
#[test]
fn an_order_of_many_is_that_of_few() {
    let sizes = made_up::Sizes {
        organisations: 40,
        people: 6_000,
        ..SMALL
    };
    let mut many = catalog(made_up::records(&sizes, 7));
    let people: Vec<RecordRef> = many.records(Kind::Person).map(Record::reference).collect();
    let texts = |catalog: &Catalog, rows: &[RecordRef], key: &str| -> Vec<String> {
        let records = rows.iter().map(|row| catalog.get(*row).unwrap());
        records
            .map(|record| catalog.cell(record, key, Lang::Fr))
            .collect()
    };
    for key in ["main_function", "main_organisation", "last_contact"] {
        for _ in 0..2 {
            let mut all = people.clone();
            many.sort(&mut all, &[Order::up(key)], Lang::Fr);
            // Of few rows nothing is read off a column, where none is known.
            let records = Kind::ALL.iter().flat_map(|kind| many.records(*kind));
            let fresh = catalog(records.cloned());
            for few in all.chunks(1_000) {
                let mut again: Vec<RecordRef> = few.to_vec();
                again.reverse();
                fresh.sort(&mut again, &[Order::up(key)], Lang::Fr);
                assert_eq!(texts(&many, few, key), texts(&many, &again, key), "{key}");
            }
            let held = many.records(Kind::Affiliation).next().unwrap().clone();
            let new = Value::text("Zélateur");
            many.put(with(&held, affiliation::FUNCTION.number, new));
        }
    }
}

#[test]
fn all_that_is_told_of_a_record_is_what_each_field_tells() {
    let told = |catalog: &Catalog| {
        let mut seen = 0;
        for record in Kind::ALL.iter().flat_map(|kind| catalog.records(*kind)) {
            let each = record
                .kind
                .computed()
                .iter()
                .map(|computed| &computed.field);
            let each = each.filter(|field| catalog.has(record, field));
            let each: Vec<(u16, Value)> = each
                .map(|field| (field.number, catalog.value(record, field).unwrap()))
                .collect();
            let all = catalog.all_told(record).into_iter();
            let all: Vec<(u16, Value)> = all.map(|(field, value)| (field.number, value)).collect();
            assert_eq!(all, each, "{record:?}");
            seen += all.len();
        }
        seen
    };
    assert!(told(&desk()) > 5);
    // So many at one organisation that they are found beside each other.
    let sizes = made_up::Sizes {
        organisations: 2,
        people: 300,
        ..SMALL
    };
    assert!(told(&catalog(made_up::records(&sizes, 7))) > 300);
}
