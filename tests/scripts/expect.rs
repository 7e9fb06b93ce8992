//! What a script may expect, of the frame and of the data:
//!
//! - `frame|sheet|status contains|lacks "text"` (spaces of any width and number count as one), `status none`,
//!   `cursor on "text"` (the terminal's cursor stands in a row that has it);
//! - `pane 3|today|trash|KIND`, `focus list|sheet`, `rows N`, `total N`, `marked N`, `filter "text"`,
//!   `order KEY`, `order KEY reverse`, `selected "title"` (of the list, the chooser or find);
//! - `layer NAME` (the keymap's mode; `form` in a note too) or `layer none`;
//! - in a form: `field NAME "text"`, `at NAME` (has the focus), `error|warning NAME contains "text"`,
//!   `error|warning NAME none`, `offers "text"`, `offers none`, `duplicates N`;
//! - `record KIND/NAME FIELD "value"` (as in a CSV file), `record KIND/NAME live|trashed|gone`,
//!   `count KIND N`, `drafts N`;
//! - `copied "text"`, `edited "text"` (given to the editor), `quit`, `suspended`, `redrawn`.

use guichet::desk::Focus;
use guichet::desk::layers::Layer;
use guichet::desk::layers::chooser::Item;
use guichet::desk::layers::form::FormField;
use guichet::desk::pane::{List, PaneId};
use guichet::model::{Collection, Kind, Record, RecordRef, text};
use guichet::runtime::Order;
use guichet::text::wrap;

use super::session::Session;

type Checked = Result<(), String>;

impl Session {
    /// The status line: as many of the last rows as its news takes.
    fn status(&self) -> String {
        let news = self.desk.status.as_ref();
        let news = news.map_or("", |status| status.text.as_str());
        let room = usize::from(self.desk.width).saturating_sub(2);
        // Its sign stands before it.
        let rows = wrap(&format!("✓ {news}"), room).len();
        let last = self.rows.len().saturating_sub(rows);
        self.rows[last..].join(" ")
    }

    /// Checks an expectation.
    ///
    /// # Errors
    /// What was found instead.
    pub fn expect(&self, words: &[&str]) -> Checked {
        match words {
            ["frame", how, text] => has(how, &self.rows.join("\n"), text),
            ["sheet", how, text] => has(how, &self.sheet(), text),
            ["status", "none"] => same(&self.desk.status, &None),
            ["status", how, text] => has(how, &self.status(), text),
            ["cursor", "on", text] => {
                let row = self.rows.get(usize::from(self.cursor.1));
                has("contains", row.map_or("", String::as_str), text)
            }
            ["pane", pane] => same(&pane_name(self.desk.screen.pane), &(*pane).to_string()),
            ["focus", "list"] => same(&self.desk.screen.focus, &Focus::List),
            ["focus", "sheet"] => same(&self.desk.screen.focus, &Focus::Sheet),
            ["rows", number] => same(&self.pane()?.found, &count(number)?),
            ["total", number] => same(&self.pane()?.total, &count(number)?),
            ["marked", number] => same(&self.pane()?.marks.len(), &count(number)?),
            ["filter", text] => same(&self.pane()?.filter.text(), text),
            ["order", parts @ ..] => {
                let order: Vec<String> = self
                    .pane()?
                    .order
                    .iter()
                    .flat_map(|order| {
                        let reverse = order.reverse.then(|| "reverse".to_string());
                        std::iter::once(order.key.clone()).chain(reverse)
                    })
                    .collect();
                same(&order, &parts.iter().map(ToString::to_string).collect())
            }
            ["selected", title] => self.selected(title),
            ["layer", name] => same(&self.layer(), name),
            ["record", name, rest @ ..] => self.record(name, rest),
            ["count", kind, number] => {
                let kind = Collection::by_key(kind).ok_or(format!("unknown kind {kind}"))?;
                same(&self.desk.catalog.count(kind), &count(number)?)
            }
            ["drafts", number] => same(&self.desk.drafts.kept.len(), &count(number)?),
            ["copied", text] => self.ordered(&Order::Copy((*text).to_string())),
            ["edited", text] => same(&self.given.as_deref().unwrap_or_default(), text),
            ["quit"] => self.ordered(&Order::Quit),
            ["suspended"] => self.ordered(&Order::Suspend),
            ["redrawn"] => self.ordered(&Order::Redraw),
            _ => self.form(words),
        }
    }

    fn form(&self, words: &[&str]) -> Checked {
        let Some(Layer::Form(form)) = self.desk.layers.last() else {
            return Err("no form is on top, or unknown expectation".to_string());
        };
        let field = |name: &str| -> Result<&FormField, String> {
            let mut fields = form.fields.iter();
            fields
                .find(|at| at.field.key == name)
                .ok_or(format!("no field {name}"))
        };
        let said = |text: &Option<String>, rest: &[&str]| match (text, rest) {
            (None, ["none"]) => Ok(()),
            (Some(text), ["contains", wanted]) => has("contains", text, wanted),
            _ => Err(format!("{text:?}")),
        };
        match words {
            ["field", name, text] => same(&field(name)?.entry.text().as_str(), text),
            ["at", name] => same(&form.focused().map(|at| at.field.key), &Some(*name)),
            ["error", name, rest @ ..] => said(&field(name)?.error, rest),
            ["warning", name, rest @ ..] => said(&field(name)?.warning, rest),
            ["offers", "none"] => same(&form.offers.len(), &0),
            ["offers", text] => {
                let offers = form.offers.iter().map(|offer| offer.text.as_str());
                has("contains", &offers.collect::<Vec<_>>().join("\n"), text)
            }
            ["duplicates", number] => same(&form.duplicates.len(), &count(number)?),
            _ => Err("unknown expectation".to_string()),
        }
    }

    fn pane(&self) -> Result<&List, String> {
        self.desk.screen.list().ok_or("no list here".to_string())
    }

    fn sheet(&self) -> String {
        let lines = self.desk.screen.sheet.content.lines.iter();
        let lines = lines.map(|line| format!("{} {}", line.label, line.text));
        format!(
            "{}\n{}",
            self.desk.screen.sheet.title,
            lines.collect::<Vec<_>>().join("\n")
        )
    }

    fn layer(&self) -> &'static str {
        match self.desk.layers.last() {
            None => "none",
            Some(Layer::Form(_)) => "form",
            Some(layer) => layer.surface().mode().id(),
        }
    }

    fn selected(&self, title: &str) -> Checked {
        let named = |record: Option<RecordRef>| {
            let catalog = &self.desk.catalog;
            record.map(|record| [catalog.title(record), catalog.short(record)])
        };
        let found = match self.desk.layers.last() {
            Some(Layer::Chooser(list)) => return labelled(list.selected(), title),
            Some(Layer::Palette(of)) => return labelled(of.list.selected(), title),
            Some(Layer::Columns(of)) => return labelled(of.list.selected(), title),
            Some(Layer::Views(of)) => return labelled(of.list.selected(), title),
            Some(Layer::Find(find)) => named(find.selected()),
            _ => named(self.desk.screen.current(&self.desk.scene())),
        };
        match found {
            Some(names) if names.iter().flatten().any(|name| name == title) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    }

    fn record(&self, name: &str, rest: &[&str]) -> Checked {
        let (kind, name) = name.split_once('/').ok_or("KIND/NAME is wanted")?;
        let kind = Kind::by_key(kind).ok_or(format!("unknown kind {kind}"))?;
        let catalog = &self.desk.catalog;
        let called =
            |record: &&Record| catalog.title_of(record) == name || catalog.short_of(record) == name;
        let trashed = catalog.trash().filter(|record| record.kind == kind);
        let found: Vec<&Record> = catalog
            .records(kind)
            .chain(trashed)
            .filter(called)
            .collect();
        match (found.as_slice(), rest) {
            ([], ["gone"]) => Ok(()),
            ([record, ..], ["live"]) => same(&record.trashed, &false),
            ([record, ..], ["trashed"]) => same(&record.trashed, &true),
            ([record, ..], [key, value]) => {
                let field = kind.field_by_key(key).ok_or(format!("no field {key}"))?;
                let held = record.get(field.number).map(|value| value.to_value());
                let held = held.map_or(String::new(), |held| text::plain(field, &held, catalog));
                same(&held.as_str(), value)
            }
            ([], _) => Err(format!("no {} is called {name}", kind.key())),
            _ => Err("unknown expectation".to_string()),
        }
    }

    fn ordered(&self, order: &Order) -> Checked {
        if self.orders.contains(order) {
            Ok(())
        } else {
            Err(format!("{:?}", self.orders))
        }
    }
}

fn pane_name(pane: PaneId) -> String {
    match pane {
        PaneId::Today => "today".to_string(),
        PaneId::Trash => "trash".to_string(),
        PaneId::Tab(tab) => tab.to_string(),
        PaneId::Kind(kind) => kind.key().to_string(),
    }
}

fn has(how: &str, text: &str, wanted: &str) -> Checked {
    let spaced = |text: &str| {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        text.lines().map(words).collect::<Vec<_>>().join("\n")
    };
    let contains = spaced(text).contains(&spaced(wanted));
    match (how, contains) {
        ("contains", true) | ("lacks", false) => Ok(()),
        ("contains" | "lacks", _) => Err(format!("in: {text}")),
        _ => Err("contains or lacks is wanted".to_string()),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(found: &T, wanted: &T) -> Checked {
    if found == wanted {
        Ok(())
    } else {
        Err(format!("{found:?} instead of {wanted:?}"))
    }
}

fn count(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("{text} is no number"))
}

fn labelled<T>(item: Option<&Item<T>>, label: &str) -> Checked {
    same(&item.map(|item| item.label.as_str()), &Some(label))
}
