//! A one-line text field: typing, moving and deleting by grapheme and word, as readline does.

use unicode_segmentation::UnicodeSegmentation;

use crate::keymap::{Code, Key};

/// A line of text with a cursor. The cursor is a byte offset, always on a grapheme boundary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    cursor: usize,
}

impl Input {
    /// A field holding that text, the cursor at its end.
    pub fn new(text: impl Into<String>) -> Input {
        let text = text.into();
        Input {
            cursor: text.len(),
            text,
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the cursor.
    pub fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or(&self.text)
    }

    /// Replaces the text, the cursor at its end.
    pub fn set(&mut self, text: impl Into<String>) {
        *self = Input::new(text);
    }

    /// Replaces the text, the cursor between the two parts.
    pub fn set_around(&mut self, before: impl Into<String>, after: &str) {
        self.set(before);
        self.text.push_str(after);
    }

    /// Inserts text at the cursor; line breaks and tabs become spaces, other controls are dropped.
    pub fn insert(&mut self, text: &str) {
        let clean: String = text
            .replace("\r\n", "\n")
            .chars()
            .map(|c| {
                if matches!(c, '\n' | '\r' | '\t') {
                    ' '
                } else {
                    c
                }
            })
            .filter(|c| !c.is_control())
            .collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Handles an editing key; says whether it was one.
    pub fn key(&mut self, key: Key) -> bool {
        match (key.code, key.ctrl, key.alt) {
            (Code::Char(c), false, false) => self.insert(c.encode_utf8(&mut [0; 4])),
            (Code::Backspace, false, false) => self.delete(self.left(), self.cursor),
            (Code::Delete, false, false) | (Code::Char('d'), true, false) => {
                self.delete(self.cursor, self.right())
            }
            (Code::Left, false, false) | (Code::Char('b'), true, false) => {
                self.cursor = self.left()
            }
            (Code::Right, false, false) | (Code::Char('f'), true, false) => {
                self.cursor = self.right()
            }
            (Code::Left, true, _) => self.cursor = self.word_left(),
            (Code::Right, true, _) => self.cursor = self.word_right(),
            (Code::Home, _, _) | (Code::Char('a'), true, false) => self.cursor = 0,
            (Code::End, _, _) | (Code::Char('e'), true, false) => self.cursor = self.text.len(),
            (Code::Char('u'), true, false) => self.delete(0, self.cursor),
            (Code::Char('k'), true, false) => self.delete(self.cursor, self.text.len()),
            (Code::Char('w') | Code::Backspace, true, false) => {
                self.delete(self.word_left(), self.cursor)
            }
            (Code::Delete, true, false) => self.delete(self.cursor, self.word_right()),
            _ => return false,
        }
        true
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn after(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    fn left(&self) -> usize {
        self.cursor
            - self
                .before()
                .graphemes(true)
                .next_back()
                .map_or(0, str::len)
    }

    fn right(&self) -> usize {
        self.cursor + self.after().graphemes(true).next().map_or(0, str::len)
    }

    fn word_left(&self) -> usize {
        let word = self.before().unicode_word_indices().next_back();
        word.map_or(0, |(at, _)| at)
    }

    fn word_right(&self) -> usize {
        let word = self.after().unicode_word_indices().next();
        word.map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}
