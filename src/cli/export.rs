//! `guichet export KIND`.

use std::io::{IsTerminal, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Context, Failure, Format, output};
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
            Some(path) => write_private(path, &bytes)
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

/// Writes a file that only its owner can read, whole or not at all, in place of a link too; what is no file
/// (a pipe, a device) is written to as it is.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if path.exists() && !path.is_file() {
        return std::fs::OpenOptions::new()
            .write(true)
            .open(path)?
            .write_all(bytes);
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .permissions(std::fs::Permissions::from_mode(0o600))
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
