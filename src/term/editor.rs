//! The user's editor on a file: `$VISUAL`, `$EDITOR`, else vi or nano.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::TermError;

/// An editor that has changed nothing after so long never had the text before anybody's eyes: it has
/// opened a window of its own and does not wait for it.
const AT_ONCE: Duration = Duration::from_millis(700);

/// Runs the editor on the file and waits for its end.
///
/// # Errors
/// There is none, or it ended otherwise than one that saved or left. What it wrote is in the file all the same.
pub(super) fn edit(path: &Path) -> Result<(), TermError> {
    let (begun, before) = (Instant::now(), state(path));
    let (command, status) = run(path)?;
    match (status.code(), status.signal()) {
        (Some(0), _) => {}
        // as the shell between says it
        (Some(127), _) => return Err(TermError::EditorMissing(command)),
        (Some(code), _) if code <= 128 => return Err(TermError::EditorFailed(code)),
        _ => return Err(TermError::EditorKilled),
    }
    if state(path) == before && begun.elapsed() < AT_ONCE {
        return Err(TermError::EditorAtOnce(command));
    }
    Ok(())
}

/// What is another once a file was written.
fn state(path: &Path) -> Option<(u64, u64, i64, i64)> {
    let found = fs::metadata(path).ok()?;
    Some((found.ino(), found.len(), found.mtime(), found.mtime_nsec()))
}

/// The command, and how it has ended.
fn run(path: &Path) -> Result<(String, ExitStatus), TermError> {
    let chosen = ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|command| !command.trim().is_empty());
    if let Some(command) = chosen {
        // through a shell, as git does: the variable may hold options and quotes
        let mut through = Command::new("sh");
        through
            .args(["-c", &format!("{command} \"$@\""), &command])
            .arg(path);
        return ran(&mut through)
            .map_err(|error| start(&command, &error))
            .map(|status| (command, status));
    }
    for command in ["vi", "nano"] {
        match ran(Command::new(command).arg(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(start(command, &error)),
            Ok(status) => return Ok((command.to_string(), status)),
        }
    }
    Err(TermError::NoEditor)
}

/// How a program is begun.
type Begin = fn(&mut Command) -> io::Result<Child>;
static BEGIN: OnceLock<Begin> = OnceLock::new();

/// From now on, editors are begun in that way.
pub fn begin_by(begin: Begin) {
    let _ = BEGIN.set(begin);
}

fn ran(command: &mut Command) -> io::Result<ExitStatus> {
    match BEGIN.get() {
        Some(begin) => begin(command),
        None => command.spawn(),
    }?
    .wait()
}

fn start(command: &str, error: &io::Error) -> TermError {
    TermError::EditorStart {
        command: command.to_string(),
        cause: error.to_string(),
    }
}
