//! Colours: their names, and how they come down to fewer.

use ratatui::style::Color;

use super::ColourDepth;

/// The sixteen names, in the order of the ANSI numbers, with ratatui's and xterm's value of each.
const ANSI: [(&str, Color, [u8; 3]); 16] = [
    ("black", Color::Black, [0, 0, 0]),
    ("red", Color::Red, [205, 0, 0]),
    ("green", Color::Green, [0, 205, 0]),
    ("yellow", Color::Yellow, [205, 205, 0]),
    ("blue", Color::Blue, [0, 0, 238]),
    ("magenta", Color::Magenta, [205, 0, 205]),
    ("cyan", Color::Cyan, [0, 205, 205]),
    ("white", Color::Gray, [229, 229, 229]),
    ("bright-black", Color::DarkGray, [127, 127, 127]),
    ("bright-red", Color::LightRed, [255, 0, 0]),
    ("bright-green", Color::LightGreen, [0, 255, 0]),
    ("bright-yellow", Color::LightYellow, [255, 255, 0]),
    ("bright-blue", Color::LightBlue, [92, 92, 255]),
    ("bright-magenta", Color::LightMagenta, [255, 0, 255]),
    ("bright-cyan", Color::LightCyan, [0, 255, 255]),
    ("bright-white", Color::White, [255, 255, 255]),
];

/// The steps of each channel in the 6×6×6 cube of the 256 colours.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The names of colours that need no palette.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ANSI.iter().map(|(name, ..)| *name).chain(["default"])
}

/// Reads `#5fafff`, `bright-blue`, a number of the 256 colours, or `default`, the terminal's own.
pub fn parse(text: &str) -> Option<Color> {
    if text == "default" {
        return Some(Color::Reset);
    }
    if let Some((_, colour, _)) = ANSI.iter().find(|(name, ..)| *name == text) {
        return Some(*colour);
    }
    let Some(hex) = text.strip_prefix('#') else {
        return text.parse().ok().map(Color::Indexed);
    };
    if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(hex, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some(Color::Rgb(red, green, blue))
}

/// The nearest colour that the depth allows; `None` at no depth.
pub(super) fn reduce(colour: Color, depth: ColourDepth) -> Option<Color> {
    match (depth, colour) {
        (ColourDepth::None, _) => None,
        (ColourDepth::True, _) => Some(colour),
        (ColourDepth::Ansi256, Color::Rgb(red, green, blue)) => {
            Some(Color::Indexed(nearest_256([red, green, blue])))
        }
        (ColourDepth::Ansi16, Color::Rgb(red, green, blue)) => Some(nearest_16([red, green, blue])),
        (ColourDepth::Ansi16, Color::Indexed(number)) => {
            Some(match ANSI.get(usize::from(number)) {
                Some((_, colour, _)) => *colour,
                None => nearest_16(value_of(number)),
            })
        }
        _ => Some(colour),
    }
}

/// Red, green and blue of the numbers 16 to 255 of the 256 colours, which no scheme changes.
pub fn value_of(number: u8) -> [u8; 3] {
    if number >= 232 {
        return [8 + 10 * (number - 232); 3];
    }
    let cube = number.saturating_sub(16);
    [cube / 36, cube / 6 % 6, cube % 6]
        .map(|step| STEPS.get(usize::from(step)).copied().unwrap_or(255))
}

fn nearest_256(wanted: [u8; 3]) -> u8 {
    (16..=255)
        .min_by_key(|number| distance(wanted, value_of(*number)))
        .unwrap_or(16)
}

fn nearest_16(wanted: [u8; 3]) -> Color {
    let nearest = ANSI
        .iter()
        .min_by_key(|(_, _, value)| distance(wanted, *value));
    nearest.map_or(Color::Reset, |(_, colour, _)| *colour)
}

/// How far two colours lie apart to the eye: the "redmean" approximation of CIE Luv
/// (<https://www.compuphase.com/cmetric.htm>), scaled by 512.
fn distance(one: [u8; 3], other: [u8; 3]) -> i64 {
    let [r1, g1, b1] = one.map(i64::from);
    let [r2, g2, b2] = other.map(i64::from);
    let mean = (r1 + r2) / 2;
    let (red, green, blue) = (r1 - r2, g1 - g2, b1 - b2);
    (1024 + 2 * mean) * red * red + 2048 * green * green + (1534 - 2 * mean) * blue * blue
}
