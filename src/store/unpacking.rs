//! Unpacking what zstd packed. How long it is said to be costs nothing yet: memory is taken as bytes come.

use std::io::Read;

use zstd::stream::read::Decoder;
use zstd::zstd_safe;

/// What is said to be no longer than that, in bytes, is unpacked in one go, into memory taken before.
const AT_ONCE: usize = 16 << 20;
/// zstd looks back that far at most, as a power of two, in bytes: the levels that are written look back no
/// farther than 2 MiB.
const LOOKS_BACK: u32 = 23;

/// Unpacks what was exactly so long; `None` if it was not.
pub fn unpack(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    if !may_hold(packed.len(), length) {
        return None;
    }
    let unpacked = match length <= AT_ONCE {
        true => zstd::bulk::decompress(packed, length).ok()?,
        false => bit_by_bit(packed, length)?,
    };
    (unpacked.len() == length).then_some(unpacked)
}

fn bit_by_bit(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut decoder = Decoder::with_buffer(packed).ok()?;
    decoder.window_log_max(LOOKS_BACK).ok()?;
    let mut unpacked = Vec::new();
    // One byte more tells that it is longer than it is said to be.
    let most = u64::try_from(length).ok()?.checked_add(1)?;
    decoder.take(most).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}

/// Whether so many bytes can be that many, packed.
pub fn may_hold(packed: usize, length: usize) -> bool {
    packed <= zstd_safe::compress_bound(length)
}
