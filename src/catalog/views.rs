//! Views: records that keep what a list shows, read and written.

use super::ordering::Order;
use super::{Catalog, is_column};
use crate::model::fold::fold;
use crate::model::kinds::view;
use crate::model::text::nearest;
use crate::model::{Author, Collection, Field, Fields, Kind, Record, RecordRef, Value};

/// The kind of the records that keep views.
pub const VIEW: Kind = Kind::View;

/// What a list shows: which rows, which columns, in what order, how grouped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The query, as typed.
    pub query: String,
    /// The columns with their widths in cells.
    pub columns: Vec<(String, u16)>,
    /// The order.
    pub order: Vec<Order>,
    /// The column by which rows are grouped.
    pub group: Option<String>,
    /// The columns that groups sum; none named: all columns of numbers.
    pub sums: Vec<String>,
}

/// A view as its record has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its record.
    pub record: RecordRef,
    /// Its name.
    pub name: String,
    /// The key of the pane that it is of.
    pub pane: String,
    /// What it shows.
    pub layout: Layout,
    /// The character that opens it from the list of views.
    pub key: Option<char>,
    /// The login of whose it is, in older ones what they were called; `None` if it is everybody's.
    pub owner: Option<String>,
}

impl Layout {
    /// Takes out the columns, orders and grouping that stand for nothing in these kinds; gives their
    /// keys, each once.
    pub fn mend(&mut self, kinds: &[Kind]) -> Vec<String> {
        let mut broken = Vec::new();
        let mut known = |key: &str| {
            let known = is_column(kinds, key);
            if !known && !broken.iter().any(|earlier| earlier == key) {
                broken.push(key.to_string());
            }
            known
        };
        self.columns.retain(|(key, _)| known(key));
        self.order.retain(|order| known(&order.key));
        self.group = self.group.take().filter(|key| known(key));
        self.sums.retain(|key| known(key));
        broken
    }

    /// The fields of a view's record that keep it.
    fn write(&self, fields: &mut Fields) {
        let many =
            |items: Vec<String>| Some(Value::Many(items.into_iter().map(Value::Text).collect()));
        let columns = self.columns.iter();
        let order = self.order.iter();
        let sign = |reverse| if reverse { "-" } else { "" };
        fields.set(view::QUERY.number, Some(Value::text(&self.query)));
        fields.set(
            view::COLUMNS.number,
            many(
                columns
                    .map(|(key, width)| format!("{key}:{width}"))
                    .collect(),
            ),
        );
        fields.set(
            view::ORDER.number,
            many(
                order
                    .map(|part| format!("{}{}", sign(part.reverse), part.key))
                    .collect(),
            ),
        );
        fields.set(view::GROUP.number, self.group.clone().map(Value::Text));
        fields.set(view::SUMS.number, many(self.sums.clone()));
    }
}

impl View {
    /// The fields of its record, which had these before.
    pub fn fields(&self, before: Fields) -> Fields {
        let mut fields = before;
        fields.set(view::NAME.number, Some(Value::text(&self.name)));
        fields.set(view::PANE.number, Some(Value::text(&self.pane)));
        let key = self.key.map(|key| Value::Text(key.to_string()));
        fields.set(view::KEY.number, key);
        fields.set(view::OWNER.number, self.owner.as_ref().map(Value::text));
        self.layout.write(&mut fields);
        fields
    }

    /// The view that a record is; `None` if it is a record of another kind.
    pub fn of(record: &Record) -> Option<View> {
        if record.kind != VIEW {
            return None;
        }
        let text = |field: &Field| {
            let text = record.text(field).unwrap_or_default().trim().to_string();
            Some(text).filter(|text| !text.is_empty())
        };
        let texts = |field: &Field| -> Vec<String> {
            let value = record.get(field.number);
            let items = value.into_iter().flat_map(|value| {
                let items = value.items().filter_map(|item| item.text());
                items
                    .map(|text| text.trim().to_string())
                    .collect::<Vec<_>>()
            });
            items.filter(|text| !text.is_empty()).collect()
        };
        let column = |text: String| match text.rsplit_once(':') {
            Some((key, width)) => (key.trim().to_string(), width.trim().parse().unwrap_or(0)),
            None => (text, 0),
        };
        let order = |text: String| match text.strip_prefix('-') {
            Some(key) => Order::down(key.trim()),
            None => Order::up(text),
        };
        Some(View {
            record: record.reference(),
            name: text(&view::NAME).unwrap_or_default(),
            pane: text(&view::PANE).unwrap_or_default(),
            layout: Layout {
                query: text(&view::QUERY).unwrap_or_default(),
                columns: texts(&view::COLUMNS).into_iter().map(column).collect(),
                order: texts(&view::ORDER).into_iter().map(order).collect(),
                group: text(&view::GROUP),
                sums: texts(&view::SUMS),
            },
            key: text(&view::KEY).and_then(|key| key.chars().next()),
            owner: text(&view::OWNER),
        })
    }
}

impl Catalog {
    /// The views that somebody may open: own ones first, then those of all, each part by name.
    pub fn views(&self, user: &Author) -> Vec<View> {
        let mut views: Vec<View> = self
            .collection(Collection::All(VIEW))
            .filter_map(View::of)
            .filter(|view| view.owner.as_deref().is_none_or(|owner| user.owns(owner)))
            .collect();
        views.sort_by_cached_key(|view| (view.owner.is_none(), fold(&view.name), view.record));
        views
    }

    /// The view of that name that somebody may open, an own one before one of all.
    ///
    /// # Errors
    /// The nearest name, if one is near.
    pub fn view_called(&self, name: &str, user: &Author) -> Result<View, Option<String>> {
        let views = self.views(user);
        let wanted = fold(name.trim());
        let found = views.iter().find(|view| fold(&view.name) == wanted);
        found.cloned().ok_or_else(|| {
            let names = views.iter().map(|view| view.name.as_str());
            nearest(name, names).map(str::to_string)
        })
    }
}
