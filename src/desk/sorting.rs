//! The order of a pane's rows, as it is chosen and said.

use super::Desk;
use super::Tone;
use super::pane::Order;
use crate::catalog::column_label;

impl Desk {
    /// Sorts by the next column; rows that have words stand the best first again after the last one.
    pub(super) fn sort_next(&mut self) {
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            let first = pane.order.first().filter(|_| !pane.is_ranked());
            let at = pane
                .columns
                .iter()
                .position(|column| Some(&column.key) == first.map(|order| &order.key));
            let next = pane.columns.get(at.map_or(0, |at| at + 1));
            let best_first = next.is_none() && !pane.query.terms.is_empty();
            let column = next.or(pane.columns.first()).filter(|_| !best_first);
            pane.order = match column {
                Some(column) => vec![Order::up(&column.key)],
                None => pane.id.order(),
            };
            pane.ordered = !best_first;
            self.refresh();
            self.say_order();
        }
    }

    /// Says the order: its columns may be some that there is no room for.
    pub(super) fn say_order(&mut self) {
        let Some(pane) = self.panes.get(&self.pane) else {
            return;
        };
        if pane.is_ranked() {
            let text = self.word("sorted-best-first");
            return self.say(Tone::Note, text);
        }
        let named = |order: &Order| {
            let label = column_label(&pane.kinds(), &order.key, self.lang());
            format!("{label} {}", if order.reverse { "▼" } else { "▲" })
        };
        let order: Vec<String> = pane.order.iter().map(named).collect();
        let text = self
            .settings
            .texts
            .format("sorted-by", &[("order", order.join(", ").as_str().into())]);
        self.say(Tone::Note, text);
    }

    /// Turns the order round.
    pub(super) fn sort_reverse(&mut self) {
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            pane.ordered = true;
            for order in &mut pane.order {
                order.reverse = !order.reverse;
            }
            self.refresh();
            self.say_order();
        }
    }
}
