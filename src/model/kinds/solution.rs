//! Solutions: the software that the agency builds and spreads.

use crate::model::alias::Alias;
use crate::model::collection::Collection;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field, Rule};
use crate::model::kind::{Definition, Kind};
use crate::model::kinds::deployment;
use crate::model::natural::{Key, Natural};
use crate::model::tab::Tab;

const STATUS: &[Choice] = &[
    Choice::new("in_service", "En service", "In service"),
    Choice::new("in_deployment", "En déploiement", "In deployment"),
    Choice::new("announced", "Annoncée", "Announced"),
    Choice::new("stopped", "Arrêtée", "Stopped"),
];

// The other way round: who associates with one is its `partners`.
const ALIASES: &[Alias] = &[Alias {
    names: &["organisation"],
    through: Kind::Deployment,
    back: deployment::SOLUTION.number,
    field: deployment::ORGANISATION.number,
}];

const TABS: &[Tab] = &[
    Tab::new(7, "solutions", Collection::All(Kind::Solution)).columns(&[
        ("kind", 11),
        ("title", 34),
        ("stage", 14),
        ("wave", 8),
        ("status", 14),
        ("since", 10),
        ("users", 8),
        ("domain", 18),
    ]),
];

declare! {
    "solution" ["Solution", "Solutions", "Solution", "Solutions"] made ["Solution ajoutée", "Solution added"];
    title [NAME] " "; short None; when None; over None, aliases ALIASES, tabs TABS;
    known Natural::Keys(&[Key::by(NAME.number, &[])]);
    NAME = 1 "name" "Nom" "Name" Text => required().listed(18).searched();
    PURPOSE = 2 "purpose" "Objet" "Purpose" Text => listed(44).searched().called(&["description"]);
    DOMAIN = 3 "domain" "Domaine" "Domain" Text => listed(24).suggesting();
    STATUS_FIELD = 4 "status" "État" "Status" Choice(STATUS) => listed(14).called(&["statut"]);
    USERS = 5 "users" "Établissements utilisateurs" "User establishments" Integer => listed(8).rule(Rule::NotNegative);
    FTE = 6 "fte" "ETP" "FTE" Decimal => rule(Rule::NotNegative);
    PARTNERS = 7 "partners" "Établissements associés" "Partner institutions" Reference(&[Kind::Organisation]) => many();
    NOTE = 8 "note" "Note" "Note" Note;
    SOURCE = 9 "source" "Source" "Source" Text;
}
