//! Tabs: the panes of the desk that have a number. Each kind declares where it stands in them.

use super::collection::Collection;
use super::kind::Kind;

/// What a kind has in a tab.
#[derive(Debug)]
pub struct Tab {
    /// The tab's number, from 1.
    pub place: u8,
    /// Its key in records of views; the same in all kinds that stand in it.
    pub key: &'static str,
    /// What stands in it.
    pub lists: Collection,
    /// Its columns with their widths, unless those that the kind lists; said by the first kind in it.
    pub columns: &'static [(&'static str, u16)],
    /// The column by which it is ordered, unless by the name; said by the first kind in it.
    pub order: Option<&'static str>,
}

impl Tab {
    /// That collection in the tab of that number and key.
    pub const fn new(place: u8, key: &'static str, lists: Collection) -> Tab {
        Tab {
            place,
            key,
            lists,
            columns: &[],
            order: None,
        }
    }

    /// With these columns.
    pub const fn columns(mut self, columns: &'static [(&'static str, u16)]) -> Tab {
        self.columns = columns;
        self
    }

    /// Ordered by that column.
    pub const fn ordered(mut self, column: &'static str) -> Tab {
        self.order = Some(column);
        self
    }

    /// What the kinds have in the tabs, kind by kind.
    pub fn all() -> impl Iterator<Item = &'static Tab> {
        Kind::ALL.iter().flat_map(|kind| kind.definition().tabs)
    }

    /// What stands in the tab of that number.
    pub fn at(place: u8) -> impl Iterator<Item = &'static Tab> {
        Tab::all().filter(move |tab| tab.place == place)
    }
}
