//! The command line, as a script meets it.

mod asides;
mod bounds;
mod clean;
mod doctoring;
mod figures;
mod formats;
pub mod host;
mod merging;
mod outside;
mod owners;
mod past;
mod reading;
mod refusing;
mod rights;
mod roles;
mod sharing;
mod showing;
mod undoing;
mod views;
mod who;
mod whole;
mod wording;
mod writing;
