//! The list of views: opened by choosing, or at once by their keys.

use super::Surface;
use super::chooser::{Chooser, Item};
use crate::catalog::View;
use crate::command::{Command, Need};
use crate::desk::ask::Ask;
use crate::desk::context::Context;
use crate::desk::pane::PaneId;
use crate::desk::screen::{Motion, Screen};
use crate::desk::status::Tone;
use crate::desk::words::Words;
use crate::keymap::{Key, Mode};
use crate::model::RecordRef;

/// The list of views.
#[derive(Debug)]
pub struct Views {
    /// Its list.
    pub list: Chooser<RecordRef>,
}

/// A view as an item: its name; its key, its pane, whose it is.
pub(super) fn item(view: &View, words: Words) -> Item<RecordRef> {
    let pane = PaneId::by_key(&view.pane).map_or(view.pane.clone(), |id| words.pane(id));
    let whose = match view.owner {
        Some(_) => "view-own",
        None => "view-shared",
    };
    let key = view.key.map_or(String::new(), |key| format!("{key} · "));
    let detail = format!("{key}{pane} · {}", words.get(whose));
    Item::new(&view.name, detail, view.record)
}

impl Views {
    /// The list; says so where there are none.
    pub fn open(cx: &mut Context) -> Option<Views> {
        let views = cx.catalog.views(&cx.settings.author);
        if views.is_empty() {
            cx.say_word(Tone::Note, "views-none");
            return None;
        }
        let items = views.iter().map(|view| item(view, cx.words())).collect();
        Some(Views {
            list: Chooser::new(cx.word("views-title"), items),
        })
    }

    fn chosen(&self) -> Option<RecordRef> {
        self.list.selected().map(|item| item.what)
    }

    /// After a character: the view of that key, if it is the only one typed.
    fn typed(&self, cx: &mut Context) {
        let mut typed = self.list.input.text().chars();
        let (Some(key), None) = (typed.next(), typed.next()) else {
            return;
        };
        let views = cx.catalog.views(&cx.settings.author);
        if let Some(view) = views.iter().find(|view| view.key == Some(key)) {
            cx.ask(Ask::Close);
            cx.ask(Ask::View(view.record));
        }
    }
}

impl Surface for Views {
    fn mode(&self) -> Mode {
        Mode::Views
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        self.list.step(motion, cx);
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        let then = match command {
            Command::Accept => Ask::View,
            Command::ViewEdit => Ask::Edit,
            Command::ViewDelete => |view| Ask::Trash(vec![view].into(), true),
            _ => return false,
        };
        if let Some(view) = self.chosen() {
            cx.ask(Ask::Close);
            cx.ask(then(view));
        }
        true
    }

    fn key(&mut self, key: Key, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.list.key(key);
        if taken {
            self.typed(cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, cx: &mut Context) -> bool {
        self.list.insert(text);
        self.typed(cx);
        true
    }

    fn meets(&self, need: Need) -> bool {
        need == Need::Views && self.chosen().is_some()
    }

    fn proposes(&self) -> bool {
        true
    }
}
