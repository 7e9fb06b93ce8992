//! Mailing lists: Sympa lists and newsletters.

use crate::model::collection::Collection;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field, Rule};
use crate::model::kind::{Definition, Kind};
use crate::model::natural::{Key, Natural};
use crate::model::tab::Tab;

const FORM: &[Choice] = &[
    Choice::new("sympa", "Liste Sympa", "Sympa list"),
    Choice::new("newsletter", "Lettre", "Newsletter"),
];

const TABS: &[Tab] = &[Tab::new(4, "lists", Collection::All(Kind::List))];

declare! {
    "list" ["Liste", "Listes", "Mailing list", "Mailing lists"] made ["Liste ajoutée", "Mailing list added"];
    title [NAME] " "; short Some(ADDRESS.number); when None; over None, tabs TABS;
    known Natural::Keys(&[Key::by(ADDRESS.number, &[]), Key::by(NAME.number, &[])]);
    ADDRESS = 1 "address" "Adresse" "Address" Email => listed(40);
    NAME = 2 "name" "Nom" "Name" Text => required().listed(24).searched();
    TYPE = 3 "type" "Type" "Type" Choice(FORM) => listed(12);
    SUBSCRIBERS = 4 "subscribers" "Abonnés" "Subscribers" Integer => listed(8).rule(Rule::NotNegative).called(&["nombre d'abonnes"]);
    DOMAIN = 5 "domain" "Domaine" "Domain" Text => listed(24).suggesting();
    SOLUTION = 6 "solution" "Solution" "Solution" Reference(&[Kind::Solution]) => listed(14);
    NOTE = 7 "note" "Note" "Note" Note;
    SOURCE = 8 "source" "Source" "Source" Text;
}
