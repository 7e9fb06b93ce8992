//! Kinds are declared whole: who else names one has a reason, and a new one is one file and one line.

use std::process::Command;

use guichet::model::kinds::role;
use guichet::model::rights::ROLES;
use guichet::model::{Kind, Tab};

use super::{files, read, source};

/// What may name a kind, besides the model: all else goes by what is declared of it.
const NAMING_KINDS: &[(&str, &str)] = &[
    (
        "catalog/names.rs",
        "people are named in both orders; a million of them are read at a start",
    ),
    (
        "catalog/search/held.rs",
        "what is known of functions is read once for all their people",
    ),
    (
        "catalog/search/mod.rs",
        "people are read with their functions, the most numerous last",
    ),
    (
        "catalog/search/row.rs",
        "people are found by their functions and where they hold them",
    ),
    ("catalog/views.rs", "a view is kept as a record"),
    (
        "exchange/cards",
        "a card is of a person, the events of a calendar are sessions",
    ),
    (
        "exchange/many.rs",
        "what is done with people is of these kinds",
    ),
    (
        "exchange/report",
        "each table of the report is of its kinds",
    ),
    (
        "exchange/sample",
        "each kind of the sample is made up by itself",
    ),
];

/// Whether a text names a variant of `Kind` or a file of declarations.
fn names_a_kind(text: &str) -> bool {
    let variant = |kind: &Kind| {
        let name = format!("Kind::{kind:?}");
        let mut found = text.match_indices(&name);
        found.any(|(at, name)| {
            let next = text[at + name.len()..].chars().next();
            next.is_none_or(|c| !c.is_alphanumeric())
        })
    };
    text.contains("model::kinds::") || Kind::ALL.iter().any(variant)
}

#[test]
fn few_files_name_a_kind() {
    let mut naming: Vec<String> = Vec::new();
    for file in files(&source("")) {
        let path = file.strip_prefix(source("")).unwrap();
        let path = path.to_str().unwrap().to_string();
        if path.starts_with("model/") || !names_a_kind(&read(&file)) {
            continue;
        }
        let listed = NAMING_KINDS
            .iter()
            .find(|(known, _)| path.starts_with(known));
        let known = listed.map_or(path.clone(), |(known, _)| (*known).to_string());
        naming.push(known);
    }
    naming.sort();
    naming.dedup();
    let known: Vec<&str> = NAMING_KINDS.iter().map(|(known, _)| *known).collect();
    assert_eq!(
        naming, known,
        "declare in src/model/kinds what follows from a kind"
    );
}

/// The lines of code of a file, without what is said about them.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("//"))
}

#[test]
fn a_kind_is_one_file_and_one_line() {
    let list = read(&source("model/kinds/mod.rs"));
    let folder = source("model/kinds");
    let mut modules: Vec<String> = files(&folder)
        .iter()
        .map(|file| file.file_stem().unwrap().to_str().unwrap().to_string())
        .filter(|name| name != "mod")
        .collect();
    modules.sort();
    let mut listed = Vec::new();
    for kind in Kind::ALL {
        let start = format!("{kind:?} = {} ", kind.code());
        let lines: Vec<&str> = code(&list)
            .filter(|line| line.starts_with(&start))
            .collect();
        let [line] = lines.as_slice() else {
            panic!("{kind:?} has these lines in the list of kinds: {lines:?}");
        };
        let module = line[start.len()..].split(',').next().unwrap();
        listed.push(module.to_string());
    }
    listed.sort();
    assert_eq!(modules, listed, "a file a kind, a line a file");
    // Besides its line, no file of the model names one but the declarations, which point to each other.
    for file in files(&source("model")) {
        let declares = file.starts_with(&folder);
        let names = code(&read(&file)).any(names_a_kind);
        let is_any = file.ends_with("kind.rs");
        assert!(declares || is_any || !names, "{}", file.display());
    }
}

#[test]
fn the_declarations_are_formatted() {
    let mut command = Command::new("rustfmt");
    let edition = ["--check", "--edition", "2024"];
    let folder = source("model/kinds");
    let declarations = files(&folder).into_iter();
    let declarations = declarations.filter(|file| !file.ends_with("mod.rs"));
    // Where there is no rustfmt, `cargo fmt` is not used either.
    if let Ok(done) = command.args(edition).args(declarations).output() {
        let told = String::from_utf8_lossy(&done.stdout);
        assert!(
            done.status.success(),
            "rustfmt src/model/kinds/*.rs\n{told}"
        );
    }
}

#[test]
fn the_tabs_are_nine_and_each_is_one() {
    let mut places: Vec<u8> = Tab::all().map(|tab| tab.place).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for place in places {
        let mut keys: Vec<&str> = Tab::at(place).map(|tab| tab.key).collect();
        keys.dedup();
        assert_eq!(keys.len(), 1, "tab {place} has one key");
        assert!(Kind::by_key(keys[0]).is_none(), "{keys:?} is also a kind");
        // What follows a declaration of columns or order would be passed over.
        let said = Tab::at(place).skip(1);
        let mut said = said.filter(|tab| !tab.columns.is_empty() || tab.order.is_some());
        assert!(said.next().is_none(), "tab {place}: said by the first kind");
    }
}

#[test]
fn what_a_declaration_names_is_there() {
    for kind in Kind::ALL {
        let definition = kind.definition();
        for tab in definition.tabs {
            assert_eq!(tab.lists.kind(), *kind);
            let kinds: Vec<Kind> = Tab::at(tab.place).map(|tab| tab.lists.kind()).collect();
            let columns = tab.columns.iter().map(|(key, _)| *key).chain(tab.order);
            for key in columns {
                assert!(guichet::catalog::is_column(&kinds, key), "{kind:?}: {key}");
            }
        }
        for part in definition.parts {
            assert_eq!(part.kind(), *kind);
            assert!(Kind::by_key(part.key()).is_none(), "{}", part.key());
        }
        for preset in definition.presets {
            let mut fields = preset.chosen.iter().map(|(field, _)| field);
            let others = preset.now.iter().chain(preset.first.iter());
            assert!(
                fields
                    .by_ref()
                    .chain(others)
                    .all(|field| kind.field(*field).is_some())
            );
            assert!(
                definition.about.is_some(),
                "{}: about what is meant",
                preset.name
            );
        }
        if let Some(to_do) = definition.to_do {
            assert!(kind.field(to_do.by).is_some() && definition.when.is_some());
        }
    }
}

#[test]
fn an_editor_can_be_held_to_any_kind_but_roles() {
    let all: Vec<&str> = Kind::ALL.iter().map(|kind| kind.key()).collect();
    let offered: Vec<&str> = role::KINDS.iter().map(|choice| choice.key).collect();
    let without = all.iter().filter(|key| **key != ROLES.key());
    assert_eq!(
        without.copied().collect::<Vec<_>>(),
        offered,
        "KINDS in src/model/kinds/role.rs"
    );
}
