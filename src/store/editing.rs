//! A text in the user's editor lies where the drafts lie: `drafts/<draft>-<number>.edit/` holds it in a file named
//! after its field, with whatever the editor puts beside it, and `draft.json`, the draft that it belongs to. The
//! folder goes once a draft has the text; what a killed desk, or an editor that outlives it, has left is taken into
//! a draft at the next opening.
//!
//! The folder is locked (flock) by a descriptor that the editor inherits: while one that outlives its desk is
//! there, its text is looked at and its folder stays.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rustix::fs::{FlockOperation, flock};
use rustix::io::{FdFlags, fcntl_setfd};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use super::drafts::{self, Draft, seal, unseal};
use super::error::Trouble;
use super::left::{Left, Unoffered};
use super::{folder, limits, source};

const ENDING: &str = ".edit";
const OF: &str = "draft.json";

/// Whose text it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Of {
    draft: Draft,
    /// The key of its field.
    field: String,
    /// The checksum of the text that the editor was given.
    given: u32,
    /// And of the text that a draft has.
    taken: u32,
}

/// A text that an editor has, or had.
#[derive(Debug)]
pub struct Editing {
    folder: PathBuf,
    of: Of,
    lock: File,
    /// The checksum of the text that was read last.
    read: u32,
}

impl Editing {
    /// Lays the text of that field of the draft where an editor can edit it.
    ///
    /// # Errors
    /// It can't be written: nothing of it is left.
    pub fn begin(dir: &Path, draft: Draft, field: &str, text: &str) -> Result<Editing, Trouble> {
        let drafts = drafts::folder_of(dir);
        folder::room(&drafts)?;
        let mut number = 1;
        let folder = loop {
            let folder = drafts.join(format!("{}-{number}{ENDING}", draft.id));
            match DirBuilder::new().mode(0o700).create(&folder) {
                Ok(()) => break folder,
                // Of another desk, or of an editor that is still open.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(Trouble::at(&folder)(error)),
            }
        };
        let sum = sum_of(text);
        let of = Of {
            draft,
            field: field.to_string(),
            given: sum,
            taken: sum,
        };
        Editing::lay(&folder, of, text)
            .and_then(|editing| folder::sync_folder(&drafts).map(|()| editing))
            .inspect_err(|_| {
                // The error that matters is the first one.
                let _ = folder::remove_folder(&folder);
            })
    }

    fn lay(folder: &Path, of: Of, text: &str) -> Result<Editing, Trouble> {
        let lock = opened(folder).map_err(Trouble::at(folder))?;
        let locked = flock(&lock, FlockOperation::NonBlockingLockExclusive)
            .and_then(|()| fcntl_setfd(&lock, FdFlags::empty()));
        locked.map_err(|error| Trouble::at(folder)(error.into()))?;
        let path = folder.join(OF);
        folder::new_file(&path, &seal(&path, &of)?)?;
        let editing = Editing {
            folder: folder.to_path_buf(),
            read: of.taken,
            of,
            lock,
        };
        folder::new_file(&editing.path(), text.as_bytes())?;
        folder::sync_folder(folder)?;
        Ok(editing)
    }

    /// The file for the editor.
    pub fn path(&self) -> PathBuf {
        self.folder.join(format!("{}.txt", self.of.field))
    }

    /// The id of the draft.
    pub fn draft(&self) -> Ulid {
        self.of.draft.id
    }

    /// The key of the field.
    pub fn field(&self) -> &str {
        &self.of.field
    }

    /// The text as the editor has left it, in the draft that it belongs to; `None` if that is as it was. Of an editor
    /// that was `killed` what it kept aside counts as well.
    ///
    /// # Errors
    /// There is no text to be read, or it is none: the file stays.
    pub fn read(&mut self, killed: bool) -> Result<Option<Draft>, Left> {
        let path = match killed {
            true => newest(&self.path()),
            false => self.path(),
        };
        let text = read(&path)?;
        self.read = sum_of(&text);
        // A file that is empty after a kill was being written.
        if self.read == self.of.taken || killed && text.is_empty() {
            return Ok(None);
        }
        let mut draft = self.of.draft.clone();
        draft.texts.insert(self.of.field.clone(), text);
        Ok(Some(draft))
    }

    /// A draft has the text: the folder goes, unless what the editor had not saved is in it.
    ///
    /// # Errors
    /// It can't be removed.
    pub fn taken(&mut self) -> Result<(), Trouble> {
        if unsaved(&self.folder).is_some() {
            return self.mark();
        }
        folder::remove_folder(&self.folder)?;
        self.folder.parent().map_or(Ok(()), folder::sync_folder)
    }

    /// What was left in a folder, if anything is to be made of it.
    fn found(folder: &Path) -> Result<Editing, Left> {
        let path = folder.join(OF);
        let of: Of = unseal(&path).map_err(|error| Left::unread(folder, error))?;
        let unread = |error| Left::unread(folder, Trouble::at(folder)(error).into());
        let lock = opened(folder).map_err(unread)?;
        Ok(Editing {
            folder: folder.to_path_buf(),
            read: of.taken,
            of,
            lock,
        })
    }

    /// Whether no editor has it any more.
    fn is_free(&self) -> bool {
        flock(&self.lock, FlockOperation::NonBlockingLockExclusive).is_ok()
    }

    /// Marks that a draft has the text as it was read.
    fn mark(&mut self) -> Result<(), Trouble> {
        self.of.taken = self.read;
        let bytes = seal(&self.folder.join(OF), &self.of)?;
        folder::replace_bytes(&self.folder, OF, &bytes).map(|_| ())
    }
}

/// All drafts of the store at `dir`, with the texts that editors have left since their desk ended, and what can't be
/// read or taken. Only whoever has the store's lock may ask.
pub fn gather(dir: &Path) -> (Vec<Draft>, Vec<Left>) {
    let (mut drafts, mut left) = drafts::list(dir);
    let above = drafts::folder_of(dir);
    for name in folder::names(&above, ENDING).unwrap_or_default() {
        let folder = above.join(name);
        if let Err(why) = take_over(dir, &folder, &mut drafts) {
            left.push(why);
        }
        if let Some(path) = unsaved(&folder) {
            let why = Unoffered::Unsaved;
            left.push(Left { path, why });
        }
    }
    (drafts, left)
}

/// Takes what an editor has left into the draft that it belongs to. Where that has another text by now, or none
/// is left, it becomes a draft of its own.
fn take_over(dir: &Path, folder: &Path, drafts: &mut Vec<Draft>) -> Result<(), Left> {
    let mut editing = Editing::found(folder)?;
    let unread = |error: Trouble| Left::unread(folder, error.into());
    let edited = editing.read(true)?;
    // A desk that is killed right behind its editor may have kept the draft, and not taken the file away.
    let has_it = |draft: &Draft| {
        let typed = draft.texts.get(&editing.of.field);
        draft.id == editing.of.draft.id && typed.is_some_and(|typed| sum_of(typed) == editing.read)
    };
    let edited = edited.filter(|_| !drafts.iter().any(has_it));
    if let Some(edited) = edited {
        let field = editing.of.field.clone();
        let text = edited.texts.get(&field).cloned().unwrap_or_default();
        let mut draft = match drafts.iter().find(|draft| draft.id == edited.id) {
            None => edited,
            Some(there) => {
                let mut draft = there.clone();
                let typed = draft.texts.insert(field, text);
                if typed.is_some_and(|typed| sum_of(&typed) != editing.of.given) {
                    draft.id = Ulid::generate();
                }
                draft
            }
        };
        draft.at = touched(&newest(&editing.path())).unwrap_or(draft.at);
        let saved = drafts::save(dir, &draft);
        drafts.retain(|old| old.id != draft.id);
        drafts.push(draft);
        saved.map_err(unread)?;
        editing.mark().map_err(unread)?;
    }
    match editing.is_free() {
        true => editing.taken().map_err(unread),
        false => Ok(()),
    }
}

/// Texts that the next opening would offer.
pub fn waiting(dir: &Path) -> (Vec<PathBuf>, Vec<Left>) {
    let (mut texts, mut left) = (Vec::new(), Vec::new());
    let above = drafts::folder_of(dir);
    for name in folder::names(&above, ENDING).unwrap_or_default() {
        let folder = above.join(name);
        let found = Editing::found(&folder).and_then(|mut editing| {
            let changed = editing.read(true)?.is_some();
            Ok(changed.then(|| editing.path()))
        });
        match found {
            Ok(path) => texts.extend(path),
            Err(why) => left.push(why),
        }
    }
    (texts, left)
}

/// A text as an editor writes it: without the mark of its encoding, with the line ends of this system.
fn read(path: &Path) -> Result<String, Left> {
    let bytes = source::read_small(path, limits::RECORD as u64);
    let bytes = bytes.map_err(|error| Left::unread(path, Trouble::at(path)(error).into()))?;
    let text = std::str::from_utf8(&bytes).map_err(|error| Left {
        path: path.to_path_buf(),
        why: Unoffered::NotText(error.valid_up_to()),
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(text.trim_end_matches('\n').to_string())
}

/// The checksum of a text; the end of its last line, which editors write, is no part of it.
fn sum_of(text: &str) -> u32 {
    crc32c::crc32c(text.trim_end_matches('\n').as_bytes())
}

fn opened(folder: &Path) -> std::io::Result<File> {
    let flags = rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::NOFOLLOW;
    let mut options = OpenOptions::new();
    options
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(folder)
}

/// The newest of a text and of what emacs and nano write beside it when they are killed.
fn newest(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = [format!("#{name}#"), format!("{name}.save")];
    let beside = beside.into_iter().map(|name| path.with_file_name(name));
    let mut found = path.to_path_buf();
    for other in beside {
        if touched(&other) > touched(&found) && read(&other).is_ok() {
            found = other;
        }
    }
    found
}

/// When a regular file was last written: milliseconds since 1970, UTC.
fn touched(path: &Path) -> Option<i64> {
    let found = fs::symlink_metadata(path).ok()?;
    let since = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let at = i64::try_from(since.as_millis()).ok()?;
    found.is_file().then_some(at)
}

/// The file in which vim keeps what it had not saved when it was killed.
fn unsaved(folder: &Path) -> Option<PathBuf> {
    let is_swap = |name: &String| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        name.starts_with('.') && ending.is_some_and(|e| e.len() == 3 && e.starts_with("sw"))
    };
    let names = folder::names(folder, "").unwrap_or_default();
    let swap = names.into_iter().find(is_swap)?;
    Some(folder.join(swap))
}
