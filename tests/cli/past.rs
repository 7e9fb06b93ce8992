//! What is over on the command line: left out of conditions across links, marked where it is shown.

use serde_json::{Value, json};

use crate::program::Surroundings;

const FUNCTIONS: &str = "person;organisation;function;until\n\
    Abel;ALPHA;DGS;2021-08-31\n\
    Abel;BETA;DAF;\n\
    Blanc;ALPHA;DGS;\n";

fn here() -> Surroundings {
    let here = Surroundings::with_three();
    for (kind, name, text) in [
        ("person", "people.csv", "name\nAbel\nBlanc\n"),
        ("affiliation", "functions.csv", FUNCTIONS),
    ] {
        let file = here.write(name, text);
        let ended = here.run(&["import", kind, file.to_str().unwrap()]);
        assert_eq!(ended.code, 0, "{ended:?}");
    }
    here
}

fn names(found: &Value) -> Vec<&str> {
    let records = found.as_array().unwrap().iter();
    records.map(|one| one["name"].as_str().unwrap()).collect()
}

#[test]
fn find_and_export_leave_out_links_that_are_over_unless_asked() {
    let here = here();
    let sorted = |found: &Value| {
        let mut names: Vec<String> = names(found).iter().map(ToString::to_string).collect();
        names.sort();
        names
    };
    for (query, people) in [
        ("function:dgs", vec!["Blanc"]),
        ("past:function:dgs", vec!["Abel"]),
        ("function:dgs past:yes", vec!["Abel", "Blanc"]),
        ("function:dgs until:..2021", vec!["Abel"]),
        ("function:daf organisation:alpha", vec![]),
        ("function:daf organisation:beta", vec!["Abel"]),
    ] {
        let found = here.json(&["find", query, "--kind", "person", "--json"]);
        assert_eq!(sorted(&found), people, "{query}");
        let exported = here.json(&["export", "person", "--query", query, "--json"]);
        assert_eq!(sorted(&exported), people, "{query}");
    }
    let all = here.json(&["export", "affiliation", "--json"]);
    assert_eq!(
        all.as_array().unwrap().len(),
        3,
        "nothing is left out of its own kind"
    );
}

#[test]
fn find_has_it_last_and_marked() {
    let here = here();
    let found = here.run(&["find", "function:dgs", "--kind", "affiliation"]);
    let lines: Vec<&str> = found.out.lines().collect();
    assert!(lines[0].ends_with("\tBlanc · DGS · ALPHA"), "{lines:?}");
    assert!(
        lines[1].ends_with("\tAbel · DGS · ALPHA\tjusqu’au 31/08/2021"),
        "{lines:?}"
    );
    let found = here.json(&["find", "dgs", "--kind", "person", "--json"]);
    assert_eq!(names(&found), ["Blanc", "Abel"]);
    let past = |at: usize| found[at].get("past").cloned();
    assert_eq!((past(0), past(1)), (None, Some(json!(true))));
}

#[test]
fn show_keeps_all_links_and_tells_which_are_over() {
    let here = here();
    let shown = here.json(&["show", "organisation/ALPHA", "--json"]);
    let links = shown[0]["links"]["affiliation"].as_array().unwrap();
    let told: Vec<(&str, Option<&Value>)> = links
        .iter()
        .map(|link| (link["title"].as_str().unwrap(), link.get("past")))
        .collect();
    assert_eq!(
        told,
        [
            ("Blanc · DGS · ALPHA", None),
            ("Abel · DGS · ALPHA", Some(&json!(true)))
        ]
    );
    let text = here.run(&["show", "organisation/ALPHA"]).out;
    assert!(text.contains("Fonctions 1 + 1 passée\n"), "{text}");
    assert!(
        text.contains("  Abel · DGS · jusqu’au 31/08/2021 — affiliation/"),
        "{text}"
    );
}
