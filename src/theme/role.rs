//! What a text on the screen is.

macro_rules! roles {
    ($( $variant:ident = $id:literal, $help:literal; )*) => {
        /// What a text on the screen is; a theme gives each role its style.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Role { $( #[doc = $help] $variant, )* }

        impl Role {
            /// All roles, in declaration order: `role as usize` is the place here.
            pub const ALL: &'static [Role] = &[$( Role::$variant, )*];

            /// The name used in themes.
            pub fn id(self) -> &'static str {
                match self { $( Role::$variant => $id, )* }
            }

            /// The role of that name.
            pub fn by_id(id: &str) -> Option<Role> {
                match id { $( $id => Some(Role::$variant), )* _ => None }
            }
        }
    };
}

roles! {
    Text = "text", "Plain text, and the background of the whole screen.";
    Dim = "dim", "What matters less.";
    Title = "title", "Titles of panes and sheets without the keyboard.";
    Tab = "tab", "A pane's name in the top line.";
    TabActive = "tab-active", "The name of the pane shown.";
    Border = "border", "The frame of a pane or layer.";
    BorderFocus = "border-focus", "The title of the pane or layer with the keyboard.";
    Header = "header", "Heads of columns.";
    Section = "section", "Headings in sheets, forms and help.";
    RowSelected = "row-selected", "The row or link under the cursor.";
    RowMarked = "row-marked", "A marked row.";
    Match = "match", "Letters that matched what was typed.";
    Link = "link", "The name of another record.";
    Label = "label", "The name of a field.";
    Value = "value", "The value of a field.";
    Prompt = "prompt", "The sign before a line of input.";
    HintKey = "hint-key", "A key in the hint bar, the palette and the help.";
    HintText = "hint-text", "What that key does.";
    StatusNote = "status-note", "Plain news in the status line.";
    StatusOk = "status-ok", "Something was done.";
    StatusWarn = "status-warn", "Something deserves a look.";
    StatusError = "status-error", "Something was refused.";
    Field = "field", "A field of a form.";
    FieldFocus = "field-focus", "The field with the keyboard.";
    FieldError = "field-error", "A field that is refused.";
    Others = "others", "What another has just changed, and who.";
    Before = "before", "A value that was replaced.";
    After = "after", "The value that replaced it.";
    Badge = "badge", "A short state beside a name.";
    Trashed = "trashed", "A record in the trash.";
    Time = "time", "When something was done or falls due.";
}

impl Role {
    /// The roles that tell a state by their look alone. In every theme no two of them have the same
    /// modifiers, so that no state is told by colour alone. The other states stand with a sign of
    /// their own: `[ ]` the pane shown, `●` a marked row, `✓ ! ✗` the status, `✗` a refused field, `→`
    /// between before and after, `×` what lies in the trash, `✎` what another has just changed.
    pub const STATES: &'static [Role] = &[
        Role::Text,
        Role::BorderFocus,
        Role::RowSelected,
        Role::Match,
        Role::FieldFocus,
    ];
}
