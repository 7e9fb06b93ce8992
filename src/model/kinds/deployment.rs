//! Deployments: a solution at an organisation, by stage and wave.

use super::HOUSE;
use crate::model::collection::Collection;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field, FieldNo, Rule};
use crate::model::kind::{Definition, Kind};
use crate::model::natural::{Key, Natural};
use crate::model::over::Over;
use crate::model::record::Record;
use crate::model::tab::Tab;

const STAGE: &[Choice] = &[
    Choice::new("candidate", "Candidat", "Candidate"),
    Choice::new("preparation", "Préparation", "Preparation"),
    Choice::new("co_builder", "Co-constructeur", "Co-builder"),
    Choice::new("working_group", "Groupe de travail", "Working group"),
    Choice::new("pilot", "Pilote", "Pilot"),
    Choice::new("deploying", "En déploiement", "Deploying"),
    Choice::new("production", "En production", "Production"),
    Choice::new("hosting", "Hébergement", "Hosting"),
    Choice::new("stopped", "Arrêté", "Stopped"),
];

const AGREE: &[FieldNo] = &[
    SOLUTION.number,
    ORGANISATION.number,
    GROUP.number,
    STAGE_FIELD.number,
    WAVE.number,
];

const KEYS: &[Key] = &[
    Key::by(SOLUTION.number, AGREE).exact(),
    Key::by(ORGANISATION.number, AGREE).exact(),
    Key::by(GROUP.number, AGREE).exact(),
];

const TABS: &[Tab] = &[Tab::new(7, "solutions", Collection::All(Kind::Deployment))];

declare! {
    "deployment" ["Déploiement", "Déploiements", "Deployment", "Deployments"] made ["Déploiement ajouté", "Deployment added"];
    title [SOLUTION, ORGANISATION, GROUP, STAGE_FIELD] " · "; short None; when Some(SINCE.number);
    once [SOLUTION, ORGANISATION];
    over Some(Over::While(STAGE_FIELD.number, &["stopped"])), about ORGANISATION, tabs TABS;
    known Natural::Keys(KEYS);
    SOLUTION = 1 "solution" "Solution" "Solution" Reference(&[Kind::Solution]) => listed(16);
    ORGANISATION = 2 "organisation" "Organisation" "Organisation" Reference(&[Kind::Organisation]) => listed(18).called(HOUSE);
    STAGE_FIELD = 3 "stage" "Étape" "Stage" Choice(STAGE) => required().listed(16);
    WAVE = 4 "wave" "Vague" "Wave" Text => listed(12).suggesting();
    MODULE = 5 "module" "Module" "Module" Text => suggesting();
    SINCE = 6 "since" "Depuis" "Since" Date => listed(10);
    GROUP = 7 "group" "Groupe" "Group" Text => searched();
    ESTABLISHMENTS = 8 "establishments" "Établissements" "Establishments" Integer => listed(8).rule(Rule::NotNegative);
    NOTE = 9 "note" "Note" "Note" Note => searched();
    SOURCE = 10 "source" "Source" "Source" Text;
}

/// Whether the solution is in use there.
pub fn is_in_production(record: &Record) -> bool {
    record.text(&STAGE_FIELD) == Some("production")
}
