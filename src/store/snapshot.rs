//! Snapshots: all records at one moment, in one file `snapshots/<sequence, 20 digits>.snapshot`:
//! `[magic 16][format u32][sequence u64][records u64][digest u128][crc32c u32]`, then, compressed
//! with zstd, each record as `[length u32][key 17][envelope]`, ended by a length of 0.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::envelope::{self, Key};
use super::error::{Damage, ReadError, Trouble};
use super::folder;
use super::tree::{Flow, Tree};
use super::writer::Head;

const MAGIC: &[u8; 16] = b"guichet-records\n";
const FORMAT: u32 = 1;
const HEADER: usize = 56;
/// How many are kept.
const KEPT: usize = 7;
/// A quick level: a snapshot is taken while the program ends.
const LEVEL: i32 = 1;
/// The longest record that is believed, in bytes.
const LONGEST: usize = 1 << 30;

/// A snapshot whose header is whole.
#[derive(Clone, Debug)]
pub struct Snapshot {
    path: PathBuf,
    /// What it holds.
    pub head: Head,
}

/// Writes a snapshot of the tree, and removes the oldest ones.
///
/// # Errors
/// `Damaged` if the tree is not what the head says: a snapshot of that is worth nothing.
pub fn write(snapshots: &Path, tree: &Tree, head: &Head) -> Result<PathBuf, ReadError> {
    let name = format!("{:020}.snapshot", head.sequence);
    let path = snapshots.join(&name);
    let trouble = |error| ReadError::from(Trouble::at(&path)(error));
    let written = folder::replace(snapshots, &name, |file| {
        file.write_all(&header(head)).map_err(trouble)?;
        let out = BufWriter::new(file);
        let mut out = zstd::stream::write::Encoder::new(out, LEVEL).map_err(trouble)?;
        out.include_checksum(true).map_err(trouble)?;
        let mut counted = Head::default();
        tree.scan(&mut |key, envelope| {
            envelope::open(&key, envelope)?;
            counted.add(&key, envelope);
            put(&mut out, &key, envelope).map_err(trouble)?;
            Ok(ControlFlow::Continue(()))
        })?;
        if !counted.agrees(head) {
            return Err(Damage::Digest.into());
        }
        let finished = out
            .write_all(&0u32.to_le_bytes())
            .and_then(|()| out.finish());
        let flushed = finished.and_then(|mut out| out.flush());
        flushed.map_err(trouble)
    })?;
    prune(snapshots)?;
    Ok(written)
}

fn put(out: &mut impl Write, key: &Key, envelope: &[u8]) -> io::Result<()> {
    let length = (key.0.len() + envelope.len()) as u32;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&key.0)?;
    out.write_all(envelope)
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

fn prune(snapshots: &Path) -> Result<(), Trouble> {
    let names = folder::names(snapshots, ".snapshot")?;
    for name in names.iter().rev().skip(KEPT) {
        let path = snapshots.join(name);
        fs::remove_file(&path).map_err(Trouble::at(&path))?;
    }
    Ok(())
}

/// The newest snapshot that is whole to its last record.
///
/// # Errors
/// Damaged ones are passed over; one of a newer program is not.
pub fn newest(snapshots: &Path) -> Result<Option<Snapshot>, ReadError> {
    for name in folder::names(snapshots, ".snapshot")?.iter().rev() {
        let whole = Snapshot::open(&snapshots.join(name)).and_then(|snapshot| {
            snapshot.read(&mut |_, _| Ok(ControlFlow::Continue(())))?;
            Ok(snapshot)
        });
        match whole {
            Ok(snapshot) => return Ok(Some(snapshot)),
            Err(ReadError::Damaged(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The newest snapshot, if its header is whole; its records are checked as they are read.
pub fn latest(snapshots: &Path) -> Option<Snapshot> {
    let names = folder::names(snapshots, ".snapshot").ok()?;
    Snapshot::open(&snapshots.join(names.last()?)).ok()
}

/// The sequence of the newest snapshot, by its name alone; 0 if there is none.
pub fn newest_sequence(snapshots: &Path) -> Result<u64, Trouble> {
    let names = folder::names(snapshots, ".snapshot")?;
    let newest = names.last().and_then(|name| name.strip_suffix(".snapshot"));
    Ok(newest.and_then(|digits| digits.parse().ok()).unwrap_or(0))
}

impl Snapshot {
    fn open(path: &Path) -> Result<Snapshot, ReadError> {
        let mut bytes = [0; HEADER];
        let mut file = File::open(path).map_err(Trouble::at(path))?;
        let damaged = || Damage::File {
            path: path.to_path_buf(),
            offset: 0,
        };
        file.read_exact(&mut bytes).map_err(|_| damaged())?;
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
            whole.then_some((found, head))
        };
        let (found, head) = parse().ok_or_else(damaged)?;
        let path = path.to_path_buf();
        if found > FORMAT {
            let known = FORMAT;
            return Err(ReadError::NewerFormat { path, found, known });
        }
        Ok(Snapshot { path, head })
    }

    /// Gives every record to `each`, in order of key.
    ///
    /// # Errors
    /// `Damaged` if the records are not those that the header counts, once all were given.
    pub fn read(&self, each: &mut dyn FnMut(Key, Vec<u8>) -> Flow) -> Result<(), ReadError> {
        let damaged = || Damage::File {
            path: self.path.clone(),
            offset: HEADER as u64,
        };
        let file = File::open(&self.path).map_err(Trouble::at(&self.path))?;
        let mut file = BufReader::new(file);
        io::copy(&mut (&mut file).take(HEADER as u64), &mut io::sink())
            .map_err(Trouble::at(&self.path))?;
        let decoder = zstd::stream::read::Decoder::with_buffer(file);
        let mut records = BufReader::with_capacity(1 << 17, decoder.map_err(|_| damaged())?);
        let mut counted = Head::default();
        loop {
            let mut length = [0; 4];
            records.read_exact(&mut length).map_err(|_| damaged())?;
            let length = u32::from_le_bytes(length) as usize;
            if length == 0 {
                break;
            }
            let mut key = Key([0; 17]);
            let rest = length
                .checked_sub(key.0.len())
                .filter(|rest| *rest < LONGEST);
            let mut envelope = vec![0; rest.ok_or_else(damaged)?];
            records
                .read_exact(&mut key.0)
                .and_then(|()| records.read_exact(&mut envelope))
                .map_err(|_| damaged())?;
            envelope::open(&key, &envelope)?;
            counted.add(&key, &envelope);
            if each(key, envelope)?.is_break() {
                return Ok(());
            }
        }
        match counted.agrees(&self.head) {
            true => Ok(()),
            false => Err(damaged().into()),
        }
    }
}
