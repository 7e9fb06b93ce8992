//! `guichet backup FILE` and `guichet restore FILE`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::context::{Context, Failure};
use super::output;
use crate::locale::said;
use crate::model::rights::ROLES;
use crate::runtime::demo::now;
use crate::store::backup::{self, BackupError};
use crate::store::{self, By, ReadError, Reader};

/// Write all records into one file, and read it back.
#[derive(Debug, clap::Args)]
pub struct Backup {
    file: PathBuf,
    #[arg(long)]
    force: bool,
}

/// Make a store of a backup.
#[derive(Debug, clap::Args)]
pub struct Restore {
    file: PathBuf,
    #[arg(long)]
    replace: bool,
}

impl Backup {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        if let Some(store) = store::around(&self.file) {
            let arguments = [("what", store.display().to_string())];
            return Err(context.refused("cli", "export-store", &arguments));
        }
        let place = context.place()?;
        let mut reader = Reader::open(place.folder()).map_err(|error| context.unopened(&error))?;
        let mut healed = Vec::new();
        if let Err(ReadError::Damaged(_)) = reader.loading() {
            (reader, healed) = context.healed(place.folder())?;
        }
        let file = self.file.display().to_string();
        let head = backup::write(&reader, &self.file, self.force).map_err(|error| {
            let error = match error {
                BackupError::Read(error) => error,
                BackupError::Below { found, witnessed } => {
                    let numbers = [
                        ("n", found.records.to_string()),
                        ("entry", found.sequence.to_string()),
                        ("were", witnessed.records.to_string()),
                        ("witnessed", witnessed.sequence.to_string()),
                    ];
                    return context.refused("cli-backup", "below", &numbers);
                }
            };
            let id = match &error {
                ReadError::Io(trouble) if trouble.kind == ErrorKind::AlreadyExists => "exists",
                ReadError::Io(trouble) if trouble.kind == ErrorKind::NotFound => "no-folder",
                _ => return context.refused("store", error.id(), &error.arguments()),
            };
            context.refused("cli-backup", id, &[("what", file.clone())])
        })?;
        context.tell(&healed);
        context.tell(&reader.lost());
        let (records, entry) = (head.records, head.sequence);
        context.told(match context.json {
            true => output::value(&json!({ "file": file, "records": records, "entry": entry })),
            false => {
                let done = [("n", records.to_string()), ("what", file)];
                output::lines([said(&context.texts, "cli", "backup-done", &done).as_str()])
            }
        });
        Ok(0)
    }
}

impl Restore {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let place = context.place_to_make()?;
        if self.replace {
            may_replace(context, place.folder())?;
        }
        let by = self.replace.then(|| By {
            author: context.author.clone(),
            at: now(),
        });
        let (head, aside) = backup::restore(&self.file, place.folder(), by.as_ref())
            .map_err(|error| context.unopened(&error))?;
        let aside = aside.map(|aside| aside.display().to_string());
        context.told(if context.json {
            output::value(
                &json!({ "records": head.records, "entry": head.sequence, "aside": aside }),
            )
        } else {
            let done = [("n", head.records.to_string())];
            let mut lines = vec![said(&context.texts, "cli", "restore-done", &done)];
            let kept =
                aside.map(|aside| said(&context.texts, "cli", "restore-aside", &[("what", aside)]));
            lines.extend(kept);
            output::lines(lines.iter().map(String::as_str))
        });
        Ok(0)
    }
}

/// Refuses to put another store in the place of one with roles, save for a manager. One that can't be read is replaced
/// by anybody.
fn may_replace(context: &Context, dir: &Path) -> Result<(), Failure> {
    let rights = Reader::open(dir).map(|reader| reader.rights());
    let denied = match rights {
        Ok(Ok(rights)) => rights.against(&context.author.login, Some(ROLES)),
        _ => None,
    };
    match denied {
        Some(denied) => Err(context.refused("cli-restore", denied.id(), &denied.arguments())),
        None => Ok(()),
    }
}
