//! What is said of a file beforehand by who has it read: what is not said is found out.

use super::charset::Charset;
use super::mapping::Mapping;
use super::mode::Mode;
use crate::model::Zone;

/// How a file is to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The encoding of its letters.
    pub encoding: Option<Charset>,
    /// The sign between its cells.
    pub separator: Option<u8>,
    /// The sheet of a workbook: its name, or its number from 1.
    pub sheet: Option<String>,
    /// What its columns go to.
    pub mapping: Option<Mapping>,
    /// The mappings that are kept, their names and texts, one of which may be that of its headers; of no matter where its
    /// own is said.
    pub kept: Vec<(String, String)>,
    /// Whether those are not looked at.
    pub is_alone: bool,
    /// What its rows may change.
    pub mode: Mode,
    /// The clock by which sessions are told whose calendar tells them in UTC.
    pub zone: Zone,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            encoding: None,
            separator: None,
            sheet: None,
            mapping: None,
            kept: Vec::new(),
            is_alone: false,
            mode: Mode::default(),
            zone: Zone::utc(),
        }
    }
}

/// The separator that a person names: the sign itself, or `tab`.
pub fn separator(said: &str) -> Option<u8> {
    match said {
        "tab" | "\\t" => Some(b'\t'),
        _ => match said.as_bytes() {
            [sign] if sign.is_ascii_punctuation() && !matches!(sign, b'"' | b'_') => Some(*sign),
            [b'\t' | b' '] => said.bytes().next(),
            _ => None,
        },
    }
}
