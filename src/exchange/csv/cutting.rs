//! A text cut into records, and these into cells.
//!
//! A quotation mark opens a quoted cell only where another one closes it before a separator or the end of a line; any
//! other one is a character. One that would go on over lines and is never closed so is told of: what stands behind it
//! is not swallowed in silence.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3};

/// The longest quoted cell, in bytes: ten times what the longest value of a field may have.
const LONGEST: usize = 1 << 20;

/// Cuts a text.
#[derive(Clone, Debug)]
pub struct Cutter<'t> {
    text: &'t str,
    separator: u8,
    at: usize,
    line: u64,
}

/// How quotation marks stand in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// As they are, if there are any.
    Plain,
    /// Doubled.
    Doubled,
    /// Behind a backslash, as some programs write them.
    Escaped,
}

/// A record: its cells as ranges of the text.
#[derive(Debug, Default)]
pub struct Record {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Where it begins in the text.
    pub start: usize,
    /// Its cells, without the marks that enclose them, and how marks stand in them.
    pub cells: Vec<(Range<usize>, Marks)>,
    /// The cell, from 0, whose opening mark is never closed as it should be.
    pub stray: Option<usize>,
}

impl Record {
    /// The text of a cell; blank where there is none.
    pub fn cell<'t>(&self, text: &'t str, at: usize) -> Cow<'t, str> {
        let Some((range, marks)) = self.cells.get(at) else {
            return Cow::Borrowed("");
        };
        let cell = text.get(range.clone()).unwrap_or_default();
        match marks {
            Marks::Doubled => Cow::Owned(cell.replace("\"\"", "\"")),
            Marks::Escaped => Cow::Owned(cell.replace("\\\"", "\"")),
            Marks::Plain => Cow::Borrowed(cell),
        }
    }

    /// All its cells.
    pub fn texts<'r, 't: 'r>(&'r self, text: &'t str) -> impl Iterator<Item = Cow<'t, str>> + 'r {
        (0..self.cells.len()).map(|at| self.cell(text, at))
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self, text: &str) -> bool {
        self.texts(text).all(|cell| cell.trim().is_empty())
    }

    /// How many cells there are up to the last one that is not blank.
    pub fn filled(&self, text: &str) -> usize {
        let is_filled = |at: &usize| !self.cell(text, *at).trim().is_empty();
        (0..self.cells.len())
            .rev()
            .find(is_filled)
            .map_or(0, |at| at + 1)
    }
}

impl<'t> Cutter<'t> {
    /// Begins at the beginning of a text.
    pub fn new(text: &'t str, separator: u8) -> Cutter<'t> {
        Cutter {
            text,
            separator,
            at: 0,
            line: 1,
        }
    }

    /// Cuts the next record; whether there was one.
    pub fn next(&mut self, record: &mut Record) -> bool {
        record.cells.clear();
        record.stray = None;
        (record.line, record.start) = (self.line, self.at);
        if self.at >= self.text.len() {
            return false;
        }
        loop {
            if self.quoted(record).is_none() {
                let rest = self.rest(self.at);
                let length = memchr3(self.separator, b'\n', b'\r', rest).unwrap_or(rest.len());
                record.cells.push((self.at..self.at + length, Marks::Plain));
                self.at += length;
            }
            match self.byte(self.at) {
                Some(byte) if byte == self.separator => self.at += 1,
                Some(b'\r') if self.byte(self.at + 1) == Some(b'\n') => {
                    self.at += 2;
                    break;
                }
                Some(_) => {
                    self.at += 1;
                    break;
                }
                None => return true,
            }
        }
        self.line += 1;
        true
    }

    /// Takes a quoted cell, if one begins here, up to what ends it.
    fn quoted(&mut self, record: &mut Record) -> Option<()> {
        let blanks = self
            .rest(self.at)
            .iter()
            .take_while(|byte| **byte == b' ')
            .count();
        let open = self.at + blanks;
        if self.byte(open) != Some(b'"') {
            return None;
        }
        let (mut at, mut marks) = (open + 1, Marks::Plain);
        let closing = loop {
            let found = memchr(b'"', self.rest(at)).map(|found| at + found);
            match found.filter(|found| found - open <= LONGEST) {
                Some(mark) if self.byte(mark + 1) == Some(b'"') => {
                    (at, marks) = (mark + 2, Marks::Doubled);
                }
                found => break found,
            }
        };
        let standard = closing.and_then(|mark| Some((mark, self.end(mark)?, marks)));
        let escaped = || self.escaped(open);
        let Some((mark, end, marks)) = standard.or_else(escaped) else {
            let within = open..closing.unwrap_or(self.text.len());
            if closing.is_none() || self.lines(within) > 0 {
                record.stray.get_or_insert(record.cells.len());
            }
            return None;
        };
        self.line += self.lines(open..mark);
        record.cells.push((open + 1..mark, marks));
        self.at = end;
        Some(())
    }

    /// Where the cell ends that this mark closes; nothing where it closes none.
    fn end(&self, mark: usize) -> Option<usize> {
        let blanks = self.rest(mark + 1).iter();
        let end = mark + 1 + blanks.take_while(|byte| **byte == b' ').count();
        let closes = match self.byte(end) {
            Some(byte) => byte == self.separator || matches!(byte, b'\n' | b'\r'),
            None => true,
        };
        closes.then_some(end)
    }

    /// The mark that closes a cell, and its end, where a backslash stands before those within: on one line, and only
    /// where there is such a one.
    fn escaped(&self, open: usize) -> Option<(usize, usize, Marks)> {
        let (mut at, mut is_escaped) = (open + 1, false);
        loop {
            let mark = at + memchr3(b'"', b'\n', b'\r', self.rest(at))?;
            if self.byte(mark) != Some(b'"') || mark - open > LONGEST {
                return None;
            }
            if self.byte(mark - 1) != Some(b'\\') {
                let end = self.end(mark).filter(|_| is_escaped)?;
                return Some((mark, end, Marks::Escaped));
            }
            (at, is_escaped) = (mark + 1, true);
        }
    }

    /// How many lines end there: with LF, CRLF or CR alone.
    fn lines(&self, within: Range<usize>) -> u64 {
        let bytes = self.text.as_bytes().get(within).unwrap_or_default();
        let alone = |at: &usize| bytes.get(at + 1) != Some(&b'\n');
        let feeds = memchr_iter(b'\n', bytes).count();
        (feeds + memchr_iter(b'\r', bytes).filter(alone).count()) as u64
    }

    fn rest(&self, from: usize) -> &'t [u8] {
        self.text.as_bytes().get(from..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }
}
