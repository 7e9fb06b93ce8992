//! Other people's formats: bytes to model and back.
//!
//! What formats there are `format` lists. A file is read (`csv`), its rows become proposals (`proposal`: `mapping` makes
//! them by field keys and labels, `report` by the shape of the 2022 report's tables, `reading` tells which), and a plan
//! (`import`) matches them against what is known and makes one commit of them. `export` hands records to what writes
//! them (`csv`, `json`), `whole` says what of them, `sample` makes some up.

mod addresses;
mod cards;
pub mod charset;
pub mod columns;
pub mod csv;
pub mod export;
pub mod format;
pub mod head;
pub mod import;
pub mod json;
pub mod known;
pub mod many;
pub mod mapping;
mod mode;
mod objects;
pub mod options;
pub mod own;
pub mod pasted;
pub mod people;
mod proposal;
mod reading;
pub mod refusal;
pub mod refused;
pub mod remark;
pub mod report;
pub mod sample;
mod sheets;
pub mod table;
pub mod whole;

pub use reading::{read, read_all, read_file, read_table};
