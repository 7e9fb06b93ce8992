//! `guichet undo [ENTRY]`.

use std::collections::BTreeMap;

use serde_json::json;

use super::context::{Context, Failure};
use super::output;
use crate::catalog::Catalog;
use crate::locale;
use crate::model::reversal::Reversal;
use crate::model::{FieldNo, Heading, Record, RecordRef, Verb, change};
use crate::runtime::demo::now;
use crate::store::{Holding, Inverse, ReadError, Reader, Records, Since, UndoError, inverse};

/// Undo one's last step, or that entry.
///
/// A record that would be un-made goes to the trash instead while others point at it.
#[derive(Debug, clap::Args)]
pub struct Undo {
    entry: Option<u64>,
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    force: bool,
    #[arg(long, conflicts_with = "force")]
    rest: bool,
}

/// What an undo came to, or would come to.
struct Told {
    records: usize,
    kept: Vec<RecordRef>,
    left: Vec<RecordRef>,
}

impl Undo {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let result = match self.dry_run {
            true => self.look(context),
            false => self.act(context),
        };
        result.map_err(|failure| match failure {
            Failure::Refused(reason) if self.dry_run => {
                Failure::Refused(context.texts.format("cli-dry", &[("what", reason.into())]))
            }
            failure => failure,
        })
    }

    /// Says what would be done: nothing is opened for writing.
    fn look(&self, context: &Context) -> Result<u8, Failure> {
        let read = context.read()?;
        let headings = read.reader.headings(usize::MAX);
        let headings = headings.map_err(|error| context.unread(&error))?;
        let reversal = self.reversal(context, &headings)?;
        let beside = Beside {
            catalog: &read.catalog,
            reader: &read.reader,
        };
        let entry =
            (read.reader.entry(reversal.sequence)).map_err(|error| context.unread(&error))?;
        let looked = entry
            .ok_or(UndoError::NoEntry(reversal.sequence))
            .and_then(|entry| inverse(entry, &reversal, &beside));
        let Inverse { commit, kept, left } =
            looked.map_err(|error| refused(context, &read.catalog, error))?;
        context.permitted(&read.catalog, &commit)?;
        let told = Told {
            records: commit.edits.len(),
            kept,
            left,
        };
        self.say(context, &read.catalog, &headings, reversal.sequence, &told)?;
        Ok(0)
    }

    fn act(&self, context: &Context) -> Result<u8, Failure> {
        context.must_be_there()?;
        let (mut store, catalog, _place) = context.write()?;
        let headings = store.headings(usize::MAX);
        let headings = headings.map_err(|error| context.unread(&error))?;
        let reversal = self.reversal(context, &headings)?;
        let undone = store.undo(&reversal);
        let undone = undone.map_err(|error| refused(context, &catalog, error))?;
        context.close(store);
        let told = Told {
            records: undone.committed.changed.len(),
            kept: undone.kept,
            left: undone.left,
        };
        context.told(self.say(context, &catalog, &headings, reversal.sequence, &told));
        Ok(0)
    }

    /// What is to be taken back: that entry, or one's last that is not undone.
    fn reversal(&self, context: &Context, headings: &[Heading]) -> Result<Reversal, Failure> {
        let last = || {
            let (done, _) = change::undo_stacks(headings.iter(), &context.author);
            done.last().copied()
        };
        let sequence = self
            .entry
            .or_else(last)
            .ok_or_else(|| context.refused("cli", "nothing-to-undo", &[]))?;
        if !headings.iter().any(|heading| heading.sequence == sequence) {
            return Err(context.refused("cli", "no-entry", &[("what", sequence.to_string())]));
        }
        Ok(Reversal {
            force: self.force,
            rest: self.rest,
            ..Reversal::new(sequence, Verb::Undo, &context.author, now())
        })
    }

    fn say(
        &self,
        context: &Context,
        catalog: &Catalog,
        headings: &[Heading],
        sequence: u64,
        told: &Told,
    ) -> Result<(), Failure> {
        let texts = &context.texts;
        let at = headings.binary_search_by_key(&sequence, |heading| heading.sequence);
        let words = at.ok().and_then(|at| headings.get(at));
        let words = words.map_or_else(String::new, |heading| {
            locale::heading_words(texts, heading, headings)
        });
        if context.json {
            let names = |records: &[RecordRef]| -> Vec<String> {
                records.iter().map(ToString::to_string).collect()
            };
            output::value(&json!({
                "entry": sequence, "undone": !self.dry_run, "dry_run": self.dry_run, "step": words,
                "records": told.records, "kept": names(&told.kept), "left": names(&told.left),
            }))?;
            return Ok(());
        }
        let id = if self.dry_run { "would-undo" } else { "undone" };
        let arguments = [
            ("step", words),
            ("entry", sequence.to_string()),
            ("count", told.records.to_string()),
        ];
        let mut lines = vec![locale::said(texts, "cli", id, &arguments)];
        let left = match self.rest {
            true => "undo-rest",
            false => "undo-left",
        };
        for (key, records) in [("undo-kept", &told.kept), (left, &told.left)] {
            if let Some(first) = records.first() {
                let what = catalog.title(*first).unwrap_or_default();
                let arguments = [("n", records.len().into()), ("what", what.into())];
                lines.push(texts.format(key, &arguments));
            }
        }
        output::lines(lines.iter().map(String::as_str))
    }
}

fn refused(context: &Context, catalog: &Catalog, error: UndoError) -> Failure {
    match error {
        UndoError::Conflicts {
            entry, conflicts, ..
        } => {
            let named: Vec<String> = conflicts
                .iter()
                .map(|conflict| locale::conflict_words(&context.texts, catalog, conflict))
                .collect();
            let arguments = [("entry", entry.to_string()), ("what", named.join(" ; "))];
            context.refused("cli", "undo-conflicts", &arguments)
        }
        error => context.refused("store", error.id(), &error.arguments()),
    }
}

/// The records as a reader gave them.
struct Beside<'a> {
    catalog: &'a Catalog,
    reader: &'a Reader,
}

impl Holding for Beside<'_> {
    fn held(&self, record: RecordRef) -> Result<Option<Record>, ReadError> {
        Ok(self.catalog.get(record).cloned())
    }

    fn pointed_at(&self, record: RecordRef) -> Result<usize, ReadError> {
        Ok(Records::pointed_at(self.catalog, record))
    }

    fn since(
        &self,
        sequence: u64,
        wanted: &BTreeMap<RecordRef, Vec<FieldNo>>,
    ) -> Result<Since, ReadError> {
        self.reader.since(sequence, wanted)
    }
}
