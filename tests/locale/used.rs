//! Every text that the code names is there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use guichet::locale::keys;
use guichet::model::Lang;

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The words between quotes that follow `call` in the text, when they look like a key.
fn named<'a>(text: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(call).skip(1).filter_map(|after| {
        let word = after.trim_start().strip_prefix('"')?.split('"').next()?;
        let is_key = word.contains('-')
            && word.starts_with(|c: char| c.is_ascii_lowercase())
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        is_key.then_some(word)
    })
}

#[test]
fn every_text_that_the_code_names_is_there() {
    let known: BTreeSet<&str> = keys(Lang::Fr).collect();
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut found = 0;
    let mut missing = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for key in [".get(", ".format("]
            .iter()
            .flat_map(|call| named(&text, call))
        {
            found += 1;
            if !known.contains(key) {
                missing.push(format!("{}: {key}", file.display()));
            }
        }
    }
    assert!(found > 0, "the search finds what it looks for");
    assert_eq!(missing, Vec::<String>::new());
}
