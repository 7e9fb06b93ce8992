//! Pairs that look like one record twice and are two: a person said so.

use crate::model::definition::Definition;
use crate::model::field::Field;
use crate::model::field::FieldType::*;
use crate::model::kind::Kind;
use crate::model::natural::{Key, Natural};

/// The kind, to those who go by it.
pub const KIND: Kind = Kind::Apart;

/// What can be held to be the same.
const COMPARED: &[Kind] = &[Kind::Organisation, Kind::Person];

declare! {
    "apart" ["À ne pas fusionner", "À ne pas fusionner", "Not the same", "Not the same"] made ["Retenu : ce sont deux fiches", "Kept: these are two"];
    title [ONE, OTHER] " ≠ "; short None; when None;
    once [ONE, OTHER];
    over None;
    known Natural::Keys(&[Key::by(ONE.number, &[OTHER.number])]);
    ONE = 1 "one" "L’une" "One" Reference(COMPARED) => required().listed(36);
    OTHER = 2 "other" "L’autre" "The other" Reference(COMPARED) => required().listed(36);
    NOTE = 3 "note" "Note" "Note" Note;
}
