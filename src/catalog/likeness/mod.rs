//! Likeness: which records of a kind are the same body or person twice, by how much, and what speaks for it. After
//! Fellegi and Sunter, over the store itself: what is told of each record (`told`), which pairs are looked at
//! (`blocks`), how near their values are (`nearness`), what that weighs (`weights`), what comes of it (`bands`).

mod bands;
mod blocks;
mod nearness;
mod told;
mod weights;

pub use bands::{Band, STAGES, Speaking, TwinGroup, Twins};
pub use nearness::Nearness;
pub use told::{TwinSort, is_compared};
