//! The rows of a shelf that have all terms, their exact number, and the best of them.

use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::facet::{FACETS, Facet};
use super::matching::{Matched, Reach};
use super::shelf::Shelf;
use super::terms::{Term, Terms};
use crate::catalog::RowSet;

/// So many rows at most are asked one by one whether they have the other terms; beyond, sets of rows
/// are made and laid upon each other.
const ASKED: usize = 20_000;
/// How many rows are looked at between two looks at `cancel`.
const BREATH: usize = 8_192;

/// A row and its points; greater is better, and of the same points the earlier row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ranked {
    pub points: u32,
    /// The place on the shelf, from the end.
    back: u32,
}

impl Ranked {
    fn new(points: u32, place: u32) -> Ranked {
        Ranked {
            points,
            back: u32::MAX - place,
        }
    }

    /// The place on the shelf.
    pub fn place(self) -> u32 {
        u32::MAX - self.back
    }
}

/// What a shelf has.
#[derive(Debug, Default)]
pub struct Answer {
    /// The best rows, best first.
    pub best: Vec<Ranked>,
    /// All rows.
    pub rows: RowSet,
}

/// The rows among `within` that have all terms, the best `limit` of them ranked. `None` if cancelled.
pub fn answer(
    shelf: &Shelf,
    terms: &Terms,
    reach: Reach,
    mut within: RowSet,
    limit: usize,
    cancel: &AtomicBool,
) -> Option<Answer> {
    for term in &terms.unwanted {
        within.subtract(&Matched::of(shelf, term, Reach::Strict).rows(shelf));
    }
    if terms.wanted.is_empty() {
        let best = within
            .iter()
            .take(limit)
            .map(|place| Ranked::new(0, place))
            .collect();
        return Some(Answer { best, rows: within });
    }
    let mut matched = matched(shelf, &terms.wanted, reach);
    matched.sort_by_key(|term| term.cost(shelf));
    let (first, others) = matched.split_first()?;
    within.keep(&first.rows(shelf));
    if cancel.load(Ordering::Relaxed) {
        return None;
    }
    if others.is_empty() {
        let best = best_of_one(shelf, first, &within, limit);
        return Some(Answer { best, rows: within });
    }
    let mut unsure: Vec<&Matched> = Vec::new();
    for term in others {
        if within.len() > ASKED {
            within.keep(&term.rows(shelf));
        } else {
            unsure.push(term);
        }
    }
    let mut best = Best::new(limit);
    let mut rows = within.clone();
    for (at, place) in within.iter().enumerate() {
        if at % BREATH == 0 && cancel.load(Ordering::Relaxed) {
            return None;
        }
        if unsure.iter().any(|term| term.best(shelf, place) == 0) {
            rows.remove(place);
            continue;
        }
        best.offer(Ranked::new(score(shelf, &matched, place), place));
    }
    Some(Answer {
        best: best.done(),
        rows,
    })
}

fn matched(shelf: &Shelf, terms: &[Term], reach: Reach) -> Vec<Matched> {
    terms
        .iter()
        .map(|term| Matched::of(shelf, term, reach))
        .collect()
}

/// Of a single term the best rows are those of its best values: no others need be looked at.
fn best_of_one(shelf: &Shelf, term: &Matched, within: &RowSet, limit: usize) -> Vec<Ranked> {
    let mut values: Vec<(u16, &[u32])> = Vec::new();
    let mut single: Vec<Ranked> = Vec::new();
    term.each_place(shelf, |points, rows| match rows {
        Ok(rows) => values.push((points, rows)),
        Err(row) if within.contains(row) => single.push(Ranked::new(u32::from(points), row)),
        Err(_) => {}
    });
    values.sort_unstable_by(|one, other| other.0.cmp(&one.0));
    let mut found: Vec<Ranked> = Vec::new();
    let mut seen = RowSet::new();
    let mut at = 0;
    while let Some((points, _)) = values.get(at) {
        let points = *points;
        let above = single
            .iter()
            .filter(|ranked| ranked.points > u32::from(points))
            .count();
        if found.len() + above >= limit {
            break;
        }
        let same = values
            .iter()
            .skip(at)
            .take_while(|(other, _)| *other == points)
            .count();
        let mut best = Best::new(limit);
        for (_, rows) in values.iter().skip(at).take(same) {
            for row in rows.iter().copied() {
                if within.contains(row) && !seen.contains(row) {
                    seen.insert(row);
                    best.offer(Ranked::new(u32::from(points), row));
                }
            }
        }
        found.extend(best.done());
        at += same;
    }
    found.extend(single);
    found.sort_unstable_by(|one, other| other.cmp(one));
    let mut kept = RowSet::new();
    found.retain(|ranked| {
        let new = !kept.contains(ranked.place());
        kept.insert(ranked.place());
        new
    });
    found.truncate(limit);
    found
}

/// The points of a row that has all terms: each term counts in one facet, and a facet of one word
/// takes one term only, so that "martin martin" is Martin Martin.
fn score(shelf: &Shelf, terms: &[Matched], place: u32) -> u32 {
    let mut taken = [0u8; FACETS];
    // The best and the next best of each term.
    let mut choices: Vec<[(Option<Facet>, u16); 2]> = Vec::with_capacity(terms.len());
    for term in terms {
        let mut two = [(None, 0); 2];
        term.each(shelf, place, |facet, points| {
            if points > two[0].1 {
                two = [(facet, points), two[0]];
            } else if points > two[1].1 {
                two[1] = (facet, points);
            }
        });
        choices.push(two);
    }
    // Those that lose most by yielding choose first.
    choices.sort_unstable_by_key(|[best, next]| std::cmp::Reverse(best.1 - next.1));
    let mut sum = 0;
    for two in choices {
        let mut given = 0;
        for (facet, points) in two {
            let Some(facet) = facet else {
                given = given.max(points);
                break;
            };
            let room = &mut taken[facet.at()];
            if *room == 0 || shelf.has_room(facet, place, *room) {
                *room += 1;
                given = given.max(points);
                break;
            }
            // No place left: it counts for little.
            given = given.max(points / 4);
        }
        sum += u32::from(given);
    }
    sum
}

/// The best so far.
struct Best {
    limit: usize,
    heap: BinaryHeap<std::cmp::Reverse<Ranked>>,
    all: Vec<Ranked>,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best {
            limit,
            heap: BinaryHeap::new(),
            all: Vec::new(),
        }
    }

    fn offer(&mut self, ranked: Ranked) {
        if self.limit == usize::MAX {
            self.all.push(ranked);
        } else if self.heap.len() < self.limit {
            self.heap.push(std::cmp::Reverse(ranked));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && worst.0 < ranked
        {
            worst.0 = ranked;
        }
    }

    fn done(self) -> Vec<Ranked> {
        let mut best = self.all;
        best.extend(self.heap.into_iter().map(|ranked| ranked.0));
        best.sort_unstable_by(|one, other| other.cmp(one));
        best
    }
}
