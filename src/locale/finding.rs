//! What is wrong in a file of the user's, in words.

use super::{Arg, Texts};
use crate::files::Finding;

/// A finding in one line: place, table, key, problem and, where there is one, what may be meant.
pub fn finding_words(texts: &Texts, finding: &Finding) -> String {
    let mut line = finding.file.clone();
    if finding.line > 0 {
        line.push_str(&format!(":{}:{}", finding.line, finding.column));
    }
    line.push_str(": ");
    if !finding.table.is_empty() {
        line.push_str(&format!("[{}] ", finding.table));
    }
    if !finding.key.is_empty() {
        line.push_str(&format!("\"{}\": ", finding.key));
    }
    let id = format!("finding-{}", finding.problem.id());
    line.push_str(&texts.format(&id, &[("word", Arg::from(&finding.word))]));
    if let Some(near) = &finding.help {
        line.push(' ');
        line.push_str(&texts.format("finding-help", &[("word", Arg::from(near))]));
    }
    line
}
