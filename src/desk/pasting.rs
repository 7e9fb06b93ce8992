//! Pasted text: it goes into the field that has the focus; elsewhere it is refused, never run as commands.

use unicode_segmentation::UnicodeSegmentation;

use super::layers::{Layer, Surface};
use super::{Desk, Tone};

/// How much of a refused paste is shown, in characters.
const PASTE_SHOWN: usize = 28;

impl Desk {
    /// A paste.
    pub(super) fn paste(&mut self, text: &str) {
        self.status = None;
        if !self.insert(text) {
            self.refuse_paste("paste-nowhere", text);
        }
    }

    /// A paste whose end never came: what came of it is treated as any, and it is said.
    pub(super) fn paste_unended(&mut self, text: &str) {
        self.status = None;
        if self.insert(text) {
            let text = self.scene().word("paste-unended");
            self.say(Tone::Warning, text);
        } else {
            self.refuse_paste("paste-unended-nowhere", text);
        }
    }

    /// Lines that came at once without the marks of a paste: they go into a note, as typing would put them.
    /// Elsewhere their line ends would be Enter, so they are refused.
    pub(super) fn paste_bare(&mut self, text: &str) {
        self.status = None;
        let takes_lines = self.top().is_some_and(Surface::takes_lines);
        if !(takes_lines && self.insert(text)) {
            self.refuse_paste("paste-bare", text);
        }
    }

    /// Inserts text into the field that has the focus; says whether there is one.
    fn insert(&mut self, text: &str) -> bool {
        let (layers, screen, mut cx) = self.parts();
        let top = layers.last_mut().map(Layer::surface_mut);
        let taken = top.is_some_and(|surface| surface.paste(text, screen, &mut cx));
        self.carry_out();
        taken
    }

    fn refuse_paste(&mut self, id: &str, text: &str) {
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
        let arguments = [("words", shown.into())];
        let text = self.scene().format(id, &arguments);
        self.say(Tone::Warning, text);
    }
}
