//! The turn of one that writes much at a time, kept for the commits that follow at once, so that it is handed over once
//! for many of them: a slice. It is let go of when none follows, or the slice is over, by a thread that stays.
//!
//! A turn that is kept is as one within a commit to everybody else.

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::error::OpenError;
use super::lock::{self, Turn};

/// For how many commits a turn is kept: at first, and by one that goes on and on. Commits are counted, not time: those of
/// whoever keeps sled take longer, and are as many.
const FIRST: u32 = 4;
const MOST: u32 = 24;
/// How long it is kept at most: nobody of eight that write waits for more than so many of these.
const SLICE: Duration = Duration::from_millis(12);
/// How long it rests for a commit that follows, or a little longer: whoever keeps sled applies the last one meanwhile.
const REST: Duration = Duration::from_millis(1);
/// How often one whose turn comes next may take in what is done before it.
const AHEAD: Duration = Duration::from_millis(2);
/// How often the thread looks by itself whether one that was in use rests, before it sleeps.
const LOOKS: u32 = 4;

/// The turns of a store that commits by itself. The thread begins when there is something for it to do.
#[derive(Debug, Default)]
pub(super) struct Slices(Option<Arc<Line>>);

/// What the thread and the store know of each other.
#[derive(Debug, Default)]
struct Line {
    stand: Mutex<Stand>,
    stirred: Condvar,
}

#[derive(Debug, Default)]
struct Stand {
    at: Standing,
    /// Whether the thread comes to look by itself, and need not be woken for a turn that rests.
    looks: bool,
    /// Until when somebody waits for the turn.
    waits: Option<Instant>,
    /// How many slices were used up without a rest in between.
    used_up: u32,
    /// The turn of this slice, when its first commit was done, and how many were since.
    begun: Option<(u64, Instant, u32)>,
}

impl Stand {
    /// A commit is done in a turn.
    fn count(&mut self, turn: &Turn) {
        let number = turn.number();
        match &mut self.begun {
            Some((of, _, done)) if *of == number => *done = done.saturating_add(1),
            begun => *begun = Some((number, Instant::now(), 1)),
        }
    }

    /// How many commits a slice has at most.
    fn most(&self) -> u32 {
        FIRST.saturating_mul(1 << self.used_up.min(16)).min(MOST)
    }

    /// How many are to be expected behind the next one: where none followed the last one at once, none.
    fn follow(&self, turn: &Turn) -> u32 {
        match self.begun {
            Some((of, _, done)) if of == turn.number() => self.most().saturating_sub(done + 1),
            _ if self.used_up > 0 => self.most().saturating_sub(1),
            _ => 0,
        }
    }

    /// Whether the slice of a turn goes on, behind a commit.
    fn goes_on(&self, turn: &Turn) -> bool {
        let most = self.most();
        self.begun.is_none_or(|(of, begun, done)| {
            of != turn.number() || done < most && begun.elapsed() < SLICE
        })
    }
}

/// Where one stands.
#[derive(Debug, Default)]
enum Standing {
    /// Nowhere: the turn is not asked for, or in use.
    #[default]
    Away,
    /// The thread shall wait for the turn.
    Wanted,
    /// It does, behind others.
    Behind,
    /// It does, behind nobody but whoever has it.
    Next,
    /// The turn has come to who waits for it.
    Come(Turn),
    /// The turn is had since that moment, and nobody uses it.
    Rests(Turn, Instant),
    /// There can be none.
    Refused(OpenError),
    /// Nobody will ask any more.
    Over,
}

/// What came of waiting.
pub(super) enum Came {
    /// The turn.
    Turn(Turn),
    /// Nothing yet, but only whoever has it comes before: it is worth reading what was done.
    Nothing,
}

impl Slices {
    /// The turn that rests, if its slice is not over, and it still is one.
    pub(super) fn resumed(&self) -> Option<Turn> {
        let mut stand = self.0.as_ref()?.stand();
        let turn = match std::mem::take(&mut stand.at) {
            Standing::Rests(turn, _) | Standing::Come(turn) => {
                stand.waits = None;
                turn
            }
            stands => {
                stand.at = stands;
                return None;
            }
        };
        let goes_on = stand.goes_on(&turn) && turn.is_in_place() == Ok(true);
        goes_on.then_some(turn)
    }

    /// How many commits may follow the next one in a turn, by one that goes on and on.
    pub(super) fn follow(&self, turn: &Turn) -> u32 {
        let stand = self.0.as_ref().map(|line| line.stand());
        stand.map_or(0, |stand| stand.follow(turn))
    }

    /// Whether the turn that is waited for has come.
    pub(super) fn has_come(&self) -> bool {
        let line = self.0.as_ref();
        line.is_some_and(|line| matches!(line.stand().at, Standing::Come(_)))
    }

    /// Lets a turn rest, unless its slice is over.
    pub(super) fn rest(&mut self, dir: &Path, turn: Turn) {
        // Without a thread nobody would let go of it.
        if let Ok(line) = self.line(dir) {
            let mut stand = line.stand();
            stand.count(&turn);
            if !stand.goes_on(&turn) {
                stand.used_up = stand.used_up.saturating_add(1);
            } else if let Standing::Away = stand.at {
                stand.at = Standing::Rests(turn, Instant::now());
                if !stand.looks {
                    line.stirred.notify_all();
                }
            }
        }
    }

    /// Waits for the turn for a while.
    ///
    /// # Errors
    /// There can be none; or whoever has it keeps it for too long (`Held`).
    pub(super) fn wait(&mut self, dir: &Path) -> Result<Came, OpenError> {
        let line = self.line(dir)?;
        let mut stand = line.stand();
        let mut was_next = matches!(stand.at, Standing::Next);
        let end = *stand.waits.get_or_insert(Instant::now() + Turn::PATIENCE);
        let until = end.min(Instant::now() + AHEAD);
        loop {
            match std::mem::take(&mut stand.at) {
                Standing::Rests(turn, _) | Standing::Come(turn) => {
                    stand.waits = None;
                    return Ok(Came::Turn(turn));
                }
                Standing::Refused(error) => {
                    stand.waits = None;
                    return Err(error);
                }
                Standing::Away => {
                    stand.at = Standing::Wanted;
                    line.stirred.notify_all();
                }
                stands => stand.at = stands,
            }
            let next = matches!(stand.at, Standing::Next);
            let until = if next { until } else { end };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() && until == end {
                // Where it comes yet, it is let go of.
                stand.waits = None;
                return Err(Turn::held(dir));
            }
            if next && (left.is_zero() || !was_next) {
                return Ok(Came::Nothing);
            }
            was_next = next;
            stand = line.wait(stand, left);
        }
    }

    fn line(&mut self, dir: &Path) -> Result<Arc<Line>, OpenError> {
        if let Some(line) = &self.0 {
            return Ok(line.clone());
        }
        let line = Arc::<Line>::default();
        let (its, place) = (line.clone(), dir.to_path_buf());
        lock::aside(dir, move || its.serve(&place))?;
        self.0 = Some(line.clone());
        Ok(line)
    }
}

impl Drop for Slices {
    fn drop(&mut self) {
        if let Some(line) = &self.0 {
            line.stand().at = Standing::Over;
            line.stirred.notify_all();
        }
    }
}

impl Line {
    fn stand(&self) -> MutexGuard<'_, Stand> {
        self.stand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'l>(&self, stand: MutexGuard<'l, Stand>, most: Duration) -> MutexGuard<'l, Stand> {
        let waited = self.stirred.wait_timeout(stand, most);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Waits for turns and lets go of those that rest for too long, until it is over.
    fn serve(&self, dir: &Path) {
        let (mut stand, mut looks) = (self.stand(), 0);
        loop {
            match &stand.at {
                Standing::Over => return,
                Standing::Wanted => {
                    stand.at = Standing::Behind;
                    drop(stand);
                    let turn = Turn::waited(dir, &|| self.comes(Standing::Next));
                    self.comes(turn.map_or_else(Standing::Refused, Standing::Come));
                    (stand, looks) = (self.stand(), LOOKS);
                }
                Standing::Rests(_, since) => {
                    looks = LOOKS;
                    let left = REST.saturating_sub(since.elapsed());
                    if left.is_zero() {
                        let rested = std::mem::take(&mut stand.at);
                        stand.used_up = 0;
                        drop(stand);
                        drop(rested);
                        stand = self.stand();
                    } else {
                        stand.looks = true;
                        stand = self.wait(stand, left);
                    }
                }
                _ if looks > 0 => {
                    looks -= 1;
                    stand.looks = true;
                    stand = self.wait(stand, REST);
                }
                _ => {
                    stand.looks = false;
                    let waited = self.stirred.wait(stand);
                    stand = waited.unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    /// One stands there now, unless it is over.
    fn comes(&self, at: Standing) {
        let mut stand = self.stand();
        if !matches!(stand.at, Standing::Over) {
            stand.at = match at {
                Standing::Come(_) if stand.waits.is_none() => Standing::Away,
                at => at,
            };
            self.stirred.notify_all();
        }
    }
}
