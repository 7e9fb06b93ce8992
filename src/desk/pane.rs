//! A pane: one generic list over collections, with its filter, columns, order, cursor and marks.

use std::collections::HashSet;

use crate::catalog::Catalog;
use crate::catalog::Query;
use crate::model::{Collection, Field, Kind, Lang, Record, RecordRef};

use super::input::Input;

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

    /// Its header: the label of the first of these kinds that has the field.
    pub fn label(&self, kinds: &[Kind], lang: Lang) -> &'static str {
        match (self.key.as_str(), lang) {
            ("kind", _) => "Type",
            ("title", Lang::Fr) => "Titre",
            ("title", Lang::En) => "Title",
            (key, _) => kinds
                .iter()
                .find_map(|kind| kind.field_by_key(key))
                .map_or("", |field| field.label(lang)),
        }
    }

    /// Whether its values stand to the right, as numbers do.
    pub fn is_numeric(&self, kinds: &[Kind]) -> bool {
        kinds
            .iter()
            .find_map(|kind| kind.field_by_key(&self.key))
            .is_some_and(Field::is_numeric)
    }
}

/// The order of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The column's key.
    pub key: String,
    /// Whether it runs backwards.
    pub reverse: bool,
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
    /// The order, if the user chose one; otherwise by the first text column.
    pub order: Order,
    /// The filter as typed.
    pub filter: Input,
    /// The filter as understood.
    pub query: Query,
    /// The rows in order.
    pub rows: Vec<RecordRef>,
    /// How many there are without the filter.
    pub total: usize,
    /// The row under the cursor.
    pub cursor: usize,
    /// The first row on the screen.
    pub offset: usize,
    /// The marked records.
    pub marks: HashSet<RecordRef>,
    /// Whether the catalog changed since the rows were found.
    pub stale: bool,
}

impl Pane {
    /// A pane with its default columns, in the order of its first name-like column.
    pub fn new(id: PaneId) -> Pane {
        let columns = id.columns();
        let first = ["name", "title", "person", "acronym"]
            .iter()
            .find(|key| columns.iter().any(|c| c.key == **key));
        let key = match id {
            PaneId::Tab(6) => "date",
            PaneId::Tab(1) => "acronym",
            _ => first.copied().unwrap_or("title"),
        };
        Pane {
            id,
            collections: id.collections(),
            order: Order {
                key: key.to_string(),
                reverse: false,
            },
            columns,
            filter: Input::default(),
            query: Query::default(),
            rows: Vec::new(),
            total: 0,
            cursor: 0,
            offset: 0,
            marks: HashSet::new(),
            stale: true,
        }
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
        self.rows.get(self.cursor).copied()
    }

    /// Whether a record belongs here, the filter aside.
    pub fn holds(&self, record: &Record) -> bool {
        record.trashed == (self.id == PaneId::Trash)
            && self.collections.iter().any(|c| c.holds(record))
    }

    /// Finds its rows again, keeping the cursor on its record where that is still listed.
    pub fn refresh(&mut self, catalog: &Catalog, lang: Lang) {
        let selected = self.selected();
        self.stale = false;
        if !self.query.problems.is_empty() {
            // Shown whole, the list could be marked and changed by mistake.
            self.total = self
                .collections
                .iter()
                .map(|collection| catalog.count(*collection))
                .sum();
            self.rows.clear();
        } else if self.id == PaneId::Trash {
            self.total = catalog.trash().count();
            let mut trashed = self.query.clone();
            trashed.trashed = true;
            self.rows = catalog.filter(&self.collections, &trashed).rows;
        } else {
            self.rows = catalog.filter(&self.collections, &self.query).rows;
            self.total = self
                .collections
                .iter()
                .map(|collection| catalog.count(*collection))
                .sum();
        }
        if self.query.terms.is_empty() {
            catalog.sort(&mut self.rows, &self.order.key, self.order.reverse, lang);
        }
        let kept = selected.and_then(|record| self.rows.iter().position(|row| *row == record));
        self.cursor = kept
            .unwrap_or(self.cursor)
            .min(self.rows.len().saturating_sub(1));
    }

    /// Moves the window so that the cursor shows, by half a page when it leaves the window: a scroll
    /// of one line costs as many bytes as one of half a page.
    pub fn settle(&mut self, height: usize) {
        self.offset = scrolled(self.offset, self.cursor, self.rows.len(), height);
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
