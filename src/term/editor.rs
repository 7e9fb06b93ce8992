//! Editing a text in the user's editor: `$VISUAL`, `$EDITOR`, else vi or nano.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::time::{Duration, Instant};

use super::TermError;

/// An editor that has changed nothing after so long never had the text before anybody's eyes: it has
/// opened a window of its own and does not wait for it.
const AT_ONCE: Duration = Duration::from_millis(700);

/// A text in a file of its own, in a folder of its own that its owner alone can enter, until it is dropped.
pub(super) struct Draft {
    folder: PathBuf,
    path: PathBuf,
    text: String,
    keep: bool,
}

impl Draft {
    /// Writes `text` under `$XDG_RUNTIME_DIR`, which is in memory, or under `scratch`, else in the folder
    /// for temporary files: the first that is the user's own and takes it.
    pub(super) fn write(text: String, scratch: &Path) -> Result<Draft, TermError> {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        // After `su` the variables may still be another user's: root could write there, and would leave
        // files that their owner can't remove.
        let own = runtime
            .filter(|folder| folder.is_absolute() && is_own(folder))
            .into_iter()
            .chain(made(scratch).filter(|folder| is_own(folder)))
            .chain([std::env::temp_dir()]);
        let mut refused = None;
        for folder in own {
            match Draft::write_under(&folder, &text) {
                Ok(draft) => return Ok(draft),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or(TermError::NoEditor))
    }

    fn write_under(above: &Path, text: &str) -> Result<Draft, TermError> {
        let at = |path: &Path, error: io::Error| TermError::EditorFile {
            path: path.to_path_buf(),
            cause: error.to_string(),
        };
        let mut number = 0;
        let folder = loop {
            let folder = above.join(format!("guichet-{}-{number}", process::id()));
            match DirBuilder::new().mode(0o700).create(&folder) {
                Ok(()) => break folder,
                // left by a process of the same number that was killed
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(at(&folder, error)),
            }
        };
        let draft = Draft {
            path: folder.join("guichet.txt"),
            folder,
            text: text.to_string(),
            keep: false,
        };
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&draft.path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| at(&draft.path, error))?;
        Ok(draft)
    }

    /// Runs the editor and waits for its end; gives the text as left.
    pub(super) fn edit(mut self) -> Result<String, TermError> {
        let begun = Instant::now();
        let (command, status) = self.run()?;
        if !status.success() {
            return Err(TermError::EditorFailed(status.code()));
        }
        let mut text = fs::read_to_string(&self.path).map_err(|error| {
            self.keep = true;
            TermError::EditorFile {
                path: self.path.clone(),
                cause: error.to_string(),
            }
        })?;
        // editors end the last line, which is no change of the user's
        if !self.text.ends_with('\n') && text.ends_with('\n') {
            text.pop();
        }
        if text == self.text && begun.elapsed() < AT_ONCE {
            return Err(TermError::EditorAtOnce(command));
        }
        Ok(text)
    }

    /// The command, and how it has ended.
    fn run(&self) -> Result<(String, process::ExitStatus), TermError> {
        let chosen = ["VISUAL", "EDITOR"]
            .into_iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|command| !command.trim().is_empty());
        if let Some(command) = chosen {
            // through a shell, as git does: the variable may hold options and quotes
            return Command::new("sh")
                .args(["-c", &format!("{command} \"$@\""), &command])
                .arg(&self.path)
                .status()
                .map_err(|error| start(&command, &error))
                .map(|status| (command, status));
        }
        for command in ["vi", "nano"] {
            match Command::new(command).arg(&self.path).status() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(start(command, &error)),
                Ok(status) => return Ok((command.to_string(), status)),
            }
        }
        Err(TermError::NoEditor)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.keep {
            // with what the editor has left beside it
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Whether that is a folder of this user's, which nobody else writes to.
fn is_own(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|of| {
        of.is_dir() && of.uid() == rustix::process::geteuid().as_raw() && of.mode() & 0o022 == 0
    })
}

fn made(folder: &Path) -> Option<PathBuf> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.is_ok().then(|| folder.to_path_buf())
}

fn start(command: &str, error: &io::Error) -> TermError {
    TermError::EditorStart {
        command: command.to_string(),
        cause: error.to_string(),
    }
}
