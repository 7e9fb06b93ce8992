//! The help at work: every command under its heading, narrowed by typing.

use super::Desk;
use super::command::Command;
use super::layers::Layer;
use super::layers::help::{Help, Row};

impl Desk {
    pub(super) fn open_help(&mut self) {
        let modes = self.modes();
        let mut groups: Vec<super::command::Group> =
            Command::ALL.iter().map(|command| command.group()).collect();
        groups.sort_unstable();
        groups.dedup();
        let here = modes
            .first()
            .copied()
            .unwrap_or(crate::keymap::Mode::Global);
        let of_here = |command: &Command| {
            let keys = self.settings.keymap.keys_for(&[here], *command);
            here != crate::keymap::Mode::Global && !keys.is_empty()
        };
        let mut all = Vec::new();
        // What can be pressed where one is comes first.
        let mut add = |heading: String, commands: &mut dyn Iterator<Item = &Command>| {
            let mut commands = commands.peekable();
            if commands.peek().is_some() {
                all.push(Row::Group(heading));
            }
            all.extend(commands.map(|command| Row::Command {
                keys: self.keys_anywhere(&modes, *command),
                text: self.word(&format!("command-{}", command.id())),
                id: command.id(),
                disabled: self.reason_against(*command),
            }));
        };
        add(
            self.word(&format!("mode-{}", here.id())),
            &mut Command::ALL.iter().filter(|command| of_here(command)),
        );
        for group in groups {
            let named = self.word(&format!("group-{}", group.id()));
            let of_group = |command: &&Command| command.group() == group && !of_here(command);
            add(named, &mut Command::ALL.iter().filter(of_group));
        }
        let help = Help {
            input: super::input::Input::default(),
            rows: all.clone(),
            all,
            offset: 0,
        };
        self.layers.push(Layer::Help(help));
    }

    /// The keys of a command here, or else in the mode that has it.
    fn keys_anywhere(&self, modes: &[crate::keymap::Mode], command: Command) -> String {
        let here = self.settings.keymap.keys_for(modes, command);
        if !here.is_empty() {
            return here.join("  ");
        }
        let elsewhere = crate::keymap::Mode::ALL.iter().find_map(|mode| {
            let keys = self.settings.keymap.keys_for(&[*mode], command);
            (!keys.is_empty()).then(|| keys.join("  "))
        });
        elsewhere.unwrap_or_default()
    }

    pub(super) fn narrow_help(&mut self) {
        let Some(Layer::Help(help)) = self.layers.last_mut() else {
            return;
        };
        let wanted = crate::model::fold::fold(help.input.text());
        let matches = |row: &Row| match row {
            Row::Group(_) => wanted.trim().is_empty(),
            Row::Command { keys, text, id, .. } => {
                keys == help.input.text().trim()
                    || crate::model::fold::fold(&format!("{text} {id}")).contains(wanted.trim())
            }
        };
        help.rows = help
            .all
            .iter()
            .filter(|row| matches(row))
            .cloned()
            .collect();
        help.offset = 0;
    }
}
