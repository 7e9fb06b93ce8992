use std::io::Read;
use std::process::Stdio;

use guichet::exchange::format::Format;
use serde_json::{Value, json};

use crate::program::{Surroundings, mode};

#[test]
fn find_gives_fields_title_score_and_what_matched() {
    let here = Surroundings::with_three();
    let found = here.json(&["find", "beta", "--json"]);
    let [one] = found.as_array().unwrap().as_slice() else {
        panic!("{found}");
    };
    assert_eq!(one["kind"], "organisation");
    assert_eq!(one["acronym"], "BETA");
    assert_eq!(one["roles"], json!(["adherent"]));
    assert_eq!(one["title"], "École Bêta");
    assert!(one["score"].as_i64().unwrap() > 0);
    assert_eq!(one["matched"], json!(["acronym", "name"]));
    let text = here.run(&["find", "beta"]);
    let id = one["id"].as_str().unwrap();
    assert_eq!(text.out, format!("organisation/{id}\tÉcole Bêta · BETA\n"));
}

#[test]
fn find_takes_conditions_a_kind_and_a_limit() {
    let here = Surroundings::with_three();
    let count = |arguments: &[&str]| here.json(arguments).as_array().unwrap().len();
    assert_eq!(count(&["find", "city:lyon", "--json"]), 1);
    assert_eq!(
        count(&[
            "find",
            "has:city -city:lyon",
            "--kind",
            "adherent",
            "--json"
        ]),
        2
    );
    assert_eq!(count(&["find", "has:city", "--limit", "2", "--json"]), 2);
    assert_eq!(count(&["find", "beta", "--kind", "person", "--json"]), 0);
}

#[test]
fn nothing_found_is_an_empty_array_and_no_error() {
    let here = Surroundings::with_three();
    assert_eq!(here.run(&["find", "zzz", "--json"]).out, "[]\n");
    assert_eq!(here.run(&["export", "person", "--json"]).out, "[]\n");
    let text = here.run(&["find", "zzz"]);
    assert_eq!((text.code, text.out.as_str()), (0, ""));
}

#[test]
fn show_is_an_array_of_one_with_links_by_kind() {
    let here = Surroundings::with_three();
    let shown = here.json(&["show", "adherent/BETA", "--json"]);
    let [one] = shown.as_array().unwrap().as_slice() else {
        panic!("{shown}");
    };
    assert_eq!(one["name"], "École Bêta");
    assert_eq!(one["links"], json!({}));
    let demo = here.json(&["show", "adherent/UGA", "--demo", "--json"]);
    let links = &demo[0]["links"];
    assert_eq!(links["affiliation"].as_array().unwrap().len(), 2, "{links}");
    assert!(here.names("tmp").is_empty(), "the demo store is gone");
    let text = here.run(&["show", "adherent/BETA"]).out;
    assert!(text.contains("Ville : Brest\n"), "{text}");
}

#[test]
fn export_writes_what_import_reads() {
    let here = Surroundings::with_three();
    let exported = here.run(&["export", "adherent"]);
    assert_eq!(exported.out.lines().count(), 4, "{exported:?}");
    assert!(exported.out.starts_with("id,acronym,name,"), "{exported:?}");
    let file = here.write("again.csv", &exported.out);
    let again = here.json(&["import", "adherent", file.to_str().unwrap(), "--json"]);
    assert_eq!(
        (&again["same"], &again["made"]),
        (&json!(3), &json!(0)),
        "{again}"
    );

    let query = [
        "export",
        "adherent",
        "--query",
        "city:nice",
        "--french",
        "--out",
        "one.csv",
    ];
    let one = here.run(&query);
    assert_eq!((one.code, one.out.as_str()), (0, ""), "{one:?}");
    let text = std::fs::read_to_string(here.path("one.csv")).unwrap();
    assert!(text.starts_with("\u{feff}id;"), "{text}");
    assert_eq!(text.lines().count(), 2);
    assert_eq!(mode(&here.path("one.csv")), 0o600);
    let objects = here.json(&["export", "adherent", "--format", "json"]);
    assert_eq!(objects.as_array().unwrap().len(), 3);
}

#[test]
fn history_tells_who_when_before_and_after() {
    let here = Surroundings::with_three();
    let file = here.write("moved.csv", "acronym;city\nALPHA;Paris\n");
    here.json(&["import", "adherent", file.to_str().unwrap(), "--json"]);
    let history = here.json(&["history", "adherent/ALPHA", "--json"]);
    let [made, moved] = history.as_array().unwrap().as_slice() else {
        panic!("{history}");
    };
    assert_eq!(made["before"], Value::Null);
    assert_eq!(moved["before"], json!({ "city": "Lyon" }));
    assert_eq!(moved["after"], json!({ "city": "Paris" }));
    assert_eq!(moved["author"], "marie");
    // The login is asked of the system, whatever the environment says.
    let login = guichet::store::login();
    assert_eq!(moved["login"], *login);
    assert_eq!(
        (&moved["kind"], &moved["verb"]),
        (&json!("organisation"), &json!("import"))
    );
    let text = here.run(&["history", "adherent/ALPHA"]).out;
    assert!(text.contains("Ville : Lyon → Paris"), "{text}");
    assert!(text.contains(&format!("marie ({login})")), "{text}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let here = Surroundings::with_three();
    for format in Format::written() {
        // People have no place in a calendar, sessions only there.
        let kind = if format.name == "ics" {
            "session"
        } else {
            "person"
        };
        let arguments = ["export", kind, "--demo", "--format", format.name];
        let mut command = here.command(&arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let mut error = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut error)
            .unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), error.as_str()),
            (Some(0), ""),
            "{}",
            format.name
        );
    }
    let line = "{ guichet completions bash; echo $? > code; } | head -n 1; cat code";
    let head = here.shell(line);
    assert_eq!(
        (head.out.lines().last(), head.err.as_str()),
        (Some("0"), "")
    );
}

#[test]
fn completions_and_the_manual_name_every_subcommand() {
    let here = Surroundings::new();
    let verbs = [
        "find", "show", "import", "export", "history", "undo", "sample", "backup", "restore",
        "doctor", "check",
    ];
    let manual = here.run(&["man"]);
    assert!(manual.out.contains(".TH guichet 1"), "{}", manual.out);
    for verb in verbs {
        assert!(manual.out.contains(verb), "{verb}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = here.run(&["completions", shell]);
        assert_eq!(script.code, 0);
        for verb in verbs {
            assert!(script.out.contains(verb), "{shell}: {verb}");
        }
    }
    assert!(here.names("data").is_empty(), "no store was made");
}
