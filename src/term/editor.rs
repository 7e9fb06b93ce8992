//! A text in the user's own editor.

use std::io::Write;
use std::process::Command;

/// Runs the editor on the text and gives back what it saved. `$VISUAL`, then `$EDITOR`, then `vi`.
///
/// # Errors
/// The reason, in words: no editor, a non-zero exit, a file that can't be read.
pub fn edit(text: &str) -> Result<String, String> {
    let chosen = ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()));
    let editor = chosen.unwrap_or_else(|| "vi".into());
    // Like git and crontab: the variable may hold arguments, and is run by the shell.
    let mut file = tempfile::Builder::new()
        .prefix("guichet-")
        .suffix(".md")
        .tempfile()
        .map_err(|e| e.to_string())?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(|e| e.to_string())?;
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("sh")
        .arg(file.path())
        .status()
        .map_err(|error| format!("{editor}: {error}"))?;
    if !status.success() {
        return Err(format!("{editor}: {status}"));
    }
    let bytes = std::fs::read(file.path())
        .map_err(|error| format!("{}: {error}", file.path().display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
