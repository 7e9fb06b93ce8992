//! An import being planned: how far it is. The preview of what it would do takes its place.

use std::sync::Arc;

use super::Surface;
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::jobs::HowFar;
use crate::desk::jobs::planning::{Planning, Read, Source};
use crate::desk::message::{Effect, Job, JobId};
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::exchange::import::{Decisions, Plan};
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
        Mode::Import
    }

    /// Who waits may look around meanwhile.
    fn step(&mut self, _: Motion, _: &mut Screen, _: &mut Context) -> bool {
        false
    }

    /// Nothing is answered to before it is asked.
    fn run(&mut self, command: Command, _: &mut Screen, _: &mut Context) -> bool {
        matches!(command, Command::Accept | Command::FormSave)
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        cx.emit(Effect::Cancel(self.job));
        cx.ask(Ask::Close);
        cx.say_word(Tone::Note, "import-given-up");
    }
}

/// Has an import planned, with what is decided of it, what was read for a plan before, and what was accepted before.
pub fn plan(
    source: Source,
    decisions: Decisions,
    held: Option<Arc<Read>>,
    accepted: Option<Arc<Plan>>,
    cx: &mut Context,
) -> JobId {
    let planning = Planning {
        source,
        catalog: cx.catalog.clone(),
        head: head(cx),
        author: cx.settings.author.clone(),
        at: cx.now,
        ids: cx.work.ids.apart(),
        decisions,
        held,
        accepted,
    };
    cx.begin(Job::Plan(Box::new(planning)))
}

/// The last entry of the journal that is known.
pub fn head(scene: &Scene) -> u64 {
    scene.journal.last().map_or(0, |heading| heading.sequence)
}
