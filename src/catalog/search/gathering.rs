//! Values being gathered: texts as they are written, numbered as they come, each thread by itself; then
//! folded, put in order and joined; and only then placed, for what needs the texts alone can go on
//! beside it.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::order::{self, Unsorted};
use super::values::{NONE, Placed, Texts};
use crate::model::fold::fold_into;

/// The values of one facet in some blocks of rows.
#[derive(Default)]
pub struct Gathering {
    /// All different texts: together, for they are compared again and again.
    texts: String,
    /// Each text by its hash.
    known: HashTable<TextAt>,
    /// The hash and the end of each, by number.
    ends: Vec<(u64, u32)>,
    /// The rows of each block and the numbers of their values, in order of row.
    uses: Vec<Vec<(u32, u32)>>,
}

/// Where a text lies, and its number.
struct TextAt {
    from: u32,
    to: u32,
    number: u32,
}

/// What one thread gathered, with its texts folded and in order.
pub struct SortedTexts {
    texts: Texts,
    uses: Vec<Vec<(u32, u32)>>,
    /// The text of each number that is used.
    numbers: Vec<u32>,
}

/// The texts of a facet, and which of them the texts of each part are.
pub struct JoinedTexts {
    pub texts: Texts,
    numbers: Vec<Vec<u32>>,
}

impl Gathering {
    /// A block of rows begins.
    pub fn begin_block(&mut self) {
        if self.uses.last().is_none_or(|block| !block.is_empty()) {
            self.uses.push(Vec::new());
        }
    }

    /// A value of a row of the block at hand; rows come in order. Returns the number of the text.
    pub fn add(&mut self, row: u32, text: &str) -> u32 {
        let number = self.number(text);
        self.add_known(row, number);
        number
    }

    fn number(&mut self, text: &str) -> u32 {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(text.as_bytes());
        let hash = hasher.finish();
        let (texts, ends) = (&mut self.texts, &mut self.ends);
        let is_same =
            |known: &TextAt| texts.get(known.from as usize..known.to as usize) == Some(text);
        let hash_of = |known: &TextAt| ends.get(known.number as usize).map_or(0, |(hash, _)| *hash);
        let (from, number) = (texts.len() as u32, ends.len() as u32);
        match self.known.entry(hash, is_same, hash_of) {
            Entry::Occupied(known) => known.get().number,
            Entry::Vacant(free) => {
                let to = from + text.len() as u32;
                free.insert(TextAt { from, to, number });
                texts.push_str(text);
                ends.push((hash, to));
                number
            }
        }
    }

    /// A value of a row whose text has that number.
    pub fn add_known(&mut self, row: u32, number: u32) {
        if let Some(block) = self.uses.last_mut() {
            block.push((row, number));
        }
    }

    /// With the texts folded and in order.
    pub fn sorted(self) -> SortedTexts {
        let mut all = Unsorted::default();
        let mut from = 0;
        for (_, to) in &self.ends {
            let text = self.texts.get(from..*to as usize).unwrap_or_default();
            from = *to as usize;
            all.add(|all| {
                let from = all.len();
                fold_into(text, all);
                // Line breaks stand between values only.
                if text.contains(char::is_control) {
                    let clean = all.split_off(from).replace(char::is_control, " ");
                    all.push_str(&clean);
                }
            });
        }
        // What was written differently may fold to the same.
        let (texts, numbers) = different(all);
        SortedTexts {
            texts,
            uses: self.uses,
            numbers,
        }
    }
}

impl SortedTexts {
    /// About how much work it is to join it.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The texts of all parts.
    pub fn joined(parts: &[SortedTexts]) -> JoinedTexts {
        let mut all = Unsorted::default();
        for text in parts.iter().flat_map(|part| part.texts.iter()) {
            all.add(|all| all.push_str(text));
        }
        let (texts, numbers) = different(all);
        let mut numbers = numbers.into_iter();
        let of_part = |part: &SortedTexts| numbers.by_ref().take(part.texts.len()).collect();
        JoinedTexts {
            texts,
            numbers: parts.iter().map(of_part).collect(),
        }
    }

    /// Where the values of so many rows stand.
    pub fn placed(mut parts: Vec<SortedTexts>, joined: &JoinedTexts, rows: u32) -> Placed {
        for (part, joined) in parts.iter_mut().zip(&joined.numbers) {
            for number in &mut part.numbers {
                *number = joined.get(*number as usize).copied().unwrap_or(NONE);
            }
            for block in &mut part.uses {
                for (_, value) in block.iter_mut() {
                    *value = part.numbers.get(*value as usize).copied().unwrap_or(NONE);
                }
                block.retain(|(_, value)| *value != NONE);
            }
        }
        let blocks = parts.iter().flat_map(|part| &part.uses);
        let mut blocks: Vec<&[(u32, u32)]> = blocks.map(Vec::as_slice).collect();
        blocks.sort_by_key(|block| block.first().map(|(row, _)| *row));
        Placed::new(joined.texts.len(), &blocks, rows)
    }
}

/// The different ones among texts, without the empty one, and which of them each is.
fn different(all: Unsorted) -> (Texts, Vec<u32>) {
    let mut numbers = vec![NONE; all.len()];
    let mut texts = Texts::default();
    let mut before = "";
    let in_order = Unsorted::in_order([&all].into_iter(), order::ALL);
    for (text, number, _) in in_order.filter(|(text, ..)| !text.is_empty()) {
        if before != text {
            texts.push(text);
            before = text;
        }
        if let Some(slot) = numbers.get_mut(number as usize) {
            *slot = texts.len() as u32 - 1;
        }
    }
    texts.shrink();
    (texts, numbers)
}
