//! The files of an import: one of a kind, one of all kinds, or a folder with one a kind; read as one.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::context::{Context, Failure};
use super::output::Progress;
use crate::exchange;
use crate::exchange::import::Proposed;
use crate::exchange::options::Options;
use crate::exchange::refusal::Reason;
use crate::exchange::table::Table;
use crate::locale;
use crate::model::Collection;
use crate::runtime::file;
use crate::store::there;

/// What stands on the command line for records of all kinds.
pub(super) const ALL: &str = "all";

/// The files that were read, one behind the other.
#[derive(Default)]
pub(super) struct Sources {
    /// How each is called, and how many lines lie before its first one.
    files: Vec<(String, u64)>,
    /// The bytes, where there is but one.
    bytes: Vec<u8>,
}

impl Context {
    /// Refuses what only goes with one kind.
    pub(super) fn not_with_all(&self, what: &str) -> Failure {
        let arguments = [("what", what.to_string())];
        Failure::Usage(locale::said(&self.texts, "cli", "all-without", &arguments))
    }
}

impl Sources {
    /// Reads a file as records of a collection; of none: as records of whatever kind each says that it is, and a folder
    /// as a file for each kind.
    pub fn read(
        context: &Context,
        collection: Option<Collection>,
        path: &Path,
        options: &Options,
    ) -> Result<(Sources, Proposed), Failure> {
        let mut sources = Sources::default();
        let is_folder = || there::is_folder(path).unwrap_or(false);
        if collection.is_none() && is_folder() {
            let read = sources.folder(context, path, options)?;
            return Ok((sources, read));
        }
        let shown = path.display().to_string();
        let bytes = bytes(context, path, collection.is_none())?;
        let mut progress = Progress::of(bytes.len(), true);
        let mut tell = |so_far| {
            progress.tell(so_far);
            ControlFlow::Continue(())
        };
        let read = match collection {
            Some(collection) => exchange::read_file(collection, &bytes, options, &mut tell),
            None => exchange::read_all(&bytes, options, &mut tell),
        };
        sources.files.push((shown, 0));
        sources.bytes = bytes;
        Ok((sources, read))
    }

    /// The files of a folder that are called as a kind is, one behind the other.
    fn folder(
        &mut self,
        context: &Context,
        folder: &Path,
        options: &Options,
    ) -> Result<Proposed, Failure> {
        let refused =
            |error: std::io::Error| Failure::Refused(format!("{}: {error}", folder.display()));
        let entries = there::within(folder).map_err(refused)?;
        let called = |path: PathBuf| {
            let stem = path.file_stem()?.to_str()?.to_lowercase();
            Some((Collection::by_key(&stem)?, path))
        };
        let paths = entries.iter().map(|entry| entry.path()).filter_map(called);
        let mut paths: Vec<(Collection, PathBuf)> = paths.collect();
        paths.sort_by(|one, other| one.1.cmp(&other.1));
        if paths.is_empty() {
            let words = locale::reason_words(&context.texts, &Reason::Whole);
            return Err(Failure::Refused(format!("{}: {words}", folder.display())));
        }
        let mut whole = Proposed {
            mode: options.mode,
            ..Proposed::default()
        };
        for (collection, path) in paths {
            let bytes = bytes(context, &path, true)?;
            let mut go_on = |_| ControlFlow::Continue(());
            let mut read = exchange::read_file(collection, &bytes, options, &mut go_on);
            let before = self.files.last().map_or(0, |_| last_line(&whole) + 1);
            self.files.push((path.display().to_string(), before));
            read.rows.iter_mut().for_each(|row| row.line += before);
            read.refused.iter_mut().for_each(|at| at.line += before);
            read.said.iter_mut().for_each(|at| at.line += before);
            whole.count += read.count;
            whole.rows.append(&mut read.rows);
            whole.refused.append(&mut read.refused);
            whole.said.append(&mut read.said);
        }
        Ok(whole)
    }

    /// The file in which a line lies, and which of its lines that is.
    pub fn place(&self, line: u64) -> (&str, u64) {
        let at = self.files.partition_point(|(_, before)| *before <= line);
        let file = at.checked_sub(1).and_then(|at| self.files.get(at));
        file.map_or(("", line), |(shown, before)| {
            (shown.as_str(), line - before)
        })
    }

    /// Whether there are several.
    pub fn are_several(&self) -> bool {
        self.files.len() > 1
    }

    /// What stands in the rows of the only file.
    pub fn table(&self, options: &Options) -> Option<Table> {
        let mut go_on = |_| ControlFlow::Continue(());
        match self.are_several() {
            true => None,
            false => exchange::read_table(&self.bytes, options, &mut go_on),
        }
    }
}

/// The last line that is spoken of.
fn last_line(read: &Proposed) -> u64 {
    let lines = read.rows.last().map(|row| row.line).into_iter();
    let refused = read.refused.iter().map(|at| at.line);
    let said = read.said.iter().map(|at| at.line);
    lines.chain(refused).chain(said).max().unwrap_or(0)
}

/// The bytes of a file; one that guichet itself wrote whole may be longer than others.
fn bytes(context: &Context, path: &Path, is_whole: bool) -> Result<Vec<u8>, Failure> {
    let mut go_on = |_, _| ControlFlow::Continue(());
    let read = match is_whole {
        true => file::read_whole(path, &mut go_on),
        false => file::read(path, &mut go_on),
    };
    read.map_err(|reason| {
        let words = locale::reason_words(&context.texts, &reason);
        Failure::Refused(format!("{}: {words}", path.display()))
    })
}
