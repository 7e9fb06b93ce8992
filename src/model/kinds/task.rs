//! Tasks: what is to be done, by when, about which records.

use crate::model::definition::Definition;
use crate::model::field::Field;
use crate::model::field::FieldType::*;
use crate::model::natural::{Key, Natural};
use crate::model::preset::Preset;
use crate::model::record::Record;
use crate::model::to_do::ToDo;

const PRESETS: &[Preset] = &[Preset::new("task")];

const TO_DO: ToDo = ToDo {
    open: is_open,
    by: ASSIGNEE.number,
};

declare! {
    "task" ["Tâche", "Tâches", "Task", "Tasks"] made ["Tâche ajoutée", "Task added"];
    title [NAME] " "; short None; when Some(DUE.number); over None, about ABOUT, presets PRESETS, to_do TO_DO;
    known Natural::Keys(&[Key::by(NAME.number, &[DUE.number])]);
    NAME = 1 "name" "À faire" "Task" Text => required().listed(40).searched().called(&["nom", "intitule"]);
    DUE = 2 "due" "Échéance" "Due" Date => listed(10).called(&["date", "deadline", "pour le"]);
    DONE = 3 "done" "Fait" "Done" Boolean => listed(5).settled();
    ABOUT = 4 "about" "Concerne" "About" Reference(&[]) => many().listed(26);
    ASSIGNEE = 5 "assignee" "Chargé" "Assignee" Text => listed(14).suggesting().called(&["responsable", "assigned to"]);
    NOTE = 6 "note" "Note" "Note" Note;
}

/// Whether it is still to be done.
pub fn is_open(record: &Record) -> bool {
    record.get(DONE.number).and_then(|done| done.number()) != Some(1)
}
