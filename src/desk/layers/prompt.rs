//! Asking for one line of text: the path of a file to import.

use super::Surface;
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::input::Input;
use crate::desk::jobs::planning::Source;
use crate::desk::screen::Screen;
use crate::exchange::format::Format;
use crate::keymap::{Key, Mode};
use crate::model::Collection;

/// The question.
#[derive(Debug)]
pub struct Prompt {
    /// What is asked, in words.
    pub title: String,
    /// What is typed.
    pub input: Input,
    /// As what the file of that path is imported.
    pub import: Collection,
}

impl Prompt {
    /// Asks for the path of a file to import as that collection.
    pub fn for_import(import: Collection, scene: &Scene) -> Prompt {
        Prompt {
            title: scene.format(
                "import-path-title",
                &[("endings", Format::endings_read().into())],
            ),
            input: Input::default(),
            import,
        }
    }
}

impl Surface for Prompt {
    fn mode(&self) -> Mode {
        Mode::Quick
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        if command != Command::Accept {
            return false;
        }
        cx.ask(Ask::Close);
        let path = self.input.text().trim();
        if !path.is_empty() {
            cx.ask(Ask::Plan(Source::File(self.import, path.into())));
        }
        true
    }

    fn key(&mut self, key: Key, _: &mut Screen, _: &mut Context) -> bool {
        self.input.key(key)
    }

    fn paste(&mut self, text: &str, _: &mut Screen, _: &mut Context) -> bool {
        self.input.insert(text);
        true
    }
}
