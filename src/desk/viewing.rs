//! Views: keeping what a pane shows under a name, and opening it again.

use crate::catalog::{Layout, Query, View};
use crate::keymap::{Code, Key};
use crate::model::kinds::view;
use crate::model::{Collection, Date, Fields, Kind, RecordRef, Value, Verb};

use super::input::Input;
use super::layers::Layer;
use super::layers::chooser::{Chooser, Choosing, Item, Purpose};
use super::layers::view::{Asked, SaveView};
use super::pane::{Column, Pane, PaneId};
use super::{Desk, Tone, Waiting, choosing};

impl Desk {
    /// Asks under what name the pane's view is kept; that of the open view is proposed.
    pub(super) fn ask_view(&mut self) {
        let open = self
            .panes
            .get(&self.pane)
            .and_then(|pane| pane.view.as_ref())
            .and_then(|(record, _)| self.catalog.get(*record))
            .filter(|record| !record.trashed)
            .and_then(View::of);
        self.layers.push(Layer::SaveView(SaveView {
            name: Input::new(open.as_ref().map_or("", |view| view.name.as_str())),
            key: Input::new(
                open.as_ref()
                    .and_then(|view| view.key)
                    .map_or(String::new(), String::from),
            ),
            shared: open.as_ref().is_some_and(|view| view.owner.is_none()),
            focus: Asked::Name,
            replaces: None,
        }));
        self.read_view();
    }

    /// A key for the questions of a view; says whether it was taken.
    pub(super) fn view_key(save: &mut SaveView, key: Key) -> bool {
        match save.focus {
            Asked::Name => save.name.key(key),
            Asked::Key => {
                if matches!(key.code, Code::Char(_)) && !key.ctrl && !key.alt {
                    save.key = Input::default();
                }
                save.key.key(key)
            }
            Asked::Shared => {
                let turns = matches!(key.code, Code::Char(' ') | Code::Left | Code::Right);
                save.shared ^= turns;
                turns
            }
        }
    }

    /// Looks whether the name typed is that of a view already.
    pub(super) fn read_view(&mut self) {
        let known = self.view_replaced();
        if let Some(Layer::SaveView(save)) = self.layers.last_mut() {
            save.replaces = known.map(|view| view.name);
        }
    }

    /// The view that saving would replace: of that name, and as much the user's own or everybody's.
    fn view_replaced(&self) -> Option<View> {
        let Some(Layer::SaveView(save)) = self.layers.last() else {
            return None;
        };
        let owner = (!save.shared).then(|| self.settings.author.clone());
        let name = crate::model::fold::fold(save.name.text().trim());
        self.catalog
            .views(&self.settings.author)
            .into_iter()
            .find(|view| view.owner == owner && crate::model::fold::fold(&view.name) == name)
    }

    /// Keeps the view.
    pub(super) fn save_view(&mut self) {
        let replaced = self.view_replaced();
        let (Some(Layer::SaveView(save)), Some(pane)) =
            (self.layers.last(), self.panes.get(&self.pane))
        else {
            return;
        };
        let name = save.name.text().trim().to_string();
        if name.is_empty() {
            let text = self.word("view-name-needed");
            return self.say(Tone::Warning, text);
        }
        let key = save.key.text().trim().chars().next();
        let taken = self.catalog.views(&self.settings.author);
        let taken = taken
            .iter()
            .find(|other| key.is_some() && other.key == key)
            .filter(|other| {
                replaced
                    .as_ref()
                    .is_none_or(|own| own.record != other.record)
            });
        if let (Some(other), Some(key)) = (taken, key) {
            let text = self.settings.texts.format(
                "view-key-taken",
                &[
                    ("key", key.to_string().as_str().into()),
                    ("name", other.name.as_str().into()),
                ],
            );
            return self.say(Tone::Warning, text);
        }
        let layout = pane.layout();
        let before = replaced.as_ref().and_then(|v| self.catalog.get(v.record));
        let mut fields = before.map_or_else(Fields::new, |record| record.fields());
        fields.set(view::NAME.number, Some(Value::text(&name)));
        fields.set(view::PANE.number, Some(Value::text(pane.id.key())));
        let key = key.map(|key| Value::Text(key.to_string()));
        fields.set(view::KEY.number, key);
        let owner = (!save.shared).then(|| Value::text(&self.settings.author));
        fields.set(view::OWNER.number, owner);
        layout.write(&mut fields);
        let exists = |record| self.catalog.get(record).is_some();
        let problems = crate::model::check::check(Kind::View, &fields, &exists);
        if let Some(problem) = problems.first() {
            let label = Kind::View.field(problem.field);
            let label = label.map_or("", |field| field.label(self.lang()));
            let fault = self.fault_words(Kind::View, &problem.fault);
            let text = self.settings.texts.format(
                "view-refused",
                &[("field", label.into()), ("why", fault.as_str().into())],
            );
            return self.say(Tone::Error, text);
        }
        let (verb, record) = match &replaced {
            Some(view) => (Verb::Edit, view.record),
            None => (Verb::Add, RecordRef::new(Kind::View, self.new_id())),
        };
        self.layers.pop();
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            pane.view = Some((record, layout));
        }
        let step = self.step_of(verb, record, name, &[]);
        let edit = self.edit_of(record, fields, false);
        self.commit(step, vec![edit], Waiting::Change);
    }

    /// Opens the list of views; the keys of the views open them at once.
    pub(super) fn choose_view(&mut self) {
        let views = self.catalog.views(&self.settings.author);
        if views.is_empty() {
            let text = self.word("views-none");
            return self.say(Tone::Note, text);
        }
        let items = views.iter().map(|view| self.view_item(view)).collect();
        let title = self.word("views-title");
        self.layers
            .push(Layer::Chooser(Chooser::new(Purpose::Views, title, items)));
    }

    /// A view as an item: its name; its key, its pane, whose it is.
    pub(super) fn view_item(&self, view: &View) -> Item {
        let pane = PaneId::by_key(&view.pane).map_or(view.pane.clone(), |id| self.pane_name(id));
        let whose = match view.owner {
            Some(_) => "view-own",
            None => "view-shared",
        };
        let key = view.key.map_or(String::new(), |key| format!("{key} · "));
        choosing::item(
            &view.name,
            format!("{key}{pane} · {}", self.settings.texts.get(whose)),
            Choosing::Record(view.record),
        )
    }

    /// The heading of a pane.
    pub fn pane_name(&self, id: PaneId) -> String {
        let texts = &self.settings.texts;
        match id {
            PaneId::Today => texts.get("tab-0").to_string(),
            PaneId::Tab(n) => texts.get(&format!("tab-{n}")).to_string(),
            PaneId::Kind(kind) => kind.plural(texts.lang()).to_string(),
            PaneId::Trash => texts.get("pane-trash").to_string(),
        }
    }

    /// After a character in the list of views: the view of that key, if it is the only one typed.
    pub(super) fn view_of_key(&mut self) {
        let Some(Layer::Chooser(chooser)) = self.layers.last() else {
            return;
        };
        let mut typed = chooser.input.text().chars();
        let (Some(key), None) = (typed.next(), typed.next()) else {
            return;
        };
        let views = self.catalog.views(&self.settings.author);
        if let Some(view) = views.iter().find(|view| view.key == Some(key)) {
            let record = view.record;
            self.layers.pop();
            self.open_view(record);
        }
    }

    /// The view under the cursor of the list of views.
    pub(super) fn chosen_view(&self) -> Option<RecordRef> {
        match self.layers.last() {
            Some(Layer::Chooser(chooser)) if chooser.purpose == Purpose::Views => {
                match chooser.selected()?.choosing {
                    Choosing::Record(record) => Some(record),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    pub(super) fn edit_view(&mut self) {
        let view = self.chosen_view().and_then(|view| self.catalog.get(view));
        if let Some(record) = view.cloned() {
            self.layers.pop();
            let form = self.form_of(&record);
            self.layers.push(Layer::Form(Box::new(form)));
        }
    }

    pub(super) fn delete_view(&mut self) {
        if let Some(view) = self.chosen_view() {
            self.layers.pop();
            self.set_trashed(&[view], true);
        }
    }

    /// Opens a view in its pane. What of it stands for nothing any more is left out and said.
    pub(super) fn open_view(&mut self, record: RecordRef) {
        let Some(view) = self.catalog.get(record).and_then(View::of) else {
            return;
        };
        let Some(id) = PaneId::by_key(&view.pane) else {
            let text = self.settings.texts.format(
                "view-no-pane",
                &[
                    ("name", view.name.as_str().into()),
                    ("pane", view.pane.as_str().into()),
                ],
            );
            return self.say(Tone::Warning, text);
        };
        let pane = self.panes.entry(id).or_insert_with(|| Pane::new(id));
        let (mut layout, kinds) = (view.layout, pane.kinds());
        let mut broken = layout.mend(&kinds);
        let today = Date::of_moment(self.now);
        let (text, unknown) = understood(&pane.collections, &layout.query, today);
        broken.extend(unknown);
        pane.filter = Input::new(&text);
        pane.query = Query::among(&pane.collections, &text, today);
        pane.show_layout(layout);
        pane.view = Some((record, pane.layout()));
        pane.stale = true;
        self.open_pane(id);
        if !broken.is_empty() {
            let broken = broken.join(", ");
            let text = self.settings.texts.format(
                "view-broken",
                &[
                    ("name", view.name.as_str().into()),
                    ("what", broken.as_str().into()),
                ],
            );
            self.say(Tone::Warning, text);
        }
    }
}

impl Pane {
    /// Takes the columns, order and grouping of a layout; what it does not name is as ever.
    pub(super) fn show_layout(&mut self, layout: Layout) {
        let fresh = Pane::new(self.id);
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

/// A query on those collections without the parts that are not understood, and those parts.
pub fn understood(collections: &[Collection], text: &str, today: Date) -> (String, Vec<String>) {
    let mut left: Vec<char> = text.chars().collect();
    let mut unknown = Vec::new();
    // A part taken out may leave another that makes no sense without it.
    loop {
        let text: String = left.iter().collect();
        let query = Query::among(collections, &text, today);
        let Some(problem) = query.problems.first() else {
            return (text.trim().to_string(), unknown);
        };
        let end = problem.at.end.min(left.len());
        let start = problem.at.start.min(end);
        let part: String = left.drain(start..end).collect();
        if part.is_empty() {
            unknown.push(text.trim().to_string());
            return (String::new(), unknown);
        }
        unknown.push(part.trim().to_string());
    }
}
