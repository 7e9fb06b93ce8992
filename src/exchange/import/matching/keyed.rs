//! Records that are known by natural keys.

use super::wanted::{Match, Wanted, alike, likely, narrowed, same};
use crate::exchange::import::doubt::DoubtKind;
use crate::exchange::import::draft::Drafts;
use crate::exchange::import::verdict::Why;
use crate::model::fold::fold;
use crate::model::natural::Key;
use crate::model::{FieldNo, Fields, Kind, RecordRef, Value};

/// By the first key of which a value is given and that some record has.
pub fn find(wanted: &Wanted, keys: &[Key], drafts: &Drafts) -> Match {
    let mut earlier: Vec<FieldNo> = Vec::new();
    for key in keys {
        let Some(value) = wanted.fields.get(key.lead) else {
            continue;
        };
        let mut whole = Vec::new();
        let mut part = Vec::new();
        for record in candidates(wanted.kind, key.lead, value, drafts) {
            let Some(fields) = drafts.fields(record) else {
                continue;
            };
            let is_meant = earlier.iter().all(|field| fields.get(*field).is_none())
                && (!wanted.own_source || same_source(wanted, &fields));
            let how = key
                .agree
                .iter()
                .map(|field| agrees(wanted, &fields, *field));
            match how.min().unwrap_or(Agreement::Whole) {
                Agreement::Whole if is_meant => whole.push(record),
                Agreement::Part if is_meant && !key.exact => part.push(record),
                _ => {}
            }
        }
        match (whole.as_slice(), part.as_slice()) {
            ([], []) => earlier.push(key.lead),
            ([only], _) => return Match::Known(*only),
            ([], [only]) => return partly(wanted, *only, value),
            ([], several) | (several, _) => {
                return match narrowed(wanted, several, drafts).as_slice() {
                    [only] => Match::Known(*only),
                    _ => Match::Several(alike(several, &Why::Key)),
                };
            }
        }
    }
    Match::New
}

/// A record that agrees as far as the row goes. A link that is there once is the same link; of what else has a name
/// and a date the name alone is less than its key.
fn partly(wanted: &Wanted, record: RecordRef, value: &Value) -> Match {
    let is_link = !wanted.kind.definition().once.is_empty();
    match value.as_text().filter(|_| wanted.is_asked && !is_link) {
        Some(name) => {
            let doubt = DoubtKind::NameOnly(name.to_string());
            likely(Some(record), doubt, &[record], &Why::Name)
        }
        None => Match::Known(record),
    }
}

/// How a row and a record stand to each other in a field of a key.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Agreement {
    None,
    /// One of them says nothing.
    Part,
    Whole,
}

fn agrees(wanted: &Wanted, fields: &Fields, field: FieldNo) -> Agreement {
    match (wanted.fields.get(field), fields.get(field)) {
        _ if wanted.filling.contains(&field) => Agreement::Whole,
        (None, None) => Agreement::Whole,
        (None, Some(_)) => Agreement::Part,
        (Some(given), Some(there)) if same(given, there) => Agreement::Whole,
        (Some(_), _) => Agreement::None,
    }
}

fn candidates(kind: Kind, lead: FieldNo, value: &Value, drafts: &Drafts) -> Vec<RecordRef> {
    match (value.as_reference(), value.as_text()) {
        (Some(to), _) => drafts.linked(kind, lead, to),
        (_, Some(text)) => drafts.by_text(kind, lead, &fold(text)),
        _ => Vec::new(),
    }
}

fn same_source(wanted: &Wanted, fields: &Fields) -> bool {
    let number = wanted.kind.source().map(|field| field.number);
    number.is_none_or(|number| wanted.fields.get(number) == fields.get(number))
}
