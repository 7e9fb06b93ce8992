//! Other people's formats: bytes to model and back.
//!
//! A file is read (`csv`), its rows become proposals (`generic` by field keys and labels, `report` by
//! the shape of the 2022 report's tables), and a plan (`import`) matches them against what is known
//! and makes one commit of them. `json` writes records for other programs, `sample` makes some up.

pub mod csv;
pub mod import;
pub mod json;
pub mod known;
pub mod people;
pub mod refusal;
pub mod report;
pub mod sample;
