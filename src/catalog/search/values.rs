//! The values of one facet in all rows: different texts, folded and in order, the values of each row,
//! and the rows of each value.

use crate::catalog::RowSet;

/// Of one row in so many a list of rows takes as much as a set of bits.
const SPARSE: usize = 32;
/// Shorter lists are as fast.
const SMALLEST: usize = 64;
/// No value.
pub const NONE: u32 = u32::MAX;

/// The values of a facet.
#[derive(Debug, Default)]
pub struct Values {
    folded: String,
    /// Where each value ends in the text, which has a line break behind each.
    ends: Vec<u32>,
    /// The first value of each row; no entries if few rows have one.
    first: Vec<u32>,
    /// The other values, by row, in order; which rows have any; and where those of each 64 rows begin.
    more: Vec<(u32, u32)>,
    several: RowSet,
    steps: Vec<u32>,
    /// The rows of each value, in order; where those of each value begin, and behind them the end.
    rows: Vec<u32>,
    starts: Vec<u32>,
    /// The rows of values that so many have that a set takes no more than the list, in order of value.
    sets: Vec<(u32, RowSet)>,
}

impl Values {
    /// How many values there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The folded text of a value.
    pub fn text(&self, value: u32) -> &str {
        let at = value as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |end| *end as usize + 1);
        let end = self.ends.get(at).map_or(0, |end| *end as usize);
        self.folded.get(start..end).unwrap_or_default()
    }

    /// The values that begin with a text.
    pub fn beginning(&self, text: &str) -> std::ops::Range<u32> {
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low.midpoint(high);
            match self.text(middle) < text {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        let begins = |value: &u32| self.text(*value).starts_with(text);
        low..low + (low..self.len() as u32).take_while(begins).count() as u32
    }

    /// All texts, a line break behind each.
    pub fn texts(&self) -> &str {
        &self.folded
    }

    /// The value whose text has that byte of `texts`.
    pub fn value_at(&self, byte: usize) -> u32 {
        self.ends.partition_point(|end| (*end as usize) < byte) as u32
    }

    /// The rows of a value, in order.
    pub fn rows(&self, value: u32) -> &[u32] {
        let at = value as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => self
                .rows
                .get(*from as usize..*to as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// The same as a set, of a value that many rows have.
    pub fn set(&self, value: u32) -> Option<&RowSet> {
        let at = self.sets.binary_search_by_key(&value, |(value, _)| *value);
        self.sets.get(at.ok()?).map(|(_, rows)| rows)
    }

    /// The values of a row that has several, without the first.
    fn others(&self, row: u32) -> impl Iterator<Item = u32> {
        let from = match self.several.contains(row) {
            true => self.steps.get(row as usize / 64).copied(),
            false => None,
        };
        let more = from.and_then(|from| self.more.get(from as usize..));
        more.unwrap_or_default()
            .iter()
            .skip_while(move |(other, _)| *other < row)
            .take_while(move |(other, _)| *other == row)
            .map(|(_, value)| *value)
    }

    /// The values of a row.
    pub fn of(&self, row: u32) -> impl Iterator<Item = u32> {
        let first = self
            .first
            .get(row as usize)
            .copied()
            .filter(|value| *value != NONE);
        first.into_iter().chain(self.others(row))
    }

    /// The greatest of what a table says of the values of a row.
    pub fn best(&self, row: u32, table: &[u16]) -> u16 {
        let of = |value: u32| table.get(value as usize).copied().unwrap_or(0);
        let first = self.first.get(row as usize).map_or(0, |value| of(*value));
        if !self.several.contains(row) {
            return first;
        }
        self.others(row).map(of).fold(first, u16::max)
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.folded.capacity()
            + 4 * (self.ends.capacity() + self.first.capacity() + self.rows.capacity())
            + 4 * (self.starts.capacity() + self.steps.capacity())
            + self
                .sets
                .iter()
                .map(|(_, rows)| 8 * rows.words().len())
                .sum::<usize>()
            + 8 * (self.more.capacity() + self.several.words().len())
    }
}

impl Values {
    /// Of texts in order, folded, a line break behind each, and where each ends; and of the values that
    /// rows have, row by row, of so many rows.
    pub fn new(folded: String, ends: Vec<u32>, uses: &[&[(u32, u32)]], rows: u32) -> Values {
        let mut values = Values {
            folded,
            ends,
            ..Values::default()
        };
        values.place(uses, rows);
        values
    }

    fn place(&mut self, uses: &[&[(u32, u32)]], rows: u32) {
        let mut counts = vec![0u32; self.len() + 1];
        let all = uses.iter().map(|part| part.len()).sum();
        for (_, value) in uses.iter().copied().flatten() {
            if let Some(count) = counts.get_mut(*value as usize + 1) {
                *count += 1;
            }
        }
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        self.starts = counts.clone();
        self.rows = vec![0; all];
        // A column is worth its four bytes a row when it is not mostly empty.
        let dense = all as u64 * 4 > u64::from(rows);
        if dense {
            self.first = vec![NONE; rows as usize];
        }
        for (row, value) in uses.iter().copied().flatten().copied() {
            if let Some(next) = counts.get_mut(value as usize) {
                if let Some(slot) = self.rows.get_mut(*next as usize) {
                    *slot = row;
                }
                *next += 1;
            }
            match self.first.get_mut(row as usize) {
                Some(first) if *first == NONE => *first = value,
                _ => self.more.push((row, value)),
            }
        }
        self.more.shrink_to_fit();
        self.several = self.more.iter().map(|(row, _)| *row).collect();
        let mut passed = 0u32;
        self.steps = (0..self.several.words().len() as u32)
            .map(|step| {
                let left = self.more.get(passed as usize..).unwrap_or_default();
                passed += left.iter().take_while(|(row, _)| row / 64 < step).count() as u32;
                passed
            })
            .collect();
        self.sets = (0..self.len() as u32)
            .filter(|value| self.rows(*value).len() > (rows as usize / SPARSE).max(SMALLEST))
            .map(|value| (value, self.rows(value).iter().copied().collect()))
            .collect();
    }
}
