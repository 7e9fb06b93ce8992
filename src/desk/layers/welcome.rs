//! The welcome of the first start.

use super::Surface;
use crate::desk::context::Context;
use crate::desk::screen::{Motion, Screen};
use crate::keymap::Mode;

/// The welcome: it stands in the list's place until there is something to show there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Welcome;

impl Surface for Welcome {
    fn mode(&self) -> Mode {
        Mode::Welcome
    }

    fn step(&mut self, _: Motion, _: &mut Screen, _: &mut Context) -> bool {
        false
    }

    fn lets_through(&self) -> bool {
        true
    }
}
