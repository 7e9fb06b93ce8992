//! What fields are called: which one a word means wherever one is named, in the header of a file, a condition of a
//! query, a quick line.

use super::field::Field;
use super::fold::fold;
use super::text::nearest;

/// A name as it is compared: without case, accents, and signs between its words.
pub fn plain(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ")
}

/// A name as it is typed: its blanks as `_`.
pub fn typed(name: &str) -> String {
    plain(name).replace(' ', "_")
}

/// The field that has that key, as it is compared.
pub fn by_key(
    mut fields: impl Iterator<Item = &'static Field>,
    name: &str,
) -> Option<&'static Field> {
    fields.find(|field| plain(field.key) == name)
}

/// The field that has that key or, where none has, that label.
pub fn by_label(
    fields: impl Iterator<Item = &'static Field> + Clone,
    name: &str,
) -> Option<&'static Field> {
    let is_label = |field: &&Field| [field.fr, field.en].iter().any(|it| plain(it) == name);
    by_key(fields.clone(), name).or_else(|| fields.clone().find(is_label))
}

/// The field that is called so: a key is meant before a label, a label before another word.
pub fn field(
    fields: impl Iterator<Item = &'static Field> + Clone,
    name: &str,
) -> Option<&'static Field> {
    let name = plain(name);
    let has_word = |field: &&Field| field.words.contains(&name.as_str());
    by_label(fields.clone(), &name).or_else(|| fields.clone().find(has_word))
}

/// All that a field is called: its key, its labels, the other words.
pub fn names(field: &'static Field) -> impl Iterator<Item = &'static str> {
    let known = [field.key, field.fr, field.en];
    known.into_iter().chain(field.words.iter().copied())
}

/// What is near to a name that no field has: a key before other names.
pub fn near(
    fields: impl Iterator<Item = &'static Field> + Clone,
    name: &str,
) -> Option<&'static str> {
    let keys = fields.clone().map(|field| field.key);
    nearest(name, keys).or_else(|| nearest(name, fields.clone().flat_map(names)))
}
