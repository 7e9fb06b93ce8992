//! CSV for a French spreadsheet: French headers and values, read again as they were.

use guichet::exchange::csv;
use guichet::model::{Kind, Lang};

use crate::program::Surroundings;

#[test]
fn no_two_fields_of_a_kind_share_a_header() {
    for kind in Kind::ALL {
        for lang in [Lang::Fr, Lang::En] {
            let mut header = csv::header(*kind, Some(lang));
            let many = header.len();
            header.sort_unstable();
            header.dedup();
            assert_eq!(header.len(), many, "{kind:?}");
        }
    }
}

#[test]
fn a_french_export_of_every_kind_is_read_again_and_changes_nothing() {
    let here = Surroundings::new();
    let filled = here.run(&["sample", "--people", "60", "--seed", "7"]);
    assert_eq!(filled.code, 0, "{filled:?}");
    for kind in Kind::ALL {
        let file = here.path(&format!("{}.csv", kind.key()));
        let out = file.to_str().unwrap();
        let done = here.run(&["export", kind.key(), "--french", "--out", out]);
        assert_eq!(done.code, 0, "{done:?}");
        let text = std::fs::read_to_string(&file).unwrap();
        let first = text.lines().next().unwrap();
        let label = kind.fields()[0].label(Lang::Fr);
        assert!(first.contains(label), "{first}");
        if text.lines().count() < 2 {
            continue;
        }
        let said = here.json(&["import", kind.key(), out, "--json"]);
        assert_eq!(
            (&said["made"], &said["updated"]),
            (&0.into(), &0.into()),
            "{kind:?}: {said}"
        );
        assert_eq!(said["refused"], serde_json::json!([]), "{kind:?}");
    }
}

#[test]
fn dates_numbers_and_choices_are_written_as_in_french() {
    let here = Surroundings::new();
    let file = here.write(
        "session.csv",
        "name,type,date,mode\nClub paie,club_u,2022-06-15,remote\n",
    );
    let made = here.run(&["import", "session", file.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{made:?}");
    let out = here.run(&["export", "session", "--french"]).out;
    assert!(
        out.contains("15/06/2022") && out.contains("Club’U"),
        "{out}"
    );
}
