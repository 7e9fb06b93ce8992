//! `guichet show KIND/ID_OR_SIGLE`.

use serde_json::{Map, Value};

use super::context::{Context, Failure};
use super::output;
use super::page;
use crate::desk::lines::{Line, LineKind, TRASHED};
use crate::desk::sheet::{self, Content, Gathered};
use crate::desk::words::Words;
use crate::exchange::json;
use crate::model::Heading;

/// Show one record, whole.
#[derive(Debug, clap::Args)]
pub struct Show {
    #[arg(value_name = "KIND/ID_OR_SIGLE")]
    record: String,
    #[arg(long)]
    format: Option<Look>,
}

/// As what a sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Look {
    /// Lines.
    Text,
    /// Markdown.
    Md,
    /// A page for a browser.
    Html,
    /// An object, for another program.
    Json,
}

impl Show {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let read = context.read()?;
        let reference = context.record(&read.catalog, &self.record)?;
        let Some(record) = read.catalog.get(reference) else {
            return Ok(1);
        };
        let sections = read.catalog.sections(reference);
        let look = self.format.unwrap_or(match context.json {
            true => Look::Json,
            false => Look::Text,
        });
        if look == Look::Json {
            let mut object = json::object(record, &read.catalog);
            object.insert(
                "title".into(),
                read.catalog.title(reference).unwrap_or_default().into(),
            );
            for computed in record.kind.computed() {
                let field = &computed.field;
                if let Some(value) = read.catalog.value(record, field) {
                    let told = json::field_value(field, &value, &read.catalog);
                    object.insert(field.key.into(), told);
                }
            }
            let mut links: Map<String, Value> = Map::new();
            for section in &sections {
                let list = links
                    .entry(section.kind.key())
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    let current = section.current().iter().map(|item| (item, false));
                    let over = section.over().iter().map(|item| (item, true));
                    list.extend(current.chain(over).map(|(item, past)| {
                        let mut link = json::reference(*item, &read.catalog);
                        if let (Value::Object(link), true) = (&mut link, past) {
                            link.insert("past".into(), true.into());
                        }
                        link
                    }));
                }
            }
            object.insert("links".into(), Value::Object(links));
            output::value(&Value::Array(vec![Value::Object(object)]))?;
            return Ok(0);
        }
        // Without its journal a sheet has the dated records alone in its timeline.
        let history = read.reader.history(reference).unwrap_or_else(|error| {
            output::aside(context.unread(&error).reason());
            Vec::new()
        });
        let headings: Vec<Heading> = history.iter().map(|(heading, _)| heading.clone()).collect();
        let words = Words {
            texts: &context.texts,
            catalog: &read.catalog,
            journal: &headings,
        };
        let content = Content {
            words,
            open: &sections.iter().map(|at| ((at.kind, at.field), 0)).collect(),
            rows: None,
            missing: "sheet-gathering",
            elsewhere: true,
        };
        let gathered = Gathered::of(&read.catalog, record);
        let lines = content.lines(record, Some(&gathered), &sheet::journal(&words, &history));
        match look {
            Look::Md => {
                let page = page::markdown(&words.title(record), &lines);
                output::bytes(page.as_bytes())?;
                return Ok(0);
            }
            Look::Html => {
                let page = page::html(&words.title(record), &lines, context.texts.lang());
                output::bytes(page.as_bytes())?;
                return Ok(0);
            }
            Look::Text | Look::Json => {}
        }
        let title = format!("{} · {reference}", words.title(record));
        let lines: Vec<String> = std::iter::once(title)
            .chain(lines.iter().map(text_of))
            .collect();
        output::lines(lines.iter().map(String::as_str))?;
        Ok(0)
    }
}

/// A line of the sheet in plain text, with the record that it stands for.
fn text_of(line: &Line) -> String {
    let sign = if line.trashed { TRASHED } else { "" };
    let Line { label, text, .. } = line;
    let words = match line.kind {
        LineKind::Field if !label.is_empty() => format!("{label} : {sign}{text}"),
        LineKind::Field | LineKind::More => format!("  {sign}{text}"),
        LineKind::Item | LineKind::Event if !label.is_empty() => {
            format!("  {label} · {sign}{text}")
        }
        LineKind::Item | LineKind::Event => format!("  {sign}{text}"),
        LineKind::Section(_) | LineKind::Heading | LineKind::Blank => {
            let parts = [label.as_str(), text]
                .into_iter()
                .filter(|part| !part.is_empty());
            format!("{sign}{}", parts.collect::<Vec<_>>().join(" "))
        }
    };
    match line.record() {
        Some(record) => format!("{words} — {record}"),
        None => words,
    }
}
