use std::path::Path;

use crate::program::Surroundings;

#[test]
fn wrong_usage_is_two() {
    let here = Surroundings::with_three();
    for arguments in [
        &["find"][..],
        &["find", "x", "--limit", "many"],
        &["no-such-verb"],
        &["--store", "a", "--demo", "find", "x"],
        &["export", "adherent", "--format", "doc"],
        &["completions", "no-shell"],
    ] {
        assert_eq!(here.run(arguments).code, 2, "{arguments:?}");
    }
    let near = here.run(&["find", "x", "--kind", "adherant"]);
    assert!(near.refused(2).contains("adherent"), "{near:?}");
    let query = here.run(&["find", "citi:lyon"]);
    assert!(query.refused(2).contains("citi:lyon"), "{query:?}");
    // What no record of the kind can have is no empty answer.
    for arguments in [
        &["export", "person", "--query", "region:bretagne"][..],
        &["find", "--kind", "person", "region:bretagne"],
        &["find", "kind:person region:bretagne"],
    ] {
        let refused = here.run(arguments);
        assert!(
            refused.refused(2).contains("organisation.region"),
            "{refused:?}"
        );
    }
    assert!(
        here.run(&["show", "UGA"])
            .refused(2)
            .contains("adherent/UGA")
    );
    here.run(&["--json"]).refused(2);
}

#[test]
fn help_names_every_kind_and_is_no_error() {
    let here = Surroundings::new();
    let help = here.run(&["--help"]);
    assert_eq!(help.code, 0);
    for key in guichet::model::Collection::keys() {
        assert!(help.out.contains(key), "{key}: {}", help.out);
    }
    let version = here.run(&["--version"]);
    assert_eq!(
        version.out,
        concat!("guichet ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn a_refusal_is_one() {
    let here = Surroundings::with_three();
    for (arguments, named) in [
        (&["show", "adherent/NOPE"][..], "adherent/NOPE"),
        (&["history", "person/NOPE"], "person/NOPE"),
        (&["import", "adherent", "no.csv"], "no.csv"),
        (&["export", "adherent", "--out", "no/no.csv"], "no/no.csv"),
    ] {
        assert!(here.run(arguments).refused(1).contains(named));
    }
    let full = Path::new("/dev/full");
    if full.exists() {
        here.shell("guichet export adherent > /dev/full").refused(1);
    }
}

#[test]
fn a_store_that_cannot_be_opened_is_three() {
    let here = Surroundings::new();
    let file = here.write("file", "no folder");
    let path = file.join("store");
    let path = path.to_str().unwrap();
    for verb in [&["find", "x"][..], &["undo"], &["sample", "--people", "1"]] {
        let mut arguments = vec!["--store", path];
        arguments.extend(verb);
        let ended = here.run(&arguments);
        assert!(ended.refused(3).contains(path), "{ended:?}");
    }
    let none = here.run(&["find", "x"]);
    assert!(
        none.refused(3).contains(here.store().to_str().unwrap()),
        "{none:?}"
    );
    assert!(here.names("data").is_empty(), "looking makes no store");
}

#[test]
fn check_names_file_line_and_column_of_every_finding() {
    let here = Surroundings::new();
    assert_eq!(here.run(&["check"]).code, 0);
    let lines = "[list]\n\"j\" = \"cursor-dwn\"\n\"q q q\" = 3\n";
    let keymap = here.write("config/guichet/keymaps/mine.toml", lines);
    let lines = "keymap = \"mine\"\nescape-ms = -1\n";
    let config = here.write("config/guichet/config.toml", lines);
    let ended = here.run(&["check"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    for (path, line) in [(&keymap, 2), (&keymap, 3), (&config, 2)] {
        let place = format!("{}:{line}:", path.display());
        assert!(ended.out.contains(&place), "{place} in {ended:?}");
    }
    assert!(
        ended.out.contains("cursor-down"),
        "the nearest name: {ended:?}"
    );
    let alone = here.run(&["check", config.to_str().unwrap()]);
    assert_eq!((alone.code, alone.out.lines().count()), (1, 1), "{alone:?}");
    let objects = here.run(&["check", "--json", keymap.to_str().unwrap()]);
    let findings: serde_json::Value = serde_json::from_str(&objects.out).unwrap();
    assert_eq!(findings[0]["line"], 2, "{findings}");
    assert_eq!(findings[0]["column"], 7, "{findings}");
}
