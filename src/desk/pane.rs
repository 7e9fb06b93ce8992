//! A pane: one generic list over collections, with its filter, columns, order, cursor and marks.

use std::collections::HashSet;

pub use crate::catalog::Order;
use crate::catalog::{Group, Layout, Query};
use crate::catalog::{column_label, column_width, is_numeric_column, is_yielding_column};
use crate::model::{Collection, Field, Kind, Lang, Record, RecordRef};

use super::input::Input;
use super::listing::Ranked;

/// The keys of the nine tabs.
const TABS: [&str; 9] = [
    "adherents",
    "partners",
    "trainings",
    "lists",
    "people",
    "events",
    "solutions",
    "agreements",
    "figures",
];

/// Which pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaneId {
    /// Tasks due, drafts, recent changes, counts.
    Today,
    /// One of the nine tabs, 1 to 9.
    Tab(u8),
    /// Any kind, opened from the palette.
    Kind(Kind),
    /// What lies in the trash.
    Trash,
}

impl PaneId {
    /// What the nine tabs list.
    pub fn collections(self) -> Vec<Collection> {
        use Collection::{Adherents, All, Events, Partners, Trainings};
        match self {
            PaneId::Tab(1) => vec![Adherents],
            PaneId::Tab(2) => vec![Partners],
            PaneId::Tab(3) => vec![All(Kind::Module), Trainings],
            PaneId::Tab(4) => vec![All(Kind::List)],
            PaneId::Tab(5) => vec![All(Kind::Person)],
            PaneId::Tab(6) => vec![Events],
            PaneId::Tab(7) => vec![All(Kind::Solution), All(Kind::Deployment)],
            PaneId::Tab(8) => vec![All(Kind::Agreement)],
            PaneId::Tab(_) => vec![All(Kind::Indicator)],
            PaneId::Kind(kind) => vec![All(kind)],
            PaneId::Today => Vec::new(),
            PaneId::Trash => Kind::ALL.iter().map(|kind| All(*kind)).collect(),
        }
    }

    /// Its key in records of views: a word for a tab, else the key of its kind.
    pub fn key(self) -> &'static str {
        match self {
            PaneId::Today => "today",
            PaneId::Trash => "trash",
            PaneId::Kind(kind) => kind.key(),
            PaneId::Tab(n) => TABS
                .get(usize::from(n.max(1)) - 1)
                .or(TABS.last())
                .copied()
                .unwrap_or_default(),
        }
    }

    /// The pane of that key that lists records.
    pub fn by_key(key: &str) -> Option<PaneId> {
        let tab = (1..).zip(TABS).find(|(_, tab)| *tab == key);
        match (tab, key) {
            (Some((n, _)), _) => Some(PaneId::Tab(n)),
            (None, "trash") => Some(PaneId::Trash),
            (None, key) => Kind::by_key(key).map(PaneId::Kind),
        }
    }

    /// The order unless the user chooses another: by the first name-like column.
    pub fn order(self) -> Vec<Order> {
        let columns = self.columns();
        let first = ["name", "title", "person", "acronym"]
            .iter()
            .find(|key| columns.iter().any(|c| c.key == **key));
        let key = match self {
            PaneId::Tab(6) => "date",
            PaneId::Tab(1) => "acronym",
            _ => first.copied().unwrap_or("title"),
        };
        vec![Order::up(key)]
    }

    /// The columns shown unless the user chooses others: those that the declarations list, the kind
    /// first where a pane holds several.
    pub fn columns(self) -> Vec<Column> {
        let kinds: Vec<Kind> = self
            .collections()
            .iter()
            .map(|collection| collection.kind())
            .collect();
        match (self, kinds.as_slice()) {
            (PaneId::Trash, _) => columns_of(&[("kind", 16), ("title", 50)]),
            (PaneId::Tab(3), _) => columns_of(&[
                ("kind", 8),
                ("name", 40),
                ("format", 10),
                ("date", 10),
                ("sessions", 8),
                ("participants", 8),
                ("domain", 20),
                ("solution", 12),
            ]),
            (PaneId::Tab(7), _) => columns_of(&[
                ("kind", 11),
                ("title", 34),
                ("stage", 14),
                ("wave", 8),
                ("status", 14),
                ("since", 10),
                ("users", 8),
                ("domain", 18),
            ]),
            (PaneId::Tab(2), _) => {
                columns_of(&[("acronym", 14), ("name", 46), ("partner_type", 18)])
            }
            (_, [kind]) => kind
                .fields()
                .iter()
                .filter(|field| field.listed)
                .map(Column::of)
                .collect(),
            _ => columns_of(&[("kind", 16), ("title", 50)]),
        }
    }
}

fn columns_of(list: &[(&str, u16)]) -> Vec<Column> {
    list.iter()
        .map(|(key, width)| Column {
            key: (*key).to_string(),
            width: *width,
        })
        .collect()
}

/// A column: a field by its key, so that a value never stands under another's header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The key of a field, or `kind`, or `title`.
    pub key: String,
    /// Its width in cells.
    pub width: u16,
}

impl Column {
    fn of(field: &Field) -> Column {
        Column {
            key: field.key.to_string(),
            width: field.width,
        }
    }

    /// A column of that key, as wide as it is unless told otherwise.
    pub fn by_key(kinds: &[Kind], key: &str) -> Column {
        Column {
            key: key.to_string(),
            width: column_width(kinds, key),
        }
    }

    /// Its header: as the first of these kinds that has it calls it.
    pub fn label(&self, kinds: &[Kind], lang: Lang) -> String {
        column_label(kinds, &self.key, lang)
    }

    /// Whether its values stand to the right, as numbers do.
    pub fn is_numeric(&self, kinds: &[Kind]) -> bool {
        is_numeric_column(kinds, &self.key)
    }

    /// Whether it may be narrower than it is, its values cut.
    pub fn gives_way(&self, kinds: &[Kind]) -> bool {
        is_yielding_column(kinds, &self.key)
    }
}

/// A line of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The head of a group, by its number.
    Head(usize),
    /// A row, by its number among all that are found.
    Row(usize),
    /// The record that is held: the list has it no more.
    Held(RecordRef),
}

/// A list and what the user has done to it.
#[derive(Clone, Debug)]
pub struct Pane {
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
    /// The labels of the groups that are folded.
    pub folded: HashSet<String>,
    /// The line under the cursor.
    pub cursor: usize,
    /// The first line on the screen.
    pub offset: usize,
    /// The record under the cursor, where the list has it no more: it stays until the cursor moves.
    pub held: Option<RecordRef>,
    /// Whether the cursor was put where it is: on a row that was merely the first it need not stay.
    pub(super) touched: bool,
    /// The marked records.
    pub marks: HashSet<RecordRef>,
    /// How many of them the list does not have.
    pub hidden: usize,
    /// Whether the catalog changed since the rows were found.
    pub stale: bool,
    /// The view that was opened last, and what it showed then.
    pub view: Option<(RecordRef, Layout)>,
    /// The order of all its rows, where there are too many to sort at a key.
    pub(super) ranked: Ranked,
}

impl Pane {
    /// A pane with its default columns and order.
    pub fn new(id: PaneId) -> Pane {
        Pane {
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
            folded: HashSet::new(),
            cursor: 0,
            offset: 0,
            held: None,
            touched: false,
            marks: HashSet::new(),
            hidden: 0,
            stale: true,
            view: None,
            ranked: Ranked::default(),
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
            Line::Head(_) => None,
            Line::Row(row) => self.row(row),
            Line::Held(record) => Some(record),
        }
    }

    /// The row of that number among all that are found, if it is at hand.
    pub fn row(&self, number: usize) -> Option<RecordRef> {
        self.rows.get(number.checked_sub(self.start)?).copied()
    }

    /// The group whose head is under the cursor.
    pub fn head(&self) -> Option<&Group> {
        match self.line(self.cursor)? {
            Line::Head(group) => self.groups.get(group),
            Line::Row(_) | Line::Held(_) => None,
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

/// The offset of a window of that height over `length` lines, so that `cursor` shows.
pub fn scrolled(offset: usize, cursor: usize, length: usize, height: usize) -> usize {
    let height = height.max(1);
    let last = length.saturating_sub(height);
    let half = height / 2;
    let offset = if cursor < offset {
        cursor.saturating_sub(half)
    } else if cursor >= offset + height {
        cursor.saturating_sub(height - 1 - half.min(height - 1))
    } else {
        offset
    };
    offset.min(last)
}
