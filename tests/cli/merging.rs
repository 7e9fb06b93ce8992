//! Who is there twice, outside: found, said, merged, taken back.

use serde_json::Value;

use crate::program::Surroundings;

const PEOPLE: &str = "first_name;name;email;phone\n\
    Ada;Durand;ada.durand@un.fr;0612345678\n\
    Zoé;Martin;zoe@un.fr;0698765432\n\
    Luc;Petit;luc@un.fr;0611223344\n";

/// Three people, one of them a second time under another spelling, made by hand: an import would find her.
fn with_twins() -> (Surroundings, String, String) {
    let here = Surroundings::with_three();
    let file = here.write("people.csv", PEOPLE);
    assert_eq!(
        here.run(&["import", "person", file.to_str().unwrap()]).code,
        0
    );
    let ids = |here: &Surroundings| -> Vec<(String, String)> {
        let people = here.json(&["export", "person", "--json"]);
        let people = people.as_array().unwrap().iter();
        let text = |person: &Value, key: &str| person[key].as_str().unwrap_or_default().to_string();
        people
            .map(|person| (text(person, "name"), text(person, "id")))
            .collect()
    };
    let file = here.write("again.csv", "first_name;name;city\nAda;Durant;Nantes\n");
    assert_eq!(
        here.run(&["import", "person", file.to_str().unwrap()]).code,
        0
    );
    let all = ids(&here);
    let id = |name: &str| {
        let found = all.iter().find(|(other, _)| other == name).unwrap();
        format!("person/{}", found.1.trim_start_matches("person/"))
    };
    let (one, other) = (id("Durand"), id("Durant"));
    (here, one, other)
}

#[test]
fn two_become_one_in_a_step_that_is_taken_back() {
    let (here, one, other) = with_twins();
    let before = here.run(&["export", "person"]).out;
    let looked = here.run(&["merge", &one, &other, "--dry-run"]);
    assert_eq!(looked.code, 0, "{looked:?}");
    assert_eq!(here.run(&["export", "person"]).out, before);
    let merged = here.run(&["merge", &one, &other]);
    assert_eq!(merged.code, 0, "{merged:?}");
    let people = here.json(&["export", "person", "--json"]);
    assert_eq!(people.as_array().unwrap().len(), 3, "{people}");
    let ada = people
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["name"] == "Durand")
        .unwrap();
    assert_eq!(
        (&ada["city"], &ada["former_names"][0]),
        (&"Nantes".into(), &"Durant".into())
    );
    assert_eq!(here.run(&["undo"]).code, 0);
    assert_eq!(here.run(&["export", "person"]).out, before);
    assert_eq!(
        here.json(&["doctor", "--json"])["findings"],
        serde_json::json!([])
    );
}

#[test]
fn who_is_likely_there_twice_is_said_with_what_says_so() {
    let (here, one, other) = with_twins();
    let found = here.json(&["duplicates", "person", "--json"]);
    let groups = found.as_array().unwrap();
    let ids: Vec<&str> = groups
        .iter()
        .flat_map(|group| group["records"].as_array().unwrap())
        .map(|record| record["id"].as_str().unwrap())
        .collect();
    assert!(
        ids.contains(&one.as_str()) && ids.contains(&other.as_str()),
        "{found}"
    );
    let told = here.run(&["duplicates"]);
    assert!(
        told.code == 0 && told.out.contains("prénom : le même"),
        "{told:?}"
    );
}

#[test]
fn what_can_not_be_compared_or_merged_is_refused_with_the_reason() {
    let (here, one, _) = with_twins();
    let registrations = here.run(&["duplicates", "registration"]);
    assert_eq!(registrations.code, 2, "{registrations:?}");
    assert_eq!(here.run(&["merge", &one]).code, 2);
    let alone = here.run(&["merge", &one, &one]);
    assert!(
        alone.code == 1 && alone.err.contains("deux fiches"),
        "{alone:?}"
    );
    let kinds = here.run(&["merge", &one, "adherent/ALPHA"]);
    assert!(kinds.code == 1 && kinds.err.contains("nature"), "{kinds:?}");
}
