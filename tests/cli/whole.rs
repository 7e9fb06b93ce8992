//! Records of all kinds, out and in again: one file, a folder with a table a kind; one step, which is taken back whole.

use guichet::model::Kind;

use crate::program::{Surroundings, THREE, mode};

/// Somebody at one of the three, a view, what lies in the trash, and a field of a newer program.
const MORE: &str = concat!(
    r#"{"kind":"affiliation","id":"01ARZ3NDEKTSV4RRFFQ69G5FA1","person":{"kind":"person","id":"01ARZ3NDEKTSV4RRFFQ69G5FA2","title":"?"},"organisation":{"kind":"organisation","id":"01ARZ3NDEKTSV4RRFFQ69G5FA3","title":"?"},"function":"DSI"}"#,
    "\n",
    r#"{"kind":"person","id":"01ARZ3NDEKTSV4RRFFQ69G5FA2","first_name":"Ada","name":"Martin","email":[{"value":"a@b.fr","kind":"work"}],"note":"une\nnote","trashed":true,"raw":{"901":"8507010403616263"}}"#,
    "\n",
    r#"{"kind":"organisation","id":"01ARZ3NDEKTSV4RRFFQ69G5FA3","acronym":"UE","name":"Université d'Essai"}"#,
    "\n",
);

fn exported(here: &Surroundings) -> String {
    let ended = here.run(&["export", "all"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{ended:?}");
    ended.out
}

#[test]
fn a_store_goes_out_and_comes_back_as_it_was() {
    let here = Surroundings::with_three();
    let before = exported(&here);
    assert_eq!(before.lines().count(), 3);
    let file = here.write("more.ndjson", MORE);
    let told = here.json(&["import", "all", file.to_str().unwrap(), "--json"]);
    assert_eq!((&told["made"], &told["links"]), (&3.into(), &2.into()));
    let whole = exported(&here);
    assert_eq!(whole.lines().count(), 6);
    assert!(
        whole.contains(r#""raw":{"901":"8507010403616263"}"#),
        "{whole}"
    );
    assert!(whole.contains(r#""trashed":true"#), "{whole}");
    // A file; its step is one, and is taken back whole.
    let out = here.path("out.json");
    let ended = here.run(&["export", "all", "--out", out.to_str().unwrap()]);
    assert_eq!((ended.code, mode(&out)), (0, 0o600), "{ended:?}");
    let other = Surroundings::new();
    let imported = other.run(&["import", "all", out.to_str().unwrap()]);
    assert_eq!((imported.code, imported.err.as_str()), (0, ""));
    assert_eq!(exported(&other), whole);
    let again = other.json(&["import", "all", out.to_str().unwrap(), "--json"]);
    assert_eq!((&again["made"], &again["same"]), (&0.into(), &6.into()));
    assert_eq!(other.run(&["undo"]).code, 0);
    assert_eq!(exported(&other), "");
    // A folder.
    let tables = here.path("tables");
    let export = ["export", "all", "--format", "csv", "--out"];
    let ended = here.run(&[&export[..], &[tables.to_str().unwrap()]].concat());
    assert_eq!((ended.code, mode(&tables)), (0, 0o700), "{ended:?}");
    assert_eq!(crate::program::names(&tables).len(), Kind::ALL.len());
    let third = Surroundings::new();
    let ended = third.run(&["import", "all", tables.to_str().unwrap()]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{ended:?}");
    assert_eq!(exported(&third), whole);
    // Taken back, all is as it was, byte by byte.
    assert_eq!(here.run(&["undo"]).code, 0);
    assert_eq!(exported(&here), before);
}

#[test]
fn an_import_that_changes_lists_and_names_is_taken_back_byte_by_byte() {
    let here = Surroundings::with_three();
    let rich = "acronym;name;former_names;roles;phone;note\n\
        UNISTRA;Université de Strasbourg;ULP|URS;partner;03 68 85 00 00;une\n";
    let import = |name: &str, text: &str| {
        let file = here.write(name, text);
        let ended = here.run(&["import", "adherent", file.to_str().unwrap()]);
        assert!(ended.code < 2, "{ended:?}");
    };
    import("rich.csv", rich);
    let before = exported(&here);
    let changes = "acronym;name;former_names;roles;phone;note;city\n\
        UNISTRA;Université Louis-Pasteur de Strasbourg;UMB|ULP;supplier;01 44 32 90 90;deux;Colmar\n\
        NEUVE;Université neuve;;;;;Lyon\n";
    import("changes.csv", changes);
    let after = exported(&here);
    assert_ne!(after, before);
    assert_eq!(here.run(&["undo"]).code, 0);
    assert_eq!(exported(&here), before);
    assert_eq!(THREE.lines().count(), 4, "the others are untouched");
}

#[test]
fn of_a_folder_each_file_is_named_with_its_own_lines() {
    let here = Surroundings::new();
    let folder = here.path("tables");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(
        folder.join("organisation.csv"),
        "acronym;name\nUE;Université d'Essai\n",
    )
    .unwrap();
    std::fs::write(
        folder.join("affiliation.csv"),
        "person;organisation\nNobody Known;UE\n",
    )
    .unwrap();
    std::fs::write(folder.join("notes.txt"), "nothing").unwrap();
    let ended = here.run(&["import", "all", folder.to_str().unwrap()]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("affiliation.csv:2:1"), "{ended:?}");
    let told = here.run(&["import", "all", folder.to_str().unwrap(), "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    let refused = &told["refused"][0];
    assert_eq!(refused["line"], 2);
    assert!(
        refused["file"]
            .as_str()
            .unwrap()
            .ends_with("affiliation.csv")
    );
}

#[test]
fn what_is_no_store_is_refused_by_name() {
    let here = Surroundings::with_three();
    for (arguments, code) in [
        (&["export", "all", "--format", "csv"][..], 2),
        (&["export", "all", "--format", "vcard"], 2),
        (&["export", "all", "--out", "a.xlsx"], 2),
        (&["export", "all", "--view", "Mine"], 2),
        (&["import", "all", "three.csv"], 1),
        (&["import", "all", "empty"], 1),
    ] {
        std::fs::create_dir_all(here.path("empty")).unwrap();
        here.write("three.csv", THREE);
        let mut command = here.command(arguments);
        command.current_dir(here.path(""));
        let ended = crate::program::Ended::of(&mut command);
        let said = if ended.err.is_empty() {
            &ended.out
        } else {
            &ended.err
        };
        assert_eq!(ended.code, code, "{arguments:?}: {ended:?}");
        assert!(said.contains("all") || said.contains("nature"), "{said}");
    }
    let found = here.run(&["export", "all", "--query", "city:lyon"]);
    assert_eq!(found.out.lines().count(), 1, "{found:?}");
}
