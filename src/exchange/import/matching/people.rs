//! People: known by an address with a name, else by both names and where they are.

use super::wanted::{MOST, Match, Wanted, alike, likely, same, text};
use crate::exchange::import::clue::{Clue, full_name};
use crate::exchange::import::doubt::DoubtKind;
use crate::exchange::import::draft::Drafts;
use crate::exchange::import::verdict::Why;
use crate::model::fold::fold;
use crate::model::identifiers::is_shared_mailbox;
use crate::model::{FieldNo, FieldType, Fields, Kind, RecordRef, Sought, Value};

/// By e-mail where the names that are given agree, else by both names: the one at the same organisation, else the only
/// one whom nothing tells apart.
pub fn find(
    wanted: &Wanted,
    address: FieldNo,
    names: [FieldNo; 2],
    at: (Kind, FieldNo, FieldNo),
    drafts: &Drafts,
) -> Match {
    let sought = Search {
        wanted,
        address,
        names,
        at,
        drafts,
    };
    sought.find()
}

struct Search<'a> {
    wanted: &'a Wanted<'a>,
    address: FieldNo,
    names: [FieldNo; 2],
    at: (Kind, FieldNo, FieldNo),
    drafts: &'a Drafts<'a>,
}

/// How the names of a row and a person stand to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// One that is given is another one.
    Other,
    /// The row gives none.
    None,
    /// All that are given agree.
    Agrees,
}

impl Search<'_> {
    fn find(&self) -> Match {
        let kind = self.wanted.kind;
        let emails = addresses(self.wanted.fields, self.address);
        let mut found: Vec<RecordRef> = emails
            .iter()
            .flat_map(|email| self.drafts.by_text(kind, self.address, email))
            .take(MOST)
            .collect();
        found.sort_unstable();
        found.dedup();
        let naming = |record: &RecordRef| {
            let fields = self.drafts.fields(*record);
            fields.map_or(Naming::Other, |fields| self.naming(&fields))
        };
        let namings: Vec<Naming> = found.iter().map(naming).collect();
        let given = self.wanted.fields.get(self.address);
        let shared = given.and_then(|given| given.items().first()?.as_text());
        let shared = shared.unwrap_or_default().to_string();
        let why = Why::Email(shared.clone());
        let of = |wanted: Naming| -> Vec<RecordRef> {
            let found = found.iter().copied().zip(&namings);
            let such = found.filter(|(_, naming)| **naming == wanted);
            such.map(|(record, _)| record).collect()
        };
        let is_own = emails.iter().any(|email| !is_shared_mailbox(email));
        let (agreeing, unnamed) = (of(Naming::Agrees), of(Naming::None));
        match (agreeing.as_slice(), unnamed.as_slice()) {
            // A mailbox that several read tells nobody apart: the whole name has to be the same.
            ([only], _) if is_own || self.is_whole_name(*only) => return Match::Known(*only),
            ([_, _, ..], _) => return Match::Several(alike(&agreeing, &why)),
            ([], [only]) if is_own => return Match::Known(*only),
            ([], [_, ..]) => return Match::Several(alike(&unnamed, &why)),
            _ => {}
        }
        let by_name = self.by_name(&emails);
        match by_name {
            Match::New if !found.is_empty() => {
                likely(None, DoubtKind::SharedEmail(shared), &found, &why)
            }
            Match::Known(record) if !found.is_empty() && !found.contains(&record) => {
                found.insert(0, record);
                let doubt = DoubtKind::SharedEmail(shared);
                likely(Some(record), doubt, &found, &why)
            }
            other => other,
        }
    }

    /// Whether the row gives both names, and they are that record's.
    fn is_whole_name(&self, record: RecordRef) -> bool {
        let given = self.names.iter();
        let given = given.filter(|field| text(self.wanted.fields, **field).is_some());
        let fields = self.drafts.fields(record).unwrap_or_default();
        given.count() == self.names.len() && self.naming(&fields) == Naming::Agrees
    }

    fn naming(&self, fields: &Fields) -> Naming {
        let [first, family] = self.names;
        let given = |field| text(self.wanted.fields, field).map(|name| fold(name.trim()));
        let there = |field| text(fields, field).map(|name| fold(name.trim()));
        let family = given(family).map(|name| Some(name) == there(family));
        let first = match (given(first), there(first)) {
            (Some(given), Some(there)) => Some(is_first_name(&given, &there)),
            _ => None,
        };
        match (family, first) {
            (None, None) => Naming::None,
            (Some(false), _) | (_, Some(false)) => Naming::Other,
            _ => Naming::Agrees,
        }
    }

    fn by_name(&self, emails: &[String]) -> Match {
        let [first, family] = self.names;
        let (wanted, drafts) = (self.wanted, self.drafts);
        let Some(name) = text(wanted.fields, family) else {
            return Match::New;
        };
        let given_first = text(wanted.fields, first);
        let key = full_name(given_first.unwrap_or_default(), name);
        let namesakes = drafts.by_clue(wanted.kind, Clue::FullName, &key, MOST);
        if namesakes.is_empty() {
            return Match::New;
        }
        let called = match given_first {
            Some(first) => format!("{first} {name}"),
            None => name.to_string(),
        };
        let doubt = || DoubtKind::Namesake(called.clone());
        let second = || likely(None, doubt(), &namesakes, &Why::Name);
        let fields = |record: &RecordRef| drafts.fields(*record).unwrap_or_default();
        let is_free = |record: &&RecordRef| !self.is_other(&fields(record), emails);
        let free: Vec<RecordRef> = namesakes.iter().filter(is_free).copied().collect();
        let here: Vec<RecordRef> = match wanted.at {
            Some(at) => {
                let there = namesakes
                    .iter()
                    .filter(|record| self.places(**record).contains(&at));
                let there: Vec<RecordRef> = there.copied().collect();
                match there.is_empty() {
                    false => there,
                    true => {
                        let unplaced = free.iter();
                        let unplaced = unplaced.filter(|record| self.places(**record).is_empty());
                        unplaced.copied().collect()
                    }
                }
            }
            None => free,
        };
        match here.as_slice() {
            [] => second(),
            [only] => {
                let is_sure = !wanted.is_asked
                    || wanted.at.is_some_and(|at| self.places(*only).contains(&at))
                    || self.has_more_in_common(&fields(only));
                match is_sure {
                    true => Match::Known(*only),
                    false => likely(Some(*only), DoubtKind::NameOnly(called), &here, &Why::Name),
                }
            }
            several => {
                let same: Vec<RecordRef> = several
                    .iter()
                    .filter(|record| self.has_more_in_common(&fields(record)))
                    .copied()
                    .collect();
                match same.as_slice() {
                    [only] => Match::Known(*only),
                    _ => Match::Several(alike(several, &Why::Name)),
                }
            }
        }
    }

    /// Whether something tells a person of the same name apart: another address of their own, another town, another
    /// civility.
    fn is_other(&self, there: &Fields, emails: &[String]) -> bool {
        let own = |emails: &[String]| emails.iter().any(|email| !is_shared_mailbox(email));
        let theirs = addresses(there, self.address);
        let other_email = own(emails) && own(&theirs);
        let other_value = self.telling().any(|number| {
            let given = self.wanted.fields.get(number);
            let filling = self.wanted.filling.contains(&number);
            let differ = given.zip(there.get(number));
            !filling && differ.is_some_and(|(given, there)| !same(given, there))
        });
        other_email || (self.wanted.is_asked && other_value)
    }

    /// The town, the civility.
    fn telling(&self) -> impl Iterator<Item = FieldNo> {
        let fields = self.wanted.kind.fields().iter();
        let tells = fields.filter(|field| {
            let is_choice = matches!(field.kind, FieldType::Choice(_)) && !field.many;
            is_choice || field.sought == Some(Sought::Place)
        });
        tells.map(|field| field.number)
    }

    /// Whether a row and a person have more in common than the name: an address, a number, a town.
    fn has_more_in_common(&self, there: &Fields) -> bool {
        let fields = self.wanted.kind.fields().iter();
        let fields = fields.filter(|field| {
            matches!(field.kind, FieldType::Email | FieldType::Phone)
                || matches!(field.sought, Some(Sought::Place | Sought::Address))
        });
        fields.into_iter().any(|field| {
            let given = self.wanted.fields.get(field.number);
            let there = there.get(field.number);
            given.zip(there).is_some_and(|(given, there)| {
                let mut given = given.items().iter();
                given.any(|one| {
                    there
                        .items()
                        .iter()
                        .any(|other| alike_in(field.kind, one, other))
                })
            })
        })
    }

    /// Where a person is.
    fn places(&self, record: RecordRef) -> Vec<RecordRef> {
        let (link, person, organisation) = self.at;
        let links = self.drafts.linked(link, person, record).into_iter();
        links
            .filter_map(|found| self.drafts.fields(found)?.get(organisation)?.as_reference())
            .collect()
    }
}

fn alike_in(kind: FieldType, one: &Value, other: &Value) -> bool {
    match (kind, one.as_text(), other.as_text()) {
        (FieldType::Phone, Some(one), Some(other)) => {
            let digits = |text: &str| -> String {
                let digits = text.chars().filter(char::is_ascii_digit);
                digits.collect()
            };
            let (one, other) = (digits(one), digits(other));
            // What stands before the last nine is how the country is dialled.
            let end = |digits: &str| {
                digits
                    .get(digits.len().saturating_sub(9)..)
                    .map(str::to_string)
            };
            one.len() >= 9 && end(&one) == end(&other)
        }
        _ => same(one, other),
    }
}

fn addresses(fields: &Fields, address: FieldNo) -> Vec<String> {
    let values = fields.get(address).into_iter();
    let items = values.flat_map(|value| value.items().iter());
    items.filter_map(|item| item.as_text()).map(fold).collect()
}

/// Whether two first names, folded, may be one: the same, or the first letter of the other (`j.`).
fn is_first_name(one: &str, other: &str) -> bool {
    let initial = |short: &str, long: &str| {
        let letter = short.trim_end_matches('.');
        letter.chars().count() == 1 && long.starts_with(letter)
    };
    one == other || initial(one, other) || initial(other, one)
}
