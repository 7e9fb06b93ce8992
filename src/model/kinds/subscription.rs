//! Subscriptions: a person on a list, in one of six states that are not to be confused.

use crate::model::definition::Definition;
use crate::model::field::FieldType::*;
use crate::model::field::{Choice, Field};
use crate::model::kind::Kind;
use crate::model::natural::{Key, Natural};
use crate::model::over::Over;

const STATUS: &[Choice] = &[
    Choice::new("subscribed", "Abonné", "Subscribed"),
    Choice::new("included", "Inclus", "Included"),
    Choice::new("both", "Abonné et inclus", "Subscribed and included"),
    Choice::new("suspended", "Suspendu", "Suspended").lasting(),
    Choice::new("excluded", "Exclu", "Excluded").lasting(),
    Choice::new("bouncing", "En erreur", "Bouncing").lasting(),
];

declare! {
    "subscription" ["Abonnement", "Abonnements", "Subscription", "Subscriptions"] made ["Abonnement ajouté", "Subscription added"];
    title [PERSON, LIST] " · "; short None; when Some(SINCE.number);
    once [PERSON, LIST];
    over Some(Over::While(STATUS_FIELD.number, &["suspended", "excluded", "bouncing"])), about PERSON;
    known Natural::Keys(&[Key::by(PERSON.number, &[LIST.number])]);
    LIST = 1 "list" "Liste" "Mailing list" Reference(&[Kind::List]) => required().listed(36).called(&["liste de diffusion", "lettre", "newsletter"]);
    PERSON = 2 "person" "Personne" "Person" Reference(&[Kind::Person]) => required().listed(26);
    STATUS_FIELD = 3 "status" "État" "Status" Choice(STATUS) => required().listed(12).called(&["statut"]);
    SINCE = 4 "since" "Depuis" "Since" Date => listed(10);
    NOTE = 5 "note" "Note" "Note" Note;
}
