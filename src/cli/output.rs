//! Standard output: a reader that has seen enough (`| head`) is no error.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::Value;

use super::context::Failure;
use crate::exchange::json;
use crate::model::text::{self, Names};
use crate::model::{Field, FieldType, Lang, Value as FieldValue};
use crate::text::{brief, line};

/// The longest line that is said beside the output, in characters: it may hold what was asked.
const LONGEST_SAID: usize = 1_000;

/// Writes bytes as they are.
pub fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    unless_left(out.write_all(bytes).and_then(|()| out.flush()))
}

/// What came of writing, where a reader that has left is no error.
pub fn unless_left(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Refused(error.to_string()))
        }
        _ => Ok(()),
    }
}

/// After so long something is worth saying how far it is, and so long after each time that it was said.
const PATIENCE: Duration = Duration::from_millis(500);

/// How far something long is, on one line of a terminal beside the output.
pub struct Progress {
    whole: usize,
    told: Instant,
    /// Whether there is a terminal to tell it.
    heard: bool,
    shown: bool,
}

impl Progress {
    /// Of so many; untold where it would stand in the midst of the output.
    pub fn of(whole: usize, apart: bool) -> Progress {
        Progress {
            whole,
            told: Instant::now(),
            heard: apart && io::stderr().is_terminal(),
            shown: false,
        }
    }

    /// Tells that so many are done.
    pub fn tell(&mut self, done: usize) {
        if self.heard && self.told.elapsed() > PATIENCE && self.whole > 0 {
            let _ = write!(
                io::stderr(),
                "\r{} %",
                done.saturating_mul(100) / self.whole
            );
            (self.told, self.shown) = (Instant::now(), true);
        }
    }
}

impl Drop for Progress {
    /// The line is free for what comes next.
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r     \r");
        }
    }
}

/// Writes lines, without what could drive a terminal or hide in it.
pub fn lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Result<(), Failure> {
    rows(lines.into_iter().map(|line| [line]))
}

/// Writes rows of cells with tabs between them, without what could drive a terminal, hide in it, or part a cell.
pub fn rows<'a, R: AsRef<[&'a str]>>(rows: impl IntoIterator<Item = R>) -> Result<(), Failure> {
    let text: String = rows.into_iter().map(|cells| row(cells.as_ref())).collect();
    bytes(text.as_bytes())
}

/// A row of cells with tabs between them and its end, as `rows` writes it.
pub fn row(cells: &[&str]) -> String {
    let mut text = String::new();
    for (at, cell) in cells.iter().enumerate() {
        text.push_str(if at > 0 { "\t" } else { "" });
        text.push_str(&line(cell));
    }
    text.push('\n');
    text
}

/// Says something in one line on standard error, whatever it quotes.
pub fn aside(words: &str) {
    let words = brief(words, LONGEST_SAID);
    let _ = writeln!(io::stderr(), "guichet: {words}");
}

/// Writes a JSON value, control and bidi characters escaped.
pub fn value(value: &Value) -> Result<(), Failure> {
    told(value)
}

/// Writes in JSON what may be long, as it is told.
pub fn told(what: &impl Serialize) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = json::write(what, &mut out).and_then(|()| out.flush());
    unless_left(written)
}

/// A value in one line, as a person reads it; a moment says its offset, for the line may be read elsewhere.
pub fn shown(field: &Field, value: &FieldValue, lang: Lang, names: &dyn Names) -> String {
    match field.kind {
        FieldType::DateTime => text::plain(field, value, names),
        _ => text::shown(field, value, lang, names).replace('\n', " "),
    }
}
