//! From the role of a text on the screen to its style, at the colour depth of the terminal.

mod colour;
mod depth;
mod load;
mod role;

pub use colour::parse as parse_colour;
pub use depth::ColourDepth;
pub use load::{Theme, check, names};

pub(crate) use load::SHELF;
pub use role::Role;

use std::ffi::OsString;

/// The shipped theme that suits a terminal when the user has named none: `mono` without colours,
/// `dark` or `light` where `COLORFGBG` tells the background, else `ansi16`, whose colours are the
/// terminal's own and so readable on either.
pub fn suited(depth: ColourDepth, env: &dyn Fn(&str) -> Option<OsString>) -> &'static str {
    if depth == ColourDepth::None {
        return "mono";
    }
    // "15;0" or "15;default;0": the last part is the number of the background.
    let told = env("COLORFGBG").and_then(|told| told.into_string().ok());
    let background = told.and_then(|told| told.rsplit(';').next()?.parse::<u8>().ok());
    match background {
        Some(7 | 9..=15) => "light",
        Some(0..=6 | 8) => "dark",
        _ => "ansi16",
    }
}
