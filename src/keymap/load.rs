//! Keymap files.

use std::collections::BTreeMap;
use std::path::Path;

use toml::de::DeValue;

use super::trie::Binding;
use super::{Condition, Key, Keymap, Mode, When, WhenError, chord};
use crate::command::Command;
use crate::files::{Finding, Problem, Reader, Shelf, Source, Word, nearest, words};

/// The shipped keymaps and the user's.
pub(crate) const SHELF: Shelf = Shelf {
    folder: "keymaps",
    shipped: &[
        ("default", include_str!("../../keymaps/default.toml")),
        ("azerty", include_str!("../../keymaps/azerty.toml")),
        ("vim", include_str!("../../keymaps/vim.toml")),
        ("emacs", include_str!("../../keymaps/emacs.toml")),
    ],
    root: "default",
    missing: Problem::UnknownKeymap,
};

/// The names of all keymaps, shipped ones first, then those of `user_dir/keymaps`.
pub fn names(user_dir: Option<&Path>) -> Vec<String> {
    SHELF.names(user_dir)
}

/// What is wrong in one keymap file, not in those that it inherits from.
pub fn check(source: Source, user_dir: Option<&Path>) -> Vec<Finding> {
    let file = source.file.clone();
    let (chain, findings) = SHELF.chain(source, user_dir);
    let (_, mut findings) = Keymap::build("", &chain, findings);
    findings.retain(|finding| finding.file == file);
    findings
}

/// What a line of a file asks for; `None` unbinds.
type Entry = (Mode, Vec<Key>, Option<Binding>);

impl Keymap {
    /// Loads a keymap by name, the user's before the shipped one; a file without `inherits` inherits
    /// from `default`. Entries that can't be used are skipped and reported, all of them; without a
    /// usable file it is the default keymap.
    pub fn load(name: &str, user_dir: Option<&Path>) -> (Keymap, Vec<Finding>) {
        let (chain, findings) = SHELF.load(name, user_dir);
        Keymap::build(name, &chain, findings)
    }

    fn build(name: &str, chain: &[Source], found: Vec<Finding>) -> (Keymap, Vec<Finding>) {
        let mut keymap = Keymap {
            name: name.to_string(),
            ..Keymap::default()
        };
        let mut findings = found;
        for source in chain {
            let (entries, wrong) = read(source);
            findings.extend(wrong);
            for (mode, keys, binding) in entries {
                match binding {
                    Some(binding) => keymap.bind(mode, &keys, binding),
                    None => keymap.unbind(mode, &keys),
                }
            }
        }
        (keymap, findings)
    }
}

fn read(source: &Source) -> (Vec<Entry>, Vec<Finding>) {
    let (mut reader, table) = Reader::open(&source.file, &source.text);
    let mut entries = Vec::new();
    for word in words(&table) {
        if word.key == "inherits" {
            reader.text("", &word);
        } else if let Some(mode) = Mode::by_id(word.key) {
            if let Some(lines) = reader.table(&word) {
                read_mode(&mut reader, mode, words(lines), &mut entries);
            }
        } else {
            let known = Mode::ALL.iter().map(|mode| mode.id()).chain(["inherits"]);
            let help = nearest(word.key, known);
            reader.report(
                word.span.clone(),
                "",
                "",
                Problem::UnknownMode,
                word.key,
                help,
            );
        }
    }
    (entries, reader.finish())
}

fn read_mode(reader: &mut Reader, mode: Mode, lines: Vec<Word>, entries: &mut Vec<Entry>) {
    let mut bound: BTreeMap<Vec<Key>, bool> = BTreeMap::new();
    for word in lines {
        let Some(keys) = read_chord(reader, mode, &word) else {
            continue;
        };
        let report = |reader: &mut Reader, problem, with: &[Key]| {
            reader.report(
                word.span.clone(),
                mode.id(),
                word.key,
                problem,
                &chord(with),
                None,
            );
        };
        if bound.contains_key(&keys) {
            report(reader, Problem::Duplicate, &keys);
            continue;
        }
        let Some(binding) = read_binding(reader, mode, &word) else {
            continue;
        };
        // "unbound" stands in nobody's way: `"g" = "unbound"` may make room for `"g g"`.
        let rival = bound
            .iter()
            .find(|(other, binds)| {
                **binds
                    && binding.is_some()
                    && (other.starts_with(&keys) || keys.starts_with(other.as_slice()))
            })
            .map(|(other, _)| other.clone());
        if let Some(rival) = rival {
            report(reader, Problem::Hidden, &rival);
            continue;
        }
        bound.insert(keys.clone(), binding.is_some());
        entries.push((mode, keys, binding));
    }
    // Unbinding comes before binding, whatever the order of the lines.
    entries.sort_by_key(|(_, _, binding)| binding.is_some());
}

fn read_chord(reader: &mut Reader, mode: Mode, word: &Word) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    for name in word.key.split_whitespace() {
        let Ok(key) = name.parse::<Key>() else {
            let help = near_key(name);
            let span = word.span.clone();
            reader.report(
                span,
                mode.id(),
                word.key,
                Problem::BadKey,
                name,
                help.as_deref(),
            );
            return None;
        };
        keys.push(key);
    }
    let problem = match keys.first() {
        None => Problem::BadKey,
        Some(first) if mode.takes_text() && first.text().is_some() => Problem::TextKey,
        Some(_) => return Some(keys),
    };
    reader.report(
        word.span.clone(),
        mode.id(),
        word.key,
        problem,
        word.key,
        None,
    );
    None
}

/// The key that was meant by a name: each of its parts may be misspelt.
fn near_key(name: &str) -> Option<String> {
    let mut parts: Vec<&str> = name.split('-').collect();
    let bare = parts.pop()?;
    let mut near = Vec::new();
    for part in parts {
        near.push(nearest(part, ["ctrl", "alt", "shift"])?);
    }
    near.push(if bare.parse::<Key>().is_ok() {
        bare
    } else {
        nearest(bare, Key::names())?
    });
    Some(near.join("-")).filter(|name| name.parse::<Key>().is_ok())
}

/// `Some(None)` is "unbound"; `None` is an entry to skip.
fn read_binding(reader: &mut Reader, mode: Mode, word: &Word) -> Option<Option<Binding>> {
    let value = word.value.get_ref();
    if value.as_str() == Some("unbound") {
        return Some(None);
    }
    let DeValue::Table(table) = value else {
        let commands = read_commands(reader, mode, word.key, word)?;
        return Some(Some(Binding {
            commands,
            when: None,
        }));
    };
    let mut commands = None;
    let mut when = None;
    let mut usable = true;
    for part in words(table) {
        match part.key {
            "do" => commands = read_commands(reader, mode, word.key, &part),
            "when" => {
                when = read_when(reader, mode, word.key, &part);
                usable &= when.is_some();
            }
            unknown => {
                let help = nearest(unknown, ["do", "when"]);
                let span = part.span.clone();
                reader.report(
                    span,
                    mode.id(),
                    word.key,
                    Problem::UnknownKey,
                    unknown,
                    help,
                );
            }
        }
    }
    if commands.is_none() && !table.contains_key("do") {
        reader.report(
            word.value.span(),
            mode.id(),
            word.key,
            Problem::ExpectedBinding,
            "",
            None,
        );
    }
    commands
        .filter(|_| usable)
        .map(|commands| Some(Binding { commands, when }))
}

fn read_commands(reader: &mut Reader, mode: Mode, key: &str, word: &Word) -> Option<Vec<Command>> {
    let items: Vec<_> = match word.value.get_ref() {
        DeValue::Array(items) if !items.is_empty() => items.iter().collect(),
        _ => vec![word.value],
    };
    let mut commands = Vec::new();
    let mut usable = true;
    for item in items {
        let span = item.span();
        let Some(id) = item.get_ref().as_str() else {
            reader.report(span, mode.id(), key, Problem::ExpectedBinding, "", None);
            usable = false;
            continue;
        };
        match Command::by_id(id) {
            Some(command) => commands.push(command),
            None => {
                let help = nearest(id, Command::ALL.iter().map(|command| command.id()));
                reader.report(span, mode.id(), key, Problem::UnknownCommand, id, help);
                usable = false;
            }
        }
    }
    usable.then_some(commands)
}

fn read_when(reader: &mut Reader, mode: Mode, key: &str, word: &Word) -> Option<When> {
    let span = word.value.span();
    let Some(text) = word.value.get_ref().as_str() else {
        reader.report(span, mode.id(), key, Problem::ExpectedText, "", None);
        return None;
    };
    let (problem, rest, help) = match When::parse(text) {
        Ok(when) => return Some(when),
        Err(WhenError::Unknown(name)) => {
            let known = Condition::ALL.iter().map(|condition| condition.id());
            let help = nearest(&name, known);
            (Problem::UnknownCondition, name, help)
        }
        Err(WhenError::Unexpected(rest)) if rest.is_empty() => (Problem::CutCondition, rest, None),
        Err(WhenError::Unexpected(rest)) => (Problem::BadCondition, rest, None),
    };
    reader.report(span, mode.id(), key, problem, &rest, help);
    None
}
