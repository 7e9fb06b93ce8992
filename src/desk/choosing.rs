//! Lists to choose from: what they hold, and what choosing does.

use crate::model::{Collection, FieldType, Kind, RecordRef};

use super::Desk;
use super::command::{Command, Group};
use super::layers::Layer;
use super::layers::chooser::{Chooser, Choosing, Item, Purpose};

pub(super) fn item(
    label: impl Into<String>,
    detail: impl Into<String>,
    choosing: Choosing,
) -> Item {
    Item {
        label: label.into(),
        detail: detail.into(),
        disabled: None,
        on: false,
        choosing,
    }
}

impl Desk {
    pub(super) fn open_chooser(&mut self, purpose: Purpose, title_key: &str, items: Vec<Item>) {
        let title = self.word(title_key);
        self.layers
            .push(Layer::Chooser(Chooser::new(purpose, title, items)));
    }

    /// The palette: every command that makes sense outside a form, its keys, why it can't run.
    pub(super) fn open_palette(&mut self) {
        let modes = self.modes();
        let mut commands: Vec<&Command> = Command::ALL
            .iter()
            .filter(|command| command.group() != Group::Form && **command != Command::PaletteOpen)
            .collect();
        // Everybody moves about by key.
        commands.sort_by_key(|command| command.group() == Group::Move);
        let items = commands
            .into_iter()
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
            .chain(self.views_to_open())
            .collect();
        self.open_chooser(Purpose::Palette, "palette-title", items);
    }

    /// The views, for the palette.
    fn views_to_open(&self) -> Vec<Item> {
        let views = self.catalog.views(&self.settings.author);
        views
            .iter()
            .map(|view| {
                let of = self.view_item(view);
                let label = self
                    .settings
                    .texts
                    .format("view-open", &[("name", view.name.as_str().into())]);
                Item { label, ..of }
            })
            .collect()
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
}
