//! Parts of addresses and telephone numbers: short texts of all rows behind each other, looked
//! through as one.

use memchr::memmem::Finder;

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

    /// Each place where `wanted` stands, in order of row.
    pub fn find(&self, wanted: &str, mut each: impl FnMut(Part)) {
        let finder = Finder::new(wanted);
        let mut row = 0;
        for at in finder.find_iter(&self.text) {
            let passed = self.ends.get(row..).unwrap_or_default();
            // Hits are near each other, or far apart.
            row += match passed.iter().take(16).position(|end| *end as usize > at) {
                Some(near) => near,
                None => passed.partition_point(|end| *end as usize <= at),
            };
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
