//! `guichet show KIND/ID_OR_SIGLE`.

use serde_json::{Map, Value};

use super::context::{Context, Failure};
use super::output;
use crate::exchange::json;
use crate::locale;

/// Show one record, whole.
#[derive(Debug, clap::Args)]
pub struct Show {
    #[arg(value_name = "KIND/ID_OR_SIGLE")]
    record: String,
}

impl Show {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let read = context.read()?;
        let reference = context.record(&read.catalog, &self.record)?;
        let Some(record) = read.catalog.get(reference) else {
            return Ok(1);
        };
        let sections = read.catalog.sections(reference);
        if context.json {
            let mut object = json::object(record, &read.catalog);
            object.insert(
                "title".into(),
                read.catalog.title(reference).unwrap_or_default().into(),
            );
            for computed in record.kind.computed() {
                let field = &computed.field;
                if let Some(value) = read.catalog.value(record, field) {
                    let told = json::field_value(field, &value, &read.catalog);
                    object.insert(field.key.into(), told);
                }
            }
            let mut links: Map<String, Value> = Map::new();
            for section in &sections {
                let list = links
                    .entry(section.kind.key())
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    let current = section.current().iter().map(|item| (item, false));
                    let over = section.over().iter().map(|item| (item, true));
                    list.extend(current.chain(over).map(|(item, past)| {
                        let mut link = json::reference(*item, &read.catalog);
                        if let (Value::Object(link), true) = (&mut link, past) {
                            link.insert("past".into(), true.into());
                        }
                        link
                    }));
                }
            }
            object.insert("links".into(), Value::Object(links));
            output::value(&Value::Array(vec![Value::Object(object)]))?;
            return Ok(0);
        }
        let lang = context.texts.lang();
        let mut lines = vec![format!(
            "{} · {reference}",
            read.catalog.title(reference).unwrap_or_default()
        )];
        let readable = record.kind.readable();
        for field in readable.filter(|field| read.catalog.has(record, field)) {
            if let Some(value) = read.catalog.value(record, field) {
                let shown = output::shown(field, &value, lang, &read.catalog);
                lines.push(format!("{} : {shown}", field.label(lang)));
            }
        }
        for section in &sections {
            lines.push(format!(
                "{} ({})",
                section.kind.plural(lang),
                locale::counted(
                    &context.texts,
                    section.kind,
                    section.current().len(),
                    section.past
                )
            ));
            lines.extend(section.records.iter().map(|item| {
                let title = read.catalog.title(*item).unwrap_or_default();
                let record = read.catalog.get(*item);
                let past = match record.filter(|record| read.catalog.is_over(record)) {
                    Some(record) => locale::past_words(&context.texts, record),
                    None => String::new(),
                };
                let dot = if past.is_empty() { "" } else { " · " };
                format!("  {title}{dot}{past} — {item}")
            }));
        }
        output::lines(lines.iter().map(String::as_str))?;
        Ok(0)
    }
}
