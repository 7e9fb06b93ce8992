//! Which record a row is about: by its id, else by the natural key of its kind.

use super::draft::Drafts;
use super::outcome::DoubtKind;
use crate::model::fold::fold;
use crate::model::kinds::{
    affiliation, agreement, body, community, deployment, indicator, interaction, list, mandate,
    module, organisation, person, registration, session, solution, subscription, task, view,
};
use crate::model::text::COMPARED;
use crate::model::{Field, FieldNo, Fields, Kind, RecordRef, Value};

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
    /// One of several: how many.
    Several(usize),
}

/// A natural key: the field by which records are looked up, and those that must agree too.
struct Key {
    lead: Field,
    agree: &'static [Field],
    /// Whether a field that the row leaves blank must be blank in the record too.
    exact: bool,
}

const fn key(lead: Field, agree: &'static [Field]) -> Key {
    Key {
        lead,
        agree,
        exact: false,
    }
}

fn keys(kind: Kind) -> &'static [Key] {
    const AT_ORGANISATION: &[Field] = &[
        deployment::SOLUTION,
        deployment::ORGANISATION,
        deployment::GROUP,
        deployment::STAGE_FIELD,
        deployment::WAVE,
    ];
    const fn exact(lead: Field) -> Key {
        Key {
            lead,
            agree: AT_ORGANISATION,
            exact: true,
        }
    }
    match kind {
        Kind::Organisation | Kind::Person => &[],
        Kind::Solution => const { &[key(solution::NAME, &[])] },
        Kind::Module => const { &[key(module::NAME, &[])] },
        Kind::List => const { &[key(list::ADDRESS, &[]), key(list::NAME, &[])] },
        Kind::Session => const { &[key(session::NAME, &[session::TYPE, session::DATE])] },
        Kind::Agreement => const { &[key(agreement::NAME, &[])] },
        Kind::Indicator => {
            const {
                &[
                    key(indicator::CODE, &[indicator::YEAR]),
                    key(indicator::NAME, &[indicator::YEAR]),
                ]
            }
        }
        Kind::Deployment => {
            const {
                &[
                    exact(deployment::SOLUTION),
                    exact(deployment::ORGANISATION),
                    exact(deployment::GROUP),
                ]
            }
        }
        Kind::Community => const { &[key(community::NAME, &[])] },
        Kind::Body => const { &[key(body::NAME, &[]), key(body::ACRONYM, &[])] },
        Kind::Affiliation => {
            const {
                &[key(
                    affiliation::PERSON,
                    &[affiliation::ORGANISATION, affiliation::FUNCTION],
                )]
            }
        }
        Kind::Mandate => const { &[key(mandate::PERSON, &[mandate::BODY, mandate::SEAT])] },
        Kind::Interaction => {
            const {
                &[key(
                    interaction::SUBJECT,
                    &[interaction::TYPE, interaction::AT],
                )]
            }
        }
        Kind::Task => const { &[key(task::NAME, &[task::DUE])] },
        Kind::Registration => {
            const {
                &[key(
                    registration::PERSON,
                    &[registration::SESSION, registration::ROLE_FIELD],
                )]
            }
        }
        Kind::Subscription => const { &[key(subscription::PERSON, &[subscription::LIST])] },
        Kind::View => const { &[key(view::NAME, &[view::OWNER])] },
    }
}

/// Finds the record that is wanted; `doubts` takes what a person should look at.
pub fn find(wanted: &Wanted, drafts: &Drafts, doubts: &mut Vec<DoubtKind>) -> Match {
    match wanted.kind {
        Kind::Organisation => organisation_of(wanted, drafts, doubts),
        Kind::Person => person_of(wanted, drafts, doubts),
        _ => by_keys(wanted, drafts),
    }
}

fn by_keys(wanted: &Wanted, drafts: &Drafts) -> Match {
    let mut earlier: Vec<&Field> = Vec::new();
    for key in keys(wanted.kind) {
        let Some(value) = wanted.fields.get(key.lead.number) else {
            continue;
        };
        let mut found = candidates(wanted.kind, &key.lead, value, drafts);
        found.retain(|record| {
            drafts.fields(*record).is_some_and(|fields| {
                key.agree
                    .iter()
                    .all(|field| agrees(wanted, &fields, field, key.exact))
                    && earlier
                        .iter()
                        .all(|field| fields.get(field.number).is_none())
                    && (!wanted.own_source || same_source(wanted, &fields))
            })
        });
        match found.as_slice() {
            [] => earlier.push(&key.lead),
            [only] => return Match::Known(*only),
            several => return Match::Several(several.len()),
        }
    }
    Match::New
}

fn candidates(kind: Kind, lead: &Field, value: &Value, drafts: &Drafts) -> Vec<RecordRef> {
    match (value.as_reference(), value.as_text()) {
        (Some(to), _) => drafts.linked(kind, lead.number, to),
        (_, Some(text)) => drafts.by_text(kind, lead.number, &fold(text)),
        _ => Vec::new(),
    }
}

fn agrees(wanted: &Wanted, fields: &Fields, field: &Field, exact: bool) -> bool {
    match (wanted.fields.get(field.number), fields.get(field.number)) {
        _ if wanted.filling.contains(&field.number) => true,
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
    let number = wanted.kind.field_by_key("source").map(|field| field.number);
    number.is_none_or(|number| wanted.fields.get(number) == fields.get(number))
}

fn text<'a>(fields: &'a Fields, field: &Field) -> Option<&'a str> {
    fields.get(field.number)?.as_text()
}

/// By name or former name, else by acronym where the names are near or one is missing. An acronym
/// that two bodies share ("UCA") is a doubt, and makes two records.
fn organisation_of(wanted: &Wanted, drafts: &Drafts, doubts: &mut Vec<DoubtKind>) -> Match {
    let named = text(wanted.fields, &organisation::NAME);
    if let Some(name) = named {
        for field in [&organisation::NAME, &organisation::FORMER_NAMES] {
            let found = drafts.by_text(Kind::Organisation, field.number, &fold(name));
            match found.as_slice() {
                [] => {}
                [only] => return Match::Known(*only),
                several => {
                    let same: Vec<RecordRef> = several
                        .iter()
                        .copied()
                        .filter(|record| {
                            drafts.fields(*record).is_some_and(|fields| {
                                agrees(wanted, &fields, &organisation::ACRONYM, true)
                            })
                        })
                        .collect();
                    return match same.as_slice() {
                        [only] => Match::Known(*only),
                        _ => Match::Several(several.len()),
                    };
                }
            }
        }
    }
    let Some(acronym) = text(wanted.fields, &organisation::ACRONYM) else {
        return Match::New;
    };
    let found = drafts.by_text(
        Kind::Organisation,
        organisation::ACRONYM.number,
        &fold(acronym),
    );
    let near = |record: &RecordRef| {
        let there = drafts.fields(*record);
        match (
            named,
            there
                .as_ref()
                .and_then(|fields| text(fields, &organisation::NAME)),
        ) {
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
        several => Match::Several(several.len()),
    }
}

/// By e-mail where the name agrees in part, else by both names: the one at the same organisation,
/// else the only one whom nothing tells apart.
fn person_of(wanted: &Wanted, drafts: &Drafts, doubts: &mut Vec<DoubtKind>) -> Match {
    let emails: Vec<String> = wanted
        .fields
        .get(person::EMAIL.number)
        .map(|value| {
            value
                .items()
                .iter()
                .filter_map(Value::as_text)
                .map(fold)
                .collect()
        })
        .unwrap_or_default();
    let is = |fields: &Fields, field: &Field| agrees(wanted, fields, field, false);
    let mut by_email: Vec<RecordRef> = emails
        .iter()
        .flat_map(|email| drafts.by_text(Kind::Person, person::EMAIL.number, email))
        .collect();
    by_email.sort_unstable();
    by_email.dedup();
    let shared = by_email.len();
    by_email.retain(|record| {
        drafts
            .fields(*record)
            .is_some_and(|fields| is(&fields, &person::NAME) || is(&fields, &person::FIRST_NAME))
    });
    match by_email.as_slice() {
        [] => {}
        [only] => return Match::Known(*only),
        several => return Match::Several(several.len()),
    }
    if let (true, Some(email)) = (shared > 0, emails.first()) {
        doubts.push(DoubtKind::SharedEmail(email.clone()));
    }
    let Some(name) = text(wanted.fields, &person::NAME) else {
        return Match::New;
    };
    let namesakes: Vec<(RecordRef, bool)> = drafts
        .by_text(Kind::Person, person::NAME.number, &fold(name))
        .into_iter()
        .filter_map(|record| Some((record, drafts.fields(record)?)))
        .filter(|(_, fields)| agrees(wanted, fields, &person::FIRST_NAME, true))
        .map(|(record, fields)| {
            let other_email = fields.get(person::EMAIL.number).is_some() && !emails.is_empty();
            (record, other_email)
        })
        .collect();
    let places = |record: RecordRef| -> Vec<RecordRef> {
        drafts
            .linked(Kind::Affiliation, affiliation::PERSON.number, record)
            .into_iter()
            .filter_map(|found| {
                drafts
                    .fields(found)?
                    .get(affiliation::ORGANISATION.number)?
                    .as_reference()
            })
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
        several => Match::Several(several.len()),
    }
}
