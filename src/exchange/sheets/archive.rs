//! The archive that a workbook is: its list of files looked at first, each inflated within bounds.

use std::io::{self, BufReader, Cursor, Read};

use quick_xml::Reader;
use zip::ZipArchive;

use crate::exchange::refusal::Reason;

/// The most files: workbooks have some dozens.
const MOST_FILES: usize = 2_000;

/// The most bytes that come out of all of them: a million rows of twenty columns, as XML.
const MOST_BYTES: u64 = 1 << 30;

/// The most bytes that come out of one of them where it was squeezed further than [`MOST_RATIO`] times.
const MOST_SQUEEZED: u64 = 48 << 20;

/// How far a table of records is squeezed at most; a bomb a thousand times.
const MOST_RATIO: u64 = 150;

/// The longest stretch without a tag: a cell has 32,767 letters at most.
const LONGEST: usize = 1 << 20;

/// What is said where more comes out than may.
const BOMB: &str = "inflates";

/// A file of a workbook, read tag by tag.
pub type Xml<'a> = Reader<BufReader<Box<dyn Read + 'a>>>;

/// The files of a workbook.
pub struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Archive<'b> {
    /// Opens one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(bytes: &'b [u8]) -> Result<Archive<'b>, Reason> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Reason::Workbook)?;
        if zip.len() > MOST_FILES {
            return Err(Reason::Inflates);
        }
        let mut all = 0_u64;
        for at in 0..zip.len() {
            let file = zip.by_index_raw(at).map_err(|_| Reason::Workbook)?;
            all = all.saturating_add(file.size());
            let most = file
                .compressed_size()
                .saturating_mul(MOST_RATIO)
                .max(MOST_SQUEEZED);
            if file.size() > most || all > MOST_BYTES {
                return Err(Reason::Inflates);
            }
        }
        Ok(Archive { zip })
    }

    /// A file of it, if it has one of that name.
    pub fn xml<'a>(&'a mut self, name: &str) -> Option<Xml<'a>> {
        let name = name.trim_start_matches('/');
        let index = (0..self.zip.len()).find(|at| {
            let found = self.zip.name_for_index(*at);
            found
                .and_then(Result::ok)
                .is_some_and(|found| found.replace('\\', "/").eq_ignore_ascii_case(name))
        })?;
        let file = self.zip.by_index(index).ok()?;
        // What the list says of a file need not be so.
        let most = file
            .compressed_size()
            .saturating_mul(MOST_RATIO)
            .max(MOST_SQUEEZED);
        let bounded = Bounded {
            inner: Box::new(file) as Box<dyn Read + 'a>,
            left: most.min(MOST_BYTES),
            without_tag: 0,
        };
        let mut reader =
            Reader::from_reader(BufReader::new(Box::new(bounded) as Box<dyn Read + 'a>));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        Some(reader)
    }
}

/// Why a file could not be read to its end.
pub fn reason(error: &quick_xml::Error) -> Reason {
    match error {
        quick_xml::Error::Io(error) if error.to_string() == BOMB => Reason::Inflates,
        _ => Reason::Workbook,
    }
}

/// Ends with an error where more comes out than may, in all or between two tags.
struct Bounded<'a> {
    inner: Box<dyn Read + 'a>,
    left: u64,
    without_tag: usize,
}

impl Read for Bounded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        let new = into.get(..read).unwrap_or_default();
        match memchr::memrchr(b'<', new) {
            Some(at) => self.without_tag = read - at,
            None => self.without_tag += read,
        }
        match self.left.checked_sub(read as u64) {
            Some(left) if self.without_tag <= LONGEST => self.left = left,
            _ => return Err(io::Error::other(BOMB)),
        }
        Ok(read)
    }
}
