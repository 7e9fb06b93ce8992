//! `guichet import KIND FILE`.

use std::path::PathBuf;

use serde_json::json;

use super::context::{Context, Failure};
use super::output::{self, Progress};
use crate::exchange;
use crate::exchange::import::{self, Origin};
use crate::exchange::known::KnownCatalog;
use crate::locale;
use crate::runtime::demo::now;
use crate::runtime::file;

/// Import a file.
#[derive(Debug, clap::Args)]
pub struct Import {
    kind: String,
    file: PathBuf,
    #[arg(long)]
    dry_run: bool,
}

impl Import {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let collection = context.collection(&self.kind)?;
        let shown = self.file.display().to_string();
        let bytes = file::read(&self.file).map_err(|reason| {
            let words = locale::reason_words(&context.texts, &reason);
            Failure::Refused(format!("{shown}: {words}"))
        })?;
        let mut progress = Progress::of(bytes.len(), true);
        let reading = exchange::read_file(collection, &self.file, &bytes, &mut |so_far| {
            progress.tell(so_far);
        });
        drop(progress);
        // Nothing is opened, or made, for nothing.
        let (store, catalog, head, _place) = match self.dry_run || reading.rows.is_empty() {
            true => {
                let (catalog, head) = context.read_or_empty()?;
                (None, catalog, head, None)
            }
            false => {
                let (store, catalog, place) = context.write()?;
                let head = store.head().sequence;
                (Some(store), catalog, head, Some(place))
            }
        };
        let name = self
            .file
            .file_name()
            .map_or_else(|| shown.clone(), |name| name.to_string_lossy().into_owned());
        let origin = Origin {
            author: context.author.clone(),
            at: now(),
            file: name,
            head,
        };
        let plan = import::plan(
            reading,
            &KnownCatalog::new(&catalog),
            &mut ulid::Ulid::generate,
            &origin,
        );
        if let Some(mut store) = store {
            if !plan.commit.edits.is_empty() {
                store
                    .commit(&plan.commit)
                    .map_err(|error| context.refused("store", error.id(), &error.arguments()))?;
            }
            context.close(store);
        }
        let counts = plan.counts;
        let texts = &context.texts;
        let refused: Vec<String> = plan
            .refused
            .iter()
            .map(|refusal| format!("{shown}:{}", locale::refusal_words(texts, refusal)))
            .collect();
        let doubts: Vec<String> = plan
            .doubts
            .iter()
            .map(|doubt| format!("{shown}:{}", locale::doubt_words(texts, doubt)))
            .collect();
        let failed = !refused.is_empty();
        let told = if context.json {
            output::value(&json!({
                "read": counts.read, "made": counts.made, "updated": counts.updated, "same": counts.same,
                "links": counts.links, "doubts": doubts, "refused": refused,
            }))
        } else {
            let counts = [
                ("read", counts.read),
                ("made", counts.made),
                ("updated", counts.updated),
                ("same", counts.same),
                ("links", counts.links),
            ];
            let arguments: Vec<(&str, String)> = counts
                .iter()
                .map(|(name, n)| (*name, n.to_string()))
                .collect();
            let mut summary = locale::said(&context.texts, "cli", "import-done", &arguments);
            if self.dry_run {
                summary = context.texts.format("cli-dry", &[("what", summary.into())]);
            }
            let lines = std::iter::once(summary)
                .chain(doubts)
                .chain(refused)
                .collect::<Vec<_>>();
            output::lines(lines.iter().map(String::as_str))
        };
        match self.dry_run {
            true => told?,
            false => context.told(told),
        }
        Ok(u8::from(failed))
    }
}
