//! Digits of telephone numbers and of SIRET, in order: numbers that begin alike lie together, and all of
//! them are quickly looked through for some digits inside.

use crate::catalog::RowSet;
use crate::catalog::threads::share_out;

/// A digit takes so many bits: 1 to 10, so that it is never like a place without a digit.
const DIGIT: usize = 4;
/// So many digits have room.
const ROOM: usize = 16;
/// A one in the lowest bit of each digit.
const ONES: u64 = 0x1111_1111_1111_1111;
/// So many digits are looked for in all numbers, the last ones of those wanted: many numbers begin alike.
const TAIL: usize = 3;
/// So many numbers are looked through at once.
const BATCH: usize = 8;
/// So many numbers are worth a thread.
const WORTH_A_THREAD: usize = 1 << 17;

/// Numbers of rows.
#[derive(Debug, Default)]
pub struct Numbers {
    /// The digits of each number, the first one highest, in order.
    digits: Vec<u64>,
    /// The row of each.
    rows: Vec<u32>,
    /// Numbers of more digits than there is room for.
    long: Vec<(u32, String)>,
}

/// The rows that have some digits as a number, at the end of one, at its beginning, inside.
#[derive(Debug, Default)]
pub struct Places(pub [RowSet; 4]);

impl Places {
    fn insert(&mut self, row: u32, begins: bool, ends: bool) {
        let [whole, ending, beginning, inside] = &mut self.0;
        match (begins, ends) {
            (true, true) => whole.insert(row),
            (false, true) => ending.insert(row),
            (true, false) => beginning.insert(row),
            (false, false) => inside.insert(row),
        }
    }

    fn join(mut self, other: Places) -> Places {
        let sets = self.0.iter_mut().zip(&other.0);
        sets.for_each(|(rows, others)| rows.join(others));
        self
    }
}

/// Digits, packed. `None` if there are more than there is room for.
fn packed(digits: &str) -> Option<u64> {
    let digits = digits.as_bytes();
    let shift = DIGIT * ROOM.checked_sub(digits.len())?;
    let add = |packed, digit: &u8| packed << DIGIT | u64::from(digit - b'0' + 1);
    let packed = digits.iter().fold(0u64, add);
    Some(packed.checked_shl(shift as u32).unwrap_or(0))
}

/// Bits where one of the digits of a number is the one that `all` repeats.
fn marks(number: u64, all: u64) -> u64 {
    const REST: u64 = 7 * ONES;
    let differ = number ^ all;
    // No digit's sum reaches the next one: the highest bit of each tells whether a bit is set below.
    !(((differ & REST) + REST) | differ | REST)
}

/// Bits where digits that follow each other stand in a number.
fn runs(number: u64, wanted: &[u64; TAIL]) -> u64 {
    let [first, second, third] = *wanted;
    marks(number, first) & marks(number, second) << DIGIT & marks(number, third) << (2 * DIGIT)
}

impl Numbers {
    /// What was read by all threads, put in order.
    pub fn joined(read: Vec<NumbersRead>) -> Numbers {
        let (mut all, mut long) = (Vec::new(), Vec::new());
        for read in read {
            all.extend(read.all);
            long.extend(read.long);
        }
        // Runs that are in order are merged.
        all.sort();
        Numbers {
            digits: all.iter().map(|(digits, _)| *digits).collect(),
            rows: all.iter().map(|(_, row)| *row).collect(),
            long,
        }
    }

    /// The rows that have a number with that beginning.
    pub fn beginning(&self, wanted: &str) -> RowSet {
        let mut rows = RowSet::new();
        if let Some(low) = packed(wanted) {
            let open = DIGIT * (ROOM - wanted.len());
            let high = low
                | u64::MAX
                    .checked_shr((DIGIT * ROOM - open) as u32)
                    .unwrap_or(0);
            let from = self.digits.partition_point(|number| *number < low);
            let to = self.digits.partition_point(|number| *number <= high);
            let found = self.rows.get(from..to).unwrap_or_default();
            found.iter().for_each(|row| rows.insert(*row));
        }
        let long = self.long.iter();
        long.filter(|(_, digits)| digits.starts_with(wanted))
            .for_each(|(row, _)| rows.insert(*row));
        rows
    }

    /// The rows that have these digits in a number, wherever; at least as many as are looked for in all.
    pub fn with(&self, wanted: &str) -> Places {
        let (all, half) = (self.digits.len(), self.digits.len() / 2);
        let threads = if all < WORTH_A_THREAD { 1 } else { 2 };
        let look = |part: std::ops::Range<usize>| {
            let digits = self.digits.get(part.clone()).unwrap_or_default();
            let rows = self.rows.get(part).unwrap_or_default();
            look(digits, rows, wanted)
        };
        let found = share_out(threads, [0..half, half..all], look);
        let mut found = found.into_iter().fold(Places::default(), Places::join);
        for (row, digits) in &self.long {
            for (at, _) in digits.match_indices(wanted) {
                found.insert(*row, at == 0, at + wanted.len() == digits.len());
            }
        }
        found
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        let long = self.long.iter().map(|(_, digits)| 32 + digits.capacity());
        8 * self.digits.capacity() + 4 * self.rows.capacity() + long.sum::<usize>()
    }
}

/// The rows of numbers that have the digits.
fn look(digits: &[u64], rows: &[u32], wanted: &str) -> Places {
    let mut found = Places::default();
    let last = wanted.as_bytes().last_chunk::<TAIL>();
    let (Some(tail), Some(all)) = (last, packed(wanted)) else {
        return found;
    };
    let tail = tail.map(|digit| u64::from(digit - b'0' + 1) * ONES);
    let length = wanted.len();
    // The digits wanted, lowest, and those of a number from a place on.
    let wanted = all >> (DIGIT * (ROOM - length));
    let from = |number: u64, at: usize| number << (DIGIT * at) >> (DIGIT * (ROOM - length));
    let is_end = |number: u64, at: usize| at == ROOM || number << (DIGIT * at) >> 60 == 0;
    for (numbers, rows) in digits.chunks(BATCH).zip(rows.chunks(BATCH)) {
        if numbers
            .iter()
            .fold(0, |any, number| any | runs(*number, &tail))
            == 0
        {
            continue;
        }
        for (number, row) in numbers.iter().zip(rows) {
            if runs(*number, &tail) == 0 {
                continue;
            }
            let places = (0..=ROOM - length).filter(|at| from(*number, *at) == wanted);
            places.for_each(|at| found.insert(*row, at == 0, is_end(*number, at + length)));
        }
    }
    found
}

/// Numbers read by one thread.
#[derive(Debug, Default)]
pub struct NumbersRead {
    all: Vec<(u64, u32)>,
    long: Vec<(u32, String)>,
}

impl NumbersRead {
    /// Adds the digits of a number of a row.
    pub fn add(&mut self, row: u32, digits: &str) {
        match packed(digits) {
            Some(0) => {}
            Some(packed) => self.all.push((packed, row)),
            None => self.long.push((row, digits.to_string())),
        }
    }

    /// Puts them in order.
    pub fn sorted(mut self) -> NumbersRead {
        self.all.sort_unstable();
        self
    }
}
