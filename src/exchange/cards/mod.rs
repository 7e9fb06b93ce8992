//! Cards and calendars, of any version, as other programs write them.

mod calendar;
mod content;
mod rows;
mod vcard;

pub use calendar::{settle, table as calendar};
pub use vcard::table as vcard;
