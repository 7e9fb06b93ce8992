//! Packing: closed segments of the wal, one after the other, while nobody waits. The packed file is written
//! aside, read back, synced and renamed before the plain one goes: a kill at any moment leaves one of them
//! whole, or both.

use std::fs;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use super::error::{ReadError, Trouble};
use super::folder;
use super::packed::{self, Packed};
use super::segment_file;
use super::source::{self, Source};
use super::there;

/// The closed segments that are not packed yet: all plain ones but the last, which is written.
///
/// # Errors
/// The folder can't be read.
pub fn closed(wal: &Path) -> Result<Vec<u64>, Trouble> {
    let mut closed = segment_file::list(wal)?;
    closed.pop();
    // One that can't be looked at is left for another time.
    closed.retain(|first| there::is_file(&segment_file::path(wal, *first)).unwrap_or(false));
    Ok(closed)
}

/// Packs all closed segments, until `stopped` says so.
///
/// # Errors
/// A packed file can't be written: its plain one is still there.
pub fn pack_closed(wal: &Path, stopped: &dyn Fn() -> bool) -> Result<(), ReadError> {
    for first in closed(wal)? {
        pack(wal, first, stopped)?;
    }
    Ok(())
}

fn pack(wal: &Path, first: u64, stopped: &dyn Fn() -> bool) -> Result<(), ReadError> {
    let (plain, target) = (
        segment_file::path(wal, first),
        segment_file::packed_path(wal, first),
    );
    let trouble = |error| ReadError::from(Trouble::at(&target)(error));
    // What can't be read of it now another disk or another day may give: it is left as it is.
    if !source::unread_of(&plain)?.is_empty() {
        return Ok(());
    }
    let open = || Source::open(&plain).map_err(Trouble::at(&plain));
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    folder::replace(wal, &name, |file| {
        let header = segment_file::header(packed::MAGIC);
        let mut out = BufWriter::new(&mut *file);
        let mut from = open()?;
        packed::pack(&mut from, &header, &mut out, stopped).map_err(trouble)?;
        out.flush().map_err(trouble)?;
        drop(out);
        file.rewind().map_err(trouble)?;
        let written = file.try_clone().map_err(trouble)?;
        let written = Source::of(&target, Box::new(written));
        let mut written = Packed::open(written).map_err(trouble)?;
        let mut again = BufReader::new(open()?);
        let same = are_same(&mut again, &mut written).map_err(trouble)?;
        let whole = from.is_whole() && again.get_ref().is_whole();
        match same && whole && written.damages().is_empty() {
            true => Ok::<(), ReadError>(()),
            false => Err(trouble(io::Error::other("not what was written"))),
        }
    })?;
    fs::remove_file(&plain).map_err(Trouble::at(&plain))?;
    Ok(())
}

fn are_same(plain: &mut impl Read, packed: &mut impl Read) -> io::Result<bool> {
    let (mut one, mut other) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let taken = plain.read(&mut one)?;
        let (one, other) = (one.get(..taken), other.get_mut(..taken));
        let (Some(one), Some(other)) = (one, other) else {
            return Ok(false);
        };
        if taken == 0 {
            return Ok(packed.read(&mut [0])? == 0);
        }
        match packed.read_exact(other) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            read => read?,
        }
        if one != other {
            return Ok(false);
        }
    }
}
