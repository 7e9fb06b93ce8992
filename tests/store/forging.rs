//! Text that looks like a frame is none, however it was copied together, and looking through it takes a time that
//! follows from its length.

use super::damage::{flip, length};
use super::*;
use std::fs;
use std::time::{Duration, Instant};

/// The bytes of a frame of one entry that puts nothing, sealed without a salt, and all of them text.
fn forged(sequence: u64) -> String {
    let length = 32_u32.to_le_bytes();
    let rest = [&sequence.to_le_bytes(), [0, 0, 0, 0, 1].as_slice()].concat();
    (0_u32..)
        .map(|number| {
            let payload = format!("{number:032}");
            let body = [rest.as_slice(), payload.as_bytes()].concat();
            let sum = crc32c::crc32c(&[length.as_slice(), &body].concat());
            [length.as_slice(), &sum.to_le_bytes(), &body].concat()
        })
        .find_map(|bytes| String::from_utf8(bytes).ok())
        .unwrap()
}

/// A store with a note between two people, whose entry is damaged at its beginning.
fn damaged_before(note: &str) -> (TempDir, PathBuf) {
    let (temp, dir) = store_of(1);
    let at = length(&segments(&dir)[0]) + 30;
    let mut store = opened(&dir);
    put(&mut store, 2, 0, note);
    put(&mut store, 3, 0, "Cleo");
    store.settle();
    drop(store);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    flip(&segments(&dir)[0], at);
    (temp, dir)
}

#[test]
fn frames_in_a_note_are_no_frames() {
    // Those that would follow, those of a far number, and a whole journal of another store.
    let (_temp, other) = store_of(4);
    let journal = fs::read(&segments(&other)[0]).unwrap();
    let copied: String = journal.iter().map(|byte| char::from(byte % 128)).collect();
    let near: String = (2..40).map(forged).collect();
    let far = forged(1 << 40) + &forged((1 << 40) + 1);
    for note in [near, far, copied] {
        let (_temp, dir) = damaged_before(&note);
        let (store, notices) = opened_saying(&dir);
        let found = records(&store);
        assert_eq!(found.len(), 2);
        assert_eq!(name(&found, 3).unwrap(), "Cleo");
        let hole = Notice::Hole {
            first: 2,
            last: 2,
            kept: false,
        };
        assert!(notices.contains(&hole), "{notices:?}");
        drop(store);
        let mut store = opened(&dir);
        assert_eq!(put(&mut store, 5, 0, "Eva").heading.sequence, 4);
    }
}

#[test]
fn many_headers_of_long_frames_cost_no_more_than_their_bytes() {
    let begin = |length: u32| {
        let header = [
            &length.to_le_bytes(),
            b"sums",
            [3, 0, 0, 0, 0, 0, 0, 0].as_slice(),
        ]
        .concat();
        String::from_utf8([header.as_slice(), &[0, 0, 0, 0, 1]].concat()).unwrap()
    };
    let note = begin(0x7_7f7f).repeat((4 << 20) / 21);
    let (_temp, dir) = damaged_before(&note);
    let start = Instant::now();
    assert_eq!(records(&opened(&dir)).len(), 2);
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn many_whole_frames_each_before_a_long_one_that_is_none_cost_no_more_than_their_bytes() {
    // In a segment of the first format, whose frames whoever writes a record could seal.
    let frame = |part: u32, length: u32, payload: &[u8]| {
        let length = length.to_le_bytes();
        let rest = [
            &2_u64.to_le_bytes()[..],
            &part.to_le_bytes(),
            &[0_u8],
            payload,
        ]
        .concat();
        let sum = crc32c::crc32c(&[length.as_slice(), &rest].concat());
        [length.as_slice(), &sum.to_le_bytes(), &rest].concat()
    };
    let pair = [frame(1, 1, b"x"), frame(2, 1 << 19, b"")].concat();
    let bytes = [
        b"guichet-wal\n\x01\0\xfe\xff".as_slice(),
        &pair.repeat((1 << 20) / pair.len()),
    ]
    .concat();
    let temp = tempfile::tempdir().unwrap();
    let wal = temp.path().join("store/wal");
    fs::create_dir_all(&wal).unwrap();
    fs::write(wal.join(format!("{:020}.wal", 1)), bytes).unwrap();
    let start = Instant::now();
    let reader = Reader::open(&temp.path().join("store")).unwrap();
    assert_eq!(reader.sequence(), 0);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
}
