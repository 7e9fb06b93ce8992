//! `guichet import KIND FILE`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::context::{Context, Failure};
use super::mapping;
use super::output;
use super::sources::{ALL, Sources};
use super::turn;
use super::verdicts::PlanTold;
use crate::catalog::Catalog;
use crate::desk::jobs::mending;
use crate::exchange::charset::Charset;
use crate::exchange::import::{self, Doubt, Mode, Origin, Plan, Proposed};
use crate::exchange::known::KnownCatalog;
use crate::exchange::mapping::Mapping;
use crate::exchange::options::{self, Options};
use crate::exchange::refusal::Refusal;
use crate::exchange::refused;
use crate::exchange::remark::Remark;
use crate::exchange::table::Table;
use crate::locale;
use crate::model::{Collection, Kind};
use crate::runtime::demo::now;
use crate::runtime::file;
use crate::runtime::mappings::Memory;
use crate::store::{CommitError, Store};

/// How often an import is planned while others write.
const TRIES: usize = 3;

/// Import a file.
#[derive(Debug, clap::Args)]
pub struct Import {
    kind: String,
    file: PathBuf,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    refused: Option<OsString>,
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    encoding: Option<Charset>,
    #[arg(long, value_name = "SIGN", value_parser = separator)]
    separator: Option<u8>,
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    #[arg(long, value_parser = modes())]
    mode: Option<Mode>,
}

/// The modes, by name.
fn modes() -> impl TypedValueParser<Value = Mode> {
    let names = Mode::ALL.map(Mode::name);
    PossibleValuesParser::new(names).map(|name| Mode::named(&name).unwrap_or_default())
}

fn encoding(name: &str) -> Result<Charset, &'static str> {
    Charset::named(name).ok_or("utf-8, utf-16, windows-1252, iso-8859-15, macroman, cp850")
}

fn separator(sign: &str) -> Result<u8, &'static str> {
    options::separator(sign).ok_or("; , tab |")
}

impl Import {
    fn options(&self, context: &Context, kind: Kind) -> Result<Options, Failure> {
        Ok(Options {
            encoding: self.encoding,
            separator: self.separator,
            mapping: mapping::read(context, kind, self.map.as_deref())?,
            kept: Memory::of(&context.surroundings, None).mappings(),
            is_alone: false,
            mode: self.mode.unwrap_or_default(),
            sheet: self.sheet.clone(),
            zone: context.texts.here().zone.clone(),
        })
    }

    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let collection = match self.kind.as_str() {
            ALL => None,
            kind => Some(context.collection(kind)?),
        };
        let kind = collection.map(Collection::kind);
        if kind.is_none() && self.map.is_some() {
            return Err(context.not_with_all("--map"));
        }
        let options = self.options(context, kind.unwrap_or(Kind::ANY))?;
        let (sources, reading) = Sources::read(context, collection, &self.file, &options)?;
        let mapped = match kind {
            Some(_) => reading.mapping.clone(),
            None => Mapping::default(),
        };
        let kind = kind.unwrap_or(Kind::ANY);
        let new = self.map.as_deref().filter(|_| options.mapping.is_none());
        mapping::keep(kind, new, &mapped)?;
        // Nothing is opened, or made, for nothing.
        let is_looked_at = self.dry_run || reading.rows.is_empty();
        let name = self
            .file
            .file_name()
            .unwrap_or(self.file.as_os_str())
            .to_string_lossy()
            .into_owned();
        let planned = |reading: Proposed, catalog: &Catalog, head: u64| {
            let origin = Origin {
                author: context.author.clone(),
                at: now(),
                file: name.clone(),
                head,
            };
            let known = KnownCatalog::new(catalog);
            import::plan(reading, &known, &mut ulid::Ulid::generate, &origin)
        };
        let mut over = None;
        let plan = match is_looked_at {
            true => {
                let (catalog, head) = context.read_or_empty()?;
                let plan = planned(reading, &catalog, head);
                context.permitted(&catalog, &plan.commit)?;
                over = Some(catalog).filter(|_| self.dry_run && context.json);
                plan
            }
            false => {
                let (mut store, mut catalog, _place) = context.write()?;
                let done = in_turn(&mut store, &mut catalog, reading, &planned);
                let plan =
                    done.map_err(|error| context.refused("store", error.id(), &error.arguments()))?;
                context.close(store);
                plan
            }
        };
        let counts = plan.counts;
        let texts = &context.texts;
        // What stands in the rows that are not taken is looked up in the file.
        let is_asked = context.json || self.refused.is_some();
        let table = (is_asked && refused::lines(&plan).next().is_some())
            .then(|| sources.table(&options))
            .flatten();
        let kept = self.keep_refused(context, &plan, table.as_ref())?;
        let said: Vec<String> = plan
            .said
            .iter()
            .filter(|remark| !remark.is_usual())
            .map(|remark| {
                let (shown, line) = sources.place(remark.line);
                let remark = Remark {
                    line,
                    ..remark.clone()
                };
                let between = if line == 0 { " " } else { "" };
                format!("{shown}:{between}{}", locale::remark_words(texts, &remark))
            })
            .collect();
        let failed = !plan.refused.is_empty() || counts.doubtful > 0;
        let told = if context.json {
            let columns = mapping::object(kind, &mapped);
            output::told(&PlanTold {
                columns: &columns,
                plan: &plan,
                table: table.as_ref(),
                sources: &sources,
                texts,
                said: &said,
                over: over.as_ref(),
            })
        } else {
            let refused = plan.refused.iter().map(|at| {
                let (shown, line) = sources.place(at.line);
                let at = Refusal { line, ..at.clone() };
                format!("{shown}:{}", locale::refusal_words(texts, &at))
            });
            let doubts = plan.doubts.iter().map(|at| {
                let (shown, line) = sources.place(at.line);
                let at = Doubt { line, ..at.clone() };
                format!("{shown}:{}", locale::doubt_words(texts, &at))
            });
            let counts = [
                ("read", counts.read),
                ("made", counts.made),
                ("updated", counts.updated),
                ("same", counts.same),
                ("links", counts.links),
            ];
            let arguments: Vec<(&str, String)> = counts
                .iter()
                .map(|(name, n)| (*name, n.to_string()))
                .collect();
            let mut summary = locale::said(&context.texts, "cli", "import-done", &arguments);
            if self.dry_run {
                summary = context.texts.format("cli-dry", &[("what", summary.into())]);
            }
            let map = match self.dry_run {
                true => mapping::lines(context, kind, &mapped),
                false => Vec::new(),
            };
            let lines = std::iter::once(summary)
                .chain(map)
                .chain(said)
                .chain(doubts)
                .chain(refused)
                .chain(kept)
                .collect::<Vec<_>>();
            output::lines(lines.iter().map(String::as_str))
        };
        match self.dry_run {
            true => told?,
            false => context.told(told),
        }
        Ok(u8::from(failed))
    }
}

impl Import {
    /// Keeps the rows that are not taken as a file to be mended, where that is asked for; says where.
    fn keep_refused(
        &self,
        context: &Context,
        plan: &Plan,
        table: Option<&Table>,
    ) -> Result<Option<String>, Failure> {
        let (Some(asked), Some(table)) = (&self.refused, table) else {
            return Ok(None);
        };
        let texts = &context.texts;
        let bytes = mending::rows(plan, table, texts);
        let at = Path::new(asked);
        let (kept, at) = match asked.is_empty() {
            true => (file::keep_beside(&self.file, &bytes), &*self.file),
            false => (file::keep(at, &bytes).map(|()| at.to_path_buf()), at),
        };
        let path = kept.map_err(|error| Failure::Refused(format!("{}: {error}", at.display())))?;
        let told = [("path", path.display().to_string())];
        Ok(Some(locale::said(texts, "cli", "refused-kept", &told)))
    }
}

/// Plans and commits. It is planned while others write; where they did it is planned anew, the last time in the turn
/// itself, so that it comes to an end.
fn in_turn(
    store: &mut Store,
    catalog: &mut Catalog,
    reading: Proposed,
    planned: &dyn Fn(Proposed, &Catalog, u64) -> Plan,
) -> Result<Plan, CommitError> {
    for _ in 0..TRIES {
        let plan = planned(reading.clone(), catalog, store.head().sequence);
        if plan.commit.edits.is_empty() {
            return Ok(plan);
        }
        let (turn, is_up_to_date) = turn::taken(store, catalog)?;
        if is_up_to_date {
            store.commit_in(&turn, &plan.commit)?;
            return Ok(plan);
        }
    }
    let (turn, _) = turn::taken(store, catalog)?;
    let plan = planned(reading, catalog, store.head().sequence);
    if !plan.commit.edits.is_empty() {
        store.commit_in(&turn, &plan.commit)?;
    }
    Ok(plan)
}
