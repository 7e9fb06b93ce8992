//! `guichet doctor [--repair] [--all]`.

use std::io::ErrorKind;
use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::context::{Context, Failure};
use super::{output, stopping};
use crate::locale::said;
use crate::store::doctor::{Examined, examine_until};
use crate::store::mending::mend_whole;
use crate::store::repair::{put_drafts_aside, repair};
use crate::store::{Aside, Finding, OpenError, homes};

/// So many findings of a kind are said one by one.
const FEW: usize = 5;

/// Look through the store, from its first byte to its last.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    #[arg(long)]
    repair: bool,
    #[arg(long)]
    all: bool,
}

impl Doctor {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let place = context.place()?;
        let dir = place.folder();
        let state = context.surroundings.state_dir();
        let home = homes::of(dir, state.as_deref()).unwrap_or_else(|_| dir.to_path_buf());
        let home = home.as_path();
        let unopened = |error| context.unopened(&error);
        let say = |id, what: String| said(&context.texts, "cli", id, &[("what", what)]);
        let told = stopping::watched();
        let mut found = match examine_until(dir, home, &|| told.load(Ordering::SeqCst)) {
            Err(OpenError::Io(trouble)) if trouble.kind == ErrorKind::Interrupted => {
                return Ok(stopping::INTERRUPTED);
            }
            found => found.map_err(unopened)?,
        };
        let mut lines = self.said_of(context, &found);
        let before = objects(context, &found);
        let closed = |found: &Examined| {
            let rights = found.findings.iter();
            rights
                .filter(|one| matches!(one, Finding::Rights { .. }))
                .count()
        };
        let (amiss, mut mended) = (closed(&found), 0);
        if self.repair && amiss > 0 {
            mend_whole(dir).map_err(|error| unopened(error.into()))?;
            found = examine_until(dir, home, &|| false).map_err(unopened)?;
            mended = amiss.saturating_sub(closed(&found));
            let numbers = [("n", mended.to_string())];
            lines.push(said(&context.texts, "cli", "doctor-mended", &numbers));
        }
        // What is closed to this account can't be made again by it.
        let repairs = self.repair && closed(&found) == 0;
        let (mut put, mut aside, mut vain) = (Vec::new(), None, None);
        let is_draft = |finding: &Finding| matches!(finding, Finding::Draft(_));
        if self.repair && found.findings.iter().any(is_draft) {
            put = put_drafts_aside(dir, home).map_err(unopened)?;
            let paths = put.iter().map(|path| path.display().to_string());
            lines.extend(paths.map(|path| say("doctor-aside", path)));
        }
        if repairs && found.findings.iter().any(Finding::is_repairable) {
            match repair(dir) {
                Ok((before, notices)) => {
                    let notices = notices.iter();
                    lines.extend(notices.map(|notice| {
                        said(&context.texts, "store", notice.id(), &notice.arguments())
                    }));
                    lines.push(say("doctor-repaired", before.display().to_string()));
                    aside = Some(before);
                }
                Err(error @ OpenError::NoGain(_)) => vain = Some(error),
                Err(error) => return Err(unopened(error)),
            }
        }
        let done = !put.is_empty() || aside.is_some() || mended > 0;
        let left = if done || vain.is_some() {
            examine_until(dir, home, &|| false).map_err(unopened)?
        } else {
            found
        };
        if let Some(error) = vain {
            match left.findings.iter().any(Finding::is_repairable) {
                true => {
                    let (id, arguments) = (error.id(), error.arguments());
                    lines.push(said(&context.texts, "store", id, &arguments));
                }
                // What was found is not there any more.
                false => lines = self.said_of(context, &left),
            }
        }
        if done {
            lines.extend(self.said_of(context, &left));
        }
        let numbers = [
            ("n", left.records.to_string()),
            ("entry", left.entries.to_string()),
        ];
        let asides = left.asides.iter();
        let asides = asides.map(|aside| (aside.id(), aside_words(context, aside)));
        lines.extend(self.few_of_each(context, asides));
        let damaged = left.findings.iter().any(Finding::is_damage);
        let id = if damaged { "doctor-bad" } else { "doctor-good" };
        lines.push(said(&context.texts, "cli", id, &numbers));
        if context.json {
            let findings = objects(context, &left);
            let asides = left.asides.iter().map(|aside| {
                let path = aside.path.display().to_string();
                json!({
                    "aside": aside.id(), "path": path, "bytes": aside.bytes,
                    "message": aside_words(context, aside),
                })
            });
            let mut whole = json!({
                "records": left.records, "entry": left.entries, "findings": findings,
                "asides": asides.collect::<Vec<Value>>(),
            });
            if let (true, Some(whole)) = (done, whole.as_object_mut()) {
                let put: Vec<String> = put.iter().map(|path| path.display().to_string()).collect();
                let mut repaired = json!({ "put_aside": put, "before": before });
                if let (Some(aside), Some(repaired)) = (aside, repaired.as_object_mut()) {
                    repaired.insert("aside".to_string(), json!(aside.display().to_string()));
                }
                whole.insert("repaired".to_string(), repaired);
            }
            output::value(&whole)?;
        } else {
            output::lines(lines.iter().map(String::as_str))?;
        }
        Ok(u8::from(damaged))
    }

    /// What was found, in the order of the looking.
    fn said_of(&self, context: &Context, found: &Examined) -> Vec<String> {
        let findings = found.findings.iter();
        let said = findings.map(|finding| (finding.id(), words(context, finding)));
        self.few_of_each(context, said)
    }

    /// Lines kind by kind: the first few of each, and how many there are.
    fn few_of_each<'a>(
        &self,
        context: &Context,
        said_of: impl Iterator<Item = (&'a str, String)>,
    ) -> Vec<String> {
        let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
        for (id, line) in said_of {
            match kinds.iter_mut().find(|(known, _)| *known == id) {
                Some((_, same)) => same.push(line),
                None => kinds.push((id, vec![line])),
            }
        }
        let mut lines = Vec::new();
        for (_, mut same) in kinds {
            let of = same.len();
            // One more would stand in the place of the line that counts it.
            if !self.all && of > FEW + 1 {
                same.truncate(FEW);
                let numbers = [("n", (of - FEW).to_string()), ("of", of.to_string())];
                same.push(said(&context.texts, "cli", "doctor-more", &numbers));
            }
            lines.extend(same);
        }
        lines
    }
}

fn words(context: &Context, finding: &Finding) -> String {
    said(&context.texts, "doctor", finding.id(), &finding.arguments())
}

fn aside_words(context: &Context, aside: &Aside) -> String {
    said(&context.texts, "doctor", aside.id(), &aside.arguments())
}

fn objects(context: &Context, found: &Examined) -> Value {
    let objects = found.findings.iter().map(|finding| {
        let line = words(context, finding);
        json!({ "finding": finding.id(), "damage": finding.is_damage(), "message": line })
    });
    Value::Array(objects.collect())
}
