//! A search over the shelves of several kinds: first for rows that have the terms as they are typed,
//! then, where these are few, for others. What is few is decided over all shelves together, so that it
//! makes no difference on which of them an edited row stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::best::{self, Scored};
use super::found::Found;
use super::matching::{Matched, Reach, Sense};
use super::rate::TYPO;
use super::shelf::Shelf;
use super::terms::{Term, Terms};
use crate::catalog::RowSet;
use crate::catalog::table::Place;
use crate::model::Kind;

/// With fewer rows as they are typed, others are looked for too …
const FEW: usize = 20;
/// … and with fewer than these if a long term is no whole word: "guein" is Guérin misspelt as well as
/// the beginning of Gueinot.
const SEVERAL: usize = 200;

/// A row found, and where.
#[derive(Clone, Copy, Debug)]
pub struct Answered {
    /// The row.
    pub place: Place,
    /// Its points.
    pub points: u32,
    /// Whether it has the terms in another way than typed.
    pub approximate: bool,
}

/// A shelf that is asked.
pub struct Asked<'s> {
    kind: Kind,
    shelf: &'s Shelf,
    base: &'s Shelf,
    /// What is looked at, without what was found.
    within: RowSet,
    /// What each wanted term means; all terms, or none of the rows has them all.
    wanted: Vec<Arc<Sense>>,
}

impl<'s> Asked<'s> {
    /// A shelf of a kind, of which these rows are looked at.
    pub fn new(kind: Kind, shelf: &'s Shelf, base: &'s Shelf, within: RowSet) -> Asked<'s> {
        Asked {
            kind,
            shelf,
            base,
            within,
            wanted: Vec::new(),
        }
    }

    fn meaning(&self, term: &Term, reach: Reach) -> Arc<Sense> {
        let find = || Sense::new(Matched::of(self.shelf, self.base, term, reach));
        self.shelf.recent.get(term, reach, find)
    }

    fn leave_out(&mut self, unwanted: &[Term]) {
        for term in unwanted {
            let meaning = self.meaning(term, Reach::Strict);
            self.within.subtract(meaning.rows(self.shelf));
        }
    }

    /// Matches the terms as far as `reach` says for each. As typed, a term that no row has is the last.
    fn matching(
        &mut self,
        terms: &[Term],
        reach: impl Fn(usize) -> Reach,
        cancel: &AtomicBool,
    ) -> Option<()> {
        self.wanted.clear();
        for (at, term) in terms.iter().enumerate() {
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
            let meaning = self.meaning(term, reach(at));
            if meaning.matched.is_empty() && reach(at) == Reach::Strict {
                break;
            }
            self.wanted.push(meaning);
        }
        Some(())
    }

    /// Whether a row that is looked at has the term of that number.
    fn has(&self, at: usize) -> bool {
        let meaning = self.wanted.get(at);
        meaning.is_some_and(|meaning| meaning.matched.is_in(self.shelf, &self.within))
    }

    /// How many of the rows that are looked at have a term as it is typed; those found have all.
    fn count(&self, term: &Term) -> usize {
        let meaning = self.meaning(term, Reach::Strict);
        match meaning.matched.is_empty() {
            true => 0,
            false => meaning.rows(self.shelf).count_in(&self.within),
        }
    }

    /// Adds the best rows that have all terms, and says how many have; they are not found again.
    fn answer(
        &mut self,
        terms: &Terms,
        limit: usize,
        approximate: bool,
        placed: &mut Vec<Answered>,
        cancel: &AtomicBool,
    ) -> Option<usize> {
        if self.wanted.len() < terms.wanted.len() {
            return Some(0);
        }
        let within = self.within.clone();
        let answer = best::answer(self.shelf, &self.wanted, within, limit, cancel)?;
        placed.extend(answer.best.into_iter().map(|ranked: Scored| Answered {
            place: Place {
                kind: self.kind,
                row: self.shelf.row(ranked.place()),
            },
            points: ranked.points,
            approximate,
        }));
        self.within.subtract(&answer.rows);
        Some(answer.rows.len())
    }
}

/// The counts, and the best `limit` rows, best first. `None` if cancelled.
pub fn find(
    mut asked: Vec<Asked<'_>>,
    terms: &Terms,
    limit: usize,
    cancel: &AtomicBool,
) -> Option<(Found, Vec<Answered>)> {
    let wanted = &terms.wanted;
    let mut found = Found::default();
    let mut placed = Vec::new();
    for one in &mut asked {
        one.leave_out(&terms.unwanted);
        one.matching(wanted, |_| Reach::Strict, cancel)?;
    }
    let is_typed = |term: &Term| match term.words.as_slice() {
        [word] if word.chars().count() >= TYPO => {
            let has = |one: &Asked<'_>| one.shelf.has_word(word, &one.within);
            asked.iter().any(has)
        }
        _ => true,
    };
    let may_be_misspelt = !wanted.iter().all(is_typed);
    for one in &mut asked {
        found.total += one.answer(terms, limit, false, &mut placed, cancel)?;
    }
    let few = found.total < FEW || found.total < SEVERAL && may_be_misspelt;
    if few && !wanted.iter().all(Term::is_number) {
        let counts = |term: &Term| asked.iter().map(|one| one.count(term)).sum::<usize>();
        let reaches: Vec<Reach> = wanted
            .iter()
            .map(|term| match found.total + counts(term) < FEW {
                _ if term.is_number() => Reach::Strict,
                true => Reach::Near,
                false => Reach::Typo,
            })
            .collect();
        for one in &mut asked {
            one.matching(wanted, |at| reaches[at], cancel)?;
            found.approximate += one.answer(terms, limit, true, &mut placed, cancel)?;
        }
        if found.total + found.approximate == 0 {
            let is_lost = |at: usize| {
                let mut shelves = asked.iter();
                !shelves.any(|one| one.has(at))
            };
            let reaches: Vec<Reach> = (0..wanted.len())
                .map(|at| match reaches[at] > Reach::Strict && is_lost(at) {
                    true => Reach::Scattered,
                    false => reaches[at],
                })
                .collect();
            for one in &mut asked {
                one.matching(wanted, |at| reaches[at], cancel)?;
                found.approximate += one.answer(terms, limit, true, &mut placed, cancel)?;
            }
        }
    }
    placed.sort_by(|one, other| {
        (one.approximate.cmp(&other.approximate))
            .then_with(|| other.points.cmp(&one.points))
            .then_with(|| {
                let key = |placed: &Answered| (placed.place.kind, placed.place.row);
                key(one).cmp(&key(other))
            })
    });
    placed.truncate(limit);
    Some((found, placed))
}
