//! What was cut off segments, `wal/<segment>.wal.cut-1` …: torn ends, or whole segments of which something was refused.
//! Of torn ends the last few are kept; what begins like a segment may hold entries, and stays.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::error::{ReadError, Trouble};
use super::naming::PutAside;
use super::position::Position;
use super::segment::Segment;
use super::source::Source;
use super::{aside, folder, frame, segment_file, there};

/// How many torn ends are kept.
const LAST: usize = 16;
/// How much of what is to be cut off is looked at at a time, in bytes.
const PIECE: usize = 1 << 18;

/// Something that was cut off.
#[derive(Debug)]
pub struct Cut {
    /// The segment.
    pub first: u64,
    pub path: PathBuf,
    /// Whether it begins like a segment.
    pub is_segment: bool,
}

/// What was cut off in that folder.
///
/// # Errors
/// The folder can't be read.
pub fn all(wal: &Path) -> Result<Vec<Cut>, Trouble> {
    let names = folder::names(wal, "")?.into_iter();
    let cuts = names.filter_map(|name| {
        let (first, _) = name.split_once(".wal.cut-")?;
        let path = wal.join(&name);
        Some(Cut {
            first: first.parse().ok()?,
            // What can't be read may be one.
            is_segment: folder::begins_with(&path, segment_file::MAGIC).unwrap_or(true),
            path,
        })
    });
    Ok(cuts.collect())
}

/// Takes away all torn ends but the last few: no entry is in them. What can't be taken away is for another time.
pub fn bound(wal: &Path) {
    let mut torn = all(wal).unwrap_or_default();
    torn.retain(|cut| !cut.is_segment);
    // Not by their numbers, of which one that was taken away is given again.
    torn.sort_by_key(|cut| {
        let found = there::named(&cut.path).ok().flatten();
        found.map(|found| (found.mtime(), found.mtime_nsec()))
    });
    torn.truncate(torn.len().saturating_sub(LAST));
    for cut in torn {
        if let Err(error) = fs::remove_file(&cut.path) {
            tracing::warn!(path = %cut.path.display(), %error, "an old torn end can't be taken away");
        }
    }
}

/// Keeps what is about to be cut off a segment behind `end` aside, `<segment>.cut-1`, unless it is blank. Where
/// whole entries lie there, all of the segment: it may lie under another one's name.
pub fn keep(folder: &Path, path: &Path, end: Position) -> Result<(), Trouble> {
    let start = Position {
        offset: segment_file::START,
        ..end
    };
    let mut entries = Segment::open(folder, start, 0).map_err(unreadable(path))?;
    let mut whole = false;
    while let Some(found) = entries.next().map_err(unreadable(path))? {
        whole |= found.end.offset > end.offset;
    }
    let mut file = Source::open(path).map_err(Trouble::at(path))?;
    let from = if whole { 0 } else { end.offset };
    let length = written(&mut file, from).map_err(Trouble::at(path))?;
    // What could not be read is not cut off: it may be read by somebody later.
    if let Some(unread) = file.unread().first() {
        return Err(Trouble::at(path)(io::Error::other(unread.cause.clone())));
    }
    if length == 0 {
        return Ok(());
    }
    file.seek(SeekFrom::Start(from))
        .map_err(Trouble::at(path))?;
    // Nothing is cut off where it can't be kept.
    aside::keep_beside(path, PutAside::Cut, file.take(length))?;
    bound(folder);
    Ok(())
}

/// How many bytes a file has from there on up to the last one that is not blank, with as many of the blank ones as
/// may be the end of a frame; 0 if all are. No more of it than a piece is in memory at a time.
fn written(file: &mut Source, from: u64) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(PIECE, file);
    reader.seek(SeekFrom::Start(from))?;
    let (mut at, mut length) = (0, 0);
    loop {
        let piece = reader.fill_buf()?;
        let taken = piece.len();
        if taken == 0 {
            return Ok(length.min(at));
        }
        if let Some(last) = piece.iter().rposition(|byte| *byte != 0) {
            length = at + (last + 1 + frame::MOST) as u64;
        }
        reader.consume(taken);
        at += taken as u64;
    }
}

/// What reading a segment came to, as a trouble with its file.
pub fn unreadable(path: &Path) -> impl Fn(ReadError) -> Trouble {
    move |error| match error {
        ReadError::Io(trouble) => trouble,
        other => Trouble::at(path)(io::Error::other(other)),
    }
}
