//! Figures of what is found: how many, by the value of a column, with the sums of others.

use serde_json::{Map, Value as Json, json};

use super::context::{Context, Failure};
use super::output;
use super::reading::Read;
use crate::catalog::{Tally, column_keys, column_label, is_column, is_numeric_column};
use crate::exchange::csv::{self, Flavour};
use crate::exchange::format::Format;
use crate::locale;
use crate::model::called;
use crate::model::text::nearest;
use crate::model::{Decimal, Kind, Lang, RecordRef, Value, number};

/// What is counted and summed.
#[derive(Debug, clap::Args)]
pub struct Figures {
    #[arg(long)]
    count: bool,
    #[arg(long, value_name = "FIELD")]
    group: Option<String>,
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    sum: Vec<String>,
}

/// How they are written.
pub(super) enum Sheet {
    /// Lines of cells with tabs between them, in the words of the screen.
    Lines,
    /// A table with a header line.
    Table(Option<Lang>),
    /// Objects.
    Objects,
}

impl Figures {
    /// Whether any are asked for.
    pub(super) fn are_asked(&self) -> bool {
        self.count || self.group.is_some() || !self.sum.is_empty()
    }

    /// Counts these rows and gives the bytes of that.
    pub(super) fn told(
        &self,
        context: &Context,
        read: &Read,
        kinds: &[Kind],
        rows: &[RecordRef],
        sheet: &Sheet,
    ) -> Result<Vec<u8>, Failure> {
        let group = self.group.as_deref();
        let group = group.map(|key| context.column(kinds, key, false));
        let group = group.transpose()?;
        let sums: Result<Vec<String>, Failure> = self
            .sum
            .iter()
            .map(|key| context.column(kinds, key, true))
            .collect();
        let sums = sums?;
        let lang = context.texts.lang();
        let tallies = read.catalog.tallied(rows, group.as_deref(), &sums, lang);
        Ok(match sheet {
            Sheet::Objects => {
                let objects = tallies.iter().map(|it| object(it, group.as_deref(), &sums));
                let array = Json::Array(objects.collect());
                crate::exchange::json::to_text(&array).into_bytes()
            }
            Sheet::Lines => {
                let lines = tallies.iter().map(|it| {
                    let label = group.as_ref().map(|_| it.label.clone());
                    let totals = it.totals.iter().map(|total| shown(total.as_ref(), lang));
                    let count = number::number(lang, i64::try_from(it.count).unwrap_or(i64::MAX));
                    let cells: Vec<String> =
                        label.into_iter().chain([count]).chain(totals).collect();
                    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
                    output::row(&cells)
                });
                lines.collect::<String>().into_bytes()
            }
            Sheet::Table(lang) => {
                let heading = |key: &String| match lang {
                    Some(lang) => column_label(kinds, key, *lang),
                    None => key.clone(),
                };
                let count = match lang {
                    Some(_) => context.texts.get("cli-count").to_string(),
                    None => "count".to_string(),
                };
                let group_heading = group.as_ref().map(&heading);
                let header = group_heading.into_iter().chain([count]);
                let mut table: Vec<Vec<String>> =
                    vec![header.chain(sums.iter().map(&heading)).collect()];
                for tally in &tallies {
                    let label = group.as_ref().map(|_| match lang {
                        Some(_) => tally.label.clone(),
                        None => tally.plain.clone(),
                    });
                    let totals = tally.totals.iter().map(|total| {
                        let plain = plain(total.as_ref());
                        match lang {
                            Some(Lang::Fr) => plain.replace('.', ","),
                            _ => plain,
                        }
                    });
                    let count = tally.count.to_string();
                    table.push(label.into_iter().chain([count]).chain(totals).collect());
                }
                let flavour = match lang {
                    Some(_) => Flavour::French,
                    None => Flavour::Plain,
                };
                csv::write(table.iter().map(Vec::as_slice), flavour)
            }
        })
    }

    /// As what an export in that format writes them.
    pub(super) fn sheet(
        context: &Context,
        format: &Format,
        lang: Option<Lang>,
    ) -> Result<Sheet, Failure> {
        match format.name {
            "csv" => Ok(Sheet::Table(lang)),
            "json" => Ok(Sheet::Objects),
            _ => {
                let arguments = [
                    ("what", format.name.to_string()),
                    ("formats", "csv, json".to_string()),
                ];
                let words = locale::said(&context.texts, "cli", "figures-format", &arguments);
                Err(Failure::Usage(words))
            }
        }
    }
}

fn object(tally: &Tally, group: Option<&str>, sums: &[String]) -> Json {
    let mut object = Map::new();
    if let Some(key) = group {
        let value = Some(&tally.plain).filter(|plain| !plain.is_empty());
        object.insert(key.to_string(), json!(value));
    }
    object.insert("count".into(), json!(tally.count));
    if !sums.is_empty() {
        let totals = sums.iter().zip(&tally.totals);
        let totals = totals.map(|(key, total)| {
            let text = plain(total.as_ref());
            let whole = text.parse::<i64>().map(|number| json!(number));
            let number = whole.or_else(|_| text.parse::<f64>().map(|number| json!(number)));
            (key.clone(), number.unwrap_or(Json::Null))
        });
        object.insert("sums".into(), Json::Object(totals.collect()));
    }
    Json::Object(object)
}

/// A sum as a machine writes it; blank where there is none.
fn plain(total: Option<&Value>) -> String {
    match total {
        Some(Value::Money(cents)) => Decimal(cents.saturating_mul(10_000)).to_string(),
        Some(Value::Decimal(number)) => number.to_string(),
        Some(Value::Integer(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn shown(total: Option<&Value>, lang: Lang) -> String {
    let plain = plain(total);
    match plain.is_empty() {
        true => plain,
        false => number::grouped(&plain, lang),
    }
}

impl Context {
    /// The key of a column of these kinds, by its key or in the words of the screen; one of numbers where they are summed.
    pub(super) fn column(
        &self,
        kinds: &[Kind],
        text: &str,
        of_numbers: bool,
    ) -> Result<String, Failure> {
        let fits = |key: &String| !of_numbers || is_numeric_column(kinds, key);
        let keys = column_keys(kinds);
        let by_label = || {
            let is_called = |key: &&String| {
                let labels = [Lang::Fr, Lang::En].map(|lang| column_label(kinds, key, lang));
                let label = called::plain(text);
                labels.iter().any(|it| called::plain(it) == label)
            };
            let name = called::plain(text);
            let by_word = || {
                let mut fields = kinds.iter();
                fields.find_map(|kind| called::field(kind.fields().iter(), &name))
            };
            let labelled = keys.iter().find(is_called).cloned();
            labelled.or_else(|| by_word().map(|field| field.key.to_string()))
        };
        let known = match is_column(kinds, text) {
            true => Some(text.to_string()),
            false => by_label(),
        };
        known.filter(fits).ok_or_else(|| {
            let near = keys.iter().filter(|key| fits(key)).map(String::as_str);
            let near = nearest(text, near).unwrap_or_default().to_string();
            let id = match (near.is_empty(), of_numbers) {
                (true, false) => "unknown-column",
                (true, true) => "unknown-numbers",
                (false, _) => "unknown-column-near",
            };
            let arguments = [("what", text.to_string()), ("near", near)];
            Failure::Usage(locale::said(&self.texts, "cli", id, &arguments))
        })
    }
}
