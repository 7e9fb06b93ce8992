//! What the role of whoever sits here stands against, said before anything is begun. What is begun all the same (a role
//! was changed meanwhile, a draft of before) the store refuses, in the same words.

use super::context::Scene;
use super::screen::Screen;
use crate::catalog::VIEW;
use crate::command::Command;
use crate::model::rights::ROLES;
use crate::model::{Denied, Kind, Preset, Rights};

impl Scene<'_> {
    /// Who may change what.
    pub fn rights(&self) -> Rights {
        Rights::of(self.catalog.records(ROLES))
    }

    /// Whether whoever sits here changes nothing.
    pub fn only_reads(&self) -> bool {
        self.rights().against_all(self.login()).is_some()
    }

    /// Why records of these kinds can't be changed from here.
    pub fn denied(&self, kinds: impl IntoIterator<Item = Kind>) -> Option<Denied> {
        let rights = self.rights();
        let mut kinds = kinds.into_iter();
        kinds.find_map(|kind| rights.against(self.login(), Some(kind)))
    }

    /// The same in words.
    pub fn denied_words(&self, kind: Kind) -> Option<String> {
        let denied = self.denied([kind])?;
        Some(self.words().refused(denied.id(), &denied.arguments()))
    }

    fn login(&self) -> &str {
        &self.settings.author.login
    }
}

/// Why that command is none for whoever sits here.
pub fn against(command: Command, screen: &Screen, scene: &Scene) -> Option<Denied> {
    let rights = scene.rights();
    if rights.is_empty() {
        return None;
    }
    let any = || rights.against_all(scene.login());
    let preset = |name| Preset::named(name).map(|(kind, _)| kind);
    match command {
        Command::RecordAdd | Command::RecordQuick => match screen.adding(scene) {
            Some((collection, _)) => scene.denied([collection.kind()]),
            None => any(),
        },
        Command::RecordEdit => scene.denied(screen.current(scene).map(|record| record.kind)),
        Command::RecordDelete | Command::RecordRestore => scene.denied(screen.kinds_meant(scene)),
        Command::BulkEdit => scene.denied(screen.kinds_meant(scene)),
        Command::TrashEmpty => scene.denied(scene.catalog.trash_kinds()),
        Command::LogCall => scene.denied(preset("call")),
        Command::LogNote => scene.denied(preset("note")),
        Command::LogTask => scene.denied(preset("task")),
        Command::ViewSave | Command::ViewEdit | Command::ViewDelete => scene.denied([VIEW]),
        // What an older step, or a file, is about shows later.
        _ => any(),
    }
}
