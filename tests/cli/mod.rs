//! The command line, as a script meets it.

mod outside;
mod reading;
mod refusing;
mod rights;
mod views;
mod writing;
