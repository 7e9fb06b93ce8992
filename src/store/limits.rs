//! What is believed of a file, one by one with its reason: what says more of itself is damaged, before memory is
//! taken for it. What is written keeps to the same, and more is refused by name (`writer`): nothing is saved that
//! would not be read again.

use crate::model::encoding;

/// The longest that a record's fields are, in bytes.
pub const RECORD: usize = encoding::LONGEST;
/// The most that one entry of the journal carries, in bytes: an undo of a bulk edit of a million records, each
/// a kilobyte before and after.
pub const ENTRY: usize = 1 << 31;
/// The most that an unpacked segment holds, in bytes: one is closed behind the entry that fills it.
pub const SEGMENT: u64 = 1 << 32;
/// A packed segment is longer than this, in bytes, only by so many times as many as it is packed: blocks that could be
/// shorter are filled up. Records that differ by no more than their ids are
/// packed to a fiftieth.
pub const PACKED_FREELY: u64 = 16 << 20;
pub const PACKED_TO: u64 = 256;
/// The longest that a small file of the store is, in bytes: `head`, the holder's name in `lock`.
pub const SMALL: u64 = 1 << 16;
/// The longest that a draft is, in bytes: the longest record, each of its letters as six.
pub const DRAFT: u64 = 6 * RECORD as u64;

/// What is read of who has a store open, in bytes, and of how many at most; how many records each edits, and how
/// many characters its names have.
pub const HERE: u64 = 1 << 14;
pub const DESKS: usize = 4_096;
pub const EDITED: usize = 16;
pub const NAMED: usize = 100;

/// No entry has a higher number: a thousand a second come to it after 35 years.
pub const LAST: u64 = 1 << 40;
/// No entry, segment or snapshot lies farther than that beyond what lies before it. Entries are lost with the
/// journal's tail, and those behind the gap keep their numbers: but not so many.
pub const GAP: u64 = 1 << 32;

/// Whether so many packed bytes can be that many of a segment.
pub fn can_unpack_to(packed: u64, unpacked: u64) -> bool {
    unpacked <= SEGMENT && unpacked.saturating_sub(PACKED_FREELY) / PACKED_TO <= packed
}

/// Whether an entry of that number can come behind that one.
pub fn can_follow(number: u64, before: u64) -> bool {
    number <= LAST && number.saturating_sub(before) <= GAP
}
