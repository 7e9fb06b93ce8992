use serde_json::json;

use crate::program::Surroundings;

const VIEWS: &str = "name;pane;query;columns;order;owner\n\
    Villes;adherents;has:city;acronym:12|city:20|affiliations:8;-city;\n\
    Abîmée;adherents;city:lyon champ:3;acronym|perdue;perdue;\n\
    Perdue;nulle part;;;;\n\
    Autre;adherents;;acronym;;quelqu’un d’autre\n";

fn with_views() -> Surroundings {
    let here = Surroundings::with_three();
    let file = here.write("views.csv", VIEWS);
    let told = here.json(&["import", "view", file.to_str().unwrap(), "--json"]);
    assert_eq!(told["made"], 4, "{told}");
    here
}

#[test]
fn find_shows_a_view_as_its_pane_does() {
    let here = with_views();
    let found = here.run(&["find", "--view", "villes"]);
    assert_eq!(found.code, 0, "{found:?}");
    let cities: Vec<&str> = found
        .out
        .lines()
        .map(|line| line.split('\t').nth(2).unwrap())
        .collect();
    let mut sorted = cities.clone();
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    assert_eq!((cities.len(), &cities), (3, &sorted));
    assert!(
        found.out.lines().all(|line| line.ends_with("\t0")),
        "{found:?}"
    );
    let one = here.json(&["find", "city:lyon", "--view", "Villes", "--json"]);
    assert_eq!(one.as_array().unwrap().len(), 1, "{one}");
    assert_eq!(one[0]["affiliations"], json!(0), "{one}");
    assert_eq!(
        here.run(&["find", "--view", "Villes", "--limit", "2"])
            .out
            .lines()
            .count(),
        2
    );
}

#[test]
fn what_is_asked_besides_a_view_opens_none_of_it() {
    let here = Surroundings::with_three();
    let file = here.write(
        "or.csv",
        "name;pane;query\nDeux;adherents;city:lyon or city:nantes\n",
    );
    here.json(&["import", "view", file.to_str().unwrap(), "--json"]);
    let count = |asked: &[&str]| here.run(asked).out.lines().count();
    let (whole, beside) = (
        count(&["find", "--view", "Deux"]),
        count(&["find", "--view", "Deux", "city:paris"]),
    );
    assert!(whole > 0 && beside == 0, "{whole} {beside}");
    let open = here.run(&["find", "--view", "Deux", "x)", "or", "(city:paris"]);
    assert_eq!(open.code, 2, "{open:?}");
    let empty = here.run(&["export", "adherent", "--query", "city:"]);
    assert_eq!((empty.code, empty.out.as_str()), (2, ""), "{empty:?}");
}

#[test]
fn export_writes_the_columns_and_the_order_of_a_view() {
    let here = with_views();
    let exported = here.run(&["export", "adherent", "--view", "Villes"]);
    let mut lines = exported.out.lines();
    assert_eq!(
        lines.next(),
        Some("id,acronym,city,affiliations"),
        "{exported:?}"
    );
    assert_eq!(lines.count(), 3);
    let objects = here.json(&["export", "organisation", "--view", "Villes", "--json"]);
    let keys: Vec<&String> = objects[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["kind", "id", "acronym", "city", "affiliations"]);
}

#[test]
fn what_a_view_shows_beside_fields_is_known_and_skipped_where_it_is_imported() {
    let here = Surroundings::with_three();
    let file = here.write(
        "across.csv",
        "name;pane;columns\n\
         Gens;people;title|city|organisation|organisation.city|affiliations|registrations\n\
         Sessions;trainings;title|date|fill\n",
    );
    let people = here.write("people.csv", "name;city;organisation\nMartin;Nice;ALPHA\n");
    let sessions = here.write("sessions.csv", "name;date;type\nPaie;2026-03-02;training\n");
    for (kind, file) in [("view", &file), ("person", &people), ("session", &sessions)] {
        here.json(&["import", kind, file.to_str().unwrap(), "--json"]);
    }
    for (kind, view) in [("person", "Gens"), ("session", "Sessions")] {
        for french in [&["--french"][..], &[]] {
            let out = here.path("out.csv");
            let mut asked = vec![
                "export",
                kind,
                "--view",
                view,
                "--out",
                out.to_str().unwrap(),
            ];
            asked.extend(french);
            assert_eq!(here.run(&asked).code, 0);
            let exported = std::fs::read_to_string(&out).unwrap();
            assert!(exported.lines().count() == 2, "{exported}");
            let told = here.json(&["import", kind, out.to_str().unwrap(), "--dry-run", "--json"]);
            assert_eq!(told["refused"], json!([]), "{told}");
            assert_eq!(
                (&told["made"], &told["updated"]),
                (&json!(0), &json!(0)),
                "{told}"
            );
        }
    }
    // In a file that does not say whose its rows are it is a mistake.
    let other = here.write("other.csv", "name;organisation.city\nMartin;Nantes\n");
    let told = here.run(&["import", "person", other.to_str().unwrap(), "--dry-run"]);
    assert!(told.out.contains("organisation.city"), "{told:?}");
}

#[test]
fn a_view_for_a_french_spreadsheet_is_french_in_its_columns_of_links_too() {
    let here = with_views();
    let file = here.write(
        "fin.csv",
        "name;pane;columns\nFin;adherents;acronym|affiliations\n",
    );
    here.json(&["import", "view", file.to_str().unwrap(), "--json"]);
    let mut command = here.command(&["export", "adherent", "--view", "Fin", "--french"]);
    let out = command.env("LANG", "en_GB.UTF-8").output().unwrap().stdout;
    let out = String::from_utf8(out).unwrap();
    let mut lines = out.trim_start_matches('\u{feff}').lines();
    let header = lines.next().unwrap();
    assert_eq!(header, "id;Sigle;Fonctions", "{out}");
}

#[test]
fn what_makes_no_sense_any_more_is_said_and_the_rest_is_shown() {
    let here = with_views();
    let found = here.run(&["find", "--view", "abimee"]);
    assert_eq!((found.code, found.out.lines().count()), (0, 1), "{found:?}");
    assert!(
        found.err.contains("perdue") && found.err.contains("champ:3"),
        "{found:?}"
    );
}

#[test]
fn a_view_that_is_not_there_or_not_ones_own_is_refused() {
    let here = with_views();
    let near = here.run(&["find", "--view", "vilels"]);
    assert!(near.refused(1).contains("Villes"), "{near:?}");
    assert!(
        here.run(&["find", "--view", "Autre"])
            .refused(1)
            .contains("Autre")
    );
    assert!(
        here.run(&["find", "--view", "Perdue"])
            .refused(1)
            .contains("nulle part")
    );
    let other = here.run(&["export", "person", "--view", "Villes"]);
    assert!(other.refused(1).contains("contacts"), "{other:?}");
    assert_eq!(here.run(&["find"]).code, 2);
}

#[test]
fn computed_fields_are_shown_and_exported_where_they_are_columns() {
    let here = Surroundings::with_three();
    let file = here.write(
        "tenue.csv",
        "name;pane;query;columns;order\nTenue;adherents;;acronym:12|contact_count:8|days_since_contact:8;acronym\n",
    );
    here.json(&["import", "view", file.to_str().unwrap(), "--json"]);
    let people = here.write("gens.csv", "name,organisation,function\nAbel,ALPHA,DGS\n");
    here.json(&["import", "person", people.to_str().unwrap(), "--json"]);
    // Of a view that has them as columns, under a header of their own.
    let shown = here.run(&["export", "adherent", "--view", "Tenue", "--query", "alpha"]);
    assert_eq!(
        shown.out.lines().next(),
        Some("id,acronym,contact_count,days_since_contact")
    );
    let row = shown.out.lines().nth(1).unwrap();
    assert!(row.ends_with(",ALPHA,1,"), "{row}");
    // What was exported is imported again: what nothing keeps is skipped, in either language.
    for arguments in [&["--view", "Tenue"][..], &["--view", "Tenue", "--french"]] {
        let file = here.path("tenue-out.csv");
        let out = ["export", "adherent", "--out", file.to_str().unwrap()];
        assert_eq!(here.run(&[&out, arguments].concat()).code, 0);
        let told = here.json(&["import", "adherent", file.to_str().unwrap(), "--json"]);
        assert_eq!(
            (&told["made"], &told["same"]),
            (&json!(0), &json!(3)),
            "{told}"
        );
    }
    // Not of a whole export.
    assert!(
        !here
            .run(&["export", "adherent"])
            .out
            .contains("contact_count")
    );
    let whole = here.json(&["export", "adherent", "--json"]);
    assert!(whole[0].get("contact_count").is_none(), "{whole}");
    // As a field in JSON, in the sheet and in a query.
    let found = here.json(&["find", "alpha", "--view", "Tenue", "--json"]);
    assert_eq!(found[0]["contact_count"], json!(1), "{found}");
    let sheet = here.json(&["show", "organisation/ALPHA", "--json"]);
    assert_eq!(
        (&sheet[0]["contact_count"], &sheet[0]["open_tasks"]),
        (&json!(1), &json!(0))
    );
    let sheet = here.run(&["show", "organisation/ALPHA"]);
    assert!(sheet.out.contains("Contacts liés : 1"), "{sheet:?}");
    assert!(!sheet.out.contains("Tâches à faire"), "{sheet:?}");
    let abel = here.json(&[
        "find",
        "main_organisation:alpha",
        "--kind",
        "person",
        "--json",
    ]);
    let abel = format!("person/{}", abel[0]["id"].as_str().unwrap());
    let sheet = here.json(&["show", &abel, "--json"]);
    assert_eq!(sheet[0]["main_function"], json!("DGS"), "{sheet}");
    assert_eq!(
        sheet[0]["main_organisation"]["kind"],
        json!("organisation"),
        "{sheet}"
    );
}
