//! An import being planned: a file read, its rows held against what is known, one plan made of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cue::{Cue, Files, HowFar};
use super::listing::Listing;
use crate::catalog::Catalog;
use crate::desk::ids::Ids;
use crate::exchange::import::{self, Decisions, Origin, Plan, Proposed, Recall};
use crate::exchange::known::KnownCatalog;
use crate::exchange::many::Many;
use crate::exchange::options::Options;
use crate::exchange::refusal::Reason;
use crate::exchange::{self, report};
use crate::model::{Author, Bundle, Collection, Commit};

/// What is imported.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A file of the embedded report, by number.
    Report(usize),
    /// A file, as records of that collection, read in that way.
    File(Collection, PathBuf, Box<Options>),
    /// People, and what is done with them.
    Many(Arc<Many>),
    /// Those lines alone.
    Part(Box<Source>, Arc<BTreeSet<u64>>),
}

impl Source {
    /// What it is called in the journal.
    pub fn name(&self) -> String {
        match self {
            Source::Report(at) => report::files()
                .nth(*at)
                .map_or_else(String::new, |file| file.name.to_string()),
            Source::File(_, path, _) => file_name(path),
            Source::Many(many) => many.name.clone(),
            Source::Part(whole, _) => whole.name(),
        }
    }

    /// A file, of which nothing is said beforehand.
    pub fn file(collection: Collection, path: PathBuf) -> Source {
        Source::File(collection, path, Box::default())
    }

    /// How the file is to be read, where it is one.
    pub fn options(&self) -> Option<&Options> {
        match self.whole() {
            Source::File(_, _, options) => Some(options),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn options_mut(&mut self) -> Option<&mut Options> {
        match self {
            Source::Part(whole, _) => whole.options_mut(),
            Source::File(_, _, options) => Some(options),
            Source::Report(_) | Source::Many(_) => None,
        }
    }

    /// All of it.
    pub fn whole(&self) -> &Source {
        match self {
            Source::Part(whole, _) => whole.whole(),
            whole => whole,
        }
    }

    /// Those lines of it.
    pub fn part(&self, lines: BTreeSet<u64>) -> Source {
        Source::Part(Box::new(self.whole().clone()), Arc::new(lines))
    }
}

/// A path's last part, or all of it where it has none.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// What is to be planned.
#[derive(Debug)]
pub struct Planning {
    /// What is imported.
    pub source: Source,
    /// The records that there are.
    pub catalog: Catalog,
    /// The last entry of the journal that they know.
    pub head: u64,
    /// Who imports.
    pub author: Author,
    /// When: milliseconds since 1970, UTC.
    pub at: i64,
    /// The ids of new records.
    pub ids: Ids,
    /// What was decided of its rows.
    pub decisions: Decisions,
    /// The file as it was read for a plan before: where its rows are held it is not read again.
    pub held: Option<Arc<Read>>,
    /// What was planned and accepted before others changed something.
    pub accepted: Option<Arc<Plan>>,
}

/// The most rows that are held: some hundred mebibytes. A file of more is read again for each plan.
const HELD: usize = 250_000;

/// What was read to be planned.
#[derive(Debug, Default)]
pub struct Read {
    /// What was said of it beforehand.
    pub options: Option<Options>,
    /// What it proposes; its rows where they are held.
    pub proposed: Proposed,
    /// What was decided of doubtful rows before.
    recall: Recall,
    /// Whether they are.
    is_held: bool,
}

impl Read {
    /// What is held of it from now on.
    fn to_hold(mut read: Arc<Read>) -> Arc<Read> {
        if let Some(read) = Arc::get_mut(&mut read).filter(|read| !read.is_held) {
            read.proposed.rows = Vec::new();
            read.proposed.refused = Vec::new();
        }
        read
    }

    /// Whether that is held, read in the way in which the source is to be read.
    fn is_of(&self, source: &Source) -> bool {
        self.is_held && self.options.as_ref() == source.options()
    }
}

/// An import, planned.
#[derive(Debug)]
pub struct Planned {
    /// What of.
    pub source: Source,
    /// The plan, or why the file can't be read.
    pub plan: Result<Arc<Plan>, Reason>,
    /// What it was read as.
    pub read: Arc<Read>,
    /// What it is looked through by.
    pub listing: Listing,
    /// What was accepted before, beside that.
    pub accepted: Option<Accepted>,
}

/// A plan that was accepted, held against the one that was made anew since.
#[derive(Debug)]
pub struct Accepted {
    /// The last entry of the journal that it knew.
    pub head: u64,
    /// What in it goes together.
    pub bundles: Arc<Vec<Bundle>>,
    /// The lines that come to something else by now, and the commit without them; nothing where none does.
    pub left: Option<(Commit, BTreeSet<u64>)>,
}

impl Accepted {
    fn beside(accepted: &Plan, plan: &Plan) -> Accepted {
        let lines = accepted.differs_from(plan);
        Accepted {
            head: accepted.head,
            bundles: accepted.bundles.clone(),
            left: (!lines.is_empty()).then(|| accepted.without(lines)),
        }
    }
}

impl Planning {
    /// Plans it; `None` if it is given up.
    pub fn planned(mut self, files: Files, cue: &Cue) -> Option<Planned> {
        let read = match self.held.take().filter(|held| held.is_of(&self.source)) {
            Some(held) => held,
            None => match self.read(files, cue)? {
                Ok(proposed) => Arc::new(proposed),
                Err(reason) => {
                    return Some(Planned {
                        plan: Err(reason),
                        source: self.source,
                        read: Arc::default(),
                        listing: Listing::default(),
                        accepted: None,
                    });
                }
            },
        };
        let origin = Origin {
            author: self.author,
            at: self.at,
            file: self.source.name(),
            head: self.head,
        };
        let mut ids = self.ids;
        let plan = import::plan_while(
            &read.proposed,
            &KnownCatalog::new(&self.catalog),
            &mut || ids.next(self.at),
            &origin,
            (&self.decisions, &read.recall),
            &mut |done, of| cue.goes_on(HowFar::Looked(done, of)),
        );
        let mut plan = plan.ok()?;
        if let Source::Many(many) = self.source.whole() {
            plan.commit.step.verb = many.deed.kind().verb();
            plan.commit.step.subject.clone_from(&many.subject);
        }
        let accepted = self.accepted;
        // What is taken in without a look, or as it was looked at, is not looked through.
        let is_shown = accepted.is_none() && !matches!(self.source.whole(), Source::Report(_));
        Some(Planned {
            read: Read::to_hold(read),
            listing: match is_shown {
                true => Listing::of(&plan, &self.catalog),
                false => Listing::default(),
            },
            source: self.source,
            accepted: accepted.map(|accepted| Accepted::beside(&accepted, &plan)),
            plan: Ok(Arc::new(plan)),
        })
    }

    /// Reads what is to be planned, or says why it can't be; `None` if it is given up.
    fn read(&self, files: Files, cue: &Cue) -> Option<Result<Read, Reason>> {
        let mut recall = Recall::default();
        let mut proposed = match self.source.whole() {
            Source::Report(at) => {
                let file = report::files().nth(*at)?;
                exchange::read(file.collection, file.text.as_bytes())
            }
            Source::File(collection, path, options) => {
                let remembered = (files.remembered)();
                recall = remembered.recall;
                let options = Options {
                    zone: self.catalog.zone().clone(),
                    kept: remembered.mappings,
                    ..(**options).clone()
                };
                match (files.read)(path, &mut |read, of| cue.goes_on(HowFar::Read(read, of))) {
                    Ok(bytes) => exchange::read_file(*collection, &bytes, &options, &mut |cut| {
                        cue.goes_on(HowFar::Cut(cut, bytes.len()))
                    }),
                    Err(reason) => return Some(Err(reason)),
                }
            }
            Source::Many(many) => many.proposed(&self.catalog),
            Source::Part(..) => return None,
        };
        // What was read of a file that is given up is not all of it.
        if cue.is_cancelled() {
            return None;
        }
        if let Source::Part(_, lines) = &self.source {
            proposed.rows.retain(|row| lines.contains(&row.line));
            proposed.refused.clear();
            proposed.count = lines.len() as u64;
        }
        // What many come to hangs on who is known, and is found out in a moment.
        let is_file = matches!(self.source.whole(), Source::File(..));
        Some(Ok(Read {
            options: self.source.options().cloned(),
            recall,
            is_held: is_file && proposed.rows.len() <= HELD,
            proposed,
        }))
    }
}
