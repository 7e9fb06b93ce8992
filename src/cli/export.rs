//! `guichet export KIND`.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::context::{Context, Failure, Format};
use super::output;
use crate::exchange::csv::{self, Flavour};
use crate::exchange::json;
use crate::model::Lang;
use crate::store;

/// Export records.
#[derive(Debug, clap::Args)]
pub struct Export {
    kind: String,
    #[arg(long, value_name = "Q")]
    query: Option<String>,
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[arg(long)]
    french: bool,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let collection = context.collection(&self.kind)?;
        let asked = self.query.as_deref().unwrap_or_default();
        let query = context.query(&[collection], asked)?;
        let read = context.read()?;
        let (viewed, rows) = match &self.view {
            None => (None, read.catalog.filter(&[collection], &query).exact()),
            Some(name) => {
                let viewed = context.view(&read, name, asked)?;
                let among = viewed.among(context, name, &[collection])?;
                let rows = viewed.rows(&read, context, &among);
                (Some(viewed), rows)
            }
        };
        let records = rows.iter().filter_map(|row| read.catalog.get(*row));
        let format = if context.json {
            Format::Json
        } else {
            self.format.unwrap_or(Format::Csv)
        };
        let lang = self.french.then_some(Lang::Fr);
        let bytes = match format {
            Format::Json => {
                let objects = records
                    .map(|record| match &viewed {
                        Some(viewed) => viewed.object(&read, context, record),
                        None => json::object(record, &read.catalog),
                    })
                    .map(Value::Object)
                    .collect();
                json::to_text(&Value::Array(objects)).into_bytes()
            }
            Format::Csv => {
                let mut table = vec![match &viewed {
                    Some(viewed) => viewed.header(collection.kind(), lang),
                    None => csv::header(collection.kind(), lang),
                }];
                table.extend(records.map(|record| match &viewed {
                    Some(viewed) => viewed.row(&read, context, record, lang),
                    None => csv::row(record, lang, &read.catalog),
                }));
                let flavour = if self.french {
                    Flavour::French
                } else {
                    Flavour::Plain
                };
                csv::write(table.iter().map(Vec::as_slice), flavour)
            }
        };
        if let Some(store) = self.out.as_deref().and_then(store::around) {
            let arguments = [("what", store.display().to_string())];
            return Err(context.refused("cli", "export-store", &arguments));
        }
        match &self.out {
            Some(path) => put(path, &bytes)
                .map_err(|error| Failure::Refused(format!("{}: {error}", path.display())))?,
            // A table for a program keeps what was entered; a terminal would act on it.
            None if format == Format::Csv && std::io::stdout().is_terminal() => {
                let text = String::from_utf8_lossy(&bytes);
                output::lines(text.lines())?;
            }
            None => output::bytes(&bytes)?,
        }
        Ok(0)
    }
}

/// Writes a file that only its owner can read (`store::write_private`); what is no file (a pipe, a device) is written
/// to as it is.
fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if path.exists() && !path.is_file() {
        let opened = std::fs::OpenOptions::new().write(true).open(path);
        let written = opened.and_then(|mut file| file.write_all(bytes));
        return written.map_err(|error| error.to_string());
    }
    store::write_private(path, bytes).map_err(|trouble| trouble.text)
}
