//! Lists to choose from: what they hold, and what choosing does.

use crate::model::{Collection, FieldType, Kind, Record};

use super::Desk;
use super::command::{Command, Group};
use super::layers::Layer;
use super::layers::chooser::{Chooser, Choosing, Item, Purpose};
use super::pane::PaneId;
use crate::theme::AUTO;

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
                let count = self.catalog.count(Collection::All(*kind));
                let count = self.settings.texts.number(count);
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
        let settings = &self.settings;
        let (names, used, title) = if themes {
            (
                &settings.themes,
                settings.theme_named.as_str(),
                "themes-title",
            )
        } else {
            (&settings.keymaps, settings.keymap.name(), "keymaps-title")
        };
        let detail = |name: &str| match name {
            AUTO if themes => settings.texts.get("theme-auto"),
            _ => "",
        };
        let items = names
            .iter()
            .map(|name| Item {
                on: used == name,
                ..item(name, detail(name), Choosing::Text(name.clone()))
            })
            .collect();
        self.open_chooser(purpose, title, items);
    }

    /// What can be copied of the records meant: of several, a line each.
    pub(super) fn choose_copy(&mut self) {
        let meant = self.meant();
        let records: Vec<&Record> = meant
            .iter()
            .filter_map(|record| self.catalog.get(*record))
            .collect();
        if records.is_empty() {
            return;
        }
        let lines = |of: &dyn Fn(&Record) -> Option<String>| -> Vec<String> {
            records.iter().filter_map(|record| of(record)).collect()
        };
        let title = |record: &Record| self.catalog.title(record.reference());
        let mut offers = vec![("copy-name", lines(&title), "\n")];
        for (label, wanted, between) in [
            ("copy-email", FieldType::Email, ", "),
            ("copy-phone", FieldType::Phone, "\n"),
        ] {
            match records.as_slice() {
                [only] => {
                    for value in values(only, wanted) {
                        offers.push((label, vec![value], between));
                    }
                }
                _ => {
                    let first = |record: &Record| values(record, wanted).into_iter().next();
                    offers.push((label, lines(&first), between));
                }
            }
        }
        let address = |record: &Record| {
            let field = record.reference().kind.field_by_key("address");
            let field = field.filter(|field| field.kind == FieldType::Text)?;
            record.text(field).map(str::to_string)
        };
        offers.push(("copy-address", lines(&address), "\n"));
        if let Some(pane) = self.panes.get(&self.pane) {
            let row = |record: &Record| {
                // What is no row of the list has the columns of its own kind.
                let kind = record.reference().kind;
                let columns = match pane.kinds().contains(&kind) {
                    true => pane.columns.clone(),
                    false => PaneId::Kind(kind).columns(),
                };
                let cells = columns
                    .iter()
                    .map(|c| self.catalog.cell(record, &c.key, self.lang()));
                Some(cells.collect::<Vec<_>>().join("\t"))
            };
            offers.push(("copy-row", lines(&row), "\n"));
        }
        let reference = |record: &Record| Some(record.reference().to_string());
        offers.push(("copy-reference", lines(&reference), "\n"));
        let items = offers
            .into_iter()
            .filter(|(_, texts, _)| texts.iter().any(|text| !text.trim().is_empty()))
            .map(|(label, texts, between)| {
                let label = match records.len() {
                    1 => self.settings.texts.get(label).to_string(),
                    _ => self.settings.texts.format(
                        "copy-many",
                        &[
                            ("what", self.settings.texts.get(label).into()),
                            ("n", texts.len().into()),
                        ],
                    ),
                };
                let copied = Choosing::Text(texts.join(between));
                item(label, texts.join(", "), copied)
            })
            .collect();
        self.open_chooser(Purpose::Copy, "copy-title", items);
    }
}

/// The values of a record's fields of that type.
fn values(record: &Record, wanted: FieldType) -> Vec<String> {
    let fields = record.reference().kind.fields();
    let fields = fields.iter().filter(|field| field.kind == wanted);
    let values = fields.filter_map(|field| record.get(field.number).map(|value| value.to_value()));
    values
        .flat_map(|value| {
            let texts = value.items().iter().filter_map(|item| item.as_text());
            texts.map(str::to_string).collect::<Vec<_>>()
        })
        .collect()
}
