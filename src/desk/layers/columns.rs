//! The columns layer: which columns a pane has, how wide, in what order, by which it is sorted and
//! grouped; the list behind it follows at once.

use std::collections::HashSet;

use super::chooser::{Chooser, Item};
use super::{Surface, Typed};
use crate::catalog::{column_keys, column_label};
use crate::command::{Command, Need};
use crate::desk::context::{Context, Scene};
use crate::desk::pane::List;
use crate::desk::screen::{Motion, Screen};
use crate::keymap::Mode;

/// The columns of the pane, by their keys.
#[derive(Debug)]
pub struct Columns {
    /// Its list.
    pub list: Chooser<String>,
}

impl Columns {
    /// The columns of the list on the screen.
    pub fn open(screen: &Screen, scene: &Scene) -> Columns {
        let items = screen.list().map(|pane| items(pane, scene));
        Columns {
            list: Chooser::new(scene.word("columns-title"), items.unwrap_or_default()),
        }
    }

    fn chosen(&self) -> Option<String> {
        self.list.selected().map(|item| item.what.clone())
    }

    /// Makes the items anew; the cursor stays on its column.
    fn renew(&mut self, screen: &Screen, scene: &Scene) {
        let Some(pane) = screen.list() else { return };
        self.list
            .renew(items(pane, scene), |one, other| one == other, scene);
    }
}

/// The columns shown in their order, then those that could be.
fn items(pane: &List, scene: &Scene) -> Vec<Item<String>> {
    let (kinds, lang) = (pane.kinds(), scene.lang());
    let mut seen = HashSet::new();
    let chosen = pane.columns.iter().map(|column| column.key.clone());
    // What the list is sorted or grouped by can be taken back though it is not shown.
    let used = pane.order.iter().map(|order| order.key.clone());
    chosen
        .chain(used)
        .chain(pane.group.clone())
        .chain(column_keys(&kinds))
        .filter(|key| seen.insert(key.clone()))
        .map(|key| {
            let mut details = vec![key.clone()];
            let shown = pane.columns.iter().find(|column| column.key == key);
            details.extend(shown.map(|column| column.width.to_string()));
            let part = pane.order.iter().position(|order| order.key == key);
            if let Some((at, order)) = part.and_then(|at| Some((at, pane.order.get(at)?))) {
                let arrow = if order.reverse { "▼" } else { "▲" };
                details.push(format!("{arrow}{}", at + 1));
            }
            if pane.group.as_ref() == Some(&key) {
                details.push(scene.word("columns-grouped"));
            }
            Item {
                on: shown.is_some(),
                ..Item::new(column_label(&kinds, &key, lang), details.join(" · "), key)
            }
        })
        .collect()
}

impl Surface for Columns {
    fn mode(&self) -> Mode {
        Mode::Columns
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        self.list.step(motion, cx);
        true
    }

    fn run(&mut self, command: Command, screen: &mut Screen, cx: &mut Context) -> bool {
        let Some((key, pane)) = self.chosen().zip(screen.list_mut()) else {
            return command == Command::Accept;
        };
        match command {
            Command::Accept => {
                pane.switch_column(&key);
                // Columns came or went: groups sum those of numbers.
                if pane.group.is_some() {
                    screen.refresh(cx);
                }
            }
            Command::ColumnEarlier => pane.move_column(&key, -1),
            Command::ColumnLater => pane.move_column(&key, 1),
            Command::ColumnWider => pane.widen_column(&key, true),
            Command::ColumnNarrower => pane.widen_column(&key, false),
            Command::ColumnOrder => {
                pane.order_column(&key);
                screen.refresh(cx);
                screen.say_order(cx);
            }
            Command::ColumnGroup => {
                pane.group_column(key);
                screen.refresh(cx);
            }
            _ => return false,
        }
        self.renew(screen, cx);
        true
    }

    fn narrows(&mut self) -> Option<&mut dyn Typed> {
        Some(&mut self.list)
    }

    fn meets(&self, need: Need) -> bool {
        need == Need::Columns && self.list.selected().is_some()
    }

    fn proposes(&self) -> bool {
        true
    }
}
