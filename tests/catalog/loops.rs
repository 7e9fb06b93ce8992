//! Records that name themselves, or each other in a ring, as none that a form or an import makes does.

use std::time::{Duration, Instant};

use guichet::catalog::column_keys;
use guichet::model::kinds::{affiliation, person};
use guichet::model::{Fields, Kind, Lang, Record, Value};

use super::made_up::WithText;
use super::{catalog, record, reference};

/// An affiliation whose person and organisation are these affiliations.
fn ring(number: u128, named: impl Iterator<Item = u128>) -> Record {
    let to = |number| Value::Reference(reference(Kind::Affiliation, number));
    let many = Value::Many(named.map(to).collect());
    let fields = Fields::new()
        .with(affiliation::PERSON.number, many.clone())
        .with(affiliation::ORGANISATION.number, many)
        .with_text(&affiliation::FUNCTION, &"DGS ".repeat(1_000));
    record(Kind::Affiliation, number, fields)
}

#[test]
fn what_names_itself_has_a_title_an_end_and_a_cost() {
    let begin = Instant::now();
    let all = 1..=150u128;
    let mut desk = catalog(all.clone().map(|number| ring(number, all.clone())));
    for number in [1, 150] {
        let own = reference(Kind::Affiliation, number);
        assert!(desk.title(own).unwrap().len() < 10_000);
        // An edit renews what is named after it, each once.
        let mut edited = desk.get(own).unwrap().clone();
        edited.revision += 1;
        desk.put(edited);
        let _ = desk.sections(own);
        let record = desk.get(own).unwrap();
        for key in column_keys(&[Kind::Affiliation]) {
            let _ = desk.cell(record, &key, Lang::Fr);
        }
    }
    assert!(begin.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_title_names_so_many_and_no_more() {
    let name = "Ada".repeat(100);
    let people = Fields::new().with_text(&person::NAME, &name);
    let to = Value::Reference(reference(Kind::Person, 1));
    let many = Value::Many(vec![to; 10_000]);
    let fields = Fields::new().with(affiliation::PERSON.number, many);
    let desk = catalog([
        record(Kind::Person, 1, people),
        record(Kind::Affiliation, 2, fields),
    ]);
    let title = desk.title(reference(Kind::Affiliation, 2)).unwrap();
    assert!(title.len() < 21 * (name.len() + 2), "{}", title.len());
}
