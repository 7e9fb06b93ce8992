//! What each row comes to, in the order of the file, and what a person decides of it.

use guichet::exchange::import::{Decision, Decisions, DoubtKind, Plan, Verdict};
use guichet::model::{Kind, RecordRef};

use super::memory::{Memory, text};

/// Two of one name, and one of another.
fn agency() -> Memory {
    let mut memory = Memory::default();
    memory.load(
        "person",
        "p.csv",
        "first_name,name,email\nMarie,Dupont,marie@a.fr\nMarie,Dupont,marie@b.fr\nJean,Roy,jean@a.fr\n"
            .as_bytes(),
    );
    memory
}

fn verdicts(plan: &Plan) -> Vec<(u64, Verdict)> {
    plan.rows
        .iter()
        .map(|row| (row.line, row.verdict))
        .collect()
}

const FILE: &[u8] = b"first_name,name,email\n\
    Jean,Roy,jean@a.fr\n\
    Marie,Dupont,\n\
    Zoe,Bay,zoe@a.fr\n\
    Luc,,luc@a.fr\n\
    Jean,Roy,jean@a.fr|jean@b.fr\n";

fn candidates(plan: &Plan, line: u64) -> Vec<RecordRef> {
    let open = &plan.open[&line][0];
    open.candidates.iter().map(|at| at.record).collect()
}

#[test]
fn every_row_has_its_verdict_in_the_order_of_the_file() {
    let mut memory = agency();
    let plan = memory.import("person", "f.csv", FILE);
    let verdict = [
        (2, Verdict::Same),
        (3, Verdict::Doubtful),
        (4, Verdict::Make),
        (5, Verdict::Refused),
        (6, Verdict::Change),
    ];
    assert_eq!(verdicts(&plan), verdict);
    let counts = plan.counts;
    assert_eq!((counts.made, counts.updated, counts.same), (1, 1, 1));
    assert_eq!((counts.doubtful, counts.skipped, counts.read), (1, 0, 5));
    // What is about no record is still called something.
    assert_eq!(&*plan.called[&3], "Marie Dupont");
    assert_eq!(&*plan.called[&5], "Luc");
    assert_eq!(plan.called.len(), 2);
    // A doubtful row is told with those that it may be, and is not in the commit.
    assert_eq!(candidates(&plan, 3).len(), 2);
    assert_eq!(plan.doubts[0].kind, DoubtKind::Several("2".into()));
    assert_eq!(plan.commit.edits.len(), 2);
    assert_eq!(
        plan.bundles.iter().map(|at| at.line).collect::<Vec<_>>(),
        [4, 6]
    );
}

#[test]
fn rows_that_cannot_be_read_stand_among_the_others() {
    let mut memory = agency();
    let plan = memory.import(
        "person",
        "f.csv",
        b"first_name,name\nZoe,Bay\nA,B,C,D\nLuc,Kim\n",
    );
    let verdict = [
        (2, Verdict::Make),
        (3, Verdict::Refused),
        (4, Verdict::Make),
    ];
    assert_eq!(verdicts(&plan), verdict);
}

#[test]
fn a_doubtful_row_is_the_record_that_was_decided_on_or_a_new_one_or_none() {
    let mut memory = agency();
    let plan = memory.import("person", "f.csv", FILE);
    let second = candidates(&plan, 3)[1];
    let open = plan.open[&3][0].clone();
    for (decision, verdict) in [
        (Decision::This(second), Verdict::Same),
        (Decision::First, Verdict::Same),
        (Decision::New, Verdict::Make),
        (Decision::Skip, Verdict::Skipped),
    ] {
        let mut decisions = Decisions::default();
        decisions.decide(3, &open, Decision::New);
        decisions.decide(3, &open, decision);
        let plan = memory.decided("person", "f.csv", FILE, &decisions);
        assert_eq!(verdicts(&plan)[1], (3, verdict), "{decision:?}");
        assert_eq!(plan.counts.doubtful, 0);
        assert!(plan.doubts.is_empty());
        if let Decision::This(record) = decision {
            assert_eq!(plan.rows[1].record, Some(record));
        }
        if decision != Decision::Skip {
            // It can be seen, and decided otherwise.
            assert_eq!(plan.open[&3][0].decided, Some(decision));
        }
        decisions.undecide(3);
        assert!(decisions.is_empty());
        let plan = memory.decided("person", "f.csv", FILE, &decisions);
        assert_eq!(verdicts(&plan)[1], (3, Verdict::Doubtful));
    }
}

#[test]
fn a_record_that_is_no_candidate_decides_nothing() {
    let mut memory = agency();
    let plan = memory.import("person", "f.csv", FILE);
    let other = plan.rows[0].record.unwrap();
    let mut decisions = Decisions::default();
    decisions.decide(3, &plan.open[&3][0], Decision::This(other));
    let plan = memory.decided("person", "f.csv", FILE, &decisions);
    assert_eq!(verdicts(&plan)[1], (3, Verdict::Doubtful));
}

#[test]
fn all_that_is_doubtful_alike_is_decided_at_once_but_for_what_was_decided_by_itself() {
    let mut memory = agency();
    let file = b"first_name,name,note\nMarie,Dupont,une\nMarie,Dupont,deux\nMarie,Dupont,trois\n";
    let plan = memory.import("person", "f.csv", file);
    assert_eq!(plan.counts.doubtful, 3);
    let open = plan.open[&2][0].clone();
    let mut decisions = Decisions::default();
    decisions.decide(3, &open, Decision::Skip);
    decisions.decide_alike(&open, Decision::First);
    let plan = memory.decided("person", "f.csv", file, &decisions);
    assert_eq!((plan.counts.doubtful, plan.counts.skipped), (0, 1));
    let first = candidates(&plan, 2)[0];
    assert_eq!(plan.rows[0].record, Some(first));
    assert_eq!(plan.rows[2].record, Some(first));
}

#[test]
fn any_row_can_be_left_out() {
    let mut memory = agency();
    let mut decisions = Decisions::default();
    for line in [4, 5] {
        decisions.skip(line, true);
    }
    let plan = memory.decided("person", "f.csv", FILE, &decisions);
    let verdict = verdicts(&plan);
    assert_eq!(
        (verdict[2], verdict[3]),
        ((4, Verdict::Skipped), (5, Verdict::Skipped))
    );
    assert!(plan.refused.is_empty());
    assert_eq!(plan.commit.edits.len(), 1);
    assert_eq!(&*plan.called[&4], "Zoe Bay");
}

#[test]
fn a_name_that_several_bear_can_be_decided_where_a_row_points_to_it() {
    let mut memory = agency();
    memory.load("list", "l.csv", b"name,address\nPaie,paie@l.fr\n");
    let file = b"list,person,status\nPaie,Marie Dupont,subscribed\nPaie,Jean Roy,subscribed\n";
    let plan = memory.import("subscription", "s.csv", file);
    let verdict = [(2, Verdict::Doubtful), (3, Verdict::Make)];
    assert_eq!(verdicts(&plan), verdict);
    assert_eq!(plan.doubts[0].column, Some(2));
    let open = plan.open[&2][0].clone();
    let second = open.candidates[1].record;
    let mut decisions = Decisions::default();
    // A link points to what is there: nothing new is made of it.
    decisions.decide(2, &open, Decision::New);
    let plan = memory.decided("subscription", "s.csv", file, &decisions);
    assert_eq!(verdicts(&plan), verdict);
    decisions.decide(2, &open, Decision::This(second));
    let plan = memory.decided("subscription", "s.csv", file, &decisions);
    assert_eq!(plan.counts.made, 2);
    memory.commit(&plan);
    let person = Kind::Subscription.field_by_key("person").unwrap().number;
    let first = plan.rows[0].record.unwrap();
    let link = memory.records[&first].get(person).unwrap().to_value();
    assert_eq!(link.as_reference(), Some(second));
    assert_eq!(
        text(&memory, &memory.records[&second], "email"),
        "marie@b.fr"
    );
}
