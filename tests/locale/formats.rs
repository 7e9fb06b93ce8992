//! Arguments, numbers, plurals.

use guichet::locale::{Texts, number, said};
use guichet::model::{Fault, Lang};

#[test]
fn numbers_are_grouped_as_the_language_does() {
    assert_eq!(number(Lang::Fr, 18_900), "18\u{202f}900");
    assert_eq!(number(Lang::En, -1_234_567), "-1,234,567");
    assert_eq!(number(Lang::Fr, 174), "174");
    assert_eq!(number(Lang::Fr, 0), "0");
    assert_eq!(number(Lang::En, i64::MIN), "-9,223,372,036,854,775,808");
}

#[test]
fn plurals_follow_the_language() {
    let (fr, en) = (Texts::new(Lang::Fr), Texts::new(Lang::En));
    let rows = |texts: &Texts, n: usize| texts.format("import-more", &[("n", n.into())]);
    assert_eq!(rows(&fr, 0), "… et 0 ligne de plus");
    assert_eq!(rows(&fr, 1), "… et 1 ligne de plus");
    assert_eq!(rows(&fr, 18_900), "… et 18\u{202f}900 lignes de plus");
    assert_eq!(rows(&en, 0), "… and 0 more lines");
    assert_eq!(rows(&en, 1), "… and 1 more line");
}

#[test]
fn a_missing_key_is_its_own_text() {
    let texts = Texts::new(Lang::Fr);
    assert_eq!(texts.get("no-such-key"), "no-such-key");
    assert_eq!(texts.format("no-such-key", &[]), "no-such-key");
    assert_eq!(texts.get("command-quit"), "Quitter");
}

#[test]
fn a_year_given_as_text_is_not_grouped() {
    let texts = Texts::new(Lang::Fr);
    let year = texts.format("form-edit", &[("title", "2022".into())]);
    assert_eq!(year, "Modifier 2022");
}

#[test]
fn faults_are_said_with_their_argument() {
    let texts = Texts::new(Lang::Fr);
    let words = |fault: Fault| {
        let arguments: Vec<(&str, String)> = fault
            .argument()
            .map(|what| ("what", what))
            .into_iter()
            .collect();
        said(&texts, "fault", fault.id(), &arguments)
    };
    assert_eq!(words(Fault::Required), "obligatoire");
    assert_eq!(
        words(Fault::TooLong(1200)),
        "trop long\u{a0}: 1\u{202f}200 caractères au plus"
    );
    assert_eq!(
        words(Fault::TooLong(1)),
        "trop long\u{a0}: 1 caractère au plus"
    );
    assert_eq!(
        words(Fault::NoRecord(Some("Unistra".into()))),
        "aucune fiche de ce nom\u{a0}: vouliez-vous dire «\u{a0}Unistra\u{a0}»\u{a0}?"
    );
}
