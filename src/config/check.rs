//! `guichet check`: all that is wrong in the files of a user.

use std::path::{Path, PathBuf};

use super::Config;
use crate::files::{Finding, Problem, Reader, Shelf, Source, Word, read_file, words};
use crate::keymap::{self, Key, Mode};
use crate::theme;

/// What a file is.
enum Kind {
    Config,
    Keymap,
    Theme,
}

/// Without files: everything wrong in the shipped files and the user's configuration, keymaps and
/// themes. With files: in these alone; what each is follows from its folder, else its content.
pub fn check(user_dir: Option<&Path>, files: &[PathBuf]) -> Vec<Finding> {
    if !files.is_empty() {
        return files
            .iter()
            .flat_map(|file| check_file(file, user_dir))
            .collect();
    }
    let mut findings = Vec::new();
    if let Some(dir) = user_dir {
        findings.extend(Config::load(dir).1);
    }
    findings.extend(check_shelf(&keymap::SHELF, user_dir, keymap::check));
    findings.extend(check_shelf(&theme::SHELF, user_dir, theme::check));
    findings
}

fn check_shelf(
    shelf: &Shelf,
    user_dir: Option<&Path>,
    check: fn(Source, Option<&Path>) -> Vec<Finding>,
) -> Vec<Finding> {
    let shipped = shelf
        .shipped
        .iter()
        .filter_map(|(name, _)| shelf.shipped(name));
    let mut findings: Vec<Finding> = shipped.flat_map(|source| check(source, None)).collect();
    for name in shelf.names(user_dir) {
        match shelf.find(&name, user_dir) {
            Ok(Some(source)) if Some(&source) != shelf.shipped(&name).as_ref() => {
                findings.extend(check(source, user_dir));
            }
            Ok(_) => {}
            Err(finding) => findings.push(*finding),
        }
    }
    findings
}

fn check_file(path: &Path, user_dir: Option<&Path>) -> Vec<Finding> {
    let file = path.display().to_string();
    let text = match read_file(path) {
        Ok(Some(text)) => text,
        Ok(None) => return vec![Finding::about(&file, Problem::Missing, "")],
        Err(finding) => return vec![*finding],
    };
    match kind_of(path, &text) {
        Kind::Keymap => keymap::check(Source { file, text }, user_dir),
        Kind::Theme => theme::check(Source { file, text }, user_dir),
        Kind::Config => Config::read(&file, &text, user_dir).1,
    }
}

fn kind_of(path: &Path, text: &str) -> Kind {
    let folder = path.parent().and_then(Path::file_name);
    if folder.is_some_and(|folder| folder == keymap::SHELF.folder) {
        return Kind::Keymap;
    }
    if folder.is_some_and(|folder| folder == theme::SHELF.folder) {
        return Kind::Theme;
    }
    let (_, table) = Reader::open("", text);
    let top = words(&table);
    let has = |key: &str| top.iter().any(|word| word.key == key);
    let is_mode = |word: &Word| Mode::by_id(word.key).is_some_and(|mode| mode != Mode::Palette);
    if has("roles") {
        Kind::Theme
    } else if top.iter().any(is_mode) {
        Kind::Keymap
    } else if let Some(palette) = top.iter().find(|word| word.key == "palette") {
        // A table of both: in a keymap all of its keys are keys.
        let entries = palette
            .value
            .get_ref()
            .as_table()
            .map(words)
            .unwrap_or_default();
        let is_chord = |word: &Word| {
            word.key
                .split_whitespace()
                .all(|name| name.parse::<Key>().is_ok())
        };
        if entries.iter().all(is_chord) {
            Kind::Keymap
        } else {
            Kind::Theme
        }
    } else {
        Kind::Config
    }
}
