//! Communities: the professional communities that the agency animates.

use crate::model::definition::Definition;
use crate::model::field::Field;
use crate::model::field::FieldType::*;
use crate::model::kind::Kind;
use crate::model::natural::{Key, Natural};

declare! {
    "community" ["Communauté", "Communautés", "Community", "Communities"] made ["Communauté ajoutée", "Community added"];
    title [NAME] " "; short None; when Some(SINCE.number); over None;
    known Natural::Keys(&[Key::by(NAME.number, &[])]);
    NAME = 1 "name" "Nom" "Name" Text => required().listed(40).searched();
    DOMAIN = 2 "domain" "Domaine" "Domain" Text => listed(24).suggesting();
    LIST = 3 "list" "Liste" "Mailing list" Reference(&[Kind::List]) => listed(32);
    ANIMATORS = 4 "animators" "Animateurs" "Animators" Reference(&[Kind::Person]) => many().called(&["animateur", "animator"]);
    SINCE = 5 "since" "Depuis" "Since" Date => listed(10);
    NOTE = 6 "note" "Note" "Note" Note;
    SOURCE = 7 "source" "Source" "Source" Text;
}
