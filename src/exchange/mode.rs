//! What a file may change.

/// What the rows of a file may do to the records that they are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Blank fields are filled; nothing else changes.
    Fill,
    /// What is given replaces single values and joins lists; new records are made.
    #[default]
    Update,
    /// What is given replaces all that the field holds.
    Replace,
    /// Records are made; those that are there stay as they are.
    Create,
    /// As `Update`, but no record is made.
    UpdateOnly,
}

impl Mode {
    /// All of them.
    pub const ALL: [Mode; 5] = [
        Mode::Fill,
        Mode::Update,
        Mode::Replace,
        Mode::Create,
        Mode::UpdateOnly,
    ];

    /// Its name on the command line, and in the text `mode-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Fill => "fill",
            Mode::Update => "update",
            Mode::Replace => "replace",
            Mode::Create => "create",
            Mode::UpdateOnly => "update-only",
        }
    }

    /// The mode of that name.
    pub fn named(name: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name)
    }
}
