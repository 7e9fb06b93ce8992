//! What stands against a record that is being typed: others like it, the same link twice, a session that is
//! full, a state that lasts. It is named before it is saved, and never blocks.

use crate::catalog::Objection;
use crate::model::{Field, Fields, Kind, RecordRef, Value, once};

use super::Words;

impl Words<'_> {
    /// Likely duplicates, each with what tells it apart: its short name, or the state of a link. Of a record that
    /// is edited only the links that would be there twice.
    pub fn duplicates(
        &self,
        kind: Kind,
        fields: &Fields,
        record: Option<RecordRef>,
    ) -> Vec<(RecordRef, String)> {
        if record.is_some() && kind.definition().once.is_empty() {
            return Vec::new();
        }
        let alike = self.catalog.duplicates(kind, fields, record).into_iter();
        alike
            .map(|(other, _)| {
                let state = self.catalog.get(other).and_then(once::state);
                if let Some(state) = state {
                    return (other, state.label(self.lang()).to_lowercase());
                }
                let title = self.catalog.title(other);
                let short = self.catalog.short(other);
                let short = short.filter(|short| Some(short) != title.as_ref());
                (other, short.unwrap_or_default())
            })
            .collect()
    }

    /// What else stands against saving, in words.
    pub fn objections(
        &self,
        kind: Kind,
        fields: &Fields,
        record: Option<RecordRef>,
    ) -> Vec<String> {
        let texts = self.texts;
        let found = self.catalog.objections(kind, fields, record).into_iter();
        found
            .map(|objection| match objection {
                Objection::Full(taken, places) => texts.format(
                    "objection-full",
                    &[("taken", taken.into()), ("places", places.into())],
                ),
                Objection::Was(state) => {
                    let state = state.label(self.lang()).to_lowercase();
                    texts.format("objection-was", &[("state", state.into())])
                }
            })
            .collect()
    }

    /// What stands against giving a field of marked records one value: the first of it in words, and of how many.
    pub fn objection_to_many(
        &self,
        field: &Field,
        value: Option<&Value>,
        records: impl Iterator<Item = RecordRef>,
    ) -> Option<String> {
        /// So many are looked at: more would keep the keys waiting.
        const LOOKED_AT: usize = 500;
        let mut first = None;
        let mut count = 0usize;
        for record in records.take(LOOKED_AT) {
            let Some(there) = self.catalog.get(record) else {
                continue;
            };
            if there.kind.definition().once.is_empty() {
                return None;
            }
            let mut fields = there.fields();
            fields.set(field.number, value.cloned());
            let twice = self.duplicates(record.kind, &fields, Some(record));
            let twice = twice.first().map(|(other, state)| {
                let title = self.catalog.title(*other).unwrap_or_default();
                let named = [("title", title.into()), ("state", state.into())];
                self.texts.format("objection-twice", &named)
            });
            let objections = self.objections(record.kind, &fields, Some(record));
            if let Some(words) = objections.into_iter().next().or(twice) {
                first.get_or_insert(words);
                count += 1;
            }
        }
        let named = [("what", first?.into()), ("n", count.into())];
        Some(self.texts.format("objection-bulk", &named))
    }
}
