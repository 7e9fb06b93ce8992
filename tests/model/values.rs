use std::sync::OnceLock;

use guichet::model::kinds::{
    affiliation, agreement, interaction, module, organisation, person, session, solution, task,
};
use guichet::model::text::{Names, Parsing, parse, plain, shown};
use guichet::model::{
    Date, Decimal, Fault, Field, Fields, Kind, Lang, Problem, RecordRef, Value, Zone,
};
use proptest::prelude::*;
use ulid::Ulid;

/// Knows one organisation, "UCA".
struct OneName;

fn uca() -> RecordRef {
    RecordRef::new(Kind::Organisation, Ulid::from(1u128))
}

impl Names for OneName {
    fn zone(&self) -> &Zone {
        static UTC: OnceLock<Zone> = OnceLock::new();
        UTC.get_or_init(Zone::utc)
    }

    fn named(&self, _: &[Kind], text: &str) -> Result<RecordRef, Fault> {
        if text == "UCA" {
            Ok(uca())
        } else {
            Err(Fault::NoRecord(None))
        }
    }

    fn written(&self, record: RecordRef) -> Option<String> {
        (record == uca()).then(|| "UCA".to_string())
    }
}

fn reading() -> Parsing<'static> {
    Parsing {
        today: Date::new(2024, 5, 15),
        separators: &['|', ';'],
        names: &OneName,
    }
}

fn read(field: &Field, text: &str) -> Result<Option<Value>, Fault> {
    parse(field, text, &reading())
}

fn say(field: &Field, text: &str, lang: Lang) -> String {
    shown(field, &read(field, text).unwrap().unwrap(), lang, &OneName)
}

#[test]
fn blank_is_no_value() {
    for field in [
        &organisation::NAME,
        &person::PHONE,
        &session::DATE,
        &module::PRICE,
    ] {
        assert_eq!(read(field, "  "), Ok(None));
        assert_eq!(read(&person::PHONE, " ; | "), Ok(None));
    }
}

#[test]
fn choices_by_key_label_or_the_letters_that_only_one_has() {
    for text in [
        "web_conference",
        "Webconférence",
        "WEBCONFERENCE",
        "web",
        "Web conference",
    ] {
        assert_eq!(
            read(&session::TYPE, text),
            Ok(Some(Value::text("web_conference"))),
            "{text}"
        );
    }
    assert_eq!(
        read(&session::TYPE, "Lab'U"),
        Ok(Some(Value::text("lab_u")))
    );
    assert_eq!(
        read(&session::TYPE, "c"),
        Err(Fault::Choice(None)),
        "several begin so"
    );
    assert_eq!(
        read(&session::TYPE, "Seminare"),
        Err(Fault::Choice(Some("Séminaire".into())))
    );
    assert_eq!(
        read(&person::CIVILITY_FIELD, "m"),
        Ok(Some(Value::text("m")))
    );
    assert_eq!(
        read(&person::CIVILITY_FIELD, "Mme"),
        Ok(Some(Value::text("mme")))
    );
}

#[test]
fn details_stand_in_brackets() {
    let mobile = Value::Detailed(
        Box::new(Value::text("06 12 34 56 78")),
        vec![(1, Value::text("mobile"))],
    );
    assert_eq!(
        read(&person::PHONE, "06 12 34 56 78 (mobile)"),
        Ok(Some(Value::Many(vec![mobile.clone()])))
    );
    let both = read(&person::PHONE, "06 12 34 56 78 (Vérifié, mobile); 4512")
        .unwrap()
        .unwrap();
    assert_eq!(
        both,
        read(
            &person::PHONE,
            "06 12 34 56 78 (kind:mobile, validity:verified) | 4512"
        )
        .unwrap()
        .unwrap()
    );
    assert_eq!(
        plain(&person::PHONE, &both, &OneName),
        "06 12 34 56 78 (mobile, verified)|4512"
    );
    assert_eq!(
        shown(&person::PHONE, &both, Lang::Fr, &OneName),
        "06 12 34 56 78 (mobile, vérifié) ; 4512"
    );
    assert_eq!(
        read(&organisation::NAME, "Université (Paris)"),
        Ok(Some(Value::text("Université (Paris)")))
    );
    assert_eq!(
        read(&person::PHONE, "(mobile)"),
        Ok(Some(Value::Many(vec![Value::text("(mobile)")])))
    );
}

#[test]
fn numbers_and_amounts_as_people_write_them() {
    assert_eq!(
        read(&session::CAPACITY, "18 900"),
        Ok(Some(Value::Integer(18_900)))
    );
    assert_eq!(read(&session::CAPACITY, "12,5"), Err(Fault::Integer));
    assert_eq!(
        read(&solution::FTE, "9,75"),
        Ok(Some(Value::Decimal(Decimal(9_750_000))))
    );
    assert_eq!(
        read(&module::PRICE, "1 250,50 €"),
        Ok(Some(Value::Money(125_050)))
    );
    assert_eq!(read(&module::PRICE, "12,345"), Err(Fault::Money));
    assert_eq!(
        say(&module::PRICE, "18900.5", Lang::Fr),
        "18\u{202f}900,50\u{a0}€"
    );
    assert_eq!(say(&module::PRICE, "-0,50", Lang::Fr), "-0,50\u{a0}€");
    assert_eq!(say(&session::CAPACITY, "2022", Lang::Fr), "2\u{202f}022");
    assert_eq!(say(&session::CAPACITY, "1234567", Lang::En), "1,234,567");
    assert_eq!(
        say(&session::CAPACITY, "-12345", Lang::Fr),
        "-12\u{202f}345"
    );
}

#[test]
fn moments_have_a_day_and_perhaps_an_hour() {
    let typed = |text: &str| say(&interaction::AT, text, Lang::En);
    assert_eq!(typed("2022-11-15 14:30"), "2022-11-15 14:30");
    assert_eq!(typed("2022-11-15T14:30"), "2022-11-15 14:30");
    assert_eq!(typed("15/11/2022 9h"), "2022-11-15 09:00");
    assert_eq!(typed("hier 14h05"), "2024-05-14 14:05");
    assert_eq!(typed("Thursday"), "2024-05-16 00:00");
    assert_eq!(typed("Thursday 8:15"), "2024-05-16 08:15");
    for text in ["14:30", "2022-11-15 25:00", "2022-11-15 14:xx", "x 14:30"] {
        assert_eq!(read(&interaction::AT, text), Err(Fault::DateTime), "{text}");
    }
}

#[test]
fn booleans_and_references() {
    assert_eq!(read(&task::DONE, "Oui"), Ok(Some(Value::Boolean(true))));
    assert_eq!(read(&task::DONE, "n"), Ok(Some(Value::Boolean(false))));
    assert_eq!(read(&task::DONE, "peut-être"), Err(Fault::Boolean));
    assert_eq!(
        read(&agreement::COUNTERPARTS, "UCA; UCA"),
        Ok(Some(Value::Many(vec![Value::Reference(uca()); 2])))
    );
    assert_eq!(say(&agreement::COUNTERPARTS, "UCA", Lang::Fr), "UCA");
    let gone = Value::Reference(RecordRef::new(Kind::Person, Ulid::from(9u128)));
    assert_eq!(
        plain(&affiliation::PERSON, &gone, &OneName),
        "person/00000000000000000000000009"
    );
    assert_eq!(
        "person/00000000000000000000000009".parse(),
        Ok(gone.as_reference().unwrap())
    );
}

#[test]
fn a_record_is_checked_field_by_field() {
    let fields = Fields::new()
        .with(organisation::UAI.number, Value::text("0751717K"))
        .with(
            organisation::EMAIL.number,
            Value::Many(vec![Value::text("a@b.fr"), Value::text("nobody")]),
        )
        .with(
            organisation::MEMBER_SINCE.number,
            Value::Date(Date::new(2022, 6, 0).unwrap()),
        )
        .with(
            organisation::MEMBER_UNTIL.number,
            Value::Date(Date::new(2022, 5, 31).unwrap()),
        );
    let problems = guichet::model::check::check(Kind::Organisation, &fields, &|_| true);
    let expected = [
        (1, Fault::Required),
        (6, Fault::UaiLetter('J')),
        (12, Fault::Email),
        (15, Fault::Before("member_since")),
    ];
    assert_eq!(
        problems,
        expected.map(|(field, fault)| Problem { field, fault })
    );
    // A year that can mean a later day is not before it.
    let coarse = Fields::new()
        .with(organisation::NAME.number, Value::text("x"))
        .with(
            organisation::MEMBER_SINCE.number,
            Value::Date(Date::new(2022, 6, 1).unwrap()),
        )
        .with(
            organisation::MEMBER_UNTIL.number,
            Value::Date(Date::new(2022, 0, 0).unwrap()),
        );
    assert_eq!(
        guichet::model::check::check(Kind::Organisation, &coarse, &|_| true),
        []
    );
    let gone = Fields::new().with(affiliation::PERSON.number, Value::Reference(uca()));
    let problems = guichet::model::check::check(Kind::Affiliation, &gone, &|_| false);
    assert_eq!(problems.first().map(|p| &p.fault), Some(&Fault::Gone));
}

#[test]
fn numbers_and_keys_of_fields_are_given_once() {
    for kind in Kind::ALL {
        let mut numbers: Vec<u16> = kind.fields().iter().map(|field| field.number).collect();
        let mut keys: Vec<&str> = kind.fields().iter().map(|field| field.key).collect();
        numbers.sort_unstable();
        keys.sort_unstable();
        assert!(
            numbers.windows(2).all(|pair| pair[0] != pair[1]),
            "{kind:?}"
        );
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{kind:?}");
        assert_eq!(Kind::from_code(kind.code()), Some(*kind));
        assert_eq!(Kind::by_key(kind.key()), Some(*kind));
        let named = kind
            .definition()
            .title
            .iter()
            .chain(kind.definition().short.as_ref())
            .chain(kind.definition().when.as_ref());
        named.for_each(|number| assert!(kind.field(*number).is_some(), "{kind:?} {number}"));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,30}") {
        for field in Kind::ALL.iter().flat_map(|kind| kind.fields()) {
            if let Ok(Some(value)) = read(field, &text) {
                let _ = (plain(field, &value, &OneName), shown(field, &value, Lang::Fr, &OneName));
            }
        }
    }

    #[test]
    fn what_is_written_for_machines_reads_back(integer: i64, millionths: i64, cents in -900_000_000_000i64..900_000_000_000, yes: bool) {
        for (field, value) in [
            (&session::CAPACITY, Value::Integer(integer)),
            (&solution::FTE, Value::Decimal(Decimal(millionths.max(-i64::MAX)))),
            (&module::PRICE, Value::Money(cents)),
            (&task::DONE, Value::Boolean(yes)),
        ] {
            prop_assert_eq!(read(field, &plain(field, &value, &OneName)), Ok(Some(value)));
        }
    }

    #[test]
    fn what_is_shown_reads_back(integer: i64, cents in -900_000_000_000i64..900_000_000_000) {
        for (field, value) in [(&session::CAPACITY, Value::Integer(integer)), (&module::PRICE, Value::Money(cents))] {
            prop_assert_eq!(read(field, &shown(field, &value, Lang::Fr, &OneName)), Ok(Some(value)));
        }
    }
}
