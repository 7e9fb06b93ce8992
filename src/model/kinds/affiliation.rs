//! Affiliations: a person at an organisation, with a function and dates.

use super::{BEGUN, ENDED, HOUSE};
use crate::model::definition::Definition;
use crate::model::field::FieldType::*;
use crate::model::field::{Field, Rule, Sought};
use crate::model::kind::Kind;
use crate::model::natural::{Key, Natural};
use crate::model::over::Over;
use crate::model::record::Record;

declare! {
    "affiliation" ["Fonction", "Fonctions", "Affiliation", "Affiliations"] made ["Fonction ajoutée", "Affiliation added"];
    title [PERSON, FUNCTION, ORGANISATION] " · "; short None; when Some(SINCE.number);
    once [PERSON, ORGANISATION, FUNCTION];
    over Some(Over::After(UNTIL.number)), about PERSON;
    known Natural::Keys(&[Key::by(PERSON.number, &[ORGANISATION.number, FUNCTION.number])]);
    PERSON = 1 "person" "Personne" "Person" Reference(&[Kind::Person]) => required().listed(26);
    ORGANISATION = 2 "organisation" "Organisation" "Organisation" Reference(&[Kind::Organisation]) => required().listed(18).called(HOUSE);
    FUNCTION = 3 "function" "Fonction" "Function" Text => listed(28).searched().suggesting().sought(Sought::Function).called(&["poste", "poste occupe", "intitule du poste", "emploi", "profession", "prof adh", "titre", "title", "job title", "position", "organization title"]);
    SINCE = 4 "since" "Depuis" "Since" Date => listed(10).called(BEGUN);
    UNTIL = 5 "until" "Jusqu’à" "Until" Date => listed(10).rule(Rule::NotBefore(4)).called(ENDED);
    PRIMARY = 6 "primary" "Principale" "Primary" Boolean;
    NOTE = 7 "note" "Note" "Note" Note;
    SOURCE = 8 "source" "Source" "Source" Text;
    SERVICE = 9 "service" "Service" "Department" Text => searched().suggesting().called(&["departement", "organization department", "unite", "composante"]);
}

/// Of several the main one is that with the least: one that is said to be primary, else the latest begun.
pub fn rank(record: &Record) -> i64 {
    let is_primary = record.get(PRIMARY.number).and_then(|yes| yes.number()) == Some(1);
    let since = record.get(SINCE.number).and_then(|since| since.date());
    let since = since.map_or(0, |since| i64::from(since.packed()));
    // No day has so many digits.
    let primary = if is_primary { 1_000_000_000 } else { 0 };
    -(primary + since)
}
