//! Pasted text: between its marks, without an end, or without any marks at all.

use std::time::{Duration, Instant};

/// The longest paste kept, in bytes; what is beyond it is dropped and logged.
pub const PASTE_LIMIT: usize = 16 << 20;

pub(super) const BEGIN: &[u8] = b"\x1b[200~";
pub(super) const END: &[u8] = b"\x1b[201~";

/// A read that brings more than this, in at least two lines, was not typed.
const TYPED: usize = 200;
/// Reads this small, this far apart, are keys: so many of them in a paste mean that its end is lost.
const STROKE: usize = 8;
const APART: Duration = Duration::from_millis(150);
const STROKES: u8 = 5;

/// A paste that is coming.
#[derive(Debug, Default)]
pub(super) struct Paste {
    text: Vec<u8>,
    /// How much of `END` the last bytes are.
    matched: usize,
    dropped: usize,
    strokes: u8,
    last: Option<Instant>,
}

impl Paste {
    /// Hears of a read before its bytes are taken; true when somebody is typing into a paste whose
    /// end never came.
    pub(super) fn hear(&mut self, bytes: usize, now: Instant) -> bool {
        let apart = self
            .last
            .replace(now)
            .is_some_and(|last| now >= last + APART);
        self.strokes = if apart && bytes <= STROKE {
            self.strokes + 1
        } else {
            0
        };
        self.strokes == STROKES
    }

    /// Takes a byte; true when it was the last of the end mark.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        if END.get(self.matched) == Some(&byte) {
            self.matched += 1;
            return self.matched == END.len();
        }
        self.keep_matched();
        // ESC stands only at the start of the mark, so there is nothing else to fall back to
        if byte == 0x1b {
            self.matched = 1;
        } else {
            self.keep(byte);
        }
        false
    }

    fn keep_matched(&mut self) {
        let matched = std::mem::take(&mut self.matched);
        for &byte in END.iter().take(matched) {
            self.keep(byte);
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.text.len() < PASTE_LIMIT {
            self.text.push(byte);
        } else {
            self.dropped += 1;
        }
    }

    /// The text of a paste that was ended by its mark.
    pub(super) fn finish(self) -> String {
        if self.dropped > 0 {
            tracing::warn!(dropped = self.dropped, "paste cut");
        }
        lines(&self.text)
    }

    /// The text of a paste that nothing ended.
    pub(super) fn give_up(mut self) -> String {
        self.keep_matched();
        self.finish()
    }
}

/// The text, with the line ends that terminals turn into `\r` put right.
pub(super) fn lines(bytes: &[u8]) -> String {
    let kept = bytes.get(..PASTE_LIMIT).unwrap_or(bytes);
    String::from_utf8_lossy(kept)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}

/// Whether the bytes of a read are the end of a paste whose beginning was lost or never sent.
pub(super) fn ends_one(read: &[u8]) -> bool {
    let place = |mark: &[u8]| read.windows(mark.len()).position(|bytes| bytes == mark);
    match (place(END), place(BEGIN)) {
        (Some(end), Some(begin)) => 0 < end && end < begin,
        (Some(end), None) => 0 < end,
        (None, _) => false,
    }
}

/// Whether the bytes of a read are pasted text without marks: too much for typing, in several lines,
/// and not one key held down. Sequences are keys, however many.
pub(super) fn is_bare(read: &[u8]) -> bool {
    if read.len() <= TYPED || read.windows(BEGIN.len()).any(|bytes| bytes == BEGIN) {
        return false;
    }
    let text = without_sequences(read);
    let line_ends = lines(&text).matches('\n').count();
    text.len() > TYPED && line_ends >= 2 && !repeats(&text)
}

fn without_sequences(read: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut rest = read.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != 0x1b {
            text.push(byte);
        } else if rest.next_if(|byte| matches!(byte, b'[' | b'O')).is_some() {
            while rest.next_if(|byte| matches!(byte, 0x20..=0x3f)).is_some() {}
            rest.next();
        }
    }
    text
}

/// Whether it is one character again and again.
fn repeats(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let mut characters = text.chars();
    let first = characters.next();
    characters.all(|character| Some(character) == first)
}
