//! What comes in (`Msg`) and what goes out (`Effect`): plain data, so that a test can assert on it.

use std::path::PathBuf;
use std::sync::Arc;

use ulid::Ulid;

use super::entry::EntryRow;
use super::jobs::HowFar;
use super::jobs::changing::{Changing, Preview, Row};
use super::jobs::copies::{Copies, Copyable};
use super::jobs::gathering::Gathering;
use super::jobs::intake::Intake;
use super::jobs::marking::{AllMarked, Marking};
use super::jobs::mending::Mending;
use super::jobs::planning::{Planned, Planning};
use super::jobs::ranks::Ranks;
use super::jobs::sieve::Sieve;
use super::jobs::telling::Telling;
use super::jobs::twins::{Merging, Twinned, Twinning};
use super::jobs::weighing::{Emptied, Weighed, Weighing};
use super::pane::PaneId;
use super::settings::Settings;
use super::sheet::Gathered;
use crate::catalog::{Catalog, Found, Query, Ranking, Sifted};
use crate::config::{Setting, Wanted};
use crate::exchange::import::Recall;
use crate::exchange::mapping::Mapping;
use crate::keymap::Key;
pub use crate::model::reversal::Reversal;
use crate::model::{Bundle, Change, Commit, Heading, Kind, RecordRef};
use crate::store::drafts::{Draft, Untaken};
use crate::store::presence::{Present, Told};
use crate::store::{Changed, CommitError, Notice, Rest, UndoError, Undone};
use crate::theme::Ground;

/// How far a copied text has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is kept, and handed on.
    Kept,
    /// It was sent to a terminal that does not say what it makes of it.
    Sent,
}

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A key without a character came with Alt, or joined to an Esc before it.
    Prefixed(Key),
    /// A key was pressed that has no name.
    UnknownKey,
    /// Text was pasted.
    Paste(String),
    /// Text was pasted, and the end of the paste never came.
    Unended(String),
    /// Text in several lines came at once and without the marks of a paste.
    Bare(String),
    /// The terminal has that many columns and rows.
    Resize(u16, u16),
    /// The store is open.
    Opened(Opened),
    /// The store can't be opened.
    Unopened(Refused),
    /// Nothing can be saved from now on until the store is opened again: the text `store-reading-<id>` says why.
    Stopped(Refused),
    /// So many records are read, of so many.
    Progress(usize, usize),
    /// A part of the records, with what is known of them so far.
    Part(Catalog),
    /// All records, as they can be read before the store is open for writing.
    Whole(Catalog),
    /// The store is loaded: these are its records, or, without any, those that were read before.
    Loaded(Option<Catalog>),
    /// Other desks changed the store.
    Followed(Vec<(Heading, Vec<Changed>)>),
    /// What was asked or begun under that number is over: what came of it.
    Answer(JobId, Answer),
    /// How far a job is.
    Progressed(JobId, HowFar),
    /// A text was copied: how far it has come, or why nowhere.
    Copied(Result<Arrival, String>),
    /// The external editor ended.
    Edited(Edited),
    /// A timer that the desk asked for.
    Timer(Timer),
    /// The terminal has told its background: red, green, blue.
    Ground([u8; 3]),
    /// The store's thread has ended by a fault: nothing more can be saved in this session.
    Ended,
    /// A draft can't be kept: why.
    DraftUnkept(Ulid, Refused),
    /// A draft that was taken up can't be taken in hand: why.
    DraftUntaken(Ulid, Untaken),
    /// It is kept after all.
    DraftKept(Ulid),
    /// What is to be saved waits for another desk, which has had its turn for too long: who. Without one: no more.
    Awaited(Option<Refused>),
    /// A checkpoint (snapshot, packing) failed, with the reason; without one: it is done again.
    Checkpointed(Option<Refused>),
    /// Who has the store open now.
    Present(Vec<Present>),
    /// Something outside failed: the Fluent text `store-<id>` and its arguments.
    Failed(Refused),
    /// The terminal is gone or the process is told to end: save what is typed.
    Ending,
}

/// What opening the store told.
#[derive(Debug, Default)]
pub struct Opened {
    /// Why the desk can only read: the Fluent text `store-reading-<id>` and its arguments.
    pub read_only: Option<Refused>,
    /// What opening had to do (replayed, rebuilt …).
    pub notices: Vec<Notice>,
    /// The newest journal headings, in order of sequence.
    pub journal: Vec<Heading>,
    /// Drafts of earlier sessions.
    pub drafts: Vec<Draft>,
    /// What lies among them and can't be offered: the Fluent text `left-<id>` and its arguments.
    pub left: Vec<Refused>,
    /// Whether the welcome shall be shown: an empty store, never welcomed before.
    pub welcome: bool,
    /// Whether the store is a throw-away one (`--demo`).
    pub demo: bool,
}

/// Why the store can't be opened: the Fluent text `store-<id>` and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The identifier.
    pub id: &'static str,
    /// The arguments, by name.
    pub arguments: Vec<(&'static str, String)>,
}

/// What was asked of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The history of that record.
    History(RecordRef),
    /// Entries before that one.
    Journal(u64),
    /// That entry, record by record.
    Entry(u64),
}

/// A text for the user's editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToEdit {
    /// The form that it stands in, as it is.
    pub draft: Draft,
    /// The key of its field.
    pub field: &'static str,
    /// The text.
    pub text: String,
}

/// How the user's editor has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Whose text it was.
    pub draft: Ulid,
    /// The key of its field.
    pub field: String,
    /// The draft with the text as it is now, if that is another.
    pub changed: Option<Draft>,
    /// What was not as usual about its end, in words.
    pub unusual: Option<String>,
    /// Why the text can't be read: the Fluent text `left-<id>` and its arguments.
    pub unread: Option<Refused>,
}

/// Which request or job an answer is to. Each has one answer.
pub type JobId = u64;

/// The number of the store's opening.
pub const OPENING: JobId = 0;

/// What is asked of the store, one after the other.
#[derive(Debug)]
pub enum Asked {
    /// Commit, the records of a bundle together or not at all; answered with `Committed`.
    Commit(Commit, Arc<Vec<Bundle>>),
    /// Take back (or do again, or revert for one record) an entry; answered with `Undone`.
    Undo(Reversal),
    /// Read the history of a record; answered with `History`, as the next two are with `Journal` and `Entry`, or
    /// with `Unread`.
    History(RecordRef),
    /// Read so many entries of the journal before that one.
    Journal(u64, usize),
    /// Read an entry of the journal, its records called as in that catalog.
    Entry(u64, Box<Catalog>),
    /// The desk shows the store that is in the place of another: what comes behind this is meant for it. Changes that
    /// come before are refused. Answered with `Done`.
    Renewed,
}

impl Asked {
    /// Whether it changes the store.
    pub fn is_change(&self) -> bool {
        matches!(self, Asked::Commit(..) | Asked::Undo(_))
    }
}

/// What is done aside, on a copy of what it needs, for it may take longer than a key should wait. What each does
/// stands in `jobs`.
#[derive(Debug)]
pub enum Job {
    /// Search.
    Find(Box<Catalog>, Query),
    /// Put the rows of a large pane in order.
    Rank(Box<Ranks>),
    /// Gather what stands in a sheet.
    Gather(Box<Gathering>),
    /// Look for what a filter leaves.
    Sift(Box<Sieve>),
    /// Tell what computed columns tell.
    Tell(Box<Telling>),
    /// Plan an import.
    Plan(Box<Planning>),
    /// Make the file of the rows that an import does not take.
    Mend(Box<Mending>),
    /// Show what a bulk edit would change.
    Preview(Box<Preview>),
    /// Make the commit of a change of many records.
    Change(Box<Changing>),
    /// Look who is there twice.
    Twins(Box<Twinning>),
    /// Make the commit of many merges.
    Merge(Box<Merging>),
    /// Gather what can be copied of many records.
    Copy(Box<Copies>),
    /// Look what stands against moving many records to the trash.
    Weigh(Box<Weighing>),
    /// Look what emptying the trash comes to.
    WeighTrash(Box<Catalog>),
    /// Mark all rows of a large list, or none.
    Mark(Box<Marking>),
    /// Take a large change in.
    TakeIn(Box<Intake>),
    /// Make what queries on this catalog and its later clones look at first.
    Prepare(Box<Catalog>),
    /// Let go of what is large.
    LetGo(Box<dyn Large>),
}

/// What takes long to let go of.
pub trait Large: std::fmt::Debug + Send {}

impl<T: std::fmt::Debug + Send> Large for T {}

/// What came of a request or a job.
#[derive(Debug)]
pub enum Answer {
    /// The store was opened and loaded, or can't be; what it told came before.
    Began,
    /// A commit was made or refused.
    Committed(Result<Rest, CommitError>),
    /// An undo, redo or revert was made or refused.
    Undone(Reversal, Result<Undone, UndoError>),
    /// The history of a record, oldest first.
    History(RecordRef, Vec<(Heading, Change)>),
    /// Entries of the journal that come before that one, in order of sequence.
    Journal(u64, Vec<Heading>),
    /// That entry of the journal, record by record.
    Entry(u64, Vec<EntryRow>),
    /// What was asked of the journal can't be read: why.
    Unread(Sought, Refused),
    /// What the find layer asked for.
    Found(Found),
    /// The rows of a large pane in order.
    Ranked(PaneId, Ranking),
    /// What stands in a sheet.
    Gathered(Box<Gathered>),
    /// The rows that the filter of a pane leaves.
    Sifted(PaneId, Sifted),
    /// What the columns of a pane tell is told.
    Told(PaneId),
    /// An import, planned.
    Planned(Box<Planned>),
    /// What a bulk edit would change, row by row.
    Previewed(Vec<Row>),
    /// The commit of a change of many records.
    Changed(Box<Commit>),
    /// Who is there twice.
    Twins(Box<Twinned>),
    /// The commit of many merges, and what of it goes together.
    Merged(Box<Commit>, Arc<Vec<Bundle>>),
    /// What can be copied.
    Copied(Vec<Copyable>),
    /// What stands against moving records to the trash.
    Weighed(Box<Weighed>),
    /// What emptying the trash comes to.
    TrashWeighed(Emptied),
    /// The marks of a pane.
    Marked(PaneId, AllMarked),
    /// The records with a large change in them.
    TakenIn(Box<Catalog>),
    /// The settings, read again.
    Settings(Box<Settings>),
    /// A setting was chosen: all of them as they are now.
    Chosen(Box<Settings>, Choice),
    /// What columns go to is kept under that name, where, or not.
    MappingKept(String, Result<PathBuf, Unkept>),
    /// What was kept under that name is dropped, or not.
    MappingDropped(String, Result<(), Unkept>),
    /// The rows of that file that an import does not take, as a file, or why it can't be read, in words.
    Mended(PathBuf, Result<Vec<u8>, String>),
    /// They are kept: where, or why not, in words.
    Kept(Result<PathBuf, String>),
    /// It is done; there is nothing to tell.
    Done,
    /// It was given up: cancelled, or a newer one stands in its place.
    GivenUp,
    /// A fault of the program ended it.
    Broken,
    /// The store's thread has ended: nothing more can be saved in this session.
    Ended,
}

/// A delay that the desk asked for; the number is its generation, older ones are ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// The cursor has rested: the sheet follows.
    Settle(u64),
    /// A chord is pending: show where it leads.
    WhichKey(u64),
    /// Typing has gone on long enough: keep a draft.
    Draft,
    /// What others have changed was marked for long enough.
    Fade,
}

/// Work to do outside.
#[derive(Debug)]
pub enum Effect {
    /// Ask the store; answered with `Msg::Answer` under that number.
    Ask(JobId, Asked),
    /// Begin a job aside, in the place of an older one of its sort; answered likewise.
    Begin(JobId, Job),
    /// Give a job up.
    Cancel(JobId),
    /// Keep a draft.
    SaveDraft(Draft),
    /// A draft is done with.
    DropDraft(Ulid),
    /// A draft is taken up: no other desk offers it from now on.
    TakeDraft(Ulid),
    /// Send that timer after so many milliseconds.
    After(u64, Timer),
    /// Remember that the welcome was seen.
    Welcomed,
    /// Read configuration, keymap and theme again; answered with `Settings`.
    ReadSettings(JobId, Wanted),
    /// Keep a choice, a setting and its value; answered with `Chosen`.
    Choose(JobId, Wanted, Setting, String),
    /// Keep the rows that an import does not take beside their file; answered with `Kept`.
    KeepBeside(JobId, PathBuf, Vec<u8>),
    /// Keep what the columns of a file of that kind go to under that name; answered with `MappingKept`.
    KeepMapping(JobId, Kind, String, Box<Mapping>),
    /// Drop what is kept under that name; answered with `MappingDropped`.
    DropMapping(JobId, String),
    /// Remember what was decided of doubtful rows; answered with `Done`.
    Remember(JobId, Recall),
    /// Ask for the terminal's background, with the next frame; answered with `Msg::Ground`, or never.
    AskGround,
    /// Remember the background of this terminal.
    SeeGround(Ground),
    /// Put a text on the user's clipboard.
    Copy(String),
    /// Edit a text in the user's editor; answered with `Msg::Edited`.
    Editor(Box<ToEdit>),
    /// A draft has the text of the editor, or it was as before: its file is done with, once that is kept.
    EditorDone,
    /// Let others know what this desk is at, and find out who else is there; answered with `Msg::Present`, where that
    /// is something new.
    At(At),
    /// Stop until SIGCONT.
    Suspend,
    /// Draw everything again.
    Redraw,
    /// End the program.
    Quit,
}

/// Why a mapping is not kept, or not dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unkept {
    /// That name is one for other headers.
    Taken,
    /// What the system says.
    Amiss(String),
}

/// What a desk is at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// What others may know; nothing where it does not write.
    pub told: Option<Told>,
    /// Whether who comes and goes shows at once.
    pub watches: bool,
}

/// A setting that was chosen in the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which one.
    pub setting: Setting,
    /// Its value, as `config.toml` has it.
    pub value: String,
    /// Whether it goes before `config.toml` from now on, or is what that says; or why it can't be kept.
    pub kept: Result<bool, Refused>,
}
