//! Ids of new records.

use ulid::Ulid;

/// Makes ids from a time and a seed (a splitmix64 sequence, by S. Vigna): `update` has no other
/// source of chance.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ids {
    /// State of the sequence.
    pub seed: u64,
}

impl Ids {
    /// The next one, made at that time.
    pub fn next(&mut self, now: i64) -> Ulid {
        let random = u128::from(self.random()) << 64 | u128::from(self.random());
        Ulid::from_parts(u64::try_from(now).unwrap_or(0), random)
    }

    /// A sequence of its own, for work done aside.
    pub fn apart(&mut self) -> Ids {
        Ids {
            seed: self.random(),
        }
    }

    fn random(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
