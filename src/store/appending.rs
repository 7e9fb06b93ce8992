//! The folder of segments as an engine: whoever has the turn appends, whoever has not reads what is sure.

use std::ops::ControlFlow;
use std::path::Path;

use super::engine::{Beyond, Journal, Tail, Unappended};
use super::error::{CommitError, ReadError, Trouble};
use super::head::Head;
use super::journal::{self, Walked};
use super::loading::Loading;
use super::lock::Turn;
use super::overlay::Overlay;
use super::position::Position;
use super::segment::WholeEntry;
use super::snapshot;
use super::wal::{Behind, Wal};
use crate::model::Record;

/// How much is read at a time, in bytes, or one entry.
const AT_A_TIME: usize = 1 << 15;

impl Journal for Wal {
    type Turn = Turn;

    fn append(
        &mut self,
        turn: &Turn,
        expected: u64,
        payload: &[u8],
    ) -> Result<(Position, Position), Unappended> {
        let is_last = match self.last() {
            Some(last) => last <= expected && self.stays()?,
            None => journal::end(self.folder())
                .is_ok_and(|end| end.hidden > 0 || end.sequence <= expected),
        };
        match is_last {
            true => {
                self.has_room(turn.room());
                Ok(self.append_entry(expected.saturating_add(1), payload)?)
            }
            false => Err(Unappended::Overtaken),
        }
    }

    fn tail(
        &mut self,
        turn: Option<&Turn>,
        after: u64,
        from: Option<Position>,
    ) -> Result<Tail, CommitError> {
        if self.behind()? == Behind::Nothing && self.last().is_none_or(|last| last <= after) {
            return Ok(Tail::default());
        }
        let sure = match turn {
            Some(_) => None,
            None => Some(self.sure()?),
        };
        let mut more = false;
        let (mut entries, mut bytes) = (Vec::<WholeEntry>::new(), 0);
        let segments = self.segments()?;
        let walked = journal::walk_through(self.folder(), &segments, after, from, &mut |found| {
            let follows = found.sequence == after + entries.len() as u64 + 1;
            more = bytes > AT_A_TIME;
            if !follows || more || sure.is_some_and(|sure| !sure.holds(found.end)) {
                return Ok(ControlFlow::Break(()));
            }
            bytes += found.payload.len();
            entries.push(found.clone());
            Ok(ControlFlow::Continue(()))
        })?;
        // What was read is this journal's if it still lies there.
        self.is_home()?;
        let last = after + entries.len() as u64;
        if more {
            let rest = Beyond::More;
            return Ok(Tail {
                entries,
                end: None,
                rest,
            });
        }
        if let Err(error) = is_whole(self.folder(), &walked) {
            // What comes before is given first.
            let rest = Beyond::More;
            return match entries.is_empty() {
                true => Err(error),
                false => Ok(Tail {
                    entries,
                    end: None,
                    rest,
                }),
            };
        }
        let (end, rest) = match sure {
            None => {
                self.go_on(last, walked.end)?;
                (walked.end, Beyond::Nothing)
            }
            Some(sure) => {
                if let Some(read) = entries.last() {
                    self.follow(last, read.end);
                }
                (
                    None,
                    if sure.all {
                        Beyond::Nothing
                    } else {
                        Beyond::Unsure
                    },
                )
            }
        };
        Ok(Tail { entries, end, rest })
    }

    fn snapshot(
        &self,
        each: &mut dyn FnMut(Vec<Record>) -> ControlFlow<()>,
    ) -> Result<Option<Head>, ReadError> {
        let folder = self.folder().with_file_name("snapshots");
        let Some(snapshot) = snapshot::newest(&folder)? else {
            return Ok(None);
        };
        Loading::begin(Some(&snapshot), Overlay::default())?.give(each)?;
        Ok(Some(snapshot.head))
    }
}

/// Refuses what has a hole, or an end that can't be read: that may be entries of others.
fn is_whole(folder: &Path, walked: &Walked) -> Result<(), CommitError> {
    if !walked.holes.is_empty() {
        return Err(CommitError::Displaced(folder.to_path_buf()));
    }
    if walked.hidden == 0 {
        return Ok(());
    }
    let unread = walked.unread.last();
    let (path, cause) = unread.map_or_else(
        || (folder, String::new()),
        |at| (at.path.as_path(), at.cause.clone()),
    );
    Err(Trouble::at(path)(std::io::Error::other(cause)).into())
}
