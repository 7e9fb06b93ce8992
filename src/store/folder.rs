//! Folders of 0700 and files of 0600, whatever the umask, and the ways to make them last.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::{OpenError, Trouble};
use super::source;

/// Makes a folder if it is not there, and makes it 0700.
pub fn private_folder(path: &Path) -> Result<(), Trouble> {
    if !path.is_dir() {
        DirBuilder::new()
            .mode(0o700)
            .create(path)
            .map_err(Trouble::at(path))?;
    }
    fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(Trouble::at(path))
}

/// Makes a folder of a store, 0700. A symbolic link is refused: what is kept there would lie elsewhere.
pub fn room(path: &Path) -> Result<(), Trouble> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Err(Trouble::at(path)(std::io::ErrorKind::NotADirectory.into()));
    }
    private_folder(path)
}

/// Refuses a folder in which somebody else may put, take away or exchange files.
pub fn only_owner_writes(path: &Path) -> Result<(), OpenError> {
    let folder = fs::metadata(path).map_err(|error| OpenError::of(Trouble::at(path)(error)))?;
    if folder.permissions().mode() & 0o022 != 0 {
        return Err(OpenError::WritableByOthers(path.to_path_buf()));
    }
    Ok(())
}

/// Opens a file for reading and writing, made with 0600 if it is not there; `anew` empties it.
/// A symbolic link is refused: it could lead to a file that is no store's; and so is what is no regular file.
pub fn private_file(path: &Path, anew: bool) -> Result<File, Trouble> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(anew);
    options.custom_flags(source::flags());
    private(path, &options)
}

/// As `private_file`, but for reading only: closing it later is no news to whoever watches for writers.
pub fn readable_file(path: &Path) -> Result<File, Trouble> {
    let mut options = OpenOptions::new();
    let create = rustix::fs::OFlags::CREATE.bits().cast_signed();
    options.read(true).custom_flags(source::flags() | create);
    private(path, &options)
}

fn private(path: &Path, options: &OpenOptions) -> Result<File, Trouble> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        found => found
            .and_then(|found| source::regular(&found))
            .map_err(Trouble::at(path))?,
    }
    let mut options = options.clone();
    let file = options.mode(0o600).open(path).map_err(Trouble::at(path))?;
    file.set_permissions(Permissions::from_mode(0o600))
        .map_err(Trouble::at(path))?;
    Ok(file)
}

/// Makes a file with those bytes that only its owner can read, where nothing of that name is there yet, and makes
/// its bytes last.
pub fn new_file(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    made.and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    })
    .map_err(Trouble::at(path))
}

/// Whether a name leads to that open file: its length if it does.
pub fn leads_to(path: &Path, file: &File) -> Option<u64> {
    let (named, open) = (fs::symlink_metadata(path).ok()?, file.metadata().ok()?);
    let same = named.dev() == open.dev() && named.ino() == open.ino();
    same.then_some(open.len())
}

/// Makes the names in a folder last through a power cut.
pub fn sync_folder(path: &Path) -> Result<(), Trouble> {
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(Trouble::at(path))
}

/// Writes a file as a whole or not at all: aside, fsync, rename, fsync of the folder.
pub fn replace<E: From<Trouble>>(
    folder: &Path,
    name: &str,
    write: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<PathBuf, E> {
    let (path, aside) = (folder.join(name), folder.join(format!("{name}.part")));
    let mut file = private_file(&aside, true)?;
    let written = write(&mut file).and_then(|()| {
        file.sync_all().map_err(Trouble::at(&aside))?;
        fs::rename(&aside, &path).map_err(Trouble::at(&path))?;
        Ok(())
    });
    if let Err(error) = written {
        // What is left aside is no file of the store; the error that matters is the first one.
        let _ = fs::remove_file(&aside);
        return Err(error);
    }
    sync_folder(folder)?;
    Ok(path)
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
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Trouble::at(folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Trouble::at(folder))?;
        if let Some(name) = entry.file_name().to_str().filter(|n| n.ends_with(ending)) {
            names.push(name.to_string());
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Makes every file of a folder (sled's own, made by sled) 0600.
pub fn close_files(folder: &Path) -> Result<(), Trouble> {
    for entry in fs::read_dir(folder).map_err(Trouble::at(folder))? {
        let path = entry.map_err(Trouble::at(folder))?.path();
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        match fs::set_permissions(&path, Permissions::from_mode(mode)) {
            // sled may have taken away a snapshot of its own meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            done => done.map_err(Trouble::at(&path))?,
        }
    }
    Ok(())
}

/// Copies a folder with all that is in it, 0700 and 0600.
pub fn copy(from: &Path, to: &Path) -> Result<(), Trouble> {
    private_folder(to)?;
    for entry in fs::read_dir(from).map_err(Trouble::at(from))? {
        let entry = entry.map_err(Trouble::at(from))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(Trouble::at(&path))?;
        if kind.is_dir() {
            copy(&path, &target)?;
        } else if kind.is_file() {
            let mut old = File::open(&path).map_err(Trouble::at(&path))?;
            let mut new = private_file(&target, true)?;
            std::io::copy(&mut old, &mut new).map_err(Trouble::at(&target))?;
            new.sync_data().map_err(Trouble::at(&target))?;
        }
    }
    Ok(())
}

/// The path of `<name>.<ending>` beside a folder.
pub fn beside(dir: &Path, ending: &str) -> PathBuf {
    let mut name = dir.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    PathBuf::from(name)
}

/// Gives a store's folder another name, the first free one of `<name>.<why>-1`, `-2` …
pub fn put_aside(dir: &Path, why: &str) -> Result<PathBuf, Trouble> {
    let aside = free_beside(dir, why);
    fs::rename(dir, &aside).map_err(Trouble::at(dir))?;
    Ok(aside)
}

/// The first of `<name>.<why>-1`, `-2` … that is free.
pub fn free_beside(dir: &Path, why: &str) -> PathBuf {
    let mut numbers = (1..).map(|number| beside(dir, &format!("{why}-{number}")));
    let free = numbers.find(|aside| fs::symlink_metadata(aside).is_err());
    free.unwrap_or_else(|| beside(dir, why))
}

/// Puts a folder in the place of another, which gets the first free name of `<name>.<why>-1` …: at no moment
/// is there none, where the file system can exchange two names.
pub fn exchange(fresh: &Path, dir: &Path, why: &str) -> Result<PathBuf, Trouble> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    if renameat_with(CWD, fresh, CWD, dir, RenameFlags::EXCHANGE).is_err() {
        let aside = put_aside(dir, why)?;
        fs::rename(fresh, dir).map_err(Trouble::at(fresh))?;
        return Ok(aside);
    }
    let aside = free_beside(dir, why);
    fs::rename(fresh, &aside).map_err(Trouble::at(fresh))?;
    Ok(aside)
}

/// The path of `<name>.<ending>` beside a folder, free to make a new one in: what was killed there may have left
/// the folder that was exchanged, so that is put aside.
pub fn workshop(dir: &Path, ending: &str) -> Result<PathBuf, Trouble> {
    let fresh = beside(dir, ending);
    if fs::symlink_metadata(&fresh).is_ok() {
        put_aside(&fresh, "left")?;
    }
    Ok(fresh)
}

/// Where a store lies, which may be behind a symbolic link that stays.
pub fn resolved(dir: &Path) -> PathBuf {
    dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf())
}

/// Removes a folder with all that is in it; one that is not there is removed already.
pub fn remove_folder(path: &Path) -> Result<(), Trouble> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(Trouble::at(path)),
    }
}
