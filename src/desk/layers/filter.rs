//! The filter of the pane, being typed: the list follows at once.

use super::Surface;
use super::completing::Completing;
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::Context;
use crate::desk::pane::PaneId;
use crate::desk::screen::{Motion, Screen};
use crate::keymap::{Key, Mode};

/// The line of the filter. What is typed stands in the pane.
#[derive(Debug, Default)]
pub struct Filter {
    /// What is offered for it.
    pub completing: Completing,
}

impl Filter {
    fn typed(&mut self, screen: &mut Screen, cx: &mut Context) {
        screen.filter(cx);
        if let Some(pane) = screen.list() {
            let trashed = pane.id == PaneId::Trash;
            self.completing
                .offer(&pane.filter, &pane.collections, trashed, cx);
        }
    }
}

impl Surface for Filter {
    fn mode(&self) -> Mode {
        Mode::Filter
    }

    fn step(&mut self, _: Motion, _: &mut Screen, _: &mut Context) -> bool {
        false
    }

    fn run(&mut self, command: Command, screen: &mut Screen, cx: &mut Context) -> bool {
        match command {
            Command::Accept => {
                cx.ask(Ask::Close);
                screen.say_problem(cx);
            }
            Command::Complete => {
                let pane = screen.list_mut();
                if pane.is_some_and(|pane| self.completing.take(&mut pane.filter)) {
                    screen.filter(cx);
                }
            }
            _ => return false,
        }
        true
    }

    fn leave(&mut self, screen: &mut Screen, cx: &mut Context) {
        cx.ask(Ask::Close);
        screen.clear_filter(cx);
    }

    fn key(&mut self, key: Key, screen: &mut Screen, cx: &mut Context) -> bool {
        let taken = screen.list_mut().is_some_and(|pane| pane.filter.key(key));
        if taken {
            self.typed(screen, cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, screen: &mut Screen, cx: &mut Context) -> bool {
        if let Some(pane) = screen.list_mut() {
            pane.filter.insert(text);
        }
        self.typed(screen, cx);
        true
    }
}
