//! Texts put in order by the first letters, which are kept beside them, and only then by the rest.

use std::cmp::Ordering;
use std::ops::Range;

/// Texts on their way into order, each with its number: how many came before it.
#[derive(Default)]
pub struct Unsorted {
    /// All of them, one behind the other.
    all: String,
    texts: Vec<Text>,
}

/// Where a text lies.
#[derive(Clone, Copy)]
struct Text {
    head: u64,
    from: u32,
    to: u32,
}

/// A text of one of several.
#[derive(Clone, Copy)]
struct Entry<'u> {
    text: Text,
    number: u32,
    of: usize,
    all: &'u str,
}

/// All heads: no text has the last one, for none has its bytes.
pub const ALL: Range<u64> = 0..u64::MAX;

/// The first eight bytes of a text as a number: of most texts the order is theirs.
pub fn head(text: &str) -> u64 {
    let mut head = [0; 8];
    let bytes = head.iter_mut().zip(text.as_bytes());
    bytes.for_each(|(to, byte)| *to = *byte);
    u64::from_be_bytes(head)
}

impl Unsorted {
    /// Adds a text: what is written.
    pub fn add(&mut self, write: impl FnOnce(&mut String)) {
        let from = self.all.len();
        write(&mut self.all);
        self.texts.push(Text {
            head: head(self.all.get(from..).unwrap_or_default()),
            from: from as u32,
            to: self.all.len() as u32,
        });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The texts of all parts that have these heads, in order, each with its number and its part; the
    /// same ones as they came. Quick if long runs of them are in order already.
    pub fn in_order<'u>(
        parts: impl Iterator<Item = &'u Unsorted>,
        heads: Range<u64>,
    ) -> impl Iterator<Item = (&'u str, u32, usize)> {
        let mut entries: Vec<Entry<'u>> = Vec::new();
        for (of, part) in parts.enumerate() {
            let texts = (0..).zip(&part.texts);
            let within = texts.filter(|(_, text)| heads.contains(&text.head));
            entries.extend(within.map(|(number, text)| Entry {
                text: *text,
                number,
                of,
                all: &part.all,
            }));
        }
        entries.sort_by(Entry::compare);
        let entries = entries.into_iter();
        entries.map(|entry| (entry.text(), entry.number, entry.of))
    }
}

impl<'u> Entry<'u> {
    fn text(&self) -> &'u str {
        let Text { from, to, .. } = self.text;
        self.all.get(from as usize..to as usize).unwrap_or_default()
    }

    fn compare(&self, other: &Entry<'_>) -> Ordering {
        let heads = self.text.head.cmp(&other.text.head);
        heads.then_with(|| self.text().cmp(other.text()))
    }
}
