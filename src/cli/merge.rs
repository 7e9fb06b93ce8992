//! `guichet merge KEEP OTHER…`.

use serde_json::json;

use super::context::{Context, Failure};
use super::{output, turn};
use crate::catalog::{Catalog, Merged};
use crate::locale;
use crate::model::RecordRef;
use crate::runtime::demo::now;
use crate::store::CommitError;

/// Make several records one.
#[derive(Debug, clap::Args)]
pub struct Merge {
    #[arg(value_name = "KIND/ID_OR_SIGLE", required = true, num_args = 2..)]
    records: Vec<String>,
    #[arg(long)]
    dry_run: bool,
}

impl Merge {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        context.must_be_there()?;
        let merged = match self.dry_run {
            true => {
                let read = context.read()?;
                let merged = self.merged(context, &read.catalog)?;
                let commit =
                    (read.catalog).merge_commit(vec![merged.clone()], &context.author, now());
                context.permitted(&read.catalog, &commit)?;
                merged
            }
            false => {
                let (mut store, mut catalog, _place) = context.write()?;
                let refused =
                    |error: CommitError| context.refused("store", error.id(), &error.arguments());
                let (turn, _) = turn::taken(&mut store, &mut catalog).map_err(refused)?;
                let merged = self.merged(context, &catalog)?;
                let commit = catalog.merge_commit(vec![merged.clone()], &context.author, now());
                store.commit_in(&turn, &commit).map_err(refused)?;
                drop(turn);
                context.close(store);
                merged
            }
        };
        let told = self.told(context, &merged);
        match self.dry_run {
            true => told?,
            false => context.told(told),
        }
        Ok(0)
    }

    fn merged(&self, context: &Context, catalog: &Catalog) -> Result<Merged, Failure> {
        let records: Result<Vec<RecordRef>, Failure> = self
            .records
            .iter()
            .map(|record| context.record(catalog, record))
            .collect();
        let records = records?;
        catalog
            .merged(&records, &Default::default())
            .map_err(|fault| {
                Failure::Refused(
                    context
                        .texts
                        .get(&format!("merge-{}", fault.id()))
                        .to_string(),
                )
            })
    }

    fn told(&self, context: &Context, merged: &Merged) -> Result<(), Failure> {
        if context.json {
            return output::value(&json!({
                "record": merged.record.to_string(), "records": self.records.len(),
                "moved": merged.moved, "doubled": merged.doubled, "dry_run": self.dry_run,
            }));
        }
        let arguments = [
            ("n", self.records.len().to_string()),
            ("record", merged.record.to_string()),
            ("moved", merged.moved.to_string()),
            ("doubled", merged.doubled.to_string()),
        ];
        let mut line = locale::said(&context.texts, "merge", "done", &arguments);
        if self.dry_run {
            line = context.texts.format("cli-dry", &[("what", line.into())]);
        }
        output::lines([line.as_str()])
    }
}
