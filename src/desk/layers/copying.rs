//! The copy menu: what can be copied of the records meant.

use super::chooser::{Chooser, Item};
use crate::desk::ask::Ask;
use crate::desk::context::Scene;
use crate::desk::pane::PaneId;
use crate::desk::screen::Screen;
use crate::model::{FieldType, Record, Sought};
use crate::text::is_unsafe;

impl Chooser {
    /// What can be copied of the records meant: of several, a line each.
    pub fn of_copies(screen: &Screen, scene: &Scene) -> Option<Chooser> {
        let meant = screen.meant(scene);
        let records: Vec<&Record> = meant
            .iter()
            .filter_map(|record| scene.catalog.get(*record))
            .collect();
        if records.is_empty() {
            return None;
        }
        let lines = |of: &dyn Fn(&Record) -> Option<String>| -> Vec<String> {
            records.iter().filter_map(|record| of(record)).collect()
        };
        let title = |record: &Record| scene.catalog.title(record.reference());
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
            let field = record.kind.sought(Sought::Address)?;
            record.text(field).map(str::to_string)
        };
        offers.push(("copy-address", lines(&address), "\n"));
        if let Some(pane) = screen.list() {
            let row = |record: &Record| {
                // What is no row of the list has the columns of its own kind.
                let kind = record.reference().kind;
                let columns = match pane.kinds().contains(&kind) {
                    true => pane.columns.clone(),
                    false => PaneId::Kind(kind).columns(),
                };
                let cells = columns
                    .iter()
                    .map(|c| scene.catalog.cell(record, &c.key, scene.lang()));
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
                    1 => scene.texts().get(label).to_string(),
                    _ => scene.texts().format(
                        "copy-many",
                        &[
                            ("what", scene.texts().get(label).into()),
                            ("n", texts.len().into()),
                        ],
                    ),
                };
                let copied = Ask::Copy(texts.join(between));
                Item::new(label, texts.join(", "), copied)
            })
            .collect();
        Some(Chooser::new(scene.word("copy-title"), items))
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

/// The text as it may be pasted anywhere, into a shell too: nothing but its lines and tabs drives a
/// terminal or turns the reading order.
pub fn pasteable(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |c: &char| matches!(c, '\n' | '\t') || !is_unsafe(*c);
    lines.chars().filter(kept).collect()
}
