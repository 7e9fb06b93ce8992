//! The log: a file in the state folder, never the screen.

use std::sync::Mutex;

use crate::runtime::surroundings::{Surroundings, private_file, private_folder};
use crate::text::CleanLines;

/// A log that has grown past this many bytes is begun anew, the old one kept beside it.
const LONGEST: u64 = 4 << 20;

/// The longest line, in characters: it may quote a name, a path, a cause.
const LONGEST_LINE: usize = 2_000;

/// Starts logging where there is a folder for it; without one the program runs without a log.
pub fn start(surroundings: &Surroundings) {
    let Some(folder) = surroundings.state_dir() else {
        return;
    };
    if private_folder(&folder).is_err() {
        return;
    }
    let path = folder.join("guichet.log");
    if std::fs::metadata(&path).is_ok_and(|meta| meta.len() > LONGEST) {
        let _ = std::fs::rename(&path, folder.join("guichet.log.old"));
    }
    if let Ok(file) = private_file(&path) {
        tracing_subscriber::fmt()
            .with_writer(Mutex::new(CleanLines::new(file, LONGEST_LINE)))
            // else it complains on the screen when the disk is full
            .log_internal_errors(false)
            .with_ansi(false)
            .with_target(false)
            .init();
    }
}
