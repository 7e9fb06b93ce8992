//! What lies among the drafts and can't be offered.

use crate::desk::message::Refused;
use crate::store::left::Left;

/// What is left among the drafts, as the desk is told of it.
pub fn said(left: &Left) -> Refused {
    Refused {
        id: left.id(),
        arguments: left.arguments(),
    }
}
