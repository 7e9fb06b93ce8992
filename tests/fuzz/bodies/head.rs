//! The witness of the head, of any bytes; with the first bit set, one whose checksum is right, of any numbers.

use guichet::store::{Reader, Store, backup};

use super::sealing::witness;
use super::{byte, number, saved};

/// Opens a store beside it, saves, and backs it up: whatever it says stops neither, unless less is there.
pub fn run(mut bytes: &[u8]) {
    let mode = byte(&mut bytes);
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("store");
    let (mut store, _) = Store::open(&dir).unwrap();
    let person = saved(&mut store).unwrap();
    store.close().unwrap();
    let file = match mode & 1 {
        0 => bytes.to_vec(),
        _ => {
            let (sequence, records) = (number(&mut bytes, 1), number(&mut bytes, 1));
            witness(sequence, records, u128::from(byte(&mut bytes)))
        }
    };
    std::fs::write(dir.join("head"), file).unwrap();
    let reader = Reader::open(&dir).unwrap();
    let _ = backup::write(&reader, &temporary.path().join("backup"), false);
    let (store, _) = Store::open(&dir).unwrap();
    assert!(store.record(person).unwrap().is_some());
    store.close().unwrap();
}
