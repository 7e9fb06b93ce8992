//! Indicators: yearly figures that no record can give.

use crate::model::collection::Collection;
use crate::model::field::Field;
use crate::model::field::FieldType::*;
use crate::model::kind::{Definition, Kind};
use crate::model::natural::{Key, Natural};
use crate::model::tab::Tab;

const TABS: &[Tab] = &[Tab::new(9, "figures", Collection::All(Kind::Indicator))];

declare! {
    "indicator" ["Chiffre", "Chiffres", "Figure", "Figures"] made ["Chiffre ajouté", "Figure added"];
    title [NAME] " "; short Some(CODE.number); when Some(YEAR.number); over None, tabs TABS;
    known Natural::Keys(&[Key::by(CODE.number, &[YEAR.number]), Key::by(NAME.number, &[YEAR.number])]);
    NAME = 1 "name" "Libellé" "Label" Text => required().listed(50).searched().called(&["nom"]);
    CODE = 2 "code" "Code" "Code" Text => searched();
    YEAR = 3 "year" "Année" "Year" Date => listed(6);
    VALUE = 4 "value" "Valeur" "Value" Decimal => listed(14);
    UNIT = 5 "unit" "Unité" "Unit" Text => listed(14).suggesting();
    DOMAIN = 6 "domain" "Domaine" "Domain" Text => suggesting();
    NOTE = 7 "note" "Note" "Note" Note;
    SOURCE = 8 "source" "Source" "Source" Text;
}
