//! `guichet sample --people N --seed S`.

use serde_json::json;

use super::context::{Context, Failure};
use super::output;
use crate::exchange::sample;
use crate::model::{Commit, Content, Edit, Kind, Step, Verb};
use crate::runtime::demo::{import_report, now};
use crate::runtime::place::Place;
use crate::store::{Filling, OpenError};

/// How many records one commit makes.
const BATCH: usize = 10_000;

/// Fill a store with made-up people, for trials and benchmarks.
#[derive(Debug, clap::Args)]
pub struct Sample {
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    people: u32,
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

impl Sample {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        if self.people > 5_000_000 {
            return Err(Failure::Usage("--people: at most 5000000".into()));
        }
        let not_empty = || context.refused("cli", "sample-not-empty", &[]);
        let place = context.place_to_make()?;
        let unfilled = |error| match error {
            OpenError::Exists(_) => not_empty(),
            error => context.unopened(&error),
        };
        if matches!(place, Place::Demo(_)) {
            return Err(not_empty());
        }
        // It takes minutes, and may be killed: half a sample is none.
        let filling = Filling::begin(place.folder()).map_err(unfilled)?;
        let beside = Place::Folder(filling.path().to_path_buf());
        let (mut store, mut catalog, _place) = context.write_at(beside)?;
        let at = now();
        import_report(
            &mut store,
            &mut catalog,
            &context.author,
            at,
            &mut sample::ids(self.seed),
        )
        .map_err(|error| context.refused("store", error.id(), &error.arguments()))?;
        let known = catalog.len();
        let base = sample::Base::of(Kind::ALL.iter().flat_map(|kind| catalog.records(*kind)));
        let mut edits = Vec::with_capacity(BATCH);
        let mut made = 0;
        let mut flush = |edits: &mut Vec<Edit>| {
            let count = u32::try_from(edits.len()).unwrap_or(u32::MAX);
            let step = Step {
                verb: Verb::Sample,
                subject: String::new(),
                kind: String::new(),
                fields: Vec::new(),
                count,
            };
            let commit = Commit {
                author: context.author.clone(),
                at,
                step,
                edits: std::mem::take(edits),
                relies: Vec::new(),
                undoes: None,
            };
            store
                .commit(&commit)
                .map_err(|error| context.refused("store", error.id(), &error.arguments()))
        };
        for (record, fields) in sample::records(self.people, self.seed, base) {
            edits.push(Edit {
                record,
                base: 0,
                after: Some(Content {
                    trashed: false,
                    fields,
                }),
            });
            made += 1;
            if edits.len() == BATCH {
                flush(&mut edits)?;
            }
        }
        if !edits.is_empty() {
            flush(&mut edits)?;
        }
        context.close(store);
        filling.take_place().map_err(unfilled)?;
        context.told(match context.json {
            true => output::value(&json!({ "made": made, "records": known + made })),
            false => {
                let done = [("n", (known + made).to_string())];
                output::lines([
                    crate::locale::said(&context.texts, "cli", "sample-done", &done).as_str(),
                ])
            }
        });
        Ok(0)
    }
}
