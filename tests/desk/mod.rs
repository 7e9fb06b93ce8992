//! The desk by itself: messages in, effects out.

mod large;
