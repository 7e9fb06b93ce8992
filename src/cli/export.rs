//! `guichet export KIND`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::context::{Context, Failure};
use super::figures::Figures;
use super::outlet;
use super::sources::ALL;
use super::viewed::{Shown, Viewed};
use super::whole::{self, Asked};
use crate::exchange::export::{self, Exported};
use crate::exchange::format::Format;
use crate::exchange::whole::Whole;
use crate::locale;
use crate::model::{Lang, Record};

/// Export records.
#[derive(Debug, clap::Args)]
pub struct Export {
    kind: String,
    #[arg(long, value_name = "Q")]
    query: Option<String>,
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    #[arg(long, value_name = "COLUMNS")]
    columns: Option<String>,
    #[command(flatten)]
    figures: Figures,
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
        if self.kind == ALL {
            let alone = [
                ("--view", self.view.is_some()),
                ("--columns", self.columns.is_some()),
                ("--count", self.figures.are_asked()),
            ];
            if let Some((option, _)) = alone.iter().find(|(_, is_given)| *is_given) {
                return Err(context.not_with_all(option));
            }
            let asked = Asked {
                query: self.query,
                format: self.format,
                french: self.french,
                out: self.out,
            };
            return whole::run(&asked, context);
        }
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
        outlet::outside_stores(context, self.out.as_deref())?;
        let lang = self.french.then_some(Lang::Fr);
        let kinds = [collection.kind()];
        let sheet = match self.figures.are_asked() {
            true => Some(Figures::sheet(context, format, lang)?),
            false => None,
        };
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
        if let Some(sheet) = sheet {
            let bytes = self.figures.told(context, &read, &kinds, &rows, &sheet)?;
            outlet::bytes(self.out.as_deref(), &bytes)?;
            return Ok(0);
        }
        let viewed = match self.columns.as_deref() {
            None => viewed,
            Some("all") => None,
            Some("shown") => viewed.or_else(|| Some(Viewed::of(collection, query))),
            Some(keys) => {
                let keys = keys.split(',').map(str::trim).filter(|key| !key.is_empty());
                let keys: Result<Vec<String>, Failure> =
                    keys.map(|key| context.column(&kinds, key, false)).collect();
                let viewed = viewed.unwrap_or_else(|| Viewed::of(collection, query));
                Some(viewed.with_columns(keys?))
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
            lang,
        };
        outlet::write(self.out.as_deref(), format, &export)?;
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
        Err(outlet::refused(context, "export-format", format, &written))
    }
}
