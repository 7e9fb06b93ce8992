//! Sessions: anything dated that people register to. One record may stand for several sessions.

use super::BEGUN;
use crate::model::collection::Collection;
use crate::model::computed::{Computed, Hop, Told};
use crate::model::definition::Definition;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field, Rule, Sought};
use crate::model::kind::Kind;
use crate::model::kinds::registration;
use crate::model::natural::{Key, Natural};
use crate::model::part::Part;
use crate::model::tab::Tab;

/// The types of sessions.
pub const TYPES: &[Choice] = &[
    Choice::new("training", "Formation", "Training"),
    Choice::new("web_conference", "Webconférence", "Web conference"),
    Choice::new("conference", "Conférence", "Conference"),
    Choice::new("lab_u", "Lab’U", "Lab’U"),
    Choice::new("club_u", "Club’U", "Club’U"),
    Choice::new("cafe", "Café", "Café"),
    Choice::new("workshop", "Atelier", "Workshop"),
    Choice::new("committee", "Comité", "Committee"),
    Choice::new("steering", "Copil", "Steering committee"),
    Choice::new("working_group", "Groupe de travail", "Working group"),
    Choice::new("open_room", "Salle ouverte", "Open room"),
    Choice::new("seminar", "Séminaire", "Seminar"),
    Choice::new("meeting", "Réunion", "Meeting"),
    Choice::new("forum", "Forum", "Forum"),
    Choice::new("symposium", "Colloque", "Symposium"),
    Choice::new("support", "Accompagnement", "Support"),
    Choice::new("other", "Autre", "Other"),
];

const FORMAT: &[Choice] = &[
    Choice::new("inter", "Inter", "Inter"),
    Choice::new("intra", "Intra", "Intra"),
    Choice::new("e-learning", "E-learning", "E-learning"),
    Choice::new("path", "Parcours", "Path"),
];

const MODE: &[Choice] = &[
    Choice::new("in_person", "Présentiel", "In person"),
    Choice::new("remote", "Distanciel", "Remote"),
    Choice::new("hybrid", "Hybride", "Hybrid"),
];

const REGISTRATIONS: &[&[Hop]] = &[&[Hop::From(Kind::Registration, registration::SESSION.number)]];

const READ: &[Computed] = &[
    Computed::new(
        1,
        "places_taken",
        ["Places prises", "Places taken"],
        Integer,
        Told::Count,
        REGISTRATIONS,
    )
    .counting(registration::takes_place),
    Computed::new(
        2,
        "fill",
        ["Remplissage", "Fill rate"],
        Integer,
        Told::Percent(CAPACITY.number),
        REGISTRATIONS,
    )
    .counting(registration::takes_place),
];

/// Sessions of type `training`.
pub const TRAININGS: Collection = Collection::Part(&Part::new(
    Kind::Session,
    "training",
    ["Sessions de formation", "Training sessions"],
    &TYPE,
    "training",
));
/// All other sessions.
pub const EVENTS: Collection = Collection::Part(
    &Part::new(
        Kind::Session,
        "event",
        ["Événements", "Events"],
        &TYPE,
        "training",
    )
    .without(),
);
const PARTS: &[Collection] = &[TRAININGS, EVENTS];

const TABS: &[Tab] = &[
    Tab::new(3, "trainings", TRAININGS),
    Tab::new(6, "events", EVENTS).ordered("date"),
];

declare! {
    "session" ["Session", "Sessions", "Session", "Sessions"] made ["Session ajoutée", "Session added"];
    title [NAME] " "; short None; when Some(DATE.number); over None, computed READ, parts PARTS, tabs TABS;
    known Natural::Keys(&[Key::by(NAME.number, &[TYPE.number, DATE.number])]);
    TYPE = 1 "type" "Type" "Type" Choice(TYPES) => required().listed(14);
    NAME = 2 "name" "Intitulé" "Name" Text => required().listed(44).searched().called(&["nom"]);
    DATE = 3 "date" "Date" "Date" Date => listed(10).called(BEGUN);
    DATE_END = 4 "date_end" "Date de fin" "End date" Date => rule(Rule::NotBefore(3)).called(&["fin", "end"]);
    START_TIME = 5 "start_time" "Heure de début" "Start time" Text;
    END_TIME = 6 "end_time" "Heure de fin" "End time" Text;
    MODULE = 7 "module" "Module" "Module" Reference(&[Kind::Module]);
    FORMAT_FIELD = 8 "format" "Format" "Format" Choice(FORMAT);
    DOMAIN = 9 "domain" "Domaine" "Domain" Text => listed(24).suggesting();
    SOLUTION = 10 "solution" "Solution" "Solution" Reference(&[Kind::Solution]) => listed(14);
    MODE_FIELD = 11 "mode" "Mode" "Mode" Choice(MODE);
    PLACE = 12 "place" "Lieu" "Place" Text => searched().suggesting().sought(Sought::Place).called(&["salle", "location", "venue"]);
    HALF_DAYS = 13 "half_days" "Demi-journées" "Half-days" Integer => rule(Rule::NotNegative);
    CAPACITY = 14 "capacity" "Jauge" "Capacity" Integer => rule(Rule::NotNegative).called(&["places", "nombre de places"]);
    SESSIONS = 15 "sessions" "Nombre de sessions" "Number of sessions" Integer => listed(8).rule(Rule::NotNegative);
    PARTICIPANTS = 16 "participants" "Participants" "Participants" Integer => listed(8).rule(Rule::NotNegative).called(&["nombre de participants"]);
    ESTABLISHMENTS = 17 "establishments" "Établissements" "Establishments" Integer => rule(Rule::NotNegative);
    COUNTED_IN = 18 "counted_in" "Compté dans" "Counted in" Reference(&[Kind::Session]);
    NOTE = 19 "note" "Note" "Note" Note;
    SOURCE = 20 "source" "Source" "Source" Text;
}
