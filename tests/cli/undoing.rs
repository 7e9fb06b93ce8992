//! Undo outside: what it says, what it leaves, and what `--dry-run` says of it.

use serde_json::json;

use crate::program::{Surroundings, THREE};

/// Three adherents, and people at two of them, who need them.
fn with_people() -> Surroundings {
    let here = Surroundings::with_three();
    let people = "name;first_name\nDurand;Ada\nMartin;Zoé\n";
    let file = here.write("people.csv", people);
    let ended = here.run(&["import", "person", file.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let links = "person;organisation;function\nAda Durand;ALPHA;DGS\nZoé Martin;BETA;DAF\n";
    let file = here.write("links.csv", links);
    let ended = here.run(&["import", "affiliation", file.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{ended:?}");
    here
}

/// Everything under a folder, with what it holds.
fn contents(here: &Surroundings, folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![here.path(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path.clone());
            }
            let held = std::fs::read(&path).unwrap_or_default();
            found.push((path.display().to_string(), held));
        }
    }
    found.sort();
    found
}

#[test]
fn undoing_what_others_need_leaves_no_damage() {
    for entry in ["1", "2"] {
        let here = with_people();
        let undone = here.run(&["undo", entry, "--force"]);
        assert_eq!(undone.code, 0, "{undone:?}");
        assert!(undone.out.contains("corbeille"), "{undone:?}");
        assert_eq!(here.json(&["doctor", "--json"])["findings"], json!([]));
    }
}

#[test]
fn a_dry_run_says_what_the_run_says_and_touches_nothing() {
    let here = with_people();
    for arguments in [
        &["undo"][..],
        &["undo", "1"],
        &["undo", "2"],
        &["undo", "99"],
        &["undo", "1", "--force"],
        &["undo", "1"],
        &["undo"],
        &["undo"],
        &["undo"],
        &["undo"],
    ] {
        let before = contents(&here, "data");
        let mut dry = arguments.to_vec();
        dry.push("--dry-run");
        let tried = here.run(&dry);
        assert_eq!(contents(&here, "data"), before, "{arguments:?}");
        let done = here.run(arguments);
        assert_eq!(tried.code, done.code, "{tried:?} {done:?}");
        let said = format!("{}{}", tried.out, tried.err);
        assert!(said.contains("à blanc"), "{said}");
        let bare = |text: &str| {
            text.replace("à blanc, rien n’est enregistré\u{a0}: ", "")
                .replace("serait annulé", "annulé")
        };
        assert_eq!(bare(&tried.out), done.out, "{arguments:?}");
        assert_eq!(bare(&tried.err), done.err, "{arguments:?}");
    }
}

#[test]
fn a_dry_run_takes_no_lock_and_makes_no_store() {
    let here = Surroundings::new();
    std::fs::remove_dir(here.path("data")).unwrap();
    let file = here.write("three.csv", THREE);
    let import = ["import", "adherent", file.to_str().unwrap(), "--dry-run"];
    let tried = here.run(&import);
    assert_eq!(tried.code, 0, "{tried:?}");
    assert!(tried.out.contains("à blanc"), "{tried:?}");
    assert_eq!(here.run(&["undo", "--dry-run"]).code, 3);
    assert_eq!(here.run(&["undo"]).code, 3, "there is nothing to undo in");
    assert!(!here.path("data").exists());
    let nowhere = here.path("no/store");
    let mut there = import.to_vec();
    there.extend(["--store", nowhere.to_str().unwrap()]);
    let refused = here.run(&there);
    let real: Vec<&str> = there
        .iter()
        .copied()
        .filter(|a| *a != "--dry-run")
        .collect();
    assert_eq!(refused.refused(3), here.run(&real).refused(3));

    // Beside a desk that has the store open.
    let here = Surroundings::with_three();
    let (store, _) = guichet::store::Store::open(&here.store()).unwrap();
    let file = here.write("three.csv", THREE);
    let import = ["import", "adherent", file.to_str().unwrap()];
    let tried = here.run(&[import[0], import[1], import[2], "--dry-run"]);
    assert!(tried.out.contains("inchangées\u{a0}: 3"), "{tried:?}");
    assert_eq!(here.run(&["undo", "--dry-run"]).code, 0);
    assert!(!store.is_behind().unwrap());
    // Not dry it writes beside it.
    assert_eq!(here.run(&["undo"]).code, 0);
    assert!(store.is_behind().unwrap());
}

#[test]
fn undo_walks_back_over_what_is_undone_and_an_undo_undone_is_done_again() {
    let here = Surroundings::with_three();
    for city in ["Paris", "Nice", "Brest"] {
        let file = here.write("moved.csv", &format!("acronym;city\nALPHA;{city}\n"));
        here.json(&["import", "adherent", file.to_str().unwrap(), "--json"]);
    }
    let city = || here.json(&["show", "organisation/ALPHA", "--json"])[0]["city"].clone();
    let undo = |arguments: &[&str]| {
        let mut all = vec!["undo"];
        all.extend(arguments);
        let ended = here.run(&all);
        assert_eq!(ended.code, 0, "{ended:?}");
        ended.out
    };
    assert!(undo(&[]).contains("(4,"));
    assert!(undo(&[]).contains("(3,"));
    assert_eq!(city(), "Paris");
    // The undo of entry 3, which is the sixth, undone.
    assert!(undo(&["6"]).contains("Annuler"));
    assert_eq!(city(), "Nice");
    assert!(undo(&[]).contains("(3,"), "done again, it is the last");
    assert!(undo(&[]).contains("(2,"));
    assert_eq!(city(), "Lyon");
    let nothing = here.run(&["undo", "2"]);
    assert!(nothing.refused(1).contains('2'), "{nothing:?}");
}

#[test]
fn what_is_in_the_way_is_named_with_who_and_when() {
    let here = Surroundings::with_three();
    let file = here.write("moved.csv", "acronym;city\nALPHA;Paris\n");
    here.json(&["import", "adherent", file.to_str().unwrap(), "--json"]);
    let refused = here.run(&["undo", "1"]);
    let reason = refused.refused(1);
    assert!(reason.contains("Université Alpha\u{a0}: Ville"), "{reason}");
    let who = format!("par marie ({}), ", guichet::store::login());
    assert!(reason.contains(&who), "{reason}");
    assert!(reason.contains("--force"), "{reason}");
    assert!(!reason.contains("()"), "{reason}");
}

#[test]
fn an_import_of_twenty_thousand_rows_is_taken_back_but_for_what_was_edited_since() {
    const HALF: usize = 10_000;
    let here = Surroundings::new();
    let import = |name: &str, rows: &mut dyn Iterator<Item = (usize, &str)>| {
        let mut text = String::from("name;first_name;email;city\n");
        for (at, city) in rows {
            text.push_str(&format!("Nom{at};Ada;p{at}@a.fr;{city}\n"));
        }
        let file = here.write(name, &text);
        here.json(&["import", "person", file.to_str().unwrap(), "--json"])
    };
    let export = || {
        let ended = here.run(&["export", "person", "--format", "ndjson"]);
        ended.out.lines().map(str::to_string).collect::<Vec<_>>()
    };
    import("half.csv", &mut (0..HALF).map(|at| (at, "Lyon")));
    let before = export();
    assert_eq!(before.len(), HALF);
    let told = import("all.csv", &mut (0..2 * HALF).map(|at| (at, "Metz")));
    assert_eq!(
        (&told["updated"], &told["made"]),
        (&json!(HALF), &json!(HALF))
    );
    // Some of those that were changed, and of those that were made, are edited since.
    let edited = |at: &usize| at.is_multiple_of(500);
    let told = import(
        "since.csv",
        &mut (0..2 * HALF).filter(edited).map(|at| (at, "Brest")),
    );
    assert_eq!(told["updated"], json!(40));
    // What is in the way is named; the rest is taken back in one step.
    let refused = here.run(&["undo", "2"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    let undone = here.run(&["undo", "2", "--rest"]);
    assert_eq!(undone.code, 0, "{undone:?}");
    let after = export();
    let (kept, back): (Vec<&String>, Vec<&String>) =
        after.iter().partition(|line| line.contains("Brest"));
    assert_eq!(kept.len(), 40);
    let number = |line: &str| -> usize {
        let (name, _) = line.split_once("@a.fr").unwrap();
        name.rsplit('p').next().unwrap().parse().unwrap()
    };
    let untouched = before.iter().filter(|line| !edited(&number(line)));
    let untouched: Vec<&String> = untouched.collect();
    assert_eq!(back, untouched, "byte for byte");
}
