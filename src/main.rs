//! The `guichet` program: parse the command line, dispatch, exit with the documented code.
fn main() {}
