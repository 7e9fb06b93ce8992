//! A list of records over collections, with its filter, columns, order, cursor and marks.

use std::collections::HashSet;

use super::aside::{MarkingHeld, SiftingHeld, TellingHeld};
use super::column::Column;
use super::id::PaneId;
use super::ranked::RankingHeld;
use crate::catalog::{Group, Layout, Order, Query};
use crate::desk::input::Input;
use crate::desk::marks::Marks;
use crate::desk::window::scrolled;
use crate::model::{Collection, Kind, Record, RecordRef};

/// A line of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListLine {
    /// The head of a group, by its number.
    Head(usize),
    /// A row, by its number among all that are found.
    Row(usize),
    /// The record that is held: the list has it no more.
    Held(RecordRef),
}

/// A list and what the user has done to it.
#[derive(Clone, Debug)]
pub struct List {
    /// Which one.
    pub id: PaneId,
    /// What it lists.
    pub collections: Vec<Collection>,
    /// The columns in order.
    pub columns: Vec<Column>,
    /// The order: the first part first.
    pub order: Vec<Order>,
    /// Whether it was chosen: then rows that have words stand in it too, not the best first.
    pub ordered: bool,
    /// The column by which the rows are grouped.
    pub group: Option<String>,
    /// The columns that groups sum; none named: all columns of numbers.
    pub sums: Vec<String>,
    /// The filter as typed.
    pub filter: Input,
    /// The filter as understood.
    pub query: Query,
    /// The rows in order; of a large list those around the cursor.
    pub rows: Vec<RecordRef>,
    /// The number of the first of `rows` among all.
    pub start: usize,
    /// How many rows there are in all.
    pub found: usize,
    /// How many of them have the words of the filter only approximately.
    pub approximate: usize,
    /// Those at hand that have the words only by a function that is over.
    pub past: HashSet<RecordRef>,
    /// How many there are without the filter.
    pub total: usize,
    /// The groups, if there are any; then `rows` has all rows.
    pub groups: Vec<Group>,
    /// The columns that they sum.
    pub group_sums: Vec<String>,
    /// The labels of the groups that are folded.
    pub folded: HashSet<String>,
    /// The line under the cursor.
    pub cursor: usize,
    /// The first line on the screen.
    pub offset: usize,
    /// The record under the cursor, where the list has it no more: it stays until the cursor moves.
    pub held: Option<RecordRef>,
    /// Whether the cursor was put where it is: on a row that was merely the first it need not stay.
    pub(in crate::desk) touched: bool,
    /// The marked records.
    pub marks: Marks,
    /// How many of them the list does not have.
    pub hidden: usize,
    /// The marking of all rows, while it goes on.
    pub(super) marking: Option<MarkingHeld>,
    /// Whether the catalog changed since the rows were found.
    pub stale: bool,
    /// The view that was opened last, and what it showed then.
    pub view: Option<(RecordRef, Layout)>,
    /// The order of all its rows, where there are too many to sort at a key.
    pub(in crate::desk) ranked: RankingHeld,
    /// What its filter leaves, where that takes long to look for.
    pub(super) sifting: SiftingHeld,
    /// What its columns tell, where that takes long to tell.
    pub(super) telling: TellingHeld,
}

impl List {
    /// A pane with its default columns and order.
    pub fn new(id: PaneId) -> List {
        List {
            id,
            collections: id.collections(),
            order: id.order(),
            ordered: false,
            columns: id.columns(),
            group: None,
            sums: Vec::new(),
            filter: Input::default(),
            query: Query::default(),
            rows: Vec::new(),
            start: 0,
            found: 0,
            approximate: 0,
            past: HashSet::new(),
            total: 0,
            groups: Vec::new(),
            group_sums: Vec::new(),
            folded: HashSet::new(),
            cursor: 0,
            offset: 0,
            held: None,
            touched: false,
            marks: Marks::default(),
            hidden: 0,
            marking: None,
            stale: true,
            view: None,
            ranked: RankingHeld::default(),
            sifting: SiftingHeld::default(),
            telling: TellingHeld::default(),
        }
    }

    /// Whether its rows stand the best first, not in an order.
    pub fn is_ranked(&self) -> bool {
        let has_words = !self.query.terms.is_empty() && self.group.is_none();
        has_words && (!self.ordered || self.approximate > 0)
    }

    /// The kinds that it lists.
    pub fn kinds(&self) -> Vec<Kind> {
        self.collections
            .iter()
            .map(|collection| collection.kind())
            .collect()
    }

    /// The record under the cursor.
    pub fn selected(&self) -> Option<RecordRef> {
        match self.line(self.cursor)? {
            ListLine::Head(_) => None,
            ListLine::Row(row) => self.row(row),
            ListLine::Held(record) => Some(record),
        }
    }

    /// The row of that number among all that are found, if it is at hand.
    pub fn row(&self, number: usize) -> Option<RecordRef> {
        self.rows.get(number.checked_sub(self.start)?).copied()
    }

    /// The group whose head is under the cursor.
    pub fn head(&self) -> Option<&Group> {
        match self.line(self.cursor)? {
            ListLine::Head(group) => self.groups.get(group),
            ListLine::Row(_) | ListLine::Held(_) => None,
        }
    }

    /// Whether a record belongs here, the filter aside.
    pub fn holds(&self, record: &Record) -> bool {
        record.trashed == (self.id == PaneId::Trash)
            && self.collections.iter().any(|c| c.holds(record))
    }

    /// What it shows, as a view keeps it.
    pub fn layout(&self) -> Layout {
        Layout {
            query: self.filter.text().trim().to_string(),
            columns: self
                .columns
                .iter()
                .map(|column| (column.key.clone(), column.width))
                .collect(),
            order: match self.is_ranked() {
                true => Vec::new(),
                false => self.order.clone(),
            },
            group: self.group.clone(),
            sums: self.sums.clone(),
        }
    }

    /// Whether the list shows something else than the view that was opened.
    pub fn is_changed(&self) -> bool {
        self.view
            .as_ref()
            .is_some_and(|(_, layout)| *layout != self.layout())
    }

    /// Moves the window so that the cursor shows, by half a page when it leaves the window: a scroll
    /// of one line costs as many bytes as one of half a page.
    pub fn settle(&mut self, height: usize) {
        self.offset = scrolled(self.offset, self.cursor, self.lines(), height);
    }
}
