//! What is set while the desk runs: choices of the palette, the files read again, the background told.

use super::message::{Choice, Effect};
use super::{Desk, Settings, Tone};
use crate::locale::Arg;
use crate::theme::Ground;

impl Desk {
    /// The settings as they are now.
    pub(super) fn set(&mut self, settings: Settings) {
        let asked = self.settings.suited.is_some();
        self.settings = settings;
        if !asked {
            self.ask_ground();
        }
        self.tell_findings();
        let (_, screen, mut cx) = self.parts();
        screen.refresh_all(&mut cx);
    }

    /// A setting was chosen: says how long it holds, and the line that says the same.
    pub(super) fn chosen(&mut self, settings: Settings, choice: &Choice) {
        self.set(settings);
        // Findings matter more.
        if !self.settings.findings.is_empty() {
            return;
        }
        let line = format!("{} = \"{}\"", choice.setting.key(), choice.value);
        let (key, tone, reason) = match &choice.kept {
            Ok(true) => ("choice-kept", Tone::Done, String::new()),
            Ok(false) => ("choice-configured", Tone::Done, String::new()),
            Err(why) => {
                let reason = self.scene().words().refused(why.id, &why.arguments);
                ("choice-unkept", Tone::Warning, reason)
            }
        };
        let arguments = [("line", Arg::from(&line)), ("reason", Arg::from(&reason))];
        let text = self.settings.texts.format(key, &arguments);
        self.say(tone, text);
    }

    /// Says what was wrong with the user's files, the first of it.
    pub(super) fn tell_findings(&mut self) {
        if let Some(words) = self.settings.finding_words() {
            self.say(Tone::Warning, words);
        }
    }

    /// Asks for the terminal's background, where it decides about the colours.
    pub(super) fn ask_ground(&mut self) {
        if self.settings.suited.is_some() {
            self.emit(Effect::AskGround);
        }
    }

    /// The terminal has told its background; tells whether anything looks different for it.
    pub(super) fn ground(&mut self, ground: Ground) -> bool {
        let Some(suited) = &self.settings.suited else {
            return false;
        };
        let theme = suited.on(Some(ground));
        let differs = *theme != self.settings.theme;
        if differs {
            self.settings.theme = theme.clone();
        }
        self.settings.wanted.ground = Some(ground);
        self.emit(Effect::SeeGround(ground));
        differs
    }
}
