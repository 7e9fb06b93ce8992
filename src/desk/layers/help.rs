//! The help: every command under its heading with its keys, made from the table and the live keymap,
//! narrowed by typing.

use super::Surface;
use crate::command::{Command, Group};
use crate::desk::context::{Context, Scene};
use crate::desk::input::Input;
use crate::desk::screen::{Motion, Screen};
use crate::keymap::{Key, Keymap, Mode};
use crate::model::fold::fold;

/// A row of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpRow {
    /// A group's heading.
    Group(String),
    /// A command: its keys, its line of help, its id, why it can't run now.
    Command {
        /// The keys, joined; empty when only the palette has it.
        keys: String,
        /// The line of help.
        text: String,
        /// The id, as keymap files name it.
        id: &'static str,
        /// Why it can't run now.
        disabled: Option<String>,
    },
}

/// The help layer.
#[derive(Debug)]
pub struct Help {
    /// What narrows the rows.
    pub input: Input,
    /// All rows.
    pub all: Vec<HelpRow>,
    /// The rows shown.
    pub rows: Vec<HelpRow>,
    /// The first row on the screen.
    pub offset: usize,
}

impl Help {
    /// The help for where the keys are read by these tables; `against` says why a command can't run now.
    pub fn open(
        modes: &[Mode],
        against: &dyn Fn(Command) -> Option<String>,
        scene: &Scene,
    ) -> Help {
        let keymap = &scene.settings.keymap;
        let mut groups: Vec<Group> = Command::ALL.iter().map(|command| command.group()).collect();
        groups.sort_unstable();
        groups.dedup();
        let here = modes.first().copied().unwrap_or(Mode::Global);
        let of_here = |command: &Command| {
            here != Mode::Global && !keymap.keys_for(&[here], *command).is_empty()
        };
        let mut all = Vec::new();
        // What can be pressed where one is comes first.
        let mut add = |heading: String, commands: &mut dyn Iterator<Item = &Command>| {
            let mut commands = commands.peekable();
            if commands.peek().is_some() {
                all.push(HelpRow::Group(heading));
            }
            all.extend(commands.map(|command| HelpRow::Command {
                keys: keys_anywhere(keymap, modes, *command),
                text: scene.word(&format!("command-{}", command.id())),
                id: command.id(),
                disabled: against(*command),
            }));
        };
        add(
            scene.word(&format!("mode-{}", here.id())),
            &mut Command::ALL.iter().filter(|command| of_here(command)),
        );
        for group in groups {
            let named = scene.word(&format!("group-{}", group.id()));
            let of_group = |command: &&Command| command.group() == group && !of_here(command);
            add(named, &mut Command::ALL.iter().filter(of_group));
        }
        Help {
            input: Input::default(),
            rows: all.clone(),
            all,
            offset: 0,
        }
    }

    fn narrow(&mut self) {
        let wanted = fold(self.input.text());
        let matches = |row: &&HelpRow| match row {
            HelpRow::Group(_) => wanted.trim().is_empty(),
            HelpRow::Command { keys, text, id, .. } => {
                keys == self.input.text().trim()
                    || fold(&format!("{text} {id}")).contains(wanted.trim())
            }
        };
        self.rows = self.all.iter().filter(matches).cloned().collect();
        self.offset = 0;
    }
}

/// The keys of a command here, or else in the mode that has it.
fn keys_anywhere(keymap: &Keymap, modes: &[Mode], command: Command) -> String {
    let here = keymap.keys_for(modes, command);
    if !here.is_empty() {
        return here.join("  ");
    }
    let elsewhere = Mode::ALL.iter().find_map(|mode| {
        let keys = keymap.keys_for(&[*mode], command);
        (!keys.is_empty()).then(|| keys.join("  "))
    });
    elsewhere.unwrap_or_default()
}

impl Surface for Help {
    fn mode(&self) -> Mode {
        Mode::Help
    }

    fn step(&mut self, motion: Motion, _: &mut Screen, cx: &mut Context) -> bool {
        self.offset = motion.shifted(self.offset, cx.layer_rows(), self.rows.len());
        true
    }

    fn key(&mut self, key: Key, _: &mut Screen, _: &mut Context) -> bool {
        let taken = self.input.key(key);
        if taken {
            self.narrow();
        }
        taken
    }
}
