//! Other people's fuzzy finders, over one folded line a person.

use std::sync::Arc;

use neo_frizbee::{Config, Matcher, Pattern};
use nucleo::pattern::{CaseMatching, Normalization};

/// How many threads they get.
const THREADS: usize = 2;

/// A finder of lines.
pub trait Rival {
    /// The numbers of the best lines, and how many match is known.
    fn best(&mut self, text: &str, count: usize) -> Vec<usize>;
}

/// nucleo's worker, as helix runs it.
pub struct Nucleo(nucleo::Nucleo<usize>);

impl Nucleo {
    pub fn new(lines: &[String]) -> Nucleo {
        let nucleo =
            nucleo::Nucleo::new(nucleo::Config::DEFAULT, Arc::new(|| {}), Some(THREADS), 1);
        let injector = nucleo.injector();
        for (row, line) in lines.iter().enumerate() {
            injector.push(row, |_, columns| columns[0] = line.as_str().into());
        }
        Nucleo(nucleo)
    }
}

impl Rival for Nucleo {
    fn best(&mut self, text: &str, count: usize) -> Vec<usize> {
        self.0
            .pattern
            .reparse(0, text, CaseMatching::Ignore, Normalization::Smart, false);
        while self.0.tick(1_000).running {}
        let snapshot = self.0.snapshot();
        let seen = u32::try_from(count)
            .unwrap()
            .min(snapshot.matched_item_count());
        snapshot
            .matched_items(..seen)
            .map(|item| *item.data)
            .collect()
    }
}

/// frizbee, every word of the query a pattern.
pub struct Frizbee<'a> {
    lines: Vec<&'a str>,
    config: Config,
}

impl<'a> Frizbee<'a> {
    /// With so many typos allowed in each word.
    pub fn new(lines: &'a [String], typos: u16) -> Frizbee<'a> {
        Frizbee {
            lines: lines.iter().map(String::as_str).collect(),
            config: Config::default().max_typos(Some(typos)),
        }
    }
}

impl Rival for Frizbee<'_> {
    fn best(&mut self, text: &str, count: usize) -> Vec<usize> {
        let patterns: Vec<Pattern> = text
            .split_whitespace()
            .map(|word| Pattern::new(word, Default::default()))
            .collect();
        let mut matcher = Matcher::from_patterns(&patterns, &self.config);
        let matches = matcher.match_list_parallel(&self.lines, THREADS);
        matches
            .iter()
            .take(count)
            .map(|found| found.index as usize)
            .collect()
    }
}
