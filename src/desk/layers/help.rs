//! The help: every command with its keys, made from the table and the live keymap.

use crate::desk::input::Input;

/// A row of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A group's heading.
    Group(String),
    /// A command: its keys, its line of help, its id, why it can't run now.
    Command {
        /// The keys, joined; empty when only the palette has it.
        keys: String,
        /// The line of help.
        text: String,
        /// The id, as keymap files name it.
        id: &'static str,
        /// Why it can't run now.
        disabled: Option<String>,
    },
}

/// The help layer.
#[derive(Debug)]
pub struct Help {
    /// What narrows the rows.
    pub input: Input,
    /// All rows.
    pub all: Vec<Row>,
    /// The rows shown.
    pub rows: Vec<Row>,
    /// The first row on the screen.
    pub offset: usize,
}
