//! The desk by itself: messages in, effects out.

mod journal;
mod large;
mod past;
mod zones;
