//! What a surface wants done that reaches beyond itself: plain data, which the desk carries out.

use std::sync::Arc;

use ulid::Ulid;

use crate::command::Command;
use crate::config::Setting;
use crate::exchange::import::{Decisions, Plan};
use crate::exchange::many::{Deed, DeedKind, People};
use crate::model::reversal::Reversal;
use crate::model::{Collection, FieldNo, Fields, Heading, RecordRef};

use super::jobs::chosen::Chosen;
use super::jobs::planning::Source;
use super::jobs::rereading::{Picking, Reread};
use super::message::JobId;
use super::pane::PaneId;

/// Deleting more than so many records at once asks first.
pub const ASK_ABOVE: usize = 10;

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// The layer on top shall go.
    Close,
    /// A command shall be run.
    Run(Command),
    /// That record shall be shown where it is listed.
    GoTo(RecordRef),
    /// That pane shall be opened.
    Pane(PaneId),
    /// That view shall be opened.
    View(RecordRef),
    /// That setting shall have this value.
    Choose(Setting, String),
    /// That text shall go to the clipboard.
    Copy(String),
    /// One field of the marked records shall be edited.
    Bulk(FieldNo),
    /// The path of a file to import as that collection is wanted.
    ImportPath(Collection),
    /// A form for a new record with these fields, taking up the draft of one that was left.
    Add(Collection, Fields),
    /// A form for that record.
    Edit(RecordRef),
    /// That entry of the journal, record by record.
    Entry(Box<EntryHead>),
    /// The form of that draft shall go.
    CloseForm(Ulid),
    /// What the form of that draft and others have both changed shall be decided.
    Conflict(Ulid),
    /// The conflict on top shall be done with in that way.
    Settle(Then),
    /// A question, with what bears on it; what is done on Yes.
    Question(Box<Question>),
    /// These records shall go into the trash, or come back.
    Trash(Chosen, bool),
    /// The trash shall be emptied.
    EmptyTrash,
    /// Those records shall be made one, field by field.
    Merge(Vec<RecordRef>),
    /// Each of these groups shall become one record.
    MergeAll(Arc<Vec<Vec<RecordRef>>>),
    /// An entry of the journal shall be taken back.
    Reverse(Reversal),
    /// What is done with these people shall be chosen.
    Deeds(Arc<People>),
    /// Where that is done with these people shall be chosen.
    Target(DeedKind, Arc<People>),
    /// The function that these people have at that organisation, or their tag, is wanted.
    Name(Option<RecordRef>, Arc<People>),
    /// That shall be done with these people, once it is planned and looked at.
    Do(Deed, Arc<People>),
    /// That shall be imported, once it is planned and looked at; what is decided of its rows.
    Plan(Source, Decisions),
    /// How the file of an import is read shall be chosen.
    Pick(Picking),
    /// What its columns go to shall be kept, under a name.
    KeepMapping(String),
    /// A name for that is wanted; what is proposed.
    MappingName(String),
    /// That file shall be read otherwise.
    Reread(Reread),
    /// An import shall be done as it was planned.
    Import(Arc<Plan>, Source),
    /// A draft shall be thrown away, with its form.
    Discard(Ulid),
    /// A draft shall be taken up again.
    Resume(Ulid),
    /// The program shall end.
    Quit,
}

/// What becomes of a form whose conflict is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is saved as was decided.
    Save,
    /// The field under the cursor is typed into.
    Edit,
    /// It goes, and its draft is kept.
    Keep,
}

/// A question to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The question, in words.
    pub words: String,
    /// What bears on it, a line each.
    pub details: Vec<String>,
    /// What is done on Yes; nothing where the details are only there to be read.
    pub then: Option<Ask>,
    /// The job that has yet to tell what bears on it: the question is asked when it has.
    pub awaits: Option<JobId>,
    /// What is done on All, where Yes is but a part of that.
    pub all: Option<Ask>,
}

/// An entry of the journal as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryHead {
    /// Who, when, the step.
    pub heading: Heading,
    /// When, as shown.
    pub at: String,
    /// The name of the step, in words.
    pub words: String,
}
