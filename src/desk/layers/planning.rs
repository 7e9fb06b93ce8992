//! An import being planned: how far it is. The question whether to import takes its place.

use super::Surface;
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::Context;
use crate::desk::jobs::HowFar;
use crate::desk::message::{Effect, JobId};
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::keymap::Mode;

/// The layer.
#[derive(Debug)]
pub struct PlanView {
    /// The job.
    pub job: JobId,
    /// The file's name.
    pub name: String,
    /// How far that is, once it is told.
    pub far: Option<HowFar>,
}

impl PlanView {
    /// Of that job, on the file of that name.
    pub fn new(job: JobId, name: String) -> PlanView {
        PlanView {
            job,
            name,
            far: None,
        }
    }
}

impl Surface for PlanView {
    fn mode(&self) -> Mode {
        Mode::Confirm
    }

    /// Who waits may look around meanwhile.
    fn step(&mut self, _: Motion, _: &mut Screen, _: &mut Context) -> bool {
        false
    }

    fn run(&mut self, command: Command, _: &mut Screen, _: &mut Context) -> bool {
        command == Command::Accept
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        cx.emit(Effect::Cancel(self.job));
        cx.ask(Ask::Close);
        cx.say_word(Tone::Note, "import-given-up");
    }
}
