//! Modules: the fiches of the training catalogue.

use crate::model::collection::Collection;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field, Rule};
use crate::model::kind::{Definition, Kind};
use crate::model::natural::{Key, Natural};
use crate::model::tab::Tab;

const FORMAT: &[Choice] = &[
    Choice::new("inter", "Inter", "Inter"),
    Choice::new("intra", "Intra", "Intra"),
    Choice::new("e-learning", "E-learning", "E-learning"),
    Choice::new("path", "Parcours", "Path"),
];

const TABS: &[Tab] = &[
    Tab::new(3, "trainings", Collection::All(Kind::Module)).columns(&[
        ("kind", 8),
        ("name", 40),
        ("format", 10),
        ("date", 10),
        ("sessions", 8),
        ("participants", 8),
        ("domain", 20),
        ("solution", 12),
    ]),
];

declare! {
    "module" ["Module", "Modules", "Module", "Modules"] made ["Module ajouté", "Module added"];
    title [NAME] " "; short None; when None; over None, tabs TABS;
    known Natural::Keys(&[Key::by(NAME.number, &[])]);
    NAME = 1 "name" "Intitulé" "Name" Text => required().listed(44).searched().called(&["nom"]);
    DOMAIN = 2 "domain" "Domaine" "Domain" Text => listed(24).suggesting();
    SOLUTION = 3 "solution" "Solution" "Solution" Reference(&[Kind::Solution]) => listed(14);
    FORMAT_FIELD = 4 "format" "Format" "Format" Choice(FORMAT) => listed(10);
    HALF_DAYS = 5 "half_days" "Demi-journées" "Half-days" Integer => rule(Rule::NotNegative);
    PRICE = 6 "price" "Tarif" "Price" Money => rule(Rule::NotNegative).called(&["prix", "cout", "cost"]);
    MODALITY = 7 "modality" "Modalité" "Modality" Text => suggesting();
    NOTE = 8 "note" "Note" "Note" Note;
    SOURCE = 9 "source" "Source" "Source" Text;
}
