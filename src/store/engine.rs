//! What keeps a journal, as whoever writes to a store sees it: a folder of segments (`wal`), or something else that can
//! append in one order, as a service. What is checked and shown stands above, and knows no engine.

use std::ops::ControlFlow;

use super::error::{CommitError, ReadError};
use super::head::Head;
use super::position::Position;
use super::segment::WholeEntry;
use crate::model::Record;

/// A journal: entries with numbers from 1, in one order, each of which is there whole and for good, or not at all.
/// Several append to it, each through one of these.
pub trait Journal {
    /// What one has who appends, so that nobody else does meanwhile; nothing where the engine compares by itself.
    type Turn;

    /// Appends an entry behind entry `expected`, the last one known, and makes it last. Says where it begins and ends.
    ///
    /// # Errors
    /// It is not there: `Overtaken` where others have appended since; read the tail, and check anew.
    fn append(
        &mut self,
        turn: &Self::Turn,
        expected: u64,
        payload: &[u8],
    ) -> Result<(Position, Position), Unappended>;

    /// The entries behind entry `after`, which ends at `from` if that is known: those that nothing takes back any more.
    ///
    /// # Errors
    /// The journal is not the one any more that was read, or can't be read.
    fn tail(
        &mut self,
        turn: Option<&Self::Turn>,
        after: u64,
        from: Option<Position>,
    ) -> Result<Tail, CommitError>;

    /// Gives the records of the newest snapshot, in blocks of one kind each. Says as of which entry, and what they come
    /// to; `None` where there is none.
    ///
    /// # Errors
    /// It can't be read.
    fn snapshot(
        &self,
        each: &mut dyn FnMut(Vec<Record>) -> ControlFlow<()>,
    ) -> Result<Option<Head>, ReadError>;
}

/// Why an entry was not appended.
#[derive(Debug)]
pub enum Unappended {
    /// Others have appended behind what was expected.
    Overtaken,
    /// It can't be.
    Refused(CommitError),
}

impl<E: Into<CommitError>> From<E> for Unappended {
    fn from(error: E) -> Unappended {
        Unappended::Refused(error.into())
    }
}

/// Entries that follow.
#[derive(Debug, Default)]
pub struct Tail {
    /// They, in order.
    pub entries: Vec<WholeEntry>,
    /// Where to go on behind them, where that is elsewhere than behind the last one.
    pub end: Option<Position>,
    /// What there is behind them.
    pub rest: Beyond,
}

/// What there is behind a tail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beyond {
    /// Nothing.
    #[default]
    Nothing,
    /// More, to be asked for.
    More,
    /// Perhaps more, which somebody is just appending.
    Unsure,
}
