//! A snapshot, or a backup, of any bytes; with the first bit set, a well sealed one of any blocks.

use guichet::store::backup;

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
        let restored = backup::restore(&path, &temporary.path().join("restored"), false);
        assert!(restored.is_err() || checked.is_ok(), "restored unchecked");
    }
    if mode & 4 != 0 {
        wal::write(&dir);
    }
}

/// A header and blocks whose checksums are right: `[records u8][digest u8][heads][fields]` for each.
fn sealed(mut bytes: &[u8]) -> Vec<u8> {
    let records = byte(&mut bytes);
    let mut file = b"guichet-records\n\x02\0\0\0".to_vec();
    file.extend(1u64.to_le_bytes());
    file.extend(u64::from(records).to_le_bytes());
    file.extend(u128::from(byte(&mut bytes)).to_le_bytes());
    file.extend(crc32c::crc32c(&file).to_le_bytes());
    while !bytes.is_empty() {
        file.extend(block(&mut bytes));
    }
    file
}

fn block(bytes: &mut &[u8]) -> Vec<u8> {
    let mut block = vec![byte(bytes)];
    block.extend(u32::from(byte(bytes)).to_le_bytes());
    // How much longer the parts are said to be than they are.
    let lie = u32::from(byte(bytes)) << byte(bytes).min(24);
    let parts = [piece(bytes), piece(bytes)];
    let packed = parts.map(|part| zstd::bulk::compress(part, 1).unwrap());
    for (part, packed) in parts.iter().zip(&packed) {
        block.extend((part.len() as u32).wrapping_add(lie).to_le_bytes());
        block.extend((packed.len() as u32).to_le_bytes());
    }
    block.extend(u128::from(byte(bytes)).to_le_bytes());
    block.extend(crc32c::crc32c(&packed.concat()).to_le_bytes());
    block.extend(crc32c::crc32c(&block).to_le_bytes());
    block.extend(packed.concat());
    block
}
