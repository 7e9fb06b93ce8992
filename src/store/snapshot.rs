//! Snapshots: all records at one moment, in one file `snapshots/<sequence, 20 digits>.snapshot` (or
//! `.import.snapshot`, of the moment before a long import):
//! `[magic 16][format u32][sequence u64][records u64][digest u128][crc32c u32]`, then blocks (`block`) to
//! the end, in order of kind and id.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::aside::{self, There, Whose};
use super::block::{self, Packer};
use super::envelope::Key;
use super::error::{Damage, ReadError, Trouble};
use super::head::Head;
use super::source;
use super::tree::Flow;
use super::{folder, format, limits, segment_file};

/// What a snapshot begins with.
pub const MAGIC: &[u8; 16] = b"guichet-records\n";
const FORMAT: u32 = 2;
const HEADER: usize = 56;

/// A snapshot whose header is whole.
#[derive(Clone, Debug)]
pub struct Snapshot {
    path: PathBuf,
    /// What it holds.
    pub head: Head,
}

/// The name of the snapshot of an entry.
pub fn file_name(sequence: u64) -> String {
    format!("{sequence:020}.snapshot")
}

/// Gives all records to whom it is given, in order of key, then says what they come to.
pub type Giver<'s> =
    &'s mut dyn FnMut(&mut dyn FnMut(Key, &[u8]) -> Flow) -> Result<Head, ReadError>;

/// Writes those records into a file of a store, as a whole or not at all.
///
/// # Errors
/// `Damaged` if the records are not what the source says.
pub fn write_file(folder: &Path, name: &str, source: Giver) -> Result<PathBuf, ReadError> {
    let path = folder.join(name);
    folder::replace(folder, name, |file| put(file, &path, source).map(|_| ()))
}

/// Writes those records into a file that is not there yet, and reads them back before it has its name.
///
/// # Errors
/// As `write_file`; the file is there, also if it was made at this moment.
pub fn write_new(folder: &Path, name: &OsStr, source: Giver) -> Result<Head, ReadError> {
    let (path, mut head) = (folder.join(name), Head::default());
    aside::write(
        folder,
        name,
        (There::Stays, Whose::Makers),
        |file, aside| {
            head = put(file, &path, source)?;
            Snapshot::open(aside)?.check()
        },
    )?;
    Ok(head)
}

fn put(file: &mut File, path: &Path, source: Giver) -> Result<Head, ReadError> {
    let trouble = |error| ReadError::from(Trouble::at(path)(error));
    // The header counts what follows: it is written when that is known.
    file.write_all(&[0; HEADER]).map_err(trouble)?;
    let mut out = BufWriter::with_capacity(1 << 18, &mut *file);
    let (mut packer, mut counted) = (Packer::default(), Head::default());
    let head = source(&mut |key, envelope| {
        if let Some(block) = packer.take(&key, envelope)? {
            out.write_all(&block).map_err(trouble)?;
        }
        counted.add(&key, envelope);
        Ok(ControlFlow::Continue(()))
    })?;
    if !counted.agrees(&head) {
        return Err(Damage::Digest.into());
    }
    let last = packer.finish().unwrap_or_default();
    out.write_all(&last)
        .and_then(|()| out.flush())
        .map_err(trouble)?;
    drop(out);
    file.write_all_at(&header(&head), 0).map_err(trouble)?;
    Ok(head)
}

fn header(head: &Head) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&head.sequence.to_le_bytes());
    bytes.extend_from_slice(&head.records.to_le_bytes());
    bytes.extend_from_slice(&head.digest.to_le_bytes());
    let sum = crc32c::crc32c(&bytes);
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

/// The newest snapshot that is whole to its last record.
///
/// # Errors
/// One can't be read. Damaged ones, and those of a newer program, are passed over.
pub fn newest(snapshots: &Path) -> Result<Option<Snapshot>, ReadError> {
    for name in folder::names(snapshots, ".snapshot")?.iter().rev() {
        let whole = Snapshot::of(snapshots, name).and_then(|snapshot| {
            snapshot.check()?;
            Ok(snapshot)
        });
        match whole {
            Ok(snapshot) => return Ok(Some(snapshot)),
            Err(ReadError::Damaged(_) | ReadError::NewerFormat { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The newest snapshot, if its header is whole; its records are checked as they are read.
pub fn latest(snapshots: &Path) -> Option<Snapshot> {
    let names = folder::names(snapshots, ".snapshot").ok()?;
    Snapshot::of(snapshots, names.last()?).ok()
}

/// The entry that a snapshot's name tells; `None` if it is none.
fn named(name: &str) -> Option<u64> {
    name.split('.').next()?.parse().ok()
}

/// Beyond that entry no snapshot of a store is believed: those are of entries that the journal has, or had.
fn farthest(snapshots: &Path) -> Result<u64, Trouble> {
    let wal = snapshots.with_file_name("wal");
    let last = segment_file::list(&wal)?.pop();
    Ok(last.map_or(limits::LAST, |last| last.saturating_add(limits::GAP)))
}

/// The sequence of the newest snapshot, by its name alone; 0 if there is none.
pub fn newest_sequence(snapshots: &Path) -> Result<u64, Trouble> {
    let names = folder::names(snapshots, ".snapshot")?;
    let farthest = farthest(snapshots)?;
    let numbers = names.iter().filter_map(|name| named(name));
    Ok(numbers
        .filter(|number| *number <= farthest)
        .max()
        .unwrap_or(0))
}

/// Refuses snapshots that this program must not go on from.
///
/// # Errors
/// `NewerFormat`, also where the newest one can be read.
pub fn only_known(snapshots: &Path) -> Result<(), ReadError> {
    let names = folder::names(snapshots, ".snapshot")?;
    let Some(path) = names.last().map(|name| snapshots.join(name)) else {
        return Ok(());
    };
    match read_header(&path) {
        Ok((found, _)) if !format::is_writable(found, FORMAT) => Err(ReadError::NewerFormat {
            path,
            found,
            known: FORMAT,
        }),
        // A damaged one is passed over.
        Ok(_) | Err(ReadError::Damaged(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

impl Snapshot {
    /// Opens one of a store's, and reads its header.
    ///
    /// # Errors
    /// `Damaged` if it has none, or another number than its name or than the journal can have reached;
    /// `NewerFormat` if a newer program wrote it.
    pub fn of(snapshots: &Path, name: &str) -> Result<Snapshot, ReadError> {
        let snapshot = Snapshot::open(&snapshots.join(name))?;
        let sequence = snapshot.head.sequence;
        match named(name) == Some(sequence) && sequence <= farthest(snapshots)? {
            true => Ok(snapshot),
            false => Err(Damage::File {
                path: snapshot.path,
                offset: 0,
            }
            .into()),
        }
    }

    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// `Damaged` if it has none, `NewerFormat` if a newer program wrote it.
    pub fn open(path: &Path) -> Result<Snapshot, ReadError> {
        let (found, head) = read_header(path)?;
        let path = path.to_path_buf();
        if !format::is_readable(found, FORMAT) {
            let known = FORMAT;
            return Err(ReadError::NewerFormat { path, found, known });
        }
        // No program that was given out wrote an older one.
        if found < FORMAT {
            return Err(Damage::File { path, offset: 0 }.into());
        }
        Ok(Snapshot { path, head })
    }

    /// Its blocks, from the first one on.
    ///
    /// # Errors
    /// The file can't be opened.
    pub fn blocks(&self) -> Result<Blocks, ReadError> {
        let file = source::Source::open(&self.path).map_err(Trouble::at(&self.path))?;
        let length = file.length().map_err(Trouble::at(&self.path))?;
        let mut blocks = Blocks {
            path: self.path.clone(),
            file: BufReader::with_capacity(1 << 18, file),
            length,
            offset: 0,
            ahead: None,
        };
        blocks.fill(&mut [0; HEADER])?;
        Ok(blocks)
    }

    /// Reads and checks all blocks.
    ///
    /// # Errors
    /// `Damaged` if they are not what the header says.
    pub fn check(&self) -> Result<(), ReadError> {
        self.read(&mut |_, _| Ok(ControlFlow::Continue(())))
    }

    /// Gives every record to `each`, in order of key.
    ///
    /// # Errors
    /// `Damaged` if the records are not those that the header counts, once all were given.
    pub fn read(&self, each: &mut dyn FnMut(Key, Vec<u8>) -> Flow) -> Result<(), ReadError> {
        let (mut blocks, mut counted) = (self.blocks()?, Head::default());
        let mut last = None;
        while let Some((header, packed)) = blocks.next(|_| true)? {
            let unpacked = header.unpack(&packed);
            let unpacked = unpacked.ok_or_else(|| blocks.damaged())?;
            for entry in unpacked.entries() {
                if last.replace(entry.key) >= Some(entry.key) {
                    return Err(blocks.damaged());
                }
                let envelope = unpacked.envelope(&entry).ok_or_else(|| blocks.damaged())?;
                counted.add(&entry.key, &envelope);
                if each(entry.key, envelope)?.is_break() {
                    return Ok(());
                }
            }
        }
        match counted.agrees(&self.head) {
            true => Ok(()),
            false => Err(blocks.damaged()),
        }
    }
}

/// Reads a header: its format, and what it says that follows.
fn read_header(path: &Path) -> Result<(u32, Head), ReadError> {
    let damaged = || Damage::File {
        path: path.to_path_buf(),
        offset: 0,
    };
    let mut bytes = [0; HEADER];
    let mut file = source::Source::open(path).map_err(Trouble::at(path))?;
    let read = file.fill_at(&mut bytes, 0).map_err(Trouble::at(path))?;
    if read < bytes.len() {
        return Err(damaged().into());
    }
    let number = |at: usize| {
        let bytes = bytes.get(at..at + 8)?.try_into().ok()?;
        Some(u64::from_le_bytes(bytes))
    };
    let parse = || {
        let found = u32::from_le_bytes(bytes.get(16..20)?.try_into().ok()?);
        let digest = u128::from_le_bytes(bytes.get(36..52)?.try_into().ok()?);
        let sum = u32::from_le_bytes(bytes.get(52..)?.try_into().ok()?);
        let head = Head {
            sequence: number(20)?,
            records: number(28)?,
            digest,
        };
        let whole = bytes.starts_with(MAGIC) && crc32c::crc32c(bytes.get(..52)?) == sum;
        // Of a newer program's only the format counts.
        let is_possible = head.sequence <= limits::LAST || !format::is_readable(found, FORMAT);
        (whole && is_possible).then_some((found, head))
    };
    Ok(parse().ok_or_else(damaged)?)
}

/// The blocks of a snapshot, as they lie.
#[derive(Debug)]
pub struct Blocks {
    path: PathBuf,
    file: BufReader<source::Source>,
    /// That of the file, in bytes.
    length: u64,
    /// Where the next part begins.
    offset: u64,
    /// The header of the next block, if it was read.
    ahead: Option<block::Header>,
}

impl Blocks {
    /// The damage of the file, as far as it was read.
    pub fn damaged(&self) -> ReadError {
        Damage::File {
            path: self.path.clone(),
            offset: self.offset,
        }
        .into()
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ReadError> {
        match self.file.read_exact(bytes) {
            Ok(()) => {
                self.offset += bytes.len() as u64;
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(self.damaged()),
            Err(error) => Err(Trouble::at(&self.path)(error).into()),
        }
    }

    /// The next block, still packed, if its kind is a wanted one; `None` behind the last one.
    ///
    /// # Errors
    /// `Damaged` if it is cut off or no block.
    pub fn next(
        &mut self,
        is_wanted: impl FnOnce(u8) -> bool,
    ) -> Result<Option<(block::Header, Vec<u8>)>, ReadError> {
        if self.ahead.is_none() {
            let rest = self.file.fill_buf().map_err(Trouble::at(&self.path))?;
            if rest.is_empty() {
                return Ok(None);
            }
            let mut header = [0; block::HEADER];
            self.fill(&mut header)?;
            let rest = self.length.saturating_sub(self.offset);
            let is_there = |header: &block::Header| header.packed() as u64 <= rest;
            let header = block::Header::read(&header).filter(is_there);
            self.ahead = Some(header.ok_or_else(|| self.damaged())?);
        }
        let Some(header) = self.ahead.take_if(|header| is_wanted(header.kind)) else {
            return Ok(None);
        };
        let mut packed = vec![0; header.packed()];
        self.fill(&mut packed)?;
        Ok(Some((header, packed)))
    }
}
