//! The state of a store, in so few numbers that it is kept with whatever is made of it.

use super::envelope::{self, Key};

/// The state of a store in three numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The last journal entry; 0 if there is none.
    pub sequence: u64,
    /// How many records there are, those in the trash included.
    pub records: u64,
    /// The sum of the XXH3-128 of every record's key and envelope.
    pub digest: u128,
}

impl Head {
    pub(super) fn add(&mut self, key: &Key, envelope: &[u8]) {
        self.records = self.records.wrapping_add(1);
        self.digest = self.digest.wrapping_add(envelope::digest(key, envelope));
    }

    pub(super) fn take(&mut self, key: &Key, envelope: &[u8]) {
        self.records = self.records.wrapping_sub(1);
        self.digest = self.digest.wrapping_sub(envelope::digest(key, envelope));
    }

    /// Adds the records of another.
    pub(super) fn join(&mut self, other: &Head) {
        self.records = self.records.wrapping_add(other.records);
        self.digest = self.digest.wrapping_add(other.digest);
    }

    /// Whether the records are the same.
    pub(super) fn agrees(&self, other: &Head) -> bool {
        (self.records, self.digest) == (other.records, other.digest)
    }
}
