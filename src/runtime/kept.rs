//! The file of what the program remembers by itself, `state.toml` in the folder of its state. It is read
//! anew before each change, and written aside and renamed; nothing waits for it, and no damage to it or to
//! its folder stops anything.

use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

use super::surroundings::{Surroundings, private_folder};
use crate::config::{self, Kept, Setting};
use crate::store::write_private;
use crate::theme::Ground;

/// The name of the file.
const NAME: &str = "state.toml";
/// Nothing that the program has written is longer, in bytes.
const LONGEST: u64 = 1 << 16;

/// What is remembered; nothing where there is no such file, or none that can be read.
pub fn load(surroundings: &Surroundings) -> Kept {
    let Some(folder) = surroundings.state_dir() else {
        return Kept::default();
    };
    match read_within(&folder.join(NAME), LONGEST) {
        Ok(text) => Kept::read(&text),
        Err(error) => {
            if error.kind() != io::ErrorKind::NotFound {
                tracing::warn!(%error, "what was chosen and seen can't be read");
            }
            Kept::default()
        }
    }
}

/// Remembers a choice; tells whether one holds now, or only what the configuration says.
///
/// # Errors
/// It can't be kept: why.
pub fn choose(surroundings: &Surroundings, setting: Setting, value: &str) -> io::Result<bool> {
    let mut kept = load(surroundings);
    let holds = config::choose(&|name| surroundings.get(name), &mut kept, setting, value);
    save(surroundings, &kept)?;
    Ok(holds)
}

/// Remembers the background of the terminal.
pub fn see(surroundings: &Surroundings, ground: Ground) {
    let mut kept = load(surroundings);
    let terminal = config::terminal(&|name| surroundings.get(name));
    if kept.see(&terminal, ground)
        && let Err(error) = save(surroundings, &kept)
    {
        tracing::warn!(%error, "the background of the terminal can't be remembered");
    }
}

/// The text of a file, so many bytes of it at most.
pub(super) fn read_within(path: &Path, longest: u64) -> io::Result<String> {
    // What lies there as a pipe would never open.
    let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
    let mut options = std::fs::OpenOptions::new();
    let file = options
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut text = String::new();
    file.take(longest).read_to_string(&mut text)?;
    Ok(text)
}

fn save(surroundings: &Surroundings, kept: &Kept) -> io::Result<()> {
    let folder = surroundings.state_dir().ok_or(io::ErrorKind::NotFound)?;
    private_folder(&folder)?;
    let text = kept.text().map_err(io::Error::other)?;
    write_private(&folder.join(NAME), text.as_bytes()).map_err(io::Error::other)
}
