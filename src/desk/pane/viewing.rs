//! A view shown in a pane.

use super::column::Column;
use super::list::List;
use crate::catalog::Layout;

impl List {
    /// Takes the columns, order and grouping of a layout; what it does not name is as ever.
    pub(in crate::desk) fn show_layout(&mut self, layout: Layout) {
        let fresh = List::new(self.id);
        let kinds = self.kinds();
        let column = |(key, width): (String, u16)| match width {
            0 => Column::by_key(&kinds, &key),
            width => Column { key, width },
        };
        let columns: Vec<Column> = layout.columns.into_iter().map(column).collect();
        self.columns = if columns.is_empty() {
            fresh.columns
        } else {
            columns
        };
        self.ordered = !layout.order.is_empty();
        self.order = if layout.order.is_empty() {
            fresh.order
        } else {
            layout.order
        };
        self.group = layout.group;
        self.sums = layout.sums;
        self.folded.clear();
        self.rewind();
    }
}
