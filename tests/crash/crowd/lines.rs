//! Person by person: what the members asked and what came of it could have happened one after the other, each at a
//! moment between its beginning and its end.

use std::collections::{BTreeMap, HashMap};

use stateright::semantics::{ConsistencyTester, LinearizabilityTester, SequentialSpec};

use super::replay::{Journal, Operation};
use super::told::{Asked, Came};

/// A person's revision, as one alone would see it.
#[derive(Clone, Debug, Default)]
struct Person(u64);

#[derive(Clone, Debug)]
enum Op {
    Read,
    /// In the place of that revision, as that entry if it comes to pass.
    Put(u64, Option<u64>),
    /// A person is removed for good, as that entry.
    Remove(u64),
}

#[derive(Clone, Debug, PartialEq)]
enum Ret {
    Revision(u64),
    Refused,
}

impl SequentialSpec for Person {
    type Op = Op;
    type Ret = Ret;

    fn invoke(&mut self, op: &Op) -> Ret {
        match op {
            Op::Read => Ret::Revision(self.0),
            Op::Put(base, Some(entry)) if *base == self.0 => {
                self.0 = *entry;
                Ret::Revision(*entry)
            }
            Op::Put(..) => Ret::Refused,
            Op::Remove(base) if *base == self.0 => {
                self.0 = 0;
                Ret::Revision(0)
            }
            Op::Remove(_) => Ret::Refused,
        }
    }
}

/// One that was asked of a person: when it began, by whom, what, and when it ended with what.
type Part = (u64, usize, Op, Option<(u64, Ret)>);

/// What an operation was for each of its people. Of one that was refused because of others nothing is known.
fn parts(
    operation: &Operation,
    journal: &Journal,
    entries: &HashMap<String, u64>,
) -> Vec<(u128, Part)> {
    let (begun, member) = (operation.begun, operation.member);
    let ended = operation.ended.clone();
    if let (Asked::Read(number), Some((at, Came::Read(revision)))) = (&operation.asked, &ended) {
        let ret = Some((*at, Ret::Revision(*revision)));
        return vec![(*number, (begun, member, Op::Read, ret))];
    }
    if let Some(sequence) = entries.get(&operation.name) {
        let entry = &journal.entries[*sequence as usize - 1];
        let of = |&(number, base, stays): &(u128, u64, bool)| {
            let (op, revision) = match stays {
                true => (Op::Put(base, Some(*sequence)), *sequence),
                false => (Op::Remove(base), 0),
            };
            let ret = ended.as_ref().map(|(at, _)| (*at, Ret::Revision(revision)));
            (number, (begun, member, op, ret))
        };
        return entry.changes.iter().map(of).collect();
    }
    let (Asked::Put(_, puts), Some((at, Came::Conflict(refused)))) = (&operation.asked, &ended)
    else {
        return Vec::new();
    };
    let puts = puts.iter().filter(|put| refused.contains(&put.0));
    puts.map(|(number, base, ..)| {
        let op = Op::Put(*base, None);
        (*number, (begun, member, op, Some((*at, Ret::Refused))))
    })
    .collect()
}

/// Tests each person's operations, at most so many of them; returns how many people, and the most of one.
pub fn all_can_be_put_in_line(
    journal: &Journal,
    operations: &[Operation],
    entries: &HashMap<String, u64>,
    most: usize,
) -> (usize, usize) {
    let mut people: BTreeMap<u128, Vec<Part>> = BTreeMap::new();
    for operation in operations {
        for (number, part) in parts(operation, journal, entries) {
            people.entry(number).or_default().push(part);
        }
    }
    let mut greatest = 0;
    for (number, mut parts) in people.clone() {
        parts.sort_by_key(|part| part.0);
        parts.truncate(most);
        greatest = greatest.max(parts.len());
        // The people were made before anybody came.
        let first = if number < super::member::PEOPLE { 1 } else { 0 };
        let mut tester = LinearizabilityTester::new(Person(first));
        let begins = parts.iter().enumerate().map(|(at, part)| (part.0, 1, at));
        let ends = parts
            .iter()
            .enumerate()
            .filter_map(|(at, part)| part.3.as_ref().map(|ended| (ended.0, 0, at)));
        let mut events: Vec<(u64, u8, usize)> = begins.chain(ends).collect();
        events.sort_unstable();
        for (_, begins, at) in events {
            let (_, member, op, ended) = parts[at].clone();
            if begins == 1 {
                tester.on_invoke(member, op).unwrap();
            } else if let Some((_, ret)) = ended {
                tester.on_return(member, ret).unwrap();
            }
        }
        assert!(
            tester.is_consistent(),
            "person {number} was several at once: {parts:#?}"
        );
    }
    (people.len(), greatest)
}
