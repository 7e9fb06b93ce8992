//! `guichet role`: who may change what, told and changed.

use guichet::model::{Author, Role};
use guichet::store::{Store, login};
use serde_json::json;

use crate::program::Surroundings;

/// What another account gives.
fn gives(here: &Surroundings, by: &str, login: &str, role: &Role) {
    let (mut store, _) = Store::open(&here.store()).unwrap();
    let given = store.give_role(&Author::called(by), 1, login, Some(role));
    given.unwrap();
    store.close().unwrap();
}

#[test]
fn roles_are_told_and_given() {
    let here = Surroundings::with_three();
    let me = login();
    let told = here.run(&["role"]);
    let all = "Aucun rôle\u{a0}: tous modifient tout.\ntous les autres\u{a0}: éditeur\n";
    assert_eq!((told.code, told.out.as_str()), (0, all));
    let given = here.run(&["role", "lea-of-nowhere", "editor", "person,task", "liste"]);
    assert_eq!(given.code, 0, "{given:?}");
    assert!(
        given.out.contains(&format!("{me}\u{a0}: gestionnaire\n")),
        "{given:?}"
    );
    let lea = "lea-of-nowhere\u{a0}: éditeur (Contacts, Tâches, Listes)\n";
    assert!(given.out.contains(lea), "{given:?}");
    assert!(
        given.out.ends_with("tous les autres\u{a0}: éditeur\n"),
        "{given:?}"
    );
    // A slip is said, and done all the same.
    assert!(given.err.contains("aucun compte de ce nom"), "{given:?}");
    let role = here.json(&["role", "lea-of-nowhere", "--json"]);
    let kinds = json!(["person", "task", "list"]);
    let expected =
        json!([{ "login": "lea-of-nowhere", "role": "editor", "given": true, "kinds": kinds }]);
    assert_eq!(role, expected);
    let given = here.run(&["role", "*", "lecteur"]);
    assert_eq!((given.code, given.err.as_str()), (0, ""));
    let told = here.run(&["role", "somebody"]);
    assert_eq!(
        told.out,
        "somebody\u{a0}: lecteur (comme tous les autres)\n"
    );
    let given = here.run(&["role", "lea-of-nowhere", "none"]);
    assert_eq!(given.code, 0, "{given:?}");
    let roles = here.json(&["role", "--json"]);
    let logins: Vec<&str> = roles
        .as_array()
        .unwrap()
        .iter()
        .map(|role| role["login"].as_str().unwrap())
        .collect();
    assert_eq!(logins, [me.as_str(), "*"]);
    // Twice the same is no fault, and no entry.
    let entries = here.json(&["doctor", "--json"])["entry"].clone();
    assert_eq!(here.run(&["role", "*", "reader"]).code, 0);
    assert_eq!(here.json(&["doctor", "--json"])["entry"], entries);
}

#[test]
fn what_is_no_role_is_refused_in_a_line() {
    let here = Surroundings::with_three();
    let me = login();
    here.run(&["role", &me, "reader"]).refused(1);
    for (arguments, said) in [
        (&["role", "lea", "boss"][..], "boss"),
        (&["role", "lea", "editor", "persn"], "persn"),
        (&["role", "lea", "editor", "role"], "gestionnaire"),
        (&["role", "lea", "editor", "adherent"], "partie"),
        (&["role", "lea", "reader", "person"], "éditeur"),
        (&["role", "le a", "reader"], "un mot"),
        (&["role", "", "reader"], "un mot"),
    ] {
        let ended = here.run(arguments);
        assert!(ended.refused(2).contains(said), "{arguments:?}: {ended:?}");
    }
    assert!(here.run(&["role"]).out.starts_with("Aucun rôle"));
    let none = Surroundings::new().run(&["role", "lea", "reader"]);
    none.refused(3);
    assert!(Surroundings::new().names("data").is_empty());
}

#[test]
fn a_reader_changes_nothing_from_the_command_line() {
    let here = Surroundings::with_three();
    gives(&here, "chief", &login(), &Role::Reader);
    let file = here.write("one.csv", "acronym;name\nDELTA;Université Delta\n");
    let file = file.to_str().unwrap();
    let role = "votre rôle est de lire";
    for arguments in [
        &["import", "adherent", file][..],
        &["import", "adherent", file, "--dry-run"],
        &["undo", "1"],
        &["undo", "1", "--dry-run"],
    ] {
        let ended = here.run(arguments);
        assert!(ended.refused(1).contains(role), "{arguments:?}: {ended:?}");
    }
    let own = here.run(&["role", &login(), "manager"]);
    assert!(own.refused(1).contains("chief"), "{own:?}");
    // Reading goes on.
    for arguments in [
        &["find", "alpha"][..],
        &["export", "adherent"],
        &["role"],
        &["doctor"],
    ] {
        assert_eq!(here.run(arguments).code, 0, "{arguments:?}");
    }
    let back = here.path("back");
    assert_eq!(here.run(&["backup", back.to_str().unwrap()]).code, 0);
    let replaced = here.run(&["restore", back.to_str().unwrap(), "--replace"]);
    assert!(replaced.refused(1).contains("chief"), "{replaced:?}");
}
