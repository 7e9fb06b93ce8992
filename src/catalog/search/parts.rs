//! Parts of addresses and telephone numbers: short texts of all rows behind each other, looked
//! through as one.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::catalog::RowSet;

/// So many letters of each text are a head, whose rows are kept.
const HEAD: usize = 2;

/// Shorter texts of a row are one: the ten digits of a number and a line break.
const LONG: usize = 11;
/// A thread is worth its start for so many bytes.
const WORTH_A_THREAD: usize = 2 << 20;

/// Short texts, some a row.
#[derive(Debug, Default)]
pub struct Parts {
    text: Vec<u8>,
    /// Where the texts of each row end.
    ends: Vec<u32>,
    /// The rows that have a text with each head, if they were asked for.
    heads: Vec<([u8; HEAD], RowSet)>,
}

/// Where a text was found: the row, and whether it stands at its beginning and at its end.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub row: u32,
    pub begins: bool,
    pub ends: bool,
}

impl Parts {
    /// Adds a text of the row at hand.
    pub fn add(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
        self.text.push(b'\n');
    }

    /// The next row begins.
    pub fn next_row(&mut self) {
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// All rows are there.
    pub fn done(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        if self.text.is_empty() {
            self.ends = Vec::new();
        }
    }

    /// All rows are there, and `beginning` will be asked.
    pub fn done_with_heads(&mut self) {
        self.done();
        let mut heads: Vec<([u8; HEAD], RowSet)> = Vec::new();
        for row in 0..self.ends.len() as u32 {
            let texts = self.of(row).split(|byte| *byte == b'\n');
            for head in texts.filter_map(|text| text.first_chunk::<HEAD>()) {
                let known = heads.iter().position(|(known, _)| known == head);
                let at = known.unwrap_or_else(|| {
                    heads.push((*head, RowSet::new()));
                    heads.len() - 1
                });
                if let Some((_, rows)) = heads.get_mut(at) {
                    rows.insert(row);
                }
            }
        }
        heads.iter_mut().for_each(|(_, rows)| rows.shrink());
        self.heads = heads;
    }

    /// The texts of a row, a line break behind each.
    fn of(&self, row: u32) -> &[u8] {
        let at = row as usize;
        let before = at.checked_sub(1).and_then(|at| self.ends.get(at));
        let from = before.map_or(0, |end| *end as usize);
        let to = self.ends.get(at).map_or(0, |end| *end as usize);
        self.text.get(from..to).unwrap_or_default()
    }

    /// The rows that have a text with that beginning, of two letters or more.
    pub fn beginning(&self, wanted: &str) -> RowSet {
        let wanted = wanted.as_bytes();
        let mut heads = self.heads.iter();
        let head = heads.find(|(head, _)| wanted.starts_with(head));
        let mut rows = head.map(|(_, rows)| rows.clone()).unwrap_or_default();
        if wanted.len() > HEAD {
            let last = wanted.len() - 1;
            // Most rows differ in that letter already, and have one text.
            let has = |text: &[u8]| text.get(last) == wanted.last() && text.starts_with(wanted);
            let has_later = |texts: &[u8]| texts.split(|byte| *byte == b'\n').skip(1).any(has);
            rows.retain(|row| {
                let texts = self.of(row);
                has(texts) || texts.len() > LONG && has_later(texts)
            });
        }
        rows
    }

    /// Each place where `wanted` stands, in order of row.
    pub fn find(&self, wanted: &str, each: impl FnMut(Part)) {
        let finder = Finder::new(wanted);
        if self.text.len() < WORTH_A_THREAD {
            return self.find_in(&finder, 0..self.ends.len(), each);
        }
        let middle = self.ends.len() / 2;
        let found = |rows: Range<usize>| {
            let mut parts = Vec::new();
            self.find_in(&finder, rows, |part| parts.push(part));
            parts
        };
        let (one, other) = std::thread::scope(|scope| {
            let other = scope.spawn(|| found(middle..self.ends.len()));
            // A panic over there is a bug: it goes on here.
            let join = |other: std::thread::ScopedJoinHandle<'_, Vec<Part>>| {
                (other.join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            (found(0..middle), join(other))
        });
        one.into_iter().chain(other).for_each(each);
    }

    fn find_in(&self, finder: &Finder<'_>, rows: Range<usize>, mut each: impl FnMut(Part)) {
        let end_of = |rows: usize| match rows.checked_sub(1) {
            Some(row) => self.ends.get(row).map_or(0, |end| *end as usize),
            None => 0,
        };
        let (from, to) = (end_of(rows.start), end_of(rows.end));
        let mut row = rows.start;
        for at in finder.find_iter(self.text.get(from..to).unwrap_or_default()) {
            let at = from + at;
            let passed = self.ends.get(row..).unwrap_or_default();
            // Hits are often near each other: a doubling stride, then halves.
            let mut step = 1;
            while passed.get(step).is_some_and(|end| *end as usize <= at) {
                step *= 2;
            }
            let near = passed.get(step / 2..passed.len().min(step + 1));
            let is_before = |end: &u32| *end as usize <= at;
            row += step / 2 + near.unwrap_or_default().partition_point(is_before);
            let before = at.checked_sub(1).and_then(|at| self.text.get(at));
            each(Part {
                row: row as u32,
                begins: before.is_none_or(|before| *before == b'\n'),
                ends: self.text.get(at + finder.needle().len()) == Some(&b'\n'),
            });
        }
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        let heads = self.heads.iter().map(|(_, rows)| rows.size());
        self.text.capacity() + 4 * self.ends.capacity() + heads.sum::<usize>()
    }
}
