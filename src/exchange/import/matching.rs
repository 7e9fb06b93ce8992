//! Which record a row is about: by its id, else by the natural key of its kind.

use super::doubt::DoubtKind;
use super::draft::Drafts;
use super::verdict::{Candidate, Why};
use crate::model::fold::fold;
use crate::model::natural::Key;
use crate::model::text::COMPARED;
use crate::model::{FieldNo, Fields, Kind, Natural, RecordRef, Value};

/// What a row says of a record, resolved, and how it is to be matched.
pub struct Wanted<'a> {
    /// The kind.
    pub kind: Kind,
    /// The values given.
    pub fields: &'a Fields,
    /// The fields that only fill gaps: they do not tell records apart.
    pub filling: &'a [FieldNo],
    /// Whether `source` tells records apart.
    pub own_source: bool,
    /// The organisation of a person.
    pub at: Option<RecordRef>,
}

/// What a row is about.
pub enum Match {
    /// That record.
    Known(RecordRef),
    /// A new one.
    New,
    /// One of several: which.
    Several(Vec<Candidate>),
}

/// Finds the record that is wanted; `doubts` takes what a person should look at.
pub fn find(wanted: &Wanted, drafts: &Drafts, doubts: &mut Vec<DoubtKind>) -> Match {
    match wanted.kind.definition().known {
        Natural::Keys(keys) => by_keys(wanted, keys, drafts),
        Natural::Named { names, sigle } => by_names(wanted, names, sigle, drafts, doubts),
        Natural::Reached { address, names, at } => {
            by_address(wanted, address, names, at, drafts, doubts)
        }
    }
}

fn by_keys(wanted: &Wanted, keys: &[Key], drafts: &Drafts) -> Match {
    let mut earlier: Vec<FieldNo> = Vec::new();
    for key in keys {
        let Some(value) = wanted.fields.get(key.lead) else {
            continue;
        };
        let mut found = candidates(wanted.kind, key.lead, value, drafts);
        found.retain(|record| {
            drafts.fields(*record).is_some_and(|fields| {
                key.agree
                    .iter()
                    .all(|field| agrees(wanted, &fields, *field, key.exact))
                    && earlier.iter().all(|field| fields.get(*field).is_none())
                    && (!wanted.own_source || same_source(wanted, &fields))
            })
        });
        match found.as_slice() {
            [] => earlier.push(key.lead),
            [only] => return Match::Known(*only),
            several => return Match::Several(alike(several, &Why::Key)),
        }
    }
    Match::New
}

/// Those records, each for the same reason.
fn alike(records: &[RecordRef], why: &Why) -> Vec<Candidate> {
    let candidate = |record: &RecordRef| Candidate {
        record: *record,
        why: why.clone(),
    };
    records.iter().map(candidate).collect()
}

fn candidates(kind: Kind, lead: FieldNo, value: &Value, drafts: &Drafts) -> Vec<RecordRef> {
    match (value.as_reference(), value.as_text()) {
        (Some(to), _) => drafts.linked(kind, lead, to),
        (_, Some(text)) => drafts.by_text(kind, lead, &fold(text)),
        _ => Vec::new(),
    }
}

fn agrees(wanted: &Wanted, fields: &Fields, field: FieldNo, exact: bool) -> bool {
    match (wanted.fields.get(field), fields.get(field)) {
        _ if wanted.filling.contains(&field) => true,
        (None, there) => !exact || there.is_none(),
        (Some(given), Some(there)) => same(given, there),
        (Some(_), None) => false,
    }
}

/// Whether two values are the same but for case, accents and the like.
fn same(one: &Value, other: &Value) -> bool {
    match (one.as_text(), other.as_text()) {
        (Some(one), Some(other)) => fold(one) == fold(other),
        _ => one.main() == other.main(),
    }
}

fn same_source(wanted: &Wanted, fields: &Fields) -> bool {
    let number = wanted.kind.source().map(|field| field.number);
    number.is_none_or(|number| wanted.fields.get(number) == fields.get(number))
}

fn text(fields: &Fields, field: FieldNo) -> Option<&str> {
    fields.get(field)?.as_text()
}

/// By name or former name, else by acronym where the names are near or one is missing. An acronym
/// that two bodies share ("UCA") is a doubt, and makes two records.
fn by_names(
    wanted: &Wanted,
    names: &[FieldNo],
    sigle: FieldNo,
    drafts: &Drafts,
    doubts: &mut Vec<DoubtKind>,
) -> Match {
    let kind = wanted.kind;
    let present = names.first().copied();
    let named = present.and_then(|name| text(wanted.fields, name));
    if let Some(name) = named {
        for field in names {
            let found = drafts.by_text(kind, *field, &fold(name));
            match found.as_slice() {
                [] => {}
                [only] => return Match::Known(*only),
                several => {
                    let same: Vec<RecordRef> = several
                        .iter()
                        .copied()
                        .filter(|record| {
                            drafts
                                .fields(*record)
                                .is_some_and(|fields| agrees(wanted, &fields, sigle, true))
                        })
                        .collect();
                    return match same.as_slice() {
                        [only] => Match::Known(*only),
                        _ => Match::Several(alike(several, &Why::Name)),
                    };
                }
            }
        }
    }
    let Some(acronym) = text(wanted.fields, sigle) else {
        return Match::New;
    };
    let found = drafts.by_text(kind, sigle, &fold(acronym));
    let near = |record: &RecordRef| {
        let there = drafts.fields(*record);
        let name = there.as_ref().zip(present);
        match (named, name.and_then(|(fields, name)| text(fields, name))) {
            (Some(name), Some(there)) if name.len().max(there.len()) > COMPARED => name == there,
            (Some(name), Some(there)) => strsim::jaro_winkler(&fold(name), &fold(there)) > 0.9,
            _ => true,
        }
    };
    match found
        .iter()
        .copied()
        .filter(near)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [only] => Match::Known(*only),
        [] => {
            if !found.is_empty() {
                doubts.push(DoubtKind::SharedAcronym(acronym.to_string()));
            }
            Match::New
        }
        several => Match::Several(alike(several, &Why::Acronym(acronym.to_string()))),
    }
}

/// By e-mail where the name agrees in part, else by both names: the one at the same organisation,
/// else the only one whom nothing tells apart.
fn by_address(
    wanted: &Wanted,
    address: FieldNo,
    [first_name, family_name]: [FieldNo; 2],
    (link, person, organisation): (Kind, FieldNo, FieldNo),
    drafts: &Drafts,
    doubts: &mut Vec<DoubtKind>,
) -> Match {
    let kind = wanted.kind;
    let emails: Vec<String> = wanted
        .fields
        .get(address)
        .map(|value| {
            value
                .items()
                .iter()
                .filter_map(Value::as_text)
                .map(fold)
                .collect()
        })
        .unwrap_or_default();
    let is = |fields: &Fields, field: FieldNo| agrees(wanted, fields, field, false);
    let mut by_email: Vec<RecordRef> = emails
        .iter()
        .flat_map(|email| drafts.by_text(kind, address, email))
        .collect();
    by_email.sort_unstable();
    by_email.dedup();
    let shared = by_email.len();
    by_email.retain(|record| {
        drafts
            .fields(*record)
            .is_some_and(|fields| is(&fields, family_name) || is(&fields, first_name))
    });
    match by_email.as_slice() {
        [] => {}
        [only] => return Match::Known(*only),
        several => {
            let email = emails.first().cloned().unwrap_or_default();
            return Match::Several(alike(several, &Why::Email(email)));
        }
    }
    if let (true, Some(email)) = (shared > 0, emails.first()) {
        doubts.push(DoubtKind::SharedEmail(email.clone()));
    }
    let Some(name) = text(wanted.fields, family_name) else {
        return Match::New;
    };
    let namesakes: Vec<(RecordRef, bool)> = drafts
        .by_text(kind, family_name, &fold(name))
        .into_iter()
        .filter_map(|record| Some((record, drafts.fields(record)?)))
        .filter(|(_, fields)| agrees(wanted, fields, first_name, true))
        .map(|(record, fields)| {
            let other_email = fields.get(address).is_some() && !emails.is_empty();
            (record, other_email)
        })
        .collect();
    let places = |record: RecordRef| -> Vec<RecordRef> {
        drafts
            .linked(link, person, record)
            .into_iter()
            .filter_map(|found| drafts.fields(found)?.get(organisation)?.as_reference())
            .collect()
    };
    let free: Vec<RecordRef> = namesakes
        .iter()
        .filter(|(_, other_email)| !other_email)
        .map(|(record, _)| *record)
        .collect();
    let here: Vec<RecordRef> = match wanted.at {
        Some(at) => {
            let there: Vec<RecordRef> = namesakes
                .iter()
                .map(|(record, _)| *record)
                .filter(|record| places(*record).contains(&at))
                .collect();
            let unplaced = || {
                free.iter()
                    .copied()
                    .filter(|record| places(*record).is_empty())
            };
            if there.is_empty() {
                unplaced().collect()
            } else {
                there
            }
        }
        None => free,
    };
    match here.as_slice() {
        [only] => Match::Known(*only),
        [] => {
            if !namesakes.is_empty() {
                doubts.push(DoubtKind::Namesake(name.to_string()));
            }
            Match::New
        }
        several => Match::Several(alike(several, &Why::Name)),
    }
}
