//! Keys: their names, the modes they hold in, the keymaps that lead from keys to commands.

mod condition;
mod key;
mod load;
mod mode;
mod resolve;
mod trie;

pub use condition::{Condition, When, WhenError};
pub use key::{Code, Key, UnknownKey, chord};
pub use load::{check, names};
pub use mode::Mode;
pub use resolve::Resolution;
pub use trie::Keymap;

pub(crate) use load::SHELF;
