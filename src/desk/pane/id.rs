//! Which panes there are: what each lists, by which columns and in what order unless told otherwise.

use crate::catalog::Order;
use crate::model::{Collection, Kind};

use super::column::Column;

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
