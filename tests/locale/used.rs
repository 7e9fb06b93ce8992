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

/// What stands between quotes in code: no comments, no quotes in quotes.
fn quoted(text: &str) -> Vec<&str> {
    let code = text.lines().map(|line| match line.split_once("//") {
        Some((before, _)) if before.matches('"').count() % 2 == 0 => before,
        _ => line,
    });
    code.flat_map(|line| line.split('"').skip(1).step_by(2))
        .collect()
}

fn is_key(word: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    word.contains('-')
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && !word.ends_with('-')
        && word.chars().all(letters)
}

/// The words between quotes that stand behind `call` in the text, as its first argument or after one, when they look
/// like a key: also those of the arms of a choice.
fn named<'a>(text: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(call).skip(1).flat_map(|after| {
        let mut depth = 1;
        let end = after.find(|c: char| {
            depth +=
                i32::from(matches!(c, '(' | '[' | '{')) - i32::from(matches!(c, ')' | ']' | '}'));
            depth == 0 || depth == 1 && c == ';'
        });
        // Of what is said the arguments follow: only what stands before them is a key.
        let arguments = &after[..end.unwrap_or(after.len())];
        let before = arguments.split("&[").next().unwrap();
        before
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|word| is_key(word))
    })
}

/// By which texts are asked for whole.
const ASKED: [&str; 9] = [
    ".get(",
    ".format(",
    ".try_format(",
    ".word(",
    ".say_word(",
    ".say_format(",
    "heading(",
    "texts.of(",
    ".hint(",
];

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
        for key in ASKED.iter().flat_map(|call| named(&text, call)) {
            found += 1;
            if !known.contains(key) {
                missing.push(format!("{}: {key}", file.display()));
            }
        }
    }
    assert!(found > 100, "the search finds what it looks for: {found}");
    assert_eq!(missing, Vec::<String>::new());
    let sample =
        "cx.say_word(Tone::Note, if none { \"no-such\" } else { \"nor-this\" }); x.get(\"a-b\")";
    assert_eq!(
        named(sample, ".say_word(").collect::<Vec<_>>(),
        ["no-such", "nor-this"]
    );
    assert_eq!(named(sample, ".get(").collect::<Vec<_>>(), ["a-b"]);
}

/// Files whose words with a hyphen are those of commands and of themes, not of texts.
const OTHER_WORDS: [&str; 2] = ["command/mod.rs", "theme/role.rs"];

/// However a text is asked for: what looks like one, and begins as texts do, is one, or the room or the id of one
/// (`{room}-{id}`).
#[test]
fn every_word_that_looks_like_a_text_is_one() {
    let known: BTreeSet<&str> = keys(Lang::Fr).collect();
    let first = |key: &str| key.split('-').next().unwrap().to_string();
    let rooms: BTreeSet<String> = known.iter().map(|key| first(key)).collect();
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root, &mut files);
    let (mut found, mut missing) = (0, Vec::new());
    for file in files
        .iter()
        .filter(|file| !OTHER_WORDS.iter().any(|other| file.ends_with(other)))
    {
        let text = std::fs::read_to_string(file).unwrap();
        for word in quoted(&text)
            .into_iter()
            .filter(|word| is_key(word) && rooms.contains(&first(word)))
        {
            found += 1;
            let (ends, begins) = (format!("-{word}"), format!("{word}-"));
            let is_part = |key: &&str| key.ends_with(&ends) || key.starts_with(&begins);
            if !known.contains(word) && !known.iter().any(is_part) {
                missing.push(format!("{}: {word}", file.display()));
            }
        }
    }
    assert!(found > 200, "the search finds what it looks for: {found}");
    assert_eq!(missing, Vec::<String>::new());
}

/// Ids are given to a room: `said(texts, "store", …)`, `format!("fault-{}")`. Each has texts.
#[test]
fn every_room_that_the_code_names_has_texts() {
    let known: BTreeSet<&str> = keys(Lang::Fr).collect();
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root, &mut files);
    let (mut found, mut missing) = (0, Vec::new());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let of_calls = ["said(", ".refused("].into_iter().flat_map(|call| {
            text.split(call).skip(1).filter_map(|after| {
                let (arguments, _) = after.split_once(['[', ')', ';'])?;
                let mut words = arguments.split('"').skip(1).step_by(2);
                let room = words.next()?;
                Some((room, words.next()))
            })
        });
        let of_formats = quoted(&text)
            .into_iter()
            .filter_map(|word| Some((word.split_once("-{")?.0, None)));
        for (room, id) in of_calls.chain(of_formats) {
            let is_room = room.starts_with(|c: char| c.is_ascii_lowercase())
                && room.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if !is_room {
                continue;
            }
            found += 1;
            let begins = format!("{room}-");
            let whole = id.map(|id| format!("{room}-{id}"));
            let is_there = match &whole {
                Some(key) if is_key(key) => known.contains(key.as_str()) || known.contains(room),
                _ => known.iter().any(|key| key.starts_with(&begins)),
            };
            if !is_there {
                missing.push(format!("{}: {room} {id:?}", file.display()));
            }
        }
    }
    assert!(found > 40, "the search finds what it looks for: {found}");
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
