//! The columns of a pane changed: shown, moved, made wider, sorted and grouped by.

use super::column::Column;
use super::list::List;
use crate::catalog::Order;

/// How much wider or narrower a column gets at once, in cells.
const STEP: u16 = 2;
/// The narrowest and the widest column, in cells.
const WIDTHS: std::ops::RangeInclusive<u16> = 3..=120;

impl List {
    /// Shows a column, or hides it; one always stays.
    pub fn switch_column(&mut self, key: &str) {
        let kinds = self.kinds();
        match self.columns.iter().position(|column| column.key == key) {
            Some(_) if self.columns.len() == 1 => {}
            Some(at) => {
                self.columns.remove(at);
            }
            // Behind the first two: at the end it might lie beyond the edge, and not be seen.
            None => self
                .columns
                .insert(self.columns.len().min(2), Column::by_key(&kinds, key)),
        }
    }

    /// Moves a column towards the front, or the end.
    pub fn move_column(&mut self, key: &str, by: isize) {
        if let Some(at) = self.columns.iter().position(|column| column.key == key) {
            let to = at.saturating_add_signed(by).min(self.columns.len() - 1);
            let column = self.columns.remove(at);
            self.columns.insert(to, column);
        }
    }

    /// Makes a column wider, or narrower.
    pub fn widen_column(&mut self, key: &str, wider: bool) {
        if let Some(column) = self.columns.iter_mut().find(|column| column.key == key) {
            let width = if wider {
                column.width.saturating_add(STEP)
            } else {
                column.width.saturating_sub(STEP)
            };
            column.width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
        }
    }

    /// Sorts by a column after those before it: up, then down, then not.
    pub fn order_column(&mut self, key: &str) {
        self.ordered = true;
        match self.order.iter().position(|order| order.key == key) {
            None => self.order.push(Order::up(key)),
            Some(at) => match self.order.get_mut(at) {
                Some(order) if !order.reverse => order.reverse = true,
                _ => {
                    self.order.remove(at);
                }
            },
        }
    }

    /// Groups by a column, or no more.
    pub fn group_column(&mut self, key: String) {
        self.folded.clear();
        self.group = if self.group.as_ref() == Some(&key) {
            None
        } else {
            Some(key)
        };
    }
}
