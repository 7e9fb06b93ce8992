//! Who has a store open: a file each in its folder `here`, locked as long as its maker lives, whatever ends it. What
//! nobody holds belongs to nobody, and is swept by the next one that looks.
//!
//! What stands in one is what its maker says of itself: one line, `{"format":…,"crc32c":…,"here":{…}}`, written over
//! in place, so that it stays locked. It is believed no further than that it may be shown: whose it is tells the
//! system. What lies there and is no such file is passed by.

use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};

use super::aside::{self, Whose};
use super::error::Trouble;
use super::{folder, format, limits, owner, scrap, site, source, there, trust};
use crate::model::RecordRef;

/// The name of the folder.
pub const NAME: &str = "here";
/// The format of its files (`format`).
const FORMAT: u32 = 1 << 8;
/// How many characters of a name are by chance.
const CHANCE: usize = 16;
/// How often a file is read that is just being written.
const READINGS: u32 = 3;

/// What a desk tells of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What its user is called.
    pub user: String,
    /// Since when it has the store open, in milliseconds since 1970, UTC.
    pub since: i64,
    /// From where it is used: the address of an SSH client, a terminal; blank where that can't be told.
    pub from: String,
    /// The record that its sheet shows.
    pub shown: Option<On>,
    /// The records that it has open in forms, the one on top last.
    pub edited: Vec<On>,
}

/// A record that a desk is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct On {
    /// The record.
    pub record: RecordRef,
    /// Since when, in milliseconds since 1970, UTC.
    pub since: i64,
}

/// A desk that has the store open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// The name of its file, which no other has.
    pub name: String,
    /// The login name of its process, as the system knows it.
    pub login: String,
    /// The number of its process.
    pub pid: u32,
    /// Whether its process is stopped.
    pub stopped: bool,
    /// What it tells.
    pub told: Told,
    /// Whether it is the one that looks.
    pub own: bool,
}

impl Present {
    /// What it is on: what it edits, the one on top first, then what else it shows.
    pub fn on(&self) -> impl Iterator<Item = (On, bool)> + '_ {
        let edited = self.told.edited.iter().rev().map(|on| (*on, true));
        let is_edited = |record| self.told.edited.iter().any(|on| on.record == record);
        let shown = self.told.shown.filter(|on| !is_edited(on.record));
        edited.chain(shown.map(|on| (on, false)))
    }

    /// Since when it has that record open in a form.
    pub fn edits(&self, record: RecordRef) -> Option<i64> {
        let on = self.told.edited.iter().find(|on| on.record == record)?;
        Some(on.since)
    }
}

/// What stands in a file.
#[derive(Serialize, Deserialize)]
struct Written {
    format: u32,
    crc32c: u32,
    here: Claim,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Claim {
    uid: u32,
    user: String,
    since: i64,
    from: String,
    shown: Option<ClaimOn>,
    edited: Vec<ClaimOn>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct ClaimOn {
    record: String,
    since: i64,
}

impl Claim {
    fn of(told: &Told) -> Claim {
        let on = |on: &On| ClaimOn {
            record: on.record.to_string(),
            since: on.since,
        };
        let skipped = told.edited.len().saturating_sub(limits::EDITED);
        Claim {
            uid: rustix::process::geteuid().as_raw(),
            user: capped(&told.user),
            since: told.since,
            from: capped(&told.from),
            shown: told.shown.as_ref().map(on),
            edited: told.edited.iter().skip(skipped).map(on).collect(),
        }
    }

    /// What can be shown of it.
    fn told(&self) -> Told {
        // Of a kind that this program does not know it has no record either.
        let on = |on: &ClaimOn| {
            Some(On {
                record: on.record.parse().ok()?,
                since: moment(on.since),
            })
        };
        Told {
            user: capped(&self.user),
            since: moment(self.since),
            from: capped(&self.from),
            shown: self.shown.as_ref().and_then(on),
            edited: self
                .edited
                .iter()
                .take(limits::EDITED)
                .filter_map(on)
                .collect(),
        }
    }
}

fn capped(text: &str) -> String {
    text.chars().take(limits::NAMED).collect()
}

/// A moment between 1970 and the year 9999.
fn moment(said: i64) -> i64 {
    said.clamp(0, 253_402_214_400_000)
}

fn seal(told: &Told) -> Vec<u8> {
    let here = Claim::of(told);
    let sum = serde_json::to_vec(&here).unwrap_or_default();
    let written = Written {
        format: FORMAT,
        crc32c: crc32c::crc32c(&sum),
        here,
    };
    let mut line = serde_json::to_vec(&written).unwrap_or_default();
    line.push(b'\n');
    line
}

fn unseal(bytes: &[u8]) -> Option<Claim> {
    // Behind the line may lie what is left of a longer one.
    let line = bytes.split(|byte| *byte == b'\n').next()?;
    let sealed: Written = serde_json::from_slice(line).ok()?;
    if !format::is_readable(sealed.format, FORMAT) {
        return None;
    }
    let sum = serde_json::to_vec(&sealed.here).ok()?;
    (crc32c::crc32c(&sum) == sealed.crc32c).then_some(sealed.here)
}

/// A desk's own file, locked as long as this lives.
#[derive(Debug)]
pub struct Seat {
    path: PathBuf,
    file: File,
}

impl Seat {
    /// Takes one in the store at `dir`, and sweeps what nobody holds.
    ///
    /// # Errors
    /// There is no store, or none can be made in it.
    pub fn take(dir: &Path) -> Result<Seat, Trouble> {
        // Nothing is made in a folder that is no store, or no more.
        if site::is_store(dir) != Ok(true) {
            return Err(Trouble::at(dir)(ErrorKind::NotFound.into()));
        }
        let here = dir.join(NAME);
        folder::room(&here)?;
        look(dir, None);
        let prefix = format!("{}-", std::process::id());
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix(&prefix).rand_bytes(CHANCE);
        let made = builder.make_in(&here, |path| aside::make_file(path, &here, Whose::Folders));
        let (file, path) = made.map_err(Trouble::at(&here))?.into_parts();
        match path.keep() {
            Ok(path) => Ok(Seat { path, file }),
            Err(error) => Err(Trouble::at(&here)(error.error)),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        let name = self.path.file_name().and_then(|name| name.to_str());
        name.unwrap_or_default()
    }

    /// Whether its name still leads to it.
    pub fn is_in_place(&self) -> bool {
        folder::leads_to(&self.path, &self.file).is_ok_and(|length| length.is_some())
    }

    /// Tells that.
    ///
    /// # Errors
    /// It can't be written.
    pub fn tell(&self, told: &Told) -> Result<(), Trouble> {
        let line = seal(told);
        let written = self.file.write_all_at(&line, 0);
        written
            .and_then(|()| self.file.set_len(line.len() as u64))
            .map_err(Trouble::at(&self.path))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // What can't be taken away is nobody's once it is closed, and swept.
        if self.is_in_place() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Who has the store at `dir` open, who came first first; `own` is the file of the one that looks. Sweeps what nobody
/// holds.
pub fn look(dir: &Path, own: Option<&str>) -> Vec<Present> {
    let here = dir.join(NAME);
    let is_folder =
        there::named(&here).is_ok_and(|found| found.is_some_and(|found| found.is_dir()));
    let (true, Ok(of), Ok(entries)) = (is_folder, fs::metadata(dir), fs::read_dir(&here)) else {
        return Vec::new();
    };
    let group = trust::shared_with(dir, &of);
    let mut logins = HashMap::new();
    let mut present = Vec::new();
    for entry in entries.take(limits::DESKS).flatten() {
        let name = entry.file_name();
        let Some((name, pid)) = name.to_str().and_then(|name| Some((name, pid_of(name)?))) else {
            continue;
        };
        let Ok(file) = source::open(&entry.path()) else {
            continue;
        };
        let Ok(found) = file.metadata() else {
            continue;
        };
        if !is_trusted(&found, &of, group) || is_left(&entry.path(), &file) {
            continue;
        }
        let Some(said) = read(&file) else {
            continue;
        };
        let uid = uid_of(&said, &found, pid);
        let login = logins.entry(uid).or_insert_with(|| owner::name(uid));
        present.push(Present {
            name: name.to_string(),
            login: login.clone(),
            pid,
            stopped: is_stopped(pid),
            told: said.told(),
            own: own == Some(name),
        });
    }
    present.sort_by(|one, other| {
        let order = |of: &Present| (of.told.since, of.pid);
        order(one)
            .cmp(&order(other))
            .then_with(|| one.name.cmp(&other.name))
    });
    present
}

/// The process in a name of such a file.
fn pid_of(name: &str) -> Option<u32> {
    let (pid, chance) = name.split_once('-')?;
    let by_chance = chance.len() == CHANCE && chance.bytes().all(|b| b.is_ascii_alphanumeric());
    let digits = pid.bytes().all(|b| b.is_ascii_digit());
    (by_chance && digits).then(|| pid.parse().ok())?
}

/// Whether it is of somebody who may write to the store: of the folder of that account, shared with that group.
fn is_trusted(found: &Metadata, dir: &Metadata, group: Option<u32>) -> bool {
    let me = rustix::process::geteuid().as_raw();
    found.uid() == me || found.uid() == dir.uid() || group == Some(found.gid())
}

/// Whether nobody holds it; then it is swept.
fn is_left(path: &Path, file: &File) -> bool {
    loop {
        // Shared: two that look at once take neither for a holder.
        match flock(file, FlockOperation::NonBlockingLockShared) {
            Ok(()) => break,
            Err(Errno::INTR) => {}
            Err(error) => return error != Errno::WOULDBLOCK,
        }
    }
    // Its maker, who may be about to lock it, sees that it is gone, and makes another.
    if folder::leads_to(path, file).is_ok_and(|length| length.is_some())
        && let Err(error) = scrap::take_away(path)
    {
        tracing::warn!(path = %path.display(), %error, "who was here can't be taken away");
    }
    true
}

fn read(file: &File) -> Option<Claim> {
    (0..READINGS).find_map(|_| unseal(&bytes(file).ok()?))
}

fn bytes(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut from = Placed(file, 0);
    (&mut from).take(limits::HERE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file read from its beginning, whoever else reads it.
struct Placed<'f>(&'f File, u64);

impl Read for Placed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read_at(buffer, self.1)?;
        self.1 += read as u64;
        Ok(read)
    }
}

/// Whose it is: its owner's; root's where the process is, which leaves what it makes in another's store to them.
fn uid_of(said: &Claim, found: &Metadata, pid: u32) -> u32 {
    if said.uid == found.uid() {
        return said.uid;
    }
    let process = fs::metadata(format!("/proc/{pid}"));
    match process.is_ok_and(|of| of.uid() == said.uid) {
        true => said.uid,
        false => found.uid(),
    }
}

/// Whether a process is stopped, as far as the system tells.
fn is_stopped(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name of the program, in brackets, may have any letters.
    let state = stat
        .rsplit_once(") ")
        .and_then(|(_, rest)| rest.chars().next());
    matches!(state, Some('T' | 't'))
}
