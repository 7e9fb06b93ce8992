//! `guichet who`: who has the store open, without a desk of one's own.

use guichet::model::RecordRef;
use guichet::store::presence::{On, Seat, Told};

use crate::program::Surroundings;

/// A moment of 2026: 12:00 by UTC.
const NOON: i64 = 1_794_830_400_000;

fn alpha(here: &Surroundings) -> RecordRef {
    let found = here.json(&["show", "adherent/ALPHA", "--json"]);
    let found = found.as_array().map_or(&found, |all| &all[0]);
    let id = found["id"].as_str().unwrap();
    format!("organisation/{id}").parse().unwrap()
}

#[test]
fn nobody_is_said_plainly() {
    let here = Surroundings::with_three();
    let ended = here.run(&["who"]);
    assert_eq!(
        (ended.code, ended.out.as_str()),
        (0, "Personne n’a la base ouverte.\n")
    );
    assert_eq!(here.json(&["who", "--json"]), serde_json::json!([]));
    let none = Surroundings::new().run(&["who"]);
    assert_eq!((none.code, none.out.as_str()), (3, ""));
}

#[test]
fn everybody_is_named_with_what_they_are_at() {
    let here = Surroundings::with_three();
    let record = alpha(&here);
    let told = Told {
        user: "Marie\u{1b}[2J\u{202e}\nCurie".to_string(),
        since: NOON,
        from: "192.0.2.7".to_string(),
        shown: Some(On {
            record,
            since: NOON,
        }),
        edited: Vec::new(),
    };
    let seat = Seat::take(&here.store()).unwrap();
    seat.tell(&told).unwrap();
    let pid = std::process::id();
    let ended = here.run(&["who"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(!ended.out.contains(['\u{1b}', '\u{202e}']), "{ended:?}");
    assert_eq!(ended.out.lines().count(), 1, "{ended:?}");
    let hour = "depuis 16/11/2026 ";
    for part in [
        "Marie",
        "Curie",
        hour,
        "192.0.2.7",
        "regarde Université Alpha · ALPHA",
    ] {
        assert!(ended.out.contains(part), "{part}: {ended:?}");
    }
    assert!(ended.out.contains(&format!("processus {pid}")), "{ended:?}");
    assert!(ended.out.contains(&format!("({record})")), "{ended:?}");
    let found = here.json(&["who", "--json"]);
    let one = &found[0];
    assert_eq!(one["pid"], pid);
    assert_eq!(one["from"], "192.0.2.7");
    assert_eq!(
        (&one["editing"], &one["stopped"]),
        (&false.into(), &false.into())
    );
    let at = &one["records"][0];
    assert_eq!(
        (&at["kind"], &at["title"]),
        (&"organisation".into(), &"Université Alpha".into())
    );
    assert_eq!(
        (&at["id"], &at["editing"]),
        (&record.id.to_string().into(), &false.into())
    );

    seat.tell(&Told {
        edited: vec![On {
            record,
            since: NOON,
        }],
        ..told
    })
    .unwrap();
    assert!(here.run(&["who"]).out.contains("modifie Université Alpha"));
    assert_eq!(here.json(&["who", "--json"])[0]["editing"], true);
    drop(seat);
    assert_eq!(here.json(&["who", "--json"]), serde_json::json!([]));
}
