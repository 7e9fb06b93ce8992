//! The values of one facet in all rows: different texts, folded and in order, the values of each row,
//! and the rows of each value.

use crate::catalog::RowSet;

/// Of one row in so many a list of rows takes as much as a set of bits.
const SPARSE: usize = 32;
/// Shorter lists are as fast.
const SMALLEST: usize = 64;
/// No value.
pub const NONE: u32 = u32::MAX;

/// A value a row: two bytes each where there are few values, four otherwise.
#[derive(Debug)]
enum Codes {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

impl Default for Codes {
    fn default() -> Codes {
        Codes::Narrow(Vec::new())
    }
}

impl Codes {
    /// No value in so many rows, and room for so many values.
    fn new(rows: usize, values: usize) -> Codes {
        match values < usize::from(u16::MAX) {
            true => Codes::Narrow(vec![u16::MAX; rows]),
            false => Codes::Wide(vec![NONE; rows]),
        }
    }

    fn get(&self, row: u32) -> Option<u32> {
        match self {
            Codes::Narrow(values) => {
                let value = values.get(row as usize).filter(|value| **value != u16::MAX);
                value.map(|value| u32::from(*value))
            }
            Codes::Wide(values) => {
                let value = values.get(row as usize).filter(|value| **value != NONE);
                value.copied()
            }
        }
    }

    /// Gives a row its value; whether there is room and it has none yet.
    fn set(&mut self, row: u32, value: u32) -> bool {
        match self {
            Codes::Narrow(values) => match values.get_mut(row as usize) {
                Some(slot) if *slot == u16::MAX => {
                    *slot = value as u16;
                    true
                }
                _ => false,
            },
            Codes::Wide(values) => match values.get_mut(row as usize) {
                Some(slot) if *slot == NONE => {
                    *slot = value;
                    true
                }
                _ => false,
            },
        }
    }

    fn size(&self) -> usize {
        match self {
            Codes::Narrow(values) => 2 * values.capacity(),
            Codes::Wide(values) => 4 * values.capacity(),
        }
    }
}

/// Different texts, folded and in order.
#[derive(Debug, Default)]
pub struct Texts {
    /// A line break stands behind each.
    folded: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text behind the others.
    pub fn push(&mut self, text: &str) {
        self.folded.push_str(text);
        self.ends.push(self.folded.len() as u32);
        self.folded.push('\n');
    }

    /// Gives back room beyond the last one.
    pub fn shrink(&mut self) {
        self.folded.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of that number.
    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |end| *end as usize + 1);
        let end = self.ends.get(at).map_or(0, |end| *end as usize);
        self.folded.get(start..end).unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|number| self.get(number))
    }

    fn size(&self) -> usize {
        self.folded.capacity() + 4 * self.ends.capacity()
    }
}

/// The values of a facet.
#[derive(Debug, Default)]
pub struct Values {
    texts: Texts,
    placed: Placed,
}

/// Where values stand: in which rows, and which each row has.
#[derive(Debug, Default)]
pub struct Placed {
    /// The first value of each row; no entries if few rows have one.
    first: Codes,
    /// The other values, in order of row; which of 64 rows each is of; where those of each 64 rows
    /// begin, and behind them the end; which rows have any.
    more: Vec<u32>,
    more_of: Vec<u8>,
    steps: Vec<u32>,
    several: RowSet,
    /// The rows of each value, in order; where those of each value begin, and behind them the end.
    rows: Vec<u32>,
    starts: Vec<u32>,
    /// The rows of values that so many have that a set takes no more than the list, in order of value.
    sets: Vec<(u32, RowSet)>,
}

impl Values {
    /// Of texts, and of where they stand.
    pub fn new(texts: Texts, placed: Placed) -> Values {
        Values { texts, placed }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The folded text of a value.
    pub fn text(&self, value: u32) -> &str {
        self.texts.get(value)
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
        &self.texts.folded
    }

    /// The value whose text has that byte of `texts`.
    pub fn value_at(&self, byte: usize) -> u32 {
        let ends = &self.texts.ends;
        ends.partition_point(|end| (*end as usize) < byte) as u32
    }

    /// The rows of a value, in order.
    pub fn rows(&self, value: u32) -> &[u32] {
        self.placed.rows(value)
    }

    /// The same as a set, of a value that many rows have.
    pub fn set(&self, value: u32) -> Option<&RowSet> {
        let sets = &self.placed.sets;
        let at = sets.binary_search_by_key(&value, |(value, _)| *value);
        sets.get(at.ok()?).map(|(_, rows)| rows)
    }

    /// The values of a row.
    pub fn of(&self, row: u32) -> impl Iterator<Item = u32> {
        let placed = &self.placed;
        placed.first.get(row).into_iter().chain(placed.others(row))
    }

    /// The greatest of what a table says of the values of a row.
    pub fn best(&self, row: u32, table: &[u16]) -> u16 {
        let placed = &self.placed;
        let of = |value: u32| table.get(value as usize).copied().unwrap_or(0);
        let first = placed.first.get(row).map_or(0, of);
        if !placed.several.contains(row) {
            return first;
        }
        placed.others(row).map(of).fold(first, u16::max)
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.texts.size() + self.placed.size()
    }
}

impl Placed {
    /// Where so many values stand in so many rows: the rows of each block with their values, in order.
    pub fn new(values: usize, uses: &[&[(u32, u32)]], rows: u32) -> Placed {
        let mut placed = Placed::default();
        let mut counts = vec![0u32; values + 1];
        let all = uses.iter().map(|part| part.len()).sum();
        for (_, value) in uses.iter().copied().flatten() {
            if let Some(count) = counts.get_mut(*value as usize + 1) {
                *count += 1;
            }
        }
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        placed.starts = counts.clone();
        placed.rows = vec![0; all];
        // A column is worth its four bytes a row when it is not mostly empty.
        let dense = all as u64 * 4 > u64::from(rows);
        if dense {
            placed.first = Codes::new(rows as usize, values);
        }
        for (row, value) in uses.iter().copied().flatten().copied() {
            if let Some(next) = counts.get_mut(value as usize) {
                if let Some(slot) = placed.rows.get_mut(*next as usize) {
                    *slot = row;
                }
                *next += 1;
            }
            if !placed.first.set(row, value) {
                let step = row as usize / 64;
                if placed.steps.len() <= step {
                    placed.steps.resize(step + 1, placed.more.len() as u32);
                }
                placed.more.push(value);
                placed.more_of.push((row % 64) as u8);
                placed.several.insert(row);
            }
        }
        placed.steps.push(placed.more.len() as u32);
        placed.more.shrink_to_fit();
        placed.more_of.shrink_to_fit();
        placed.steps.shrink_to_fit();
        placed.several.shrink();
        let enough = (rows as usize / SPARSE).max(SMALLEST);
        placed.sets = (0..values as u32)
            .map(|value| (value, placed.rows(value)))
            .filter(|(_, rows)| rows.len() > enough)
            .map(|(value, rows)| (value, rows.iter().copied().collect()))
            .collect();
        placed
    }

    fn rows(&self, value: u32) -> &[u32] {
        let at = value as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => self
                .rows
                .get(*from as usize..*to as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// The values of a row that has several, without the first.
    fn others(&self, row: u32) -> impl Iterator<Item = u32> {
        let step = row as usize / 64;
        let steps = self.steps.get(step).zip(self.steps.get(step + 1));
        let range = steps
            .filter(|_| self.several.contains(row))
            .map_or(0..0, |(from, to)| *from as usize..*to as usize);
        let of = self.more_of.get(range.clone()).unwrap_or_default();
        let more = self.more.get(range).unwrap_or_default();
        let is_of = move |(of, _): &(&u8, &u32)| u32::from(**of) == row % 64;
        of.iter().zip(more).filter(is_of).map(|(_, value)| *value)
    }

    fn size(&self) -> usize {
        let sets = self.sets.iter().map(|(_, rows)| 8 * rows.words().len());
        self.first.size()
            + 4 * (self.rows.capacity() + self.starts.capacity() + self.steps.capacity())
            + sets.sum::<usize>()
            + 5 * self.more.capacity()
            + self.several.size()
    }
}
