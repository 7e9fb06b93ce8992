//! Completing a query as it is typed, in the filter and in find.

use crate::catalog::{Completions, Query, Typing};
use crate::desk::context::Scene;
use crate::desk::input::Input;
use crate::model::Collection;

/// How many offers are made.
const OFFERED: usize = 6;

/// What is offered for the query being typed, and which of it was taken.
#[derive(Clone, Debug, Default)]
pub struct Completing {
    /// The offers.
    pub completions: Completions,
    /// The one that stands in the text now.
    pub taken: Option<usize>,
    /// The text before any was taken.
    typed: String,
}

impl Completing {
    /// Offers what may stand at the cursor of a query on those collections, after something was typed.
    pub fn offer(
        &mut self,
        input: &Input,
        collections: &[Collection],
        trashed: bool,
        scene: &Scene,
    ) {
        let typing = Typing {
            catalog: scene.catalog,
            collections,
            trashed,
            today: scene.today(),
            lang: scene.lang(),
            limit: OFFERED,
        };
        let cursor = input.before().chars().count();
        *self = Completing {
            completions: Query::complete(input.text(), cursor, &typing),
            taken: None,
            typed: input.text().to_string(),
        };
    }

    /// Takes the first offer into the query, or the next one in its place; says whether there was one.
    pub fn take(&mut self, input: &mut Input) -> bool {
        let count = self.completions.offers.len();
        if count == 0 {
            return false;
        }
        let next = self.taken.map_or(0, |taken| (taken + 1) % count);
        let at = self.completions.at.clone();
        let before: String = self.typed.chars().take(at.start).collect();
        let after: String = self.typed.chars().skip(at.end).collect();
        if let Some(offer) = self.completions.offers.get(next) {
            input.set_around(format!("{before}{}", offer.text), &after);
            self.taken = Some(next);
        }
        true
    }
}
