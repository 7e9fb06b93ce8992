//! Words in use: what is offered while a field is typed.

use std::collections::HashMap;

use super::Catalog;
use crate::model::fold::fold;
use crate::model::{Field, Kind};

impl Catalog {
    /// The values of a field that are in use and have a word that begins with `prefix`, the most
    /// frequent first.
    pub fn suggestions(
        &self,
        kind: Kind,
        field: &Field,
        prefix: &str,
        limit: usize,
    ) -> Vec<String> {
        let mut uses: HashMap<&str, usize> = HashMap::new();
        self.records(kind)
            .filter(|record| !record.trashed)
            .filter_map(|record| record.get(field.number))
            .flat_map(|value| value.items().filter_map(|item| item.text()))
            .for_each(|text| *uses.entry(text).or_default() += 1);
        let prefix = fold(prefix.trim());
        let mut values: Vec<(&str, usize)> = uses
            .into_iter()
            .filter(|(text, _)| has_word(&fold(text), &prefix))
            .collect();
        values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        values
            .into_iter()
            .take(limit)
            .map(|(text, _)| text.to_string())
            .collect()
    }
}

fn has_word(folded: &str, prefix: &str) -> bool {
    folded.match_indices(prefix).any(|(at, _)| {
        folded
            .get(..at)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|before| !before.is_alphanumeric())
    })
}
