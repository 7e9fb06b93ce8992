//! Other people's formats.

mod cards;
mod cases;
mod cells;
mod columns;
mod csv;
mod establishments;
mod exports;
mod formats;
mod french;
mod generic;
mod json;
mod ladder;
mod mapping;
mod memory;
mod modes;
mod objects;
mod own;
mod pasted;
mod people;
mod reading;
mod report;
mod sample;
mod sheets;
mod standing;
mod verdicts;
