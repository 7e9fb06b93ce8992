//! How the files of a store are opened and read. A byte that can't be read is a damaged byte, and no more than
//! that: it reads as zero, which no checksum takes for what was written, and is noted; what lies around it is read
//! in small steps. A file that can't be opened, or a folder, a pipe or a device in its place, is one of which no
//! byte can be read. An error that passes (`passing`) is one, and says nothing of the file.

use std::fmt::Debug;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::os::unix::fs::{FileExt, FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use rustix::io::Errno;

use super::error::{Arguments, Trouble, shown};
use super::passing::{TRIES, passes, patiently, waits};

/// The smallest piece that is tried by itself, in bytes: the block of a disk.
const PIECE: u64 = 512;

/// Opens a file of a store for reading: never through a symbolic link, never waiting for who may write into a
/// pipe, and nothing but a regular file.
///
/// # Errors
/// What the system says; `NotFound` if there is none.
pub fn open(path: &Path) -> io::Result<File> {
    patiently(|| {
        regular(&fs::symlink_metadata(path)?)?;
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(flags())
            .open(path)?;
        // It may have been exchanged since it was looked at.
        regular(&file.metadata()?)?;
        Ok(file)
    })
}

/// Opens a folder of a store, never waiting for who may write into a pipe in its place.
///
/// # Errors
/// What the system says; `NotADirectory` where it is something else.
pub fn folder(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    options.custom_flags(OFlags::DIRECTORY.bits().cast_signed());
    options.open(path)
}

/// How a file of a store is opened, for [`OpenOptionsExt::custom_flags`]: never through a symbolic link, and never
/// waiting.
pub fn flags() -> i32 {
    (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed()
}

/// Refuses what is no regular file.
pub fn regular(found: &Metadata) -> io::Result<()> {
    let kind = found.file_type();
    if kind.is_file() {
        return Ok(());
    }
    Err(if kind.is_dir() {
        Errno::ISDIR.into()
    } else if kind.is_symlink() {
        Errno::LOOP.into()
    } else {
        let what = match kind {
            kind if kind.is_fifo() => "a pipe, not a file",
            kind if kind.is_socket() => "a socket, not a file",
            _ => "a device, not a file",
        };
        io::Error::new(ErrorKind::InvalidInput, what)
    })
}

/// All of a small file, if all of it can be read and it is no longer than `most` bytes.
///
/// # Errors
/// Why not.
pub fn read_small(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    patiently(|| {
        let file = open(path)?;
        if file.metadata()?.len() > most {
            return Err(Errno::FBIG.into());
        }
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        match bytes.len() as u64 > most {
            true => Err(Errno::FBIG.into()),
            false => Ok(bytes),
        }
    })
}

/// Bytes that are read by their place.
pub trait At: Debug + Send {
    /// Reads some bytes from `at` on; none behind the end.
    ///
    /// # Errors
    /// What the system says.
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize>;

    /// How many there are.
    ///
    /// # Errors
    /// What the system says.
    fn length(&self) -> io::Result<u64>;
}

impl At for File {
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        FileExt::read_at(self, buffer, at)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

/// A file that can't be opened, which is known to be so long.
#[derive(Debug)]
struct Shut(u64, i32);

impl At for Shut {
    fn read_at(&self, _: &mut [u8], at: u64) -> io::Result<usize> {
        match at < self.0 {
            true => Err(io::Error::from_raw_os_error(self.1)),
            false => Ok(0),
        }
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.0)
    }
}

/// A part of a file that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The file.
    pub path: PathBuf,
    /// From where, in bytes.
    pub offset: u64,
    /// How many bytes; 0 of what is no file.
    pub bytes: u64,
    /// The system's own words.
    pub cause: String,
}

impl Unread {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self.bytes {
            0 => "unread-file",
            _ => "unread",
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Arguments {
        vec![
            ("path", shown(&self.path)),
            ("offset", self.offset.to_string()),
            ("bytes", self.bytes.to_string()),
            ("cause", self.cause.clone()),
        ]
    }
}

/// A file of a store being read.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    from: Box<dyn At>,
    at: u64,
    /// Why it could not be opened.
    shut: Option<String>,
    /// What could not be read so far.
    unread: Vec<Unread>,
    /// How often is still waited for what may pass.
    patience: u32,
}

impl Source {
    /// Opens a file. One that can't be opened for good is one of which no byte can be read.
    ///
    /// # Errors
    /// There is none (`NotFound`), or not now.
    pub fn open(path: &Path) -> io::Result<Source> {
        match open(path) {
            Ok(file) => Ok(Source::of(path, Box::new(file))),
            Err(error) if error.kind() == ErrorKind::NotFound || passes(&error) => Err(error),
            Err(error) => {
                let found = fs::symlink_metadata(path)?;
                let length = if found.is_file() { found.len() } else { 0 };
                let number = error.raw_os_error().unwrap_or(Errno::IO.raw_os_error());
                let mut source = Source::of(path, Box::new(Shut(length, number)));
                source.patience = 0;
                source.shut = Some(error.to_string());
                Ok(source)
            }
        }
    }

    /// Reads from what is open.
    pub fn of(path: &Path, from: Box<dyn At>) -> Source {
        Source {
            path: path.to_path_buf(),
            from,
            at: 0,
            shut: None,
            unread: Vec::new(),
            patience: TRIES,
        }
    }

    /// How long it is, in bytes.
    ///
    /// # Errors
    /// The system does not say.
    pub fn length(&self) -> io::Result<u64> {
        self.from.length()
    }

    /// What could not be read so far, in the order of reading.
    pub fn unread(&self) -> Vec<Unread> {
        let whole = || Unread {
            path: self.path.clone(),
            offset: 0,
            bytes: self.from.length().unwrap_or(0),
            cause: self.shut.clone().unwrap_or_default(),
        };
        match self.shut {
            Some(_) => vec![whole()],
            None => self.unread.clone(),
        }
    }

    /// Whether it can't be opened, or is no file.
    pub fn is_shut(&self) -> bool {
        self.shut.is_some()
    }

    /// Whether all that was asked for could be read.
    pub fn is_whole(&self) -> bool {
        self.shut.is_none() && self.unread.is_empty()
    }

    /// Reads from `at` until the buffer is full or the file ends; returns how much that is.
    ///
    /// # Errors
    /// One that passes.
    pub fn fill_at(&mut self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let mut taken = 0;
        while let Some(rest) = buffer.get_mut(taken..).filter(|rest| !rest.is_empty()) {
            match self.some_at(rest, at.saturating_add(taken as u64))? {
                0 => break,
                more => taken += more,
            }
        }
        Ok(taken)
    }

    /// Reads some bytes from `at` on: what can't be read in one piece is tried in halves, down to a block.
    fn some_at(&mut self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let mut wanted = buffer.len();
        loop {
            let Some(part) = buffer.get_mut(..wanted) else {
                return Ok(0);
            };
            let error = match self.from.read_at(part, at) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if !passes(&error) => error,
                read => return read,
            };
            let to_next = (PIECE - at % PIECE) as usize;
            if self.shut.is_none() && wanted > to_next {
                // Up to the boundary of a block.
                let half = at + wanted as u64 / 2;
                wanted = to_next.max((half / PIECE * PIECE).saturating_sub(at) as usize);
            } else if self.patience > 0 && waits() {
                self.patience -= 1;
            } else {
                return self.give_up(part, at, &error);
            }
        }
    }

    /// These bytes can't be read.
    fn give_up(&mut self, part: &mut [u8], at: u64, error: &io::Error) -> io::Result<usize> {
        let left = usize::try_from(self.from.length()?.saturating_sub(at)).unwrap_or(usize::MAX);
        let lost = part.len().min(left);
        part.iter_mut().take(lost).for_each(|byte| *byte = 0);
        let end = at + lost as u64;
        let beside =
            |known: &&mut Unread| (known.offset..=known.offset + known.bytes).contains(&at);
        match self.unread.iter_mut().find(beside) {
            Some(known) => known.bytes = known.bytes.max(end - known.offset),
            None => self.unread.push(Unread {
                path: self.path.clone(),
                offset: at,
                bytes: lost as u64,
                cause: error.to_string(),
            }),
        }
        Ok(lost)
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.some_at(buffer, self.at)?;
        self.at += taken as u64;
        Ok(taken)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length()?.checked_add_signed(by),
        };
        self.at = at.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// What can't be read of a file; all of it is tried.
///
/// # Errors
/// One that passes.
pub fn unread_of(path: &Path) -> Result<Vec<Unread>, Trouble> {
    let look = || {
        let mut source = Source::open(path)?;
        let mut reader = BufReader::with_capacity(1 << 18, &mut source);
        io::copy(&mut reader, &mut io::sink())?;
        Ok(source.unread())
    };
    look().map_err(Trouble::at(path))
}
