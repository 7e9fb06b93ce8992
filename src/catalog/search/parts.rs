//! What stands before the @ of addresses: short texts of all rows behind each other, of which those are
//! looked through that have the letters.

use memchr::memmem::Finder;

/// So many rows share the place where their texts begin.
const BLOCK: usize = 32;
/// So many rows are looked through one after the other when their texts are at hand.
const BATCH: usize = 32;
/// So many rows to look through are worth a thread.
const WORTH_A_THREAD: usize = 8_192;
/// Stands behind each text, and between no letters of an address.
const END: u8 = b'\n';

/// Short texts, some a row: 64 KiB of a row at most, what is beyond is not found.
#[derive(Debug, Default)]
pub struct Parts {
    text: Vec<u8>,
    /// How long the texts of each row are.
    lengths: Vec<u16>,
    /// Where the texts of each block of rows begin.
    starts: Vec<u32>,
    /// Which pairs of letters stand in the texts of each row, a bit for several pairs: few rows that
    /// have not what is looked for have all its pairs.
    pairs: Vec<u128>,
}

/// Where a text was found: the row, and whether it stands at its beginning and at its end.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub row: u32,
    pub begins: bool,
    pub ends: bool,
}

impl Parts {
    /// What was read of all rows, joined in order of the first ones; all but the last have whole blocks.
    pub fn joined(mut all: Vec<PartsRead>) -> Parts {
        all.sort_unstable_by_key(|read| read.first);
        let mut joined = Parts::default();
        let sum = |count: fn(&PartsRead) -> usize| all.iter().map(count).sum::<usize>();
        if sum(|read| read.text.len()) == 0 {
            return joined;
        }
        let rows = sum(|read| read.lengths.len());
        joined.text.reserve_exact(sum(|read| read.text.len()));
        joined.lengths.reserve_exact(rows);
        joined.pairs.reserve_exact(rows);
        joined.starts.reserve_exact(rows.div_ceil(BLOCK));
        for read in all {
            let mut start = joined.text.len();
            for block in read.lengths.chunks(BLOCK) {
                joined.starts.push(start as u32);
                start += block
                    .iter()
                    .map(|length| usize::from(*length))
                    .sum::<usize>();
            }
            joined.text.extend_from_slice(&read.text);
            joined.lengths.extend_from_slice(&read.lengths);
            joined.pairs.extend_from_slice(&read.pairs);
        }
        joined
    }

    /// The texts of a row.
    fn of(&self, row: u32) -> &[u8] {
        let at = row as usize;
        let block = self.lengths.get(at / BLOCK * BLOCK..=at);
        let Some(([before @ .., length], start)) = block.zip(self.starts.get(at / BLOCK)) else {
            return &[];
        };
        let passed: usize = before.iter().map(|length| usize::from(*length)).sum();
        let from = *start as usize + passed;
        let texts = self.text.get(from..from + usize::from(*length));
        texts.unwrap_or_default()
    }

    /// Each place where `wanted` stands in a text, in order of row; with `ends`, where it stands at its
    /// end.
    pub fn find(&self, wanted: &str, ends: bool, mut each: impl FnMut(Part)) {
        let mut wanted = wanted.as_bytes().to_vec();
        wanted.extend(ends.then_some(END));
        let needed = pairs(&wanted);
        let rows = (0..self.pairs.len() as u32).filter(|row| self.may_have(*row, needed));
        let rows: Vec<u32> = rows.collect();
        self.look(&rows, &wanted, |row, texts, at| {
            let before = at.checked_sub(1).and_then(|before| texts.get(before));
            each(Part {
                row,
                begins: before.is_none_or(|before| *before == END),
                ends: ends || texts.get(at + wanted.len()) == Some(&END),
            });
        });
    }

    fn may_have(&self, row: u32, needed: u128) -> bool {
        let pairs = self.pairs.get(row as usize);
        pairs.is_some_and(|pairs| pairs & needed == needed)
    }

    /// Gives the row, its texts and the place for each place where `wanted` stands in these rows, in
    /// order.
    fn look<'p>(&'p self, rows: &[u32], wanted: &[u8], mut each: impl FnMut(u32, &'p [u8], usize)) {
        let look = |rows: &[u32], each: &mut dyn FnMut(u32, &'p [u8], usize)| {
            let finder = Finder::new(wanted);
            let mut texts: Vec<(u32, &[u8])> = Vec::with_capacity(BATCH);
            for batch in rows.chunks(BATCH) {
                // Memory is slow to answer, and answers several questions at once: the texts of all rows
                // are asked for before the first is read.
                texts.clear();
                texts.extend(batch.iter().map(|row| (*row, self.of(*row))));
                let touched = texts.iter().filter_map(|(_, texts)| texts.first());
                std::hint::black_box(touched.fold(0, |sum, byte| sum ^ byte));
                for (row, texts) in &texts {
                    finder.find_iter(texts).for_each(|at| each(*row, texts, at));
                }
            }
        };
        if rows.len() < WORTH_A_THREAD {
            return look(rows, &mut each);
        }
        let (first, second) = rows.split_at(rows.len() / 2);
        let found = |rows: &[u32]| {
            let mut found = Vec::new();
            look(rows, &mut |row, texts, at| found.push((row, texts, at)));
            found
        };
        let (one, other) = std::thread::scope(|scope| {
            let other = scope.spawn(|| found(second));
            let one = found(first);
            // A panic over there is a bug: it goes on here.
            let other = (other.join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (one, other)
        });
        let all = one.into_iter().chain(other);
        all.for_each(|(row, texts, at)| each(row, texts, at));
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.text.capacity()
            + 2 * self.lengths.capacity()
            + 4 * self.starts.capacity()
            + 16 * self.pairs.capacity()
    }
}

/// The parts read of rows that follow each other.
#[derive(Debug)]
pub struct PartsRead {
    /// The first row.
    first: u32,
    text: Vec<u8>,
    lengths: Vec<u16>,
    pairs: Vec<u128>,
    /// Where the texts of the row at hand begin.
    row: usize,
}

impl PartsRead {
    /// None yet, from a row on.
    pub fn new(first: u32) -> PartsRead {
        PartsRead {
            first,
            text: Vec::new(),
            lengths: Vec::new(),
            pairs: Vec::new(),
            row: 0,
        }
    }

    /// Adds a text of the row at hand.
    pub fn add(&mut self, text: &str) {
        let before = self.text.len();
        if before - self.row + text.len() + 2 > usize::from(u16::MAX) {
            return;
        }
        let from = self.text.len();
        self.text.extend_from_slice(text.as_bytes());
        let added = self.text.get_mut(from..).unwrap_or_default();
        let ends = added.iter_mut().filter(|byte| **byte == END);
        ends.for_each(|byte| *byte = b' ');
        self.text.push(END);
    }

    /// The next row begins.
    pub fn next_row(&mut self) {
        let new = self.text.get(self.row..).unwrap_or_default();
        self.lengths.push(new.len() as u16);
        self.pairs.push(pairs(new));
        self.row = self.text.len();
    }
}

/// A bit for each pair of bytes that follow each other, the end of a text included.
fn pairs(texts: &[u8]) -> u128 {
    let bit = |pair: &[u8]| match pair {
        // Where one text ends and another begins.
        [END, _] => 0,
        // Multiplied by the golden ratio pairs are spread evenly (Knuth).
        [one, other] => {
            let pair = u32::from(u16::from_be_bytes([*one, *other]));
            1 << (pair.wrapping_mul(0x9e37_79b1) >> 25)
        }
        _ => 0,
    };
    texts.windows(2).map(bit).fold(0, |bits, bit| bits | bit)
}
