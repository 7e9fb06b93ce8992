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
        let mut all = Vec::new();
        for group in groups {
            all.push(Row::Group(self.word(&format!("group-{}", group.id()))));
            for command in Command::ALL
                .iter()
                .filter(|command| command.group() == group)
            {
                let keys = self.keys_anywhere(&modes, *command);
                let text = self.word(&format!("command-{}", command.id()));
                all.push(Row::Command {
                    keys,
                    text,
                    id: command.id(),
                    disabled: self.reason_against(*command),
                });
            }
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
