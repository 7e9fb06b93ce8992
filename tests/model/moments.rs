use guichet::model::moment::{hour, shown};
use guichet::model::moment::{parse, rfc3339, typed};
use guichet::model::{Date, Fault, Lang, Zone};
use proptest::prelude::*;

/// Where the users sit, on both sides of the date line, with and without a change of clocks.
const ZONES: [&str; 4] = [
    "UTC",
    "Europe/Paris",
    "Pacific/Auckland",
    "America/Guadeloupe",
];

fn zones() -> impl Iterator<Item = Zone> {
    ZONES.iter().map(|name| Zone::named(name).unwrap())
}

fn read(text: &str, zone: &Zone) -> Result<i64, Fault> {
    parse(text, Date::new(2022, 12, 7), zone)
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
        for zone in zones() {
            assert_eq!(read(text, &zone), Ok(wanted), "{text}");
        }
    }
    let read = |text| read(text, &Zone::named("Pacific/Auckland").unwrap());
    assert_eq!(read("2022-12-07T07:55:56.789Z"), Ok(wanted + 789));
    assert_eq!(read("2022-12-07T07:55:56,7Z"), Ok(wanted + 700));
    assert_eq!(read("2022-12-07T07:55:56.789123Z"), Ok(wanted + 789));
    assert_eq!(read("2022-12-07T07:55Z"), Ok(wanted - 56_000));
}

#[test]
fn a_moment_without_an_offset_is_the_hour_here() {
    let hours = [0, -1, -13, 4];
    for (zone, hours) in zones().zip(hours) {
        let read = |text| read(text, &zone);
        let wanted = Ok(1_670_399_756_000 + hours * 3_600_000);
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
}

#[test]
fn a_moment_is_said_by_the_clock_that_is_handed_in() {
    let moment = 1_670_455_800_000;
    let said = [
        [
            "2022-12-07T23:30:00+00:00",
            "07/12/2022 23:30",
            "2022-12-07 23:30",
        ],
        [
            "2022-12-08T00:30:00+01:00",
            "08/12/2022 00:30",
            "2022-12-08 00:30",
        ],
        [
            "2022-12-08T12:30:00+13:00",
            "08/12/2022 12:30",
            "2022-12-08 12:30",
        ],
        [
            "2022-12-07T19:30:00-04:00",
            "07/12/2022 19:30",
            "2022-12-07 19:30",
        ],
    ];
    for (zone, [machine, french, english]) in zones().zip(said) {
        assert_eq!(rfc3339(moment, &zone), machine);
        assert_eq!(shown(moment, Lang::Fr, &zone), french);
        assert_eq!(typed(moment, Lang::Fr, &zone), french);
        assert_eq!(shown(moment, Lang::En, &zone), english);
        assert_eq!(zone.day(moment).to_string(), english[..10]);
        assert_eq!(hour(moment, &zone), english[11..]);
    }
}

/// In spring an hour of the clocks is missing, in autumn one is there twice: the first is meant.
#[test]
fn changes_of_clocks_are_those_of_the_zone() {
    let paris = Zone::named("Europe/Paris").unwrap();
    let said = |text| read(text, &paris).map(|moment| rfc3339(moment, &paris));
    assert_eq!(
        said("2022-03-27 02:30"),
        Ok("2022-03-27T03:30:00+02:00".into())
    );
    assert_eq!(
        said("2022-10-30 02:30"),
        Ok("2022-10-30T02:30:00+02:00".into())
    );
    assert_eq!(
        said("2022-10-30 03:30"),
        Ok("2022-10-30T03:30:00+01:00".into())
    );
}

#[test]
fn a_file_has_absolute_moments_only() {
    for text in ["auj 10:00", "+7", "lundi", "15/11 10:00"] {
        assert_eq!(
            parse(text, None, &Zone::utc()),
            Err(Fault::DateTime),
            "{text}"
        );
    }
    assert!(parse("15/11/2022 10:00", None, &Zone::utc()).is_ok());
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
        assert!(read(text, &Zone::utc()).is_err(), "{text}");
    }
    assert_eq!(
        read("2022-02-30 10:00", &Zone::utc()),
        Err(Fault::NoSuchDay)
    );
}

proptest! {
    #[test]
    fn what_is_written_reads_back_to_the_millisecond(at in -2_000_000_000_000i64..4_000_000_000_000, zone in 0..ZONES.len()) {
        let zone = Zone::named(ZONES[zone]).unwrap();
        let text = rfc3339(at, &zone);
        prop_assert_eq!(parse(&text, None, &Zone::utc()), Ok(at));
        prop_assert!(text.get(text.len() - 6..).is_some_and(|end| end.starts_with(['+', '-'])), "{}", text);
    }

    #[test]
    fn what_a_form_shows_reads_back(at in 0i64..4_000_000_000_000, fr in any::<bool>(), zone in 0..ZONES.len()) {
        let lang = if fr { Lang::Fr } else { Lang::En };
        let zone = Zone::named(ZONES[zone]).unwrap();
        // The hour that a change of clocks repeats is read as the first of the two.
        let again = read(&typed(at, lang, &zone), &zone).unwrap();
        prop_assert!(again == at || again.abs_diff(at) == 3_600_000);
    }
}
