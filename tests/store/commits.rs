//! Commits: all or nothing, against the revisions that they name.

use super::*;
use guichet::store::{Changed, CommitError};

#[test]
fn what_was_committed_is_there_after_reopening() {
    let (_temp, dir) = store_of(3);
    let mut store = opened(&dir);
    assert_eq!(store.head().sequence, 3);
    assert_eq!(store.head().records, 3);
    let committed = put(&mut store, 2, 2, "Renamed");
    assert_eq!(committed.heading.sequence, 4);
    let [Changed::Put(record)] = committed.changed.as_slice() else {
        panic!("{:?}", committed.changed);
    };
    assert_eq!(record.revision, 4);
    let before = records(&store);
    drop(store);
    let (store, notices) = opened_saying(&dir);
    assert_eq!(notices, []);
    assert_eq!(records(&store), before);
    assert_eq!(name(&before, 2).unwrap(), "Renamed");
}

#[test]
fn an_empty_store_is_empty() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let (store, notices) = opened_saying(&dir);
    assert!(store.is_empty());
    assert_eq!(notices, []);
    store.close().unwrap();
    let (store, notices) = opened_saying(&dir);
    assert!(store.is_empty());
    assert_eq!((records(&store).len(), notices), (0, vec![]));
}

#[test]
fn a_stale_revision_is_a_conflict_and_nothing_is_saved() {
    let (_temp, dir) = store_of(2);
    let mut store = opened(&dir);
    let before = (records(&store), store.head());
    let stale = commit_of(vec![
        edit(person(1), 1, Some(named("Ada", ""))),
        edit(person(2), 1, Some(named("Bea", ""))),
        edit(person(9), 7, Some(named("Cleo", ""))),
        edit(person(8), 0, None),
    ]);
    let refused = store.commit(&stale).unwrap_err();
    let conflicts = vec![person(2), person(9), person(8)];
    assert_eq!(refused, CommitError::Conflict(conflicts));
    assert_eq!((records(&store), store.head()), before);
}

#[test]
fn a_record_relied_upon_must_not_have_changed() {
    let (_temp, dir) = store_of(2);
    let mut store = opened(&dir);
    let mut commit = commit_of(vec![edit(person(1), 1, Some(named("Ada", "")))]);
    commit.relies = vec![(person(2), 1), (person(7), 0)];
    let refused = store.commit(&commit).unwrap_err();
    assert_eq!(refused, CommitError::Conflict(vec![person(2)]));
    commit.relies = vec![(person(2), 2), (person(7), 0)];
    assert_eq!(store.commit(&commit).unwrap().heading.sequence, 3);
}

#[test]
fn a_commit_is_of_different_records_and_not_empty() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    let twice = vec![
        edit(person(1), 1, None),
        edit(person(1), 1, Some(named("Ada", ""))),
    ];
    let refused = store.commit(&commit_of(twice)).unwrap_err();
    assert_eq!(refused, CommitError::Repeated(person(1)));
    let refused = store.commit(&commit_of(Vec::new())).unwrap_err();
    assert_eq!(refused, CommitError::Empty);
}

#[test]
fn a_record_removed_is_gone_and_may_come_back() {
    let (_temp, dir) = store_of(2);
    let mut store = opened(&dir);
    let removal = commit_of(vec![edit(person(1), 1, None)]);
    let committed = store.commit(&removal).unwrap();
    assert_eq!(committed.changed, [Changed::Gone(person(1))]);
    assert_eq!(store.head().records, 1);
    put(&mut store, 1, 0, "Again");
    let found = store.record(person(1)).unwrap().unwrap();
    assert_eq!(found.revision, 4);
}

#[test]
fn the_trash_is_kept() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    let mut content = named("Ada", "Lyon");
    content.trashed = true;
    let commit = commit_of(vec![edit(person(1), 1, Some(content))]);
    store.commit(&commit).unwrap();
    drop(store);
    let found = opened(&dir).record(person(1)).unwrap().unwrap();
    assert!(found.trashed);
}

#[test]
fn headings_and_history_tell_what_was_done() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    for number in 1..=9 {
        put(&mut store, number, 0, "Ada");
    }
    put(&mut store, 3, 3, "Bea");
    put(&mut store, 3, 10, "Cleo");
    assert!(segments(&dir).len() > 2);
    let sequences = |newest| -> Vec<u64> {
        let headings = store.headings(newest).unwrap();
        headings.iter().map(|heading| heading.sequence).collect()
    };
    assert_eq!(sequences(4), [8, 9, 10, 11]);
    assert_eq!(sequences(99), (1..=11).collect::<Vec<u64>>());
    let history = store.history(person(3)).unwrap();
    let steps: Vec<(u64, u64)> = history
        .iter()
        .map(|(heading, change)| (heading.sequence, change.base))
        .collect();
    assert_eq!(steps, [(3, 0), (10, 3), (11, 10)]);
    let last = &history[2].1;
    assert_eq!(last.before, Some(named("Bea", "")));
    assert_eq!(last.after, Some(named("Cleo", "")));
    let entry = store.entry(10).unwrap().unwrap();
    assert_eq!(entry.changes, [history[1].1.clone()]);
    assert_eq!(store.entry(12).unwrap(), None);
    assert_eq!(store.entry(0).unwrap(), None);
}

#[test]
fn a_refused_append_leaves_nothing_and_the_next_one_succeeds() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    let mut sequence = 0u64;
    while segments(&dir).len() < 2 {
        sequence += 1;
        put(&mut store, u128::from(sequence), 0, "Ada");
    }
    // A folder where the next segment should be.
    let mut blocked = None;
    while blocked.is_none() {
        let in_the_way = dir.join(format!("wal/{:020}.wal", store.head().sequence + 1));
        std::fs::create_dir(&in_the_way).unwrap();
        let next = u128::from(store.head().sequence + 1);
        let commit = commit_of(vec![edit(person(next), 0, Some(named("Bea", "")))]);
        match store.commit(&commit) {
            Ok(_) => std::fs::remove_dir(&in_the_way).unwrap(),
            Err(CommitError::Refused(trouble)) => {
                assert_eq!(trouble.path, in_the_way);
                blocked = Some((in_the_way, commit));
            }
            Err(error) => panic!("{error}"),
        }
    }
    let (in_the_way, commit) = blocked.unwrap();
    let before = records(&store);
    std::fs::remove_dir(in_the_way).unwrap();
    drop(store);
    let mut store = opened(&dir);
    assert_eq!(records(&store), before);
    assert_eq!(
        store.commit(&commit).unwrap().heading.sequence,
        before.len() as u64 + 1
    );
}
