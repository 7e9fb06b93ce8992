//! A view on the command line: its rows, columns and order, as its pane shows them.

use serde_json::{Map, Value, json};

use super::context::{Context, Failure};
use super::output;
use super::reading::Read;
use crate::catalog::{Layout, Query, View, column_label, grouped_order, is_numeric_column};
use crate::desk::pane::PaneId;
use crate::desk::screen::understood;
use crate::exchange::export::Exported;
use crate::exchange::{csv, json};
use crate::locale;
use crate::model::{Collection, Field, Kind, Lang, Record, RecordRef, Tab};
use crate::runtime::demo::now;

/// What a view shows of records of a kind.
pub(super) struct Shown<'a> {
    /// The kind.
    pub kind: Kind,
    /// The view.
    pub viewed: &'a Viewed,
    /// What they are read of.
    pub read: &'a Read,
    /// For whom.
    pub context: &'a Context,
}

impl Exported for Shown<'_> {
    fn header(&self, lang: Option<Lang>) -> Vec<String> {
        self.viewed.header(self.kind, lang)
    }

    fn row(&self, record: &Record, lang: Option<Lang>) -> Vec<String> {
        self.viewed.row(self.read, self.context, record, lang)
    }

    fn object(&self, record: &Record) -> Map<String, Value> {
        self.viewed.object(self.read, self.context, record)
    }

    fn fields(&self) -> Vec<Option<&'static Field>> {
        let fields = self.viewed.keys();
        let fields = fields.map(|key| self.kind.readable_by_key(key));
        std::iter::once(None).chain(fields).collect()
    }

    fn told(&self, record: &Record, key: &str) -> Option<String> {
        self.read.told(record, key)
    }
}

/// A view that was asked for by name.
pub(super) struct Viewed {
    /// What its pane lists.
    pub collections: Vec<Collection>,
    /// Its query, and what was asked besides.
    pub query: Query,
    /// What it shows.
    pub layout: Layout,
}

impl Context {
    /// The view of that name, with more conditions. What of it makes no sense any more is said on the
    /// standard error and left out.
    pub(super) fn view(&self, read: &Read, name: &str, more: &str) -> Result<Viewed, Failure> {
        let view = read
            .catalog
            .view_called(name, &self.author)
            .map_err(|near| {
                let id = match near {
                    Some(_) => "unknown-view-near",
                    None => "unknown-view",
                };
                let arguments = [
                    ("what", name.to_string()),
                    ("near", near.unwrap_or_default()),
                ];
                self.refused("cli", id, &arguments)
            })?;
        let View {
            name,
            pane,
            mut layout,
            ..
        } = view;
        let id = PaneId::by_key(&pane).ok_or_else(|| {
            self.refused("view", "no-pane", &[("name", name.clone()), ("pane", pane)])
        })?;
        let collections = id.collections();
        let kinds: Vec<_> = collections.iter().map(|of| of.kind()).collect();
        let mut broken = layout.mend(&kinds);
        let today = self.texts.day(now());
        let (kept, unknown) = understood(&collections, &layout.query, today);
        broken.extend(unknown);
        if !broken.is_empty() {
            let arguments = [("name", name), ("what", broken.join(", "))];
            let words = locale::said(&self.texts, "view", "broken", &arguments);
            output::aside(&words);
        }
        if layout.columns.is_empty() {
            let columns = id.columns().into_iter();
            layout.columns = columns.map(|column| (column.key, column.width)).collect();
        }
        let mut query =
            Query::among(&collections, &kept, today).and(self.query(&collections, more)?);
        if layout.order.is_empty() && query.terms.is_empty() {
            layout.order = id.order();
        }
        query.trashed |= id == PaneId::Trash;
        Ok(Viewed {
            collections,
            query,
            layout,
        })
    }
}

impl Viewed {
    /// The records of a collection that a query finds, with the columns that its pane shows unless told otherwise.
    pub fn of(collection: Collection, query: Query) -> Viewed {
        let tab = Tab::all().find(|tab| tab.lists == collection);
        let pane = tab.map_or(PaneId::Kind(collection.kind()), |tab| {
            PaneId::Tab(tab.place)
        });
        let columns = pane.columns().into_iter();
        Viewed {
            collections: vec![collection],
            query,
            layout: Layout {
                columns: columns.map(|column| (column.key, column.width)).collect(),
                ..Layout::default()
            },
        }
    }

    /// The same, with those columns.
    pub fn with_columns(mut self, keys: Vec<String>) -> Viewed {
        self.layout.columns = keys.into_iter().map(|key| (key, 0)).collect();
        self
    }

    /// Those collections, if the view lists records of their kind.
    pub fn among(
        &self,
        context: &Context,
        name: &str,
        wanted: &[Collection],
    ) -> Result<Vec<Collection>, Failure> {
        let listed = |of: &Collection| self.collections.iter().any(|own| own.kind() == of.kind());
        match wanted.iter().find(|of| !listed(of)) {
            None => Ok(wanted.to_vec()),
            Some(other) => {
                let arguments = [
                    ("name", name.to_string()),
                    ("kind", other.key().to_string()),
                ];
                Err(context.refused("cli", "view-other-kind", &arguments))
            }
        }
    }

    /// Its rows among those of some collections: in its order; where it has none, best first if the
    /// query has words.
    pub fn rows(&self, read: &Read, context: &Context, among: &[Collection]) -> Vec<RecordRef> {
        let mut rows = read.catalog.filter(among, &self.query).exact();
        if !self.layout.order.is_empty() || self.layout.group.is_some() {
            let kinds: Vec<_> = among.iter().map(|of| of.kind()).collect();
            let order = grouped_order(&kinds, self.layout.group.as_deref(), &self.layout.order);
            read.catalog.sort(&mut rows, &order, context.texts.lang());
        }
        rows
    }

    /// The keys of its columns.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.layout.columns.iter().map(|(key, _)| key.as_str())
    }

    /// The cells of a record as they are shown.
    pub fn shown(&self, read: &Read, context: &Context, record: &Record) -> Vec<String> {
        let lang = context.texts.lang();
        self.keys()
            .map(|key| read.catalog.cell(record, key, lang))
            .collect()
    }

    /// The header of its file: the id and its columns, by their keys or in the words of a language.
    pub fn header(&self, kind: Kind, lang: Option<Lang>) -> Vec<String> {
        let heading = |key: &str| match lang {
            Some(lang) => column_label(&[kind], key, lang),
            None => key.to_string(),
        };
        let id = std::iter::once("id".to_string());
        id.chain(self.keys().map(heading)).collect()
    }

    /// A record in its file: fields as they are imported again, other columns as they are shown.
    pub fn row(
        &self,
        read: &Read,
        context: &Context,
        record: &Record,
        lang: Option<Lang>,
    ) -> Vec<String> {
        let cell = |key| match record.kind.readable_by_key(key) {
            Some(field) => read
                .catalog
                .value(record, field)
                .map(|value| csv::cell(field, &value, lang, &read.catalog))
                .unwrap_or_default(),
            None => {
                let lang = lang.unwrap_or(context.texts.lang());
                read.catalog.cell(record, key, lang)
            }
        };
        let id = std::iter::once(record.id.to_string());
        id.chain(self.keys().map(cell)).collect()
    }

    /// Adds the columns that are no fields of the record to its object: counts, what lies across links.
    pub fn add_to(
        &self,
        object: &mut Map<String, Value>,
        read: &Read,
        context: &Context,
        record: &Record,
    ) {
        for key in self.keys() {
            let own = record.kind.field_by_key(key).is_some() || object.contains_key(key);
            if own {
                continue;
            }
            if let Some(field) = record.kind.readable_by_key(key) {
                if let Some(value) = read.catalog.value(record, field) {
                    let told = json::field_value(field, &value, &read.catalog);
                    object.insert(key.to_string(), told);
                }
                continue;
            }
            let text = read.catalog.cell(record, key, context.texts.lang());
            let number = text.parse::<i64>().ok();
            let value = match number.filter(|_| is_numeric_column(&[record.kind], key)) {
                Some(number) => json!(number),
                None => json!(text),
            };
            object.insert(key.to_string(), value);
        }
    }

    /// The object of a record with its columns alone, after `kind` and `id`.
    pub fn object(&self, read: &Read, context: &Context, record: &Record) -> Map<String, Value> {
        let whole = json::object(record, &read.catalog);
        let kept = |key: &str| matches!(key, "kind" | "id") || self.keys().any(|own| own == key);
        let mut object: Map<String, Value> =
            whole.into_iter().filter(|(key, _)| kept(key)).collect();
        self.add_to(&mut object, read, context, record);
        object
    }
}
