//! The order of a pane's rows, as it is chosen and said.

use super::list::List;
use crate::catalog::{Order, column_label};
use crate::desk::words::Words;

impl List {
    /// Sorts by the next column; rows that have words stand the best first again after the last one.
    pub fn sort_next(&mut self) {
        let first = self.order.first().filter(|_| !self.is_ranked());
        let at = self
            .columns
            .iter()
            .position(|column| Some(&column.key) == first.map(|order| &order.key));
        let next = self.columns.get(at.map_or(0, |at| at + 1));
        let best_first = next.is_none() && !self.query.terms.is_empty();
        let column = next.or(self.columns.first()).filter(|_| !best_first);
        self.order = match column {
            Some(column) => vec![Order::up(&column.key)],
            None => self.id.order(),
        };
        self.ordered = !best_first;
    }

    /// Turns the order round.
    pub fn sort_reverse(&mut self) {
        self.ordered = true;
        for order in &mut self.order {
            order.reverse = !order.reverse;
        }
    }

    /// The order in words: its columns may be some that there is no room for.
    pub fn order_words(&self, words: Words) -> String {
        if self.is_ranked() {
            return words.get("sorted-best-first");
        }
        let named = |order: &Order| {
            let label = column_label(&self.kinds(), &order.key, words.lang());
            format!("{label} {}", if order.reverse { "▼" } else { "▲" })
        };
        let order: Vec<String> = self.order.iter().map(named).collect();
        let order = order.join(", ");
        words
            .texts
            .format("sorted-by", &[("order", order.as_str().into())])
    }
}
