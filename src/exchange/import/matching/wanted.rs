//! Whom a row is about: what each kind is looked for by, and how a row and a record stand to each other.

use crate::exchange::import::doubt::DoubtKind;
use crate::exchange::import::draft::Drafts;
use crate::exchange::import::verdict::{Candidate, Why};
use crate::model::fold::fold;
use crate::model::identifiers::code;
use crate::model::{Field, FieldNo, FieldType, Fields, Kind, RecordRef, Rule, Value};

/// So many records are looked at that a key finds: with more of one name nothing tells which is meant.
pub const MOST: usize = 64;

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
    /// Other names by which it may be known.
    pub also: &'a [String],
    /// Whether it comes from the column of a file: a printed table says what was, and is not asked.
    pub is_asked: bool,
}

/// What a row is about.
#[derive(Debug)]
pub enum Match {
    /// That record.
    Known(RecordRef),
    /// A new one.
    New,
    /// One of several: which.
    Several(Vec<Candidate>),
    /// One or the other, and taken so until a person decides.
    Likely(Likely),
}

/// What a row is likely about.
#[derive(Debug)]
pub struct Likely {
    /// That record, or a new one.
    pub assumed: Option<RecordRef>,
    /// What is doubtful.
    pub doubt: DoubtKind,
    /// The records that it may be.
    pub candidates: Vec<Candidate>,
}

/// Those records, each for the same reason.
pub fn alike(records: &[RecordRef], why: &Why) -> Vec<Candidate> {
    let candidate = |record: &RecordRef| Candidate {
        record: *record,
        why: why.clone(),
    };
    records.iter().map(candidate).collect()
}

/// One or the other, and taken so until a person decides.
pub fn likely(
    assumed: Option<RecordRef>,
    doubt: DoubtKind,
    records: &[RecordRef],
    why: &Why,
) -> Match {
    Match::Likely(Likely {
        assumed,
        doubt,
        candidates: alike(records, why),
    })
}

/// The fields that identify, the strongest first; those of a legal unit, which may have several houses, last.
pub fn identifying(kind: Kind) -> impl Iterator<Item = &'static Field> {
    let fields = || kind.fields().iter().filter(|field| field.identifies);
    let strong = fields().filter(|field| field.rule != Rule::Siren);
    strong.chain(fields().filter(|field| field.rule == Rule::Siren))
}

/// Whether an identifier says that it is another record.
pub fn is_parted(wanted: &Wanted, fields: &Fields) -> bool {
    identifying(wanted.kind).any(|field| differs(wanted.fields, fields, field.number))
}

/// Whether both have a code in that field, and not the same.
pub fn differs(one: &Fields, other: &Fields, field: FieldNo) -> bool {
    match (text(one, field), text(other, field)) {
        (Some(one), Some(other)) => code(one) != code(other),
        _ => false,
    }
}

/// Whether two values are the same but for case, accents and the like.
pub fn same(one: &Value, other: &Value) -> bool {
    match (one.as_text(), other.as_text()) {
        (Some(one), Some(other)) => fold(one) == fold(other),
        _ => one.main() == other.main(),
    }
}

/// The text of a field.
pub fn text(fields: &Fields, field: FieldNo) -> Option<&str> {
    fields.get(field)?.as_text()
}

/// The fields of which a record has one value, where another one means another record: notes and sources do not.
pub fn telling(kind: Kind) -> impl Iterator<Item = &'static Field> {
    let source = kind.source().map(|source| source.number);
    let tells = move |field: &&Field| {
        !field.many
            && !field.settled
            && Some(field.number) != source
            && field.kind != FieldType::Note
    };
    kind.fields().iter().filter(tells)
}

/// The fields in which a row says something else than a record has.
pub fn contradictions(
    kind: Kind,
    given: &Fields,
    filling: &[FieldNo],
    there: &Fields,
) -> Vec<FieldNo> {
    let fields = telling(kind).map(|field| field.number);
    let fields = fields.filter(|number| !filling.contains(number));
    fields
        .filter(|number| match (given.get(*number), there.get(*number)) {
            (Some(given), Some(there)) => !same(given, there),
            _ => false,
        })
        .collect()
}

/// Of several that answer alike those that the row contradicts least; none of them if it contradicts all.
pub fn narrowed(wanted: &Wanted, found: &[RecordRef], drafts: &Drafts) -> Vec<RecordRef> {
    let agreeing = |record: &RecordRef| -> Option<(usize, RecordRef)> {
        let there = drafts.fields(*record)?;
        let given = wanted.fields;
        if !contradictions(wanted.kind, given, wanted.filling, &there).is_empty() {
            return None;
        }
        let both = telling(wanted.kind).filter(|field| {
            let there = there.get(field.number);
            there.is_some() && given.get(field.number).is_some()
        });
        Some((both.count(), *record))
    };
    let kept: Vec<(usize, RecordRef)> = found.iter().filter_map(agreeing).collect();
    let most = kept.iter().map(|(count, _)| *count).max();
    let kept = kept.into_iter().filter(|(count, _)| Some(*count) == most);
    kept.map(|(_, record)| record).collect()
}
