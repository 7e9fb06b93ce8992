//! The rows of a shelf that have all terms, their exact number, and the best of them.

use std::collections::BinaryHeap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::bucket::Bucket;
use super::facet::FACETS;
use super::matching::{Matched, Sense};
use super::shelf::Shelf;
use crate::catalog::RowSet;

/// So many rows at most are asked one by one whether they have the other terms; for more, or where
/// they are made already, sets of rows are laid upon each other.
const ASKED: usize = 2_000;
/// So many rows are all scored.
const SCORED: usize = 2_000;
/// So many terms count for the order; all must be there.
const COUNTED: usize = 8;

/// A row and its points; greater is better, and of the same points the earlier row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scored {
    pub points: u32,
    /// The place on the shelf, from the end.
    back: u32,
}

impl Scored {
    fn new(points: u32, place: u32) -> Scored {
        Scored {
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
    pub best: Vec<Scored>,
    /// All rows.
    pub rows: RowSet,
}

/// The rows among `within` that have all these terms, the best `limit` of them ranked; without terms
/// all rows, in order. `None` if cancelled.
pub fn answer(
    shelf: &Shelf,
    terms: &[Arc<Sense>],
    mut within: RowSet,
    limit: usize,
    cancel: &AtomicBool,
) -> Option<Answer> {
    let mut terms: Vec<&Sense> = terms.iter().map(|term| &**term).collect();
    terms.sort_by_cached_key(|term| term.matched.cost(shelf));
    let Some((first, others)) = terms.split_first() else {
        let rows = within.iter().take(limit);
        let best = rows.map(|place| Scored::new(0, place)).collect();
        return Some(Answer { best, rows: within });
    };
    within.keep(first.rows(shelf));
    if cancel.load(Ordering::Relaxed) {
        return None;
    }
    // While many rows are left, sets are laid upon each other; few are asked one by one.
    let mut unsure: Vec<&Matched> = Vec::new();
    for term in others {
        match term.made() {
            Some(rows) => within.keep(rows),
            None if within.len() > ASKED => within.keep(term.rows(shelf)),
            None => unsure.push(&term.matched),
        }
    }
    if !unsure.is_empty() {
        let left = within
            .iter()
            .filter(|row| unsure.iter().all(|term| term.best(shelf, *row) > 0));
        within = left.collect();
    }
    let matched: Vec<&Matched> = terms.iter().map(|term| &term.matched).collect();
    let best = match limit {
        0 => Vec::new(),
        _ if within.len() <= limit.max(SCORED) => {
            let all = within
                .iter()
                .map(|row| Scored::new(score(shelf, &matched, row), row));
            let mut best = Best::new(limit);
            all.for_each(|ranked| best.offer(ranked));
            best.done()
        }
        _ => best_of_many(shelf, &matched, &within, limit, cancel)?,
    };
    Some(Answer { best, rows: within })
}

/// The best of many rows without a look at most of them: the rows of the best values of each term
/// first, until no other row can have more points than those found (Fagin's threshold algorithm).
fn best_of_many(
    shelf: &Shelf,
    terms: &[&Matched],
    within: &RowSet,
    limit: usize,
    cancel: &AtomicBool,
) -> Option<Vec<Scored>> {
    let mut best = Best::new(limit);
    let mut left = within.clone();
    let lists: Vec<Vec<Bucket<'_>>> = terms.iter().map(|term| term.falling(shelf)).collect();
    let mut at = vec![0; lists.len()];
    loop {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let next: Option<Vec<&Bucket<'_>>> = lists
            .iter()
            .zip(&at)
            .map(|(list, at)| list.get(*at))
            .collect();
        // A list that has come to its end has shown all rows: each has every term.
        let Some(next) = next else { break };
        let bound: u32 = next.iter().map(|bucket| u32::from(bucket.points)).sum();
        if best.worst().is_some_and(|worst| worst.points > bound) {
            break;
        }
        // The smallest one lowers the bound at the least cost.
        let smallest = next
            .iter()
            .enumerate()
            .min_by_key(|(_, bucket)| bucket.count);
        let Some((number, bucket)) = smallest else {
            break;
        };
        if let Some(at) = at.get_mut(number) {
            *at += 1;
        }
        let bounds: Vec<u16> = next.iter().map(|bucket| bucket.points).collect();
        let hope = Hope {
            shelf,
            terms,
            bounds: &bounds,
            number,
        };
        if terms.len() > 1 && bucket.count > SCORED {
            // In order of row what they have lies nearer together.
            let mut rows = bucket.set();
            rows.keep(&left);
            left.subtract(&rows);
            hope.offer(rows.iter(), &mut best);
            continue;
        }
        let lists = bucket.rows.iter().copied().chain([&*bucket.single]);
        for list in lists {
            let new = list.iter().copied().filter(|row| left.take(*row));
            hope.offer(new, &mut best);
        }
        for rows in &bucket.even {
            hope.offer(rows.iter().filter(|row| left.take(*row)), &mut best);
        }
    }
    Some(best.done())
}

/// What rows that were not looked at yet may have: of each term the points of its bucket at most.
struct Hope<'h, 's> {
    shelf: &'s Shelf,
    terms: &'h [&'h Matched],
    bounds: &'h [u16],
    /// The term whose bucket the rows are of.
    number: usize,
}

impl Hope<'_, '_> {
    /// Offers rows in order, of the bucket.
    fn offer(&self, rows: impl Iterator<Item = u32>, best: &mut Best) {
        let bound: u32 = self.bounds.iter().map(|points| u32::from(*points)).sum();
        for row in rows {
            // Those that follow have no more points, and are later.
            if best.is_beyond(Scored::new(bound, row)) {
                break;
            }
            if self.is_left(row, bound, best) {
                // Of a single term a row has the points of the first of its buckets.
                let points = match self.terms.len() {
                    1 => bound,
                    _ => score(self.shelf, self.terms, row),
                };
                best.offer(Scored::new(points, row));
            }
        }
    }

    /// Whether a row may be among the best, as far as its other terms say one by one.
    fn is_left(&self, row: u32, mut bound: u32, best: &Best) -> bool {
        let terms = self.terms.iter().zip(self.bounds).enumerate();
        for (at, (term, most)) in terms {
            if at != self.number {
                bound = bound - u32::from(*most) + u32::from(term.best(self.shelf, row));
                if best.is_beyond(Scored::new(bound, row)) {
                    return false;
                }
            }
        }
        true
    }
}

/// The points of a row that has all terms: each term counts in one facet, and a facet of one word
/// takes one term only, so that "martin martin" is Martin Martin.
fn score(shelf: &Shelf, terms: &[&Matched], place: u32) -> u32 {
    if let [term] = terms {
        return u32::from(term.best(shelf, place));
    }
    let mut taken = [0u8; FACETS];
    // The best and the next best of each term; of very many terms the first ones.
    let mut choices = [[(None, 0); 2]; COUNTED];
    for (two, term) in choices.iter_mut().zip(terms) {
        term.each(shelf, place, |facet, points| {
            if points > two[0].1 {
                *two = [(facet, points), two[0]];
            } else if points > two[1].1 {
                two[1] = (facet, points);
            }
        });
    }
    let choices = choices
        .get_mut(..terms.len().min(COUNTED))
        .unwrap_or_default();
    // Those that lose most by yielding choose first.
    choices.sort_unstable_by_key(|[best, next]| std::cmp::Reverse(best.1 - next.1));
    let mut sum = 0;
    for two in choices {
        let mut given = 0;
        for (facet, points) in two {
            let Some(facet) = facet else {
                given = given.max(*points);
                break;
            };
            let room = &mut taken[facet.at()];
            if *room == 0 || shelf.has_room(*facet, place, *room) {
                *room += 1;
                given = given.max(*points);
                break;
            }
            // No place left: it counts for little.
            given = given.max(*points / 4);
        }
        sum += u32::from(given);
    }
    sum
}

/// The best so far.
struct Best {
    limit: usize,
    heap: BinaryHeap<std::cmp::Reverse<Scored>>,
    all: Vec<Scored>,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best {
            limit,
            heap: BinaryHeap::new(),
            all: Vec::new(),
        }
    }

    fn offer(&mut self, ranked: Scored) {
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

    /// The last of the best, once there are enough.
    fn worst(&self) -> Option<Scored> {
        let full = self.heap.len() >= self.limit;
        self.heap.peek().filter(|_| full).map(|worst| worst.0)
    }

    /// Whether such a row comes behind the best, of which there are enough.
    fn is_beyond(&self, ranked: Scored) -> bool {
        self.worst().is_some_and(|worst| worst > ranked)
    }

    fn done(self) -> Vec<Scored> {
        let mut best = self.all;
        best.extend(self.heap.into_iter().map(|ranked| ranked.0));
        best.sort_unstable_by(|one, other| other.cmp(one));
        best
    }
}
