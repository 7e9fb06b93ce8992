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

/// A text of one of several, kept small, for it is moved again and again.
#[derive(Clone, Copy)]
struct Entry {
    head: u64,
    number: u32,
    of: u32,
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

/// Whether a text with that head has no more bytes.
fn is_whole(head: u64) -> bool {
    head.to_be_bytes().last() == Some(&0)
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
        let parts: Vec<&'u Unsorted> = parts.collect();
        let mut entries: Vec<Entry> = Vec::new();
        for (of, part) in (0..).zip(&parts) {
            let texts = (0..).zip(&part.texts);
            let within = texts.filter(|(_, text)| heads.contains(&text.head));
            entries.extend(within.map(|(number, Text { head, .. })| Entry {
                head: *head,
                number,
                of,
            }));
        }
        let text = move |entry: &Entry| {
            let part = parts.get(entry.of as usize);
            part.map_or("", |part| part.text(entry.number as usize))
        };
        entries.sort_by(|one, other| match one.head.cmp(&other.head) {
            Ordering::Equal if !is_whole(one.head) => text(one).cmp(text(other)),
            order => order,
        });
        let entries = entries.into_iter();
        entries.map(move |entry| (text(&entry), entry.number, entry.of as usize))
    }

    fn text(&self, number: usize) -> &str {
        let text = self.texts.get(number);
        let text =
            text.and_then(|Text { from, to, .. }| self.all.get(*from as usize..*to as usize));
        text.unwrap_or_default()
    }
}
