//! The one command table: whatever can be done has a name, a group, a line of help (Fluent text
//! `command-<id>`) and the needs that say when it can be done.
//!
//! Keymaps, palette, hints, help and key scripts all read this table. To add a command, add a line
//! here, its text in both `.ftl` files, and its arm in `desk::run` or in the surface whose it is.

/// A heading of the help screen, in the order shown (Fluent text `group-<id>`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Moving in lists and sheets.
    Move,
    /// Opening panes and layers.
    Open,
    /// Changing records.
    Edit,
    /// Marks, sorting, columns, copying.
    List,
    /// Keys inside forms and pickers.
    Form,
    /// The program itself.
    Desk,
}

impl Group {
    /// The identifier used in Fluent keys.
    pub fn id(self) -> &'static str {
        match self {
            Group::Move => "move",
            Group::Open => "open",
            Group::Edit => "edit",
            Group::List => "list",
            Group::Form => "form",
            Group::Desk => "desk",
        }
    }
}

/// What must hold for a command to be possible; the first unmet need is the reason shown
/// (Fluent text `need-<id>`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A record is under the cursor.
    Record,
    /// The store accepts changes (not a read-only desk).
    Writable,
    /// At least one row is marked.
    Marks,
    /// What is under the cursor can be marked.
    Markable,
    /// There is a step to undo.
    Undoable,
    /// There is an undone step to redo.
    Redoable,
    /// The trail holds a record to go back to.
    Trail,
    /// The kind on screen can be added by hand here.
    Addable,
    /// The record under the cursor lies in the trash.
    Trashed,
    /// The record under the cursor is not in the trash.
    Live,
    /// The trash holds something.
    TrashFull,
    /// The pane lists records.
    Listing,
    /// What is under the cursor leads somewhere: a record, a line of *Today*, to `Enter` a group's head too.
    Line,
    /// The columns layer has the keys.
    Columns,
    /// The list of views has the keys.
    Views,
    /// A step of the journal is chosen, or opened.
    Entry,
    /// A step of the journal is opened.
    EntryOpen,
    /// The journal, or a step of it, is open.
    Journal,
    /// What two have changed is to be decided.
    Conflict,
    /// The rows of an import are looked at.
    Import,
    /// Who is there twice is looked at.
    Review,
    /// Records are to be made one.
    Merge,
    /// A question asks whether a part shall be done, or all.
    Choice,
}

impl Need {
    /// The identifier used in Fluent keys.
    pub fn id(self) -> &'static str {
        match self {
            Need::Record => "record",
            Need::Writable => "writable",
            Need::Marks => "marks",
            Need::Markable => "markable",
            Need::Undoable => "undoable",
            Need::Redoable => "redoable",
            Need::Trail => "trail",
            Need::Addable => "addable",
            Need::Trashed => "trashed",
            Need::Live => "live",
            Need::TrashFull => "trash-full",
            Need::Listing => "listing",
            Need::Line => "record",
            Need::Columns => "columns",
            Need::Views => "views",
            Need::Entry => "entry",
            Need::EntryOpen => "entry-open",
            Need::Journal => "journal",
            Need::Conflict => "conflict",
            Need::Import => "import",
            Need::Review => "review",
            Need::Merge => "merge",
            Need::Choice => "choice",
        }
    }
}

macro_rules! commands {
    ($( $variant:ident = $id:literal, $group:ident, [$($need:ident),*], $help:literal; )*) => {
        /// Everything a user can name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command { $( #[doc = $help] $variant, )* }

        impl Command {
            /// All commands, in the order of the table.
            pub const ALL: &'static [Command] = &[$( Command::$variant, )*];

            /// The kebab-case name used in keymaps, scripts and the palette.
            pub fn id(self) -> &'static str {
                match self { $( Command::$variant => $id, )* }
            }

            /// The heading it stands under in the help.
            pub fn group(self) -> Group {
                match self { $( Command::$variant => Group::$group, )* }
            }

            /// What must hold for it to run.
            pub fn needs(self) -> &'static [Need] {
                match self { $( Command::$variant => &[$( Need::$need, )*], )* }
            }

            /// The command of that name.
            pub fn by_id(id: &str) -> Option<Command> {
                match id { $( $id => Some(Command::$variant), )* _ => None }
            }
        }
    };
}

commands! {
    CursorDown = "cursor-down", Move, [], "One row or link down.";
    CursorUp = "cursor-up", Move, [], "One row or link up.";
    CursorFirst = "cursor-first", Move, [], "First row.";
    CursorLast = "cursor-last", Move, [], "Last row.";
    PageDown = "page-down", Move, [], "Half a page down.";
    PageUp = "page-up", Move, [], "Half a page up.";
    FocusList = "focus-list", Move, [], "Go to the list.";
    FocusSheet = "focus-sheet", Move, [Line], "Go to the sheet.";
    FocusNext = "focus-next", Move, [], "List, sheet, and back.";
    RecordFollow = "record-follow", Move, [Line], "Go into the sheet, follow the link.";
    TrailBack = "trail-back", Move, [Trail], "Back along the trail.";
    Leave = "leave", Move, [], "Leave the layer, the sheet, then the filter.";

    FindOpen = "find-open", Open, [], "Find any record of any kind.";
    FindExplain = "find-explain", Open, [], "Why this record was found.";
    PaletteOpen = "palette-open", Open, [], "All commands.";
    HelpOpen = "help-open", Open, [], "Keys and commands.";
    FilterOpen = "filter-open", Open, [], "Filter the pane as one types.";
    PaneToday = "pane-today", Open, [], "Today.";
    PaneAdherents = "pane-adherents", Open, [], "Adherents.";
    PanePartners = "pane-partners", Open, [], "Partners.";
    PaneTrainings = "pane-trainings", Open, [], "Modules and training sessions.";
    PaneLists = "pane-lists", Open, [], "Mailing lists.";
    PanePeople = "pane-people", Open, [], "People.";
    PaneEvents = "pane-events", Open, [], "Events.";
    PaneSolutions = "pane-solutions", Open, [], "Solutions and deployments.";
    PaneAgreements = "pane-agreements", Open, [], "Agreements.";
    PaneFigures = "pane-figures", Open, [], "Figures.";
    PaneKind = "pane-kind", Open, [], "Open any kind of record as a pane.";
    TrashOpen = "trash-open", Open, [], "The trash.";
    HistoryOpen = "record-history", Open, [Record], "History of this record.";
    JournalOpen = "journal-open", Open, [], "The journal: what was done, by whom, when.";
    Who = "who", Open, [], "Who is here: who has the store open, on which record.";
    Duplicates = "duplicates", Open, [], "Who is there twice: look, merge, keep apart.";
    ViewPick = "view-pick", Open, [], "Open a view.";
    ImportOpen = "import-open", Open, [Writable], "Import a file.";
    ReportImport = "report-import", Open, [Writable], "Import the report of 2022.";
    WelcomeOpen = "welcome-open", Open, [], "The welcome of the first start.";

    RecordAdd = "record-add", Edit, [Writable, Addable], "Add by form.";
    RecordQuick = "record-quick", Edit, [Writable, Addable], "Add by a quick line.";
    RecordEdit = "record-edit", Edit, [Record, Writable, Live], "Edit this record.";
    RecordDelete = "record-delete", Edit, [Record, Writable, Live], "Move to the trash.";
    RecordRestore = "record-restore", Edit, [Record, Writable, Trashed], "Restore from the trash.";
    TrashEmpty = "trash-empty", Edit, [Writable, TrashFull], "Empty the trash.";
    BulkEdit = "bulk-edit", Edit, [Writable, Marks], "Edit one field of the marked rows.";
    MergeOpen = "merge", Edit, [Writable, Marks], "Make the marked records one, field by field.";
    ManyOpen = "many-open", Edit, [Record, Writable], "Register, subscribe, tag … the people of the marked rows.";
    ManyRegister = "many-register", Edit, [Record, Writable], "Register the people of the marked rows to a session.";
    ManySubscribe = "many-subscribe", Edit, [Record, Writable], "Subscribe the people of the marked rows to a list.";
    ManyFunction = "many-function", Edit, [Record, Writable], "Give the people of the marked rows a function at an organisation.";
    ManyTag = "many-tag", Edit, [Record, Writable], "Tag the people of the marked rows.";
    LogCall = "log-call", Edit, [Record, Writable], "Log a call.";
    LogNote = "log-note", Edit, [Record, Writable], "Write a note.";
    LogTask = "log-task", Edit, [Record, Writable], "Add a task.";
    Undo = "undo", Edit, [Writable, Undoable], "Undo the last step.";
    Redo = "redo", Edit, [Writable, Redoable], "Redo the step undone.";
    EntryRevert = "entry-revert", Edit, [Entry, Writable], "Take the entry back for this record, or the marked ones.";
    EntryUndo = "entry-undo", Edit, [Entry, Writable], "Take the whole entry back.";

    EntryMark = "entry-mark", List, [EntryOpen], "Mark or unmark the record of the entry.";
    EntryMarkAll = "entry-mark-all", List, [EntryOpen], "Mark all records shown of the entry, or none.";
    JournalNarrow = "journal-narrow", List, [Journal], "Narrow the journal, the entry or the import by words.";
    MarkToggle = "mark-toggle", List, [Record, Markable], "Mark or unmark the row.";
    MarkAll = "mark-all", List, [], "Mark all filtered rows, or none.";
    SortNext = "sort-next", List, [], "Sort by the next column.";
    SortReverse = "sort-reverse", List, [], "Reverse the order.";
    QueryExplain = "query-explain", List, [], "Say the filter in words.";
    ColumnsChoose = "columns-choose", List, [Listing], "Choose the columns.";
    ColumnEarlier = "column-earlier", List, [Columns], "Move the column towards the front.";
    ColumnLater = "column-later", List, [Columns], "Move the column towards the end.";
    ColumnWider = "column-wider", List, [Columns], "Make the column wider.";
    ColumnNarrower = "column-narrower", List, [Columns], "Make the column narrower.";
    ColumnOrder = "column-order", List, [Columns], "Sort by the column too: up, down, not.";
    ColumnGroup = "column-group", List, [Columns], "Group by the column, or no more.";
    GroupToggle = "group-toggle", List, [Listing], "Fold or unfold the group.";
    GroupsToggle = "groups-toggle", List, [Listing], "Fold or unfold all groups.";
    ViewSave = "view-save", List, [Listing, Writable], "Save what the pane shows as a view.";
    ViewEdit = "view-edit", List, [Views, Writable], "Edit the view.";
    ViewDelete = "view-delete", List, [Views, Writable], "Move the view to the trash.";
    CopyOpen = "copy-open", List, [Record], "Copy menu.";

    FieldNext = "field-next", Form, [], "Next field.";
    FieldPrevious = "field-previous", Form, [], "Previous field.";
    FormSave = "form-save", Form, [], "Save the form.";
    FieldPick = "field-pick", Form, [], "Pick a value or a record.";
    FieldEditor = "field-editor", Form, [], "Edit the note in $EDITOR.";
    WordLeft = "word-left", Form, [], "Go to the beginning of the word.";
    WordRight = "word-right", Form, [], "Go behind the word.";
    WordErase = "word-erase", Form, [], "Delete the word before the cursor.";
    WordDelete = "word-delete", Form, [], "Delete the word behind the cursor.";
    Accept = "accept", Form, [], "Accept.";
    AcceptAll = "accept-all", Form, [Choice], "Accept all of it, where one may accept a part.";
    Refuse = "refuse", Form, [], "Refuse.";
    SelectNext = "select-next", Form, [], "Next choice.";
    SelectPrevious = "select-previous", Form, [], "Previous choice.";
    Complete = "complete", Form, [], "Take what is offered; again, the next one.";
    ConflictMine = "conflict-mine", Form, [Conflict], "Keep my value of the field that another has changed as well.";
    ConflictTheirs = "conflict-theirs", Form, [Conflict], "Take the other's value of the field.";
    ConflictEdit = "conflict-edit", Form, [Conflict], "Go to the field, the other's value beside it.";
    ImportThis = "import-this", Form, [Import], "The row is the record that is picked.";
    ImportNew = "import-new", Form, [Import], "The row is a new record.";
    ImportSkip = "import-skip", Form, [Import], "Leave the row out, or take it after all.";
    ImportAlike = "import-alike", Form, [Import], "Decide all rows alike that are doubtful as this one.";
    ImportUndecide = "import-undecide", Form, [Import], "Take back what was decided of the row.";
    ImportCandidateNext = "import-candidate-next", Form, [Import], "The next record that the row may be about.";
    ImportCandidatePrevious = "import-candidate-previous", Form, [Import], "The previous record that the row may be about.";
    ImportShowNext = "import-show-next", Form, [Import], "Show other rows: to decide, made, changed, refused.";
    ImportShowPrevious = "import-show-previous", Form, [Import], "Show the rows before these.";
    ImportRefused = "import-refused", Form, [Import], "Keep the rows that are not taken as a file to be mended.";
    ImportColumns = "import-columns", Form, [Import], "Show what each column goes to, or the rows again.";
    ImportMode = "import-mode", Form, [Import], "What the rows may change: fill, update, replace, create only, update only.";
    ImportEncoding = "import-encoding", Form, [Import], "Read the file in another encoding.";
    ImportSeparator = "import-separator", Form, [Import], "Cut the file at another sign.";
    ImportSheet = "import-sheet", Form, [Import], "Read another sheet of the workbook.";
    ImportTarget = "import-target", Form, [Import], "Choose what the column goes to.";
    ImportAlso = "import-also", Form, [Import], "Have the column go to one more field.";
    ImportLeaveOut = "import-leave-out", Form, [Import], "Leave the column out.";
    ImportClears = "import-clears", Form, [Import], "Have blank cells of the column empty the field, or say nothing.";
    ImportKeep = "import-keep", Form, [Import], "Keep what the columns go to, for files of the same headers.";
    ImportForget = "import-forget", Form, [Import], "Drop what is kept for files of these headers.";
    ImportRecognise = "import-recognise", Form, [Import], "Have the column go where it is recognised to go.";
    ReviewMerge = "review-merge", Form, [Review, Writable], "Make these records one, as proposed.";
    ReviewMergeSame = "review-merge-same", Form, [Review, Writable], "Merge all that show and are the same beyond doubt.";
    ReviewApart = "review-apart", Form, [Review, Writable], "They are not the same: ask no more.";
    ReviewSkip = "review-skip", Form, [Review], "Leave them for now.";
    ReviewShowNext = "review-show-next", Form, [Review], "Show all, those beyond doubt, those to look at.";
    ReviewKind = "review-kind", Form, [Review], "Look at records of another kind.";
    MergeValueNext = "merge-value-next", Form, [Merge], "Take the next record's value of the field.";
    MergeValuePrevious = "merge-value-previous", Form, [Merge], "Take the previous record's value of the field.";
    MergeStays = "merge-stays", Form, [Merge], "Have the next record be the one that stays.";
    DraftDiscard = "draft-discard", Form, [], "Throw the draft away.";

    ThemePick = "theme-pick", Desk, [], "Choose a theme.";
    KeymapPick = "keymap-pick", Desk, [], "Choose a keymap.";
    LanguageSwitch = "language-switch", Desk, [], "French or English.";
    ConfigReload = "config-reload", Desk, [], "Read the configuration again.";
    Redraw = "redraw", Desk, [], "Draw the screen again.";
    Suspend = "suspend", Desk, [], "Suspend.";
    Quit = "quit", Desk, [], "Quit.";
}
