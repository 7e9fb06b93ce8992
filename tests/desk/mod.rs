//! The desk by itself: messages in, effects out.

mod journal;
mod keys;
mod large;
mod many;
mod past;
mod planning;
mod sheet;
mod sifting;
mod taking;
mod trash;
mod zones;
