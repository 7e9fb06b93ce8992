//! guichet: the relationship desk of a membership agency, in a terminal.
//!
//! The rooms, ground floor first: `model` (what the agency knows), `store` (how it is kept),
//! `catalog` (what is in memory), `exchange` (other people's formats), `desk` (the application),
//! `config`, `keymap`, `theme`, `locale` (what a user may set), `ui` (screens drawn from `&Desk`),
//! `term` (the terminal) and `cli` (the command line). Arrows point down only:
//! `cli term → ui desk → catalog exchange → store → model`.

pub mod desk;
pub mod model;
pub mod store;
