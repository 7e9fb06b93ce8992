//! Undo, redo, revert: inverse entries, never a rewritten journal.

use super::*;
use guichet::model::Author;
use guichet::model::change::undo_stacks;
use guichet::model::reversal::{Conflict, Obstacle};
use guichet::store::{Changed, UndoError};

fn undo(store: &mut Store, sequence: u64, verb: Verb) -> Result<Committed, UndoError> {
    reversed(store, sequence, verb, false, &[])
}

fn reversed(
    store: &mut Store,
    sequence: u64,
    verb: Verb,
    force: bool,
    only: &[RecordRef],
) -> Result<Committed, UndoError> {
    let reversal = Reversal {
        force,
        only: only.to_vec(),
        ..reversal(sequence, verb)
    };
    store.undo(&reversal).map(|undone| undone.committed)
}

fn conflicts(error: UndoError) -> Vec<Conflict> {
    match error {
        UndoError::Conflicts { conflicts, .. } => conflicts,
        other => panic!("{other}"),
    }
}

#[test]
fn an_edit_undone_and_done_again() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    put(&mut store, 1, 1, "Bea");
    let undone = undo(&mut store, 2, Verb::Undo).unwrap();
    assert_eq!(undone.heading.undoes, Some(2));
    assert_eq!(undone.heading.step.verb, Verb::Undo);
    assert_eq!(name(&records(&store), 1).unwrap(), "Person 1");
    let headings = store.headings(99).unwrap();
    assert_eq!(
        undo_stacks(headings.iter(), &Author::called("ada")),
        (vec![1], vec![3])
    );
    undo(&mut store, 3, Verb::Redo).unwrap();
    assert_eq!(name(&records(&store), 1).unwrap(), "Bea");
    let headings = store.headings(99).unwrap();
    assert_eq!(
        undo_stacks(headings.iter(), &Author::called("ada")),
        (vec![1, 2], vec![])
    );
}

#[test]
fn a_record_made_goes_and_a_record_removed_comes_back() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    let before = store.record(person(1)).unwrap().unwrap().fields();
    store
        .commit(&commit_of(vec![edit(person(1), 1, None)]))
        .unwrap();
    undo(&mut store, 2, Verb::Undo).unwrap();
    let back = store.record(person(1)).unwrap().unwrap();
    assert_eq!((back.fields(), back.revision), (before, 3));
    let undone = undo(&mut store, 1, Verb::Revert).unwrap();
    assert_eq!(undone.changed, [Changed::Gone(person(1))]);
}

#[test]
fn only_what_still_stands_is_taken_back_where_that_is_wanted() {
    let (_temp, dir) = store_of(0);
    let mut store = opened(&dir);
    for number in 1..=4 {
        put(&mut store, number, 0, "before");
    }
    let edits =
        (1..=3_u64).map(|number| edit(person(number.into()), number, Some(named("mine", "mine"))));
    store.commit(&commit_of(edits.collect())).unwrap();
    // One field of the first, the third as a whole, and the second not at all.
    let theirs = edit(person(1), 5, Some(named("theirs", "mine")));
    store.commit(&commit_of(vec![theirs])).unwrap();
    let mut trashed = named("mine", "mine");
    trashed.trashed = true;
    store
        .commit(&commit_of(vec![edit(person(3), 5, Some(trashed))]))
        .unwrap();
    assert!(undo(&mut store, 5, Verb::Undo).is_err());
    let rest = Reversal {
        rest: true,
        ..reversal(5, Verb::Undo)
    };
    let undone = store.undo(&rest).unwrap();
    assert_eq!(undone.left, [person(1), person(3)]);
    let held = |store: &Store, number| store.record(person(number)).unwrap().unwrap().fields();
    assert_eq!(held(&store, 1), named("theirs", "").fields);
    assert_eq!(held(&store, 2), named("before", "").fields);
    assert_eq!(held(&store, 3), named("mine", "mine").fields);
    // What nothing stands of is left, and said.
    put(&mut store, 4, 4, "mine");
    put(&mut store, 4, 9, "theirs");
    let rest = Reversal {
        rest: true,
        ..reversal(9, Verb::Undo)
    };
    assert_eq!(store.undo(&rest).unwrap_err(), UndoError::Nothing(9));
}

#[test]
fn other_fields_changed_since_stay() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    put(&mut store, 1, 1, "Bea");
    let moved = edit(person(1), 2, Some(named("Bea", "Lyon")));
    store.commit(&commit_of(vec![moved])).unwrap();
    undo(&mut store, 2, Verb::Undo).unwrap();
    let fields = store.record(person(1)).unwrap().unwrap().fields();
    assert_eq!(fields, named("Person 1", "Lyon").fields);
}

#[test]
fn a_field_changed_since_is_a_conflict_unless_forced() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    put(&mut store, 1, 1, "Bea");
    let again = edit(person(1), 2, Some(named("Cleo", "Lyon")));
    store.commit(&commit_of(vec![again])).unwrap();
    let refused = undo(&mut store, 2, Verb::Undo).unwrap_err();
    let expected = Conflict {
        record: person(1),
        fields: vec![3],
        obstacle: Obstacle::Changed,
        content: named("Cleo", "Lyon"),
        since: Some(store.headings(1).unwrap().remove(0)),
    };
    assert_eq!(conflicts(refused), [expected]);
    assert_eq!(store.head().sequence, 3);
    reversed(&mut store, 2, Verb::Undo, true, &[]).unwrap();
    let fields = store.record(person(1)).unwrap().unwrap().fields();
    assert_eq!(fields, named("Person 1", "Lyon").fields);
    let nothing = reversed(&mut store, 2, Verb::Undo, true, &[]);
    assert_eq!(nothing, Err(UndoError::Nothing(2)));
}

#[test]
fn a_record_edited_since_it_was_made_is_removed_only_by_force() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    put(&mut store, 1, 1, "Bea");
    let refused = undo(&mut store, 1, Verb::Revert).unwrap_err();
    let conflict = &conflicts(refused)[0];
    assert_eq!((conflict.record, &conflict.fields), (person(1), &vec![3]));
    assert_eq!(conflict.since.as_ref().unwrap().sequence, 2);
    reversed(&mut store, 1, Verb::Revert, true, &[]).unwrap();
    assert_eq!(store.record(person(1)).unwrap(), None);
}

#[test]
fn a_bulk_edit_is_taken_back_for_one_record_or_for_all() {
    let (_temp, dir) = store_of(3);
    let mut store = opened(&dir);
    let bulk = (1..=3).map(|n| edit(person(n), n as u64, Some(named("Bea", ""))));
    store.commit(&commit_of(bulk.collect())).unwrap();
    let one = reversed(&mut store, 4, Verb::Revert, false, &[person(2)]);
    assert_eq!(one.unwrap().heading.step.count, 1);
    let names = |store: &Store| -> Vec<String> {
        let records = records(store);
        (1..=3)
            .filter_map(|number| name(&records, number))
            .collect()
    };
    assert_eq!(names(&store), ["Bea", "Person 2", "Bea"]);
    // The one taken back already has nothing left to take back.
    let rest = undo(&mut store, 4, Verb::Undo).unwrap();
    assert_eq!(rest.heading.step.count, 2);
    assert_eq!(names(&store), ["Person 1", "Person 2", "Person 3"]);
}

#[test]
fn an_entry_that_is_not_there_is_said_so() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    assert_eq!(undo(&mut store, 9, Verb::Undo), Err(UndoError::NoEntry(9)));
    let other = reversed(&mut store, 1, Verb::Undo, false, &[person(5)]);
    assert_eq!(other, Err(UndoError::NoEntry(1)));
}

#[test]
fn a_clock_set_back_changes_nothing_of_the_order() {
    let (_temp, dir) = store_of(1);
    let times = [
        2_000_000_000_000,
        1_000,
        0,
        -5_000,
        i64::MIN,
        i64::MAX,
        1_700_000_000_000,
    ];
    let mut store = opened(&dir);
    for (at, base) in times.into_iter().zip(1..) {
        let commit = Commit {
            at,
            ..commit_of(vec![edit(
                person(1),
                base,
                Some(named(&format!("at {at}"), "")),
            )])
        };
        store.commit(&commit).unwrap();
    }
    store.close().unwrap();
    let mut store = opened(&dir);
    let last = times.len() as u64 + 1;
    assert_eq!(store.head().sequence, last);
    let headings = store.headings(99).unwrap();
    let told: Vec<(u64, i64)> = headings
        .iter()
        .map(|heading| (heading.sequence, heading.at))
        .collect();
    let made = told[0].1;
    let expected: Vec<(u64, i64)> = (1..).zip([made].into_iter().chain(times)).collect();
    assert_eq!(told, expected, "the order is that of the entries");
    let history = Reader::open(&dir).unwrap().history(person(1)).unwrap();
    let order: Vec<u64> = history
        .iter()
        .map(|(heading, _)| heading.sequence)
        .collect();
    assert_eq!(order, (1..=last).collect::<Vec<_>>());
    // Undone step by step, the last one first, whatever their times.
    for sequence in (2..=last).rev() {
        let (undoable, _) = undo_stacks(store.headings(99).unwrap().iter(), &Author::called("ada"));
        assert_eq!(undoable.last(), Some(&sequence));
        undo(&mut store, sequence, Verb::Undo).unwrap();
    }
    assert_eq!(name(&records(&store), 1).unwrap(), "Person 1");
}
