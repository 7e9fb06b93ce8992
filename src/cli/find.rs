//! `guichet find QUERY`.

use serde_json::{Value, json};

use super::context::{Context, Failure};
use super::figures::{Figures, Sheet};
use super::output;
use super::reading::Read;
use crate::catalog::{Hit, highlight};
use crate::exchange::json;
use crate::locale;
use crate::model::{Collection, Kind, RecordRef};

/// Find records of any kind.
#[derive(Debug, clap::Args)]
pub struct Find {
    #[arg(required_unless_present_any = ["view", "count", "group", "sum"], num_args = 1..)]
    query: Vec<String>,
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    figures: Figures,
}

impl Find {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let collections = match &self.kind {
            Some(key) => vec![context.collection(key)?],
            None => Vec::new(),
        };
        let text = self.query.join(" ");
        let read;
        let (query, viewed, hits) = match &self.view {
            None => {
                let query = context.query(&collections, &text)?;
                read = context.read()?;
                if self.figures.are_asked() {
                    let rows = read.catalog.filter(&collections, &query).exact();
                    return self.count(context, &read, &collections, &rows);
                }
                let mut found = read.catalog.find(&collections, &query, self.limit);
                for hit in &mut found.hits {
                    let record = read.catalog.get(hit.record);
                    hit.past |= record.is_some_and(|record| read.catalog.is_over(record));
                }
                if query.terms.is_empty() && found.hits.len() == found.total {
                    found.hits.sort_by_key(|hit| hit.past);
                }
                (query, None, found.hits)
            }
            Some(name) => {
                read = context.read()?;
                let viewed = context.view(&read, name, &text)?;
                let among = match &self.kind {
                    Some(_) => viewed.among(context, name, &collections)?,
                    None => viewed.collections.clone(),
                };
                let rows = viewed.rows(&read, context, &among);
                if self.figures.are_asked() {
                    return self.count(context, &read, &among, &rows);
                }
                let rows = rows.into_iter();
                let hits = rows.take(self.limit).map(in_view).collect();
                (viewed.query.clone(), Some(viewed), hits)
            }
        };
        if context.json {
            let objects: Vec<Value> = hits
                .iter()
                .filter_map(|hit| {
                    let record = read.catalog.get(hit.record)?;
                    let title = read.catalog.title(hit.record).unwrap_or_default();
                    let matched = matched_fields(record, &query, context);
                    let mut object = json::object(record, &read.catalog);
                    object.insert("title".into(), json!(title));
                    object.insert("score".into(), json!(hit.score));
                    object.insert("approximate".into(), json!(hit.approximate));
                    object.insert("matched".into(), json!(matched));
                    if hit.past {
                        object.insert("past".into(), json!(true));
                    }
                    if let Some(viewed) = &viewed {
                        viewed.add_to(&mut object, &read, context, record);
                    }
                    Some(Value::Object(object))
                })
                .collect();
            output::value(&Value::Array(objects))?;
        } else {
            let rows: Vec<Vec<String>> = hits
                .iter()
                .filter_map(|hit| {
                    let record = read.catalog.get(hit.record);
                    let mut row = vec![hit.record.to_string()];
                    if let Some(viewed) = &viewed {
                        row.extend(viewed.shown(&read, context, record?));
                        return Some(row);
                    }
                    let title = read.catalog.title(hit.record)?;
                    let short = read
                        .catalog
                        .short(hit.record)
                        .filter(|short| *short != title);
                    let short = short.map_or(String::new(), |short| format!(" · {short}"));
                    row.push(format!("{title}{short}"));
                    // Behind all else, where a program that knows nothing of it reads on.
                    row.extend(hit.approximate.then(|| "≈".to_string()));
                    let past = record.filter(|record| read.catalog.is_over(record));
                    let past = past.map(|record| locale::past_words(&context.texts, record));
                    row.extend(past.filter(|words| !words.is_empty()));
                    Some(row)
                })
                .collect();
            output::rows(
                rows.iter()
                    .map(|row| -> Vec<&str> { row.iter().map(String::as_str).collect() }),
            )?;
        }
        Ok(0)
    }
}

impl Find {
    /// Tells how many there are, instead of which.
    fn count(
        &self,
        context: &Context,
        read: &Read,
        among: &[Collection],
        rows: &[RecordRef],
    ) -> Result<u8, Failure> {
        let kinds: Vec<Kind> = match among {
            [] => Kind::ALL.to_vec(),
            among => among.iter().map(|collection| collection.kind()).collect(),
        };
        let sheet = match context.json {
            true => Sheet::Objects,
            false => Sheet::Lines,
        };
        let told = self.figures.told(context, read, &kinds, rows, &sheet)?;
        output::bytes(&told)?;
        Ok(0)
    }
}

/// A row of a view, which has no score.
fn in_view(record: RecordRef) -> Hit {
    Hit {
        record,
        score: 0,
        approximate: false,
        past: false,
    }
}

/// The keys of the fields in which the free words of the query stand.
fn matched_fields(
    record: &crate::model::Record,
    query: &crate::catalog::Query,
    context: &Context,
) -> Vec<&'static str> {
    // References are matched through the records that they name, not here.
    let nameless = crate::model::text::Nameless(&context.texts.here().zone);
    let texts = |field: &crate::model::Field| {
        let value = record.get(field.number).map(|value| value.to_value());
        value
            .map(|value| crate::model::text::shown(field, &value, context.texts.lang(), &nameless))
            .unwrap_or_default()
    };
    let fields = record.kind.fields().iter();
    fields
        .filter(|field| !highlight(&texts(field), &query.terms, false).is_empty())
        .map(|field| field.key)
        .collect()
}
