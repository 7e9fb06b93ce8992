//! Agreements: conventions, framework agreements, markets, cooperation agreements.

use super::{BEGUN, ENDED};
use crate::model::collection::Collection;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field, Rule};
use crate::model::kind::{Definition, Kind};
use crate::model::natural::{Key, Natural};
use crate::model::over::Over;
use crate::model::tab::Tab;

const TYPES: &[Choice] = &[
    Choice::new("framework", "Accord-cadre", "Framework agreement"),
    Choice::new("market", "Marché", "Market"),
    Choice::new("convention", "Convention", "Convention"),
    Choice::new(
        "cooperation",
        "Accord de coopération",
        "Cooperation agreement",
    ),
    Choice::new("partnership", "Partenariat", "Partnership"),
    Choice::new("contract", "Contrat", "Contract"),
];

const TABS: &[Tab] = &[Tab::new(8, "agreements", Collection::All(Kind::Agreement))];

declare! {
    "agreement" ["Accord", "Accords", "Agreement", "Agreements"] made ["Accord ajouté", "Agreement added"];
    title [NAME] " "; short None; when Some(SINCE.number);
    over Some(Over::After(UNTIL.number)), tabs TABS;
    known Natural::Keys(&[Key::by(NAME.number, &[])]);
    NAME = 1 "name" "Intitulé" "Name" Text => required().listed(46).searched().called(&["nom"]);
    TYPE = 2 "type" "Type" "Type" Choice(TYPES) => listed(16);
    COUNTERPARTS = 3 "counterpart" "Cocontractants" "Counterparts" Reference(&[Kind::Organisation]) => many().listed(18).searched();
    COUNTERPART_PRINTED = 4 "counterpart_text" "Cocontractant (texte)" "Counterpart (text)" Text => searched();
    SINCE = 5 "since" "Du" "Since" Date => listed(10).called(BEGUN);
    UNTIL = 6 "until" "Au" "Until" Date => listed(10).rule(Rule::NotBefore(5)).called(ENDED);
    PERIOD = 7 "period" "Période" "Period" Text;
    STATUS = 8 "status" "État" "Status" Text => listed(22).suggesting().called(&["statut"]);
    RENEWAL = 9 "renewal" "Renouvellement" "Renewal" Text => suggesting();
    NOTE = 10 "note" "Note" "Note" Note;
    SOURCE = 11 "source" "Source" "Source" Text;
}
