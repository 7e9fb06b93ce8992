//! Checkpoints: snapshots that no edit waits for, and which of them are kept.

use super::packing::pack;
use super::*;
use guichet::store::backup;
use std::fs;
use std::time::{Duration, SystemTime};

fn snapshots(dir: &Path) -> Vec<String> {
    crate::program::names(&dir.join("snapshots"))
}

fn people(numbers: std::ops::RangeInclusive<u128>, name: &str) -> Vec<Edit> {
    numbers
        .map(|number| edit(person(number), 0, Some(named(name, ""))))
        .collect()
}

#[test]
fn commits_go_on_while_a_snapshot_is_written_and_are_not_in_it() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = opened(&dir);
    store.commit(&commit_of(people(1..=40_000, "Ada"))).unwrap();
    let (before, head) = (records(&store), store.head());
    assert!(store.checkpoint_due());
    store.begin_checkpoint().unwrap();
    assert!(!store.checkpoint_due());
    // Records of every part of the store: changed, removed, made, made and removed.
    let mut done = 0;
    while snapshots(&dir)
        .iter()
        .all(|name| !name.ends_with(".snapshot"))
    {
        let number = done * 37_037 % 40_000 + 1;
        let base = store
            .record(person(number))
            .unwrap()
            .map_or(0, |record| record.revision);
        let after = (done % 3 > 0).then(|| named(&format!("changed {done}"), ""));
        if base > 0 || after.is_some() {
            store
                .commit(&commit_of(vec![edit(person(number), base, after)]))
                .unwrap();
        }
        put(&mut store, 100_000 + done, 0, "made since");
        store.settle();
        done += 1;
    }
    store.finish_checkpoint().unwrap();
    assert!(done > 1, "{done} commits while the snapshot was written");
    let file = dir.join("snapshots").join(&snapshots(&dir)[0]);
    assert_eq!(backup::check(&file).unwrap(), head);
    let made = temp.path().join("made");
    backup::restore(&file, &made, None).unwrap();
    assert_eq!(records(&opened(&made)), before);
    // What was done meanwhile counts for the next one.
    let held = records(&store);
    assert_eq!(records_read(&Reader::open(&dir).unwrap()), held);
    drop(store);
    let store = opened(&dir);
    assert_eq!(records(&store), held);
}

#[test]
fn leaving_waits_for_no_snapshot() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = opened(&dir);
    store.commit(&commit_of(people(1..=40_000, "Ada"))).unwrap();
    let held = records(&store);
    store.begin_checkpoint().unwrap();
    store.leave().unwrap();
    assert_eq!(snapshots(&dir), [""; 0]);
    let store = opened(&dir);
    assert_eq!(records(&store), held);
    store.close().unwrap();
    assert_eq!(snapshots(&dir).len(), 1);
}

#[test]
fn an_idle_checkpoint_is_due_when_there_is_something_for_it_to_do() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    // The day has no snapshot yet.
    assert!(store.checkpoint_due());
    pack(&mut store);
    assert!(!store.checkpoint_due());
    put(&mut store, 2, 0, "Bea");
    assert!(!store.checkpoint_due());
    // The last one is of yesterday.
    let file = dir.join("snapshots").join(&snapshots(&dir)[0]);
    let file = fs::File::options().write(true).open(file).unwrap();
    let day = Duration::from_secs(86_400);
    file.set_modified(SystemTime::now() - day).unwrap();
    assert!(store.checkpoint_due());
    pack(&mut store);
    assert_eq!(snapshots(&dir).len(), 2);
}

#[test]
fn a_checkpoint_that_fails_is_said_and_tried_again_after_the_next_commit() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    let folder = dir.join("snapshots");
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "in the way").unwrap();
    let failed = store
        .begin_checkpoint()
        .and_then(|()| store.finish_checkpoint());
    let failed = failed.unwrap_err();
    assert!(
        failed.id() == "io" && failed.to_string().contains("snapshots"),
        "{failed}"
    );
    assert!(!store.checkpoint_due());
    put(&mut store, 2, 0, "Bea");
    assert!(store.checkpoint_due());
    fs::remove_file(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    pack(&mut store);
    assert_eq!(snapshots(&dir).len(), 1);
}

#[test]
fn seven_snapshots_of_as_many_days_are_kept() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    let day = Duration::from_secs(86_400);
    let now = SystemTime::now();
    // Two a day, for ten days.
    for number in 0..20_u32 {
        put(&mut store, u128::from(number) + 2, 0, "Ada");
        let path = store.snapshot().unwrap();
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(now - day * (10 - number / 2)).unwrap();
    }
    put(&mut store, 50, 0, "Ada");
    store.snapshot().unwrap();
    let kept = snapshots(&dir);
    let sequences: Vec<u32> = kept
        .iter()
        .map(|name| name[..20].parse().unwrap())
        .collect();
    // The second one of each of the last six days, and today's.
    assert_eq!(sequences, [11, 13, 15, 17, 19, 21, 22]);
}

#[test]
fn a_long_import_is_preceded_by_a_snapshot_and_three_of_these_are_kept() {
    let (temp, dir) = store_of(3);
    let mut store = opened(&dir);
    let mut before = Vec::new();
    for round in 1..=5_u128 {
        let mut import = commit_of(people(round * 10_000..=round * 10_000 + 1_000, "Ada"));
        import.step.verb = Verb::Import;
        before.push((store.head(), records(&store)));
        store.commit(&import).unwrap();
        store.settle();
        store.finish_checkpoint().unwrap();
    }
    // A short one, and a long edit, are not.
    let mut short = commit_of(people(90_000..=90_999, "Ada"));
    short.step.verb = Verb::Import;
    store.commit(&short).unwrap();
    store
        .commit(&commit_of(people(100_000..=101_001, "Ada")))
        .unwrap();
    store.finish_checkpoint().unwrap();
    let kept = snapshots(&dir);
    assert!(
        kept.iter().all(|name| name.ends_with(".import.snapshot")),
        "{kept:?}"
    );
    assert_eq!(kept.len(), 3);
    for (name, (head, held)) in kept.iter().zip(&before[2..]) {
        let made = temp.path().join(format!("made-{}", head.sequence));
        let file = dir.join("snapshots").join(name);
        assert_eq!(backup::restore(&file, &made, None).unwrap().0, *head);
        assert_eq!(&records(&opened(&made)), held);
    }
    // Where there is a snapshot of that moment already, it is kept under both names.
    store.snapshot().unwrap();
    let mut again = commit_of(people(200_000..=202_000, "Ada"));
    again.step.verb = Verb::Import;
    store.commit(&again).unwrap();
    let kept = snapshots(&dir);
    let [.., import, daily] = kept.as_slice() else {
        panic!("{kept:?}")
    };
    assert_eq!(import[..20], daily[..20]);
}
