//! One TOML file, read to the end whatever is wrong in it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::finding::{Finding, Problem};

/// A key of a table with its value, both with their place in bytes.
pub struct Word<'a, 't> {
    /// The key as written, without quotes.
    pub key: &'a str,
    /// Where the key stands.
    pub span: Range<usize>,
    /// The value.
    pub value: &'a Spanned<DeValue<'t>>,
}

/// Reads one file and gathers what is wrong in it.
pub struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    findings: Vec<Finding>,
    /// Lines that are not TOML: what can be read of them is not judged any further.
    broken: BTreeSet<usize>,
}

impl<'t> Reader<'t> {
    /// Parses `text`; what is not TOML is a finding, the rest is in the table.
    pub fn open(file: &'t str, text: &'t str) -> (Reader<'t>, DeTable<'t>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader {
            file,
            text,
            findings: Vec::new(),
            broken: BTreeSet::new(),
        };
        for error in errors {
            let span = error.span().unwrap_or(text.len()..text.len());
            let (line, _) = reader.position(span.start);
            if reader.broken.contains(&line) {
                continue;
            }
            let duplicate = error.message().starts_with("duplicate key");
            let problem = if duplicate {
                Problem::Duplicate
            } else {
                Problem::Syntax
            };
            let written = text.get(span.clone()).unwrap_or_default().trim_matches('"');
            let word = if duplicate { written } else { error.message() };
            reader.report(span, "", "", problem, word, None);
            reader.broken.insert(line);
        }
        (reader, table.into_inner())
    }

    /// Adds a finding at a place in the text.
    pub fn report(
        &mut self,
        span: Range<usize>,
        table: &str,
        key: &str,
        problem: Problem,
        word: &str,
        help: Option<&str>,
    ) {
        let finding = self.finding(span, table, key, problem, word, help);
        if !self.broken.contains(&finding.line) {
            self.findings.push(finding);
        }
    }

    /// A finding at a place in the text, not added.
    pub fn finding(
        &self,
        span: Range<usize>,
        table: &str,
        key: &str,
        problem: Problem,
        word: &str,
        help: Option<&str>,
    ) -> Finding {
        let (line, column) = self.position(span.start);
        Finding {
            file: self.file.to_string(),
            line,
            column,
            table: table.to_string(),
            key: key.to_string(),
            problem,
            word: word.to_string(),
            help: help.map(str::to_string),
        }
    }

    /// The text of a value; anything else is a finding.
    pub fn text<'a>(&mut self, table: &str, word: &Word<'a, '_>) -> Option<&'a str> {
        let text = word.value.get_ref().as_str();
        if text.is_none() {
            let span = word.value.span();
            self.report(span, table, word.key, Problem::ExpectedText, "", None);
        }
        text
    }

    /// The table of a value; anything else is a finding.
    pub fn table<'a, 'w>(&mut self, word: &Word<'a, 'w>) -> Option<&'a DeTable<'w>> {
        let table = word.value.get_ref().as_table();
        if table.is_none() {
            let span = word.value.span();
            self.report(span, "", word.key, Problem::ExpectedTable, "", None);
        }
        table
    }

    /// All findings, in the order of the file.
    pub fn finish(mut self) -> Vec<Finding> {
        self.findings
            .sort_by_key(|finding| (finding.line, finding.column));
        self.findings
    }

    /// Line and column, from 1, the column in characters.
    fn position(&self, byte: usize) -> (usize, usize) {
        let before = self
            .text
            .as_bytes()
            .get(..byte)
            .unwrap_or(self.text.as_bytes());
        let line_start = before
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        // Continuation bytes of UTF-8 begin no character.
        let starts = before
            .iter()
            .skip(line_start)
            .filter(|b| **b & 0xC0 != 0x80);
        (line, starts.count() + 1)
    }
}

/// The entries of a table in the order of the file.
pub fn words<'a, 't>(table: &'a DeTable<'t>) -> Vec<Word<'a, 't>> {
    let mut words: Vec<Word<'a, 't>> = table
        .iter()
        .map(|(key, value)| Word {
            key: key.get_ref(),
            span: key.span(),
            value,
        })
        .collect();
    words.sort_by_key(|word| word.span.start);
    words
}

/// The text of a file; `None` when there is no such file.
///
/// # Errors
/// A finding about the whole file when it is there and can't be read, or is not UTF-8.
pub fn read_file(path: &Path) -> Result<Option<String>, Box<Finding>> {
    let file = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Box::new(Finding::about(&file, Problem::Encoding, ""))),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Box::new(Finding::about(
            &file,
            Problem::Unreadable,
            &error.to_string(),
        ))),
    }
}
