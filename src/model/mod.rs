//! What the agency knows: kinds of records, their fields, their rules. No I/O, no terminal, no async.
//!
//! A kind is declared once, in one file of `kinds/`. To add a field, add a line there and its number to the test's list
//! (`tests/model/numbers.txt`); to add a kind, add a file, its line in `kinds/mod.rs` and its numbers.

pub mod alias;
pub mod apart;
pub mod author;
pub mod called;
pub mod change;
pub mod check;
pub mod collection;
pub mod computed;
pub mod date;
pub mod definition;
pub mod encoding;
pub mod fault;
pub mod field;
pub mod fold;
pub mod identifiers;
pub mod kind;
pub mod kinds;
pub mod lang;
pub mod moment;
pub mod natural;
pub mod number;
pub mod once;
pub mod over;
pub mod part;
pub mod parting;
pub mod phone;
pub mod places;
pub mod preset;
pub mod record;
pub mod reversal;
pub mod rights;
pub mod same;
pub mod several;
pub mod tab;
pub mod text;
pub mod to_do;
pub mod value;
pub mod zone;

pub use alias::Alias;
pub use author::Author;
pub use change::{Change, Commit, Content, Edit, Entry, Heading, Step, Verb};
pub use collection::Collection;
pub use computed::{Computed, Hop, Told};
pub use date::Date;
pub use definition::Definition;
pub use fault::{Caution, Fault, Problem};
pub use field::{COMPUTED, Choice, Field, FieldNo, FieldType, Rule, Sought};
pub use kind::Kind;
pub use lang::Lang;
pub use natural::Natural;
pub use over::Over;
pub use part::Part;
pub use parting::Bundle;
pub use places::Places;
pub use preset::Preset;
pub use record::{Arena, Fields, Record};
pub use rights::{Denied, Rights, Role};
pub use tab::Tab;
pub use to_do::ToDo;
pub use value::{Decimal, RecordRef, Value};
pub use zone::{Here, Zone};
