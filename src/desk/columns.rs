//! The columns layer: which columns a pane has, how wide, in what order, by which it is sorted and
//! grouped; the list behind it follows at once.

use std::collections::HashSet;

use crate::catalog::{Order, column_keys, column_label};

use super::Desk;
use super::choosing::item;
use super::layers::Layer;
use super::layers::chooser::{Choosing, Item, Purpose};
use super::pane::Column;

/// How much wider or narrower a column gets at once, in cells.
const STEP: u16 = 2;
/// The narrowest and the widest column, in cells.
const WIDTHS: std::ops::RangeInclusive<u16> = 3..=120;

impl Desk {
    pub(super) fn choose_columns(&mut self) {
        let items = self.column_items();
        self.open_chooser(Purpose::Columns, "columns-title", items);
    }

    /// The columns shown in their order, then those that could be.
    fn column_items(&self) -> Vec<Item> {
        let Some(pane) = self.panes.get(&self.pane) else {
            return Vec::new();
        };
        let (kinds, lang) = (pane.kinds(), self.lang());
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
                    details.push(self.word("columns-grouped"));
                }
                Item {
                    on: shown.is_some(),
                    ..item(
                        column_label(&kinds, &key, lang),
                        details.join(" · "),
                        Choosing::Text(key),
                    )
                }
            })
            .collect()
    }

    /// The column under the cursor of the layer.
    pub(super) fn chosen_column(&self) -> Option<String> {
        match self.layers.last() {
            Some(Layer::Chooser(chooser)) if chooser.purpose == Purpose::Columns => {
                match &chooser.selected()?.choosing {
                    Choosing::Text(key) => Some(key.clone()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Makes the items anew; the cursor stays on its column.
    fn renew_columns(&mut self) {
        let items = self.column_items();
        let key = self.chosen_column();
        if let Some(Layer::Chooser(chooser)) = self.layers.last_mut() {
            let offset = chooser.offset;
            chooser.items = items;
            chooser.narrow();
            let at = chooser.shown.iter().position(|shown| {
                let item = chooser.items.get(shown.item);
                item.is_some_and(|item| {
                    Some(&item.choosing) == key.clone().map(Choosing::Text).as_ref()
                })
            });
            chooser.cursor = at.unwrap_or(0);
            chooser.offset = offset;
        }
        let layout = self.layout();
        let rows = layout.layer_rows(self.width, self.height);
        if let Some(Layer::Chooser(chooser)) = self.layers.last_mut() {
            chooser.step(0, rows);
        }
    }

    /// Shows a column, or hides it.
    pub(super) fn switch_column(&mut self, key: &str) {
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            let kinds = pane.kinds();
            match pane.columns.iter().position(|column| column.key == key) {
                Some(_) if pane.columns.len() == 1 => {}
                Some(at) => {
                    pane.columns.remove(at);
                }
                // Behind the first two: at the end it might lie beyond the edge, and not be seen.
                None => pane
                    .columns
                    .insert(pane.columns.len().min(2), Column::by_key(&kinds, key)),
            }
        }
        self.regroup();
        self.renew_columns();
    }

    /// Moves the column under the cursor towards the front, or the end.
    pub(super) fn move_column(&mut self, by: isize) {
        let Some((key, pane)) = self.chosen_column().zip(self.panes.get_mut(&self.pane)) else {
            return;
        };
        if let Some(at) = pane.columns.iter().position(|column| column.key == key) {
            let to = at.saturating_add_signed(by).min(pane.columns.len() - 1);
            let column = pane.columns.remove(at);
            pane.columns.insert(to, column);
        }
        self.renew_columns();
    }

    /// Makes the column under the cursor wider, or narrower.
    pub(super) fn widen_column(&mut self, wider: bool) {
        let Some((key, pane)) = self.chosen_column().zip(self.panes.get_mut(&self.pane)) else {
            return;
        };
        if let Some(column) = pane.columns.iter_mut().find(|column| column.key == key) {
            let width = if wider {
                column.width.saturating_add(STEP)
            } else {
                column.width.saturating_sub(STEP)
            };
            column.width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
        }
        self.renew_columns();
    }

    /// Sorts by the column under the cursor after those before it: up, then down, then not.
    pub(super) fn order_column(&mut self) {
        let Some((key, pane)) = self.chosen_column().zip(self.panes.get_mut(&self.pane)) else {
            return;
        };
        pane.ordered = true;
        match pane.order.iter().position(|order| order.key == key) {
            None => pane.order.push(Order::up(key)),
            Some(at) => match pane.order.get_mut(at) {
                Some(order) if !order.reverse => order.reverse = true,
                _ => {
                    pane.order.remove(at);
                }
            },
        }
        self.refresh();
        self.renew_columns();
        self.say_order();
    }

    /// Groups by the column under the cursor, or no more.
    pub(super) fn group_column(&mut self) {
        let Some((key, pane)) = self.chosen_column().zip(self.panes.get_mut(&self.pane)) else {
            return;
        };
        pane.folded.clear();
        pane.group = if pane.group.as_ref() == Some(&key) {
            None
        } else {
            Some(key)
        };
        self.refresh();
        self.renew_columns();
    }

    /// Columns came or went: groups sum those of numbers.
    fn regroup(&mut self) {
        let grouped = |pane: &super::pane::Pane| pane.group.is_some();
        if self.panes.get(&self.pane).is_some_and(grouped) {
            self.refresh();
        }
    }
}
