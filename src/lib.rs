//! guichet: the relationship desk of a membership agency, in a terminal.
//!
//! The rooms, ground floor first: `text` (text on a terminal: what is safe, how wide, cut, broken), `model` (what the agency knows), `store` (how it is kept),
//! `catalog` (what is in memory), `exchange` (other people's formats), `files` (those that a user writes,
//! read with all that is wrong in them), `config`, `keymap`, `theme`, `locale` (what a user may set), `command` (all that can be done, by name), `desk` (the application: its
//! state, a room per surface of the screen), `ui` (screens drawn from `&Desk`), `runtime` (threads that do the desk's work), `term` (the terminal) and `cli`
//! (the command line). Arrows point down only:
//! `cli → term → runtime → ui desk → catalog exchange → store → model`.

pub mod catalog;
pub mod cli;
pub mod command;
pub mod config;
pub mod desk;
pub mod exchange;
pub mod files;
pub mod keymap;
pub mod locale;
pub mod model;
pub mod runtime;
pub mod store;
pub mod term;
pub mod text;
pub mod theme;
pub mod ui;
