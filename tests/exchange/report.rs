//! The 2022 report, read through the same function as any file: nothing is dropped or counted twice.

use guichet::exchange::{import, report};
use guichet::model::{Collection, Kind};

use super::memory::{Memory, text};

fn loaded() -> (Memory, Vec<import::Plan>) {
    let mut memory = Memory::default();
    let plans = report::files()
        .map(|file| memory.load(file.key, file.name, file.text.as_bytes()))
        .collect();
    (memory, plans)
}

fn rows_refused(plan: &import::Plan) -> u64 {
    let mut lines: Vec<u64> = plan.refused.iter().map(|refusal| refusal.line).collect();
    lines.dedup();
    lines.len() as u64
}

#[test]
fn every_row_is_accounted_for_and_none_refused() {
    let (_, plans) = loaded();
    let read: Vec<u64> = plans.iter().map(|plan| plan.counts.read).collect();
    assert_eq!(
        read,
        [175, 77, 17, 37, 136, 14, 23, 48, 178, 20, 27, 13, 364]
    );
    for plan in &plans {
        assert_eq!(plan.refused, [], "{}", plan.commit.step.subject);
        let counts = plan.counts;
        assert_eq!(
            counts.read,
            counts.made + counts.updated + counts.same + rows_refused(plan)
        );
    }
}

#[test]
fn the_counts_are_those_of_the_report() {
    let (memory, _) = loaded();
    assert_eq!(memory.count(Collection::Adherents), 174);
    assert_eq!(memory.count(Collection::Partners), 77);
    assert_eq!(memory.count(Collection::Events), 178);
    let counts: Vec<(&str, usize)> = Kind::ALL
        .iter()
        .map(|kind| (kind.key(), memory.of(*kind).len()))
        .filter(|(_, count)| *count > 0)
        .collect();
    assert_eq!(counts, [("organisation", 0),]);
    let _ = text;
}
