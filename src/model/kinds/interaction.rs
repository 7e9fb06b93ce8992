//! Interactions: calls, mails, meetings, support requests, notes.

use crate::model::definition::Definition;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field};
use crate::model::natural::{Key, Natural};
use crate::model::preset::Preset;
use crate::model::record::Record;

const TYPES: &[Choice] = &[
    Choice::new("call", "Appel", "Call").made("Appel noté", "Call logged"),
    Choice::new("mail", "Courriel", "Mail").made("Courriel noté", "Mail logged"),
    Choice::new("meeting", "Rencontre", "Meeting").made("Rencontre notée", "Meeting logged"),
    Choice::new("support", "Demande d’assistance", "Support request")
        .made("Demande notée", "Request logged"),
    Choice::new("note", "Note", "Note").made("Note écrite", "Note written"),
];

const DIRECTION: &[Choice] = &[
    Choice::new("incoming", "Reçu", "Incoming"),
    Choice::new("outgoing", "Émis", "Outgoing"),
];

const OUTCOME: &[Choice] = &[
    Choice::new("reached", "Joint", "Reached"),
    Choice::new("message_left", "Message laissé", "Message left"),
    Choice::new("unreachable", "Injoignable", "Unreachable"),
    Choice::new("done", "Traité", "Done"),
];

const PRESETS: &[Preset] = &[
    Preset::new("call")
        .chosen(&[(TYPE.number, "call")])
        .now(AT.number)
        .first(SUBJECT.number),
    Preset::new("note")
        .chosen(&[(TYPE.number, "note")])
        .now(AT.number)
        .first(NOTE.number),
];

declare! {
    "interaction" ["Échange", "Échanges", "Interaction", "Interactions"] made ["Échange noté", "Interaction logged"];
    title [TYPE, SUBJECT] " · "; short None; when Some(AT.number); over None, about ABOUT, presets PRESETS;
    known Natural::Keys(&[Key::by(SUBJECT.number, &[TYPE.number, AT.number])]);
    TYPE = 1 "type" "Type" "Type" Choice(TYPES) => required().listed(12);
    SUBJECT = 2 "subject" "Objet" "Subject" Text => listed(36).searched();
    ABOUT = 3 "about" "Concerne" "About" Reference(&[]) => many().listed(26);
    AT = 4 "at" "Le" "At" DateTime => listed(16).called(&["date"]);
    DIRECTION_FIELD = 5 "direction" "Sens" "Direction" Choice(DIRECTION);
    OUTCOME_FIELD = 6 "outcome" "Issue" "Outcome" Choice(OUTCOME) => listed(14);
    NOTE = 7 "note" "Note" "Note" Note => searched();
}

/// Whether somebody was in touch: a note is written alone, and who could not be reached was not.
pub fn is_contact(record: &Record) -> bool {
    record.text(&TYPE) != Some("note") && record.text(&OUTCOME_FIELD) != Some("unreachable")
}
