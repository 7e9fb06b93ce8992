//! `guichet export KIND`.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::context::{Context, Failure};
use super::output::{self, Progress};
use super::viewed::Shown;
use crate::exchange::export::{self, Exported};
use crate::exchange::format::Format;
use crate::exchange::whole::Whole;
use crate::locale;
use crate::model::{Lang, Record};
use crate::store;

/// Export records.
#[derive(Debug, clap::Args)]
pub struct Export {
    kind: String,
    #[arg(long, value_name = "Q")]
    query: Option<String>,
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    #[arg(long, value_parser = formats())]
    format: Option<&'static Format>,
    #[arg(long)]
    french: bool,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The formats that are written, by name.
fn formats() -> impl TypedValueParser<Value = &'static Format> {
    let names = Format::written().map(|format| format.name);
    PossibleValuesParser::new(names).map(|name| Format::named(&name).unwrap_or(Format::usual()))
}

impl Export {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let collection = context.collection(&self.kind)?;
        let asked = self.query.as_deref().unwrap_or_default();
        let query = context.query(&[collection], asked)?;
        let format = self.format(context)?;
        if !(format.holds)(collection.kind()) {
            let key = format!("format-{}", format.name);
            let arguments = [("what", context.texts.get(&key).to_string())];
            let words = locale::said(&context.texts, "cli", "export-kind", &arguments);
            return Err(Failure::Usage(words));
        }
        if let Some(store) = self.out.as_deref().and_then(store::around) {
            let arguments = [("what", store.display().to_string())];
            return Err(context.refused("cli", "export-store", &arguments));
        }
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
        let told = |record: &Record, key: &str| read.told(record, key);
        let whole = Whole {
            kind: collection.kind(),
            names: &read.catalog,
            told: Some(&told),
        };
        let shown = viewed.as_ref().map(|viewed| Shown {
            kind: collection.kind(),
            viewed,
            read: &read,
            context,
        });
        let records = rows.iter().filter_map(|row| read.catalog.get(*row));
        let records: Vec<&Record> = records.collect();
        let export = export::Export {
            what: match &shown {
                Some(shown) => shown as &dyn Exported,
                None => &whole,
            },
            records: &records,
            lang: self.french.then_some(Lang::Fr),
        };
        self.write(format, &export)?;
        Ok(0)
    }

    /// The format asked for: by its name, by how the file's name ends, else the usual one.
    fn format(&self, context: &Context) -> Result<&'static Format, Failure> {
        let asked = self.format.or_else(|| match context.json {
            true => Format::named("json"),
            false => None,
        });
        let by_name = || self.out.as_deref().and_then(Format::of_name);
        let format = asked.or_else(by_name).unwrap_or(Format::usual());
        if format.writes.is_some() {
            return Ok(format);
        }
        let written: Vec<&str> = Format::written().map(|format| format.name).collect();
        let arguments = [
            (
                "what",
                context
                    .texts
                    .get(&format!("format-{}", format.name))
                    .to_string(),
            ),
            ("formats", written.join(", ")),
        ];
        let words = locale::said(&context.texts, "cli", "export-format", &arguments);
        Err(Failure::Usage(words))
    }

    fn write(&self, format: &Format, export: &export::Export) -> Result<(), Failure> {
        let Some(writes) = format.writes else {
            return Ok(());
        };
        let to_terminal = self.out.is_none() && std::io::stdout().is_terminal();
        let mut progress = Progress::of(export.records.len(), !to_terminal);
        let mut tell = |so_far| progress.tell(so_far);
        let mut bytes = Vec::new();
        let refused = |error: std::io::Error| Failure::Refused(error.to_string());
        match &self.out {
            Some(path) => {
                writes(export, &mut bytes, &mut tell).map_err(refused)?;
                put(path, &bytes)
                    .map_err(|error| Failure::Refused(format!("{}: {error}", path.display())))
            }
            // A table for a program keeps what was entered; a terminal would act on it.
            None if to_terminal && !format.escapes => {
                writes(export, &mut bytes, &mut tell).map_err(refused)?;
                output::lines(String::from_utf8_lossy(&bytes).lines())
            }
            None => {
                let mut out = BufWriter::new(std::io::stdout().lock());
                let written = writes(export, &mut out, &mut tell).and_then(|()| out.flush());
                output::unless_left(written)
            }
        }
    }
}

/// Writes a file that only its owner can read (`store::write_private`); what is no file (a pipe, a device) is written
/// to as it is.
fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let found = store::there::reached(path).map_err(|error| error.to_string())?;
    if found.is_some_and(|found| !found.is_file()) {
        let opened = std::fs::OpenOptions::new().write(true).open(path);
        let written = opened.and_then(|mut file| file.write_all(bytes));
        return written.map_err(|error| error.to_string());
    }
    store::write_private(path, bytes).map_err(|trouble| trouble.text)
}
