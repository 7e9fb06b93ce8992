use guichet::model::Lang;
use guichet::model::date::{Date, DateError};
use proptest::prelude::*;

/// A Wednesday.
fn today() -> Date {
    Date::new(2024, 5, 15).unwrap()
}

fn read(text: &str) -> Result<String, DateError> {
    Date::parse(text, today()).map(|date| date.to_string())
}

#[test]
fn reads_every_precision_in_both_orders() {
    for (text, date) in [
        ("2022", "2022"),
        ("2022-11", "2022-11"),
        ("11/2022", "2022-11"),
        ("2022-11-15", "2022-11-15"),
        ("15/11/2022", "2022-11-15"),
        ("5/3/2022", "2022-03-05"),
        ("  29/02/2024 ", "2024-02-29"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(date), "{text}");
    }
}

#[test]
fn reads_against_today() {
    for (text, date) in [
        ("15/11", "2024-11-15"),
        ("+7", "2024-05-22"),
        ("+7j", "2024-05-22"),
        ("-3", "2024-05-12"),
        ("-3d", "2024-05-12"),
        ("auj", "2024-05-15"),
        ("aujourd’hui", "2024-05-15"),
        ("Aujourd'hui", "2024-05-15"),
        ("today", "2024-05-15"),
        ("demain", "2024-05-16"),
        ("hier", "2024-05-14"),
        ("jeudi", "2024-05-16"),
        ("mer", "2024-05-22"),
        ("Mardi", "2024-05-21"),
        ("monday", "2024-05-20"),
        ("dim", "2024-05-19"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(date), "{text}");
    }
}

#[test]
fn tells_a_wrong_form_from_a_day_that_is_not() {
    for text in [
        "",
        "x",
        "20",
        "2022-",
        "15/11/22",
        "15.11.2022",
        "+",
        "+-5",
        "--2147483648",
        "- 3",
        "/",
        "2022/11/15",
        "+99999",
    ] {
        assert_eq!(read(text), Err(DateError::Form), "{text}");
    }
    for text in [
        "2022-13",
        "29/02/2023",
        "31/04",
        "2022-00-10",
        "2022-05-00",
        "0/2022",
        "0000",
    ] {
        assert_eq!(read(text), Err(DateError::NoSuchDay), "{text}");
    }
}

#[test]
fn shows_as_written_in_each_language() {
    let shown = |text: &str, lang| Date::parse(text, today()).unwrap().display(lang);
    assert_eq!(shown("2022-11-05", Lang::Fr), "05/11/2022");
    assert_eq!(shown("2022-11", Lang::Fr), "11/2022");
    assert_eq!(shown("2022", Lang::Fr), "2022");
    assert_eq!(shown("5/11/2022", Lang::En), "2022-11-05");
}

#[test]
fn a_coarse_date_comes_before_those_that_it_holds() {
    let mut dates = ["2022-02", "2022", "2022-02-01", "2021-12-31", "2022-01-31"]
        .map(|d| Date::parse(d, today()).unwrap());
    dates.sort();
    assert_eq!(
        dates.map(|d| d.to_string()),
        ["2021-12-31", "2022", "2022-01-31", "2022-02", "2022-02-01"]
    );
    let leap = Date::new(2024, 2, 0).unwrap();
    assert_eq!((leap.first_day().day(), leap.last_day().day()), (1, 29));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,16}|[-+/0-9jd]{0,12}") {
        let _ = Date::parse(&text, today());
    }

    #[test]
    fn every_date_survives_writing(year in 1i16..=9999, month in 0u8..=12, day in 0u8..=31) {
        let Some(date) = Date::new(year, month, day) else { return Ok(()) };
        prop_assert_eq!(Date::from_packed(date.packed()), Some(date));
        prop_assert_eq!(Date::parse(&date.to_string(), today()), Ok(date));
        prop_assert_eq!(Date::parse(&date.display(Lang::Fr), today()), Ok(date));
        prop_assert!(date.first_day() <= date.last_day());
    }

    #[test]
    fn any_packed_number_is_a_date_or_none(packed: i32) {
        if let Some(date) = Date::from_packed(packed) {
            prop_assert_eq!(date.packed(), packed);
        }
    }
}
