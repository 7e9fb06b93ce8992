//! Every text that the code names is there, and none that nothing names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use guichet::cli::Arguments;
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

/// The texts of the command line: of each subcommand, of each argument, of each name of a value.
fn usage() -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    let mut ask = |verb: Option<&str>, command: &clap::Command| {
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str().replace('_', "-");
            let built_in = matches!(id.as_str(), "help" | "version");
            match verb.filter(|_| !built_in) {
                None => wanted.insert(format!("usage-{id}")),
                Some(verb) => wanted.insert(format!("usage-{verb}-{id}")),
            };
            let names = arg.get_value_names().map(<[_]>::to_vec);
            for name in names.unwrap_or_else(|| vec![id.clone().into()]) {
                if arg.get_action().takes_values() {
                    let name = name.to_lowercase().replace(['/', '_'], "-");
                    wanted.insert(format!("usage-value-{name}"));
                }
            }
        }
    };
    let command = Arguments::command();
    ask(None, &command);
    command
        .get_subcommands()
        .for_each(|verb| ask(Some(verb.get_name()), verb));
    for verb in command.get_subcommands() {
        wanted.insert(format!("usage-{}", verb.get_name()));
    }
    wanted
}

#[test]
fn every_argument_has_its_words() {
    for lang in [Lang::Fr, Lang::En] {
        let known: BTreeSet<String> = keys(lang).map(String::from).collect();
        let missing: Vec<String> = usage().difference(&known).cloned().collect();
        assert_eq!(missing, Vec::<String>::new());
    }
}

/// A text is named whole, or as a room and an id within it (`{room}-{id}`), which both stand in the code.
#[test]
fn no_text_is_there_for_nothing() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let code: String = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    // The words that stand alone between quotes; what stands between two texts is one too, and does no harm.
    let words: BTreeSet<&str> = code.split('"').collect();
    let rooms: BTreeSet<&str> = code
        .split('"')
        .filter_map(|word| Some(word.split_once("-{")?.0))
        .collect();
    let of_usage = usage();
    let numbered = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit());
    let named = |key: &str| {
        words.contains(key)
            || of_usage.contains(key)
            || key.match_indices('-').any(|(at, _)| {
                let (room, id) = (&key[..at], &key[at + 1..]);
                (words.contains(room) || rooms.contains(room))
                    && (words.contains(id) || numbered(id))
            })
    };
    let dead: Vec<&str> = keys(Lang::Fr).filter(|key| !named(key)).collect();
    assert_eq!(dead, Vec::<&str>::new());
    assert!(!named("today-nothing-of-the-kind"));
}
