use std::process::Stdio;

use serde_json::json;

use guichet::store::Store;
use guichet::store::drafts::{self, Draft};

use crate::crash::calls::{Fails, Fault, watched};
use crate::program::{Ended, Surroundings, THREE, mode, names, program};

#[test]
fn an_import_can_be_tried_done_and_done_again() {
    let here = Surroundings::new();
    let file = here.write("three.csv", THREE);
    let import = |more: &[&str]| {
        let mut arguments = vec!["import", "adherent", file.to_str().unwrap(), "--json"];
        arguments.extend(more);
        let mut told = here.json(&arguments);
        let columns = told.as_object_mut().unwrap().remove("columns").unwrap();
        assert_eq!(
            columns.as_array().unwrap().len(),
            3,
            "where each column goes"
        );
        told
    };
    let told = |made: u64, same: u64| {
        json!({
            "read": 3, "made": made, "updated": 0, "same": same,
            "doubtful": 0, "links": 0, "said": [], "doubts": [], "refused": [],
        })
    };
    let mut tried = import(&["--dry-run"]);
    let rows = tried.as_object_mut().unwrap().remove("rows").unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 3);
    assert_eq!(tried, told(3, 0));
    assert_eq!(import(&[]), told(3, 0), "the trial changed nothing");
    assert_eq!(import(&[]), told(0, 3));
    let text = here.run(&["import", "adherent", file.to_str().unwrap()]);
    assert!(
        text.out.contains('3') && text.out.lines().count() == 1,
        "{text:?}"
    );
}

#[test]
fn imports_that_run_at_once_make_each_record_once() {
    let here = Surroundings::with_three();
    let rows = (0..200).map(|number| format!("ORG{number};Organisation {number};Lyon\n"));
    let text = format!("acronym;name;city\n{}", rows.collect::<String>());
    let file = here.write("many.csv", &text);
    let import = ["import", "adherent", file.to_str().unwrap(), "--json"];
    let started: Vec<_> = (0..4)
        .map(|_| {
            let mut command = here.command(&import);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let mut made = 0;
    for child in started {
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
        let told: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
        made += told["made"].as_u64().unwrap();
    }
    assert_eq!(made, 200, "what each says it made, it made");
    let all = here.json(&["export", "adherent", "--format", "json"]);
    assert_eq!(all.as_array().unwrap().len(), 203);
}

#[test]
fn a_refused_row_names_its_place_and_the_others_are_taken() {
    let here = Surroundings::new();
    let file = here.write(
        "mixed.csv",
        "acronym;name;city\n;;Lyon\nDELTA;Delta;\nEPS;Epsilon;Metz;de trop\n",
    );
    let ended = here.run(&["import", "adherent", file.to_str().unwrap(), "--json"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    let told: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((&told["read"], &told["made"]), (&json!(3), &json!(1)));
    let refused = &told["refused"][0];
    assert_eq!(
        (&refused["line"], &refused["field"]),
        (&json!(2), &json!("name"))
    );
    assert_eq!(
        (&refused["column"], &refused["value"]),
        (&json!(null), &json!(""))
    );
    assert!(
        refused["reason"].as_str().unwrap().contains("obligatoire"),
        "{refused}"
    );
    assert_eq!(told["refused"][1]["line"], json!(4));
    assert_eq!(here.run(&["show", "adherent/DELTA"]).code, 0);
    assert_eq!(here.run(&["show", "adherent/EPS"]).code, 1);
}

#[test]
fn rows_that_are_not_taken_come_back_as_a_file_to_be_mended() {
    let here = Surroundings::new();
    let file = here.write(
        "mixed.csv",
        "acronym;name;city\nDELTA;Delta;\n;;\u{e9}t\u{e9}\nEPS;Epsilon;Metz;de trop\n",
    );
    let import = |more: &[&str]| {
        let mut line = vec!["import", "adherent", file.to_str().unwrap()];
        line.extend(more);
        here.run(&line)
    };
    let ended = import(&["--refused"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.out.contains("mixed-refused.csv"), "{ended:?}");
    let kept = here.path("mixed-refused.csv");
    assert_eq!(mode(&kept), 0o600);
    let text = std::fs::read_to_string(&kept).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert_eq!(
        lines[0],
        "acronym;name;city;guichet : valeur refusée;guichet : raison"
    );
    assert!(lines[1].starts_with(";;été;;"), "{text}");
    assert!(lines[1].contains("obligatoire"), "{text}");
    assert!(lines[2].starts_with("EPS;Epsilon;Metz;;"), "{text}");
    // Nothing that is there is overwritten.
    assert!(import(&["--refused"]).out.contains("mixed-refused-2.csv"));
    let again = import(&[&format!("--refused={}", kept.display())]);
    assert_eq!(again.code, 1, "{again:?}");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), text);
    // Mended, it is read as any other: what was added is skipped.
    let mended = text
        .replacen(";;été;", "ZETA;Zêta;été;", 1)
        .replace(";de trop", "");
    std::fs::write(&kept, mended).unwrap();
    let told = here.json(&["import", "adherent", kept.to_str().unwrap(), "--json"]);
    assert_eq!(
        (&told["made"], &told["refused"]),
        (&json!(2), &json!([])),
        "{told}"
    );
}

#[test]
fn a_dry_run_prints_the_plan_row_by_row() {
    let here = Surroundings::with_three();
    let file = here.write("more.csv", "acronym;name;city\nDELTA;Delta;Metz\n;;Lyon\n");
    let dry = |file: &std::path::Path| {
        let ended = here.run(&[
            "import",
            "adherent",
            file.to_str().unwrap(),
            "--dry-run",
            "--json",
        ]);
        serde_json::from_str::<serde_json::Value>(&ended.out).unwrap()
    };
    let told = dry(&file);
    let rows = told["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "{told}");
    assert_eq!(
        (&rows[0]["line"], &rows[0]["verdict"]),
        (&json!(2), &json!("make"))
    );
    assert_eq!(rows[0]["title"], json!("Delta"));
    let change = &rows[0]["changes"][0];
    assert_eq!(change["made"], json!(true));
    assert_eq!(
        change["fields"]["city"],
        json!({"before": null, "after": "Metz"})
    );
    assert_eq!(rows[1]["verdict"], json!("refused"));
    here.run(&["import", "adherent", file.to_str().unwrap()]);
    std::fs::write(&file, "acronym;name;city\nDELTA;Delta;Lyon\n").unwrap();
    let rows = dry(&file)["rows"].clone();
    assert_eq!(rows[0]["verdict"], json!("change"));
    let change = &rows[0]["changes"][0];
    assert_eq!(
        change["fields"],
        json!({"city": {"before": "Metz", "after": "Lyon"}})
    );
    // What is done for good is told in short.
    let told = here.json(&["import", "adherent", file.to_str().unwrap(), "--json"]);
    assert!(told.get("rows").is_none());
}

#[test]
fn undo_walks_back_and_stops_where_nothing_is_left() {
    let here = Surroundings::with_three();
    let file = here.write("moved.csv", "acronym;city\nALPHA;Paris\n");
    here.json(&["import", "adherent", file.to_str().unwrap(), "--json"]);
    let city = || here.json(&["show", "organisation/ALPHA", "--json"])[0]["city"].clone();
    let tried = here.json(&["undo", "--dry-run", "--json"]);
    assert_eq!(
        (&tried["entry"], &tried["undone"]),
        (&json!(2), &json!(false))
    );
    assert_eq!(city(), "Paris");
    assert_eq!(here.json(&["undo", "--json"])["undone"], true);
    assert_eq!(city(), "Lyon");
    assert!(here.run(&["undo"]).out.contains("three.csv"));
    assert_eq!(here.run(&["show", "adherent/ALPHA"]).code, 1);
    here.run(&["undo"]).refused(1);
    assert!(here.run(&["undo", "99"]).refused(1).contains("99"));
}

#[test]
fn an_undo_that_would_take_back_a_later_edit_wants_force() {
    let here = Surroundings::with_three();
    let file = here.write("moved.csv", "acronym;city\nALPHA;Paris\n");
    here.json(&["import", "adherent", file.to_str().unwrap(), "--json"]);
    let refusal = here.run(&["undo", "1"]);
    assert!(
        refusal.refused(1).contains("Université Alpha"),
        "{refusal:?}"
    );
    assert_eq!(here.run(&["undo", "1", "--force"]).code, 0);
    assert_eq!(here.run(&["show", "adherent/ALPHA"]).code, 1);
}

#[test]
fn sample_fills_an_empty_store_only() {
    let here = Surroundings::new();
    let told = here.json(&["sample", "--people", "50", "--seed", "7", "--json"]);
    assert!(told["made"].as_u64().unwrap() >= 50, "{told}");
    let found = here.json(&["export", "person", "--json"]);
    assert!(found.as_array().unwrap().len() >= 50);
    here.run(&["sample", "--people", "1"]).refused(1);
}

/// A sample that is killed, at whatever call, leaves no half of one; the next run makes it whole, and takes away what
/// was left.
#[test]
fn a_sample_is_there_as_a_whole_or_not_at_all() {
    for at in [3, 25, 60] {
        let here = Surroundings::new();
        let fault = Fault {
            at,
            give: "kill",
            fails: Fails::Once,
            of: "pwrite64".to_string(),
            within: String::new(),
        };
        let mut command = watched(&here.path(""), None, None, Some(&fault));
        command.arg(program()).args(["sample", "--people", "50"]);
        command.env_clear().envs(here.environment());
        assert_eq!(Ended::of(&mut command).code, 137);
        assert!(!here.store().exists(), "killed at {at}");
        assert_eq!(names(&here.path("data")).len(), 1);
        here.json(&["sample", "--people", "50", "--json"]);
        assert_eq!(names(&here.path("data")), ["guichet"]);
        assert!(
            here.json(&["export", "person", "--json"])
                .as_array()
                .unwrap()
                .len()
                >= 50
        );
    }
}

/// A store in which nothing was saved yet gives way to it, and keeps its drafts.
#[test]
fn a_sample_takes_the_place_of_an_empty_store() {
    let here = Surroundings::new();
    drop(Store::open(&here.store()).unwrap());
    let draft = Draft {
        title: "Brouillon".to_string(),
        ..Draft::default()
    };
    drafts::save(&here.store(), &draft).unwrap();
    let marker = std::fs::read(here.store().join("guichet")).unwrap();
    here.json(&["sample", "--people", "50", "--json"]);
    assert_eq!(names(&here.path("data")), ["guichet"]);
    assert_eq!(drafts::list(&here.store()).0, [draft]);
    assert_eq!(std::fs::read(here.store().join("guichet")).unwrap(), marker);
    assert_eq!(here.run(&["doctor"]).code, 0);
    here.run(&["sample", "--people", "1"]).refused(1);
}

#[test]
fn two_samples_of_a_seed_are_exported_byte_for_byte_alike() {
    let exports = || {
        let here = Surroundings::new();
        here.json(&["sample", "--people", "50", "--seed", "7", "--json"]);
        guichet::model::Kind::ALL.iter().map(move |kind| {
            let csv = here.run(&["export", kind.key(), "--format", "csv"]);
            let json = here.run(&["export", kind.key(), "--json"]);
            assert_eq!((csv.code, json.code), (0, 0), "{csv:?} {json:?}");
            (kind.key(), csv.out, json.out)
        })
    };
    for (one, other) in exports().zip(exports()) {
        assert!(one == other, "{}", one.0);
    }
}

/// Names, addresses and numbers are nobody's but the owner's, whatever the umask.
#[test]
fn every_file_of_a_store_is_its_owners_alone() {
    let here = Surroundings::new();
    here.write("three.csv", THREE);
    let line =
        "umask 000; guichet import adherent three.csv && guichet export adherent --out all.csv";
    let ended = here.shell(line);
    assert_eq!(ended.code, 0, "{ended:?}");
    let mut seen = 0;
    let mut folders = vec![here.store(), here.path("state/guichet")];
    while let Some(folder) = folders.pop() {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for name in names(&folder) {
            let path = folder.join(name);
            if path.is_dir() {
                folders.push(path);
            } else {
                assert_eq!(mode(&path), 0o600, "{}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 3);
    assert_eq!(mode(&here.path("all.csv")), 0o600);
}

#[test]
fn a_backup_is_restored_into_a_new_store_and_over_none() {
    let here = Surroundings::with_three();
    let file = here.path("agency.backup");
    let file = file.to_str().unwrap();
    let kept = here.json(&["backup", file, "--json"]);
    assert_eq!(kept["records"], 3);
    assert!(
        here.run(&["backup", file])
            .refused(1)
            .contains("agency.backup")
    );
    assert!(
        here.run(&["restore", file])
            .refused(3)
            .contains("--replace")
    );
    let nowhere = here.path("nowhere/agency.backup");
    let nowhere = here.run(&["backup", nowhere.to_str().unwrap()]);
    assert!(!nowhere.refused(1).contains(".part"), "{}", nowhere.err);
    let new = here.path("new");
    let new = new.to_str().unwrap();
    here.json(&["restore", file, "--store", new, "--json"]);
    let found = here.json(&["show", "organisation/ALPHA", "--store", new, "--json"]);
    assert_eq!(found[0]["city"], "Lyon");
    let said = here.run(&["restore", file, "--replace"]);
    assert!(said.out.contains("replaced-1"), "{}", said.out);
}

#[test]
fn doctor_says_what_it_finds_and_repairs_into_a_new_store() {
    let here = Surroundings::with_three();
    let whole = here.json(&["doctor", "--json"]);
    assert_eq!(whole["findings"], json!([]));
    let before = here.json(&["find", "Université", "--json"]);
    let wal = here.store().join("wal");
    let segment = std::fs::read_dir(&wal).unwrap().next().unwrap().unwrap();
    let mut bytes = std::fs::read(segment.path()).unwrap();
    bytes[60] ^= 1;
    std::fs::write(segment.path(), bytes).unwrap();
    let found = here.run(&["doctor"]);
    assert_eq!(found.code, 1);
    let name = segment.file_name().into_string().unwrap();
    assert!(found.out.contains(&name), "{}", found.out);
    let repaired = here.run(&["doctor", "--repair"]);
    assert_eq!(repaired.code, 0, "{repaired:?}");
    assert_eq!(here.run(&["doctor"]).code, 0);
    assert_eq!(here.json(&["find", "Université", "--json"]), before);
}

/// What is saved is saved: a snapshot that can't be written in closing is a line, not a failure, and undo is not done
/// twice for it.
#[test]
fn what_fails_in_closing_is_said_and_the_answer_stays_yes() {
    let here = Surroundings::new();
    let rows: String = (0..6_000).map(|row| format!("Essai {row}\n")).collect();
    let file = here.write("many.csv", &format!("name\n{rows}"));
    let one = here.write("one.csv", "name\nEssai\n");
    here.json(&["import", "organisation", one.to_str().unwrap(), "--json"]);
    let no_room = Fault {
        at: 1,
        give: "ENOSPC",
        fails: Fails::On,
        of: "openat".to_string(),
        within: "snapshots/guichet-".to_string(),
    };
    for arguments in [
        &["import", "organisation", file.to_str().unwrap()][..],
        &["undo"],
    ] {
        let mut command = watched(&here.path(""), None, None, Some(&no_room));
        command.arg(program()).args(arguments).env_clear();
        command.envs(here.environment()).current_dir(here.path(""));
        let ended = Ended::of(&mut command);
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(ended.err.contains("c’est enregistré"), "{ended:?}");
    }
    let left = here.json(&["export", "organisation", "--json"]);
    assert_eq!(left.as_array().map(Vec::len), Some(1));
}

/// A want of descriptors is no damage: nothing is put aside, made again or lost for it.
#[test]
fn too_few_descriptors_are_no_damage() {
    let here = Surroundings::with_three();
    let dir = here.store();
    let before = names(&dir);
    for most in 4..16 {
        let ended = here.shell(&format!("ulimit -n {most}; guichet undo --json"));
        assert_eq!(names(&dir), before, "{most}: {ended:?}");
        assert!(!ended.err.contains("endommagée"), "{most}: {ended:?}");
    }
    assert_eq!(here.run(&["doctor"]).code, 0);
}

/// Of what is done and kept nothing that comes after makes a failure: a second try would do it twice.
#[test]
fn what_can_not_be_told_is_done_all_the_same_and_the_answer_stays_yes() {
    let here = Surroundings::with_three();
    here.write("more.csv", "acronym;name\nDELTA;Delta\n");
    for (line, entries) in [
        ("import adherent more.csv", 2),
        ("import adherent more.csv --json", 2),
        ("undo", 3),
        ("undo --json", 4),
        ("backup b.backup", 4),
        ("--store new restore b.backup", 4),
        ("restore b.backup --replace --json", 4),
        ("--store made sample --people 10", 4),
    ] {
        let ended = here.shell(&format!("guichet {line} > /dev/full"));
        assert_eq!(ended.code, 0, "{line}: {ended:?}");
        assert!(ended.err.contains("c’est fait"), "{line}: {ended:?}");
        assert_eq!(here.json(&["doctor", "--json"])["entry"], entries, "{line}");
    }
    // What only tells has failed where it can't.
    for line in [
        "undo --dry-run",
        "import adherent more.csv --dry-run",
        "export adherent",
    ] {
        let ended = here.shell(&format!("guichet {line} > /dev/full"));
        assert_eq!(ended.code, 1, "{line}: {ended:?}");
    }
}
