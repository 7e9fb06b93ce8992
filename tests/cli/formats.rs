//! Formats on the command line: which are there, which is taken, what is said of others.

use guichet::exchange::format::{FORMATS, Format};
use serde_json::Value;

use crate::program::Surroundings;

fn names() -> Vec<&'static str> {
    Format::written().map(|format| format.name).collect()
}

#[test]
fn one_object_a_line_is_the_object_of_json() {
    let here = Surroundings::with_three();
    let objects = here.json(&["export", "adherent", "--format", "json"]);
    let lines = here.run(&["export", "adherent", "--format", "ndjson"]);
    let lines: Vec<Value> = lines
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(objects, Value::Array(lines.clone()));
    assert_eq!(lines.len(), 3);
    assert_eq!(here.run(&["export", "task", "--format", "ndjson"]).out, "");
    // What is asked for by name comes before what is asked for all subcommands.
    let both = here.run(&["export", "adherent", "--format", "ndjson", "--json"]);
    assert_eq!(both.out.lines().count(), 3);
    let one = [
        "export", "adherent", "--format", "ndjson", "--query", "alpha",
    ];
    assert_eq!(here.run(&one).out.lines().count(), 1);
}

#[test]
fn the_name_of_the_file_says_the_format() {
    let here = Surroundings::with_three();
    for (name, start) in [
        ("out.csv", "id,"),
        ("out.tsv", "id"),
        ("out", "id,"),
        ("out.dat", "id,"),
        ("out.json", "[\n"),
        ("out.NDJSON", "{\"kind\":\"organisation\","),
        ("out.jsonl", "{\"kind\":\"organisation\","),
    ] {
        assert_eq!(
            here.run(&["export", "adherent", "--out", name]).code,
            0,
            "{name}"
        );
        let text = std::fs::read_to_string(here.path(name)).unwrap();
        assert!(text.starts_with(start), "{name}: {text}");
        let named = ["export", "adherent", "--out", name, "--format", "json"];
        assert_eq!(here.run(&named).code, 0);
        let text = std::fs::read_to_string(here.path(name)).unwrap();
        assert!(text.starts_with("[\n"), "{name}: {text}");
    }
    let refused = here.run(&["export", "adherent", "--out", "out.ods"]);
    let words = refused.refused(2);
    assert!(
        words.contains("LibreOffice") && words.contains(&names().join(", ")),
        "{words}"
    );
    assert!(!here.path("out.ods").exists());
    let anyhow = ["export", "adherent", "--out", "out.ods", "--format", "csv"];
    assert_eq!(here.run(&anyhow).code, 0);
}

#[test]
fn an_import_says_what_it_does_not_read() {
    let here = Surroundings::with_three();
    for (text, said) in [("<?xml version=\"1.0\"?>", "XML"), ("%PDF-1.7\n", "PDF")] {
        let file = here.write("in.csv", text);
        let file = file.to_str().unwrap();
        let told = here.run(&["import", "adherent", file]);
        assert_eq!(told.code, 1, "{told:?}");
        let all = format!("{}{}", told.out, told.err);
        assert!(
            all.contains(said) && all.contains(&Format::endings_read()),
            "{all}"
        );
    }
}

#[test]
fn help_manual_and_readme_have_the_list_of_formats() {
    let here = Surroundings::with_three();
    let list = names().join(", ");
    let help = here.run(&["export", "--help"]).out;
    assert!(help.contains(&format!("({list})")), "{help}");
    let wrong = here.run(&["export", "person", "--format", "xml"]);
    assert!(wrong.refused(2).contains(&list), "{wrong:?}");
    let help = here.run(&["import", "--help"]).out;
    assert!(help.contains(&Format::endings_read()), "{help}");
    for shell in ["bash", "zsh", "fish"] {
        let script = here.run(&["completions", shell]).out;
        assert!(names().iter().all(|name| script.contains(name)), "{shell}");
    }
    let usage = format!("[--format {}]", names().join("|"));
    for readme in ["README.md", "docs/README.fr.md"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(readme);
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains(&usage), "{readme}: {usage}");
        for format in FORMATS.iter().filter(|format| format.writes.is_some()) {
            let said = format!("`{}`", format.name);
            assert!(text.contains(&said), "{readme}: {said}");
        }
    }
}
