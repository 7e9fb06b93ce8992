//! The house rules: which room may lean on which, and how long a file may be.

mod circles;
mod kinds;
mod names;
mod surfaces;

use std::path::{Path, PathBuf};

/// The rooms, and what each may name besides itself.
pub(crate) const ROOMS: &[(&str, &[&str])] = &[
    ("command", &[]),
    ("text", &[]),
    ("model", &["text"]),
    ("store", &["model"]),
    ("catalog", &["model", "store"]),
    ("exchange", &["catalog", "model", "text"]),
    ("files", &["model"]),
    (
        "locale",
        &["catalog", "command", "exchange", "files", "model"],
    ),
    ("keymap", &["command", "files"]),
    ("theme", &["files"]),
    ("config", &["files", "keymap", "locale", "model", "theme"]),
    (
        "desk",
        &[
            "catalog", "command", "config", "exchange", "keymap", "locale", "model", "store",
            "text", "theme",
        ],
    ),
    (
        "ui",
        &[
            "catalog", "command", "desk", "keymap", "locale", "model", "text", "theme",
        ],
    ),
    (
        "runtime",
        &[
            "catalog", "config", "desk", "exchange", "model", "store", "theme",
        ],
    ),
    ("term", &["text"]),
    (
        "cli",
        &[
            "catalog", "config", "desk", "exchange", "keymap", "locale", "model", "runtime",
            "store", "term", "text", "ui",
        ],
    ),
];

/// Rooms that know of no terminal.
const WITHOUT_TERMINAL: [&str; 5] = ["text", "model", "store", "catalog", "exchange"];

/// Rooms to which zone and clock are handed in.
const WITHOUT_CLOCK: [&str; 13] = [
    "text", "command", "model", "store", "catalog", "exchange", "files", "locale", "keymap",
    "theme", "config", "desk", "ui",
];

/// Files among them that ask the clock all the same, and what for.
const ASKING_CLOCK: &[(&str, &str)] = &[
    (
        "store/line.rs",
        "who does not move up in the line for so long heeds it no longer",
    ),
    (
        "store/passing.rs",
        "what passes is waited for so often in so long, and no more",
    ),
    (
        "store/retention.rs",
        "a snapshot is of the day on which its file was made",
    ),
    (
        "store/slice.rs",
        "a turn is kept for so long, and waited for so long",
    ),
    (
        "store/tree.rs",
        "sled is not opened before 1970, and waited for while another one closes it",
    ),
    (
        "store/wal.rs",
        "a folder that changed just now may change again at the same time of its clock",
    ),
];

/// Lines in a file at most.
const LONGEST: usize = 500;

#[test]
fn every_folder_is_a_room_of_the_plan() {
    let mut folders: Vec<String> = std::fs::read_dir(source(""))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_string())
        .collect();
    let mut rooms: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    folders.sort();
    rooms.sort_unstable();
    assert_eq!(folders, rooms);
    for name in ["utils", "helpers", "common", "manager"] {
        assert!(
            files(&source(""))
                .iter()
                .all(|file| file.file_stem().unwrap() != name)
        );
    }
}

#[test]
fn every_room_is_named_where_the_house_is_told_of() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in ["README.md", "docs/README.fr.md", "src/lib.rs"] {
        let text = read(&root.join(page));
        for (room, _) in ROOMS {
            assert!(text.contains(&format!("`{room}`")), "{page}: {room}");
        }
    }
}

#[test]
fn arrows_point_down_only() {
    let mut wrong = Vec::new();
    for (room, allowed) in ROOMS {
        for file in files(&source(room)) {
            for (line, path) in named(&read(&file)) {
                let own = path.split("::").next() == Some(room);
                let known = allowed
                    .iter()
                    .any(|known| path == *known || path.starts_with(&format!("{known}::")));
                if !own && !known {
                    wrong.push(format!("{}:{line}: {path}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_may_be_named_is_named() {
    for (room, allowed) in ROOMS {
        let texts: Vec<String> = files(&source(room)).iter().map(|file| read(file)).collect();
        for known in *allowed {
            let used = texts
                .iter()
                .flat_map(|text| named(text))
                .any(|(_, path)| path == *known || path.starts_with(&format!("{known}::")));
            assert!(used, "{room} no longer names {known}: take it off the list");
        }
    }
}

#[test]
fn the_lower_rooms_know_of_no_terminal() {
    for file in WITHOUT_TERMINAL
        .iter()
        .flat_map(|room| files(&source(room)))
    {
        let text = read(&file);
        for name in ["ratatui", "crossterm"] {
            assert!(!text.contains(name), "{}: {name}", file.display());
        }
    }
}

/// A path that answers "no" also where the system could not tell.
#[test]
fn whether_something_is_there_is_asked_where_not_found_is_told_from_an_error() {
    let shortened = [
        ".exists()",
        "try_exists(",
        "path.is_file()",
        "path.is_dir()",
        ").is_file()",
        ").is_dir()",
    ];
    let hidden = [
        "metadata().is_ok",
        "metadata(path).is_ok",
        "metadata(&path).is_ok",
        "metadata(path).is_err",
        "metadata(&path).is_err",
    ];
    for room in ["store", "runtime", "cli"] {
        for file in files(&source(room)) {
            let text = read(&file);
            let asks = shortened
                .iter()
                .chain(&hidden)
                .find(|asks| text.contains(**asks));
            let known = file.ends_with("cli/log.rs") || file.ends_with("runtime/demo.rs");
            assert!(
                asks.is_none() || known,
                "{}: {asks:?} (src/store/there.rs)",
                file.display()
            );
        }
    }
}

#[test]
fn zone_and_clock_are_handed_in() {
    const ASKED: [&str; 6] = [
        "TimeZone::system",
        "TimeZone::try_system",
        "::now()",
        "SystemTime",
        ".elapsed()",
        "of_process()",
    ];
    let mut asking = Vec::new();
    for file in WITHOUT_CLOCK.iter().flat_map(|room| files(&source(room))) {
        let text = read(&file);
        let code: Vec<&str> = text
            .lines()
            .map(|line| line.split("//").next().unwrap())
            .collect();
        if ASKED
            .iter()
            .any(|asked| code.iter().any(|line| line.contains(asked)))
        {
            let path = file.strip_prefix(source("")).unwrap();
            asking.push(path.to_str().unwrap().to_string());
        }
    }
    asking.sort();
    let known: Vec<&str> = ASKING_CLOCK.iter().map(|(file, _)| *file).collect();
    assert_eq!(asking, known);
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut long = Vec::new();
    for file in ["src", "tests", "benches"]
        .iter()
        .flat_map(|folder| files(&root.join(folder)))
    {
        let lines = read(&file).lines().count();
        if lines > LONGEST {
            long.push(format!("{}: {lines} lines", file.display()));
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

/// What a source text names of the crate, by line: `crate::a::b` in code, braces opened.
fn named(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for rest in code.split("crate::").skip(1) {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
                .unwrap_or(rest.len());
            let path = rest[..end].trim_end_matches(':');
            let inner = rest[end..]
                .strip_prefix('{')
                .and_then(|list| list.split('}').next());
            match inner {
                Some(list) => found.extend(list.split(',').map(|item| {
                    let item = item.trim();
                    let whole = if path.is_empty() {
                        item.to_string()
                    } else {
                        format!("{path}::{item}")
                    };
                    (at + 1, whole)
                })),
                None => found.push((at + 1, path.to_string())),
            }
        }
    }
    found
}

fn source(room: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap()
}

/// The Rust files under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
