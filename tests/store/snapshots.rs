//! Snapshots that are not what was written.

use super::*;
use std::fs;

#[test]
fn a_snapshot_cut_or_flipped_anywhere_is_found_out() {
    let (_temp, dir) = store_of(5);
    let mut store = opened(&dir);
    let organisation = RecordRef::new(Kind::Organisation, Ulid::from(3));
    let named = named("Nantes", "");
    store
        .commit(&commit_of(vec![edit(organisation, 0, Some(named))]))
        .unwrap();
    let path = store.snapshot().unwrap();
    let before = records(&store);
    drop(store);
    let whole = fs::read(&path).unwrap();
    let header = 56;
    // One block for each of the two kinds: cut between them it is still whole blocks.
    for length in header..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        assert_eq!(
            records_read(&Reader::open(&dir).unwrap()),
            before,
            "cut at {length}"
        );
    }
    for at in header..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x10;
        fs::write(&path, &flipped).unwrap();
        let reader = Reader::open(&dir).unwrap();
        let damaged = reader.loading().unwrap();
        let taken = loop {
            match damaged.next() {
                Ok(Some(_)) => {}
                ended => break ended,
            }
        };
        assert!(taken.is_err() || damaged.finish().is_err(), "byte {at}");
        assert_eq!(records_read(&reader), before, "byte {at}");
    }
}
