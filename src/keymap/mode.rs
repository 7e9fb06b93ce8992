//! Where a key is pressed.

macro_rules! modes {
    ($( $variant:ident = $id:literal, $help:literal; )*) => {
        /// What has the keyboard; a table of that name in a keymap file (Fluent text `mode-<id>`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Mode { $( #[doc = $help] $variant, )* }

        impl Mode {
            /// All modes, in the order of the help screen.
            pub const ALL: &'static [Mode] = &[$( Mode::$variant, )*];

            /// The name of its table.
            pub fn id(self) -> &'static str {
                match self { $( Mode::$variant => $id, )* }
            }

            /// The mode of that name.
            pub fn by_id(id: &str) -> Option<Mode> {
                match id { $( $id => Some(Mode::$variant), )* _ => None }
            }
        }
    };
}

modes! {
    Global = "global", "Behind all others; its plain characters hold in the panes alone.";
    List = "list", "The list of a pane.";
    Sheet = "sheet", "The sheet of a record.";
    Filter = "filter", "The filter line of a list.";
    Find = "find", "Find any record.";
    Palette = "palette", "All commands.";
    Form = "form", "A form of one-line fields.";
    Note = "note", "A field of several lines.";
    Picker = "picker", "A choice among values, records, columns or themes.";
    Confirm = "confirm", "A question.";
    Conflict = "conflict", "What two have changed.";
    Import = "import", "The rows of an import.";
    ImportColumns = "import-columns", "The columns of an import.";
    Review = "review", "Who is there twice.";
    Merge = "merge", "Records that are made one.";
    Help = "help", "The help screen.";
    History = "history", "The history of a record.";
    Journal = "journal", "The journal.";
    Entry = "entry", "An entry of the journal, record by record.";
    Welcome = "welcome", "The welcome of the first start.";
    Bulk = "bulk", "One field of many rows.";
    Quick = "quick", "The quick line.";
    Columns = "columns", "The columns of a pane.";
    Views = "views", "The list of views.";
    View = "view", "Saving a view.";
    Text = "text", "Behind all layers with a field.";
}

impl Mode {
    /// Whether plain characters are text here; then they are never looked up.
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Mode::Filter
                | Mode::Find
                | Mode::Palette
                | Mode::Form
                | Mode::Note
                | Mode::Picker
                | Mode::Help
                | Mode::Bulk
                | Mode::Quick
                | Mode::Columns
                | Mode::Views
                | Mode::View
                | Mode::Text
        )
    }

    /// Whether it is a pane’s own mode and not a layer over the panes (the welcome leaves all other keys as
    /// ever). Only in a pane do plain
    /// characters reach `[global]`: a letter typed at a question opens nothing behind it.
    pub fn is_pane(self) -> bool {
        matches!(
            self,
            Mode::Global | Mode::List | Mode::Sheet | Mode::Welcome
        )
    }
}
