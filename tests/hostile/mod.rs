//! Hostile text: no byte of a record, a file name, a paste, the environment or an error does anything on the
//! terminal but stand in the cells that were meant for it.

mod lines;
mod queries;
mod screens;
mod strings;
mod widths;
mod witness;
