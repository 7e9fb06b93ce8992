//! Text on a terminal, whoever writes there, screen, command line or log: what of it is unsafe, how many
//! cells it takes, and how it is cut and broken to fit them.

mod fit;
mod safe;

pub use fit::{cut, fit, letters, width, window, wrap};
pub use safe::{CleanLines, brief, is_unsafe, is_unseen, line, safe};
