//! The desk by itself: messages in, effects out.

mod journal;
mod large;
mod many;
mod past;
mod taking;
mod zones;
