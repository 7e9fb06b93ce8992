//! Checksums of any part of some bytes, each in the same small time: what looks like many long frames that lie
//! over each other is looked through in a time that follows from its length.

use std::ops::Range;

/// How many bytes lie between two checksums that are kept.
const STEP: usize = 1024;
/// The polynomial of crc32c, its highest power lowest.
const POLYNOMIAL: u32 = 0x82f6_3b78;
/// The order of x modulo that polynomial, which is (x + 1) times a primitive one of degree 31: after so many
/// zeros, bits or bytes, a checksum is what it was.
pub const PERIOD: usize = (1 << 31) - 1;
/// x to the powers of 1, 2, 4, 8 …: the one after them is the first one again.
const POWERS: [u32; 31] = powers();

const fn powers() -> [u32; 31] {
    let mut powers = [1 << 30; 31];
    let mut at = 1;
    while at < 31 {
        powers[at] = times(powers[at - 1], powers[at - 1]);
        at += 1;
    }
    powers
}

/// The product of two polynomials modulo that of crc32c.
const fn times(one: u32, mut other: u32) -> u32 {
    let (mut product, mut bit) = (0, 1_u32 << 31);
    while bit != 0 {
        if one & bit != 0 {
            product ^= other;
        }
        other = match other & 1 {
            0 => other >> 1,
            _ => other >> 1 ^ POLYNOMIAL,
        };
        bit >>= 1;
    }
    product
}

/// A checksum after so many bytes of zeros, what it begins from and ends with left out: how it counts in the
/// checksum of something longer. In the time of the logarithm of the length.
pub fn moved(sum: u32, bytes: usize) -> u32 {
    let mut bits = bytes as u64 * 8 % PERIOD as u64;
    let mut moved = sum;
    for power in POWERS {
        if bits & 1 == 1 {
            moved = times(power, moved);
        }
        bits >>= 1;
    }
    moved
}

/// Bytes, with the checksums of their beginnings.
#[derive(Debug)]
pub struct Sums {
    bytes: Vec<u8>,
    /// Of the first 0, `STEP`, 2 × `STEP` … bytes.
    kept: Vec<u32>,
}

impl Sums {
    /// Reads the bytes once.
    pub fn new(bytes: Vec<u8>) -> Sums {
        let mut sum = 0;
        let mut kept = vec![0];
        for step in bytes.chunks_exact(STEP) {
            sum = crc32c::crc32c_append(sum, step);
            kept.push(sum);
        }
        Sums { bytes, kept }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The checksum (crc32c) of a part of the bytes; 0 of one that is not there.
    pub fn of(&self, part: Range<usize>) -> u32 {
        if part.end > self.bytes.len() || part.start >= part.end {
            return 0;
        }
        let before = moved(self.beginning(part.start), part.len());
        self.beginning(part.end) ^ before
    }

    fn beginning(&self, end: usize) -> u32 {
        let kept = self.kept.get(end / STEP).copied().unwrap_or(0);
        let rest = self.bytes.get(end / STEP * STEP..end).unwrap_or_default();
        crc32c::crc32c_append(kept, rest)
    }
}
