//! Values being gathered: texts as they are written, numbered as they come, each thread by itself; then
//! folded, put in order and joined.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::order::{InOrder, sort};
use super::values::{NONE, Values};
use crate::model::fold::fold_into;

/// The values of one facet in rows that follow each other.
#[derive(Default)]
pub struct Gathering {
    /// The numbers of texts by hash; of texts with the same hash the later ones stand further on.
    numbers: HashMap<u64, u32, FixedState>,
    /// All different texts, and where each ends: together, for they are compared again and again.
    texts: String,
    ends: Vec<u32>,
    /// The row and the number of its value, in order of row.
    uses: Vec<(u32, u32)>,
}

impl Gathering {
    /// A value of a row; rows come in order. Returns the number of the text.
    pub fn add(&mut self, row: u32, text: &str) -> u32 {
        let number = self.number(text);
        self.uses.push((row, number));
        number
    }

    fn number(&mut self, text: &str) -> u32 {
        let next = self.ends.len() as u32;
        let mut hash = FixedState::default().hash_one(text);
        loop {
            match self.numbers.entry(hash) {
                Entry::Vacant(free) => {
                    free.insert(next);
                    self.texts.push_str(text);
                    self.ends.push(self.texts.len() as u32);
                    return next;
                }
                Entry::Occupied(taken) => {
                    let number = *taken.get();
                    if text_of(&self.texts, &self.ends, number) == text {
                        return number;
                    }
                }
            }
            hash = hash.wrapping_add(1);
        }
    }

    /// A value of a row whose text has that number.
    pub fn add_known(&mut self, row: u32, number: u32) {
        self.uses.push((row, number));
    }

    /// About how much work it is to join it.
    pub fn len(&self) -> usize {
        self.uses.len()
    }

    /// The values of so many rows; the parts' rows follow each other.
    pub fn joined(mut parts: Vec<Gathering>, rows: u32) -> Values {
        // What was written differently may fold to the same.
        let mut folded = String::new();
        let mut texts: Vec<InOrder> = Vec::new();
        let mut firsts = Vec::with_capacity(parts.len());
        for part in &parts {
            firsts.push(texts.len() as u32);
            for number in 0..part.ends.len() as u32 {
                let text = text_of(&part.texts, &part.ends, number);
                let from = folded.len();
                fold_into(text, &mut folded);
                // Line breaks stand between values only.
                if text.contains(char::is_control) {
                    let clean = folded.split_off(from).replace(char::is_control, " ");
                    folded.push_str(&clean);
                }
                texts.push(InOrder::new(&folded, from, texts.len() as u32));
            }
        }
        sort(&mut texts, &folded);
        let mut numbers = vec![NONE; texts.len()];
        let (mut all, mut ends): (String, Vec<u32>) = (String::new(), Vec::new());
        let mut before: Option<&str> = None;
        for entry in &texts {
            let text = entry.text(&folded);
            if text.is_empty() {
                continue;
            }
            if before != Some(text) {
                all.push_str(text);
                ends.push(all.len() as u32);
                all.push('\n');
                before = Some(text);
            }
            if let Some(slot) = numbers.get_mut(entry.tag as usize) {
                *slot = ends.len() as u32 - 1;
            }
        }
        all.shrink_to_fit();
        ends.shrink_to_fit();
        for (part, first) in parts.iter_mut().zip(firsts) {
            let numbers = numbers.get(first as usize..).unwrap_or_default();
            for (_, value) in &mut part.uses {
                *value = numbers.get(*value as usize).copied().unwrap_or(NONE);
            }
            part.uses.retain(|(_, value)| *value != NONE);
        }
        let uses: Vec<&[(u32, u32)]> = parts.iter().map(|part| &*part.uses).collect();
        Values::new(all, ends, &uses, rows)
    }
}

fn text_of<'t>(texts: &'t str, ends: &[u32], number: u32) -> &'t str {
    let at = number as usize;
    let before = at.checked_sub(1).and_then(|at| ends.get(at));
    let from = before.map_or(0, |end| *end as usize);
    let to = ends.get(at).map_or(0, |end| *end as usize);
    texts.get(from..to).unwrap_or_default()
}
