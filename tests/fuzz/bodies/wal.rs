//! A wal of any bytes; with the first bit set, a well sealed one of any entries.

use std::path::Path;

use guichet::model::{Kind, Record, RecordRef};
use guichet::store::{Reader, Store, doctor};
use std::ops::ControlFlow;
use ulid::Ulid;

use super::{byte, piece, show};

const HEADER: [u8; 16] = *b"guichet-wal\n\x01\0\xfe\xff";

/// Reads it as a desk, a command line and the doctor do.
pub fn run(mut bytes: &[u8]) {
    let mode = byte(&mut bytes);
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("store");
    let wal = dir.join("wal");
    std::fs::create_dir_all(&wal).unwrap();
    let file = match mode & 1 {
        0 => bytes.to_vec(),
        _ => sealed(bytes),
    };
    std::fs::write(wal.join("00000000000000000001.wal"), file).unwrap();
    read(&dir);
    if mode & 2 != 0 {
        let _ = doctor::examine(&dir);
    }
    if mode & 4 != 0 {
        write(&dir);
    }
}

/// What follows in frames of entries 1, 2 … whose checksums are right; one without a byte ends it.
pub(super) fn sealed(mut bytes: &[u8]) -> Vec<u8> {
    let mut file = HEADER.to_vec();
    let mut sequence = 0u64;
    while !bytes.is_empty() {
        sequence += 1;
        let payload = piece(&mut bytes);
        let length = (payload.len() as u32).to_le_bytes();
        let tail = [
            sequence.to_le_bytes().as_slice(),
            &0u32.to_le_bytes(),
            &[1u8],
        ]
        .concat();
        let sum = [&length[..], &tail, payload]
            .iter()
            .fold(0, |sum, part| crc32c::crc32c_append(sum, part));
        file.extend([&length[..], &sum.to_le_bytes(), &tail, payload].concat());
    }
    file
}

/// All that a reader is asked for.
pub(super) fn read(dir: &Path) {
    let Ok(mut reader) = Reader::open(dir) else {
        return;
    };
    let mut records: Vec<Record> = Vec::new();
    let loaded = reader.load(&mut |batch| {
        records.extend(batch);
        ControlFlow::Continue(())
    });
    if loaded.is_ok() {
        show(records);
    }
    let _ = reader.headings(50);
    for sequence in 0..4 {
        let _ = reader.entry(sequence);
    }
    let _ = reader.history(RecordRef::new(Kind::Person, Ulid::from(1u128)));
    let _ = reader.follow();
}

/// Opens it for writing, and closes it: what was understood is understood again.
pub(super) fn write(dir: &Path) {
    let Ok((store, _)) = Store::open(dir) else {
        return;
    };
    let head = store.head();
    store.close().unwrap();
    let (store, _) = Store::open(dir).unwrap();
    assert_eq!(store.head(), head);
    store.close().unwrap();
    read(dir);
}
