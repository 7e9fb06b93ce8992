//! The rooms of the desk: no circle among its files, by whatever path they name one another, and a desk that
//! only gives the keys and carries out.

use std::collections::{BTreeMap, BTreeSet};

use super::{files, read, source};

/// Methods of `Desk` at most: what a surface does stands with the surface.
const METHODS: usize = 60;

/// A file by the modules that lead to it.
type Module = Vec<String>;
/// What `pub use` of a module names: where that comes from.
type Doors = BTreeMap<(Module, String), (Module, Vec<String>)>;

#[test]
fn the_desk_itself_has_few_methods() {
    let mut methods = Vec::new();
    for file in files(&source("")) {
        let mut inside = false;
        for line in read(&file).lines() {
            inside = (inside || line.starts_with("impl Desk ")) && !line.starts_with('}');
            let declares =
                line.starts_with("    fn ") || line.starts_with("    pub") && line.contains(" fn ");
            if inside && declares {
                methods.push(line.trim().to_string());
            }
        }
    }
    assert!(methods.len() > 20, "they are found");
    assert!(methods.len() < METHODS, "{}: {methods:#?}", methods.len());
}

#[test]
fn no_files_of_the_desk_lean_on_each_other_in_a_circle() {
    let known: BTreeMap<Module, String> = files(&source("desk"))
        .iter()
        .map(|file| {
            let path = file.strip_prefix(source("desk")).unwrap();
            let path = path.with_extension("");
            let names = path.iter().map(|name| name.to_str().unwrap().to_string());
            (names.filter(|name| name != "mod").collect(), read(file))
        })
        .collect();
    let doors: Doors = known
        .iter()
        .flat_map(|(module, text)| {
            let opened = paths(text).into_iter().filter(|(_, is_door)| *is_door);
            let opened = opened.filter_map(|(path, _)| {
                let leads = start(&known, module, &path)?;
                Some(((module.clone(), path.last()?.clone()), leads))
            });
            opened.collect::<Vec<_>>()
        })
        .collect();
    let mut leans: BTreeMap<&Module, BTreeSet<Module>> = known
        .iter()
        .map(|(module, text)| {
            let named = paths(text).into_iter().filter(|(_, is_door)| !is_door);
            let named = named.filter_map(|(path, _)| start(&known, module, &path));
            let on = named.map(|(at, rest)| end(&known, &doors, at, &rest));
            (module, on.filter(|on| on != module).collect())
        })
        .collect();
    assert!(leans.values().any(|on| on.len() > 5), "they are found");
    // Take away what leans on nothing that is left: circles stay.
    while let Some(free) = leans
        .iter()
        .find(|(_, on)| on.iter().all(|on| !leans.contains_key(on)))
        .map(|(module, _)| *module)
    {
        leans.remove(free);
    }
    assert!(leans.is_empty(), "{leans:#?}");
}

/// The paths that a text names, and whether each is passed on by a `pub use`.
fn paths(text: &str) -> Vec<(Vec<String>, bool)> {
    let code = text.lines().map(|line| line.split("//").next().unwrap());
    let code: String = code.collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    let mut rest = String::new();
    let mut used: Option<(String, bool)> = None;
    for line in code.lines() {
        let bare = line.trim();
        let door = bare.starts_with("pub") && bare.contains("use ");
        if used.is_none() && (door || bare.starts_with("use ")) {
            let tree = bare.split_once("use ").unwrap().1;
            used = Some((String::new(), door));
            used.as_mut().unwrap().0.push_str(tree);
        } else if let Some((tree, _)) = &mut used {
            tree.push_str(bare);
        } else {
            rest.push_str(line);
            rest.push('\n');
        }
        if used.as_ref().is_some_and(|(tree, _)| tree.ends_with(';')) {
            let (tree, door) = used.take().unwrap();
            let mut opened = Vec::new();
            open("", tree.trim_end_matches(';'), &mut opened);
            found.extend(opened.iter().map(|path| (segments(path), door)));
        }
    }
    // What is named without being brought in; where something may be seen (`pub(in …)`) names nothing.
    let rest = rest
        .replace("pub(in crate::desk)", "")
        .replace("pub(super)", "");
    let words = rest.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
    let named = words.filter(|word| word.contains("::"));
    found.extend(named.map(|word| (segments(word), false)));
    found
}

/// The paths of a tree of `use`, its braces opened.
fn open(before: &str, tree: &str, found: &mut Vec<String>) {
    let (mut depth, mut from) = (0, 0);
    let mut parts = Vec::new();
    for (at, c) in tree.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&tree[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tree[from..]);
    for part in parts.into_iter().map(str::trim) {
        match part.split_once('{') {
            Some((inner, list)) => {
                let list = list.strip_suffix('}').unwrap_or(list);
                open(&format!("{before}{inner}"), list, found);
            }
            None if part.is_empty() => {}
            None => found.push(format!("{before}{part}")),
        }
    }
}

fn segments(path: &str) -> Vec<String> {
    let path = path.split(" as ").next().unwrap();
    let names = path.split("::").map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_string)
        .collect()
}

/// From where a path that stands in a module leads on, if it stays in the desk.
fn start(
    known: &BTreeMap<Module, String>,
    module: &Module,
    path: &[String],
) -> Option<(Module, Vec<String>)> {
    match path.first()?.as_str() {
        "crate" if path.get(1).is_some_and(|room| room == "desk") => {
            Some((Vec::new(), path[2..].to_vec()))
        }
        "super" => {
            let up = path.iter().take_while(|name| *name == "super").count();
            let depth = module.len().checked_sub(up)?;
            Some((module[..depth].to_vec(), path[up..].to_vec()))
        }
        "self" => Some((module.clone(), path[1..].to_vec())),
        first => {
            let child = [module.clone(), vec![first.to_string()]].concat();
            known
                .contains_key(&child)
                .then(|| (module.clone(), path.to_vec()))
        }
    }
}

/// The file that a path leads to, through the doors of others.
fn end(known: &BTreeMap<Module, String>, doors: &Doors, at: Module, rest: &[String]) -> Module {
    let Some(first) = rest.first() else { return at };
    let child = [at.clone(), vec![first.clone()]].concat();
    if known.contains_key(&child) {
        return end(known, doors, child, &rest[1..]);
    }
    match doors.get(&(at.clone(), first.clone())) {
        Some((to, rest)) => end(known, doors, to.clone(), rest),
        None => at,
    }
}
