//! Which record a row is about where no id says so: one ladder for all kinds. What identifies comes first, then the
//! natural key of the kind, then likeness. A blank agrees with nothing; what identifies and differs parts; what less
//! than an identifier decides is said, with the records that it may be.

mod bodies;
mod keyed;
mod people;
mod wanted;

pub use wanted::{Likely, Match, Wanted, contradictions};

use super::clue::Clue;
use super::doubt::DoubtKind;
use super::draft::Drafts;
use super::verdict::Why;
use crate::model::identifiers::code;
use crate::model::{Field, Natural, RecordRef, Rule};
use wanted::{MOST, alike, differs, identifying, likely, text};

/// Finds the record that is wanted.
pub fn find(wanted: &Wanted, drafts: &Drafts) -> Match {
    let found = by_code(wanted, drafts);
    match (found, wanted.kind.definition().known) {
        (Some(found), _) => found,
        (None, Natural::Keys(keys)) => keyed::find(wanted, keys, drafts),
        (None, Natural::Named { names, sigle }) => bodies::find(wanted, names, sigle, drafts),
        (None, Natural::Reached { address, names, at }) => {
            people::find(wanted, address, names, at, drafts)
        }
    }
}

/// By what identifies. Two that answer are told apart by their names.
fn by_code(wanted: &Wanted, drafts: &Drafts) -> Option<Match> {
    for field in identifying(wanted.kind) {
        let Some(given) = text(wanted.fields, field.number) else {
            continue;
        };
        let key = code(given);
        let clue = match field.rule {
            Rule::Siren => Clue::Unit,
            _ => Clue::Code(field.number),
        };
        let mut found = drafts.by_clue(wanted.kind, clue, &key, MOST);
        found.retain(|record| !is_parted_before(wanted, *record, field, drafts));
        if found.is_empty() {
            continue;
        }
        let why = Why::Code(given.to_string());
        let named: Vec<RecordRef> = found
            .iter()
            .copied()
            .filter(|record| bodies::is_named(wanted, *record, drafts))
            .collect();
        let shared = || likely(None, DoubtKind::SharedCode(given.to_string()), &found, &why);
        return Some(match (named.as_slice(), found.as_slice()) {
            ([only], _) => Match::Known(*only),
            // Two rows of one file under one number and two names, or two houses of one legal unit, are two.
            ([], [only]) if drafts.is_made(*only) || field.rule == Rule::Siren => shared(),
            ([], [only]) => {
                let was = bodies::name_of(*only, drafts).unwrap_or_default();
                likely(Some(*only), DoubtKind::Renamed(was), &found, &why)
            }
            ([], _) => match drafts_all(&found, drafts) {
                true => shared(),
                false => Match::Several(alike(&found, &why)),
            },
            (several, _) => Match::Several(alike(several, &why)),
        });
    }
    None
}

fn drafts_all(found: &[RecordRef], drafts: &Drafts) -> bool {
    found.iter().all(|record| drafts.is_made(*record))
}

/// Whether an identifier stronger than that field says that it is another record.
fn is_parted_before(wanted: &Wanted, record: RecordRef, field: &Field, drafts: &Drafts) -> bool {
    let before = identifying(wanted.kind).take_while(|other| other.number != field.number);
    let fields = drafts.fields(record).unwrap_or_default();
    before
        .into_iter()
        .any(|other| differs(wanted.fields, &fields, other.number))
}
