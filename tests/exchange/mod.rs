//! Other people's formats.

mod cells;
mod csv;
mod formats;
mod french;
mod generic;
mod json;
mod memory;
mod people;
mod reading;
mod report;
mod sample;
mod standing;
mod verdicts;
