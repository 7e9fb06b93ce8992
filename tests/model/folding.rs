use guichet::model::fold::{fold, fold_with_map};
use guichet::model::phone::phone_digits;
use proptest::prelude::*;

#[test]
fn is_blind_to_case_accents_ligatures_apostrophes_and_hyphens() {
    for (one, other) in [
        ("Hélène", "HELENE"),
        ("He\u{301}le\u{300}ne", "hélène"),
        ("Cœur", "coeur"),
        ("Lætitia", "LAETITIA"),
        ("Lab’U", "lab'u"),
        ("Saint-Étienne", "saint etienne"),
        ("Strauß", "STRAUẞ"),
        ("Ǿrsted", "orsted"),
        ("ﬁche", "fiche"),
        ("Ｆｏｏ－Ｂａｒ", "foo bar"),
        ("25\u{a0}000", "25 000"),
        ("Łódź", "lodz"),
    ] {
        assert_eq!(fold(one), fold(other), "{one} {other}");
    }
    assert_ne!(fold("pêche"), fold("poche"));
}

#[test]
fn the_map_leads_back_to_the_letters() {
    let (folded, map) = fold_with_map("Cœur à l’Œuvre");
    assert_eq!(folded, "coeur a l'oeuvre");
    assert_eq!(map.get(..4), Some(&[0, 1, 1, 2][..]));
    assert_eq!(map.last(), Some(&13));
}

#[test]
fn telephone_numbers_agree_in_any_form() {
    for text in [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033612345678",
        " +33612345678",
    ] {
        assert_eq!(phone_digits(text), "0612345678", "{text}");
    }
    assert_eq!(phone_digits("+32 2 123"), "322123 02123");
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,24}|[À-ſ‐-”'ﬀ-ﬆ！-～]{0,12}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn the_map_has_a_place_for_every_letter(text in "\\PC{0,24}") {
        let (folded, map) = fold_with_map(&text);
        prop_assert_eq!(&folded, &fold(&text));
        prop_assert_eq!(folded.chars().count(), map.len());
        prop_assert!(map.is_sorted());
        prop_assert!(map.iter().all(|at| (*at as usize) < text.chars().count()));
    }
}
