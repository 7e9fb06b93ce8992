//! More sessions than the report has, over the years 2020 to 2023.

use super::maker::{Made, Maker};
use crate::model::kinds::session::{
    CAPACITY, DATE, DOMAIN, END_TIME, MODE_FIELD, NAME, START_TIME, TYPE,
};
use crate::model::{Fields, Kind, Value};

const TYPES: &[(&str, &str)] = &[
    ("training", "Formation"),
    ("training", "Formation"),
    ("training", "Formation"),
    ("web_conference", "Webconférence"),
    ("cafe", "Café"),
    ("workshop", "Atelier"),
    ("lab_u", "Lab’U"),
    ("club_u", "Club’U"),
    ("open_room", "Salle ouverte"),
    ("committee", "Comité"),
];
const SUBJECTS: &[(&str, &str)] = &[
    ("la clôture de l’exercice", "Finances"),
    ("les immobilisations", "Finances"),
    ("la commande publique", "Achats"),
    ("les achats responsables", "Achats"),
    ("la paye et ses rappels", "Ressources humaines"),
    ("le dialogue social", "Ressources humaines"),
    ("la qualité de vie au travail", "Ressources humaines"),
    ("l’offre de formation", "Formation-vie de l'étudiant"),
    (
        "l’apprentissage et l’alternance",
        "Formation-vie de l'étudiant",
    ),
    ("les contrats de recherche", "Recherche"),
    ("les unités mixtes", "Recherche"),
    ("la masse salariale", "Pilotage"),
    ("la comptabilité analytique", "Pilotage"),
    ("la rénovation énergétique", "Patrimoine"),
    ("l’urbanisation", "Système d'information"),
    ("la protection des données", "Système d'information"),
];
const MODES: &[&str] = &["in_person", "remote", "remote", "hybrid"];

/// How many sessions are made for so many people.
pub fn count(people: u32) -> u32 {
    (people / 10).clamp(50, 20_000)
}

/// The session of that place, which people can then register to.
pub fn make(maker: &mut Maker, at: u32) -> Made {
    let (key, label) = maker.one(TYPES).copied().unwrap_or_default();
    let (subject, domain) = maker.one(SUBJECTS).copied().unwrap_or_default();
    let mode = maker.one(MODES).copied().unwrap_or_default();
    let hour = maker.rng.u8(8..16);
    let capacity = 20 * maker.rng.i64(1..12);
    let record = maker.next(Kind::Session);
    let mut fields = Fields::new()
        .with(TYPE.number, Value::text(key))
        .with(
            NAME.number,
            Value::text(format!("{label} #{at} - {subject}")),
        )
        .with(START_TIME.number, Value::text(format!("{hour:02}:00")))
        .with(END_TIME.number, Value::text(format!("{:02}:30", hour + 1)))
        .with(DOMAIN.number, Value::text(domain))
        .with(MODE_FIELD.number, Value::text(mode))
        .with(CAPACITY.number, Value::Integer(capacity));
    fields.set(DATE.number, maker.day().map(Value::Date));
    maker.base.sessions.push(record);
    (record, fields)
}
