//! The application: `Desk` is the only state, `Desk::update` its only writer. It does no I/O, reads
//! no clock and spawns nothing: time arrives with each message, work leaves as `Effect`.

mod accepting;
mod beginning;
mod bulks;
mod changing;
mod choosing;
mod columns;
pub mod command;
pub mod completing;
mod drafts;
mod finding;
mod folding;
pub mod forms;
mod hearing;
mod helping;
mod holding;
mod importing;
pub mod input;
mod journaling;
pub mod layers;
pub mod layout;
pub mod lines;
pub mod listing;
mod marking;
pub mod meant;
pub mod message;
mod needs;
mod objecting;
mod offers;
pub mod pane;
pub mod quicks;
mod run;
mod saving;
mod setting;
mod sheets;
mod sorting;
mod today;
mod trashing;
pub mod typing;
pub mod update;
pub mod viewing;

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use ulid::Ulid;

use crate::catalog::Catalog;
use crate::config::{Panes, Wanted};
use crate::keymap::{Key, Keymap};
use crate::locale::Texts;
use crate::model::{Heading, RecordRef};
use crate::store::drafts::Draft;
use crate::theme::{Suited, Theme};
use layers::Layer;
use lines::Lines;
use pane::{Pane, PaneId};

/// What the user has set: language, keys, colours, name.
#[derive(Debug)]
pub struct Settings {
    /// The texts of the screen, in the user's language.
    pub texts: Texts,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// The colours.
    pub theme: Theme,
    /// The theme as it was asked for: a name, or `auto`.
    pub theme_named: String,
    /// The themes among which the terminal's background decides, where it does.
    pub suited: Option<Suited>,
    /// What goes before the files in this session.
    pub wanted: Wanted,
    /// Who signs the changes.
    pub author: String,
    /// How list and sheet are laid out.
    pub layout: Panes,
    /// Delay before a pending chord shows where it leads, in milliseconds.
    pub which_key_ms: u16,
    /// The names of all themes and keymaps, shipped and the user's.
    pub themes: Vec<String>,
    /// The names of all keymaps.
    pub keymaps: Vec<String>,
    /// The locale, where it is one without UTF-8.
    pub narrow_locale: Option<String>,
    /// What was wrong with the files, a line each.
    pub findings: Vec<String>,
}

/// Where the keys go when no layer lies over the panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The list of the pane.
    List,
    /// The sheet.
    Sheet,
}

/// How the store stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is being opened and loaded.
    Loading,
    /// All is loaded.
    Ready,
    /// It can't be opened: the reason, in words.
    Unopened(String),
}

/// How a status is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done: shown behind `✓`.
    Done,
    /// Something to know.
    Note,
    /// Something to mind.
    Warning,
    /// Something went wrong.
    Error,
}

/// What the status line says, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub tone: Tone,
    /// The words.
    pub text: String,
}

/// The sheet: the 360° view of a record.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The record.
    pub record: Option<RecordRef>,
    /// Its title line: name and acronym.
    pub title: String,
    /// Its lines.
    pub content: Lines,
    /// The sections opened.
    pub open: HashSet<(crate::model::Kind, crate::model::FieldNo)>,
    /// The records marked in its sections.
    pub marks: HashSet<RecordRef>,
    /// Its journal, once it is read, newest first.
    pub journal: Option<Vec<(Heading, Vec<String>)>>,
    /// The records followed to get here, with the line of each.
    pub trail: Vec<(RecordRef, usize)>,
}

/// The whole state.
#[derive(Debug)]
pub struct Desk {
    /// What the user has set.
    pub settings: Settings,
    /// The records in memory.
    pub catalog: Catalog,
    /// The panes that were opened.
    pub panes: HashMap<PaneId, Pane>,
    /// The pane on the screen.
    pub pane: PaneId,
    /// Where the keys go.
    pub focus: Focus,
    /// The sheet.
    pub sheet: Sheet,
    /// The lines of *Today*.
    pub today: Lines,
    /// What lies over the panes, the top one last.
    pub layers: Vec<Layer>,
    /// What is offered for the query being typed.
    pub completing: completing::Completing,
    /// The keys of a chord typed so far.
    pub pending: Vec<Key>,
    /// Where the pending chord leads, once it is shown: keys and help.
    pub which_key: Option<Vec<(String, String)>>,
    /// What the status line says.
    pub status: Option<Status>,
    /// When the last change was saved, as shown (`14:02`).
    pub saved_at: Option<String>,
    /// The newest journal headings, in order of sequence.
    pub journal: Vec<Heading>,
    /// Drafts kept.
    pub drafts: Vec<Draft>,
    /// Those that could not be written: they are in memory alone.
    pub unkept: BTreeSet<Ulid>,
    /// Why the last snapshot or packing of the store failed, until one is done.
    pub checkpoint_failing: Option<message::Refused>,
    /// How the store stands.
    pub standing: Standing,
    /// While loading: how many records are read, of how many.
    pub progress: (usize, usize),
    /// Why nothing can be changed, in words.
    pub read_only: Option<String>,
    /// Whether the store is a throw-away one.
    pub demo: bool,
    /// Columns of the terminal.
    pub width: u16,
    /// Rows of the terminal.
    pub height: u16,
    /// Now: milliseconds since 1970, UTC, as the last message said.
    pub now: i64,
    /// Whether something changed since the last draw.
    pub dirty: bool,
    work: Work,
}

/// What is under way.
#[derive(Debug, Default)]
struct Work {
    /// Effects of the message being handled.
    effects: Vec<message::Effect>,
    /// Whether the store is open.
    opened: bool,
    /// Generation of the find query.
    generation: u64,
    /// Generation of the settling of the cursor.
    settle: u64,
    /// Generation of the pending chord.
    chord: u64,
    /// Where the pending chord leads.
    chord_rows: Vec<(String, String)>,
    /// The last token given to a request.
    token: u64,
    /// What to do when replies come.
    waiting: HashMap<u64, Waiting>,
    /// Keys and pastes that wait for those replies.
    held: VecDeque<message::Msg>,
    /// Whether a draft is due.
    draft_timer: bool,
    /// Whether the welcome is due.
    welcome: bool,
    /// State of the generator of ids.
    seed: u64,
    /// The next file of the report to import.
    next_report: Option<usize>,
}

/// What to do when a reply comes.
#[derive(Debug)]
enum Waiting {
    /// A form's save.
    Form(Ulid),
    /// A record added by a quick line, with its draft.
    Quick(Ulid),
    /// Any other change.
    Change,
}
