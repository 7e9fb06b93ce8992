//! "Did you mean": the known word nearest to one that is not known.

use crate::model::text::COMPARED;

/// The candidate nearest to `word`, if one is near enough: at most a third of the letters differ.
/// The parts of `edit-record` may stand in any order, so that it leads to `record-edit`.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // No key or name is that long; comparing takes as many steps as both have letters, multiplied.
    if word.len() > COMPARED {
        return None;
    }
    let word = word.to_lowercase();
    let sorted = sorted_parts(&word);
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            let straight = strsim::osa_distance(&word, candidate);
            let shuffled = strsim::osa_distance(&sorted, &sorted_parts(candidate));
            (straight.min(shuffled), candidate)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn sorted_parts(word: &str) -> String {
    let mut parts: Vec<&str> = word.split(['-', '_']).collect();
    parts.sort_unstable();
    parts.join("-")
}
