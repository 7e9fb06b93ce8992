//! Sets of rows of one kind's table, a bit a row.

use super::threads::share_out;

/// From so many rows on a test of all of them is worth two threads.
const WORTH_A_THREAD: u32 = 1 << 19;

/// A set of rows. Rows beyond its last word are not in it, so it need not know how many there are.
#[derive(Clone, Debug, Default)]
pub struct RowSet {
    words: Vec<u64>,
}

impl RowSet {
    /// The empty set.
    pub fn new() -> RowSet {
        RowSet::default()
    }

    /// The rows from 0 up to but not including `rows`.
    pub fn all(rows: u32) -> RowSet {
        let whole = rows as usize / 64;
        let mut words = vec![u64::MAX; whole];
        let rest = rows % 64;
        if rest > 0 {
            words.push((1 << rest) - 1);
        }
        RowSet { words }
    }

    /// None of so many rows, with room for all.
    pub fn none(rows: u32) -> RowSet {
        RowSet {
            words: vec![0; rows.div_ceil(64) as usize],
        }
    }

    /// Those of so many rows of which something is so.
    pub fn of(rows: u32, is_so: impl Fn(u32) -> bool + Sync) -> RowSet {
        let word = |at: u32| {
            let first = at * 64;
            let bits = (first..rows.min(first + 64)).map(&is_so);
            bits.zip(0..)
                .fold(0, |word, (so, bit)| word | u64::from(so) << bit)
        };
        let words = rows.div_ceil(64);
        if rows < WORTH_A_THREAD {
            return RowSet {
                words: (0..words).map(word).collect(),
            };
        }
        let half = words / 2;
        let parts = share_out(2, [0..half, half..words], |range| {
            range.map(word).collect::<Vec<u64>>()
        });
        RowSet {
            words: parts.into_iter().flatten().collect(),
        }
    }

    /// Whether the row is in it.
    #[inline]
    pub fn contains(&self, row: u32) -> bool {
        self.words
            .get(row as usize / 64)
            .is_some_and(|word| word & (1 << (row % 64)) != 0)
    }

    /// Adds a row.
    #[inline]
    pub fn insert(&mut self, row: u32) {
        let at = row as usize / 64;
        if self.words.len() <= at {
            self.words.resize(at + 1, 0);
        }
        if let Some(word) = self.words.get_mut(at) {
            *word |= 1 << (row % 64);
        }
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: u32) {
        if let Some(word) = self.words.get_mut(row as usize / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    /// Takes a row out; whether it was in it.
    pub fn take(&mut self, row: u32) -> bool {
        let was = self.contains(row);
        if was {
            self.remove(row);
        }
        was
    }

    /// How many rows are in it.
    pub fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// How many rows are in both.
    pub fn count_in(&self, other: &RowSet) -> usize {
        let words = self.words.iter().zip(&other.words);
        words
            .map(|(word, other)| (word & other).count_ones() as usize)
            .sum()
    }

    /// Whether a row is in both.
    pub fn meets(&self, other: &RowSet) -> bool {
        let mut words = self.words.iter().zip(&other.words);
        words.any(|(word, other)| word & other != 0)
    }

    /// Whether no row is in it.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Leaves only the rows that are in both.
    pub fn keep(&mut self, other: &RowSet) {
        self.words.truncate(other.words.len());
        self.words
            .iter_mut()
            .zip(&other.words)
            .for_each(|(word, other)| *word &= other);
    }

    /// Adds the rows of the other.
    pub fn join(&mut self, other: &RowSet) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        self.words
            .iter_mut()
            .zip(&other.words)
            .for_each(|(word, other)| *word |= other);
    }

    /// Takes out the rows of the other.
    pub fn subtract(&mut self, other: &RowSet) {
        self.words
            .iter_mut()
            .zip(&other.words)
            .for_each(|(word, other)| *word &= !other);
    }

    /// Leaves only the rows of which something is so.
    pub fn retain(&mut self, mut is_so: impl FnMut(u32) -> bool) {
        for (at, word) in (0u32..).zip(&mut self.words) {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                if !is_so(at * 64 + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Gives back room beyond its last row.
    pub fn shrink(&mut self) {
        self.words.shrink_to_fit();
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        8 * self.words.capacity()
    }

    /// The set in two parts, of about as many rows each if they lie evenly.
    pub fn halves(self) -> [RowSet; 2] {
        let (mut first, mut second) = (self.clone(), self);
        let half = first.words.len() / 2;
        first.words.truncate(half);
        second
            .words
            .iter_mut()
            .take(half)
            .for_each(|word| *word = 0);
        [first, second]
    }

    /// Calls `each` with the rows, in order.
    pub fn each(&self, mut each: impl FnMut(u32)) {
        for (at, word) in (0u32..).zip(&self.words) {
            let mut left = *word;
            while left != 0 {
                each(at * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }

    /// The rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).zip(&self.words).flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }

    /// The words of 64 rows each, the lowest bit the first row; for loops over many rows.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The words, to be written; missing ones are rows that are not in the set.
    pub fn words_mut(&mut self) -> &mut Vec<u64> {
        &mut self.words
    }
}

impl FromIterator<u32> for RowSet {
    fn from_iter<I: IntoIterator<Item = u32>>(rows: I) -> RowSet {
        let mut set = RowSet::new();
        rows.into_iter().for_each(|row| set.insert(row));
        set
    }
}
