//! The application: `Desk` is the only state, `Desk::update` its only writer. It does no I/O, reads
//! no clock and spawns nothing: time arrives with each message, work leaves as `Effect`.
//!
//! Each surface is a room that holds its state and its life: the `screen` (panes, sheet, *Today*) and, over
//! it, the `layers`. A surface is given a `Context`: what it sees (`Scene`), where effects and words go, and
//! where it asks for what reaches beyond itself (`Ask`). The desk gives the keys to the surface on top, and
//! carries out what surfaces ask.

mod answering;
pub mod ask;
mod asking;
mod attending;
mod conflicting;
pub mod context;
pub mod drafts;
mod editing;
pub mod entry;
mod heard;
mod hearing;
pub mod ids;
mod importing;
pub mod input;
pub mod jobs;
pub mod layers;
pub mod layout;
mod leftover;
pub mod lines;
mod many;
pub mod marks;
pub mod message;
mod naming;
mod needs;
pub mod pane;
mod pasting;
mod permitted;
pub mod presence;
pub mod recent;
mod renewing;
mod run;
pub mod screen;
mod setting;
pub mod settings;
pub mod sheet;
pub mod status;
mod step;
pub mod taking;
mod today;
mod trashing;
pub mod update;
mod window;
pub mod words;

pub use layout::Focus;
pub use settings::Settings;
pub use status::{Standing, Status, Tone};

use crate::catalog::Catalog;
use crate::keymap::Key;
use crate::model::{Heading, Lang};
use context::{Context, Scene, Work};
use drafts::Drafts;
use heard::Heard;
use importing::Importing;
use layers::Layer;
use layers::form::Form;
use presence::Presence;
use recent::Recent;
use screen::Screen;
use taking::Taking;

/// The whole state.
#[derive(Debug)]
pub struct Desk {
    /// What the user has set.
    pub settings: Settings,
    /// The records in memory.
    pub catalog: Catalog,
    /// The panes and the sheet.
    pub screen: Screen,
    /// What lies over them, the top one last.
    pub layers: Vec<Layer>,
    /// Forms that have made room before they are saved, in order.
    aside: Vec<Form>,
    /// The keys of a chord typed so far.
    pub pending: Vec<Key>,
    /// Where the pending chord leads, once it is shown: keys and help.
    pub which_key: Option<Vec<(String, String)>>,
    /// What the status line says.
    pub status: Option<Status>,
    /// When the last change was saved, as shown (`14:02`).
    pub saved_at: Option<String>,
    /// What others have just changed.
    pub recent: Recent,
    /// The newest journal headings, in order of sequence.
    pub journal: Vec<Heading>,
    /// What was typed and not saved.
    pub drafts: Drafts,
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
    /// Whether the store is open.
    opened: bool,
    /// Whether the welcome is due.
    welcome: bool,
    /// What is under way.
    pub work: Work,
    heard: Heard,
    importing: Importing,
    /// What is being taken in.
    pub taking: Taking,
    /// Who is here.
    pub presence: Presence,
    /// Whether another store is open, whose records are still to come.
    renewing: bool,
}

/// What surfaces see, borrowed field by field, so that the rest can be changed meanwhile.
macro_rules! scene {
    ($desk:ident) => {
        Scene {
            catalog: &$desk.catalog,
            settings: &$desk.settings,
            journal: &$desk.journal,
            present: &$desk.presence.present,
            checkpoint_failing: $desk.checkpoint_failing.as_ref(),
            now: $desk.now,
            size: ($desk.width, $desk.height),
            opened: $desk.opened && !matches!($desk.standing, Standing::Unopened(_)),
            loaded: $desk.standing == Standing::Ready,
        }
    };
}

impl Desk {
    /// The language of the screen.
    pub fn lang(&self) -> Lang {
        self.settings.texts.lang()
    }

    /// What surfaces see of the desk.
    pub fn scene(&self) -> Scene<'_> {
        scene!(self)
    }

    /// The surfaces, and what they are given to work with.
    fn parts(&mut self) -> (&mut Vec<Layer>, &mut Screen, Context<'_>) {
        let cx = Context {
            scene: scene!(self),
            read_only: self.read_only.as_deref(),
            drafts: &mut self.drafts,
            status: &mut self.status,
            work: &mut self.work,
        };
        (&mut self.layers, &mut self.screen, cx)
    }
}
