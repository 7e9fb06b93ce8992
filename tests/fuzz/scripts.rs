//! The desk in process that key scripts drive, and their parser.

#[path = "../scripts/session.rs"]
pub mod session;
#[path = "../scripts/statement.rs"]
pub mod statement;
#[path = "../scripts/template.rs"]
pub mod template;
