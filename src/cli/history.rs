//! `guichet history KIND/ID`.

use serde_json::{Map, Value, json};

use super::context::{Context, Failure};
use super::output;
use crate::catalog::Catalog;
use crate::exchange::json;
use crate::locale::step_words;
use crate::model::{Change, Fields, Heading, moment};

/// The history of a record: who, when, before, after.
#[derive(Debug, clap::Args)]
pub struct History {
    #[arg(value_name = "KIND/ID_OR_SIGLE")]
    record: String,
}

impl History {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let read = context.read()?;
        let reference = context.record(&read.catalog, &self.record)?;
        let told = read.reader.lost().len();
        let history = read
            .reader
            .history(reference)
            .map_err(|error| context.unread(&error))?;
        context.tell(read.reader.lost().get(told..).unwrap_or_default());
        if context.json {
            let entries = history
                .iter()
                .map(|(heading, change)| entry(heading, change, &read.catalog))
                .collect();
            output::value(&Value::Array(entries))?;
            return Ok(0);
        }
        let lang = context.texts.lang();
        let mut lines = Vec::new();
        for (heading, change) in &history {
            let at = moment::rfc3339(heading.at, read.catalog.zone());
            let step = step_words(&context.texts, &heading.step);
            lines.push(format!(
                "{} · {at} · {} · {step}",
                heading.sequence,
                heading.who()
            ));
            let none = Fields::new();
            let before = change
                .before
                .as_ref()
                .map_or(&none, |content| &content.fields);
            let after = change
                .after
                .as_ref()
                .map_or(&none, |content| &content.fields);
            for number in before.differences(after) {
                let Some(field) = reference.kind.field(number) else {
                    continue;
                };
                let shown = |fields: &Fields| {
                    fields.get(number).map_or("∅".to_string(), |v| {
                        output::shown(field, v, lang, &read.catalog)
                    })
                };
                lines.push(format!(
                    "    {} : {} → {}",
                    field.label(lang),
                    shown(before),
                    shown(after)
                ));
            }
        }
        output::lines(lines.iter().map(String::as_str))?;
        Ok(0)
    }
}

fn entry(heading: &Heading, change: &Change, catalog: &Catalog) -> Value {
    let side = |content: &Option<crate::model::Content>| match content {
        None => Value::Null,
        Some(content) => {
            let fields: Map<String, Value> = change
                .changed_fields()
                .into_iter()
                .filter_map(|number| {
                    let field = change.record.kind.field(number)?;
                    let value = content.fields.get(number);
                    Some((
                        field.key.to_string(),
                        value.map_or(Value::Null, |value| {
                            json::field_value(field, value, catalog)
                        }),
                    ))
                })
                .collect();
            Value::Object(fields)
        }
    };
    json!({
        "kind": change.record.kind.key(),
        "id": change.record.id.to_string(),
        "entry": heading.sequence,
        "at": moment::rfc3339(heading.at, catalog.zone()),
        "author": heading.author,
        "login": heading.login,
        "verb": heading.step.verb.id(),
        "subject": heading.step.subject,
        "undoes": heading.undoes,
        "before": side(&change.before),
        "after": side(&change.after),
    })
}
