//! Small files that were read wrongly once, each with its right answer.

use guichet::exchange::import::Plan;
use guichet::exchange::remark::RemarkKind;
use guichet::model::Kind;

use super::memory::{Memory, text};

macro_rules! case {
    ($name:literal) => {
        include_bytes!(concat!("cases/", $name, ".csv")).as_slice()
    };
}

/// What a plan comes to: rows made, changed, the same, doubtful and refused.
fn counts(plan: &Plan) -> (u64, u64, u64, u64, usize) {
    let at = plan.counts;
    let refused = plan.refused.len();
    (at.made, at.updated, at.same, at.doubtful, refused)
}

/// What is doubtful, with lines and columns.
fn doubts(plan: &Plan) -> Vec<(u64, Option<usize>, &'static str)> {
    let doubts = plan.doubts.iter();
    doubts
        .map(|doubt| (doubt.line, doubt.column, doubt.kind.id()))
        .collect()
}

fn imported(kind: &str, bytes: &[u8]) -> (Memory, Plan) {
    let mut memory = Memory::default();
    let plan = memory.load(kind, "f.csv", bytes);
    (memory, plan)
}

/// The texts of a field, in the order of the records.
fn all(memory: &Memory, kind: Kind, key: &str) -> Vec<String> {
    let records = memory.of(kind).into_iter();
    records.map(|record| text(memory, record, key)).collect()
}

#[test]
fn what_is_made_is_made_without_a_doubt() {
    let files: [(&str, &[u8], u64); 13] = [
        ("organisation", case!("c01"), 3),
        ("person", case!("c07"), 3),
        ("module", case!("c10"), 4),
        ("organisation", case!("c15"), 1),
        ("organisation", case!("c22"), 2),
        ("person", case!("c24"), 2),
        ("person", case!("trailing_sc"), 3),
        ("organisation", case!("c25"), 1),
        ("organisation", case!("c25b"), 1),
        ("organisation", case!("c26"), 5),
        ("module", case!("rt-two-ids"), 2),
        ("indicator", case!("fr-ind"), 3),
        ("organisation", case!("fr-org"), 3),
    ];
    for (at, (kind, bytes, made)) in files.into_iter().enumerate() {
        let (_, plan) = imported(kind, bytes);
        assert_eq!(counts(&plan), (made, 0, 0, 0, 0), "file {at}");
        assert_eq!(doubts(&plan), [], "file {at}");
    }
}

#[test]
fn what_is_doubtful_is_said_where_it_stands() {
    let (_, plan) = imported("person", case!("c02"));
    assert_eq!(counts(&plan), (2, 0, 0, 0, 0));
    assert_eq!(doubts(&plan), [(2, Some(4), "left-out")]);
    let (_, plan) = imported("person", case!("c06"));
    assert_eq!(counts(&plan), (2, 0, 0, 0, 0));
    assert_eq!(doubts(&plan), [(3, None, "namesake")]);
    let (_, plan) = imported("organisation", case!("c16"));
    assert_eq!(doubts(&plan), [(2, Some(1), "unusual")]);
    let (_, plan) = imported("module", case!("c20"));
    assert_eq!(counts(&plan), (1, 0, 0, 0, 0));
    let named = [(2, Some(2), "left-out"), (2, Some(3), "left-out")];
    assert_eq!(doubts(&plan), named);
    let (_, plan) = imported("organisation", case!("c21"));
    assert_eq!(counts(&plan), (2, 0, 0, 0, 0));
    assert_eq!(doubts(&plan), [(3, None, "shared-code")]);
    let (_, plan) = imported("organisation", case!("iep-two-bodies"));
    assert_eq!(counts(&plan), (2, 0, 0, 0, 0));
    let (_, plan) = imported("organisation", case!("foreign-id"));
    let left = [(2, None, "foreign-id"), (3, None, "foreign-id")];
    assert_eq!(counts(&plan), (2, 0, 0, 0, 0));
    assert_eq!(doubts(&plan), left);
}

#[test]
fn what_is_refused_is_refused_with_its_line() {
    let (_, plan) = imported("person", case!("c19"));
    assert_eq!(counts(&plan), (1, 0, 0, 0, 1));
    assert_eq!(plan.refused[0].line, 3);
    let (_, plan) = imported("task", case!("relative"));
    assert_eq!(counts(&plan), (0, 0, 0, 0, 2));
    let (_, plan) = imported("organisation", case!("quote_unclosed"));
    assert_eq!(counts(&plan), (2, 0, 0, 0, 1));
    assert_eq!((plan.refused[0].line, plan.refused[0].column), (2, Some(2)));
}

#[test]
fn one_after_the_other_they_take_nothing_away() {
    let (mut memory, _) = imported("person", case!("c04a"));
    let before = all(&memory, Kind::Person, "email");
    let plan = memory.load("person", "f.csv", case!("c04b"));
    assert_eq!(counts(&plan), (0, 0, 1, 0, 0));
    assert_eq!(all(&memory, Kind::Person, "email"), before);
    assert!(
        before[0].contains('|') || before[0].contains(';'),
        "{before:?}"
    );
    let (mut memory, _) = imported("organisation", case!("c11o"));
    memory.load("person", "f.csv", case!("c11a"));
    let links = memory.of(Kind::Affiliation).len();
    memory.load("person", "f.csv", case!("c11b"));
    assert_eq!((links, memory.of(Kind::Affiliation).len()), (1, 1));
    let (mut memory, _) = imported("person", case!("mail-a"));
    let plan = memory.load("person", "f.csv", case!("mail-b"));
    assert_eq!(counts(&plan), (1, 0, 0, 0, 0));
    assert_eq!(doubts(&plan), [(2, None, "shared-email")]);
    let (_, plan) = imported("interaction", case!("moments"));
    assert_eq!(counts(&plan), (1, 0, 1, 0, 0));
}

#[test]
fn values_are_as_they_are_meant() {
    let (memory, _) = imported("module", case!("c10"));
    let mut prices = all(&memory, Kind::Module, "price");
    prices.sort();
    assert_eq!(prices, ["0.1", "118", "1250.5", "173.9"]);
    let (memory, _) = imported("task", case!("c09"));
    assert_eq!(
        all(&memory, Kind::Task, "due"),
        ["2018-06-15", "2018-06-05"]
    );
    let (memory, _) = imported("person", case!("c07"));
    let mails = all(&memory, Kind::Person, "email");
    assert_eq!(mails, ["un@a.fr", "", "trois@a.fr"]);
    let (memory, plan) = imported("organisation", case!("order"));
    let names = all(&memory, Kind::Organisation, "name");
    let table = String::from_utf8_lossy(case!("order"));
    let written: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!(plan.counts.made, 12);
    let in_order = names.iter().zip(&written);
    assert!(
        in_order.clone().all(|(name, line)| line.contains(name)),
        "{names:?}"
    );
}

#[test]
fn letters_are_read_as_they_were_written() {
    let (memory, plan) = imported("organisation", case!("asciihdr_macroman"));
    let is_mac = |kind: &RemarkKind| matches!(kind, RemarkKind::Encoding("Mac Roman", _));
    assert!(plan.said.iter().any(|remark| is_mac(&remark.kind)));
    assert!(all(&memory, Kind::Organisation, "name").contains(&"Lemaître".to_string()));
    let (_, plan) = imported("organisation", case!("asciihdr_mixed"));
    let is_byte = |kind: &RemarkKind| matches!(kind, RemarkKind::Byte(0xE9, 'é'));
    assert!(plan.said.iter().any(|remark| is_byte(&remark.kind)));
    for bytes in [case!("blank_first"), case!("sep_sc")] {
        let (memory, _) = imported("organisation", bytes);
        let cities = all(&memory, Kind::Organisation, "city");
        assert_eq!(cities[0], "Besançon");
    }
}

#[test]
fn numbers_that_a_spreadsheet_damaged_are_left_out_and_named() {
    let (memory, plan) = imported("organisation", case!("phones"));
    assert_eq!(counts(&plan), (61, 0, 0, 0, 0));
    let left = doubts(&plan).into_iter();
    let left: Vec<u64> = left
        .filter(|(.., id)| *id == "left-out")
        .map(|(line, ..)| line)
        .collect();
    assert_eq!(left, [29, 30, 51, 52, 53, 54, 60]);
    assert_eq!(memory.of(Kind::Organisation).len(), 61);
}
