//! The `guichet` program: parse the command line, dispatch, exit with the documented code.

use std::process::ExitCode;

fn main() -> ExitCode {
    guichet::cli::run()
}
