//! One word for one thing: no two types of a room have the same name.

use std::collections::BTreeMap;

use super::{ROOMS, files, read, source};

/// Names that two types of a room have, and why.
const TWICE: &[(&str, &str, &str)] = &[];

/// Names that so many rooms may give to what is the same to each of them: a word of theirs, not of the house.
const IN_ONE_ROOM: &[&str] = &["Reading", "Ranking", "Ranked", "Ranks"];

/// The types that a file declares.
fn declared(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let mut words = line
            .split_whitespace()
            .skip_while(|word| word.starts_with("pub"));
        let keyword = words.next().unwrap_or_default();
        let is_type = matches!(keyword, "struct" | "enum" | "trait" | "union")
            || keyword == "type" && indent == 0;
        let name = words.next().filter(|_| is_type).unwrap_or_default();
        let name: String = name
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if name.starts_with(|c: char| c.is_ascii_uppercase()) {
            found.push(name);
        }
    }
    found
}

#[test]
fn no_two_types_of_a_room_have_the_same_name() {
    let mut twice = Vec::new();
    for (room, _) in ROOMS {
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for file in files(&source(room)) {
            let path = file.strip_prefix(source("")).unwrap().display().to_string();
            for name in declared(&read(&file)) {
                names.entry(name).or_default().push(path.clone());
            }
        }
        assert!(
            *room == "text" || !names.is_empty(),
            "{room}: they are found"
        );
        let more = names.into_iter().filter(|(_, files)| files.len() > 1);
        twice.extend(more.map(|(name, files)| (room.to_string(), name, files)));
    }
    let found: Vec<(&str, &str)> = twice
        .iter()
        .map(|(room, name, _)| (room.as_str(), name.as_str()))
        .collect();
    let known: Vec<(&str, &str)> = TWICE.iter().map(|(room, name, _)| (*room, *name)).collect();
    assert_eq!(found, known, "{twice:#?}");
}

#[test]
fn some_words_are_those_of_one_type() {
    for name in IN_ONE_ROOM {
        let having = files(&source(""))
            .into_iter()
            .filter(|file| declared(&read(file)).iter().any(|other| other == name));
        let having: Vec<_> = having.collect();
        assert!(having.len() < 2, "{name}: {having:?}");
    }
}
