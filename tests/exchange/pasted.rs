//! People in a pasted block, in the forms in which mails and spreadsheets have them.

use guichet::exchange::pasted::{is_block, people};

fn told(text: &str) -> Vec<String> {
    people(text)
        .into_iter()
        .map(|named| {
            let parts = [
                named.first,
                named.family,
                named.emails.join("|"),
                named.phones.join("|"),
            ];
            parts.join("/")
        })
        .collect()
}

#[test]
fn names_are_cut_as_capitals_commas_and_civilities_tell() {
    for (text, told_of) in [
        ("Jean DURAND", "Jean/Durand//"),
        ("DURAND Jean", "Jean/Durand//"),
        ("Durand, Jean", "Jean/Durand//"),
        ("Mme Valérie Le Strat", "Valérie/Le Strat//"),
        ("M. Jean-Luc D’ARTAGNAN", "Jean-Luc/D’Artagnan//"),
        ("- Jean DURAND <jean@a.fr>", "Jean/Durand/jean@a.fr/"),
        ("\"DURAND, Jean\" <jean@a.fr>", "Jean/Durand/jean@a.fr/"),
        ("jean@a.fr", "//jean@a.fr/"),
        ("<jean@a.fr>", "//jean@a.fr/"),
        ("03 88 12 34 56", "///03 88 12 34 56"),
        ("Jean Durand (jean@a.fr)", "Jean/Durand/jean@a.fr/"),
        ("Jean Durand mailto:jean@a.fr", "Jean/Durand/jean@a.fr/"),
    ] {
        assert_eq!(told(text), [told_of], "{text}");
    }
}

#[test]
fn cells_of_a_spreadsheet_are_known_by_their_header_or_by_what_they_hold() {
    let with = "Prénom\tNom\tCourriel\tService\nJean\tDurand\tjean@a.fr\tPaie\n";
    assert_eq!(told(with), ["Jean/Durand/jean@a.fr/"]);
    let without = "M.\tDurand\tJean\tjean@a.fr\t03 88 12 34 56\nJean\tDURAND\n";
    assert_eq!(
        told(without),
        ["Jean/Durand/jean@a.fr/03 88 12 34 56", "Jean/Durand//"]
    );
    assert_eq!(told("Nom;Prénom\r\nRoy;Zoé\r\n"), ["Zoé/Roy//"]);
}

#[test]
fn a_header_of_a_mail_names_several_on_a_line() {
    let line = "Jean DURAND <jean@a.fr>, \"ROY, Zoé\" <zoe@a.fr>; luc@a.fr";
    assert_eq!(
        told(line),
        ["Jean/Durand/jean@a.fr/", "Zoé/Roy/zoe@a.fr/", "//luc@a.fr/"]
    );
}

#[test]
fn what_is_no_block_of_people_is_none() {
    for text in [
        "",
        "d\nd\nq\n",
        "Jean DURAND",
        "une phrase de plusieurs mots, sans personne dedans : 12 novembre\net une autre",
        "rm -rf /\nls",
        "Bonjour,\n\nvoici la liste.\nCordialement",
    ] {
        assert!(!is_block(text), "{text}: {:?}", told(text));
    }
    for text in [
        "Jean DURAND\nZoé ROY\n",
        "jean@a.fr",
        "Nom\tPrénom\nRoy\tZoé\n",
        "Nom;Prénom\nRoy;Zoé\nBay;Luc",
        "Jean DURAND <jean@a.fr>",
        "03 88 12 34 56\n03 88 12 34 57",
    ] {
        let alone = text == "Nom\tPrénom\nRoy\tZoé\n";
        assert!(is_block(text) || alone, "{text}: {:?}", told(text));
    }
}

#[test]
fn lines_are_numbered_as_they_stand() {
    let lines: Vec<u64> = people("Nom;Prénom\n\nRoy;Zoé\nBay;Luc")
        .iter()
        .map(|named| named.line)
        .collect();
    assert_eq!(lines, [3, 4]);
}
