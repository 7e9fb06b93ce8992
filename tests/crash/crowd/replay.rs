//! The journal of a crowd, done again entry by entry, and all that holds of it.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use guichet::model::{Content, Record, RecordRef};
use guichet::store::Reader;
use twox_hash::XxHash3_64;

use super::told::{Asked, Came, Stand, Told};

/// The number of a person.
pub fn number(record: RecordRef) -> u128 {
    u128::from(record.id) - 1
}

/// A sum over bytes.
pub fn sum(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

/// What stands in a person's name.
pub fn name_of(record: &Record) -> String {
    let name = record.get(3).and_then(|name| name.text());
    name.unwrap_or_default().to_string()
}

fn line(number: u128, revision: u64, content: &Content) -> u64 {
    sum(format!("{number} {revision} {content:?}").as_bytes())
}

/// The sum over people, in whatever order.
pub fn sum_of(people: impl Iterator<Item = Record>) -> u64 {
    people.fold(0, |all, record| {
        let content = Content {
            trashed: record.trashed,
            fields: record.fields().clone(),
        };
        all.wrapping_add(line(number(record.reference()), record.revision, &content))
    })
}

/// What the journal says of one entry.
#[derive(Debug)]
pub struct Done {
    /// Which operation of which member it was.
    pub operation: String,
    /// The people changed: number, the revision replaced, whether there is one since.
    pub changes: Vec<(u128, u64, bool)>,
}

/// The journal: its entries, the first one is number 1, and the sum over the people after each.
#[derive(Debug, Default)]
pub struct Journal {
    /// The entries.
    pub entries: Vec<Done>,
    /// The sums, of the empty store first.
    pub sums: Vec<u64>,
}

impl Journal {
    /// Does all of it again, from nothing: every entry is there once, and replaces what was there.
    pub fn of(dir: &Path) -> Journal {
        let reader = Reader::open(dir).unwrap();
        let mut people: BTreeMap<u128, (u64, Content)> = BTreeMap::new();
        let mut sum = 0_u64;
        let mut journal = Journal {
            sums: vec![0],
            ..Journal::default()
        };
        for sequence in 1..=reader.sequence() {
            let entry = reader.entry(sequence).unwrap();
            let entry = entry.unwrap_or_else(|| panic!("entry {sequence} is not there"));
            assert_eq!(entry.heading.sequence, sequence);
            let mut changes = Vec::new();
            for change in entry.changes {
                let number = number(change.record);
                let was = people.remove(&number);
                let revision = was.as_ref().map_or(0, |(revision, _)| *revision);
                assert_eq!(change.base, revision, "entry {sequence}, person {number}");
                let held = was.as_ref().map(|(_, content)| content);
                assert_eq!(change.before.as_ref(), held, "entry {sequence}");
                if let Some((revision, content)) = &was {
                    sum = sum.wrapping_sub(line(number, *revision, content));
                }
                changes.push((number, revision, change.after.is_some()));
                if let Some(content) = change.after {
                    sum = sum.wrapping_add(line(number, sequence, &content));
                    people.insert(number, (sequence, content));
                }
            }
            journal.sums.push(sum);
            journal.entries.push(Done {
                operation: entry.heading.author,
                changes,
            });
        }
        journal
    }
}

/// What was asked, and what came of it as far as that was told.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Who asked: a thread of operations, one after the other.
    pub member: usize,
    /// As the journal names it.
    pub name: String,
    /// When it began.
    pub begun: u64,
    /// What.
    pub asked: Asked,
    /// When it ended, and how; `None` of one that was killed.
    pub ended: Option<(u64, Came)>,
}

/// What the members told, by their names.
pub fn operations(told: &[(String, Vec<Told>)]) -> (Vec<Operation>, Vec<Stand>) {
    let (mut all, mut stands) = (Vec::<Operation>::new(), Vec::new());
    for (member, (name, lines)) in told.iter().enumerate() {
        for line in lines {
            match line.clone() {
                Told::Begins(op, begun, asked) => all.push(Operation {
                    member,
                    name: format!("{name}.{op}"),
                    begun,
                    asked,
                    ended: None,
                }),
                Told::Ended(op, at, came) => {
                    let last = all.last_mut().unwrap();
                    assert_eq!(last.name, format!("{name}.{op}"));
                    last.ended = Some((at, came));
                }
                Told::Stands(stand) => stands.push(stand),
            }
        }
    }
    (all, stands)
}

/// Every operation acknowledged is in the journal once, no other one that ended is; those that were killed may be.
/// Returns which entry each one in it is.
pub fn each_is_there_once(journal: &Journal, operations: &[Operation]) -> HashMap<String, u64> {
    let mut entries = HashMap::new();
    for (entry, sequence) in journal.entries.iter().zip(1..) {
        let twice = entries.insert(entry.operation.clone(), sequence);
        assert_eq!(twice, None, "{} is there twice", entry.operation);
    }
    let mut known = 0;
    for operation in operations {
        let entry = entries.get(&operation.name).copied();
        known += usize::from(entry.is_some());
        match &operation.ended {
            Some((_, Came::Saved(sequence))) => {
                assert_eq!(entry, Some(*sequence), "{}", operation.name);
            }
            Some((_, Came::Failed(why))) => panic!("{} failed: {why}", operation.name),
            Some(_) => assert_eq!(entry, None, "{}", operation.name),
            None => {}
        }
    }
    assert_eq!(known + 1, entries.len(), "and the one that made the people");
    entries
}

/// What ended before something else began comes before it.
pub fn time_is_kept(journal: &Journal, operations: &[Operation]) {
    let saved = |operation: &&Operation| matches!(operation.ended, Some((_, Came::Saved(_))));
    let mut ends: Vec<(u64, u64)> = operations
        .iter()
        .filter(saved)
        .filter_map(|operation| match operation.ended {
            Some((at, Came::Saved(sequence))) => Some((at, sequence)),
            _ => None,
        })
        .collect();
    ends.sort_unstable();
    // The greatest entry that had ended by then.
    let mut greatest = 0;
    for end in &mut ends {
        greatest = greatest.max(end.1);
        end.1 = greatest;
    }
    for operation in operations {
        let before = ends.partition_point(|(at, _)| *at < operation.begun);
        let Some((_, before)) = before.checked_sub(1).map(|at| ends[at]) else {
            continue;
        };
        match (&operation.asked, &operation.ended) {
            (_, Some((_, Came::Saved(sequence)))) => assert!(
                before < *sequence,
                "{} is entry {sequence}, and {before} had ended",
                operation.name
            ),
            (Asked::Read(number), Some((_, Came::Read(revision)))) => {
                let of = |(entry, sequence): (&Done, u64)| {
                    let changed = entry.changes.iter().any(|(one, ..)| one == number);
                    (changed && sequence > *revision).then_some(sequence)
                };
                let next = journal.entries.iter().zip(1..).find_map(of);
                assert!(
                    next.is_none_or(|next| next > before),
                    "{} saw revision {revision} of {number}, and {next:?} had ended",
                    operation.name
                );
            }
            _ => {}
        }
    }
}

/// What each member held at any time is what the journal makes, and all that stood at one entry held the same.
pub fn all_hold_the_same(journal: &Journal, stands: &[Stand]) {
    let mut heads: HashMap<u64, &Stand> = HashMap::new();
    for stand in stands {
        let sum = journal.sums[stand.sequence as usize];
        assert_eq!(stand.people, sum, "at entry {}", stand.sequence);
        let other = heads.entry(stand.sequence).or_insert(stand);
        assert_eq!(other.head, stand.head, "at entry {}", stand.sequence);
    }
}
