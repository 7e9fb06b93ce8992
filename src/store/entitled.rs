//! Entries that were made without the right to them: by a program that knows no roles, or by hand.
//!
//! What roles there were at an entry is told from those that there are now, by taking back what the journal says was
//! done to them: so a journal that begins behind a backup is judged as well.

use std::collections::{BTreeMap, BTreeSet};

use super::envelope::{self, Key};
use super::finding::Finding;
use super::payload::RawChange;
use crate::model::rights::ROLES;
use crate::model::{Denied, Heading, Kind, Record, Rights};

/// What an entry did, as far as rights go.
#[derive(Debug)]
struct Made {
    sequence: u64,
    who: String,
    login: Option<String>,
    /// The kinds of what it changed, each once; none for those that this program does not know.
    kinds: Vec<Option<Kind>>,
    /// The roles that it changed, as they were.
    before: Vec<(Key, Option<Record>)>,
}

/// What is known of the entries of a journal and of the roles in it.
#[derive(Debug, Default)]
pub struct Entitled {
    made: Vec<Made>,
    roles: BTreeMap<Key, Record>,
}

/// Whether that is the key of a role.
fn is_role(key: &Key) -> bool {
    key.0.first() == Some(&ROLES.code())
}

impl Entitled {
    /// Takes in the next entry.
    pub fn entry(&mut self, heading: &Heading, changes: &[RawChange]) {
        let mut codes = BTreeSet::new();
        let mut before = Vec::new();
        for change in changes {
            codes.extend(change.key.0.first());
            if is_role(&change.key) {
                let was = change
                    .before
                    .map(|raw| raw.to_record(&change.key, change.base));
                // What can't be read of a role is a finding of its own.
                before.push((change.key, was.and_then(Result::ok).flatten()));
            }
        }
        self.made.push(Made {
            sequence: heading.sequence,
            who: heading.who(),
            login: heading.login.clone(),
            kinds: codes.into_iter().map(Kind::from_code).collect(),
            before,
        });
    }

    /// Takes in a record as it is now.
    pub fn record(&mut self, key: &Key, sealed: &[u8]) {
        if !is_role(key) {
            return;
        }
        let read = envelope::open(key, sealed);
        let record = read.and_then(|(revision, raw)| raw.to_record(key, revision));
        if let Ok(Some(record)) = record {
            self.roles.insert(*key, record);
        }
    }

    /// The entries without the right, in order.
    pub fn findings(self) -> Vec<Finding> {
        let mut roles = self.roles;
        let mut after = Rights::of(roles.values());
        let mut findings = Vec::new();
        let mut later = u64::MAX;
        for made in self.made.into_iter().rev() {
            // What changed roles in between is not there: what they were before is not known.
            let is_unknown =
                |record: &Record| (made.sequence + 1..later).contains(&record.revision);
            if roles.values().any(is_unknown) {
                break;
            }
            later = made.sequence;
            let mut before = after.clone();
            if !made.before.is_empty() {
                for (key, was) in made.before {
                    match was {
                        Some(was) => drop(roles.insert(key, was)),
                        None => drop(roles.remove(&key)),
                    }
                }
                before = Rights::of(roles.values());
            }
            let denied = match &made.login {
                // Who knows of roles tells the login.
                None if !before.is_empty() => Some(Denied::Nameless),
                login => {
                    let login = login.as_deref().unwrap_or_default();
                    before.against_entry(login, made.kinds, || after)
                }
            };
            findings.extend(denied.map(|denied| Finding::Unentitled {
                sequence: made.sequence,
                who: made.who,
                denied,
            }));
            after = before;
        }
        findings.reverse();
        findings
    }
}
