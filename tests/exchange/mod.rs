//! Other people's formats.

mod csv;
mod generic;
mod json;
mod memory;
mod people;
mod report;
mod sample;
