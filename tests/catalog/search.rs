use std::collections::BTreeSet;

use guichet::catalog::{Catalog, Found, Query, Terms, highlight};
use guichet::model::fold::fold;
use guichet::model::kinds::{affiliation, organisation, person};
use guichet::model::phone::phone_digits;
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
    let words = |text: &str| Query::parse(&text.replace(':', " "), today());
    catalog.find(collections, &words(text), 1_000)
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
    assert_eq!(people(&desk, "dupont -aignan"), [5]);
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
fn names_and_addresses_as_they_are_written_elsewhere() {
    let desk = desk();
    for (text, found) in [
        ("loeb, hélène", 4),
        ("H. Lœb", 4),
        ("J.-M. Dupont", 5),
        ("j.m. dupont", 5),
        ("(dupont) jean;", 5),
        ("Jean-Marc Dupont <Dupont@univ-nantes.fr>", 5),
        ("lœb@univ-nantes.fr", 4),
        ("33612345678", 4),
        ("06‑12‑34‑56‑78", 4),
        ("\"06 12 34 56 78\"", 4),
    ] {
        assert_eq!(people(&desk, text), [found], "{text}");
    }
}

#[test]
fn the_acronym_itself_comes_first_then_the_beginnings_of_words() {
    let desk = desk();
    let found = search(&desk, "uca", &[Collection::All(Kind::Organisation)]);
    let order: Vec<u128> = found.hits.iter().map(|hit| hit.record.id.into()).collect();
    assert_eq!(order, [1, 3]);
    assert!(found.hits[0].score > found.hits[1].score);
    assert_eq!(found.approximate, 0);
    let scores = |text: &str| {
        let found = search(&desk, text, &[PEOPLE]);
        found.hits.iter().map(|hit| hit.score).collect::<Vec<_>>()
    };
    // The whole name, its beginning, a word elsewhere, inside a word.
    let order = ["dupont", "dup", "comptable", "upon"].map(|text| scores(text)[0]);
    assert!(order.is_sorted_by(|one, other| one > other), "{order:?}");
    assert_eq!(scores("dup").len(), 2);
}

#[test]
fn what_is_near_comes_after_what_is_there_and_is_counted_apart() {
    let desk = desk();
    for (text, person) in [
        ("dupomt", 5),
        ("dupotn", 5),
        ("duppont", 5),
        ("dupnt", 5),
        ("dpnt", 5),
    ] {
        let found = search(&desk, text, &[PEOPLE]);
        assert_eq!((found.total, found.approximate), (0, 2), "{text}");
        assert_eq!(
            found.hits[0].record,
            reference(Kind::Person, person),
            "{text}"
        );
        assert!(found.hits.iter().all(|hit| hit.approximate), "{text}");
    }
    let found = search(&desk, "unicote", &[]);
    assert_eq!(found.total, 0);
    assert_eq!(
        found.hits.first().map(|hit| hit.record),
        Some(reference(Kind::Organisation, 2))
    );
    assert_eq!(search(&desk, "zzqxkw", &[]), Found::default());
    assert_eq!(
        search(&desk, "dz", &[]).approximate,
        0,
        "two letters are not scattered"
    );
}

#[test]
fn initials_names_written_as_one_and_abbreviations() {
    let desk = desk();
    for text in [
        "jm dupont",
        "jmdupont",
        "jdupont",
        "dupont jm",
        "jmd",
        "dupontaignan",
    ] {
        let found = people(&desk, text);
        let wanted = if text == "dupontaignan" { 6 } else { 5 };
        assert_eq!(found.first(), Some(&wanted), "{text}: {found:?}");
    }
    // An initial and the family name are typed, not guessed; a name that is only begun is.
    let counts = |text: &str| {
        let found = search(&desk, text, &[Collection::All(Kind::Person)]);
        (found.total, found.approximate)
    };
    assert_eq!(counts("jdupont"), (1, 0));
    assert_eq!(counts("jmdupont"), (1, 0));
    assert_eq!(counts("jdupon").0, 0);
    assert_eq!(counts("xdupont").0, 0);
}

/// An article before a name counts for nothing.
#[test]
fn leading_articles_count_for_nothing() {
    let session = |number, name: &str| {
        let fields = Fields::new().with_text(&guichet::model::kinds::session::NAME, name);
        record(Kind::Session, number, fields)
    };
    let desk = catalog([
        session(1, "Réunion d’information"),
        session(2, "La réunion"),
        session(3, "Journée, réunion de la branche"),
        organisation(4, "La Réunion", "Université de La Réunion"),
        organisation(5, "Le Havre", "Université Le Havre Normandie"),
        organisation(6, "L’Agro", "Institut Agro"),
        organisation(7, "", "Havre de paix"),
        organisation(8, "The Hub", "Hub"),
    ]);
    let found = |text: &str| -> Vec<u128> {
        let hits = search(&desk, text, &[]).hits;
        hits.iter().map(|hit| hit.record.id.into()).collect()
    };
    assert_eq!(found("reunion"), [4, 2, 1, 3]);
    assert_eq!(found("réun")[0], 4);
    assert_eq!(found("la reunion")[0], 4);
    assert_eq!(found("havre"), [5, 7]);
    assert_eq!(found("agro"), [6]);
    assert_eq!(found("hub"), [8]);
}

#[test]
fn rows_follow_what_they_are_made_of() {
    let mut desk = desk();
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
}

#[test]
fn a_search_can_be_cancelled() {
    let desk = desk();
    let query = Query::parse("azur", today());
    let cancelled = std::sync::atomic::AtomicBool::new(true);
    assert_eq!(desk.find_until(&[], &query, 10, &cancelled), None);
}

#[test]
fn the_limit_keeps_the_best_and_the_count() {
    let catalog = catalog(made_up::records(&SMALL, 2));
    for text in [
        "mar",
        "universite",
        "mtn",
        "e",
        "mar du",
        "e d",
        "jean mar nantes",
    ] {
        let all = search(&catalog, text, &[]);
        let few = catalog.find(&[], &Query::parse(text, today()), 3);
        assert_eq!(
            (few.total, few.approximate),
            (all.total, all.approximate),
            "{text}"
        );
        assert_eq!(few.hits, all.hits[..3.min(all.hits.len())], "{text}");
    }
}

/// The folded texts of a record, made without the search rows.
fn texts(catalog: &Catalog, record: &Record) -> (Vec<String>, Vec<String>) {
    let mut words = vec![catalog.title_of(record), catalog.short_of(record)];
    if record.kind == Kind::Affiliation {
        // It is called after what it links.
        let linked = record.references().filter_map(|(_, to)| catalog.get(to));
        words = linked
            .flat_map(|linked| match linked.kind {
                Kind::Person => vec![catalog.title_of(linked)],
                _ => vec![catalog.title_of(linked), catalog.short_of(linked)],
            })
            .collect();
    }
    let mut digits = Vec::new();
    let mut add = |record: &Record| {
        for (number, value) in record.iter() {
            let field = record.kind.field(number).filter(|field| field.searchable);
            for text in value.items().filter_map(|item| item.text()) {
                match field.map(|field| field.kind) {
                    Some(FieldType::Phone) => {
                        digits.extend(phone_digits(text).split(' ').map(str::to_string));
                    }
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
                            if word.len() > 3 {
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

/// A word as it is typed where it is meant as one: what joins or negates others, in quotes.
fn as_word(word: &str) -> String {
    let between = Query::parse(&format!("x {word} y"), today());
    match between.terms == Terms::of(&format!("x {word} y")) {
        true => word.to_string(),
        false => format!("\"{word}\""),
    }
}

#[test]
fn what_joins_words_is_a_word_in_quotes() {
    for word in ["and", "et", "or", "ou", "not", "sauf"] {
        assert_eq!(as_word(word), format!("\"{word}\""));
    }
    for word in ["mar", "@univ", "56", "é", "non"] {
        assert_eq!(as_word(word), word);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn filtering_is_reading_every_record(
        seed in 0u64..4,
        words in proptest::collection::vec("mar|du|e|universite|DGS|[a-z]{1,4}|@univ|Nant|[0-9]{2,4}|é|saint|et|or|not", 1..3),
        collection in prop::sample::select(vec![PEOPLE, guichet::model::kinds::organisation::ADHERENTS, guichet::model::kinds::organisation::PARTNERS, guichet::model::kinds::session::TRAININGS, Collection::All(Kind::Affiliation)]),
    ) {
        // Numbers that follow each other are one number: put a word between them.
        let words: Vec<&str> = words.iter().enumerate().filter(|(at, word)| *at == 0 || !word.bytes().all(|b| b.is_ascii_digit())).map(|(_, word)| word.as_str()).collect();
        let catalog = catalog(made_up::records(&SMALL, seed));
        let written: Vec<String> = words.iter().map(|word| as_word(word)).collect();
        let filtered = catalog.filter(&[collection], &Query::parse(&written.join(" "), today()));
        let expected = naive(&catalog, collection, &words);
        // What is merely near comes after, and is no part of what a plain reading finds.
        prop_assert_eq!(filtered.exact().into_iter().collect::<BTreeSet<_>>(), expected);
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

/// A name of one word many times over has very many ways to be abbreviated.
#[test]
fn an_abbreviation_of_a_word_repeated_is_answered() {
    let desk = catalog([organisation(1, "AA", &"aa ".repeat(60))]);
    let typed = format!("{}b", "a".repeat(30));
    assert_eq!(search(&desk, &typed, &[]).total, 0);
}
