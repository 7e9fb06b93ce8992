//! Opening, line by line of the table in `src/store/opening.rs`.

use super::damage::{cut, flip, length};
use super::*;
use guichet::store::Why;
use std::fs;

pub(super) fn rebuilt(notices: &[Notice]) -> Option<&Why> {
    notices.iter().find_map(|notice| match notice {
        Notice::Rebuilt { why, .. } => Some(why),
        _ => None,
    })
}

fn people(count: u128) -> Vec<Edit> {
    let text = "x".repeat(2_000);
    (1..=count)
        .map(|number| edit(person(number), 0, Some(named(&text, ""))))
        .collect()
}

#[test]
fn equal_is_opened_as_it_is() {
    let (_temp, dir) = store_of(5);
    let files = |room: &str| crate::program::names(&dir.join(room));
    let before = (files("wal"), files("snapshots"));
    let (store, notices) = opened_saying(&dir);
    assert_eq!(notices, []);
    assert_eq!((records(&store).len(), store.head().sequence), (5, 5));
    store.close().unwrap();
    assert_eq!((files("wal"), files("snapshots")), before);
}

#[test]
fn sled_older_than_a_snapshot_is_made_again() {
    let (temp, dir) = store_of(3);
    let old = temp.path().join("old");
    copy(&dir.join("sled"), &old);
    let mut store = opened(&dir);
    put(&mut store, 1, 1, "Bea");
    store.snapshot().unwrap();
    put(&mut store, 7, 0, "Cleo");
    let before = (records(&store), store.head());
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    copy(&old, &dir.join("sled"));
    let (store, notices) = opened_saying(&dir);
    assert_eq!(rebuilt(&notices), Some(&Why::Behind));
    assert_eq!((records(&store), store.head()), before);
}

#[test]
fn sled_that_panics_is_made_again() {
    let (temp, dir) = store_of(60);
    let before = records(&opened(&dir));
    let db = fs::read(dir.join("sled/db")).unwrap();
    // sled catches most damages by itself; where a flip makes it panic is looked for.
    let (mut panics, mut made_again) = (0, 0);
    for at in (0..db.len().min(1 << 19)).step_by(997) {
        let hurt = temp.path().join("hurt");
        let _ = fs::remove_dir_all(&hurt);
        copy(&dir, &hurt);
        flip(&hurt.join("sled/db"), at as u64);
        let panicked = std::panic::catch_unwind(|| {
            let sled = sled::open(hurt.join("sled")).unwrap();
            sled.open_tree("r")
                .unwrap()
                .iter()
                .for_each(|record| drop(record.unwrap()));
        });
        panics += usize::from(panicked.is_err());
        let (mut store, notices) = opened_saying(&hurt);
        made_again += usize::from(rebuilt(&notices).is_some());
        if store.load(&mut |_| ControlFlow::Continue(())).is_err() {
            store.rebuild().unwrap();
            made_again += 1;
        }
        assert_eq!(records(&store), before, "byte {at}");
        if panics > 2 && made_again > 2 {
            break;
        }
    }
    assert!(
        panics > 0 && made_again > 0,
        "{panics} panics, {made_again} made again"
    );
}

#[test]
fn sled_gone_is_made_again() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    put(&mut store, 2, 2, "Bea");
    let removal = commit_of(vec![edit(person(3), 3, None)]);
    store.commit(&removal).unwrap();
    let before = (
        records(&store),
        store.head(),
        store.history(person(2)).unwrap(),
    );
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let (store, notices) = opened_saying(&dir);
    assert_eq!(rebuilt(&notices), Some(&Why::Missing));
    assert_eq!(
        (
            records(&store),
            store.head(),
            store.history(person(2)).unwrap()
        ),
        before
    );
}

#[test]
fn sled_behind_is_brought_up_to_date() {
    let (temp, dir) = store_of(3);
    let old = temp.path().join("old");
    copy(&dir.join("sled"), &old);
    let mut store = opened(&dir);
    put(&mut store, 1, 1, "Bea");
    put(&mut store, 7, 0, "Cleo");
    let before = (records(&store), store.head());
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    copy(&old, &dir.join("sled"));
    let (store, notices) = opened_saying(&dir);
    assert_eq!(notices, [Notice::Replayed { entries: 2 }]);
    assert_eq!((records(&store), store.head()), before);
    assert_eq!(store.history(person(1)).unwrap().len(), 2);
}

#[test]
fn sled_ahead_keeps_the_records_and_names_the_lost_history() {
    let (_temp, dir) = store_of(4);
    let segment = segments(&dir)[0].clone();
    cut(&segment, length(&segment) - 3);
    let (mut store, notices) = opened_saying(&dir);
    let hole = Notice::Hole {
        first: 4,
        last: 4,
        kept: true,
    };
    assert_eq!(notices, [hole]);
    assert_eq!(name(&records(&store), 4).unwrap(), "Person 4");
    // The lost number is never given again, and readers know the record too.
    assert_eq!(put(&mut store, 4, 4, "Bea").heading.sequence, 5);
    let reader = Reader::open(&dir).unwrap();
    assert_eq!(records_read(&reader), records(&store));
    drop(store);
    let (store, notices) = opened_saying(&dir);
    assert_eq!(notices, []);
    assert_eq!(store.head().sequence, 5);
}

#[test]
fn sled_ahead_and_damaged_gives_what_only_it_holds() {
    let (_temp, dir) = store_of(4);
    let sled = sled::open(dir.join("sled")).unwrap();
    let tree = sled.open_tree("r").unwrap();
    let (key, _) = tree.first().unwrap().unwrap();
    tree.remove(key).unwrap();
    tree.flush().unwrap();
    drop((tree, sled));
    let segment = segments(&dir)[0].clone();
    cut(&segment, length(&segment) - 3);
    let (store, notices) = opened_saying(&dir);
    assert_eq!(rebuilt(&notices), Some(&Why::Ahead));
    let found = records(&store);
    assert_eq!(name(&found, 1).unwrap(), "Person 1");
    assert_eq!(name(&found, 4).unwrap(), "Person 4");
    assert_eq!(store.head().sequence, 4);
}

#[test]
fn sled_damaged_is_made_again() {
    let (_temp, dir) = store_of(5);
    let before = records(&opened(&dir));
    for entry in fs::read_dir(dir.join("sled")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::write(path, b"no sled at all").unwrap();
        }
    }
    let (store, notices) = opened_saying(&dir);
    assert_eq!(records(&store), before);
    assert!(rebuilt(&notices).is_some(), "{notices:?}");
    assert!(dir.join("sled.damaged-1").is_dir());
}

#[test]
fn half_a_snapshot_of_sled_is_taken_away() {
    let (_temp, dir) = store_of(5);
    fs::write(dir.join("sled/snap.FFFFFFFF.generating"), b"").unwrap();
    let (store, notices) = opened_saying(&dir);
    assert_eq!(notices, []);
    assert_eq!(records(&store).len(), 5);
}

#[test]
fn a_torn_tail_is_cut_at_the_last_whole_entry() {
    let (temp, dir) = store_of(2);
    let [segment] = segments(&dir).try_into().unwrap();
    let whole = length(&segment);
    let mut store = opened(&dir);
    put(&mut store, 2, 2, "Bea");
    drop(store);
    let end = length(&segment);
    for at in whole..end {
        let torn = temp.path().join(format!("torn-{at}"));
        copy(&dir.join("wal"), &torn.join("wal"));
        cut(&segments(&torn)[0], at);
        let (mut store, notices) = opened_saying(&torn);
        let bytes = at - whole;
        let told = notices.contains(&Notice::TornTail { bytes });
        assert_eq!(told, bytes > 0, "{notices:?}");
        assert_eq!(name(&records(&store), 2).unwrap(), "Person 2");
        put(&mut store, 2, 2, "Cleo");
        drop(store);
        let store = opened(&torn);
        assert_eq!(name(&records(&store), 2).unwrap(), "Cleo");
        drop(store);
        fs::remove_dir_all(torn).unwrap();
    }
}

#[test]
fn a_segment_under_the_name_of_another_is_kept_aside_before_it_is_cut() {
    let (_temp, dir) = store_of(0);
    let settings = || Settings {
        segment_bytes: 4_096,
        ..Settings::default()
    };
    let mut store = Store::open_with(&dir, settings()).unwrap().0;
    put(&mut store, 1, 0, &"Ada ".repeat(2_000));
    put(&mut store, 2, 0, "Bea");
    store.settle();
    drop(store);
    let [large, small] = segments(&dir).try_into().unwrap();
    let whole = fs::read(&large).unwrap();
    let other = dir.join("other");
    fs::rename(&large, &other).unwrap();
    fs::rename(&small, &large).unwrap();
    fs::rename(&other, &small).unwrap();
    let (store, notices) = opened_saying(&dir);
    assert_eq!(records(&store).len(), 2);
    let cut = |notice: &Notice| matches!(notice, Notice::TornTail { .. });
    assert!(notices.iter().any(cut), "{notices:?}");
    drop(store);
    assert_eq!(fs::read(small.with_extension("wal.cut-1")).unwrap(), whole);
}

#[test]
fn a_hole_in_the_wal_is_named_and_the_rest_kept() {
    let (temp, dir) = store_of(2);
    let old = temp.path().join("old");
    copy(&dir.join("sled"), &old);
    let segment = segments(&dir)[0].clone();
    let at = length(&segment) + 30;
    let mut store = opened(&dir);
    put(&mut store, 1, 1, "Bea");
    put(&mut store, 7, 0, "Cleo");
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    copy(&old, &dir.join("sled"));
    flip(&segment, at);
    let (store, notices) = opened_saying(&dir);
    let hole = Notice::Hole {
        first: 3,
        last: 3,
        kept: false,
    };
    assert!(notices.contains(&hole), "{notices:?}");
    let found = records(&store);
    assert_eq!(name(&found, 1).unwrap(), "Person 1");
    assert_eq!(name(&found, 7).unwrap(), "Cleo");
    assert_eq!(store.head().sequence, 4);
    // What lies behind the hole is found where it lies.
    let history = store.history(person(7)).unwrap();
    assert_eq!(history.len(), 1);
}

#[test]
fn a_hole_under_a_snapshot_costs_history_only() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    store.snapshot().unwrap();
    put(&mut store, 2, 2, "Bea");
    store
        .commit(&commit_of(vec![edit(person(3), 3, None)]))
        .unwrap();
    put(&mut store, 9, 0, "Ida");
    let before = (records(&store), store.head());
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    // What lies before the snapshot is not needed for the records.
    flip(&segments(&dir)[0], 40);
    let (store, notices) = opened_saying(&dir);
    assert_eq!((records(&store), store.head()), before);
    let hole = Notice::Hole {
        first: 1,
        last: 1,
        kept: true,
    };
    assert!(notices.contains(&hole), "{notices:?}");
}

#[test]
fn a_batch_without_its_mark_is_not_there() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = opened(&dir);
    put(&mut store, 9_999, 0, "Ada");
    let segment = segments(&dir)[0].clone();
    let before = length(&segment);
    store.commit(&commit_of(people(1_700))).unwrap();
    let history = store.history(person(1_650)).unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].1.record, person(1_650));
    drop(store);
    let end = length(&segment);
    assert!(end - before > 3 << 20);
    let frame = (1 << 20) + 21;
    // Behind each frame, within one, and at the very end.
    for at in [
        before + frame,
        before + 2 * frame,
        before + 3 * frame,
        end - 1,
        end,
    ] {
        let copied = temp.path().join(format!("cut-{at}"));
        copy(&dir.join("wal"), &copied.join("wal"));
        cut(&segments(&copied)[0], at);
        let mut store = opened(&copied);
        let count = records(&store).len();
        assert_eq!(count, if at == end { 1_701 } else { 1 });
        put(&mut store, 8_888, 0, "Bea");
        drop(store);
        assert_eq!(records(&opened(&copied)).len(), count + 1);
    }
}

#[test]
fn what_was_refused_does_not_come_back() {
    let (_temp, dir) = store_of(2);
    let mut store = opened(&dir);
    put(&mut store, 2, 2, "Refused");
    drop(store);
    // A segment that begins with entry 3 says that the entry 3 before it was refused.
    let [first] = segments(&dir).try_into().unwrap();
    let header = fs::read(&first).unwrap()[..16].to_vec();
    fs::write(dir.join(format!("wal/{:020}.wal", 3)), header).unwrap();
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let mut reader = Reader::open(&dir).unwrap();
    let mut store = opened(&dir);
    assert_eq!(name(&records(&store), 2).unwrap(), "Person 2");
    put(&mut store, 2, 2, "Bea");
    assert_eq!(reader.follow().unwrap().len(), 1);
    assert_eq!(
        store.entry(3).unwrap().unwrap().changes[0].after,
        Some(named("Bea", ""))
    );
    assert_eq!(store.headings(99).unwrap().len(), 3);
}

#[test]
fn half_a_snapshot_leaves_the_one_before() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    let first = store.snapshot().unwrap();
    put(&mut store, 6, 0, "Ida");
    let second = store.snapshot().unwrap();
    put(&mut store, 7, 0, "Bea");
    let before = (records(&store), store.head());
    drop(store);
    let [whole, first_whole] = [&second, &first].map(|path| fs::read(path).unwrap());
    let half = PathBuf::from(format!("{}.part", second.display()));
    // Aside, cut, flipped; and the one before as well, which leaves the wal.
    let hurts: [&dyn Fn(); 4] = [
        &|| fs::rename(&second, &half).unwrap(),
        &|| cut(&second, whole.len() as u64 / 2),
        &|| {
            fs::write(&second, &whole).unwrap();
            flip(&second, whole.len() as u64 / 2);
        },
        &|| fs::write(&first, &first_whole[..60]).unwrap(),
    ];
    for hurt in hurts {
        hurt();
        let _ = fs::remove_dir_all(dir.join("sled"));
        let store = opened(&dir);
        assert_eq!((records(&store), store.head()), before);
        drop(store);
        assert!(!half.exists());
        if !second.exists() {
            fs::write(&second, &whole).unwrap();
        }
    }
}
