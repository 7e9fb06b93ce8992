//! Which panes there are: what each lists, by which columns and in what order unless told otherwise, as the kinds
//! declare it.

use crate::catalog::Order;
use crate::model::{Collection, Field, FieldType, Kind, Tab};

use super::column::Column;

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
    /// What it lists.
    pub fn collections(self) -> Vec<Collection> {
        match self {
            PaneId::Tab(n) => Tab::at(n).map(|tab| tab.lists).collect(),
            PaneId::Kind(kind) => vec![Collection::All(kind)],
            PaneId::Today => Vec::new(),
            PaneId::Trash => Kind::ALL
                .iter()
                .map(|kind| Collection::All(*kind))
                .collect(),
        }
    }

    /// Its key in records of views: a word for a tab, else the key of its kind.
    pub fn key(self) -> &'static str {
        match self {
            PaneId::Today => "today",
            PaneId::Trash => "trash",
            PaneId::Kind(kind) => kind.key(),
            PaneId::Tab(n) => Tab::at(n).next().map_or("", |tab| tab.key),
        }
    }

    /// The pane of that key that lists records.
    pub fn by_key(key: &str) -> Option<PaneId> {
        let tab = Tab::all().find(|tab| tab.key == key);
        match (tab, key) {
            (Some(tab), _) => Some(PaneId::Tab(tab.place)),
            (None, "trash") => Some(PaneId::Trash),
            (None, key) => Kind::by_key(key).map(PaneId::Kind),
        }
    }

    /// The order unless the user chooses another: by the column that is declared, else by the name of the
    /// first kind that shows it, else by the title.
    pub fn order(self) -> Vec<Order> {
        let declared = match self {
            PaneId::Tab(n) => Tab::at(n).find_map(|tab| tab.order),
            _ => None,
        };
        let columns = self.columns();
        let named = || {
            let kinds = self.collections().into_iter().map(Collection::kind);
            let mut names = kinds.filter_map(name_of).map(|field| field.key);
            names.find(|key| columns.iter().any(|column| column.key == *key))
        };
        vec![Order::up(declared.or_else(named).unwrap_or("title"))]
    }

    /// The columns shown unless the user chooses others: those that are declared for the tab or the kind; of
    /// several kinds their titles.
    pub fn columns(self) -> Vec<Column> {
        let declared = match self {
            PaneId::Tab(n) => Tab::at(n).find(|tab| !tab.columns.is_empty()),
            _ => None,
        };
        let kinds: Vec<Kind> = self
            .collections()
            .iter()
            .map(|collection| collection.kind())
            .collect();
        match (declared, kinds.as_slice()) {
            (Some(tab), _) => columns_of(tab.columns),
            (None, [kind]) => kind
                .fields()
                .iter()
                .filter(|field| field.listed)
                .map(Column::of)
                .collect(),
            (None, _) => columns_of(&[("kind", 16), ("title", 50)]),
        }
    }
}

/// The field that names a record of a kind: what of its title it must have and is said or linked, not chosen.
fn name_of(kind: Kind) -> Option<&'static Field> {
    let title = kind.definition().title.iter();
    let mut parts = title.filter_map(|number| kind.field(*number));
    parts.find(|field| field.required && !matches!(field.kind, FieldType::Choice(_)))
}

fn columns_of(list: &[(&str, u16)]) -> Vec<Column> {
    list.iter()
        .map(|(key, width)| Column {
            key: (*key).to_string(),
            width: *width,
        })
        .collect()
}
