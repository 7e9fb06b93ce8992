//! Names as they are printed.

use guichet::exchange::people::split;

#[test]
fn printed_names_are_cut_where_the_family_name_begins() {
    let cases = [
        ("Gilles ROUSSEL", "Gilles", "Roussel", false),
        ("Pierre CAILLE-VUARIER", "Pierre", "Caille-Vuarier", false),
        ("Laurent PREVEL", "Laurent", "Prevel", false),
        ("Jean-Marc OGIER", "Jean-Marc", "Ogier", false),
        ("Valérie Le Strat", "Valérie", "Le Strat", false),
        ("Marie Hélène Borie", "Marie Hélène", "Borie", false),
        ("Thomas Péclier", "Thomas", "Péclier", false),
        ("Paul Henri Martin", "Paul", "Henri Martin", true),
        ("Plotin", "", "Plotin", true),
    ];
    for (printed, first, family, unsure) in cases {
        let name = split(printed);
        assert_eq!(
            (name.first.as_str(), name.family.as_str(), name.unsure),
            (first, family, unsure),
            "{printed}"
        );
    }
}
