//! A keymap file of any bytes.

use guichet::files::Source;
use guichet::keymap::check;

/// Checks it; every finding has its place in the text.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let lines = text.lines().count() + 1;
    let file = "mine.toml".to_string();
    for finding in check(Source { file, text }, None) {
        assert!(finding.line <= lines, "{finding:?}");
    }
}
