//! Typed and pasted text: which layer takes it, and what follows.

use ratatui_textarea::{Input as AreaInput, Key as AreaKey};
use unicode_segmentation::UnicodeSegmentation;

use crate::keymap::{Code, Key};

use super::layers::Layer;
use super::layers::chooser::Purpose;
use super::layers::form::Entry;
use super::layers::view::Asked;
use super::message::{Arrival, Effect};
use super::{Desk, Tone};

/// How much of a refused paste is shown, in characters.
const PASTE_SHOWN: usize = 28;

impl Desk {
    /// A key that no command took: text for the top layer, if it takes any; says whether it did.
    pub(super) fn type_key(&mut self, key: Key) -> bool {
        let taken = match self.layers.last_mut() {
            Some(Layer::Filter) => self
                .panes
                .get_mut(&self.pane)
                .is_some_and(|pane| pane.filter.key(key)),
            Some(Layer::Find(find)) => find.input.key(key),
            Some(Layer::Chooser(chooser)) => chooser.input.key(key),
            Some(Layer::Quick(quick)) => quick.input.key(key),
            Some(Layer::Bulk(bulk)) => bulk.input.key(key),
            Some(Layer::Prompt(prompt)) => prompt.input.key(key),
            Some(Layer::SaveView(save)) => Desk::view_key(save, key),
            Some(Layer::Help(help)) => help.input.key(key),
            Some(Layer::Journal(journal)) if journal.list.typing => journal.list.input.key(key),
            Some(Layer::Entry(view)) if view.list.typing => view.list.input.key(key),
            Some(Layer::Form(form)) => match form.focused_mut().map(|focused| &mut focused.entry) {
                Some(Entry::Line(input)) => input.key(key),
                Some(Entry::Note(area)) => {
                    let (input, cursor) = (area_input(key), area.cursor());
                    let moves = !matches!(input.key, AreaKey::Null | AreaKey::Char(_));
                    if !area.input(input) {
                        return moves || area.cursor() != cursor;
                    }
                    true
                }
                None => false,
            },
            _ => false,
        };
        if taken {
            self.typed();
        }
        taken
    }

    /// What a key that moves or deletes does to a character, done to a word.
    pub(super) fn edit_word(&mut self, code: Code) {
        self.type_key(Key {
            ctrl: true,
            ..Key::plain(code)
        });
    }

    /// A paste goes into the field that has the focus; elsewhere it is refused, never run as commands.
    pub(super) fn paste(&mut self, text: &str) {
        self.status = None;
        if !self.insert(text) {
            self.refuse_paste("paste-nowhere", text);
        }
    }

    /// A paste whose end never came: what came of it is treated as any, and it is said.
    pub(super) fn paste_unended(&mut self, text: &str) {
        self.status = None;
        if self.insert(text) {
            let text = self.word("paste-unended");
            self.say(Tone::Warning, text);
        } else {
            self.refuse_paste("paste-unended-nowhere", text);
        }
    }

    /// Lines that came at once without the marks of a paste: they go into a note, as typing would put them.
    /// Elsewhere their line ends would be Enter, so they are refused.
    pub(super) fn paste_bare(&mut self, text: &str) {
        self.status = None;
        let in_note = matches!(self.layers.last(), Some(Layer::Form(form)) if form.in_note());
        if !(in_note && self.insert(text)) {
            self.refuse_paste("paste-bare", text);
        }
    }

    fn refuse_paste(&mut self, id: &str, text: &str) {
        let words: Vec<&str> = text.split_whitespace().take(8).collect();
        let words: String = words
            .join(" ")
            .chars()
            .filter(|c| !c.is_control())
            .collect();
        let mut shown: String = words.graphemes(true).take(PASTE_SHOWN).collect();
        if shown.len() < text.trim_end().len() {
            shown.push('…');
        }
        let arguments = [("words", shown.into())];
        let text = self.settings.texts.format(id, &arguments);
        self.say(Tone::Warning, text);
    }

    /// Inserts text into the field that has the focus; says whether there is one.
    fn insert(&mut self, text: &str) -> bool {
        match self.layers.last_mut() {
            Some(Layer::Filter) => {
                if let Some(pane) = self.panes.get_mut(&self.pane) {
                    pane.filter.insert(text);
                }
            }
            Some(Layer::Find(find)) => find.input.insert(text),
            Some(Layer::Chooser(chooser)) => chooser.input.insert(text),
            Some(Layer::Quick(quick)) => quick.input.insert(text),
            Some(Layer::Bulk(bulk)) => bulk.input.insert(text),
            Some(Layer::Prompt(prompt)) => prompt.input.insert(text),
            Some(Layer::Journal(journal)) if journal.list.typing => journal.list.input.insert(text),
            Some(Layer::Entry(view)) if view.list.typing => view.list.input.insert(text),
            Some(Layer::SaveView(save)) if save.focus == Asked::Name => save.name.insert(text),
            Some(Layer::Form(form)) => match form.focused_mut().map(|focused| &mut focused.entry) {
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
            },
            _ => return false,
        }
        self.typed();
        true
    }

    fn typed(&mut self) {
        match self.layers.last_mut() {
            Some(Layer::Filter) => {
                self.filter();
                self.offer_completions();
            }
            Some(Layer::Find(_)) => {
                self.find();
                self.offer_completions();
            }
            Some(Layer::Chooser(chooser)) => {
                chooser.narrow();
                if chooser.purpose == Purpose::Views {
                    self.view_of_key();
                }
            }
            Some(Layer::SaveView(_)) => self.read_view(),
            Some(Layer::Quick(_)) => {
                self.read_quick();
                self.draft_soon();
            }
            Some(Layer::Bulk(_)) => self.read_bulk(),
            Some(Layer::Help(_)) => self.narrow_help(),
            Some(Layer::Journal(_) | Layer::Entry(_)) => self.journal_typed(),
            Some(Layer::Form(_)) => {
                self.note_typing();
                self.offer(false);
            }
            _ => {}
        }
    }

    /// Gives the focused note to the user's editor.
    pub(super) fn edit_outside(&mut self) {
        if let Some(form) = self.top_form()
            && form.in_note()
            && let Some(focused) = form.focused()
        {
            let text = focused.entry.text();
            self.emit(Effect::Editor(text));
        }
    }

    /// The text that came back from the editor.
    pub(super) fn copied(&mut self, result: Result<Arrival, String>) {
        match result {
            Err(reason) => self.say(Tone::Error, reason),
            Ok(Arrival::Kept) => self.say(Tone::Done, self.word("copy-kept")),
            Ok(Arrival::Sent) => self.say(Tone::Done, self.word("copy-sent")),
        }
    }

    pub(super) fn edited(&mut self, result: Result<String, String>) {
        match result {
            Err(reason) => self.say(Tone::Error, reason),
            Ok(text) => {
                if let Some(focused) = self
                    .top_form()
                    .and_then(super::layers::form::Form::focused_mut)
                {
                    focused.entry = Entry::of(focused.field, text.trim_end_matches('\n'));
                    self.note_typing();
                }
            }
        }
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
