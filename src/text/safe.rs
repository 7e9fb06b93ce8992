//! What comes from records, files, errors and the environment, made fit to be shown: no name can drive the
//! terminal, turn what stands beside it, hide in it or break out of its line.

use std::borrow::Cow;
use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

/// How many zero-width characters one base may carry; languages need about four, floods are cut.
const MARKS: usize = 8;

/// Whether a character can drive a terminal, turn the reading order, or hide: controls, and what is invisible
/// and does more than join or colour the letters beside it.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// What makes terminals disagree on the width of what is before it: joiners, selectors of variants, colours
/// of skin.
fn is_unsteady(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether a character is not seen though it stands there: invisible marks, joiners, selectors. Controls are
/// none of these.
pub fn is_unseen(c: char) -> bool {
    !c.is_control() && (is_unsafe(c) || is_unsteady(c)) && !is_break(c)
}

/// What ends a line, or moves on in it.
fn is_break(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The text for the screen: controls show as their picture (`␛`) or `·`, breaks, tabs and no-break spaces as a
/// space (what is copied off the screen can then be searched for); direction controls and invisible marks are
/// gone.
pub fn safe(text: &str) -> Cow<'_, str> {
    cleaned(text, |c| match c {
        '\u{a0}' | '\u{202f}' => Some(' '),
        // Their full width: terminals and the buffer disagree on that of the half.
        '\u{ff9e}' => Some('\u{309b}'),
        '\u{ff9f}' => Some('\u{309c}'),
        _ if is_break(c) => Some(' '),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' => Some('·'),
        _ => Some(c).filter(|c| !is_unseen(*c)),
    })
}

/// The text as a line of plain output, a message or a log: what the screen leaves out, and controls, are gone;
/// breaks and tabs are spaces.
pub fn line(text: &str) -> Cow<'_, str> {
    cleaned(text, |c| match c {
        _ if is_break(c) => Some(' '),
        _ => Some(c).filter(|c| !c.is_control() && !is_unseen(*c)),
    })
}

/// The line of a text, with at most that many characters and `…` for the others: a message may quote what
/// somebody else has written.
pub fn brief(text: &str, longest: usize) -> String {
    let mut line = line(text).into_owned();
    if let Some((end, _)) = line.char_indices().nth(longest) {
        line.truncate(end);
        line.push('…');
    }
    line
}

fn cleaned(text: &str, becomes: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    // A zero-width character may be one of a flood, so it takes the slow way as well.
    let shows = |c: char| c.width().is_some_and(|width| width > 0);
    if text.chars().all(|c| shows(c) && becomes(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\r' && chars.peek() == Some(&'\n') {
            continue;
        }
        match becomes(c) {
            None => {}
            Some(mark) if mark.width() == Some(0) => {
                marks += 1;
                if marks <= MARKS {
                    out.push(mark);
                }
            }
            Some(c) => {
                out.push(c);
                marks = 0;
            }
        }
    }
    Cow::Owned(out)
}

/// Writes events, each given as a whole, as clean lines of at most that many characters (see [`brief`]).
#[derive(Debug)]
pub struct CleanLines<W> {
    to: W,
    longest: usize,
}

impl<W: Write> CleanLines<W> {
    /// Lines on that writer.
    pub fn new(to: W, longest: usize) -> CleanLines<W> {
        CleanLines { to, longest }
    }
}

impl<W: Write> Write for CleanLines<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = brief(text.trim_end(), self.longest) + "\n";
        self.to.write_all(line.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
