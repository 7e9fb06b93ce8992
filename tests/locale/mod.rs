//! Texts: both languages whole, numbers and steps as they are written.

mod causes;
mod coverage;
mod formats;
mod steps;
mod used;
