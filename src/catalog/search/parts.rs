//! Parts of addresses and telephone numbers: short texts of all rows behind each other, looked
//! through as one.

use memchr::memmem::Finder;

use crate::catalog::RowSet;

/// So many letters of each text are a head, whose rows are kept.
const HEAD: usize = 2;

/// Shorter texts of a row are one: the ten digits of a number and a line break.
const LONG: usize = 11;

/// Short texts, some a row.
#[derive(Debug, Default)]
pub struct Parts {
    text: Vec<u8>,
    /// Where the texts of each row end.
    ends: Vec<u32>,
    /// Which pairs of letters stand in the texts of each row, a bit for several pairs: few rows that
    /// have not what is looked for have all its pairs.
    pairs: Vec<u32>,
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
    /// Adds a text of the row at hand, byte by byte.
    pub fn add(&mut self, text: impl IntoIterator<Item = u8>) {
        self.text.extend(text);
        self.text.push(b'\n');
    }

    /// The next row begins.
    pub fn next_row(&mut self) {
        let from = self.ends.last().map_or(0, |end| *end as usize);
        let new = self.text.get(from..).unwrap_or_default();
        self.pairs.push(pairs(new));
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// The parts of rows that follow each other, joined.
    pub fn joined(all: Vec<Parts>) -> Parts {
        let mut joined = Parts::default();
        let bytes = |parts: &Parts| parts.text.len();
        joined.text.reserve_exact(all.iter().map(bytes).sum());
        if all.iter().any(|parts| !parts.text.is_empty()) {
            let rows = |parts: &Parts| parts.ends.len();
            joined.ends.reserve_exact(all.iter().map(rows).sum());
            joined.pairs.reserve_exact(joined.ends.capacity());
        }
        for parts in all {
            let before = joined.text.len() as u32;
            joined.text.extend_from_slice(&parts.text);
            if joined.ends.capacity() > 0 {
                joined
                    .ends
                    .extend(parts.ends.iter().map(|end| before + end));
                joined.pairs.extend_from_slice(&parts.pairs);
            }
        }
        joined
    }

    /// Keeps the rows of each beginning: `beginning` will be asked.
    pub fn keep_heads(&mut self) {
        let mut numbers: Vec<u16> = Vec::new();
        let mut heads: Vec<([u8; HEAD], RowSet)> = Vec::new();
        for row in 0..self.ends.len() as u32 {
            let texts = self.of(row).split(|byte| *byte == b'\n');
            for head in texts.filter_map(|text| text.first_chunk::<HEAD>()) {
                let at = usize::from(u16::from_be_bytes(*head));
                if numbers.len() <= at {
                    numbers.resize(at + 1, u16::MAX);
                }
                let Some(number) = numbers.get_mut(at) else {
                    continue;
                };
                if *number == u16::MAX {
                    *number = heads.len() as u16;
                    heads.push((*head, RowSet::new()));
                }
                if let Some((_, rows)) = heads.get_mut(usize::from(*number)) {
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
    pub fn find(&self, wanted: &str, mut each: impl FnMut(Part)) {
        let finder = Finder::new(wanted);
        let needed = pairs(wanted.as_bytes());
        let rows = (0u32..).zip(&self.pairs);
        for (row, _) in rows.filter(|(_, pairs)| *pairs & needed == needed) {
            let texts = self.of(row);
            for at in finder.find_iter(texts) {
                let before = at.checked_sub(1).and_then(|at| texts.get(at));
                each(Part {
                    row,
                    begins: before.is_none_or(|before| *before == b'\n'),
                    ends: texts.get(at + finder.needle().len()) == Some(&b'\n'),
                });
            }
        }
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        let heads = self.heads.iter().map(|(_, rows)| rows.size());
        self.text.capacity()
            + 4 * (self.ends.capacity() + self.pairs.capacity())
            + heads.sum::<usize>()
    }
}

/// A bit for each pair of bytes that follow each other within a line.
fn pairs(text: &[u8]) -> u32 {
    let bit = |pair: &[u8]| match pair {
        [b'\n', _] | [_, b'\n'] => 0,
        [one, other] => 1 << (one.wrapping_mul(37).wrapping_add(*other) % 32),
        _ => 0,
    };
    text.windows(2).map(bit).fold(0, |bits, bit| bits | bit)
}
