//! Mandates: a seat of a body, held by a person for a time.

use super::{BEGUN, ENDED, HOUSE};
use crate::model::definition::Definition;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field, Rule};
use crate::model::kind::Kind;
use crate::model::natural::{Key, Natural};
use crate::model::over::Over;

const CAPACITY: &[Choice] = &[
    Choice::new("titular", "Titulaire", "Titular"),
    Choice::new("substitute", "Suppléant", "Substitute"),
];

declare! {
    "mandate" ["Mandat", "Mandats", "Mandate", "Mandates"] made ["Mandat ajouté", "Mandate added"];
    title [PERSON, BODY, SEAT] " · "; short None; when Some(SINCE.number);
    once [PERSON, BODY];
    over Some(Over::After(UNTIL.number)), about PERSON;
    known Natural::Keys(&[Key::by(PERSON.number, &[BODY.number, SEAT.number])]);
    BODY = 1 "body" "Instance" "Body" Reference(&[Kind::Body]) => required().listed(10);
    PERSON = 2 "person" "Personne" "Person" Reference(&[Kind::Person]) => required().listed(26);
    ORGANISATION = 3 "organisation" "Organisation" "Organisation" Reference(&[Kind::Organisation]) => listed(16).called(HOUSE);
    SEAT = 4 "seat" "Siège" "Seat" Text => listed(24).searched();
    COLLEGE = 5 "college" "Collège" "College" Text => listed(30).suggesting();
    CAPACITY_FIELD = 6 "capacity" "Qualité" "Capacity" Choice(CAPACITY) => listed(10);
    SINCE = 7 "since" "Depuis" "Since" Date => called(BEGUN);
    UNTIL = 8 "until" "Jusqu’à" "Until" Date => rule(Rule::NotBefore(7)).called(ENDED);
    NOTE = 9 "note" "Note" "Note" Note;
    SOURCE = 10 "source" "Source" "Source" Text;
}
