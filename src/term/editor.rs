//! Editing a text in the user's editor: `$VISUAL`, `$EDITOR`, else vi or nano.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use super::TermError;

/// A text in a file of its own, readable by its owner alone, until it is dropped.
pub(super) struct Draft {
    path: PathBuf,
    text: String,
    keep: bool,
}

impl Draft {
    /// Writes `text` in `$XDG_RUNTIME_DIR`, which is in memory, or in `scratch`.
    pub(super) fn write(text: String, scratch: &Path) -> Result<Draft, TermError> {
        let folder = std::env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|folder| folder.is_dir())
            .unwrap_or_else(|| scratch.to_path_buf());
        let at = |path: &Path, error: io::Error| TermError::EditorFile {
            path: path.to_path_buf(),
            cause: error.to_string(),
        };
        fs::create_dir_all(&folder).map_err(|error| at(&folder, error))?;
        let mut number = 0;
        loop {
            let path = folder.join(format!("guichet-{}-{number}.txt", process::id()));
            let opened = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path);
            match opened {
                // left by a process of the same number that was killed
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(at(&path, error)),
                Ok(mut file) => {
                    let draft = Draft {
                        path: path.clone(),
                        text,
                        keep: false,
                    };
                    file.write_all(draft.text.as_bytes())
                        .map_err(|error| at(&path, error))?;
                    return Ok(draft);
                }
            }
        }
    }

    /// Runs the editor and waits for its end; gives the text as left.
    pub(super) fn edit(mut self) -> Result<String, TermError> {
        let status = self.run()?;
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
        Ok(text)
    }

    fn run(&self) -> Result<process::ExitStatus, TermError> {
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
                .map_err(|error| start(&command, &error));
        }
        for command in ["vi", "nano"] {
            match Command::new(command).arg(&self.path).status() {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                other => return other.map_err(|error| start(command, &error)),
            }
        }
        Err(TermError::NoEditor)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.keep {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn start(command: &str, error: &io::Error) -> TermError {
    TermError::EditorStart {
        command: command.to_string(),
        cause: error.to_string(),
    }
}
