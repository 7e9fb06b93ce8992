//! From the role of a text on the screen to its style, at the colour depth of the terminal.

mod colour;
mod depth;
mod ground;
mod load;
mod role;
mod suited;

pub use colour::{parse as parse_colour, value_of as value_of_colour};
pub use depth::ColourDepth;
pub use ground::{Ground, contrast};
pub use load::{Theme, check, names};
pub use role::Role;
pub use suited::{AUTO, Suited};

pub(crate) use load::SHELF;
