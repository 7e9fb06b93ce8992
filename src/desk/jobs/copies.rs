//! What can be copied of many records, a line each.

use super::chosen::Chosen;
use super::cue::Cue;
use crate::catalog::Catalog;
use crate::model::{FieldType, Kind, Lang, Record, Sought};
use crate::text::is_unsafe;

/// After how many records it is looked whether it is given up.
const PART: usize = 256;
/// How many characters of a text stand beside its name.
const SHOWN: usize = 400;

/// What is wanted.
#[derive(Debug)]
pub struct Copies {
    /// The records that there are.
    pub catalog: Catalog,
    /// Those of which copies are wanted.
    pub records: Chosen,
    /// The columns of a row, by kind; none where there are no rows.
    pub columns: Vec<(Kind, Vec<String>)>,
    /// The language of what is shown.
    pub lang: Lang,
}

/// A text that can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copyable {
    /// The key of what it is called.
    pub label: &'static str,
    /// How many records it is of.
    pub count: usize,
    /// Its beginning, on one line.
    pub shown: String,
    /// The text, as it may be pasted anywhere.
    pub text: String,
}

/// The texts of one offer, and what stands between them.
struct CopyOffer {
    label: &'static str,
    texts: Vec<String>,
    between: &'static str,
}

impl Copies {
    /// All that there is to copy; `None` if it is given up.
    pub fn made(&self, cue: &Cue) -> Option<Vec<Copyable>> {
        let mut offers: Vec<CopyOffer> = Vec::new();
        let records = self.records.in_order();
        let found = records.iter().filter_map(|at| self.catalog.get(*at));
        for (at, record) in found.enumerate() {
            if at % PART == 0 && cue.is_cancelled() {
                return None;
            }
            for (number, offered) in self.of(record).into_iter().enumerate() {
                let (label, texts, between) = offered;
                // Of one record each address is an offer, of several the first of each is a line.
                match records.len() {
                    1 => offers.extend(texts.into_iter().map(|text| CopyOffer {
                        label,
                        texts: vec![text],
                        between,
                    })),
                    _ => {
                        if offers.len() <= number {
                            offers.push(CopyOffer {
                                label,
                                texts: Vec::new(),
                                between,
                            });
                        }
                        if let Some(offer) = offers.get_mut(number) {
                            offer.texts.extend(texts.into_iter().take(1));
                        }
                    }
                }
            }
        }
        let is_something =
            |offer: &CopyOffer| offer.texts.iter().any(|text| !text.trim().is_empty());
        let offers = offers.into_iter().filter(is_something);
        Some(offers.map(CopyOffer::copyable).collect())
    }

    /// What can be copied of a record: always as many offers, some without a text.
    fn of(&self, record: &Record) -> Vec<(&'static str, Vec<String>, &'static str)> {
        let reference = record.reference();
        let title = self.catalog.title(reference).into_iter().collect();
        let address = reference.kind.sought(Sought::Address);
        let address = address.and_then(|field| record.text(field));
        let mut offers = vec![
            ("copy-name", title, "\n"),
            ("copy-email", values(record, FieldType::Email), ", "),
            ("copy-phone", values(record, FieldType::Phone), "\n"),
            (
                "copy-address",
                address.map(str::to_string).into_iter().collect(),
                "\n",
            ),
        ];
        if !self.columns.is_empty() {
            let columns = self
                .columns
                .iter()
                .find(|(kind, _)| *kind == reference.kind);
            let row = columns.map(|(_, columns)| {
                let cells = columns
                    .iter()
                    .map(|key| self.catalog.cell(record, key, self.lang));
                cells.collect::<Vec<_>>().join("\t")
            });
            offers.push(("copy-row", row.into_iter().collect(), "\n"));
        }
        offers.push(("copy-reference", vec![reference.to_string()], "\n"));
        offers
    }
}

impl CopyOffer {
    fn copyable(self) -> Copyable {
        let mut shown = String::new();
        for (at, text) in self.texts.iter().enumerate() {
            if shown.len() > SHOWN {
                shown.push_str(", …");
                break;
            }
            shown.push_str(if at > 0 { ", " } else { "" });
            shown.push_str(text);
        }
        Copyable {
            label: self.label,
            count: self.texts.len(),
            shown,
            text: pasteable(&self.texts.join(self.between)),
        }
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
fn pasteable(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |c: &char| matches!(c, '\n' | '\t') || !is_unsafe(*c);
    lines.chars().filter(kept).collect()
}
