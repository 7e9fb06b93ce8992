//! Folders of 0700 and files of 0600, or of 2770 and 0660 in a shared store, whatever the umask, and the ways to make
//! them last.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::aside::{self, There, Whose};
use super::error::Trouble;
use super::owner;
use super::passing::patiently;
use super::rights::{self, Rights};
use super::source::{self, Source, Unread};
use super::there;

/// Makes a folder if it is not there, and makes it 0700, unless it is another's whom root looks after.
pub fn private_folder(path: &Path) -> Result<(), Trouble> {
    folder_of(path, rights::PRIVATE)
}

fn folder_of(path: &Path, rights: Rights) -> Result<(), Trouble> {
    let make = || match DirBuilder::new().mode(rights.folder).create(path) {
        Err(_) if there::is_folder(path)? => Ok(()),
        made => made,
    };
    patiently(make).map_err(Trouble::at(path))?;
    let found = patiently(|| fs::metadata(path)).map_err(Trouble::at(path))?;
    if rights::has(&found, rights.folder) || owner::is_anothers(path).map_err(Trouble::at(path))? {
        return Ok(());
    }
    fs::set_permissions(path, Permissions::from_mode(rights.folder)).map_err(Trouble::at(path))
}

/// The rights of what is made in a folder.
fn within(folder: &Path) -> Result<Rights, Trouble> {
    Rights::within(folder).map_err(Trouble::at(folder))
}

/// Makes a folder of a store. A symbolic link is refused: what is kept there would lie elsewhere.
pub fn room(path: &Path) -> Result<(), Trouble> {
    let found = there::named(path).map_err(Trouble::at(path))?;
    if found.is_some_and(|found| found.is_symlink()) {
        return Err(Trouble::at(path)(io::ErrorKind::NotADirectory.into()));
    }
    folder_of(path, within(above(path))?)?;
    let kept = patiently(|| source::folder(path)).and_then(|room| owner::give(&room, above(path)));
    kept.map_err(Trouble::at(path))
}

/// Opens a file of a store for reading and writing, made if it is not there; `anew` empties it.
/// A symbolic link is refused: it could lead to a file that is no store's; and so is what is no regular file.
pub fn private_file(path: &Path, anew: bool) -> Result<File, Trouble> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(anew);
    options.custom_flags(source::flags());
    private(path, &options)
}

/// Opens a file of a store that is there for reading and writing. A symbolic link is refused, and what is no file.
pub fn file_there(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).custom_flags(source::flags());
    let file = patiently(|| options.open(path))?;
    source::regular(&file.metadata()?)?;
    Ok(file)
}

/// As `private_file`, but for reading only: closing it later is no news to whoever watches for writers.
pub fn readable_file(path: &Path) -> Result<File, Trouble> {
    let mut options = OpenOptions::new();
    let create = rustix::fs::OFlags::CREATE.bits().cast_signed();
    options.read(true).custom_flags(source::flags() | create);
    private(path, &options)
}

fn private(path: &Path, options: &OpenOptions) -> Result<File, Trouble> {
    let (mut options, mode) = (options.clone(), within(above(path))?.file);
    let open = || {
        if let Some(found) = there::named(path)? {
            source::regular(&found)?;
        }
        options.mode(mode).open(path)
    };
    let file = patiently(open).map_err(Trouble::at(path))?;
    rights::set(&file, mode)
        .and_then(|()| owner::give(&file, above(path)))
        .map_err(Trouble::at(path))?;
    Ok(file)
}

/// Makes a file of a store with those bytes, where nothing of that name is there yet, and makes its bytes last.
pub fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let mode = within(above(path))?.file;
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path);
    made.and_then(|mut file| {
        rights::set(&file, mode)?;
        owner::give(&file, above(path))?;
        file.write_all(bytes)?;
        file.sync_all()
    })
    .map_err(Trouble::at(path))
}

/// Whether a file begins so.
///
/// # Errors
/// It can't be read.
pub fn begins_with(path: &Path, magic: &[u8]) -> io::Result<bool> {
    let read = patiently(|| {
        let mut found = Vec::new();
        let file = source::open(path)?;
        file.take(magic.len() as u64).read_to_end(&mut found)?;
        Ok(found)
    });
    Ok(read? == magic)
}

/// Whether a name leads to that open file: its length if it does.
///
/// # Errors
/// It can't be told.
pub fn leads_to(path: &Path, file: &File) -> io::Result<Option<u64>> {
    let Some(named) = there::named(path)? else {
        return Ok(None);
    };
    let open = patiently(|| file.metadata())?;
    let same = named.dev() == open.dev() && named.ino() == open.ino();
    Ok(same.then_some(open.len()))
}

/// Makes the names in a folder last through a power cut.
pub fn sync_folder(path: &Path) -> Result<(), Trouble> {
    patiently(|| source::folder(path))
        .and_then(|folder| folder.sync_all())
        .map_err(Trouble::at(path))
}

/// Writes a file of a store as a whole or not at all (`aside`), in the place of what has the name.
pub fn replace<E: From<Trouble>>(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<PathBuf, E> {
    let ways = (There::GivesWay, Whose::Folders);
    aside::write(folder, name, ways, |file, _| write(file))
}

/// Writes those bytes as a whole or not at all.
pub fn replace_bytes(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Trouble> {
    let aside = folder.join(name);
    replace(folder, name, |file| {
        file.write_all(bytes).map_err(Trouble::at(&aside))
    })
}

/// The names in a folder that end so, in order; none if the folder is not there.
pub fn names(folder: &Path, ending: &str) -> Result<Vec<String>, Trouble> {
    let entries = match there::within(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Trouble::at(folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        if let Some(name) = entry.file_name().to_str().filter(|n| n.ends_with(ending)) {
            names.push(name.to_string());
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Gives every file of a folder (sled's own, made by sled) the rights of a store's, and to its owner whom root looks
/// after.
pub fn close_files(folder: &Path) -> Result<(), Trouble> {
    let rights = within(folder)?;
    for entry in there::within(folder).map_err(Trouble::at(folder))? {
        let path = entry.path();
        let mode = match entry.file_type() {
            Ok(kind) if kind.is_dir() => rights.folder,
            Ok(kind) if kind.is_file() => rights.file,
            _ => continue,
        };
        let mut options = OpenOptions::new();
        let options = options.read(true).custom_flags(source::flags());
        let closed = patiently(|| {
            let file = options.open(&path)?;
            rights::set(&file, mode)?;
            owner::give(&file, above(folder))
        });
        match closed {
            // sled may have taken away a snapshot of its own meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => done.map_err(Trouble::at(&path))?,
        }
    }
    Ok(())
}

/// Copies a folder into a store with all that is in it; says what of it could not be read.
pub fn copy(from: &Path, to: &Path) -> Result<Vec<Unread>, Trouble> {
    folder_of(to, within(above(to))?)?;
    let mut unread = Vec::new();
    for entry in there::within(from).map_err(Trouble::at(from))? {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(Trouble::at(&path))?;
        if kind.is_dir() {
            unread.extend(copy(&path, &target)?);
        } else if kind.is_file() {
            // What can't be read of it is left out as zeros.
            let mut old = Source::open(&path).map_err(Trouble::at(&path))?;
            let mut new = private_file(&target, true)?;
            io::copy(&mut old, &mut new).map_err(Trouble::at(&target))?;
            new.sync_data().map_err(Trouble::at(&target))?;
            unread.extend(old.unread());
        }
    }
    Ok(unread)
}

/// The path of `<name>.<ending>` beside a folder.
pub fn beside(dir: &Path, ending: &str) -> PathBuf {
    let mut name = dir.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    PathBuf::from(name)
}

/// The folder in which a path lies.
pub fn above(path: &Path) -> &Path {
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    above.unwrap_or(Path::new("."))
}

/// Where a store lies, which may be behind a symbolic link that stays.
pub fn resolved(dir: &Path) -> PathBuf {
    dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf())
}

/// Removes a folder with all that is in it; one that is not there is removed already.
pub fn remove_folder(path: &Path) -> Result<(), Trouble> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            fs::remove_file(path).map_err(Trouble::at(path))
        }
        removed => removed.map_err(Trouble::at(path)),
    }
}

/// Makes a folder last through a power cut, with all that is in it.
pub fn sync_whole(path: &Path) -> Result<(), Trouble> {
    for entry in there::within(path).map_err(Trouble::at(path))? {
        let (within, kind) = (entry.path(), entry.file_type().map_err(Trouble::at(path))?);
        if kind.is_dir() {
            sync_whole(&within)?;
        } else if kind.is_file() {
            source::open(&within)
                .and_then(|file| file.sync_all())
                .map_err(Trouble::at(&within))?;
        }
    }
    sync_folder(path)
}
