//! Signals of a window that is being resized: they come by the dozen, and each asks for a whole frame.

use std::time::{Duration, Instant};

/// How long no signal must come before the window is at rest.
const REST: Duration = Duration::from_millis(60);

/// How long a frame waits for the rest at most.
const LONGEST: Duration = Duration::from_millis(250);

/// The signals since the last frame.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Storm(Option<(Instant, Instant)>);

impl Storm {
    /// One more has come.
    pub(super) fn blow(&mut self, now: Instant) {
        let first = self.0.map_or(now, |(first, _)| first);
        self.0 = Some((first, now));
    }

    /// When the frame is due that shows the window at rest, or on the way there.
    pub(super) fn due(&self) -> Option<Instant> {
        self.0
            .map(|(first, last)| (last + REST).min(first + LONGEST))
    }

    /// A frame was drawn.
    pub(super) fn drawn(&mut self) {
        self.0 = None;
    }
}
