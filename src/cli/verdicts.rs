//! What an import comes to, in JSON: what is doubtful and refused by line, column, field, value and reason; of a dry run
//! the whole plan, row by row.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value as Json, json};

use super::sources::Sources;
use crate::catalog::Catalog;
use crate::desk::jobs::listing::Listing;
use crate::exchange::import::{Doubt, DoubtKind, Judged, Plan, Verdict};
use crate::exchange::refusal::Refusal;
use crate::exchange::refused;
use crate::exchange::table::Table;
use crate::locale::{self, Texts};
use crate::model::text::{self, Names};
use crate::model::{Fields, RecordRef};

/// A plan to be told in JSON.
pub(super) struct PlanTold<'a> {
    /// What each column goes to.
    pub columns: &'a Json,
    /// The plan.
    pub plan: &'a Plan,
    /// What stands in the file, as far as it is needed.
    pub table: Option<&'a Table>,
    /// The files in which the lines lie.
    pub sources: &'a Sources,
    /// The texts of reasons.
    pub texts: &'a Texts,
    /// How the file was read, in words.
    pub said: &'a [String],
    /// What there was before, where the whole plan is told.
    pub over: Option<&'a Catalog>,
}

impl PlanTold<'_> {
    /// Why a row is refused.
    fn refused(&self, refusal: &Refusal) -> Json {
        self.placed(
            refusal.line,
            json!({
                "line": refusal.line,
                "column": refusal.column,
                "field": refusal.field,
                "value": self.value(refusal.line, refusal.column),
                "reason": locale::reason_words(self.texts, &refusal.reason),
            }),
        )
    }

    /// What is doubtful of a row.
    fn doubt(&self, doubt: &Doubt) -> Json {
        let (field, value) = match &doubt.kind {
            DoubtKind::LeftOut(field, value, _) | DoubtKind::Unusual(field, value, _) => {
                (*field, value.clone())
            }
            _ => ("", self.value(doubt.line, doubt.column)),
        };
        self.placed(
            doubt.line,
            json!({
                "line": doubt.line,
                "column": doubt.column,
                "field": field,
                "value": value,
                "reason": locale::said_of_doubt(self.texts, &doubt.kind),
            }),
        )
    }

    fn placed(&self, line: u64, told: Json) -> Json {
        placed(self.sources, line, told)
    }

    fn value(&self, line: u64, column: Option<usize>) -> String {
        let value = column.and_then(|column| refused::value(self.table?, line, column));
        value.unwrap_or_default().to_string()
    }
}

/// Of several files the one that is meant is told, and its own line.
fn placed(sources: &Sources, line: u64, mut told: Json) -> Json {
    if sources.are_several()
        && let Some(object) = told.as_object_mut()
    {
        let (file, line) = sources.place(line);
        object.insert("line".into(), line.into());
        object.insert("file".into(), file.into());
    }
    told
}

impl Serialize for PlanTold<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (plan, counts) = (self.plan, self.plan.counts);
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("columns", self.columns)?;
        for (key, count) in [
            ("read", counts.read),
            ("made", counts.made),
            ("updated", counts.updated),
            ("same", counts.same),
            ("doubtful", counts.doubtful),
            ("links", counts.links),
        ] {
            map.serialize_entry(key, &count)?;
        }
        map.serialize_entry("said", self.said)?;
        let doubts: Vec<Json> = plan.doubts.iter().map(|doubt| self.doubt(doubt)).collect();
        map.serialize_entry("doubts", &doubts)?;
        let refused: Vec<Json> = plan.refused.iter().map(|at| self.refused(at)).collect();
        map.serialize_entry("refused", &refused)?;
        if let Some(catalog) = self.over {
            let rows = Rows {
                plan,
                catalog,
                listing: Listing::of(plan, catalog),
                sources: self.sources,
                texts: self.texts,
            };
            map.serialize_entry("rows", &rows)?;
        }
        map.end()
    }
}

/// The rows of a plan, one after the other: there may be a million.
struct Rows<'a> {
    plan: &'a Plan,
    catalog: &'a Catalog,
    listing: Listing,
    sources: &'a Sources,
    texts: &'a Texts,
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.plan.rows.iter().map(|row| self.row(row)))
    }
}

impl Rows<'_> {
    fn row(&self, row: &Judged) -> Json {
        let told = json!({
            "line": row.line,
            "verdict": row.verdict.id(),
            "title": self.listing.title(self.plan, self.catalog, row),
        });
        let mut told = placed(self.sources, row.line, told);
        let Some(object) = told.as_object_mut() else {
            return told;
        };
        if let Some(record) = row.record {
            object.insert("record".into(), record.to_string().into());
        }
        if matches!(row.verdict, Verdict::Make | Verdict::Change) {
            let bundles = &self.plan.bundles;
            let at = bundles.binary_search_by_key(&row.line, |bundle| bundle.line);
            let records = at.ok().and_then(|at| bundles.get(at));
            let records = records.map_or(&[][..], |bundle| &bundle.records);
            let changes = records.iter().filter_map(|record| self.change(*record));
            object.insert("changes".into(), changes.collect());
        }
        if let Some(open) = self.plan.open.get(&row.line) {
            let candidates = open.iter().flat_map(|open| &open.candidates);
            let candidates = candidates.map(|at| {
                json!({
                    "record": at.record.to_string(),
                    "title": self.listing.title_of(self.plan, self.catalog, at.record),
                    "why": locale::said(self.texts, "why", at.why.id(), &[("what", at.why.what().into())]),
                })
            });
            object.insert("candidates".into(), candidates.collect());
        }
        told
    }

    fn change(&self, record: RecordRef) -> Option<Json> {
        let edit = self.listing.edit(self.plan, record)?;
        let before = self.catalog.get(record).filter(|_| edit.base > 0);
        let before = before.map_or_else(Fields::new, |before| before.fields());
        let after = &edit.after.as_ref()?.fields;
        let mut fields = serde_json::Map::new();
        for number in before.differences(after) {
            let Some(field) = record.kind.field(number) else {
                continue;
            };
            let plain = |fields: &Fields| {
                let value = fields.get(number);
                value.map(|value| text::plain(field, value, self.catalog as &dyn Names))
            };
            let change = json!({ "before": plain(&before), "after": plain(after) });
            fields.insert(field.key.into(), change);
        }
        let made = edit.base == 0;
        Some(json!({ "record": record.to_string(), "made": made, "fields": fields }))
    }
}
