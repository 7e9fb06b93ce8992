//! What a plan is looked through by: made aside with it, for it may have a million rows.

use crate::catalog::Catalog;
use crate::exchange::import::{Judged, Plan};
use crate::model::fold::fold;
use crate::model::{Edit, Record, RecordRef};

/// What the rows of a plan are called, folded, and where its edits are.
#[derive(Debug, Default)]
pub struct Listing {
    folded: String,
    ends: Vec<usize>,
    /// Places of edits, by their records.
    edits: Vec<u32>,
}

impl Listing {
    /// Of that plan, over those records.
    pub fn of(plan: &Plan, catalog: &Catalog) -> Listing {
        let all = &plan.commit.edits;
        let mut edits: Vec<u32> = (0..).take(all.len()).collect();
        let record = |at: &u32| all.get(*at as usize).map(|edit| edit.record);
        edits.sort_unstable_by_key(record);
        let mut listing = Listing {
            folded: String::new(),
            ends: Vec::with_capacity(plan.rows.len()),
            edits,
        };
        for row in &plan.rows {
            let title = listing.title(plan, catalog, row);
            listing.folded.push_str(&fold(&title));
            listing.ends.push(listing.folded.len());
        }
        listing
    }

    /// What the plan makes of a record, if it changes it.
    pub fn edit<'a>(&self, plan: &'a Plan, record: RecordRef) -> Option<&'a Edit> {
        let all = &plan.commit.edits;
        let at = self.edits.binary_search_by_key(&Some(record), |at| {
            all.get(*at as usize).map(|edit| edit.record)
        });
        all.get(*self.edits.get(at.ok()?)? as usize)
    }

    /// What a record is called as the plan leaves it.
    pub fn title_of(&self, plan: &Plan, catalog: &Catalog, record: RecordRef) -> Option<String> {
        let edit = self.edit(plan, record);
        match edit.and_then(|edit| edit.after.as_ref()) {
            Some(after) => Some(catalog.title_of(&Record::new(record, 0, false, &after.fields))),
            None => catalog.title(record),
        }
    }

    /// What a row is called.
    pub fn title(&self, plan: &Plan, catalog: &Catalog, row: &Judged) -> String {
        let known = row.record;
        let title = known.and_then(|record| self.title_of(plan, catalog, record));
        let called = || plan.called.get(&row.line).map(|called| called.to_string());
        title.or_else(called).unwrap_or_default()
    }

    /// What each row is called, folded, in the order of the file.
    pub fn folded(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let spans = starts.zip(&self.ends);
        spans.map(|(from, to)| self.folded.get(from..*to).unwrap_or_default())
    }
}
