//! A pane: what it is made of, and where its cursor stands there.

mod aside;
mod beginning;
mod column;
mod columns;
mod filtering;
mod folding;
mod holding;
mod id;
mod list;
mod listing;
mod marking;
mod ranked;
mod sifting;
mod sorting;
mod telling;
mod viewing;

use super::lines::Lines;
pub use crate::catalog::Order;
pub use column::Column;
pub use id::PaneId;
pub use list::{List, ListLine};
pub use ranked::{GROUPED, LARGE};

/// A pane.
#[derive(Debug)]
pub enum Pane {
    /// Rows of records.
    List(Box<List>),
    /// Lines, some of which lead somewhere.
    Lines(Lines),
}

impl Pane {
    /// The pane of that id, as it is before anybody was there.
    pub fn new(id: PaneId) -> Pane {
        match id {
            PaneId::Today => Pane::Lines(Lines::default()),
            PaneId::Tab(_) | PaneId::Kind(_) | PaneId::Trash => Pane::List(Box::new(List::new(id))),
        }
    }

    /// Its rows, where it is a list.
    pub fn list(&self) -> Option<&List> {
        match self {
            Pane::List(list) => Some(list),
            Pane::Lines(_) => None,
        }
    }

    /// Its rows, to change.
    pub fn list_mut(&mut self) -> Option<&mut List> {
        match self {
            Pane::List(list) => Some(list),
            Pane::Lines(_) => None,
        }
    }

    /// Its lines, where it is made of lines.
    pub fn lines(&self) -> Option<&Lines> {
        match self {
            Pane::Lines(lines) => Some(lines),
            Pane::List(_) => None,
        }
    }

    /// Its lines, to change.
    pub fn lines_mut(&mut self) -> Option<&mut Lines> {
        match self {
            Pane::Lines(lines) => Some(lines),
            Pane::List(_) => None,
        }
    }
}
