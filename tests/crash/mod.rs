//! Kills, cuts and flips, counted. A few of each by default; `CRASH=full` does them all, `CRASH=500` so many of each, and
//! `cargo test --test main crash -- --nocapture` shows the counts.

pub mod calls;
mod crowd;
mod damages;
mod disk;
mod faults;
mod full;
mod hangups;
mod kills;
mod pairs;
mod power;
mod work;

/// How many of something to do: few, all with `CRASH=full`, so many with `CRASH=500`.
fn count(few: usize, full: usize) -> usize {
    let wanted = std::env::var("CRASH").unwrap_or_default();
    match wanted.parse::<usize>() {
        Ok(wanted) => wanted.clamp(few.min(full), full),
        Err(_) if wanted == "full" => full,
        Err(_) => few,
    }
}

/// Numbers that look random and are the same in every run of a seed (splitmix64).
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}
