//! Free search: words in any order against titles first, then everything else that is searchable.
//! If no row has all words as they are, letters scattered in titles are tried.

mod chunk;
mod highlight;
mod matching;
mod row;
mod terms;

use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fuzzy_matcher::skim::SkimMatcherV2;
use ulid::Ulid;

pub use highlight::{highlight, score_text};
pub use terms::{Term, Terms, Typed};

use super::table::Place;
use crate::model::{Collection, Kind, RecordRef};
use chunk::{Chunk, FIRST_VIEW, PRESENT, ROWS, SearchRow, TRASHED};
use matching::Matcher;

pub(super) use row::render;

/// From so many rows on, making them is shared with a second thread.
const WORTH_A_THREAD: usize = 1_024;
/// How many of the rows with scattered letters fuzzy-matcher ranks: it takes microseconds a row.
const RANKED: usize = 256;

/// A row found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The record.
    pub record: RecordRef,
    /// How well it matches: thousands are the tier (4 the beginning of a word of the title, 3 of
    /// another text, 2 inside a word, 1 scattered letters, 0 nothing was searched for).
    pub score: u32,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The best ones, best first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// Whether no row has the words as they are, and these have their letters.
    pub loose: bool,
}

/// The searchable rows of a catalog at one moment; cheap to clone, free to send to another thread.
#[derive(Clone, Default)]
pub struct Snapshot {
    kinds: Vec<Vec<Arc<Chunk>>>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").finish_non_exhaustive()
    }
}

/// What is looked at: collections (none named: everything), live or trashed.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub collections: &'a [Collection],
    pub trashed: bool,
}

impl Scope<'_> {
    fn kinds(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(move |kind| {
            self.collections.is_empty() || self.collections.iter().any(|c| c.kind() == *kind)
        })
    }

    fn holds(self, kind: Kind, marks: u8) -> bool {
        marks & PRESENT != 0
            && (marks & TRASHED != 0) == self.trashed
            && (self.collections.is_empty()
                || self.collections.iter().any(|collection| {
                    collection.kind() == kind
                        && view_mark(*collection).is_none_or(|mark| marks & mark != 0)
                }))
    }
}

/// The mark of the rows of a view; `None` for a whole kind.
fn view_mark(collection: Collection) -> Option<u8> {
    Collection::VIEWS
        .iter()
        .position(|view| *view == collection)
        .map(|at| FIRST_VIEW << at)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    score: Reverse<u32>,
    title: u32,
    record: RecordRef,
    place: Place,
}

impl Snapshot {
    pub(super) fn new() -> Snapshot {
        Snapshot::default()
    }

    /// The best `limit` rows of these collections (none named: every kind) that have all terms, and
    /// the exact count. `None` if `cancel` was set meanwhile.
    pub fn search(
        &self,
        terms: &Terms,
        collections: &[Collection],
        limit: usize,
        cancel: &AtomicBool,
    ) -> Option<Found> {
        let scope = Scope {
            collections,
            trashed: false,
        };
        self.scan(terms, scope, |_| true, limit, cancel)
    }

    /// As `search`, over rows that `accept` takes.
    pub(super) fn scan(
        &self,
        terms: &Terms,
        scope: Scope,
        accept: impl Fn(Place) -> bool,
        limit: usize,
        cancel: &AtomicBool,
    ) -> Option<Found> {
        let wanted: Vec<Matcher<'_>> = terms.wanted.iter().map(Matcher::new).collect();
        let unwanted: Vec<Matcher<'_>> = terms.unwanted.iter().map(Matcher::new).collect();
        let clean = |chunk: &Chunk, row: usize| {
            unwanted
                .iter()
                .all(|term| !term.may_match(chunk, row) || term.points(chunk.row(row)) == 0)
        };
        let strict =
            |chunk: &Chunk, row: usize| score(&wanted, chunk, row, |term, row| term.points(row));
        let accepted = |chunk: &Chunk, row: usize, place| clean(chunk, row) && accept(place);
        let mut ranks = self.rank(scope, anchor(&wanted), strict, accepted, cancel)?;
        let loose = ranks.is_empty() && !wanted.is_empty();
        if loose {
            let scattered = |chunk: &Chunk, number: usize| {
                score(&wanted, chunk, number, |term, row| match term.points(row) {
                    0 if term.may_scatter(chunk, number) => term.scattered_points(row),
                    points => points,
                })
            };
            ranks = self.rank(scope, None, scattered, accepted, cancel)?;
        }
        let total = ranks.len();
        let kept = if loose { limit.max(RANKED) } else { limit };
        if kept < ranks.len() {
            ranks.select_nth_unstable(kept);
            ranks.truncate(kept);
        }
        ranks.sort_unstable();
        if loose {
            let closest = ranks.len().min(RANKED);
            if let Some(closest) = ranks.get_mut(..closest) {
                self.weigh_scattered(&wanted, closest);
            }
            ranks.truncate(limit);
        }
        Some(Found {
            hits: ranks
                .into_iter()
                .map(|rank| Hit {
                    record: rank.record,
                    score: rank.score.0,
                })
                .collect(),
            total,
            loose: loose && total > 0,
        })
    }

    fn rank(
        &self,
        scope: Scope,
        anchor: Option<&Matcher<'_>>,
        score: impl Fn(&Chunk, usize) -> Option<u32>,
        accept: impl Fn(&Chunk, usize, Place) -> bool,
        cancel: &AtomicBool,
    ) -> Option<Vec<Rank>> {
        let mut ranks = Vec::new();
        for kind in scope.kinds() {
            for (at, chunk) in self.chunks(kind).iter().enumerate() {
                if cancel.load(Ordering::Relaxed) {
                    return None;
                }
                let mut consider = |row: usize| {
                    let place = Place {
                        kind,
                        row: u32::try_from(at * ROWS + row).unwrap_or(u32::MAX),
                    };
                    let id = chunk
                        .id(row)
                        .filter(|_| scope.holds(kind, chunk.marks(row)));
                    if let Some((id, score)) = id.zip(score(chunk, row))
                        && accept(chunk, row, place)
                    {
                        ranks.push(Rank {
                            score: Reverse(score),
                            title: u32::try_from(chunk.row(row).title).unwrap_or(u32::MAX),
                            record: RecordRef::new(kind, id),
                            place,
                        });
                    }
                };
                match anchor.and_then(Matcher::anchor) {
                    Some(finder) => rows_with(chunk, finder, &mut consider),
                    None => (0..chunk.len()).for_each(consider),
                }
            }
        }
        Some(ranks)
    }

    /// Ranks rows with scattered letters as fuzzy-matcher does. Each gets a fresh matcher: one that
    /// is used again carries scores over from text to text (fuzzy-matcher 0.3.7).
    fn weigh_scattered(&self, wanted: &[Matcher<'_>], ranks: &mut [Rank]) {
        for rank in ranks.iter_mut() {
            let Some((chunk, row)) = self.chunk(rank.place) else {
                continue;
            };
            let row = chunk.row(row);
            let points: i64 = wanted
                .iter()
                .filter_map(Matcher::word)
                .filter_map(|word| SkimMatcherV2::default().fuzzy(row.head, word, true))
                .map(|(points, _)| points)
                .sum();
            rank.score = Reverse(1_100 + u32::try_from(points.clamp(0, 899)).unwrap_or(0));
        }
        ranks.sort_unstable();
    }

    fn chunks(&self, kind: Kind) -> &[Arc<Chunk>] {
        self.kinds
            .get(usize::from(kind.code()))
            .map_or(&[], Vec::as_slice)
    }

    fn chunk(&self, place: Place) -> Option<(&Chunk, usize)> {
        let row = place.row as usize;
        let chunk = self.chunks(place.kind).get(row / ROWS)?;
        Some((chunk, row % ROWS))
    }

    /// The folded title of a row.
    pub(super) fn title(&self, place: Place) -> &str {
        self.chunk(place)
            .map_or("", |(chunk, row)| chunk.title(row))
    }

    /// The id of a row's record.
    pub(super) fn id(&self, place: Place) -> Option<Ulid> {
        self.chunk(place).and_then(|(chunk, row)| chunk.id(row))
    }

    /// The live records of a kind with their folded titles.
    pub(super) fn live_titles(&self, kind: Kind) -> impl Iterator<Item = (RecordRef, &str)> {
        self.chunks(kind).iter().flat_map(move |chunk| {
            (0..chunk.len())
                .filter(|row| chunk.marks(*row) & TRASHED == 0)
                .filter_map(move |row| {
                    Some((RecordRef::new(kind, chunk.id(row)?), chunk.title(row)))
                })
        })
    }

    /// Makes the rows in `stale` (in order) anew; snapshots taken before keep theirs. Many are made on
    /// two threads, chunk by chunk.
    pub(super) fn renew(
        &mut self,
        stale: &[Place],
        render: impl Fn(Place, &mut SearchRow) -> bool + Sync,
    ) {
        let chunk_of = |place: &Place| (place.kind, place.row as usize / ROWS);
        let groups: Vec<&[Place]> = stale
            .chunk_by(|one, other| chunk_of(one) == chunk_of(other))
            .collect();
        let made = |group: &[Place]| {
            let (kind, number) = group.first().map(chunk_of)?;
            let rows: Vec<usize> = group
                .iter()
                .map(|place| place.row as usize % ROWS)
                .collect();
            let before = self
                .kinds
                .get(usize::from(kind.code()))
                .and_then(|chunks| chunks.get(number));
            let fresh = before
                .cloned()
                .unwrap_or_default()
                .renewed(&rows, |row, made| {
                    let row = u32::try_from(number * ROWS + row);
                    row.is_ok_and(|row| render(Place { kind, row }, made))
                });
            Some((kind, number, fresh))
        };
        let all = |groups: &[&[Place]]| {
            groups
                .iter()
                .filter_map(|group| made(group))
                .collect::<Vec<_>>()
        };
        let fresh = if stale.len() < WORTH_A_THREAD || groups.len() < 2 {
            all(&groups)
        } else {
            let (first, second) = groups.split_at(groups.len() / 2);
            std::thread::scope(|scope| {
                let other = scope.spawn(|| all(second));
                let mut fresh = all(first);
                // A panic over there is a bug: it goes on here.
                fresh.extend(
                    other
                        .join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                );
                fresh
            })
        };
        for (kind, number, chunk) in fresh {
            let code = usize::from(kind.code());
            if self.kinds.len() <= code {
                self.kinds.resize_with(code + 1, Vec::new);
            }
            if let Some(chunks) = self.kinds.get_mut(code) {
                if chunks.len() <= number {
                    chunks.resize_with(number + 1, Arc::default);
                }
                if let Some(slot) = chunks.get_mut(number) {
                    *slot = Arc::new(chunk);
                }
            }
        }
    }
}

/// The longest term that can be looked for in a whole chunk at once.
fn anchor<'m, 't>(wanted: &'m [Matcher<'t>]) -> Option<&'m Matcher<'t>> {
    wanted
        .iter()
        .filter(|term| term.anchor().is_some())
        .max_by_key(|term| term.length())
}

/// Calls `consider` for the rows that have what `finder` looks for.
fn rows_with(chunk: &Chunk, finder: &memchr::memmem::Finder<'_>, consider: &mut impl FnMut(usize)) {
    let text = chunk.text().as_bytes();
    let (mut row, mut from) = (0, 0);
    while let Some(at) = text.get(from..).and_then(|rest| finder.find(rest)) {
        let at = from + at;
        while row < chunk.len() && chunk.span(row).1 <= at {
            row += 1;
        }
        if row >= chunk.len() {
            return;
        }
        consider(row);
        from = chunk.span(row).1;
    }
}

/// The tier of the worst term, then the mean of the points. `None` if a term has none.
fn score(
    wanted: &[Matcher<'_>],
    chunk: &Chunk,
    row: usize,
    points: impl Fn(&Matcher<'_>, chunk::RowText<'_>) -> u32,
) -> Option<u32> {
    if wanted.is_empty() {
        return Some(0);
    }
    if !wanted.iter().all(|term| term.may_match(chunk, row)) {
        return None;
    }
    let text = chunk.row(row);
    let (mut worst, mut sum) = (u32::MAX, 0);
    for term in wanted {
        let points = points(term, text);
        if points == 0 {
            return None;
        }
        worst = worst.min(points);
        sum += points;
    }
    let tier = match worst {
        80.. => 4,
        55.. => 3,
        30.. => 2,
        _ => 1,
    };
    let count = u32::try_from(wanted.len()).unwrap_or(u32::MAX);
    Some(tier * 1_000 + sum / count)
}
