//! The palette: every command that makes sense outside a form, its keys, why it can't run; and the views.

use super::chooser::{Chooser, Item};
use super::views;
use super::{Surface, Typed};
use crate::command::{Command, Group};
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::screen::{Motion, Screen};
use crate::keymap::Mode;

/// The palette.
#[derive(Debug)]
pub struct Palette {
    /// Its list.
    pub list: Chooser,
}

impl Palette {
    /// The palette for where the keys are read by these tables; `against` says why a command can't run now.
    pub fn open(
        modes: &[Mode],
        against: &dyn Fn(Command) -> Option<String>,
        scene: &Scene,
    ) -> Palette {
        let mut commands: Vec<&Command> = Command::ALL
            .iter()
            .filter(|command| command.group() != Group::Form && **command != Command::PaletteOpen)
            .collect();
        // Everybody moves about by key.
        commands.sort_by_key(|command| command.group() == Group::Move);
        let items = commands
            .into_iter()
            .map(|command| {
                let keys = scene.settings.keymap.keys_for(modes, *command).join("  ");
                let label = scene.word(&format!("command-{}", command.id()));
                let detail = if keys.is_empty() {
                    command.id().to_string()
                } else {
                    format!("{} · {keys}", command.id())
                };
                Item {
                    disabled: against(*command),
                    ..Item::new(label, detail, Ask::Run(*command))
                }
            })
            .chain(views_to_open(scene))
            .collect();
        Palette {
            list: Chooser::new(scene.word("palette-title"), items),
        }
    }
}

/// The views, each to be opened by its name.
fn views_to_open(scene: &Scene) -> Vec<Item<Ask>> {
    let views = scene.catalog.views(&scene.settings.author);
    views
        .iter()
        .map(|view| {
            let item = views::item(view, scene.words());
            let label = scene.format("view-open", &[("name", view.name.as_str().into())]);
            Item::new(label, item.detail, Ask::View(item.what))
        })
        .collect()
}

impl Surface for Palette {
    fn mode(&self) -> Mode {
        Mode::Palette
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        self.list.step(motion, cx);
        true
    }

    fn run(&mut self, command: Command, _: &mut Screen, cx: &mut Context) -> bool {
        let accepts = command == Command::Accept;
        if accepts {
            self.list.choose(cx);
        }
        accepts
    }

    fn narrows(&mut self) -> Option<&mut dyn Typed> {
        Some(&mut self.list)
    }

    fn proposes(&self) -> bool {
        true
    }
}
