//! Who writes to a store, as the lock names them.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Who writes to a store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Holder {
    /// The login name.
    pub name: String,
    /// The number of the process.
    pub pid: u32,
    /// The machine.
    pub host: String,
    /// Since when: milliseconds since 1970, UTC.
    pub since: i64,
}

impl Holder {
    pub(super) fn of_this_process() -> Holder {
        let variable = |name| std::env::var(name).ok();
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Holder {
            name: variable("USER")
                .or_else(|| variable("LOGNAME"))
                .unwrap_or_default(),
            pid: std::process::id(),
            host: rustix::system::uname()
                .nodename()
                .to_string_lossy()
                .into_owned(),
            since: since.map_or(0, |since| since.as_millis() as i64),
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (process {} on {})", self.name, self.pid, self.host)
    }
}
