//! Bodies: instances such as the general assembly (AG) and the board (CA).

use super::HOUSE;
use crate::model::definition::Definition;
use crate::model::field::Field;
use crate::model::field::FieldType::*;
use crate::model::kind::Kind;
use crate::model::natural::{Key, Natural};

declare! {
    "body" ["Instance", "Instances", "Body", "Bodies"] made ["Instance ajoutée", "Body added"];
    title [NAME] " "; short Some(ACRONYM.number); when None; over None;
    known Natural::Keys(&[Key::by(NAME.number, &[]), Key::by(ACRONYM.number, &[])]);
    ACRONYM = 1 "acronym" "Sigle" "Acronym" Text => listed(10).searched();
    NAME = 2 "name" "Nom" "Name" Text => required().listed(40).searched();
    ORGANISATION = 3 "organisation" "Organisation" "Organisation" Reference(&[Kind::Organisation]) => listed(18).called(HOUSE);
    NOTE = 4 "note" "Note" "Note" Note;
    SOURCE = 5 "source" "Source" "Source" Text;
}
