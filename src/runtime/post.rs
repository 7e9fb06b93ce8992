//! The way back to the desk.

use std::sync::Arc;

use crate::desk::message::Msg;

/// Sends messages to the desk, wherever it runs.
pub type Post = Arc<dyn Fn(Msg) + Send + Sync>;
