//! Search against a slow and obvious reading of every record, under edits. The reading here shares
//! nothing with the index but folding: what must be found is what has the words; what may be found
//! besides is what has them as initials, as one word, or in an address.

use std::collections::BTreeSet;

use guichet::catalog::{Catalog, Query};
use guichet::model::fold::fold;
use guichet::model::kinds::{affiliation, organisation, person};
use guichet::model::phone::phone_digits;
use guichet::model::{Fields, Kind, Record, RecordRef, Value};
use proptest::prelude::*;

use super::made_up::{self, WithText};
use super::{PEOPLE, catalog, record, reference, today, trashed};

/// What a person is searched by.
#[derive(Debug, Default)]
struct Read {
    names: Vec<String>,
    others: Vec<String>,
    mails: Vec<String>,
    phones: Vec<String>,
}

fn read(catalog: &Catalog, record: &Record) -> Read {
    let mut read = Read::default();
    let texts = |number| -> Vec<String> {
        let value = record.get(number);
        let items = value.into_iter().flat_map(|value| value.items());
        items
            .filter_map(|item| item.text())
            .map(str::to_string)
            .collect()
    };
    for field in [&person::FIRST_NAME, &person::NAME] {
        read.names
            .extend(texts(field.number).iter().map(|text| fold(text)));
    }
    read.mails = texts(person::EMAIL.number)
        .iter()
        .map(|text| fold(text))
        .collect();
    read.phones = texts(person::PHONE.number)
        .iter()
        .flat_map(|text| {
            let forms = phone_digits(text);
            forms.split(' ').map(str::to_string).collect::<Vec<_>>()
        })
        .collect();
    for link in catalog.links_to(record.reference()) {
        let held = catalog
            .get(link.from)
            .filter(|held| held.kind == Kind::Affiliation);
        let Some(held) = held else { continue };
        read.others
            .extend(held.text(&affiliation::FUNCTION).map(fold));
        let at = held
            .reference_of(&affiliation::ORGANISATION)
            .and_then(|at| catalog.get(at));
        for field in [&organisation::NAME, &organisation::ACRONYM] {
            read.others
                .extend(at.and_then(|at| at.text(field)).map(fold));
        }
    }
    read
}

fn words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect()
}

/// Whether the term stands in a word: at its beginning, or anywhere from three letters on.
fn has_word(text: &str, term: &str) -> bool {
    let inside = term.chars().count() >= 3;
    words(text)
        .iter()
        .any(|word| word.starts_with(term) || inside && word.contains(term))
}

fn must(read: &Read, term: &str) -> bool {
    read.names
        .iter()
        .chain(&read.others)
        .any(|text| has_word(text, term))
}

/// Also as initials, words written as one, or part of an address.
fn may(read: &Read, term: &str) -> bool {
    let together: Vec<String> = read.names.iter().map(|name| words(name).concat()).collect();
    let initials: String = read
        .names
        .iter()
        .flat_map(|name| words(name))
        .filter_map(|word| word.chars().next())
        .collect();
    let initialled = (1..term.len().min(4)).any(|split| {
        let (first, last) = term.split_at(split);
        initials.starts_with(first)
            && read
                .names
                .iter()
                .any(|name| words(name).iter().any(|word| word.starts_with(last)))
    });
    must(read, term)
        || initials.starts_with(term)
        || initialled
        || together.iter().any(|name| name.contains(term))
        || read.mails.iter().any(|mail| mail.contains(term))
        || read.phones.iter().any(|phone| phone.contains(term))
}

/// Adding, leaving out, changing or swapping one letter gives the word or a beginning of it.
fn nearly(term: &str, word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    term.chars().next() == word.chars().next()
        && (0..=letters.len()).any(|end| {
            let begin: String = letters[..end].iter().collect();
            strsim::osa_distance(term, &begin) <= 1
        })
}

#[derive(Clone, Debug)]
enum Edited {
    Named(usize, String),
    Trashed(usize),
    Removed(usize),
    Moved(usize, usize),
    Renamed(usize, String),
    Added(String),
}

fn edits() -> impl Strategy<Value = Edited> {
    let name =
        "Mar(tin|tel|let)|Du(pont|pond|rand)|Le Goff|de La Tour|[A-Z][a-z]{2,6}-[A-Z][a-z]{2,5}";
    prop_oneof![
        (0..60usize, name).prop_map(|(at, name)| Edited::Named(at, name)),
        (0..60usize).prop_map(Edited::Trashed),
        (0..60usize).prop_map(Edited::Removed),
        (0..60usize, 0..8usize).prop_map(|(at, to)| Edited::Moved(at, to)),
        (0..8usize, "École de [a-z]{4,8}|Institut [A-Z][a-z]{3,6}")
            .prop_map(|(at, name)| Edited::Renamed(at, name)),
        name.prop_map(Edited::Added),
    ]
}

fn apply(catalog: &mut Catalog, edit: &Edited, next: u128) {
    let nth = |kind: Kind, at: usize| catalog.records(kind).nth(at).cloned();
    match edit {
        Edited::Named(at, name) => {
            let Some(found) = nth(Kind::Person, *at) else {
                return;
            };
            let fields = found.fields().with_text(&person::NAME, name);
            catalog.put(Record::new(
                found.reference(),
                found.revision + 1,
                false,
                &fields,
            ));
        }
        Edited::Trashed(at) => {
            let Some(found) = nth(Kind::Person, *at) else {
                return;
            };
            catalog.put(trashed(&found));
        }
        Edited::Removed(at) => {
            let Some(found) = nth(Kind::Person, *at) else {
                return;
            };
            catalog.remove(found.reference());
        }
        Edited::Moved(at, to) => {
            let Some((held, to)) = nth(Kind::Affiliation, *at).zip(nth(Kind::Organisation, *to))
            else {
                return;
            };
            let fields = held.fields().with(
                affiliation::ORGANISATION.number,
                Value::Reference(to.reference()),
            );
            catalog.put(Record::new(
                held.reference(),
                held.revision + 1,
                false,
                &fields,
            ));
        }
        Edited::Renamed(at, name) => {
            let Some(found) = nth(Kind::Organisation, *at) else {
                return;
            };
            let fields = found.fields().with_text(&organisation::NAME, name);
            catalog.put(Record::new(
                found.reference(),
                found.revision + 1,
                false,
                &fields,
            ));
        }
        Edited::Added(name) => {
            let fields = Fields::new()
                .with_text(&person::FIRST_NAME, "Anne-Lise")
                .with_text(&person::NAME, name);
            catalog.put(record(Kind::Person, next, fields));
        }
    }
}

const FEW: made_up::Sizes = made_up::Sizes {
    organisations: 8,
    people: 60,
    sessions: 4,
    registrations: 20,
    subscriptions: 10,
    interactions: 5,
};

fn edited(seed: u64, edits: &[Edited]) -> Catalog {
    let mut catalog = catalog(made_up::records(&FEW, seed));
    for (next, edit) in (1u128..).zip(edits) {
        apply(&mut catalog, edit, next);
    }
    catalog
}

fn set(catalog: &Catalog, text: &str) -> (BTreeSet<RecordRef>, BTreeSet<RecordRef>) {
    let found = catalog.find(&[PEOPLE], &Query::parse(text, today()), usize::MAX);
    let (near, there): (Vec<_>, Vec<_>) = found.hits.into_iter().partition(|hit| hit.approximate);
    assert_eq!(
        (there.len(), near.len()),
        (found.total, found.approximate),
        "{text}"
    );
    let set = |hits: Vec<guichet::catalog::Hit>| hits.iter().map(|hit| hit.record).collect();
    (set(there), set(near))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_has_the_words_is_found_and_nothing_else_under_edits(
        seed in 0u64..6,
        edits in proptest::collection::vec(edits(), 0..12),
        terms in proptest::collection::vec("mar|du|ma|tour|dgs|[a-z]{1,4}|nantes|ecole|inst|annelise|al|jdup", 1..4),
    ) {
        // These join words, and are none.
        prop_assume!(!terms.iter().any(|term| ["and", "et", "or", "ou", "not", "non", "sauf"].contains(&term.as_str())));
        let catalog = edited(seed, &edits);
        let (found, _) = set(&catalog, &terms.join(" "));
        for record in catalog.collection(PEOPLE) {
            let read = read(&catalog, record);
            let is_found = found.contains(&record.reference());
            if terms.iter().all(|term| must(&read, term)) {
                prop_assert!(is_found, "missed: {terms:?} in {read:?}");
            } else if is_found {
                prop_assert!(terms.iter().all(|term| may(&read, term)), "why {terms:?} in {read:?}");
            }
        }
        let live: BTreeSet<RecordRef> = catalog.collection(PEOPLE).map(|record| record.reference()).collect();
        prop_assert!(found.is_subset(&live));
    }

    #[test]
    fn edits_leave_what_loading_anew_makes(
        seed in 0u64..6,
        edits in proptest::collection::vec(edits(), 1..12),
        terms in proptest::collection::vec("mar|dup|mrtn|matrin|[a-z]{1,5}|nantes|ecole|@univ|[0-9]{2,4}", 1..3),
    ) {
        let text = terms.join(" ");
        let edited = edited(seed, &edits);
        let mut anew = Catalog::new(edited.lang());
        let all = guichet::model::Kind::ALL.iter().flat_map(|kind| edited.records(*kind));
        anew.load(all.cloned());
        prop_assert_eq!(set(&edited, &text), set(&anew, &text), "{}", text);
    }

    #[test]
    fn one_typo_is_forgiven_and_no_more(
        names in proptest::collection::vec("[a-e]{5,9}|mar(tin|tel|let)|du(pont|pond|rand)", 1..12),
        term in "[a-e]{5,8}|matrin|dupnt|martlet",
    ) {
        let people = (1u128..).zip(&names).map(|(number, name)| {
            record(Kind::Person, number, Fields::new().with_text(&person::NAME, name))
        });
        let catalog = catalog(people);
        let (there, near) = set(&catalog, &term);
        for (number, name) in (1u128..).zip(&names) {
            let person = reference(Kind::Person, number);
            let strict = has_word(name, &term);
            prop_assert_eq!(there.contains(&person), strict, "{} {}", term, name);
            if !strict && nearly(&term, name) {
                prop_assert!(near.contains(&person), "{term} is nearly {name}");
            }
        }
    }
}
