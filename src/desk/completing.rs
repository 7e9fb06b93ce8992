//! Completing a query as it is typed, in the filter and in find.

use crate::catalog::{Completions, Query, Typing};
use crate::model::Date;

use super::Desk;
use super::input::Input;
use super::layers::Layer;
use super::pane::PaneId;

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

impl Desk {
    fn query_input(&mut self) -> Option<&mut Input> {
        match self.layers.last_mut()? {
            Layer::Find(find) => Some(&mut find.input),
            Layer::Filter => self.panes.get_mut(&self.pane).map(|pane| &mut pane.filter),
            _ => None,
        }
    }

    /// Offers what may stand at the cursor, after something was typed.
    pub(super) fn offer_completions(&mut self) {
        let (collections, trashed) = match self.layers.last() {
            Some(Layer::Filter) => {
                let pane = self.panes.get(&self.pane);
                let collections = pane.map(|pane| pane.collections.clone());
                (collections.unwrap_or_default(), self.pane == PaneId::Trash)
            }
            _ => (Vec::new(), false),
        };
        let today = Date::of_moment(self.now);
        let lang = self.lang();
        let Some(input) = self.query_input() else {
            return;
        };
        let (text, cursor) = (input.text().to_string(), input.before().chars().count());
        let typing = Typing {
            catalog: &self.catalog,
            collections: &collections,
            trashed,
            today,
            lang,
            limit: OFFERED,
        };
        let completions = Query::complete(&text, cursor, &typing);
        self.completing = Completing {
            completions,
            taken: None,
            typed: text,
        };
    }

    /// Takes the first offer, or the next one in its place.
    pub(super) fn complete(&mut self) {
        let mut completing = std::mem::take(&mut self.completing);
        let count = completing.completions.offers.len();
        if count > 0 {
            let next = completing.taken.map_or(0, |taken| (taken + 1) % count);
            let at = completing.completions.at.clone();
            let letters = || completing.typed.chars();
            let before: String = letters().take(at.start).collect();
            let after: String = letters().skip(at.end).collect();
            if let Some(offer) = completing.completions.offers.get(next) {
                let taken = format!("{before}{}", offer.text);
                if let Some(input) = self.query_input() {
                    input.set_around(taken, &after);
                }
                completing.taken = Some(next);
            }
            match self.layers.last() {
                Some(Layer::Filter) => self.filter(),
                _ => self.find(),
            }
        }
        self.completing = completing;
    }
}
