//! What a terminal sends, `[cut u8]` at a time: keys and pastes.

use std::time::{Duration, Instant};

use guichet::term::{Decoder, Input};

use super::byte;

/// Decodes it in pieces, letting time pass now and then; in the end nothing is held.
pub fn run(mut bytes: &[u8]) {
    let cut = usize::from(byte(&mut bytes)).max(1);
    let mut decoder = Decoder::new(Duration::from_millis(50));
    let mut now = Instant::now();
    let mut inputs = Vec::new();
    for (number, part) in bytes.chunks(cut).enumerate() {
        now += Duration::from_millis(if number % 3 == 0 { 60 } else { 1 });
        inputs.extend(decoder.expire(now));
        inputs.extend(decoder.feed(part, now));
    }
    inputs.extend(decoder.expire(now + Duration::from_secs(2)));
    assert_eq!(decoder.deadline(), None, "something is held for ever");
    for input in inputs {
        if let Input::Paste(text) | Input::Unended(text) | Input::Bare(text) = input {
            assert!(!text.contains('\r') && text.len() <= 3 * bytes.len());
        }
    }
}
