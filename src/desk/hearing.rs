//! What is typed and pasted: from keys to commands or to text, or a word why to neither.

use std::sync::Arc;

use crate::keymap::{Code, Key, Resolution, chord};

use super::ask::Ask;
use super::layers::{Layer, Surface};
use super::message::{Effect, Msg, Timer};
use super::pasting::{PasteMarks, refusal};
use super::{Desk, Tone};
use crate::command::{Command, Need};
use crate::exchange::many::People;
use crate::exchange::pasted::is_block as is_block_of_people;

impl Desk {
    /// Takes in what was typed or pasted, in its turn.
    pub(super) fn hear(&mut self, typed: Msg) {
        // A form being saved is about to go, and nothing may overtake a key that waits already.
        let going = self.top().is_some_and(Surface::is_going);
        if self.awaits() && (going || !self.heard.held.is_empty()) {
            return self.heard.held.push_back(typed);
        }
        // Esc and a character may be joined on their way, by tmux or by a slow link: it was Alt only
        // where the keymap knows that key.
        let joined = match typed {
            Msg::Key(key) => key.alt && is_one_byte(key) && !self.knows(key),
            Msg::Prefixed(key) => !self.knows(key),
            _ => false,
        };
        match typed {
            Msg::Key(key) | Msg::Prefixed(key) if joined => {
                // Esc, and then the key without Alt in whatever mode that leads to.
                self.hear(Msg::Key(Key::plain(Code::Esc)));
                self.hear(Msg::Key(Key { alt: false, ..key }));
            }
            Msg::Key(key) | Msg::Prefixed(key) => self.key(key),
            Msg::UnknownKey => {
                self.pending.clear();
                self.parts().2.say_word(Tone::Note, "key-unknown");
            }
            Msg::Paste(text) => self.paste(&text, PasteMarks::Both),
            Msg::Unended(text) => self.paste(&text, PasteMarks::Beginning),
            Msg::Bare(text) => self.paste(&text, PasteMarks::None),
            _ => {}
        }
    }

    /// Whether a change must wait: for another under way, or for the store, whose records show
    /// before it is open for writing.
    fn awaits(&self) -> bool {
        self.is_opening() || self.work.awaits_store()
    }

    /// Whether a command changes records, or begins to, as things stand.
    fn changes(&self, command: Command) -> bool {
        let proposes = self.top().is_some_and(Surface::proposes);
        command.needs().contains(&Need::Writable)
            || proposes
                && matches!(
                    command,
                    Command::Accept | Command::AcceptAll | Command::FormSave
                )
    }

    /// Takes in what was typed meanwhile, up to the next change.
    pub(super) fn let_go(&mut self) {
        self.carry_out();
        while !self.awaits()
            && let Some(typed) = self.heard.held.pop_front()
        {
            self.hear(typed);
        }
    }

    fn resolve(&self, pending: &[Key], key: Key) -> Resolution {
        let holds = |condition| self.holds(condition);
        let keymap = &self.settings.keymap;
        keymap.resolve(&self.modes(), pending, key, &holds)
    }

    /// Whether the keymap binds the key here, after those of the chord begun.
    fn knows(&self, key: Key) -> bool {
        self.resolve(&self.pending, key) != Resolution::None
    }

    fn key(&mut self, key: Key) {
        self.status = None;
        self.which_key = None;
        let pending = std::mem::take(&mut self.pending);
        match self.resolve(&pending, key) {
            // A change is made to what the one under way leaves, not to what it finds.
            Resolution::Run(commands)
                if self.awaits() && commands.iter().any(|c| self.changes(*c)) =>
            {
                self.pending = pending;
                self.heard.held.push_back(Msg::Key(key));
            }
            Resolution::Run(commands) => {
                for command in commands {
                    self.run(command);
                }
            }
            Resolution::Pending(rows) => {
                self.pending = pending;
                self.pending.push(key);
                self.heard.chord += 1;
                let texts = &self.settings.texts;
                self.heard.rows = rows
                    .into_iter()
                    .map(|(key, commands)| {
                        let words: Vec<&str> = commands
                            .iter()
                            .map(|command| texts.command(*command))
                            .collect();
                        (key.to_string(), words.join(", "))
                    })
                    .collect();
                self.emit(Effect::After(
                    u64::from(self.settings.which_key_ms),
                    Timer::WhichKey(self.heard.chord),
                ));
            }
            Resolution::None if pending.is_empty() => {
                if !self.type_key(key) {
                    self.dead(&[key]);
                }
            }
            // the way out of a chord
            Resolution::None if self.resolve(&[], key) == Resolution::Run(vec![Command::Leave]) => {
            }
            Resolution::None => {
                let mut keys = pending;
                keys.push(key);
                self.dead(&keys);
            }
        }
    }

    /// A key that no command took: text for the top layer, if it takes any; says whether it did.
    pub(super) fn type_key(&mut self, key: Key) -> bool {
        let (layers, screen, mut cx) = self.parts();
        let top = layers.last_mut().map(Layer::surface_mut);
        let taken = top.is_some_and(|surface| surface.key(key, screen, &mut cx));
        self.carry_out();
        taken
    }

    /// A paste goes into the field that has the focus; elsewhere it is refused, never run as commands.
    fn paste(&mut self, text: &str, marks: PasteMarks) {
        self.status = None;
        let is_block = marks == PasteMarks::Both && self.layers.is_empty() && self.can_write();
        if is_block && is_block_of_people(text) {
            let people = People::Pasted(text.to_string());
            return self.carry(Ask::Deeds(Arc::new(people)));
        }
        let (layers, screen, mut cx) = self.parts();
        // Lines without the marks of a paste go where typing would put them: elsewhere their ends would be Enter.
        let top = layers.last_mut().map(Layer::surface_mut);
        let top = top.filter(|surface| marks != PasteMarks::None || surface.takes_lines());
        if !top.is_some_and(|surface| surface.paste(text, screen, &mut cx)) {
            cx.say(Tone::Warning, refusal(text, marks, &cx));
        } else if marks == PasteMarks::Beginning {
            cx.say_word(Tone::Warning, "paste-unended");
        }
        self.carry_out();
    }

    /// Says in a word that keys do nothing here.
    fn dead(&mut self, keys: &[Key]) {
        let texts = &self.settings.texts;
        let modes = self.modes();
        let key_of = |command| {
            let keys = self.settings.keymap.keys_for(&modes, command);
            keys.first()
                .map(|keys| texts.keys(keys))
                .unwrap_or_default()
        };
        let interrupt = Key {
            ctrl: true,
            ..Key::plain(Code::Char('c'))
        };
        let mut arguments = vec![("key", texts.keys(&chord(keys)).into())];
        let id = if self.top().is_some_and(Surface::is_question) {
            arguments.push(("yes", key_of(Command::Accept).into()));
            arguments.push(("no", key_of(Command::Refuse).into()));
            "key-dead-question"
        } else if keys != [interrupt] {
            "key-dead"
        } else if self.top().is_none_or(Surface::lets_through) {
            arguments.push(("way", key_of(Command::Quit).into()));
            "key-interrupt-quit"
        } else {
            arguments.push(("way", key_of(Command::Leave).into()));
            "key-interrupt-leave"
        };
        let text = texts.format(id, &arguments);
        self.say(Tone::Note, text);
    }
}

/// Whether a terminal sends the key as one character, so that Esc before it looks like Alt.
fn is_one_byte(key: Key) -> bool {
    !key.shift
        && matches!(
            key.code,
            Code::Char(_) | Code::Enter | Code::Tab | Code::Backspace | Code::Esc
        )
}
