//! Registrations: a person at a session, with a role and a status.

use crate::model::definition::Definition;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field};
use crate::model::kind::Kind;
use crate::model::kinds::session;
use crate::model::natural::{Key, Natural};
use crate::model::over::Over;
use crate::model::places::Places;
use crate::model::record::Record;

const ROLE: &[Choice] = &[
    Choice::new("participant", "Participant", "Participant"),
    Choice::new("speaker", "Intervenant", "Speaker"),
    Choice::new("trainer", "Formateur", "Trainer"),
    Choice::new("organiser", "Organisateur", "Organiser"),
];

const STATUS: &[Choice] = &[
    Choice::new("positive", "Inscrit", "Registered"),
    Choice::new("pending", "À confirmer", "Pending"),
    Choice::new("waiting", "Liste d’attente", "Waiting list"),
    Choice::new("negative", "Annulé", "Cancelled").settled(),
];

const ATTENDANCE: &[Choice] = &[
    Choice::new("present", "Présent", "Present"),
    Choice::new("absent", "Absent", "Absent"),
    Choice::new("excused", "Excusé", "Excused"),
    Choice::new("late", "En retard", "Late"),
];

const PLACES: Places = Places {
    at: SESSION.number,
    room: session::CAPACITY.number,
    takes: takes_place,
};

declare! {
    "registration" ["Inscription", "Inscriptions", "Registration", "Registrations"] made ["Inscription ajoutée", "Registration added"];
    title [PERSON, SESSION, ROLE_FIELD] " · "; short None; when None;
    once [PERSON, SESSION];
    over Some(Over::While(STATUS_FIELD.number, &["negative"])), about PERSON, places PLACES;
    known Natural::Keys(&[Key::by(PERSON.number, &[SESSION.number, ROLE_FIELD.number])]);
    PERSON = 1 "person" "Personne" "Person" Reference(&[Kind::Person]) => required().listed(26);
    SESSION = 2 "session" "Session" "Session" Reference(&[Kind::Session]) => required().listed(40).called(&["formation", "evenement", "event", "event name", "intitule de la session"]);
    ROLE_FIELD = 3 "role" "Rôle" "Role" Choice(ROLE) => required().listed(12);
    STATUS_FIELD = 4 "status" "Statut" "Status" Choice(STATUS) => listed(14).called(&["etat"]);
    ATTENDANCE_FIELD = 5 "attendance" "Présence par demi-journée" "Attendance per half-day" Choice(ATTENDANCE) => many();
    NOTE = 6 "note" "Note" "Note" Note;
    SOURCE = 7 "source" "Source" "Source" Text;
}

/// Whether a registration takes one of the places of its session: a participant who is not cancelled or waiting.
pub fn takes_place(record: &Record) -> bool {
    let is = |field: &Field, keys: &[&str]| match record.text(field) {
        Some(key) => keys.contains(&key),
        None => true,
    };
    is(&ROLE_FIELD, &["participant"]) && is(&STATUS_FIELD, &["positive", "pending"])
}
