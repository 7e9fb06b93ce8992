//! Pasted text that has nowhere to go: it is refused, and shown so far.

use unicode_segmentation::UnicodeSegmentation;

use super::context::Scene;

/// How much of a refused paste is shown, in characters.
const PASTE_SHOWN: usize = 28;

/// The marks that a terminal puts around a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasteMarks {
    /// Both.
    Both,
    /// That of its beginning; its end never came.
    Beginning,
    /// None: lines that came at once.
    None,
}

/// Why a paste is refused, and how it begins.
pub fn refusal(text: &str, marks: PasteMarks, scene: &Scene) -> String {
    let id = match marks {
        PasteMarks::Both => "paste-nowhere",
        PasteMarks::Beginning => "paste-unended-nowhere",
        PasteMarks::None => "paste-bare",
    };
    let words: Vec<&str> = text.split_whitespace().take(8).collect();
    let words: String = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    let mut shown: String = words.graphemes(true).take(PASTE_SHOWN).collect();
    if shown.len() < text.trim_end().len() {
        shown.push('…');
    }
    scene.format(id, &[("words", shown.into())])
}
