//! A snapshot, or a backup, of any bytes; with the first bit set, a well sealed one of any blocks.

use guichet::store::backup;

use super::sealing::{Block, snapshot};
use super::{byte, piece, wal};

/// Reads it as a store and as a backup.
pub fn run(mut bytes: &[u8]) {
    let mode = byte(&mut bytes);
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("store");
    std::fs::create_dir_all(dir.join("wal")).unwrap();
    std::fs::create_dir_all(dir.join("snapshots")).unwrap();
    let file = match mode & 1 {
        0 => bytes.to_vec(),
        _ => sealed(bytes),
    };
    let path = dir.join("snapshots/00000000000000000001.snapshot");
    std::fs::write(&path, file).unwrap();
    let checked = backup::check(&path);
    wal::read(&dir);
    if mode & 2 != 0 {
        let restored = backup::restore(&path, &temporary.path().join("restored"), None);
        assert!(restored.is_err() || checked.is_ok(), "restored unchecked");
    }
    if mode & 4 != 0 {
        wal::write(&dir);
    }
}

/// A header and blocks whose checksums are right: `[records u8][digest u8][heads][fields]` for each.
fn sealed(mut bytes: &[u8]) -> Vec<u8> {
    let records = u64::from(byte(&mut bytes));
    let digest = u128::from(byte(&mut bytes));
    let mut blocks = Vec::new();
    while !bytes.is_empty() {
        let (kind, records) = (byte(&mut bytes), u32::from(byte(&mut bytes)));
        let lie = u32::from(byte(&mut bytes)) << byte(&mut bytes).min(24);
        blocks.push(Block {
            kind,
            records,
            lie,
            parts: [piece(&mut bytes).to_vec(), piece(&mut bytes).to_vec()],
            digest: u128::from(byte(&mut bytes)),
        });
    }
    snapshot(1, records, digest, &blocks)
}
