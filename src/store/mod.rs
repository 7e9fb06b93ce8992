//! How the agency's records are kept: one writer, a checksummed write-ahead log that is the journal,
//! and a sled folder that can be rebuilt from it at any time. Knows `model`, nothing above.
//!
//! A store directory holds `wal/` (what was done, in segments, kept for ever), `snapshots/` (all
//! records at one moment), `sled/` (all records now, with the index of their history), `drafts/`
//! (what was typed and not saved), `here/` (who has it open), `head` (a second witness of how far it
//! has come), `guichet` (its marker) and `lock`. A commit is safe once it is in the wal; everything
//! else follows from there.

mod aside;
mod asking;
pub mod backup;
mod before;
mod block;
mod checkpoint;
mod chronicle;
mod committed;
pub mod doctor;
pub mod drafts;
pub mod editing;
mod envelope;
mod error;
mod finding;
mod folder;
mod format;
mod founding;
mod frame;
pub mod guard;
mod harvest;
mod head;
mod healing;
mod holder;
mod joining;
mod journal;
pub mod left;
mod limits;
mod loading;
mod lock;
mod marker;
mod naming;
mod notice;
mod opening;
mod overlay;
mod owner;
mod packed;
mod packing;
mod parting;
mod passing;
mod payload;
mod place;
mod pointed;
mod position;
pub mod presence;
mod reader;
mod rebuilding;
pub mod repair;
mod repeated;
mod retention;
mod salt;
mod scrap;
mod segment;
mod segment_file;
mod settings;
mod site;
mod sleds;
mod snapshot;
pub mod source;
mod state;
mod sums;
pub mod there;
mod tree;
mod undo;
mod undo_error;
mod unpacking;
mod unseen;
mod untouched;
mod wal;
mod witness;
mod workshop;
mod writer;

pub use aside::write_private;
pub use block::Block;
pub use chronicle::Chronicle;
pub use committed::{Changed, Committed};
pub use error::{CommitError, Damage, Limit, OpenError, ReadError, Trouble};
pub use finding::Finding;
pub use guard::is_guarded;
pub use head::Head;
pub use holder::Holder;
pub use joining::TakenOver;
pub use journal::Since;
pub use loading::Loading;
pub use lock::Turn;
pub use notice::{Notice, Why};
pub use owner::login;
pub use parting::Rest;
pub use reader::Reader;
pub use repeated::Repeated;
pub use settings::Settings;
pub use site::{around, may_be};
pub use source::Unread;
pub use state::Records;
pub use undo::{Holding, Inverse, Undone, inverse};
pub use undo_error::UndoError;
pub use writer::{News, Store};
