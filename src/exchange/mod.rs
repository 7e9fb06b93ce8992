//! Other people's formats: bytes to model and back.
//!
//! A file is read (`csv`), its rows become proposals (`proposal`: `generic` makes them by field keys and labels,
//! `report` by the shape of the 2022 report's tables, `reading` tells which), and a plan (`import`) matches
//! them against what is known and makes one commit of them. `json` writes records for other programs, `sample` makes some up.

pub mod csv;
mod generic;
pub mod import;
pub mod json;
pub mod known;
pub mod people;
mod proposal;
mod reading;
pub mod refusal;
pub mod report;
pub mod sample;

pub use reading::read;
