//! `guichet who`.

use serde_json::{Value, json};

use super::context::{Context, Failure};
use super::output;
use crate::catalog::Catalog;
use crate::desk::words::Words;
use crate::model::{Zone, moment};
use crate::runtime::demo::now;
use crate::store::presence::{self, Present};

/// Who has the store open.
#[derive(Debug, clap::Args)]
pub struct Who {}

impl Who {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        context.must_be_there()?;
        let place = context.place()?;
        let present = presence::look(place.folder(), None);
        // Of nobody there are no records to be named.
        let catalog = match present.iter().any(|present| present.on().next().is_some()) {
            true => context.read()?.catalog,
            false => Catalog::new(context.texts.here().clone()),
        };
        if context.json {
            let zone = catalog.zone();
            let present = present.iter().map(|one| somebody(one, &catalog, zone));
            output::value(&Value::Array(present.collect()))?;
            return Ok(0);
        }
        if present.is_empty() {
            output::lines([context.texts.get("who-nobody")])?;
            return Ok(0);
        }
        let words = Words {
            texts: &context.texts,
            catalog: &catalog,
            journal: &[],
        };
        let lines: Vec<String> = present.iter().map(|one| line(one, words)).collect();
        output::lines(lines.iter().map(String::as_str))?;
        Ok(0)
    }
}

fn line(present: &Present, words: Words) -> String {
    let since = words.since(present.told.since, now());
    let told = [("at", since.into()), ("from", words.whence(present).into())];
    let process = [("pid", present.pid.to_string().into())];
    let mut parts = vec![
        words.present(present),
        words.texts.format("who-since", &told),
        words.texts.format("who-process", &process),
    ];
    let at = present
        .on()
        .map(|(on, edits)| format!("{} ({})", words.at((on, edits)), on.record));
    parts.extend(at);
    parts.join(" · ")
}

fn somebody(present: &Present, catalog: &Catalog, zone: &Zone) -> Value {
    let told = &present.told;
    let records: Vec<Value> = present
        .on()
        .map(|(on, edits)| {
            json!({
                "kind": on.record.kind.key(),
                "id": on.record.id.to_string(),
                "title": catalog.title(on.record),
                "editing": edits,
                "since": moment::rfc3339(on.since, zone),
            })
        })
        .collect();
    json!({
        "user": told.user,
        "login": present.login,
        "since": moment::rfc3339(told.since, zone),
        "from": told.from,
        "pid": present.pid,
        "stopped": present.stopped,
        "editing": !told.edited.is_empty(),
        "records": records,
    })
}
