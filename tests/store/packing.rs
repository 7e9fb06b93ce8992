//! Closed segments packed: what was written is read back, wherever one stands in it.

use super::damage::{cut, flip, length};
use super::*;
use guichet::store::Finding;
use guichet::store::doctor::examine;
use std::fs;

/// Packs what is closed, as an idle desk does.
pub(super) fn pack(store: &mut Store) {
    store.begin_checkpoint().unwrap();
    store.finish_checkpoint().unwrap();
}

/// A store of small segments, all but the last packed, and what was done in it.
pub(super) fn packed() -> (TempDir, PathBuf, Records) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    for number in 1..=12 {
        put(&mut store, number, 0, &format!("Person {number}"));
    }
    put(&mut store, 3, 3, "Bea");
    pack(&mut store);
    let held = records(&store);
    store.close().unwrap();
    (temp, dir, held)
}

pub(super) fn endings(dir: &Path) -> Vec<String> {
    let ending = |path: &PathBuf| path.extension().unwrap().to_str().unwrap().to_string();
    segments(dir).iter().map(ending).collect()
}

#[test]
fn closed_segments_are_packed_and_read_as_before() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    let mut follower = Reader::open(&dir).unwrap();
    let mut known = 0;
    for number in 1..=30 {
        let base = revision(&store, number % 7 + 1);
        put(&mut store, number % 7 + 1, base, "Ada");
        if number % 10 == 5 {
            pack(&mut store);
        }
        // It stands in a segment that was packed since.
        if number % 10 == 7 {
            known += follower.follow().unwrap().len();
            assert_eq!(known as u128, number);
        }
    }
    let history = |store: &Store| -> Vec<_> {
        (1..=7)
            .map(|number| store.history(person(number)).unwrap())
            .collect()
    };
    let before = (
        records(&store),
        history(&store),
        store.headings(99).unwrap(),
    );
    pack(&mut store);
    let after = (
        records(&store),
        history(&store),
        store.headings(99).unwrap(),
    );
    assert_eq!(after, before);
    let endings = endings(&dir);
    assert!(endings.len() > 3);
    let (last, closed) = endings.split_last().unwrap();
    assert_eq!(last, "wal");
    assert!(closed.iter().all(|ending| ending == "walz"), "{closed:?}");
    assert_eq!(store.entry(2).unwrap().unwrap().heading.sequence, 2);
    // A reader begun now, and a sled made again, read them from the first one on.
    fs::remove_dir_all(dir.join("snapshots")).unwrap();
    assert_eq!(records_read(&Reader::open(&dir).unwrap()), before.0);
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let store = opened(&dir);
    assert_eq!((records(&store), history(&store)), (before.0, before.1));
}

fn revision(store: &Store, number: u128) -> u64 {
    let known = store.record(person(number)).unwrap();
    known.map_or(0, |record| record.revision)
}

#[test]
fn a_packed_segment_of_many_blocks_is_read_from_any_place() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    // One entry of several frames and blocks, whose text can't be packed away.
    let text = |number: u128| -> String {
        let mut seed = number as u64;
        let letter = |_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b'a' + (seed >> 33) as u8 % 26)
        };
        (0..2_000).map(letter).collect()
    };
    let edits = (1..=1_200).map(|number| edit(person(number), 0, Some(named(&text(number), ""))));
    store.commit(&commit_of(edits.collect())).unwrap();
    put(&mut store, 2_000, 0, "Ada");
    pack(&mut store);
    assert_eq!(endings(&dir), ["walz", "wal"]);
    assert!(length(&segments(&dir)[0]) > 1 << 20);
    for number in [1, 130, 131, 524, 1_199, 1_200] {
        let history = store.history(person(number)).unwrap();
        let after = history[0].1.after.clone().unwrap();
        assert_eq!(after, named(&text(number), ""), "{number}");
    }
}

#[test]
fn a_kill_in_the_middle_of_packing_leaves_a_whole_segment() {
    let (_temp, dir, held) = packed();
    let packed = segments(&dir)[0].clone();
    let bytes = fs::read(&packed).unwrap();
    // Half-written aside, and packed with the plain one still there: both are taken away by the next time.
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    for number in 21..=26 {
        put(&mut store, number, 0, "Ida");
    }
    let plain = segments(&dir)
        .into_iter()
        .find(|p| p.extension().unwrap() == "wal")
        .unwrap();
    let both = plain.with_extension("walz");
    let half = PathBuf::from(format!("{}.part", both.display()));
    fs::write(&half, &bytes[..40]).unwrap();
    fs::write(&both, &bytes[..60]).unwrap();
    let found = records(&store);
    assert_eq!(found.len(), held.len() + 6);
    drop(store);
    assert_eq!(records_read(&Reader::open(&dir).unwrap()), found);
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    pack(&mut store);
    assert!(!half.exists() && !plain.exists());
    assert_eq!(records(&store), found);
    assert_eq!(store.headings(99).unwrap().len(), 19);
    store.close().unwrap();
    assert_eq!(examine(&dir).unwrap().findings, []);
}

#[test]
fn every_byte_of_a_packed_segment_that_is_flipped_or_cut_is_found() {
    let (temp, dir, held) = packed();
    fs::remove_dir_all(dir.join("snapshots")).unwrap();
    let name = segments(&dir)[1].file_name().unwrap().to_owned();
    let end = length(&segments(&dir)[1]);
    let hurt = temp.path().join("hurt");
    for at in 0..end {
        for cuts in [false, true].into_iter().take(1 + usize::from(at % 7 == 0)) {
            let _ = fs::remove_dir_all(&hurt);
            copy(&dir.join("wal"), &hurt.join("wal"));
            let path = hurt.join("wal").join(&name);
            match cuts {
                true => cut(&path, at),
                false => flip(&path, at),
            }
            let found = examine(&hurt).unwrap().findings;
            let named = found.iter().any(|finding| match finding {
                Finding::Packed { path, .. } | Finding::Header(path) => path.ends_with(&name),
                _ => false,
            });
            assert!(named, "byte {at}, cut {cuts}: {found:?}");
        }
        // What is there is what was written, and what lies behind the gap is not lost.
        if at % 16 == 3 {
            let (store, notices) = Store::open_with(&hurt, small()).unwrap();
            let found = records(&store);
            assert!(
                found
                    .iter()
                    .all(|(person, record)| held.get(person) == Some(record))
            );
            assert!(found.contains_key(&person(12)));
            let gap = |notice: &Notice| matches!(notice, Notice::Hole { kept: false, .. });
            // The header costs nothing.
            assert_eq!(notices.iter().any(gap), at >= 16, "byte {at}: {notices:?}");
        }
    }
}

#[test]
fn damage_costs_one_block_and_what_lies_behind_it_is_there() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let settings = Settings {
        segment_bytes: 3 << 20,
        ..Settings::default()
    };
    let mut store = Store::open_with(&dir, settings).unwrap().0;
    let mut seed = 1_u64;
    let mut letter = |_| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + (seed >> 33) as u8 % 26)
    };
    for number in 1..=400 {
        let text: String = (0..10_000).map(&mut letter).collect();
        put(&mut store, number, 0, &text);
    }
    pack(&mut store);
    let held = records(&store);
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    fs::remove_dir_all(dir.join("snapshots")).unwrap();
    let segment = segments(&dir)[0].clone();
    flip(&segment, length(&segment) / 2);
    let (store, notices) = opened_saying(&dir);
    let found = records(&store);
    let lost = held.len() - found.len();
    assert!(
        (1..=30).contains(&lost),
        "{lost} entries of 10 KB lost by one block"
    );
    assert!(
        notices
            .iter()
            .any(|notice| matches!(notice, Notice::Hole { kept: false, .. }))
    );
    assert!(
        found
            .iter()
            .all(|(person, record)| held.get(person) == Some(record))
    );
}

#[test]
fn a_wal_whose_last_segments_are_lost_goes_on_behind_the_packed_ones() {
    let (_temp, dir, held) = packed();
    let last = segments(&dir).pop().unwrap();
    fs::remove_file(&last).unwrap();
    let before = fs::read(segments(&dir).last().unwrap()).unwrap();
    let (mut store, notices) = opened_saying(&dir);
    assert!(
        notices
            .iter()
            .any(|notice| matches!(notice, Notice::Hole { kept: true, .. })),
        "{notices:?}"
    );
    assert_eq!(records(&store), held);
    put(&mut store, 40, 0, "Ida");
    drop(store);
    let store = opened(&dir);
    assert_eq!(records(&store).len(), held.len() + 1);
    let packed = segments(&dir)
        .into_iter()
        .rfind(|path| path.extension().unwrap() == "walz");
    assert_eq!(fs::read(packed.unwrap()).unwrap(), before);
}

/// Packed shorter they would not be believed.
#[test]
fn a_long_entry_of_little_is_packed_and_read_as_before() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = Store::open_with(&dir, small()).unwrap().0;
    let long = "a".repeat(24 << 20);
    let edits = (1..=3).map(|number| edit(person(number), 0, Some(named(&long, ""))));
    store.commit(&commit_of(edits.collect())).unwrap();
    put(&mut store, 4, 0, "Ada");
    pack(&mut store);
    let held = records(&store);
    store.close().unwrap();
    assert_eq!(endings(&dir), ["walz", "wal"]);
    let packed = fs::metadata(&segments(&dir)[0]).unwrap().len();
    assert!((150_000..400_000).contains(&packed), "{packed} bytes");
    fs::remove_dir_all(dir.join("snapshots")).unwrap();
    fs::remove_dir_all(dir.join("sled")).unwrap();
    let (store, _) = Store::open_with(&dir, small()).unwrap();
    assert!(records(&store) == held);
    assert_eq!(held.len(), 4);
}
