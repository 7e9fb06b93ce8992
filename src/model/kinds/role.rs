//! Roles: what an account may change in the store. What follows from them stands in `rights`.

use crate::model::definition::Definition;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field};
use crate::model::kind::Kind;
use crate::model::natural::{Key, Natural};

use super::{
    affiliation, agreement, apart, body, community, deployment, indicator, interaction, list,
    mandate, module, organisation, person, registration, session, solution, subscription, task,
    view,
};

/// The kind, to those who go by it.
pub const KIND: Kind = Kind::Role;

/// What a role may be.
pub const CHOICES: &[Choice] = &[
    Choice::new("reader", "Lecteur", "Reader"),
    Choice::new("editor", "Éditeur", "Editor"),
    Choice::new("manager", "Gestionnaire", "Manager"),
];

/// The kinds that an editor may be held to: all but roles, which are a manager's.
pub const KINDS: &[Choice] = &[
    of(&organisation::DEFINITION),
    of(&person::DEFINITION),
    of(&solution::DEFINITION),
    of(&module::DEFINITION),
    of(&list::DEFINITION),
    of(&session::DEFINITION),
    of(&agreement::DEFINITION),
    of(&indicator::DEFINITION),
    of(&deployment::DEFINITION),
    of(&community::DEFINITION),
    of(&body::DEFINITION),
    of(&affiliation::DEFINITION),
    of(&mandate::DEFINITION),
    of(&interaction::DEFINITION),
    of(&task::DEFINITION),
    of(&registration::DEFINITION),
    of(&subscription::DEFINITION),
    of(&view::DEFINITION),
    of(&apart::DEFINITION),
];

const fn of(definition: &Definition) -> Choice {
    let [fr, _, en, _] = definition.names;
    Choice::new(definition.key, fr, en)
}

declare! {
    "role" ["Rôle", "Rôles", "Role", "Roles"] made ["Rôle donné", "Role given"];
    title [LOGIN] " "; short None; when None; over None;
    known Natural::Keys(&[Key::by(LOGIN.number, &[])]);
    LOGIN = 1 "login" "Compte" "Account" Text => required().listed(20).called(&["identifiant", "user"]);
    ROLE = 2 "role" "Rôle" "Role" Choice(CHOICES) => required().listed(14);
    KINDS_EDITED = 3 "kinds" "Natures modifiées" "Kinds edited" Choice(KINDS) => many().listed(40).called(&["natures"]);
    NOTE = 4 "note" "Note" "Note" Note;
}
