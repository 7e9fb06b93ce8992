//! `guichet export all`: records of all kinds, whole, so that they come back the same.

use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::context::{Context, Failure};
use super::outlet;
use super::output;
use super::reading::Read;
use crate::catalog::Query;
use crate::exchange::export::{self, Exported};
use crate::exchange::format::Format;
use crate::exchange::own::Everything;
use crate::locale;
use crate::model::{Collection, Kind, Lang, Record, RecordRef};
use crate::store;

/// What is asked for.
pub(super) struct Asked {
    /// Only what it finds.
    pub query: Option<String>,
    /// In which format.
    pub format: Option<&'static Format>,
    /// For a French spreadsheet.
    pub french: bool,
    /// The file, or the folder.
    pub out: Option<PathBuf>,
}

/// Writes them: as objects in one file, or as a table a kind into a folder.
pub(super) fn run(asked: &Asked, context: &Context) -> Result<u8, Failure> {
    let query = context.query(&[], asked.query.as_deref().unwrap_or_default())?;
    let out = asked.out.as_deref();
    let format = format(asked, context)?;
    if !format.objects && out.is_none() {
        let words = locale::said(&context.texts, "cli", "all-folder", &[]);
        return Err(Failure::Usage(words));
    }
    outlet::outside_stores(context, out)?;
    let read = context.read()?;
    let exists = |record: RecordRef| read.catalog.get(record).is_some();
    let lang = asked.french.then_some(Lang::Fr);
    let all = |kind| Everything {
        kind,
        names: &read.catalog,
        exists: &exists,
        lang: lang.filter(|_| !format.objects),
    };
    match out.filter(|_| !format.objects) {
        Some(folder) => {
            make(folder)?;
            for kind in Kind::ALL.iter().copied() {
                let name = format!(
                    "{}.{}",
                    kind.key(),
                    format.endings.first().unwrap_or(&"csv")
                );
                let records = records(&read, &query, &[kind]);
                write(Some(&folder.join(name)), format, &all(kind), &records, lang)?;
            }
        }
        None => {
            let records = records(&read, &query, Kind::ALL);
            write(out, format, &all(Kind::ANY), &records, None)?;
        }
    }
    // What only a newer program knows can't be written by this one: that is said.
    let unknown = read.counted.saturating_sub(read.catalog.len() as u64);
    if unknown > 0 {
        let arguments = [("count", unknown.to_string())];
        output::aside(&locale::said(
            &context.texts,
            "cli",
            "all-newer",
            &arguments,
        ));
    }
    Ok(u8::from(unknown > 0))
}

fn write(
    out: Option<&Path>,
    format: &Format,
    all: &Everything,
    records: &[&Record],
    lang: Option<Lang>,
) -> Result<(), Failure> {
    let what = all as &dyn Exported;
    outlet::write(
        out,
        format,
        &export::Export {
            what,
            records,
            lang,
        },
    )
}

/// The records of some kinds: all, in the trash too, or those that a query finds.
fn records<'r>(read: &'r Read, query: &Query, kinds: &[Kind]) -> Vec<&'r Record> {
    if query.is_empty() {
        let kinds = kinds.iter();
        return kinds.flat_map(|kind| read.catalog.records(*kind)).collect();
    }
    let of_kind = kinds.iter().flat_map(|kind| {
        let collection = Collection::All(*kind);
        read.catalog.filter(&[collection], query).exact()
    });
    let mut found: Vec<RecordRef> = of_kind.collect();
    found.sort_unstable();
    found.dedup();
    found
        .iter()
        .filter_map(|it| read.catalog.get(*it))
        .collect()
}

/// The format: objects, one a line, unless another is asked for.
fn format(asked: &Asked, context: &Context) -> Result<&'static Format, Failure> {
    let named = |name: &str| Format::named(name).unwrap_or(Format::usual());
    let is_folder = match asked.out.as_deref().map(store::there::is_folder) {
        Some(Ok(is_folder)) => is_folder,
        _ => false,
    };
    let by_name = || asked.out.as_deref().and_then(Format::of_name);
    let format = match (asked.format, context.json) {
        (Some(format), _) => format,
        (None, true) => named("json"),
        (None, false) if is_folder => named("csv"),
        (None, false) => by_name().unwrap_or(named("ndjson")),
    };
    if format.objects || format.name == Format::usual().name {
        return Ok(format);
    }
    let taken = ["ndjson", "json", "csv"];
    Err(outlet::refused(context, "all-format", format, &taken))
}

/// Makes the folder, for its owner alone, unless it is there.
fn make(folder: &Path) -> Result<(), Failure> {
    match std::fs::DirBuilder::new().mode(0o700).create(folder) {
        // What is no folder is refused by the first file.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map_err(|error| Failure::Refused(format!("{}: {error}", folder.display()))),
    }
}
