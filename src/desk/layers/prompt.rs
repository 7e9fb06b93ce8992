//! Asking for one line of text: the path of a file to import, a function, a tag, a name.

use std::sync::Arc;

use super::Surface;
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::input::Input;
use crate::desk::jobs::planning::Source;
use crate::desk::screen::Screen;
use crate::exchange::format::Format;
use crate::exchange::import::Decisions;
use crate::exchange::many::{Deed, People};
use crate::keymap::{Key, Mode};
use crate::model::{Collection, RecordRef};

/// What the line is.
#[derive(Debug)]
pub enum Wanted {
    /// The path of a file to import as that collection.
    Path(Collection),
    /// The function that these people have at that organisation.
    Function(RecordRef, Arc<People>),
    /// The tag of these people.
    Tag(Arc<People>),
    /// The name under which the mapping of an import is kept.
    Mapping,
}

/// The question.
#[derive(Debug)]
pub struct Prompt {
    /// What is asked, in words.
    pub title: String,
    /// What is typed.
    pub input: Input,
    /// What it is.
    pub wanted: Wanted,
}

impl Prompt {
    /// Asks for that.
    pub fn new(title: String, wanted: Wanted) -> Prompt {
        Prompt {
            title,
            input: Input::default(),
            wanted,
        }
    }

    /// Asks for the path of a file to import as that collection.
    pub fn for_import(import: Collection, scene: &Scene) -> Prompt {
        let endings = [("endings", Format::endings_read().into())];
        let title = scene.format("import-path-title", &endings);
        Prompt::new(title, Wanted::Path(import))
    }

    /// Asks for the name under which the mapping of an import is kept.
    pub fn for_mapping(proposed: String, scene: &Scene) -> Prompt {
        let mut prompt = Prompt::new(scene.word("import-keep-title"), Wanted::Mapping);
        prompt.input.set(proposed);
        prompt
    }

    /// What the line that was typed leads to.
    fn then(&self, typed: &str) -> Ask {
        match &self.wanted {
            Wanted::Path(collection) => {
                let source = Source::file(*collection, typed.into());
                Ask::Plan(source, Decisions::default())
            }
            Wanted::Function(at, people) => {
                Ask::Do(Deed::Function(*at, typed.to_string()), people.clone())
            }
            Wanted::Mapping => Ask::KeepMapping(typed.to_string()),
            Wanted::Tag(people) => Ask::Do(Deed::Tag(typed.to_string()), people.clone()),
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
        let typed = self.input.text().trim();
        if !typed.is_empty() {
            cx.ask(self.then(typed));
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
