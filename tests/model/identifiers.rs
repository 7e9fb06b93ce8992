use guichet::model::identifiers::{IdentifierError, check_siret, check_uai, is_email, is_url};

#[test]
fn uai_codes_have_their_letter() {
    // Codes of the public directory of establishments.
    for code in ["0751717J", "0755890V", "0171463Y", "0450855K", "0751717j"] {
        assert_eq!(check_uai(code), Ok(()), "{code}");
    }
    assert_eq!(
        check_uai("0751717K"),
        Err(IdentifierError::CheckLetter('J'))
    );
    for code in [
        "",
        "0751717",
        "075171J",
        "0751717JJ",
        "07517é7J",
        "ééééééé",
        "0751717é",
        "075 1717J",
    ] {
        assert_eq!(check_uai(code), Err(IdentifierError::Form), "{code}");
    }
}

#[test]
fn siret_numbers_have_their_key_and_la_poste_its_own() {
    assert_eq!(check_siret("73282932000074"), Ok(()));
    assert_eq!(check_siret("732 829 320 00074"), Ok(()));
    assert_eq!(check_siret("73282932000075"), Err(IdentifierError::Key));
    // The head office of La Poste has an ordinary key, its other establishments a sum of digits.
    assert_eq!(check_siret("35600000000048"), Ok(()));
    assert_eq!(check_siret("35600000049837"), Ok(()));
    assert_eq!(check_siret("35600000049838"), Err(IdentifierError::Key));
    for text in [
        "",
        "7328293200007",
        "732829320000744",
        "7328293200007x",
        "٧٣٢٨٢٩٣٢٠٠٠٠٧٤",
    ] {
        assert_eq!(check_siret(text), Err(IdentifierError::Form), "{text}");
    }
}

#[test]
fn addresses_have_a_domain() {
    for text in [
        "a.b@univ-nantes.fr",
        "prenom.nom+liste@sub.example.org",
        "o'neil@example.ie",
    ] {
        assert!(is_email(text), "{text}");
    }
    for text in [
        "",
        "a",
        "a@b",
        "a@",
        "@b.fr",
        "a b@c.fr",
        "Jean <jean@c.fr>",
        "a@b.fr, c@d.fr",
    ] {
        assert!(!is_email(text), "{text}");
    }
    assert!(is_url("https://www.amue.fr/pages?x=1"));
    for text in [
        "www.amue.fr",
        "ftp://amue.fr",
        "https://",
        "javascript:alert(1)",
    ] {
        assert!(!is_url(text), "{text}");
    }
}
