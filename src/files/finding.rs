//! A problem in a file of the user's, with its place.

macro_rules! problems {
    ($( $variant:ident = $id:literal, $help:literal; )*) => {
        /// What is wrong; each has a Fluent text `finding-<id>` with the argument `$word`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Problem { $( #[doc = $help] $variant, )* }

        impl Problem {
            /// All problems.
            pub const ALL: &'static [Problem] = &[$( Problem::$variant, )*];

            /// The identifier used in Fluent keys.
            pub fn id(self) -> &'static str {
                match self { $( Problem::$variant => $id, )* }
            }
        }
    };
}

problems! {
    Unreadable = "unreadable", "The file can't be read; the word is the cause.";
    Missing = "missing", "There is no such file.";
    Encoding = "encoding", "The file is not UTF-8.";
    Syntax = "syntax", "Not TOML; the word is the parser's own message.";
    Duplicate = "duplicate", "The same key twice.";
    UnknownKey = "unknown-key", "No such setting here.";
    ExpectedText = "expected-text", "A text between quotes is expected.";
    ExpectedTable = "expected-table", "A table is expected.";
    ExpectedSwitch = "expected-switch", "true or false is expected.";
    ExpectedNumber = "expected-number", "A whole number within the bounds of the word is expected.";
    ExpectedChoice = "expected-choice", "One of the words listed is expected.";
    ExpectedBinding = "expected-binding", "A command, a list of them or a table is expected.";
    UnknownParent = "unknown-parent", "`inherits` names a file that does not exist.";
    Cycle = "cycle", "`inherits` comes back to a file already passed.";
    UnknownKeymap = "unknown-keymap", "No such keymap.";
    UnknownTheme = "unknown-theme", "No such theme.";
    UnknownMode = "unknown-mode", "No such mode in a keymap.";
    UnknownCommand = "unknown-command", "No such command.";
    UnknownCondition = "unknown-condition", "No such condition.";
    BadCondition = "bad-condition", "The condition can't be read from the word on.";
    CutCondition = "cut-condition", "The condition breaks off.";
    BadKey = "bad-key", "No such key.";
    TextKey = "text-key", "A plain character is text in this mode.";
    Hidden = "hidden", "The chord begins with a key bound by itself (the word), or the reverse.";
    UnknownRole = "unknown-role", "No such role in a theme.";
    UnknownColour = "unknown-colour", "No such colour.";
}

/// A problem in a file, to be shown as `file:line:column: [table] "key": …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file as the user knows it: a path, or `keymaps/NAME.toml` for a shipped one.
    pub file: String,
    /// Line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 when the whole file is meant.
    pub column: usize,
    /// The table it stands in; empty at the top.
    pub table: String,
    /// The key it stands at; empty when there is none.
    pub key: String,
    /// What is wrong.
    pub problem: Problem,
    /// The offending word, or what was expected (see [`Problem`]).
    pub word: String,
    /// The known word nearest to the offending one.
    pub help: Option<String>,
}

impl Finding {
    /// A finding about a whole file.
    pub fn about(file: &str, problem: Problem, word: &str) -> Finding {
        Finding {
            file: file.to_string(),
            line: 0,
            column: 0,
            table: String::new(),
            key: String::new(),
            problem,
            word: word.to_string(),
            help: None,
        }
    }
}
