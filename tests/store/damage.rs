//! Cut, flipped, deleted: nothing that was acknowledged is lost without a word, and what was not
//! whole never appears.

use super::*;
use guichet::store::{Damage, ReadError, Why};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;

fn rebuilt(notices: &[Notice]) -> Option<&Why> {
    notices.iter().find_map(|notice| match notice {
        Notice::Rebuilt { why, .. } => Some(why),
        _ => None,
    })
}

pub(super) fn flip(path: &Path, at: u64) {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).unwrap();
    file.write_all_at(&[byte[0] ^ 0x55], at).unwrap();
}

pub(super) fn cut(path: &Path, length: u64) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(length).unwrap();
}

pub(super) fn length(path: &Path) -> u64 {
    fs::metadata(path).unwrap().len()
}

#[test]
fn without_sled_everything_is_back() {
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
fn a_snapshot_and_the_wal_behind_it_make_sled_again() {
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
fn a_damaged_snapshot_is_passed_over() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    let path = store.snapshot().unwrap();
    let before = (records(&store), store.head());
    drop(store);
    let middle = length(&path) / 2;
    flip(&path, middle);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let store = opened(&dir);
    assert_eq!((records(&store), store.head()), before);
}

#[test]
fn a_reader_passes_over_a_damaged_snapshot() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    let path = store.snapshot().unwrap();
    put(&mut store, 6, 0, "Ida");
    let before = records(&store);
    for at in [length(&path) / 2 + 20, 30, 2] {
        flip(&path, at);
        assert_eq!(records_read(&Reader::open(&dir).unwrap()), before, "{at}");
    }
}

#[test]
fn an_older_sled_is_brought_up_to_date() {
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
fn a_tail_torn_anywhere_is_cut_at_the_last_whole_entry() {
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
fn what_the_wal_lost_sled_still_holds() {
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
fn a_byte_flipped_in_the_wal_is_found_out() {
    let (temp, dir) = store_of(3);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let end = length(&segments(&dir)[0]);
    let whole: Vec<_> = {
        let copied = temp.path().join("whole");
        copy(&dir, &copied);
        records(&opened(&copied)).into_iter().collect()
    };
    for at in (16..end).step_by(7) {
        let flipped = temp.path().join(format!("flipped-{at}"));
        copy(&dir, &flipped);
        flip(&segments(&flipped)[0], at);
        let (store, notices) = opened_saying(&flipped);
        let found: Vec<_> = records(&store).into_iter().collect();
        assert_eq!(found.len(), 2, "byte {at}");
        assert!(found.iter().all(|record| whole.contains(record)));
        let told = notices.iter().any(|notice| {
            matches!(
                notice,
                Notice::Hole { kept: false, .. } | Notice::TornTail { .. }
            )
        });
        assert!(told, "byte {at}: {notices:?}");
        fs::remove_dir_all(flipped).unwrap();
    }
}

#[test]
fn a_damaged_header_of_a_segment_costs_nothing() {
    let (_temp, dir) = store_of(3);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    flip(&segments(&dir)[0], 2);
    assert_eq!(records(&opened(&dir)).len(), 3);
}

#[test]
fn a_segment_of_a_newer_program_is_left_alone() {
    let (_temp, dir) = store_of(1);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let segment = &segments(&dir)[0];
    let file = OpenOptions::new().write(true).open(segment).unwrap();
    file.write_all_at(&[9, 0, !9, !0], 12).unwrap();
    let error = Store::open(&dir).unwrap_err();
    assert_eq!(error.id(), "newer-format");
    assert!(error.to_string().contains(".wal"));
}

fn people(count: u128) -> Vec<Edit> {
    let text = "x".repeat(2_000);
    (1..=count)
        .map(|number| edit(person(number), 0, Some(named(&text, ""))))
        .collect()
}

#[test]
fn a_batch_of_several_frames_is_there_as_a_whole_or_not_at_all() {
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
fn a_sled_that_does_not_open_is_made_again() {
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
    assert!(dir.join("sled.damaged").is_dir());
}

#[test]
fn a_half_written_snapshot_of_sled_is_taken_away() {
    let (_temp, dir) = store_of(5);
    fs::write(dir.join("sled/snap.FFFFFFFF.generating"), b"").unwrap();
    let (store, notices) = opened_saying(&dir);
    assert_eq!(notices, []);
    assert_eq!(records(&store).len(), 5);
}

#[test]
fn records_that_are_not_those_of_the_head_are_found_out_and_put_right() {
    let (_temp, dir) = store_of(5);
    let before = records(&opened(&dir));
    let sled = sled::open(dir.join("sled")).unwrap();
    let tree = sled.open_tree("r").unwrap();
    let (key, _) = tree.first().unwrap().unwrap();
    tree.remove(key).unwrap();
    tree.flush().unwrap();
    drop((tree, sled));
    let mut store = opened(&dir);
    let loaded = store.load(&mut |_| ControlFlow::Continue(()));
    assert_eq!(loaded, Err(ReadError::Damaged(Damage::Digest)));
    let notices = store.rebuild().unwrap();
    assert_eq!(rebuilt(&notices), Some(&Why::Asked));
    assert_eq!(records(&store), before);
    assert_eq!(put(&mut store, 6, 0, "Bea").heading.sequence, 6);
}

#[test]
fn a_flipped_record_is_named() {
    let (_temp, dir) = store_of(2);
    let sled = sled::open(dir.join("sled")).unwrap();
    let tree = sled.open_tree("r").unwrap();
    let (key, mut envelope) = tree.first().unwrap().unwrap();
    envelope[12] ^= 1;
    tree.insert(key, envelope).unwrap();
    tree.flush().unwrap();
    drop((tree, sled));
    let store = opened(&dir);
    let loaded = store.load(&mut |_| ControlFlow::Continue(()));
    let named = Damage::Record(person(1).to_string());
    assert_eq!(loaded, Err(ReadError::Damaged(named)));
}

#[test]
fn a_record_of_a_kind_of_a_newer_program_is_carried_along() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    put(&mut store, 2, 0, "Bea");
    drop(store);
    // The last entry made anew, as that of a kind 250.
    let segment = segments(&dir)[0].clone();
    let mut bytes = fs::read(&segment).unwrap();
    let key = [[2].as_slice(), &person(2).id.to_bytes()].concat();
    let at = bytes.windows(17).rposition(|w| w == key).unwrap();
    bytes[at] = 250;
    let frame = bytes
        .windows(12)
        .rposition(|w| w[..8] == 2u64.to_le_bytes() && w[8..] == [0; 4]);
    let start = frame.unwrap() - 8;
    let mut sealed = bytes[start..start + 4].to_vec();
    sealed.extend_from_slice(&bytes[start + 8..]);
    let sum = crc32c::crc32c(&sealed);
    bytes[start + 4..start + 8].copy_from_slice(&sum.to_le_bytes());
    fs::write(&segment, bytes).unwrap();
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let mut store = opened(&dir);
    assert_eq!(store.head().records, 2);
    assert_eq!(records(&store).len(), 1);
    store.snapshot().unwrap();
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    assert_eq!(opened(&dir).head().records, 2);
}

#[test]
fn a_store_copied_at_any_moment_opens_with_what_was_saved_by_then() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    for number in 1..=40 {
        let base = revision(&store, number % 7 + 1);
        put(&mut store, number % 7 + 1, base, "Ada");
        if number % 4 == 0 {
            let copied = temp.path().join(format!("at-{number}"));
            copy(&dir, &copied);
            let killed = opened(&copied);
            assert_eq!(records(&killed), records(&store));
            assert_eq!(killed.head(), store.head());
        }
    }
}

fn revision(store: &Store, number: u128) -> u64 {
    store
        .record(person(number))
        .unwrap()
        .map_or(0, |r| r.revision)
}

#[test]
fn a_hole_before_what_sled_lacks_is_named_and_the_rest_applied() {
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
}

#[test]
fn what_only_a_damaged_sled_still_holds_is_taken_from_it() {
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
fn what_was_refused_and_could_not_be_cut_never_reappears() {
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
fn a_damaged_snapshot_is_found_out_in_loading_and_left_aside() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    let path = store.snapshot().unwrap();
    put(&mut store, 6, 0, "Ida");
    let before = records(&store);
    flip(&path, length(&path) / 2 + 20);
    let loaded = store.load(&mut |_| ControlFlow::Continue(()));
    assert!(matches!(loaded, Err(ReadError::Damaged(_))), "{loaded:?}");
    store.rebuild().unwrap();
    assert_eq!(records(&store), before);
}
