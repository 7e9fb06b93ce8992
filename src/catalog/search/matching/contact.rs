//! What a term means in telephone numbers and addresses, and as initials and a name.

use super::super::facet::Facet;
use super::super::numbers::Places;
use super::super::rate::{self, How, INSIDE, Use, points};
use super::super::shelf::Shelf;
use super::Matched;
use crate::catalog::RowSet;

/// Rows by their points, of which there are few different ones.
#[derive(Default)]
struct Classes(Vec<(RowSet, u16)>);

impl Classes {
    fn insert(&mut self, row: u32, points: u16) {
        let known = self.0.iter().position(|(_, of)| *of == points);
        let at = known.unwrap_or_else(|| {
            self.0.push((RowSet::new(), points));
            self.0.len() - 1
        });
        if let Some((rows, _)) = self.0.get_mut(at) {
            rows.insert(row);
        }
    }
}

impl Matched {
    /// Several words that are one term: numbers that may be a telephone number or words.
    pub(super) fn several(&mut self, shelf: &Shelf, words: &[String]) {
        let parts: Vec<Matched> = words
            .iter()
            .map(|word| {
                let mut part = Matched::default();
                part.plain(shelf, word);
                part.settle();
                part
            })
            .collect();
        let mut rows: Option<RowSet> = None;
        for part in &parts {
            let of = part.rows(shelf);
            match &mut rows {
                Some(rows) => rows.keep(&of),
                None => rows = Some(of),
            }
        }
        for row in rows.unwrap_or_default().iter() {
            let least = parts.iter().map(|part| part.best(shelf, row)).min();
            self.single.push((row, least.unwrap_or(0)));
        }
    }

    pub(super) fn digits(&mut self, shelf: &Shelf, digits: &str) {
        if digits.len() <= INSIDE {
            // So few digits stand in most numbers; only what begins so counts.
            let [_, _, beginning, _] = rate::DIGITS;
            self.even(shelf.numbers.beginning(digits), beginning);
            return;
        }
        let Places(found) = shelf.numbers.with(digits);
        for (rows, points) in found.into_iter().zip(rate::DIGITS) {
            self.even(rows, points);
        }
        // A SIRET is written with blanks, and is a word.
        for at in shelf.words.beginning(digits) {
            self.give_word(shelf, at, How::Beginning, digits.len(), 0);
        }
    }

    fn even(&mut self, rows: RowSet, points: u32) {
        if !rows.is_empty() {
            self.even.push((rows, points as u16 * 10));
        }
    }

    /// A part of an address: of what stands before the @, or around it.
    pub(super) fn mail(&mut self, shelf: &Shelf, word: &str) {
        let (local, domain) = word.split_once('@').unwrap_or((word, ""));
        let with_domain = word.contains('@');
        let mut domains = Matched::default();
        if !domain.is_empty() {
            let values = shelf.of_facet(Facet::Domain);
            let letters = |value: u32| values.text(value).len();
            for value in values.beginning(domain) {
                let how = How::Beginning;
                let points = points(Facet::Domain, Use::First, how, domain.len(), letters(value));
                domains.give(shelf, Facet::Domain, value, points);
            }
        }
        if local.is_empty() {
            for (_, value) in &domains.values {
                let points = domains
                    .tables
                    .get(Facet::Domain.at())
                    .and_then(|t| t.get(*value as usize));
                self.give(shelf, Facet::Domain, *value, points.copied().unwrap_or(0));
            }
            return;
        }
        let points = |begins: bool, ends: bool| match (begins, ends) {
            (true, true) => 640,
            (true, false) | (false, true) => 600,
            _ => 400,
        };
        let mut found = Classes::default();
        shelf.parts.find(local, with_domain, |part| {
            if domain.is_empty() || domains.best(shelf, part.row) > 0 {
                found.insert(part.row, points(part.begins, part.ends));
            }
        });
        self.even.extend(found.0);
    }

    /// Initials of the first name and the family name in one: "jfkapps", "jdupont", "jfk"; the `whole` name
    /// only, of some letters, and not a particle.
    pub(super) fn initials_and_name(&mut self, shelf: &Shelf, word: &str, whole: bool) {
        let firsts = shelf.of_facet(Facet::First);
        let names = shelf.of_facet(Facet::Name);
        if firsts.len() == 0
            || word.len() < INSIDE
            || !word.bytes().all(|b| b.is_ascii_alphabetic())
        {
            return;
        }
        for split in 1..=INSIDE.min(word.len() - 1) {
            let (initials, name) = word.split_at(split);
            // One initial and one letter say nothing.
            if split + name.len() < INSIDE || whole && name.len() < INSIDE {
                continue;
            }
            let mut part = Matched::default();
            for at in shelf.words.beginning(name) {
                let is_whole = shelf.words.word(at).len() == name.len();
                if whole && !is_whole {
                    // The words are in order: the whole one comes first.
                    break;
                }
                for used in shelf
                    .words
                    .uses(at)
                    .iter()
                    .filter(|used| used.facet() == Facet::Name)
                {
                    let points = points(
                        Facet::Name,
                        used.using(),
                        if is_whole { How::Whole } else { How::Beginning },
                        name.len(),
                        shelf.words.word(at).len(),
                    );
                    part.give(shelf, Facet::Name, used.value(), points);
                }
            }
            let begun: Vec<u16> = (0..firsts.len() as u32)
                .map(|value| u16::from(rate::has_initials(firsts.text(value), initials)))
                .collect();
            let Some(table) = part.tables.get(Facet::Name.at()) else {
                continue;
            };
            let with_initials = || (0u32..).zip(&begun).filter(|(_, begun)| **begun > 0);
            let named = part.values.iter().map(|(_, value)| names.rows(*value));
            let begun_rows = with_initials().map(|(value, _)| firsts.rows(value).len());
            // Of those with the initials and those with the name the fewer are asked for the other.
            if named.clone().map(<[u32]>::len).sum::<usize>() <= begun_rows.sum() {
                for row in named.flatten().filter(|row| firsts.best(**row, &begun) > 0) {
                    let points = names.best(*row, table) * 6 / 10 + split as u16;
                    self.single.push((*row, points));
                }
            } else {
                for row in with_initials().flat_map(|(value, _)| firsts.rows(value)) {
                    let points = names.best(*row, table);
                    if points > 0 {
                        self.single.push((*row, points * 6 / 10 + split as u16));
                    }
                }
            }
        }
    }
}
