//! What has become of a text, line by line.

use similar::{ChangeTag, TextDiff};

/// How many lines that stayed are shown around those that did not.
const AROUND: usize = 1;

/// What has become of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It stayed.
    Same,
    /// It went.
    Out,
    /// It came.
    In,
    /// Lines that stayed are left out here.
    Gap,
}

/// A line, and what has become of it.
pub type Differing = (Sign, String);

/// The lines that make the difference, with what stands around them.
pub fn lines(before: &str, after: &str) -> Vec<Differing> {
    // Whether its last line is ended makes no difference to a text.
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    let diff = TextDiff::from_slices(&before, &after);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(AROUND) {
        let begins = group.first().is_some_and(|op| op.old_range().start == 0);
        if !begins || !lines.is_empty() {
            lines.push((Sign::Gap, String::new()));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Equal => Sign::Same,
                ChangeTag::Delete => Sign::Out,
                ChangeTag::Insert => Sign::In,
            };
            lines.push((sign, change.value().to_string()));
        }
    }
    lines
}
