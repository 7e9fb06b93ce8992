//! The names of steps.

use guichet::locale::{Texts, step_words};
use guichet::model::{Lang, Step, Verb};

fn words(lang: Lang, verb: Verb, subject: &str, kind: &str, fields: &[&str], count: u32) -> String {
    let step = Step {
        verb,
        subject: subject.into(),
        kind: kind.into(),
        fields: fields.iter().map(|field| (*field).to_string()).collect(),
        count,
    };
    step_words(&Texts::new(lang), &step).replace('\u{a0}', "~")
}

#[test]
fn one_record_is_named_by_its_title() {
    let fr = |verb, fields: &[&str]| words(Lang::Fr, verb, "Unistra", "person", fields, 1);
    assert_eq!(fr(Verb::Edit, &["city"]), "Modifier Unistra~: ville");
    assert_eq!(
        fr(Verb::Edit, &["city", "first_name"]),
        "Modifier Unistra~: ville, prénom"
    );
    assert_eq!(fr(Verb::Edit, &[]), "Modifier Unistra");
    assert_eq!(fr(Verb::Add, &["city"]), "Ajouter Unistra");
    assert_eq!(fr(Verb::Delete, &[]), "Mettre Unistra à la corbeille");
    assert_eq!(fr(Verb::Restore, &[]), "Rétablir Unistra");
    assert_eq!(
        fr(Verb::Undo, &["city"]),
        "Annuler~: Modifier Unistra~: ville"
    );
    assert_eq!(fr(Verb::Redo, &[]), "Refaire~: Unistra");
}

#[test]
fn several_records_are_counted_by_kind() {
    assert_eq!(
        words(Lang::Fr, Verb::Bulk, "person", "person", &["city"], 12),
        "Modifier 12 contacts~: ville"
    );
    assert_eq!(
        words(
            Lang::Fr,
            Verb::Delete,
            "organisation",
            "organisation",
            &[],
            1200
        ),
        "Mettre 1\u{202f}200 organisations à la corbeille"
    );
    assert_eq!(
        words(
            Lang::Fr,
            Verb::Delete,
            "organisation",
            "organisation",
            &[],
            1
        ),
        "Mettre 1 organisation à la corbeille"
    );
    assert_eq!(
        words(Lang::Fr, Verb::Purge, "", "", &[], 3),
        "Ôter 3 fiches de la corbeille"
    );
}

#[test]
fn an_import_is_named_by_its_file_and_acronyms_stay() {
    let file = |lang| {
        words(
            lang,
            Verb::Import,
            "adherents.csv",
            "organisation",
            &[],
            175,
        )
    };
    assert_eq!(file(Lang::Fr), "Importer adherents.csv (175)");
    assert_eq!(file(Lang::En), "Import adherents.csv (175)");
    assert_eq!(
        words(Lang::Fr, Verb::Edit, "X", "organisation", &["uai"], 1),
        "Modifier X~: UAI"
    );
    assert_eq!(
        words(Lang::En, Verb::Edit, "X", "person", &["city"], 1),
        "Edit X: city"
    );
    assert_eq!(
        words(Lang::Fr, Verb::Edit, "X", "person", &["gone_field"], 1),
        "Modifier X~: gone_field"
    );
}
