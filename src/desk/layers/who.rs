//! Who has the store open, from where, on which record: as they come and go.

use super::chooser::{Chooser, Item};
use super::{Surface, Typed};
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::keymap::Mode;
use crate::model::RecordRef;
use crate::store::presence::Present;

/// Who somebody is, and the record that they are on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// The name of their file.
    pub name: String,
    /// The record.
    pub record: Option<RecordRef>,
}

/// Who is here.
#[derive(Debug)]
pub struct Who {
    /// Its list.
    pub list: Chooser<Somebody>,
}

impl Who {
    /// Who is here as far as is known; the rest follows.
    pub fn open(scene: &Scene) -> Who {
        let items = scene.present.iter().map(|present| item(present, scene));
        Who {
            list: Chooser::new(scene.word("who-title"), items.collect()),
        }
    }

    /// Somebody came or went, or is at something else: the cursor stays on whom it is.
    pub fn refresh(&mut self, scene: &Scene) {
        let present = scene.present.iter();
        let items = present.map(|present| item(present, scene)).collect();
        self.list
            .renew(items, |one, other| one.name == other.name, scene);
    }
}

fn item(present: &Present, scene: &Scene) -> Item<Somebody> {
    let words = scene.words();
    let own = present.own.then(|| scene.word("who-own"));
    let label: Vec<String> = std::iter::once(words.present(present)).chain(own).collect();
    let at = present.on().next();
    let since = scene.words().since(present.told.since, scene.now);
    let told = [("at", since.into()), ("from", words.whence(present).into())];
    let detail: Vec<String> = at
        .map(|at| words.at(at))
        .into_iter()
        .chain([scene.format("who-since", &told)])
        .collect();
    let what = Somebody {
        name: present.name.clone(),
        record: at.map(|(on, _)| on.record),
    };
    Item::new(label.join(" · "), detail.join(" · "), what)
}

impl Surface for Who {
    fn mode(&self) -> Mode {
        Mode::Picker
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        self.list.step(motion, cx);
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        if command != Command::Accept {
            return false;
        }
        let record = self.list.selected().and_then(|item| item.what.record);
        match record.filter(|record| cx.catalog.get(*record).is_some()) {
            Some(record) => cx.ask(Ask::GoTo(record)),
            None => cx.say_word(Tone::Note, "who-nowhere"),
        }
        true
    }

    fn narrows(&mut self) -> Option<&mut dyn Typed> {
        Some(&mut self.list)
    }
}
