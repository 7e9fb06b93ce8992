//! `guichet` without a subcommand: the desk.

use super::{Context, Failure};
use crate::config::Assembled;
use crate::desk::{Chosen, Desk};
use crate::runtime::demo::Demo;
use crate::runtime::place::Place;
use crate::runtime::{Clock, Runtime, settings};
use crate::term;

/// Opens the desk; gives the exit code.
pub fn open(context: &Context, assembled: Assembled) -> Result<u8, Failure> {
    if context.json {
        return Err(Failure::Usage(
            "--json goes with a subcommand (guichet --help)".into(),
        ));
    }
    let place = context.place()?;
    let escape_ms = assembled.escape_ms;
    let settings = settings::settings(assembled, &Chosen::default());
    let seed = ulid::Ulid::generate().random() as u64;
    let desk = Desk::new(settings, seed);
    let surroundings = context.surroundings.clone();
    let start = |post| Runtime::start(place, surroundings, Clock::Real, post);
    match term::run(desk, escape_ms, start) {
        Ok(code) => Ok(u8::try_from(code).unwrap_or(1)),
        Err(error) => Err(Failure::Refused(error.to_string())),
    }
}

impl Context {
    /// Where the store lies.
    pub(super) fn place(&self) -> Result<Place, Failure> {
        if self.demo {
            return Demo::new(&self.author)
                .map(Place::Demo)
                .map_err(|error| Failure::Store(format!("--demo: {error}")));
        }
        let folder = self.store.clone().or_else(|| self.surroundings.data_dir());
        folder.map(Place::Folder).ok_or_else(|| {
            Failure::Store("no folder for the store: set HOME, XDG_DATA_HOME or --store".into())
        })
    }
}
