//! The command line: the same verbs as on the screen. One file a subcommand.

mod backup;
mod check;
mod context;
mod doctor;
mod duplicates;
mod export;
mod figures;
mod find;
mod history;
mod import;
mod log;
mod mapping;
mod merge;
mod open;
mod outlet;
mod output;
mod page;
mod reading;
mod role;
mod sample;
mod share;
mod show;
mod sources;
mod stopping;
mod turn;
mod undo;
mod verdicts;
mod viewed;
mod who;
mod whole;
mod wording;

pub use open::message;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use context::{Context, Failure};

use crate::config::Wanted;
use crate::locale::Texts;
use crate::runtime::surroundings::Surroundings;

/// What the program is called with. Its words are in `wording`.
#[derive(Debug, Parser)]
#[command(
    name = "guichet",
    version,
    propagate_version = true,
    disable_help_subcommand = true
)]
pub struct Arguments {
    #[arg(long, value_name = "DIR", global = true, conflicts_with = "demo")]
    store: Option<PathBuf>,
    #[arg(long, global = true)]
    demo: bool,
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Find(find::Find),
    Show(show::Show),
    Import(import::Import),
    Export(export::Export),
    Duplicates(duplicates::Duplicates),
    Merge(merge::Merge),
    History(history::History),
    Undo(undo::Undo),
    Who(who::Who),
    Role(role::Role),
    Sample(sample::Sample),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Share(share::Share),
    Doctor(doctor::Doctor),
    Check(check::Check),
    Completions { shell: clap_complete::Shell },
    Man,
}

/// Runs the program; gives its exit code.
pub fn run() -> ExitCode {
    let surroundings = Surroundings::of_process();
    let assembled = surroundings.assembled(&Wanted::default());
    let texts = Texts::new(assembled.texts.here().clone());
    let parsed = wording::worded(Arguments::command(), &texts).try_get_matches();
    let parsed = parsed.and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            return ended(&Failure::Usage(wording::wrong(&error, &texts)));
        }
    };
    log::start(&surroundings);
    let context = Context {
        texts,
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
        Some(Verb::Duplicates(duplicates)) => duplicates.run(&context),
        Some(Verb::Merge(merge)) => merge.run(&context),
        Some(Verb::History(history)) => history.run(&context),
        Some(Verb::Undo(undo)) => undo.run(&context),
        Some(Verb::Who(who)) => who.run(&context),
        Some(Verb::Role(role)) => role.run(&context),
        Some(Verb::Sample(sample)) => sample.run(&context),
        Some(Verb::Backup(backup)) => backup.run(&context),
        Some(Verb::Restore(restore)) => restore.run(&context),
        Some(Verb::Share(share)) => share.run(&context),
        Some(Verb::Doctor(doctor)) => doctor.run(&context),
        Some(Verb::Check(check)) => check.run(&context),
        Some(Verb::Completions { shell }) => {
            let mut script = Vec::new();
            let mut command = wording::worded(Arguments::command(), &context.texts);
            clap_complete::generate(shell, &mut command, "guichet", &mut script);
            output::bytes(&script).map(|()| 0)
        }
        Some(Verb::Man) => {
            let command = wording::worded(Arguments::command(), &context.texts);
            wording::manual(command, &context.texts)
                .map_err(|error| Failure::Refused(error.to_string()))
                .and_then(|page| output::bytes(&page))
                .map(|()| 0)
        }
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => ended(&failure),
    }
}

/// Says why nothing more is done.
fn ended(failure: &Failure) -> ExitCode {
    output::aside(failure.reason());
    ExitCode::from(failure.code())
}
