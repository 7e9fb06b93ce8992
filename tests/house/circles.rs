//! No circles: no two rooms lean on each other, no two files of a room do, by whatever path they name one another
//! (`crate::…`, `super::super::…`, through a `pub use`), and in most rooms no longer way leads back either.

use std::collections::{BTreeMap, BTreeSet};

use super::{ROOMS, files, read, source};

/// A file by the modules that lead to it.
type Module = Vec<String>;
/// What `pub use` of a module names: where that comes from.
type Doors = BTreeMap<(Module, String), (Module, Vec<String>)>;
/// What each file leans on.
type Leans = BTreeMap<Module, BTreeSet<Module>>;

/// Files that lean on each other, and why they may.
const PAIRS: &[(&str, &str, &str)] = &[
    (
        "catalog",
        "catalog/name_index",
        "the index is made of the whole catalog, which holds it",
    ),
    (
        "catalog/search/held",
        "catalog/search/shelf",
        "the shelf of people is filled with what that of affiliations knows",
    ),
    (
        "model/kinds/registration",
        "model/kinds/session",
        "a session tells how full it is by its registrations, which take its places",
    ),
    (
        "runtime/keeper",
        "runtime/keeper/reading",
        "the states of one thread, each of which leads to the others",
    ),
    (
        "runtime/keeper",
        "runtime/keeper/writing",
        "the states of one thread, each of which leads to the others",
    ),
    (
        "store/aside",
        "store/folder",
        "what is written aside is put in its place by the folder, which takes away what was left",
    ),
    (
        "store/checkpoint",
        "store/writer",
        "the writer begins a checkpoint, which is one of its methods",
    ),
    (
        "store/opening",
        "store/rebuilding",
        "opening rebuilds, and rebuilding opens as far as it can",
    ),
    (
        "store/rebuilding",
        "store/sleds",
        "rebuilding reads an old sled, which adds to what it has lost",
    ),
    (
        "store/witness",
        "store/writer",
        "the witness is left by the writer and read by it",
    ),
];

/// Rooms in which a way of several files leads back to where it began, and what it is made of.
const ROUND: &[(&str, &str)] = &[
    (
        "catalog",
        "names and their index, the shelf and what reads it",
    ),
    ("model", "sessions and registrations"),
    (
        "runtime",
        "the states of the store's thread lead to each other",
    ),
    (
        "store",
        "the writer, what it restores from and what it leaves behind",
    ),
    (
        "term",
        "leaving the terminal waits for its output, and what ends it is told there",
    ),
];

#[test]
fn no_two_rooms_lean_on_each_other() {
    let mut rooms: BTreeSet<(String, String)> = BTreeSet::new();
    for (module, on) in leans() {
        let on = on.into_iter().filter(|on| on[0] != module[0]);
        rooms.extend(on.map(|on| (module[0].clone(), on[0].clone())));
    }
    assert!(rooms.len() > ROOMS.len(), "they are found");
    let back = |(from, to): &&(String, String)| rooms.contains(&(to.clone(), from.clone()));
    let mutual: Vec<_> = rooms.iter().filter(back).collect();
    assert!(mutual.is_empty(), "{mutual:#?}");
}

#[test]
fn no_two_files_lean_on_each_other() {
    let leans = leans();
    let mut mutual: Vec<(String, String)> = Vec::new();
    for (module, on) in &leans {
        let back = |other: &&Module| *other > module && leans[*other].contains(module);
        let pairs = on.iter().filter(back);
        mutual.extend(pairs.map(|other| (module.join("/"), other.join("/"))));
    }
    mutual.sort();
    let known: Vec<(String, String)> = PAIRS
        .iter()
        .map(|(one, other, _)| ((*one).to_string(), (*other).to_string()))
        .collect();
    assert_eq!(
        mutual, known,
        "open the circle; a reason to keep it stands in PAIRS"
    );
}

#[test]
fn no_way_leads_back_but_in_the_rooms_that_say_so() {
    let leans = leans();
    let round: Vec<String> = leans
        .keys()
        .filter(|module| ways(&leans, module).contains(*module))
        .map(|module| module.join("/"))
        .collect();
    let mut rooms: Vec<&str> = round
        .iter()
        .map(|file| file.split('/').next().unwrap())
        .collect();
    rooms.dedup();
    let known: Vec<&str> = ROUND.iter().map(|(room, _)| *room).collect();
    assert_eq!(rooms, known, "{round:#?}");
}

/// Where the ways from a file lead.
fn ways(leans: &Leans, from: &Module) -> BTreeSet<Module> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&Module> = leans[from].iter().collect();
    while let Some(module) = next.pop() {
        if found.insert(module.clone()) {
            next.extend(&leans[module]);
        }
    }
    found
}

/// What each file leans on.
fn leans() -> Leans {
    let known: BTreeMap<Module, String> = files(&source(""))
        .iter()
        .map(|file| {
            let path = file.strip_prefix(source("")).unwrap();
            let path = path.with_extension("");
            let names = path.iter().map(|name| name.to_str().unwrap().to_string());
            (names.filter(|name| name != "mod").collect(), read(file))
        })
        .filter(|(module, _): &(Module, String)| module != &["lib"] && module != &["main"])
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
    let leans = |(module, text): (&Module, &String)| {
        let named = paths(text).into_iter().filter(|(_, is_door)| !is_door);
        let named = named.filter_map(|(path, _)| start(&known, module, &path));
        let on = named.map(|(at, rest)| end(&known, &doors, at, &rest));
        let on = on.filter(|on| on != module && known.contains_key(on));
        (module.clone(), on.collect())
    };
    known.iter().map(leans).collect()
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
    let rest: Vec<&str> = rest
        .split("pub(in ")
        .enumerate()
        .map(behind_bracket)
        .collect();
    let rest = rest.concat();
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

/// What follows a bracket, in all parts but the first.
fn behind_bracket((at, part): (usize, &str)) -> &str {
    match part.split_once(')') {
        Some((_, rest)) if at > 0 => rest,
        _ => part,
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

/// From where a path that stands in a module leads on, if it stays in the house.
fn start(
    known: &BTreeMap<Module, String>,
    module: &Module,
    path: &[String],
) -> Option<(Module, Vec<String>)> {
    match path.first()?.as_str() {
        "crate" => Some((Vec::new(), path[1..].to_vec())),
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
