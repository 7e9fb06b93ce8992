//! Asking before something is done that reaches far. The answer is No unless said otherwise.

use super::Surface;
use crate::command::{Command, Need};
use crate::desk::ask::{Ask, Question};
use crate::desk::context::Context;
use crate::desk::message::{Effect, JobId};
use crate::desk::screen::{Motion, Screen};
use crate::keymap::Mode;

/// The question.
#[derive(Debug)]
pub struct Confirm {
    /// The question, in words.
    pub question: String,
    /// What bears on it, a line each.
    pub details: Vec<String>,
    /// What is done on Yes; nothing where the details are only there to be read.
    pub then: Option<Ask>,
    /// The job that has yet to tell what bears on it.
    pub awaits: Option<JobId>,
    /// What is done on All, where Yes is but a part of that.
    pub all: Option<Ask>,
    /// The first detail on the screen.
    pub offset: usize,
}

impl From<Question> for Confirm {
    fn from(question: Question) -> Confirm {
        Confirm {
            question: question.words,
            details: question.details,
            then: question.then,
            awaits: question.awaits,
            all: question.all,
            offset: 0,
        }
    }
}

impl Surface for Confirm {
    fn mode(&self) -> Mode {
        Mode::Confirm
    }

    /// Moves through the details; the last one stays on the screen.
    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        let last = self.details.len().saturating_sub(1);
        let by = motion.rows(cx.layer_rows());
        self.offset = self.offset.saturating_add_signed(by).min(last);
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        let then = match command {
            // Nothing is answered to before it is asked.
            Command::Accept | Command::AcceptAll if self.awaits.is_some() => return true,
            Command::Accept => self.then.take(),
            Command::AcceptAll => self.all.take(),
            _ => return false,
        };
        cx.ask(Ask::Close);
        if let Some(then) = then {
            cx.ask(then);
        }
        true
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        if let Some(job) = self.awaits {
            cx.emit(Effect::Cancel(job));
        }
        cx.ask(Ask::Close);
    }

    fn meets(&self, need: Need) -> bool {
        need == Need::Choice && self.all.is_some()
    }

    fn proposes(&self) -> bool {
        true
    }

    fn is_question(&self) -> bool {
        true
    }
}
