use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use guichet::catalog::{Catalog, Found, Query, Terms, highlight};
use guichet::model::fold::{fold, phone_digits};
use guichet::model::kinds::{affiliation, organisation, person};
use guichet::model::{Collection, FieldType, Fields, Kind, Lang, Record, RecordRef, Value};
use proptest::prelude::*;

use super::made_up::{self, WithText};
use super::{PEOPLE, SMALL, catalog, record, reference, today, trashed};

fn organisation(number: u128, acronym: &str, name: &str) -> Record {
    record(
        Kind::Organisation,
        number,
        Fields::new()
            .with_text(&organisation::ACRONYM, acronym)
            .with_text(&organisation::NAME, name),
    )
}

fn person(number: u128, first: &str, last: &str, phone: &str) -> Record {
    let fields = Fields::new()
        .with_text(&person::FIRST_NAME, first)
        .with_text(&person::NAME, last)
        .with(
            person::EMAIL.number,
            Value::Many(vec![Value::text(format!("{last}@univ-nantes.fr"))]),
        )
        .with(person::PHONE.number, Value::Many(vec![Value::text(phone)]));
    record(Kind::Person, number, fields)
}

fn affiliated(number: u128, person: u128, organisation: u128, function: &str) -> Record {
    let fields = Fields::new()
        .with(
            affiliation::PERSON.number,
            Value::Reference(reference(Kind::Person, person)),
        )
        .with(
            affiliation::ORGANISATION.number,
            Value::Reference(reference(Kind::Organisation, organisation)),
        )
        .with_text(&affiliation::FUNCTION, function);
    record(Kind::Affiliation, number, fields)
}

fn desk() -> Catalog {
    catalog([
        organisation(1, "UCA", "Université Clermont Auvergne"),
        organisation(2, "UniCA", "Université Côte d’Azur"),
        organisation(3, "CDU", "Conférence des UCA et autres"),
        person(4, "Hélène", "Lœb", "06 12 34 56 78"),
        person(5, "Jean-Marc", "Dupont", "+33 6 99 12 34 00"),
        person(6, "Anne", "Dupont-Aignan", "4512"),
        affiliated(7, 5, 2, "agent comptable"),
    ])
}

fn search(catalog: &Catalog, text: &str, collections: &[Collection]) -> Found {
    catalog
        .snapshot()
        .search(
            &Terms::of(text),
            collections,
            1_000,
            &AtomicBool::new(false),
        )
        .unwrap()
}

fn people(catalog: &Catalog, text: &str) -> Vec<u128> {
    search(catalog, text, &[PEOPLE])
        .hits
        .iter()
        .map(|hit| hit.record.id.into())
        .collect()
}

#[test]
fn words_in_any_order_whatever_their_spelling() {
    let desk = desk();
    for text in [
        "helene",
        "HÉLÈNE loeb",
        "lœb hél",
        "Loe",
        "elen",
        "loeb@univ",
        "loeb@univ-nantes.fr",
    ] {
        assert_eq!(people(&desk, text), [4], "{text}");
    }
    for text in [
        "jean-marc",
        "marc jean",
        "dup comptable",
        "côte d'azur",
        "azur dupont",
        "unica",
    ] {
        assert_eq!(people(&desk, text), [5], "{text}");
    }
    assert_eq!(people(&desk, "dupont"), [5, 6], "the shorter title first");
    assert_eq!(
        people(&desk, "dupont -aignan"),
        [6],
        "signs are the query's"
    );
}

#[test]
fn telephone_numbers_in_any_form() {
    let desk = desk();
    for text in [
        "0612345678",
        "06 12 34",
        "06.12",
        "+33 6 12",
        "0033612",
        "5678",
        "56 78",
        "345 678",
    ] {
        assert_eq!(people(&desk, text), [4], "{text}");
    }
    assert_eq!(people(&desk, "4512"), [6]);
    assert_eq!(
        people(&desk, "1234"),
        [5, 4]
            .into_iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
}

#[test]
fn the_acronym_itself_comes_first_then_the_beginnings_of_words() {
    let desk = desk();
    let found = search(&desk, "uca", &[Collection::All(Kind::Organisation)]);
    let order: Vec<u128> = found.hits.iter().map(|hit| hit.record.id.into()).collect();
    assert_eq!(order, [1, 3]);
    assert!(found.hits[0].score > found.hits[1].score);
    assert!(!found.loose);
    let scores = |text: &str| {
        search(&desk, text, &[PEOPLE])
            .hits
            .iter()
            .map(|hit| hit.score / 1_000)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        scores("dup"),
        [4, 4],
        "the beginning of a word of the title"
    );
    assert_eq!(
        scores("comptable"),
        [3],
        "the beginning of a word elsewhere"
    );
    assert_eq!(scores("upon"), [2, 2], "inside a word");
    assert_eq!(scores("dpnt"), [1, 1], "scattered");
}

#[test]
fn scattered_letters_only_when_nothing_has_the_words() {
    let desk = desk();
    let found = search(&desk, "unvcote", &[]);
    assert!(found.loose);
    assert_eq!(
        found.hits.first().map(|hit| hit.record),
        Some(reference(Kind::Organisation, 2))
    );
    assert_eq!(found.total, found.hits.len());
    assert_eq!(search(&desk, "zzqxkw", &[]), Found::default());
    assert_eq!(
        search(&desk, "dz", &[]).total,
        0,
        "two letters are not scattered"
    );
}

#[test]
fn rows_follow_what_they_are_made_of() {
    let mut desk = desk();
    let old = desk.snapshot();
    desk.put(organisation(2, "UniCA", "Université de Nice"));
    assert_eq!(people(&desk, "azur"), [] as [u128; 0]);
    assert_eq!(people(&desk, "nice"), [5]);
    desk.put(affiliated(7, 6, 2, "DGS"));
    assert_eq!(people(&desk, "nice"), [6]);
    desk.put(trashed(&affiliated(7, 6, 2, "DGS")));
    assert_eq!(people(&desk, "nice"), [] as [u128; 0]);
    desk.put(person(5, "Jean", "Durand", "1234"));
    desk.remove(reference(Kind::Person, 6));
    assert_eq!(people(&desk, "dupont"), [] as [u128; 0]);
    let before = old
        .search(&Terms::of("azur"), &[PEOPLE], 10, &AtomicBool::new(false))
        .unwrap();
    assert_eq!(before.total, 1, "a snapshot stays as it was");
    assert_eq!(
        old.search(&Terms::of("azur"), &[], 10, &AtomicBool::new(true)),
        None,
        "cancelled"
    );
}

#[test]
fn the_limit_keeps_the_best_and_the_count() {
    let catalog = catalog(made_up::records(&SMALL, 2));
    for text in ["mar", "universite", "mtn", "e"] {
        let all = search(&catalog, text, &[]);
        let few = catalog
            .snapshot()
            .search(&Terms::of(text), &[], 3, &AtomicBool::new(false))
            .unwrap();
        assert_eq!(few.total, all.total, "{text}");
        assert_eq!(few.hits, all.hits[..3.min(all.hits.len())], "{text}");
        assert!(all.hits.is_sorted_by(|a, b| a.score >= b.score));
    }
}

/// The folded texts of a record, made without the search rows.
fn texts(catalog: &Catalog, record: &Record) -> (Vec<String>, Vec<String>) {
    let mut words = vec![catalog.title_of(record), catalog.short_of(record)];
    let mut digits = Vec::new();
    let mut add = |record: &Record| {
        for (number, value) in record.iter() {
            let field = record.kind.field(number).filter(|field| field.searchable);
            for text in value.items().filter_map(|item| item.text()) {
                match field.map(|field| field.kind) {
                    Some(FieldType::Phone) => digits.push(phone_digits(text)),
                    Some(_) => words.push(text.to_string()),
                    None => {}
                }
            }
        }
    };
    add(record);
    for held in catalog
        .links_to(record.reference())
        .filter(|link| record.kind == Kind::Person && link.kind == Kind::Affiliation)
    {
        let held = catalog.get(held.from).unwrap();
        words.extend(held.text(&affiliation::FUNCTION).map(str::to_string));
        let at = held.reference_of(&affiliation::ORGANISATION).unwrap();
        words.extend([catalog.title(at), catalog.short(at)].into_iter().flatten());
    }
    (words.iter().map(|text| fold(text)).collect(), digits)
}

/// Whether a word stands in a text: anywhere if it has three letters, else where a word begins.
fn has_word(text: &str, word: &str) -> bool {
    let begins = |at: usize| {
        text[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric())
    };
    text.match_indices(word)
        .any(|(at, _)| word.len() > 2 || begins(at))
}

fn naive(catalog: &Catalog, collection: Collection, words: &[&str]) -> BTreeSet<RecordRef> {
    catalog
        .collection(collection)
        .filter(|record| {
            let (texts, digits) = texts(catalog, record);
            words.iter().all(|word| {
                let number = word.bytes().all(|byte| byte.is_ascii_digit());
                texts.iter().any(|text| has_word(text, &fold(word)))
                    || number
                        && word.len() > 1
                        && digits.iter().any(|digits| {
                            if word.len() > 2 {
                                digits.contains(word)
                            } else {
                                digits.starts_with(word)
                            }
                        })
            })
        })
        .map(|record| record.reference())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn filtering_is_reading_every_record(
        seed in 0u64..4,
        words in proptest::collection::vec("mar|du|e|universite|DGS|[a-z]{1,4}|@univ|Nant|[0-9]{2,4}|é|saint", 1..3),
        collection in prop::sample::select(vec![PEOPLE, Collection::Adherents, Collection::Partners, Collection::Trainings, Collection::All(Kind::Affiliation)]),
    ) {
        // Numbers that follow each other are one number: put a word between them.
        let words: Vec<&str> = words.iter().enumerate().filter(|(at, word)| *at == 0 || !word.bytes().all(|b| b.is_ascii_digit())).map(|(_, word)| word.as_str()).collect();
        let catalog = catalog(made_up::records(&SMALL, seed));
        let filtered = catalog.filter(&[collection], &Query::parse(&words.join(" "), today()));
        let expected = naive(&catalog, collection, &words);
        if filtered.loose || filtered.total == 0 {
            prop_assert!(expected.is_empty(), "{:?}", expected);
        } else {
            prop_assert_eq!(filtered.rows.into_iter().collect::<BTreeSet<_>>(), expected);
        }
    }

    #[test]
    fn highlights_are_whole_letters_in_order(text in "\\PC{0,30}|[A-Zéœ’ -]{0,20}", word in "\\PC{0,5}|[a-z]{1,4}|[0-9]{2,4}", loose: bool) {
        let ranges = highlight(&text, &Terms::of(&word), loose);
        let mut end = 0;
        for range in ranges {
            prop_assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()));
            prop_assert!(range.start >= end);
            end = range.end;
        }
    }
}

#[test]
fn highlights_show_the_letters_that_matched() {
    let shown = |text: &str, words: &str, loose| -> Vec<String> {
        highlight(text, &Terms::of(words), loose)
            .into_iter()
            .map(|range| text[range].to_string())
            .collect()
    };
    assert_eq!(shown("Hélène Lœb", "loe hele", false), ["Hélè", "Lœ"]);
    assert_eq!(shown("Université Côte d’Azur", "AZUR", false), ["Azur"]);
    assert_eq!(
        shown("Guimar Martin", "mar", false),
        ["Mar"],
        "the beginning of a word first"
    );
    assert_eq!(shown("Dupont", "pon", false), ["pon"]);
    assert_eq!(shown("Dupont", "dpnt", false), [] as [&str; 0]);
    assert_eq!(shown("Dupont", "dpnt", true), ["D", "p", "nt"]);
    assert_eq!(shown("06 12 34 56 78", "1234", false), ["12", "34"]);
    assert_eq!(shown("+33 6 12 34 56 78", "06 12", false), ["6", "12"]);
}

#[test]
fn choices_in_titles_are_in_the_catalogs_language() {
    let fields = Fields::new().with_text(&guichet::model::kinds::interaction::TYPE, "mail");
    let mut english = Catalog::new(Lang::En);
    english.put(record(Kind::Interaction, 1, fields));
    assert_eq!(
        english.title(reference(Kind::Interaction, 1)).as_deref(),
        Some("Mail")
    );
    assert_eq!(english.lang(), Lang::En);
}
