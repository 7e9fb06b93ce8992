//! Room behind the last entry: zeros, written ahead by one who appends much in a turn, so that the entries that follow
//! change no length. `fdatasync` costs a quarter less then. There is room within a turn alone: it is given back before
//! that is let go of, and to everybody else the journal ends with its last entry. Of one who is killed before a blank
//! end is left, and cut off as any other.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How much room there is at most, in bytes.
const MOST: u64 = 1 << 16;
/// How much of an end is looked at first: mostly there is no room.
const LITTLE: u64 = 64;

/// The room of a turn.
#[derive(Debug, Default)]
pub(super) struct Room(Mutex<Plan>);

#[derive(Debug, Default)]
struct Plan {
    /// How many entries are to be expected.
    expected: u32,
    laid: Option<Laid>,
}

/// Room that there is.
#[derive(Debug)]
struct Laid {
    segment: Arc<File>,
    /// Behind the last entry.
    end: u64,
    /// How long the segment is with it.
    length: u64,
}

impl Room {
    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// So many entries more are to be expected in this turn.
    pub(super) fn expect(&self, entries: u32) {
        self.plan().expected = entries;
    }

    /// How long a segment is that ends there, with the room that there is.
    pub(super) fn length(&self, end: u64) -> u64 {
        let plan = self.plan();
        let laid = plan.laid.as_ref().filter(|laid| laid.end == end);
        laid.map_or(end, |laid| laid.length.max(end))
    }

    /// An entry is written, not yet synced, from there to there. Makes room for those that are to be expected, if there
    /// is none left.
    pub(super) fn follow(&self, segment: &Arc<File>, start: u64, end: u64) {
        let mut plan = self.plan();
        let laid = plan.laid.as_mut();
        if let Some(laid) = laid.filter(|laid| Arc::ptr_eq(&laid.segment, segment)) {
            laid.end = end;
            if end <= laid.length {
                return;
            }
        }
        let wanted = u64::from(plan.expected).saturating_mul(end.saturating_sub(start));
        let wanted = wanted.min(MOST);
        plan.laid = None;
        if wanted == 0 {
            return;
        }
        match segment.write_all_at(&vec![0; wanted as usize], end) {
            Ok(()) => {
                plan.laid = Some(Laid {
                    segment: segment.clone(),
                    end,
                    length: end.saturating_add(wanted),
                });
            }
            // On a full disk there is room for the entry alone.
            Err(_) => {
                plan.expected = 0;
                let _ = segment.set_len(end);
            }
        }
    }

    /// There is none any more: the segment was cut.
    pub(super) fn forget(&self) {
        self.plan().laid = None;
    }

    /// Gives back what is left, if it is as it was laid.
    pub(super) fn give_back(&self) {
        let Some(Laid {
            segment,
            end,
            length,
        }) = self.plan().laid.take()
        else {
            return;
        };
        let is_as_laid = || -> io::Result<bool> {
            if end >= length || segment.metadata()?.len() != length {
                return Ok(false);
            }
            Ok(written_to(&segment, end, length)? == end)
        };
        // What can't be given back is a blank end to whoever comes next.
        if is_as_laid().unwrap_or(false) {
            let _ = segment.set_len(end);
        }
    }
}

/// Up to where a segment is written that others may have made room in, as far as that can be told: behind its last byte
/// that is not 0, or `MOST` before its end.
pub(super) fn written(segment: &File) -> io::Result<u64> {
    let length = segment.metadata()?.len();
    let little = length.saturating_sub(LITTLE);
    match written_to(segment, little, length)? {
        end if end > little => Ok(end),
        _ => written_to(segment, length.saturating_sub(MOST), little),
    }
}

/// Behind the last byte between the two that is not 0; the first one where all are.
fn written_to(segment: &File, from: u64, to: u64) -> io::Result<u64> {
    let mut bytes = vec![0; to.saturating_sub(from) as usize];
    let read = segment.read_at(&mut bytes, from)?;
    bytes.truncate(read);
    let last = bytes.iter().rposition(|byte| *byte != 0);
    Ok(last.map_or(from, |last| from + last as u64 + 1))
}
