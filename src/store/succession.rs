//! In the place of which store one was put by `restore --replace`, by whom and when: `replaced` in its folder, a line
//! of JSON and its crc32c in hexadecimal. Who has the other one open goes on with this one by that, and by nothing
//! less: what was put there by hand was not meant for them.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::Trouble;
use super::writer::Store;
use super::{folder, format, limits, marker, source};
use crate::model::Author;

/// The name of the file.
const NAME: &str = "replaced";
/// The format of the file (`format`).
const FORMAT: u32 = 1 << 8;
/// So many stores are remembered, one in the place of the other.
const REMEMBERED: usize = 100;

/// Who puts a store in the place of another, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// Who.
    pub author: Author,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
}

/// In whose place a store is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Succession {
    format: u32,
    /// The ids of the journals that were there before, the last one first.
    before: Vec<String>,
    /// What they are called who put it there, and the login of their account.
    pub who: String,
    /// Their login.
    pub login: String,
    /// When, in milliseconds since 1970, UTC.
    pub at: i64,
    /// How many records it had then.
    pub records: u64,
}

impl Succession {
    /// That of a store with so many records, which is put in the place of the one at `dir`.
    pub(super) fn to(dir: &Path, by: &By, records: u64) -> Succession {
        let earlier = Succession::of(dir).map_or_else(Vec::new, |there| there.before);
        let before = marker::id(dir).into_iter().chain(earlier);
        Succession {
            format: FORMAT,
            before: before.take(REMEMBERED).collect(),
            who: by.author.name.clone(),
            login: by.author.login.clone(),
            at: by.at,
            records,
        }
    }

    /// That of the store at `dir`; `None` where it was put in nobody's place, or that can't be read.
    pub fn of(dir: &Path) -> Option<Succession> {
        let bytes = source::read_small(&dir.join(NAME), limits::SMALL).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (line, sum) = text.strip_suffix('\n')?.split_once('\n')?;
        if sum != sum_of(line) {
            return None;
        }
        let found: Succession = serde_json::from_str(line).ok()?;
        format::is_readable(found.format, FORMAT).then_some(found)
    }

    /// Writes it into the store at `dir`.
    pub(super) fn tell(&self, dir: &Path) -> Result<(), Trouble> {
        let line = serde_json::to_string(self).unwrap_or_default();
        let bytes = format!("{line}\n{}\n", sum_of(&line));
        folder::replace_bytes(dir, NAME, bytes.as_bytes()).map(|_| ())
    }

    /// Who put it there: what they are called, with the login of their account where that is another.
    pub fn who(&self) -> String {
        let (name, login) = (&self.who, &self.login);
        match login.is_empty() || login == name {
            true => name.clone(),
            false => format!("{name} ({login})"),
        }
    }

    /// Whether the store of that id was there before.
    pub fn follows(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.before.iter().any(|before| before == id))
    }
}

impl Store {
    /// The id of its journal, as it was when it was opened; `None` where it has none.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

fn sum_of(line: &str) -> String {
    format!("{:08x}", crc32c::crc32c(line.as_bytes()))
}
