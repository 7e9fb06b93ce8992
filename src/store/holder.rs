//! Who keeps others from a store, as the system knows it.

use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{major, minor};
use serde::{Deserialize, Serialize};

use super::{limits, owner, source};

/// Who keeps others from writing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Holder {
    /// The login name.
    pub name: String,
    /// The number of the process; 0 if it can't be told.
    pub pid: u32,
    /// The machine.
    pub host: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (process {} on {})", self.name, self.pid, self.host)
    }
}

impl Holder {
    /// Who has that file locked; where the system does not tell, what an older program has written there.
    pub(super) fn of(path: &Path) -> Holder {
        let text = source::read_small(path, limits::SMALL).unwrap_or_default();
        let said: Holder = serde_json::from_slice(&text).unwrap_or_default();
        let Some(pid) = pid_of(path) else {
            return said;
        };
        let of = fs::metadata(format!("/proc/{pid}"));
        Holder {
            name: of.map_or_else(|_| said.name, |of| owner::name(of.uid())),
            pid,
            host: rustix::system::uname()
                .nodename()
                .to_string_lossy()
                .into_owned(),
        }
    }
}

/// The process that has a file locked, of those that this one can see.
fn pid_of(path: &Path) -> Option<u32> {
    let found = fs::metadata(path).ok()?;
    let (device, inode) = (found.dev(), found.ino());
    let file = format!("{:02x}:{:02x}:{inode}", major(device), minor(device));
    let locks = fs::read_to_string("/proc/locks").ok()?;
    locks.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let kind = words.next()?;
        let pid = words.nth(2)?;
        (kind == "FLOCK" && words.next()? == file).then(|| pid.parse().ok())?
    })
}
