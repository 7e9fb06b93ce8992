//! Views: a query with its columns, order and grouping, under a name.

use crate::model::definition::Definition;
use crate::model::field::Field;
use crate::model::field::FieldType::*;
use crate::model::natural::{Key, Natural};

declare! {
    "view" ["Vue", "Vues", "View", "Views"] made ["Vue gardée", "View kept"];
    title [NAME] " "; short None; when None; over None;
    known Natural::Keys(&[Key::by(NAME.number, &[OWNER.number])]);
    NAME = 1 "name" "Nom" "Name" Text => required().listed(28).searched().called(&["intitule"]);
    PANE = 2 "pane" "Volet" "Pane" Text => required().listed(14).suggesting();
    QUERY = 3 "query" "Requête" "Query" Text => listed(30);
    COLUMNS = 4 "columns" "Colonnes" "Columns" Text => many();
    ORDER = 5 "order" "Ordre" "Order" Text => many().listed(16);
    GROUP = 6 "group" "Groupé par" "Grouped by" Text => listed(14);
    SUMS = 7 "sums" "Sommes" "Sums" Text => many();
    KEY = 8 "key" "Touche" "Key" Text => listed(6);
    OWNER = 9 "owner" "Propriétaire" "Owner" Text => listed(12).suggesting();
    NOTE = 10 "note" "Note" "Note" Note;
}
