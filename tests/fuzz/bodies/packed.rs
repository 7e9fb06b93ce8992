//! A packed segment of any bytes; with the first bit set, a well sealed one of any blocks, of which those with a
//! number of their own need not follow each other: `[number][lie u8, shift u8][flags u8][bytes]`.

use super::sealing::{Packed, packed};
use super::{byte, number, piece, wal};

/// Reads the store, alone or with a second segment behind.
pub fn run(mut bytes: &[u8]) {
    let mode = byte(&mut bytes);
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("store");
    let folder = dir.join("wal");
    std::fs::create_dir_all(&folder).unwrap();
    let file = match mode & 1 {
        0 => bytes.to_vec(),
        _ => packed(&blocks(bytes)),
    };
    std::fs::write(folder.join("00000000000000000001.walz"), file).unwrap();
    wal::read(&dir);
    if mode & 2 != 0 {
        let _ = guichet::store::doctor::examine(&dir);
    }
    if mode & 4 != 0 {
        wal::write(&dir);
    }
}

fn blocks(mut bytes: &[u8]) -> Vec<Packed> {
    let (mut blocks, mut next) = (Vec::new(), 0u64);
    while !bytes.is_empty() {
        let at = number(&mut bytes, next);
        let lie = u32::from(byte(&mut bytes)) << byte(&mut bytes).min(24);
        let flags = byte(&mut bytes);
        // A segment of entries, or the bytes as they are.
        let content = piece(&mut bytes);
        blocks.push(Packed {
            number: at as u32,
            lie,
            last: flags & 1 != 0,
            bytes: match flags & 2 {
                0 => wal::sealed(flags, content),
                _ => content.to_vec(),
            },
        });
        next = at.wrapping_add(1);
    }
    blocks
}
