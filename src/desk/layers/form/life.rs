//! The form under the keys.

use ratatui_textarea::{Input as AreaInput, Key as AreaKey};

use super::{Entry, Form};
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::layers::Surface;
use crate::desk::message::{Effect, ToEdit};
use crate::desk::screen::{Motion, Screen};
use crate::keymap::{Code, Key, Mode};
use crate::store::drafts::Draft;

impl Form {
    /// Goes to the next field, or the previous one; an offer under the cursor is taken first.
    fn go(&mut self, by: isize, cx: &mut Context) {
        if by > 0 && self.take_offer(cx) {
            return;
        }
        self.check_focused(cx);
        let count = self.fields.len().max(1);
        self.focus = (self.focus + count).saturating_add_signed(by) % count;
        self.offers.clear();
        self.offer = None;
        self.settle(Form::room(cx));
    }

    /// After typing: likely duplicates, and a draft in a while.
    pub(super) fn typed(&mut self, cx: &mut Context) {
        self.find_objections(cx);
        self.changed = true;
        self.refusal = None;
        if let Some(focused) = self.focused_mut() {
            focused.error = None;
        }
        cx.draft_soon();
    }

    /// Takes the text that came back from the user's editor into the field of that key; says whether there is one.
    pub fn edited(&mut self, key: &str, text: &str, cx: &mut Context) -> bool {
        let Some(at) = self.fields.iter_mut().find(|at| at.field.key == key) else {
            return false;
        };
        at.entry = Entry::of(at.field, text);
        at.error = None;
        self.typed(cx);
        true
    }

    /// A key for the focused field; says whether it was taken, and whether as typing.
    fn type_key(&mut self, key: Key) -> (bool, bool) {
        match self.focused_mut().map(|focused| &mut focused.entry) {
            Some(Entry::Line(input)) => {
                let taken = input.key(key);
                (taken, taken)
            }
            Some(Entry::Note(area)) => {
                let (input, cursor) = (area_input(key), area.cursor());
                let moves = !matches!(input.key, AreaKey::Null | AreaKey::Char(_));
                let typed = area.input(input);
                (typed || moves || area.cursor() != cursor, typed)
            }
            None => (false, false),
        }
    }

    /// A text for the focused field; says whether there is one.
    fn insert(&mut self, text: &str) -> bool {
        match self.focused_mut().map(|focused| &mut focused.entry) {
            Some(Entry::Line(input)) => input.insert(text),
            Some(Entry::Note(area)) => {
                let clean: String = text
                    .replace("\r\n", "\n")
                    .replace('\r', "\n")
                    .chars()
                    .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
                    .collect();
                area.insert_str(clean);
            }
            None => return false,
        }
        true
    }
}

impl Surface for Form {
    fn mode(&self) -> Mode {
        if self.in_note() {
            Mode::Note
        } else {
            Mode::Form
        }
    }

    /// Moves among what is offered.
    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        self.offer_step(motion.rows(cx.layer_rows()));
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        match command {
            Command::FieldNext | Command::Accept => self.go(1, cx),
            Command::FieldPrevious => self.go(-1, cx),
            Command::FormSave => self.save(cx),
            Command::FieldPick => self.pick(cx),
            // What is being saved goes when it is saved, with its draft.
            Command::FieldEditor if self.in_note() && !self.saving => {
                if let Some(focused) = self.focused() {
                    cx.emit(Effect::Editor(Box::new(ToEdit {
                        draft: self.as_draft(cx.now),
                        field: focused.field.key,
                        text: focused.entry.text(),
                    })));
                }
            }
            Command::DraftDiscard if self.changed => {
                let question = cx.word("ask-discard");
                cx.question(question, Vec::new(), Some(Ask::Discard(self.draft)));
            }
            Command::DraftDiscard => cx.ask(Ask::Close),
            _ => return false,
        }
        true
    }

    fn leave(&mut self, _: &mut Screen, cx: &mut Context) {
        cx.ask(Ask::Close);
        self.left(cx);
    }

    fn key(&mut self, key: Key, _: &mut Screen, cx: &mut Context) -> bool {
        let (taken, typed) = self.type_key(key);
        if typed {
            self.typed(cx);
            self.offer(false, cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.insert(text);
        if taken {
            self.typed(cx);
            self.offer(false, cx);
        }
        taken
    }

    fn takes_lines(&self) -> bool {
        self.in_note()
    }

    fn is_going(&self) -> bool {
        self.saving
    }

    fn draft(&self, scene: &Scene) -> Option<Draft> {
        (self.changed && !self.saving).then(|| self.as_draft(scene.now))
    }

    fn store_ended(&mut self, reason: &str) {
        self.saving = false;
        self.refusal = Some(reason.to_string());
    }
}

/// What the editor of notes makes of a key. A line feed, which arrives as Ctrl-J (text sent by another
/// program, a paste without brackets), is a new line; the editor's own Ctrl-J deletes.
fn area_input(key: Key) -> AreaInput {
    let code = match key.code {
        Code::Char('j') if key.ctrl => AreaKey::Enter,
        Code::Char(c) => AreaKey::Char(c),
        Code::Enter => AreaKey::Enter,
        Code::Backspace => AreaKey::Backspace,
        Code::Delete => AreaKey::Delete,
        Code::Left => AreaKey::Left,
        Code::Right => AreaKey::Right,
        Code::Up => AreaKey::Up,
        Code::Down => AreaKey::Down,
        Code::Home => AreaKey::Home,
        Code::End => AreaKey::End,
        Code::PageUp => AreaKey::PageUp,
        Code::PageDown => AreaKey::PageDown,
        _ => AreaKey::Null,
    };
    // the editor's deleting of words has Alt
    let deletes = matches!(code, AreaKey::Backspace | AreaKey::Delete);
    AreaInput {
        key: code,
        ctrl: key.ctrl && code != AreaKey::Enter && !deletes,
        alt: key.alt || key.ctrl && deletes,
        shift: key.shift,
    }
}
