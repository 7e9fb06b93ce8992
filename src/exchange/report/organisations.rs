//! Organisations that the tables name without listing them, and the names that need a hint.

use crate::exchange::proposal::{Link, Proposal};
use crate::model::Kind;
use crate::model::kinds::organisation::{ACRONYM, NAME, ROLES};

/// Names as printed, and the names under which their bodies are known.
const HINTS: &[(&str, &str)] = &[
    ("Lille", "Université de Lille"),
    ("Université de Paris", "Université Paris Cité"),
    ("État", "L'État"),
];

/// The body of that printed name, made without any role where no table lists it.
pub fn named(printed: &str) -> Option<Link> {
    let hinted = HINTS.iter().find(|(short, _)| *short == printed);
    let name = hinted.map_or(printed, |(_, name)| name);
    (!name.is_empty()).then(|| Link::Made(Box::new(proposal(name))))
}

/// The body of that printed name with that role, made where no table lists it.
pub fn with_role(name: &str, role: &str) -> Link {
    Link::Made(Box::new(proposal(name).add(ROLES.number, role)))
}

/// The agency itself.
pub fn amue() -> Link {
    Link::Made(Box::new(proposal("Amue")))
}

fn proposal(printed: &str) -> Proposal {
    let bare = printed
        .strip_prefix("l’")
        .or_else(|| printed.strip_prefix("l'"))
        .unwrap_or(printed);
    let (name, acronym) = match bare
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('))
    {
        Some((name, acronym)) => (name.trim(), acronym.trim()),
        None => (bare, ""),
    };
    let name = match name.strip_prefix("université ") {
        Some(rest) => format!("Université {rest}"),
        None => name.to_string(),
    };
    Proposal::new(Kind::Organisation)
        .fill(NAME.number, name)
        .fill(ACRONYM.number, acronym)
}
