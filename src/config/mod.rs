//! What a user may set: `config.toml`, what is remembered of their choices, and the check of all their files.
//! Nothing here writes a file.

mod assemble;
mod check;
mod kept;
mod settings;
mod xdg;

pub use assemble::{Assembled, Wanted, assemble, choose};
pub use check::check;
pub use kept::{Kept, Setting, terminal};
pub use settings::{Config, Panes};
pub use xdg::{config_dir, data_dir, state_dir};
