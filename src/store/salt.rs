//! The salt of a segment: what the checksums of its frames begin from, by chance. Text in a record that looks
//! like a frame, be it copied out of another journal, is none: who writes the text can't know the salt.

use super::error::Trouble;
use super::sums::{self, PERIOD};

/// A salt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Salt(u32);

impl Salt {
    /// That of the segments of the first format, which have none.
    pub const NONE: Salt = Salt(0);

    /// A new one, by chance.
    ///
    /// # Errors
    /// The system has no chance to give.
    pub fn by_chance() -> Result<Salt, Trouble> {
        let mut bytes = [0; 4];
        let filled = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty());
        filled.map_err(|error| Trouble::at(std::path::Path::new("getrandom"))(error.into()))?;
        Ok(Salt(u32::from_le_bytes(bytes).max(1)))
    }

    /// The salt that makes a checksum of `unsalted` one of `salted`, over that many bytes: checksums are
    /// linear, so that it can be told from any frame.
    pub fn of_sums(salted: u32, unsalted: u32, length: usize) -> Salt {
        let back = PERIOD - length % PERIOD;
        Salt(sums::moved(salted ^ unsalted, back))
    }

    /// What checksums begin from.
    pub fn sum(self) -> u32 {
        self.0
    }

    /// As it stands in a header: followed by its complement, so that a damaged one is known.
    pub fn write(self) -> [u8; 8] {
        let number = u64::from(self.0) | u64::from(!self.0) << 32;
        number.to_le_bytes()
    }

    /// Reads what `write` wrote; `None` if it is damaged.
    pub fn read(bytes: [u8; 8]) -> Option<Salt> {
        let number = u64::from_le_bytes(bytes);
        let (salt, complement) = (number as u32, (number >> 32) as u32);
        (salt == !complement && salt != 0).then_some(Salt(salt))
    }
}
