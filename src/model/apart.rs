//! What looks like one record twice and is two: a person said so.

use super::kinds::apart;
use super::{Kind, Record, RecordRef};

/// The kind of what says so.
pub const APART: Kind = apart::KIND;

/// The two of which a record of that kind says so, in order.
pub fn pair(record: &Record) -> Option<[RecordRef; 2]> {
    let of = |number| record.get(number)?.items().next()?.reference();
    let mut pair = [of(apart::ONE.number)?, of(apart::OTHER.number)?];
    pair.sort_unstable();
    Some(pair)
}
