//! The command line: the same verbs as on the screen. One file a subcommand.

mod backup;
mod check;
mod doctor;
mod export;
mod find;
mod history;
mod import;
mod log;
mod open;
mod output;
mod reading;
mod sample;
mod show;
mod undo;
mod viewed;

pub use open::message;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config::Wanted;
use crate::exchange::json;
use crate::locale::Texts;
use crate::model::Collection;
use crate::runtime::settings::Surroundings;

/// The longest reason that is said, in characters: it may hold what was asked.
const LONGEST_REASON: usize = 1_000;

/// Why a command line ends without doing what was asked.
#[derive(Debug)]
pub enum Failure {
    /// Refused, with the reason: exit code 1.
    Refused(String),
    /// Used wrongly: exit code 2.
    Usage(String),
    /// The store can't be opened: exit code 3.
    Store(String),
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Failure::Refused(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Store(_) => 3,
        }
    }

    fn reason(&self) -> &str {
        match self {
            Failure::Refused(reason) | Failure::Usage(reason) | Failure::Store(reason) => reason,
        }
    }
}

/// The relationship desk of a membership agency, in a terminal.
#[derive(Debug, Parser)]
#[command(
    name = "guichet",
    version,
    about,
    propagate_version = true,
    disable_help_subcommand = true,
    after_help = kinds()
)]
pub struct Arguments {
    /// The folder of the store
    #[arg(long, value_name = "DIR", global = true, conflicts_with = "demo")]
    store: Option<PathBuf>,
    /// A throw-away store filled from the report of 2022
    #[arg(long, global = true)]
    demo: bool,
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Find records of any kind
    Find(find::Find),
    /// Show one record, whole
    Show(show::Show),
    /// Import a file
    Import(import::Import),
    /// Export records
    Export(export::Export),
    /// The history of a record: who, when, before, after
    History(history::History),
    /// Undo one's last step, or that entry
    Undo(undo::Undo),
    /// Fill a store with made-up people, for trials and benchmarks
    Sample(sample::Sample),
    /// Write all records into one file, and read it back
    Backup(backup::Backup),
    /// Make a store of a backup
    Restore(backup::Restore),
    /// Look through the store, from its first byte to its last
    Doctor(doctor::Doctor),
    /// Check configuration, keymaps and themes
    Check(check::Check),
    /// Print completions for a shell
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Formats of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values
    Csv,
    /// JSON
    Json,
}

/// What every subcommand needs.
struct Context {
    surroundings: Surroundings,
    texts: Texts,
    author: String,
    store: Option<PathBuf>,
    demo: bool,
    json: bool,
}

/// The kinds that a subcommand takes, for the help.
fn kinds() -> String {
    let keys: Vec<&str> = Collection::keys().collect();
    format!("Kinds: {}", keys.join(", "))
}

/// Runs the program; gives its exit code.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let surroundings = Surroundings::of_process();
    log::start(&surroundings);
    let assembled = surroundings.assembled(&Wanted::default());
    let context = Context {
        texts: Texts::new(assembled.texts.lang()),
        author: assembled.author.clone(),
        store: arguments.store,
        demo: arguments.demo,
        json: arguments.json,
        surroundings,
    };
    let result = match arguments.verb {
        None => open::open(&context, assembled),
        Some(Verb::Find(find)) => find.run(&context),
        Some(Verb::Show(show)) => show.run(&context),
        Some(Verb::Import(import)) => import.run(&context),
        Some(Verb::Export(export)) => export.run(&context),
        Some(Verb::History(history)) => history.run(&context),
        Some(Verb::Undo(undo)) => undo.run(&context),
        Some(Verb::Sample(sample)) => sample.run(&context),
        Some(Verb::Backup(backup)) => backup.run(&context),
        Some(Verb::Restore(restore)) => restore.run(&context),
        Some(Verb::Doctor(doctor)) => doctor.run(&context),
        Some(Verb::Check(check)) => check.run(&context),
        Some(Verb::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "guichet", &mut script);
            output::bytes(&script).map(|()| 0)
        }
        Some(Verb::Man) => man().map(|()| 0),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            // One line, whatever the reason holds: no text may drive the terminal.
            let mut reason = json::text_safe(failure.reason()).replace('\n', " ");
            if let Some((end, _)) = reason.char_indices().nth(LONGEST_REASON) {
                reason.truncate(end);
                reason.push('…');
            }
            let _ = writeln!(std::io::stderr(), "guichet: {reason}");
            ExitCode::from(failure.code())
        }
    }
}

/// Says what is wrong with the arguments, or the help that was asked for; gives the exit code.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    // clap prints what was typed as it is: no text may drive the terminal.
    for line in error.render().to_string().lines() {
        let _ = writeln!(std::io::stderr(), "{}", json::text_safe(line));
    }
    ExitCode::from(2)
}

fn man() -> Result<(), Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut page)
        .map_err(|error| Failure::Refused(error.to_string()))?;
    output::bytes(&page)
}
