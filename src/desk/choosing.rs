//! Lists to choose from: what they hold, and what choosing does.

use std::collections::HashSet;

use crate::model::text;
use crate::model::{Collection, FieldType, Kind, RecordRef};

use super::command::Command;
use super::layers::Layer;
use super::layers::bulk::Bulk;
use super::layers::chooser::{Chooser, Choosing, Item, Purpose};
use super::layers::confirm::Asked;
use super::layers::help::{Help, Row};
use super::layers::prompt::{Prompt, Wanted};
use super::message::{Effect, Source};
use super::pane::{Column, PaneId};
use super::{Chosen, Desk, Tone};

fn item(label: impl Into<String>, detail: impl Into<String>, choosing: Choosing) -> Item {
    Item {
        label: label.into(),
        detail: detail.into(),
        disabled: None,
        on: false,
        choosing,
    }
}

impl Desk {
    fn open_chooser(&mut self, purpose: Purpose, title_key: &str, items: Vec<Item>) {
        let title = self.word(title_key);
        self.layers
            .push(Layer::Chooser(Chooser::new(purpose, title, items)));
    }

    /// The palette: every command that makes sense outside a form, its keys, why it can't run.
    pub(super) fn open_palette(&mut self) {
        let modes = self.modes();
        let items = Command::ALL
            .iter()
            .filter(|command| {
                command.group() != super::command::Group::Form && **command != Command::PaletteOpen
            })
            .map(|command| {
                let keys = self.settings.keymap.keys_for(&modes, *command).join("  ");
                let label = self.word(&format!("command-{}", command.id()));
                let detail = if keys.is_empty() {
                    command.id().to_string()
                } else {
                    format!("{} · {keys}", command.id())
                };
                Item {
                    disabled: self.reason_against(*command),
                    ..item(label, detail, Choosing::Command(*command))
                }
            })
            .collect();
        self.open_chooser(Purpose::Palette, "palette-title", items);
    }

    pub(super) fn choose_kind(&mut self) {
        let items = Kind::ALL
            .iter()
            .map(|kind| {
                let count = self.catalog.count(Collection::All(*kind)).to_string();
                item(
                    kind.plural(self.lang()),
                    format!("{} · {count}", kind.key()),
                    Choosing::Kind(*kind),
                )
            })
            .collect();
        self.open_chooser(Purpose::Kind, "kinds-title", items);
    }

    pub(super) fn choose_import(&mut self) {
        self.layers.retain(|layer| !matches!(layer, Layer::Welcome));
        let collections = Collection::VIEWS
            .into_iter()
            .chain(Kind::ALL.iter().map(|kind| Collection::All(*kind)));
        let items = collections
            .map(|c| item(c.plural(self.lang()), c.key(), Choosing::Collection(c)))
            .collect();
        self.open_chooser(Purpose::Import, "import-kind-title", items);
    }

    pub(super) fn choose_setting(&mut self, purpose: Purpose) {
        let themes = purpose == Purpose::Theme;
        let (names, used, title) = if themes {
            (
                &self.settings.themes,
                &self.settings.chosen.theme,
                "themes-title",
            )
        } else {
            (
                &self.settings.keymaps,
                &self.settings.chosen.keymap,
                "keymaps-title",
            )
        };
        let items = names
            .iter()
            .map(|name| Item {
                on: used.as_ref() == Some(name),
                ..item(name, "", Choosing::Text(name.clone()))
            })
            .collect();
        self.open_chooser(purpose, title, items);
    }

    pub(super) fn choose_columns(&mut self) {
        let items = self.column_items();
        self.open_chooser(Purpose::Columns, "columns-title", items);
    }

    fn column_items(&self) -> Vec<Item> {
        let Some(pane) = self.panes.get(&self.pane) else {
            return Vec::new();
        };
        let kinds = pane.kinds();
        let mut seen = HashSet::new();
        let chosen = pane.columns.iter().map(|column| column.key.clone());
        let fields = kinds
            .iter()
            .flat_map(|kind| kind.fields())
            .filter(|field| field.kind != FieldType::Note);
        chosen
            .chain(["kind".to_string(), "title".to_string()])
            .chain(fields.map(|field| field.key.to_string()))
            .filter(|key| seen.insert(key.clone()))
            .map(|key| {
                let on = pane.columns.iter().any(|column| column.key == key);
                let column = Column {
                    key: key.clone(),
                    width: 0,
                };
                Item {
                    on,
                    ..item(
                        column.label(&kinds, self.lang()),
                        key.clone(),
                        Choosing::Text(key),
                    )
                }
            })
            .collect()
    }

    fn switch_column(&mut self, key: &str) {
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            let kinds = pane.kinds();
            match pane.columns.iter().position(|column| column.key == key) {
                Some(_) if pane.columns.len() == 1 => {}
                Some(at) => {
                    pane.columns.remove(at);
                }
                None => {
                    let width = kinds
                        .iter()
                        .find_map(|kind| kind.field_by_key(key))
                        .map_or(20, |field| field.width);
                    // Behind the first two: at the end it might lie beyond the edge, and not be seen.
                    let column = Column {
                        key: key.to_string(),
                        width,
                    };
                    pane.columns.insert(pane.columns.len().min(2), column);
                }
            }
        }
        let items = self.column_items();
        if let Some(Layer::Chooser(chooser)) = self.layers.last_mut() {
            for item in &mut chooser.items {
                item.on = items
                    .iter()
                    .any(|new| new.choosing == item.choosing && new.on);
            }
        }
    }

    pub(super) fn choose_copy(&mut self) {
        let Some(record) = self.current().and_then(|record| self.catalog.get(record)) else {
            return;
        };
        let (reference, lang) = (record.reference(), self.lang());
        let mut items = Vec::new();
        let mut offer = |label: &str, text: String| {
            if !text.is_empty() {
                items.push(item(
                    self.settings.texts.get(label),
                    text.clone(),
                    Choosing::Text(text),
                ));
            }
        };
        offer(
            "copy-name",
            self.catalog.title(reference).unwrap_or_default(),
        );
        for field in reference.kind.fields() {
            let label = match field.kind {
                FieldType::Email => "copy-email",
                FieldType::Phone => "copy-phone",
                _ => continue,
            };
            let values = record.get(field.number).map(|value| value.to_value());
            for value in values.iter().flat_map(|value| value.items()) {
                offer(label, value.as_text().unwrap_or_default().to_string());
            }
        }
        if let Some(address) = reference
            .kind
            .field_by_key("address")
            .filter(|f| f.kind == FieldType::Text)
        {
            offer(
                "copy-address",
                record.text(address).unwrap_or_default().to_string(),
            );
        }
        if let Some(pane) = self.panes.get(&self.pane) {
            let cells: Vec<String> = pane
                .columns
                .iter()
                .map(|c| self.catalog.cell(record, &c.key, lang))
                .collect();
            offer("copy-row", cells.join("\t"));
        }
        offer("copy-reference", reference.to_string());
        let emails = self.marked_emails();
        if !emails.is_empty() {
            let label = self
                .settings
                .texts
                .format("copy-emails-marked", &[("n", emails.len().into())]);
            items.push(item(label, "", Choosing::Text(emails.join(", "))));
        }
        self.open_chooser(Purpose::Copy, "copy-title", items);
    }

    fn marked_emails(&self) -> Vec<String> {
        let Some(pane) = self.panes.get(&self.pane) else {
            return Vec::new();
        };
        let first_email = |record: RecordRef| {
            let field = record
                .kind
                .field_by_key("email")
                .or_else(|| record.kind.field_by_key("address"))?;
            let value = self.catalog.get(record)?.get(field.number)?;
            Some(value.items().next()?.text()?.to_string())
                .filter(|_| field.kind == FieldType::Email)
        };
        self.marked(pane)
            .into_iter()
            .filter_map(first_email)
            .collect()
    }

    pub(super) fn choose_bulk_field(&mut self) {
        let Some(pane) = self.panes.get(&self.pane) else {
            return;
        };
        let marked = self.marked(pane);
        let Some(kind) = marked.first().map(|record| record.kind) else {
            return;
        };
        let others = marked.iter().filter(|record| record.kind != kind).count();
        if others > 0 {
            let text = self
                .settings
                .texts
                .format("bulk-other-kinds", &[("n", others.into())]);
            self.say(Tone::Warning, text);
        }
        let items = kind
            .fields()
            .iter()
            .map(|f| item(f.label(self.lang()), f.key, Choosing::Field(f.number)))
            .collect();
        self.open_chooser(Purpose::BulkField, "bulk-field-title", items);
    }

    fn open_bulk(&mut self, number: u16) {
        let Some(pane) = self.panes.get(&self.pane) else {
            return;
        };
        let marked = self.marked(pane);
        let Some(kind) = marked.first().map(|record| record.kind) else {
            return;
        };
        let Some(field) = kind.field(number) else {
            return;
        };
        let label = field.label(self.lang()).to_string();
        let count = marked.iter().filter(|record| record.kind == kind).count();
        let title = self.settings.texts.format(
            "bulk-title",
            &[("field", label.into()), ("n", count.into())],
        );
        let (input, rows) = (super::input::Input::default(), Vec::new());
        let bulk = Bulk {
            kind,
            field,
            title,
            input,
            value: None,
            error: None,
            rows,
            offset: 0,
        };
        self.layers.push(Layer::Bulk(bulk));
        self.read_bulk();
    }

    /// Accepts what the top layer proposes.
    pub(super) fn accept(&mut self) {
        match self.layers.last() {
            Some(Layer::Filter) => {
                self.layers.pop();
            }
            Some(Layer::Find(find)) => {
                if let Some(record) = find.selected() {
                    self.layers.pop();
                    self.go_to(record);
                }
            }
            Some(Layer::Chooser(_)) => self.choose(),
            Some(Layer::Quick(_)) => self.save_quick(),
            Some(Layer::Bulk(_)) => self.commit_bulk(),
            Some(Layer::Prompt(_)) => self.answer(),
            Some(Layer::Confirm(_)) => self.confirmed(),
            Some(Layer::Form(_)) => self.field_step(1),
            _ => {}
        }
    }

    fn choose(&mut self) {
        let Some(Layer::Chooser(chooser)) = self.layers.last() else {
            return;
        };
        let (purpose, Some(chosen)) = (chooser.purpose, chooser.selected().cloned()) else {
            return;
        };
        if let Some(reason) = chosen.disabled {
            return self.say(Tone::Warning, reason);
        }
        if purpose != Purpose::Columns {
            self.layers.pop();
        }
        match (purpose, chosen.choosing) {
            (Purpose::Palette, Choosing::Command(command)) => self.run(command),
            (Purpose::Kind, Choosing::Kind(kind)) => self.open_pane(PaneId::Kind(kind)),
            (Purpose::Theme, Choosing::Text(name)) => {
                let chosen = Chosen {
                    theme: Some(name),
                    ..self.settings.chosen.clone()
                };
                self.emit(Effect::ReadSettings(chosen));
            }
            (Purpose::Keymap, Choosing::Text(name)) => {
                let chosen = Chosen {
                    keymap: Some(name),
                    ..self.settings.chosen.clone()
                };
                self.emit(Effect::ReadSettings(chosen));
            }
            (Purpose::Columns, Choosing::Text(key)) => self.switch_column(&key),
            (Purpose::Copy, Choosing::Text(text)) => {
                self.emit(Effect::Copy(text));
                let text = self.word("copy-sent");
                self.say(Tone::Done, text);
            }
            (Purpose::BulkField, Choosing::Field(number)) => self.open_bulk(number),
            (Purpose::Import, Choosing::Collection(collection)) => {
                let (title, input) = (
                    self.word("import-path-title"),
                    super::input::Input::default(),
                );
                self.layers.push(Layer::Prompt(Prompt {
                    title,
                    input,
                    wanted: Wanted::ImportPath(collection),
                }));
            }
            _ => {}
        }
    }

    fn answer(&mut self) {
        let Some(Layer::Prompt(prompt)) = self.layers.pop() else {
            return;
        };
        let Wanted::ImportPath(collection) = prompt.wanted;
        let path = prompt.input.text().trim();
        if !path.is_empty() {
            self.emit(Effect::Read(Source::File(
                collection.key().to_string(),
                path.into(),
            )));
        }
    }

    fn confirmed(&mut self) {
        let Some(Layer::Confirm(confirm)) = self.layers.pop() else {
            return;
        };
        match confirm.asked {
            Asked::Delete(records) => self.set_trashed(&records, true),
            Asked::EmptyTrash => self.empty_trash(),
            Asked::Force(reversal) => self.send_reversal(reversal),
            Asked::Import(commit) => self.send(*commit, super::Waiting::Change),
            Asked::Discard(draft) => {
                self.drop_draft(draft);
                self.layers
                    .retain(|layer| !matches!(layer, Layer::Form(form) if form.draft == draft));
                self.refresh_today();
            }
        }
    }

    pub(super) fn read_bulk(&mut self) {
        let Some(Layer::Bulk(bulk)) = self.layers.last() else {
            return;
        };
        let (field, kind) = (bulk.field, bulk.kind);
        let today = crate::model::Date::of_moment(self.now);
        let reading = text::Reading {
            today,
            separators: super::forms::TYPED_SEPARATORS,
            names: &self.catalog,
        };
        let value = text::parse(field, bulk.input.text(), &reading).and_then(|value| {
            let mut fields = crate::model::Fields::new();
            fields.set(field.number, value.clone());
            let exists = |record| self.catalog.get(record).is_some();
            let problems = crate::model::check::check(kind, &fields, &exists);
            match problems
                .into_iter()
                .find(|problem| problem.field == field.number)
            {
                Some(problem) => Err(problem.fault),
                None => Ok(value),
            }
        });
        let error = value
            .as_ref()
            .err()
            .map(|fault| self.fault_words(kind, fault));
        let value = value.ok();
        let marked = self
            .panes
            .get(&self.pane)
            .map(|pane| self.marked(pane))
            .unwrap_or_default();
        let rows = marked
            .into_iter()
            .filter(|record| record.kind == kind)
            .filter_map(|record| {
                let old = self
                    .catalog
                    .get(record)?
                    .get(field.number)
                    .map(|value| value.to_value());
                let after = value
                    .as_ref()
                    .filter(|new| **new != old)
                    .map(|new| self.shown_value(field, new.as_ref()));
                let title = self.catalog.short(record).unwrap_or_default();
                Some(super::layers::bulk::Row {
                    record,
                    title,
                    before: self.shown_value(field, old.as_ref()),
                    after,
                })
            })
            .collect();
        if let Some(Layer::Bulk(bulk)) = self.layers.last_mut() {
            (bulk.rows, bulk.error, bulk.value) = (rows, error, value);
        }
    }

    pub(super) fn open_help(&mut self) {
        let modes = self.modes();
        let mut groups: Vec<super::command::Group> =
            Command::ALL.iter().map(|command| command.group()).collect();
        groups.sort_unstable();
        groups.dedup();
        let mut all = Vec::new();
        for group in groups {
            all.push(Row::Group(self.word(&format!("group-{}", group.id()))));
            for command in Command::ALL
                .iter()
                .filter(|command| command.group() == group)
            {
                let keys = self.keys_anywhere(&modes, *command);
                let text = self.word(&format!("command-{}", command.id()));
                all.push(Row::Command {
                    keys,
                    text,
                    id: command.id(),
                    disabled: self.reason_against(*command),
                });
            }
        }
        let help = Help {
            input: super::input::Input::default(),
            rows: all.clone(),
            all,
            offset: 0,
        };
        self.layers.push(Layer::Help(help));
    }

    /// The keys of a command here, or else in the mode that has it.
    fn keys_anywhere(&self, modes: &[crate::keymap::Mode], command: Command) -> String {
        let here = self.settings.keymap.keys_for(modes, command);
        if !here.is_empty() {
            return here.join("  ");
        }
        let elsewhere = crate::keymap::Mode::ALL.iter().find_map(|mode| {
            let keys = self.settings.keymap.keys_for(&[*mode], command);
            (!keys.is_empty()).then(|| keys.join("  "))
        });
        elsewhere.unwrap_or_default()
    }

    pub(super) fn narrow_help(&mut self) {
        let Some(Layer::Help(help)) = self.layers.last_mut() else {
            return;
        };
        let wanted = crate::model::fold::fold(help.input.text());
        let matches = |row: &Row| match row {
            Row::Group(_) => wanted.trim().is_empty(),
            Row::Command { keys, text, id, .. } => {
                keys == help.input.text().trim()
                    || crate::model::fold::fold(&format!("{text} {id}")).contains(wanted.trim())
            }
        };
        help.rows = help
            .all
            .iter()
            .filter(|row| matches(row))
            .cloned()
            .collect();
        help.offset = 0;
    }
}
