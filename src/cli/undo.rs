//! `guichet undo [ENTRY]`.

use serde_json::json;

use super::{Context, Failure, output};
use crate::locale::step_words;
use crate::model::{Verb, change};
use crate::runtime::demo::now;
use crate::store::UndoError;

/// Undo one's last step, or that entry.
#[derive(Debug, clap::Args)]
pub struct Undo {
    /// The number of the entry (see `guichet history`); one's last step if none
    entry: Option<u64>,
    /// Say what would be undone, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Undo it though the same fields were edited since
    #[arg(long)]
    force: bool,
}

impl Undo {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let (mut store, catalog, _place) = context.write()?;
        let headings = store
            .headings(usize::MAX)
            .map_err(|error| context.unread(&error))?;
        let last = || {
            change::undo_stacks(headings.iter(), &context.author)
                .0
                .last()
                .copied()
        };
        let target = self
            .entry
            .or_else(last)
            .ok_or_else(|| context.refused("cli", "nothing-to-undo", &[]))?;
        let heading = headings.iter().find(|heading| heading.sequence == target);
        let Some(heading) = heading else {
            return Err(context.refused("cli", "no-entry", &[("what", target.to_string())]));
        };
        let words = step_words(&context.texts, &heading.step);
        if !self.dry_run {
            store
                .undo(target, Verb::Undo, &context.author, now(), self.force, None)
                .map_err(|error| match error {
                    UndoError::Conflicts { conflicts, .. } => {
                        let named: Vec<String> = conflicts
                            .iter()
                            .map(|(record, fields)| {
                                let keys: Vec<&str> = fields
                                    .iter()
                                    .filter_map(|n| record.kind.field(*n))
                                    .map(|f| f.key)
                                    .collect();
                                format!(
                                    "{} ({})",
                                    catalog.title(*record).unwrap_or_default(),
                                    keys.join(", ")
                                )
                            })
                            .collect();
                        context.refused("cli", "undo-conflicts", &[("what", named.join(" ; "))])
                    }
                    error => context.refused("store", error.id(), &error.arguments()),
                })?;
        }
        store
            .close()
            .map_err(|error| Failure::Store(error.to_string()))?;
        if context.json {
            output::value(&json!({ "entry": target, "undone": !self.dry_run, "step": words }))?;
        } else {
            let id = if self.dry_run { "would-undo" } else { "undone" };
            let line = crate::locale::said(
                &context.texts,
                "cli",
                id,
                &[("step", words), ("entry", target.to_string())],
            );
            output::lines([line.as_str()])?;
        }
        Ok(0)
    }
}
