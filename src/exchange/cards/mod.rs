//! Cards and calendars, of any version, as other programs write them.

mod calendar;
mod content;
mod rows;
mod vcard;
mod writing;

pub use calendar::{settle, table as calendar};
pub use vcard::table as vcard;
pub use writing::{
    addresses as export_addresses, calendar as export_calendar, cards as export_cards, is_dated,
    is_written_to,
};
