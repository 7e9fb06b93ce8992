//! A file to import, read within bounds: whatever a name leads to, reading it ends.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

use crate::exchange::refusal::Reason;

/// The longest file, in mebibytes: a million rows of 250 bytes; twenty times what the agency has in all.
const LARGEST: u64 = 256;

/// The longest that guichet itself wrote whole: ten million records.
const LARGEST_WHOLE: u64 = 4096;

/// Where the process's own open files stand: a pipe there was handed in, one anywhere else may never end.
const HANDED_IN: [&str; 3] = ["/dev/stdin", "/dev/fd", "/proc/self/fd"];

/// How many files of refused rows there may be beside a file.
const MOST_BESIDE: usize = 99;

/// How many bytes are read before it is told how far that is.
const PART: u64 = 1 << 20;

/// The bytes of the file. `tell` hears how many are read so far, of how many (none where it has no length), and says
/// whether to go on; of one that is given up there are those until then.
///
/// # Errors
/// Why it is refused, before more than the limit is read.
pub fn read(
    path: &Path,
    tell: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Vec<u8>, Reason> {
    read_within(LARGEST, path, tell)
}

/// As `read`, of a file that guichet itself wrote whole.
///
/// # Errors
/// As `read`.
pub fn read_whole(
    path: &Path,
    tell: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Vec<u8>, Reason> {
    read_within(LARGEST_WHOLE, path, tell)
}

fn read_within(
    largest: u64,
    path: &Path,
    tell: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Vec<u8>, Reason> {
    let limit = largest << 20;
    // A pipe whose other end nobody opens is not waited for.
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let mut options = File::options();
    let file = options
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(reason)?;
    let meta = file.metadata().map_err(reason)?;
    let handed_in = HANDED_IN.iter().any(|place| path.starts_with(place));
    if meta.file_type().is_fifo() && handed_in {
        let waiting = fcntl_getfl(&file).map(|flags| flags - OFlags::NONBLOCK);
        let set = waiting.and_then(|flags| fcntl_setfl(&file, flags));
        set.map_err(|error| reason(error.into()))?;
    } else if !meta.is_file() {
        return Err(Reason::NoFile);
    }
    if meta.len() > limit {
        return Err(Reason::Large(largest));
    }
    let mut bytes = Vec::new();
    // It may grow meanwhile, or tell no length.
    let mut file = file.take(limit + 1);
    let of = usize::try_from(meta.len()).unwrap_or(usize::MAX);
    while (&mut file)
        .take(PART)
        .read_to_end(&mut bytes)
        .map_err(reason)?
        > 0
    {
        if tell(bytes.len(), of).is_break() {
            break;
        }
    }
    match bytes.len() as u64 > limit {
        true => Err(Reason::Large(largest)),
        false => Ok(bytes),
    }
}

fn reason(error: std::io::Error) -> Reason {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Reason::Absent,
        ErrorKind::PermissionDenied => Reason::Denied,
        ErrorKind::IsADirectory => Reason::NoFile,
        // A socket, or a device that is not there.
        _ if error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()) => Reason::NoFile,
        _ => Reason::Unread(error.to_string()),
    }
}

/// Keeps bytes in a file that is not there yet, for its owner alone.
///
/// # Errors
/// What the system says; that there is such a file, where there is one.
pub fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Keeps the refused rows of a file beside it, `NAME-refused.csv`, or with the first free number; says where.
///
/// # Errors
/// What the system says.
pub fn keep_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut last = ErrorKind::AlreadyExists.into();
    for number in 1..=MOST_BESIDE {
        let name = match number {
            1 => format!("{stem}-refused.csv"),
            number => format!("{stem}-refused-{number}.csv"),
        };
        let beside = path.with_file_name(name);
        match keep(&beside, bytes) {
            Ok(()) => return Ok(beside),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
}
