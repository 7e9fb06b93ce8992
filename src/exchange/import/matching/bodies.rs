//! Bodies: known by their names, their sigle, the words of both.

use super::wanted::{MOST, Match, Wanted, alike, is_parted, likely, narrowed, text};
use crate::exchange::import::clue::Clue;
use crate::exchange::import::doubt::DoubtKind;
use crate::exchange::import::draft::Drafts;
use crate::exchange::import::likeness::{self, Near, near};
use crate::exchange::import::verdict::Why;
use crate::model::fold::fold;
use crate::model::{FieldNo, Fields, Natural, RecordRef};

/// By name or former name, else by sigle where the names are near or one is missing, else by the words of the names.
/// A sigle that two bodies share ("UCA") is a doubt, and makes two records.
pub fn find(wanted: &Wanted, names: &[FieldNo], sigle: FieldNo, drafts: &Drafts) -> Match {
    let by_name = by_name(wanted, names, drafts).or_else(|| by_short(wanted, names, sigle, drafts));
    if let Some(found) = by_name {
        return found;
    }
    let by_sigle = by_sigle(wanted, sigle, drafts);
    if let Some(found) = &by_sigle
        && !matches!(found, Match::Likely(likely) if likely.assumed.is_none())
    {
        return by_sigle.unwrap_or(Match::New);
    }
    let by_words = by_words(wanted, sigle, drafts).or_else(|| by_likeness(wanted, drafts));
    by_words.or(by_sigle).unwrap_or(Match::New)
}

/// The present name of a body.
pub fn name_of(record: RecordRef, drafts: &Drafts) -> Option<String> {
    let Natural::Named { names, .. } = record.kind.definition().known else {
        return None;
    };
    text(&drafts.fields(record)?, *names.first()?).map(str::to_string)
}

/// Whether a record is called as the row says, or nearly; a row that says no name does not say otherwise.
pub fn is_named(wanted: &Wanted, record: RecordRef, drafts: &Drafts) -> bool {
    let Natural::Named { names, sigle } = wanted.kind.definition().known else {
        return true;
    };
    let given = given_names(wanted, names, sigle);
    let Some(fields) = drafts.fields(record) else {
        return false;
    };
    let there = all_names(&fields, names, sigle);
    given.is_empty()
        || given.iter().any(|name| {
            let is_near = |other: &String| matches!(near(name, other), Near::Same | Near::Longer);
            there.iter().any(is_near)
        })
}

fn all_names(fields: &Fields, names: &[FieldNo], sigle: FieldNo) -> Vec<String> {
    let values = names.iter().copied().chain([sigle]);
    let values = values.filter_map(|field| fields.get(field));
    let items = values.flat_map(|value| value.items().iter());
    items
        .filter_map(|item| item.as_text().map(str::to_string))
        .collect()
}

/// All names that a row gives.
fn given_names(wanted: &Wanted, names: &[FieldNo], sigle: FieldNo) -> Vec<String> {
    let mut given = all_names(wanted.fields, names, sigle);
    given.extend(wanted.also.iter().cloned());
    given
}

fn present<'a>(wanted: &'a Wanted, names: &[FieldNo]) -> Option<&'a str> {
    text(wanted.fields, *names.first()?)
}

/// The records of those that no identifier tells apart from the row.
fn possible(wanted: &Wanted, mut found: Vec<RecordRef>, drafts: &Drafts) -> Vec<RecordRef> {
    found.retain(|record| {
        drafts
            .fields(*record)
            .is_some_and(|fields| !is_parted(wanted, &fields))
    });
    found
}

fn by_name(wanted: &Wanted, names: &[FieldNo], drafts: &Drafts) -> Option<Match> {
    let name = fold(present(wanted, names)?);
    names.iter().find_map(|field| {
        let found = drafts.by_text(wanted.kind, *field, &name);
        let found = possible(wanted, found, drafts);
        match found.as_slice() {
            [] => None,
            [only] => Some(Match::Known(*only)),
            several => Some(match narrowed(wanted, several, drafts).as_slice() {
                [only] => Match::Known(*only),
                _ => Match::Several(alike(several, &Why::Name)),
            }),
        }
    })
}

/// A name that is the sigle of one: so people write where a body is asked for, and no other body is called so.
fn by_short(wanted: &Wanted, names: &[FieldNo], sigle: FieldNo, drafts: &Drafts) -> Option<Match> {
    let name = present(wanted, names).filter(|name| !name.trim().contains(' '))?;
    let found = drafts.by_text(wanted.kind, sigle, &fold(name.trim()));
    let found = possible(wanted, found, drafts);
    match found.as_slice() {
        [only] if text(wanted.fields, sigle).is_none() => Some(Match::Known(*only)),
        _ => None,
    }
}

fn by_sigle(wanted: &Wanted, sigle: FieldNo, drafts: &Drafts) -> Option<Match> {
    let acronym = text(wanted.fields, sigle)?;
    let found = drafts.by_text(wanted.kind, sigle, &fold(acronym));
    let found = possible(wanted, found, drafts);
    let near: Vec<RecordRef> = found
        .iter()
        .copied()
        .filter(|record| is_near(wanted, *record, drafts))
        .collect();
    let why = Why::Acronym(acronym.to_string());
    match (near.as_slice(), found.as_slice()) {
        (_, []) => None,
        ([only], _) => Some(renamed(wanted, *only, &why, drafts)),
        ([], _) => {
            let doubt = DoubtKind::SharedAcronym(acronym.to_string());
            Some(likely(None, doubt, &found, &why))
        }
        (several, _) => Some(match narrowed(wanted, several, drafts).as_slice() {
            [only] => Match::Known(*only),
            _ => Match::Several(alike(several, &why)),
        }),
    }
}

/// Whether one of the names that the row gives is near to one that the record has, its sigle aside; where the row gives
/// none, it is.
fn is_near(wanted: &Wanted, record: RecordRef, drafts: &Drafts) -> bool {
    let Natural::Named { names, .. } = wanted.kind.definition().known else {
        return false;
    };
    let Some(given) = present(wanted, names) else {
        return true;
    };
    let Some(fields) = drafts.fields(record) else {
        return false;
    };
    let there = names.iter().filter_map(|field| fields.get(*field));
    let mut there = there.flat_map(|value| value.items().iter());
    let given = || std::iter::once(given).chain(wanted.also.iter().map(String::as_str));
    there.any(|name| {
        name.as_text()
            .is_some_and(|name| given().any(|given| near(given, name) != Near::Far))
    })
}

/// That record, and what it was called where the row calls it by other words.
fn renamed(wanted: &Wanted, record: RecordRef, why: &Why, drafts: &Drafts) -> Match {
    let Natural::Named { names, .. } = wanted.kind.definition().known else {
        return Match::Known(record);
    };
    let was = name_of(record, drafts).unwrap_or_default();
    match present(wanted, names) {
        Some(name) if wanted.is_asked && near(name, &was) != Near::Same => {
            likely(Some(record), DoubtKind::Renamed(was), &[record], why)
        }
        _ => Match::Known(record),
    }
}

/// By the words of one of the names that the row gives: those of one of its own names, in whatever order; those of its
/// sigle where they are several.
fn by_words(wanted: &Wanted, sigle: FieldNo, drafts: &Drafts) -> Option<Match> {
    let Natural::Named { names, .. } = wanted.kind.definition().known else {
        return None;
    };
    let own = present(wanted, names);
    let mut all: Vec<RecordRef> = Vec::new();
    for name in given_names(wanted, names, sigle) {
        let words = likeness::words(&name);
        let key = likeness::key(&words);
        let found = drafts.by_clue(wanted.kind, Clue::Words, &key, MOST);
        let mut found = possible(wanted, found, drafts);
        // One word is a name only where it is one on both sides: two sigles were compared above.
        if words.len() < 2 {
            found.retain(|record| {
                let there = name_of(*record, drafts);
                own == Some(name.as_str())
                    && there.is_some_and(|there| likeness::words(&there) == words)
            });
        }
        all.extend(found);
    }
    all.sort_unstable();
    all.dedup();
    let why = Why::Words;
    match all.as_slice() {
        [] => None,
        [only] if drafts.is_made(*only) => {
            let same = own.zip(name_of(*only, drafts));
            let same = same.is_some_and(|(own, there)| near(own, &there) == Near::Same);
            Some(match same {
                true => Match::Known(*only),
                false => likely(None, like(own), &all, &why),
            })
        }
        [only] => Some(renamed(wanted, *only, &why, drafts)),
        several => Some(match narrowed(wanted, several, drafts).as_slice() {
            [only] => renamed(wanted, *only, &why, drafts),
            _ => Match::Several(alike(several, &why)),
        }),
    }
}

fn like(name: Option<&str>) -> DoubtKind {
    DoubtKind::Like(name.unwrap_or_default().to_string())
}

/// By a name that says all that the other says, and little more; of records that have a rare word of it.
fn by_likeness(wanted: &Wanted, drafts: &Drafts) -> Option<Match> {
    const RARE: usize = 32;
    let Natural::Named { names, .. } = wanted.kind.definition().known else {
        return None;
    };
    let name = present(wanted, names)?;
    let words = likeness::words(name);
    let rare = words
        .iter()
        .map(|word| drafts.by_clue(wanted.kind, Clue::Word, word, RARE));
    let rare = rare.filter(|found| (1..RARE).contains(&found.len()));
    let mut found: Vec<RecordRef> = rare.flatten().collect();
    found.sort_unstable();
    found.dedup();
    let found = possible(wanted, found, drafts);
    let mut longer = Vec::new();
    let mut much = Vec::new();
    for record in found {
        let there = name_of(record, drafts).unwrap_or_default();
        match near(name, &there) {
            Near::Same | Near::Longer => longer.push(record),
            Near::Much => much.push(record),
            Near::Far => {}
        }
    }
    let why = Why::Words;
    match longer.as_slice() {
        [only] if wanted.is_asked && !drafts.is_made(*only) => {
            let was = name_of(*only, drafts).unwrap_or_default();
            Some(likely(Some(*only), DoubtKind::Renamed(was), &longer, &why))
        }
        // Of what no column says so, a likeness is no more than one.
        _ if !wanted.is_asked => None,
        [] => match much.as_slice() {
            [only] => Some(likely(None, like(Some(name)), &[*only], &why)),
            _ => None,
        },
        several => Some(likely(None, like(Some(name)), several, &why)),
    }
}
