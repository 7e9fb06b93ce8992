//! What was typed, as far as it is not done with.

use std::collections::VecDeque;

use super::message::Msg;

/// What was typed, as far as it is not done with.
#[derive(Debug, Default)]
pub struct Heard {
    /// Keys and pastes that wait for replies.
    pub held: VecDeque<Msg>,
    /// Generation of the pending chord.
    pub chord: u64,
    /// Where the pending chord leads.
    pub rows: Vec<(String, String)>,
}
