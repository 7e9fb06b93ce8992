//! `guichet check [FILE…]`.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::context::{Context, Failure};
use super::output;
use crate::config;
use crate::locale;

/// Check configuration, keymaps and themes.
#[derive(Debug, clap::Args)]
pub struct Check {
    files: Vec<PathBuf>,
}

impl Check {
    pub(super) fn run(self, context: &Context) -> Result<u8, Failure> {
        let dir = context.surroundings.config_dir();
        let findings = config::check(dir.as_deref(), &self.files);
        let lines: Vec<String> = findings
            .iter()
            .map(|finding| locale::finding_words(&context.texts, finding))
            .collect();
        if context.json {
            let objects = findings.iter().zip(&lines).map(|(finding, line)| {
                json!({ "file": finding.file, "line": finding.line, "column": finding.column, "message": line })
            });
            output::value(&Value::Array(objects.collect()))?;
        } else if lines.is_empty() {
            output::lines([context.texts.get("cli-check-good")])?;
        } else {
            output::lines(lines.iter().map(String::as_str))?;
        }
        Ok(u8::from(!findings.is_empty()))
    }
}
