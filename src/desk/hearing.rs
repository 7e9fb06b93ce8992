//! What is typed and pasted: from keys to commands or to text, or a word why to neither.

use std::collections::VecDeque;

use crate::keymap::{Code, Key, Resolution, chord};

use super::layers::{Layer, Surface};
use super::message::{Effect, Msg, Timer};
use super::{Desk, Tone};
use crate::command::{Command, Need};

/// What was typed, as far as it is not done with.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Keys and pastes that wait for replies.
    held: VecDeque<Msg>,
    /// Generation of the pending chord.
    pub(super) chord: u64,
    /// Where the pending chord leads.
    pub(super) rows: Vec<(String, String)>,
}

impl Desk {
    /// Takes in what was typed or pasted, in its turn.
    pub(super) fn hear(&mut self, typed: Msg) {
        if self.holds_back() {
            return self.heard.held.push_back(typed);
        }
        match typed {
            // Esc and a character may be joined on their way, by tmux or by a slow link: it was Alt only
            // where the keymap knows that key.
            Msg::Key(key) if key.alt && is_one_byte(key) && !self.knows(key) => self.apart(key),
            Msg::Prefixed(key) if !self.knows(key) => self.apart(key),
            Msg::Key(key) | Msg::Prefixed(key) => self.key(key),
            Msg::UnknownKey => {
                self.pending.clear();
                let text = self.scene().word("key-unknown");
                self.say(Tone::Note, text);
            }
            Msg::Paste(text) => self.paste(&text),
            Msg::Unended(text) => self.paste_unended(&text),
            Msg::Bare(text) => self.paste_bare(&text),
            _ => {}
        }
    }

    /// Whether what is typed has to wait until a change under way is answered: a form being saved is
    /// about to go, and nothing may overtake a key that waits already.
    fn holds_back(&self) -> bool {
        let going = self.top().is_some_and(Surface::is_going);
        self.awaits() && (going || !self.heard.held.is_empty())
    }

    /// Whether a change must wait: for another under way, or for the store, whose records show
    /// before it is open for writing.
    fn awaits(&self) -> bool {
        self.is_opening() || !self.work.waiting.is_empty()
    }

    /// Whether a command changes records, or begins to, as things stand.
    fn changes(&self, command: Command) -> bool {
        let proposes = self.top().is_some_and(Surface::proposes);
        command.needs().contains(&Need::Writable)
            || proposes && matches!(command, Command::Accept | Command::FormSave)
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

    /// Esc, and then the key without Alt in whatever mode that leads to.
    fn apart(&mut self, key: Key) {
        self.hear(Msg::Key(Key::plain(Code::Esc)));
        self.hear(Msg::Key(Key { alt: false, ..key }));
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
