//! `guichet doctor [--repair]`.

use serde_json::{Value, json};

use super::{Context, Failure, output};
use crate::locale::said;
use crate::store::doctor::{Examined, examine};
use crate::store::repair::repair;

/// Look through the store, from its first byte to its last.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    #[arg(long)]
    repair: bool,
}

impl Doctor {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let place = context.place()?;
        let dir = place.folder();
        let unopened = |error| context.unopened(&error);
        let found = examine(dir).map_err(unopened)?;
        let wanted = self.repair && found.findings.iter().any(|finding| finding.is_repairable());
        let mut lines = said_of(context, &found);
        let mut ended = json!({ "before": objects(context, &found) });
        let left = if wanted {
            let (aside, notices) = repair(dir).map_err(unopened)?;
            let aside = aside.display().to_string();
            let say = |notice: &crate::store::Notice| {
                said(&context.texts, "store", notice.id(), &notice.arguments())
            };
            lines.extend(notices.iter().map(say));
            let kept = [("what", aside.clone())];
            lines.push(said(&context.texts, "cli", "doctor-repaired", &kept));
            ended = json!({ "aside": aside, "before": ended["before"] });
            examine(dir).map_err(unopened)?
        } else {
            found
        };
        if wanted {
            lines.extend(said_of(context, &left));
        }
        let numbers = [
            ("n", left.records.to_string()),
            ("entry", left.entries.to_string()),
        ];
        let damaged = left.findings.iter().any(|finding| finding.is_damage());
        let id = if damaged { "doctor-bad" } else { "doctor-good" };
        lines.push(said(&context.texts, "cli", id, &numbers));
        if context.json {
            let findings = objects(context, &left);
            let mut whole =
                json!({ "records": left.records, "entry": left.entries, "findings": findings });
            if let (true, Some(whole)) = (wanted, whole.as_object_mut()) {
                whole.insert("repaired".to_string(), ended);
            }
            output::value(&whole)?;
        } else {
            output::lines(lines.iter().map(String::as_str))?;
        }
        Ok(u8::from(damaged))
    }
}

fn said_of(context: &Context, found: &Examined) -> Vec<String> {
    let say = |finding: &crate::store::Finding| {
        said(&context.texts, "doctor", finding.id(), &finding.arguments())
    };
    found.findings.iter().map(say).collect()
}

fn objects(context: &Context, found: &Examined) -> Value {
    let lines = said_of(context, found);
    let objects = found.findings.iter().zip(lines).map(|(finding, line)| {
        json!({ "finding": finding.id(), "damage": finding.is_damage(), "message": line })
    });
    Value::Array(objects.collect())
}
