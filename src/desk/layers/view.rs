//! Saving what the pane shows as a view: its name, its key, whose it is.

use crate::desk::input::Input;

/// What is asked of a view, in the order of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Its name.
    Name,
    /// The character that opens it.
    Key,
    /// Whether it is everybody's.
    Shared,
}

/// The questions.
#[derive(Debug)]
pub struct SaveView {
    /// The name typed.
    pub name: Input,
    /// The key typed: one character, or none.
    pub key: Input,
    /// Whether everybody may open it.
    pub shared: bool,
    /// The line with the keyboard.
    pub focus: Asked,
    /// The view of that name that would be replaced, as it is called.
    pub replaces: Option<String>,
}

impl SaveView {
    /// Goes a line on, or back.
    pub fn step(&mut self, by: isize) {
        self.focus = match (self.focus, by > 0) {
            (Asked::Name, true) | (Asked::Shared, false) => Asked::Key,
            (Asked::Key, true) | (Asked::Name, false) => Asked::Shared,
            (Asked::Shared, true) | (Asked::Key, false) => Asked::Name,
        };
    }
}
