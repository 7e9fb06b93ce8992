//! A wal of any bytes; with the first bit set, a well sealed one of any entries.

use std::path::Path;

use guichet::model::{Kind, Record, RecordRef};
use guichet::store::{Reader, Store, doctor};
use std::ops::ControlFlow;
use ulid::Ulid;

use super::sealing::{Frame, segment};
use super::{byte, number, piece, show};

/// Reads it as a desk, a command line and the doctor do.
pub fn run(mut bytes: &[u8]) {
    let mode = byte(&mut bytes);
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("store");
    let wal = dir.join("wal");
    std::fs::create_dir_all(&wal).unwrap();
    let file = match mode & 1 {
        0 => bytes.to_vec(),
        _ => sealed(mode, bytes),
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

/// What follows in frames whose checksums are right, of entries 1, 2 …, or of any numbers and parts if `mode` says
/// so; with a salt if it says that.
pub(super) fn sealed(mode: u8, mut bytes: &[u8]) -> Vec<u8> {
    let (salt, free) = (u32::from(mode & 8) << 20, mode & 16 != 0);
    let (mut frames, mut last) = (Vec::new(), 0u64);
    while !bytes.is_empty() {
        let mut frame = Frame::whole(last.wrapping_add(1), &[]);
        if free {
            frame.sequence = number(&mut bytes, last);
            frame.part = number(&mut bytes, 0) as u32;
            frame.last = byte(&mut bytes) & 1 == 0;
        }
        frame.payload = piece(&mut bytes).to_vec();
        last = frame.sequence;
        frames.push(frame);
    }
    segment(salt, frames)
}

/// All that a reader is asked for.
pub fn read(dir: &Path) {
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

/// Opens it for writing, saves, and closes it: what was understood is understood again, and what was saved is there,
/// also when all that can be made again is.
pub fn write(dir: &Path) {
    let Ok((mut store, _)) = Store::open(dir) else {
        return;
    };
    let saved = super::saved(&mut store);
    let head = store.head();
    store.close().unwrap();
    let (mut store, _) = Store::open(dir).unwrap();
    assert_eq!(store.head(), head);
    let is_there = |store: &Store| {
        let found = saved.map(|saved| store.record(saved).unwrap());
        assert!(found.is_none_or(|found| found.is_some()), "not there");
    };
    is_there(&store);
    store.rebuild().unwrap();
    is_there(&store);
    store.close().unwrap();
    read(dir);
}
