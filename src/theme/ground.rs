//! The background of a terminal, and which theme can be read on it.

use std::ffi::OsString;
use std::fmt;

use ratatui::style::Color;
use serde::{Deserialize, Serialize};

use super::colour;

/// The colour behind the letters where no theme sets one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ground([u8; 3]);

impl Ground {
    /// The most luminous ground that `dark` is made for: a little more than that of any scheme in use.
    pub const DARK: f64 = 0.05;
    /// The least luminous ground that `light` is made for.
    pub const LIGHT: f64 = 0.8;

    /// That of red, green and blue.
    pub fn new(channels: [u8; 3]) -> Ground {
        Ground(channels)
    }

    /// The theme that can be read on it: `dark`, `light`, or between the two `mono`, whose letters are
    /// the terminal's own.
    pub fn theme(self) -> &'static str {
        let luminance = luminance(self.0);
        if luminance <= Ground::DARK {
            "dark"
        } else if luminance >= Ground::LIGHT {
            "light"
        } else {
            "mono"
        }
    }

    /// What `COLORFGBG` tells of it, as some terminals set it: "15;0" or "15;default;0", the last part
    /// the number of the background among the sixteen colours.
    pub(crate) fn told(env: &dyn Fn(&str) -> Option<OsString>) -> Option<Ground> {
        let told = env("COLORFGBG")?.into_string().ok()?;
        match told.rsplit(';').next()?.parse::<u8>().ok()? {
            7 | 9..=15 => Some(Ground([255; 3])),
            0..=6 | 8 => Some(Ground([0; 3])),
            _ => None,
        }
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl From<Ground> for String {
    fn from(ground: Ground) -> String {
        ground.to_string()
    }
}

impl TryFrom<String> for Ground {
    type Error = String;

    fn try_from(text: String) -> Result<Ground, String> {
        match colour::parse(&text) {
            Some(Color::Rgb(red, green, blue)) => Ok(Ground([red, green, blue])),
            _ => Err(text),
        }
    }
}

/// The relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2).
fn luminance(channels: [u8; 3]) -> f64 {
    let [red, green, blue] = channels.map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.040_45 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast of two colours, 1 to 21 (WCAG 2.2, success criterion 1.4.3).
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
