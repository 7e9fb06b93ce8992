//! The application: state, messages, effects, commands.
pub mod command;
