use guichet::model::moment::{parse, rfc3339, typed};
use guichet::model::{Date, Fault, Lang};
use proptest::prelude::*;

fn read(text: &str) -> Result<i64, Fault> {
    parse(text, Date::new(2022, 12, 7))
}

#[test]
fn a_moment_with_an_offset_is_the_same_everywhere() {
    let wanted = 1_670_399_756_000;
    for text in [
        "2022-12-07T07:55:56Z",
        "2022-12-07 07:55:56Z",
        "2022-12-07t07:55:56z",
        "2022-12-07T08:55:56+01:00",
        "2022-12-07 08:55:56 +0100",
        "2022-12-07T08:55:56+01",
        "2022-12-07T02:55:56-05:00",
        "2022-12-07 07:55:56 UTC",
        "07/12/2022 07:55:56 Z",
        "07/12/2022 08h55:56+01:00",
    ] {
        assert_eq!(read(text), Ok(wanted), "{text}");
    }
    assert_eq!(read("2022-12-07T07:55:56.789Z"), Ok(wanted + 789));
    assert_eq!(read("2022-12-07T07:55:56,7Z"), Ok(wanted + 700));
    assert_eq!(read("2022-12-07T07:55:56.789123Z"), Ok(wanted + 789));
    assert_eq!(read("2022-12-07T07:55Z"), Ok(wanted - 56_000));
}

#[test]
fn a_moment_without_an_offset_is_the_hour_here() {
    let wanted = read("2022-12-07T07:55:56");
    assert!(wanted.is_ok());
    for text in [
        "2022-12-07 07:55:56",
        "2022-12-07\u{a0}07:55:56",
        "2022-12-07  07:55:56.000",
        "07/12/2022 07:55:56",
        "7/12/2022, 7:55:56",
        "auj 07:55:56",
        "07/12 7h55:56",
    ] {
        assert_eq!(read(text), wanted, "{text}");
    }
    assert_eq!(read("07/12/2022 7h"), read("2022-12-07T07:00"));
    assert_eq!(read("07/12/2022"), read("2022-12-07T00:00"));
}

#[test]
fn a_file_has_absolute_moments_only() {
    for text in ["auj 10:00", "+7", "lundi", "15/11 10:00"] {
        assert_eq!(parse(text, None), Err(Fault::DateTime), "{text}");
    }
    assert!(parse("15/11/2022 10:00", None).is_ok());
}

#[test]
fn what_is_no_moment_is_refused() {
    for text in [
        "2022-12-07T25:00",
        "2022-12-07T10:61",
        "2022-12-07 10:00:00 +25:00",
        "2022-12-07+01:00",
        "10:00",
        "2022-12-07T10:00:00.",
        "2022-12-07T10:00ZZ",
        "hier soir",
    ] {
        assert!(read(text).is_err(), "{text}");
    }
    assert_eq!(read("2022-02-30 10:00"), Err(Fault::NoSuchDay));
}

proptest! {
    #[test]
    fn what_is_written_reads_back_to_the_millisecond(at in -2_000_000_000_000i64..4_000_000_000_000) {
        prop_assert_eq!(parse(&rfc3339(at), None), Ok(at));
        let text = rfc3339(at);
        prop_assert!(text.ends_with('Z') || text.get(text.len() - 6..).is_some_and(|end| end.starts_with(['+', '-'])), "{}", text);
    }

    #[test]
    fn what_a_form_shows_reads_back(at in 0i64..4_000_000_000_000, fr in any::<bool>()) {
        let lang = if fr { Lang::Fr } else { Lang::En };
        // The hour that a change of clocks repeats is read as the first of the two.
        let again = read(&typed(at, lang)).unwrap();
        prop_assert!(again == at || again.abs_diff(at) == 3_600_000);
    }
}
