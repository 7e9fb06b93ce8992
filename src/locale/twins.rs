//! What speaks for two records being one, in words.

use super::{Arg, Texts};
use crate::catalog::{Nearness, Speaking};

/// A piece of evidence: `courriel : le même`, with how many records have it where that is more than the two.
pub fn evidence_words(texts: &Texts, evidence: &Speaking) -> String {
    let near = texts
        .get(&format!("near-{}", evidence.near.id()))
        .to_string();
    let field = evidence.field.label(texts.lang()).to_lowercase();
    let shared = match evidence.near {
        Nearness::Same => evidence.shared_by,
        _ => 0,
    };
    let count = texts.number(shared as usize);
    let arguments = [
        ("field", Arg::from(field.as_str())),
        ("near", near.as_str().into()),
        ("n", count.as_str().into()),
        ("many", if shared > 2 { "yes" } else { "no" }.into()),
    ];
    texts.format("evidence", &arguments)
}
