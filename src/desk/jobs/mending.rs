//! The rows of a file that an import does not take, made into a file to be mended.

use std::path::PathBuf;
use std::sync::Arc;

use super::cue::{Cue, Files, HowFar};
use crate::exchange::import::Plan;
use crate::exchange::options::Options;
use crate::exchange::table::Table;
use crate::exchange::{self, refused};
use crate::locale::{self, Texts};
use crate::model::Lang;

/// What is to be mended.
#[derive(Debug)]
pub struct Mending {
    /// The file.
    pub path: PathBuf,
    /// How it was read.
    pub options: Options,
    /// What is made of it.
    pub plan: Arc<Plan>,
    /// The language in which it is said why.
    pub lang: Lang,
}

impl Mending {
    /// The file to be mended, or why the first one can't be read, in words; `None` if it is given up.
    pub fn made(&self, files: Files, cue: &Cue) -> Option<Result<Vec<u8>, String>> {
        let texts = Texts::new(self.lang);
        let path = &self.path;
        let bytes = match (files.read)(path, &mut |read, of| cue.goes_on(HowFar::Read(read, of))) {
            Ok(bytes) => bytes,
            Err(reason) => {
                let words = locale::reason_words(&texts, &reason);
                return Some(Err(format!("{}: {words}", path.display())));
            }
        };
        let mut tell = |cut| cue.goes_on(HowFar::Cut(cut, bytes.len()));
        let table = exchange::read_table(&bytes, &self.options, &mut tell);
        let table = table.unwrap_or_default();
        (!cue.is_cancelled()).then(|| Ok(rows(&self.plan, &table, &texts)))
    }
}

/// The rows of a table that a plan does not take, as a file in the language of these texts.
pub fn rows(plan: &Plan, table: &Table, texts: &Texts) -> Vec<u8> {
    let reasons = refused::reasons(
        plan,
        table,
        &|refusal| locale::reason_words(texts, &refusal.reason),
        &|doubt| locale::said_of_doubt(texts, &doubt.kind),
    );
    let lang = texts.lang();
    let headings = refused::headings(lang);
    refused::file(table, &reasons, headings, refused::flavour(lang))
}
