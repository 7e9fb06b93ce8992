//! What a user may set: `config.toml`, and the reading of every file of theirs with all of its
//! problems told at once, as `file:line:column`. Nothing here writes a file.

mod assemble;
mod check;
mod finding;
mod kept;
mod nearest;
mod reader;
mod settings;
mod shelf;
mod xdg;

pub use assemble::{Assembled, Wanted, assemble, choose};
pub use check::check;
pub use finding::{Finding, Problem};
pub use kept::{Kept, Setting, terminal};
pub use nearest::nearest;
pub use reader::{Reader, Word, words};
pub use settings::{Config, Panes};
pub use shelf::{Shelf, Source};
pub use xdg::{config_dir, data_dir, state_dir};
