//! Parts of addresses and telephone numbers: short texts of all rows behind each other, looked
//! through as one.

use memchr::memmem::Finder;

/// Shorter texts of a row are one: the ten digits of a number and a line break.
const LONG: usize = 11;

/// Short texts, some a row.
#[derive(Debug, Default)]
pub struct Parts {
    text: Vec<u8>,
    /// Where the texts of each row end.
    ends: Vec<u32>,
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

    /// Each row that has a text with that beginning, in order.
    pub fn beginning(&self, wanted: &str, mut each: impl FnMut(u32)) {
        let wanted = wanted.as_bytes();
        let mut from = 0;
        for (row, end) in (0u32..).zip(&self.ends) {
            let texts = self.text.get(from..*end as usize).unwrap_or_default();
            from = *end as usize;
            // Few rows have more than one text, and the wanted one has few letters.
            let has = |text: &[u8]| {
                let same = text
                    .iter()
                    .zip(wanted)
                    .take_while(|(one, other)| one == other);
                same.count() == wanted.len()
            };
            if has(texts) || texts.len() > LONG && texts.split(|byte| *byte == b'\n').any(has) {
                each(row);
            }
        }
    }

    /// Each place where `wanted` stands, in order of row.
    pub fn find(&self, wanted: &str, mut each: impl FnMut(Part)) {
        let finder = Finder::new(wanted);
        let mut row = 0;
        for at in finder.find_iter(&self.text) {
            let passed = self.ends.get(row..).unwrap_or_default();
            // Hits are often near each other: a doubling stride, then halves.
            let mut step = 1;
            while passed.get(step).is_some_and(|end| *end as usize <= at) {
                step *= 2;
            }
            let near = passed.get(step / 2..passed.len().min(step + 1));
            let is_before = |end: &u32| *end as usize <= at;
            row += step / 2 + near.unwrap_or_default().partition_point(is_before);
            each(Part {
                row: row as u32,
                begins: at
                    .checked_sub(1)
                    .is_none_or(|before| self.text.get(before) == Some(&b'\n')),
                ends: self.text.get(at + wanted.len()) == Some(&b'\n'),
            });
        }
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.text.capacity() + 4 * self.ends.capacity()
    }
}
