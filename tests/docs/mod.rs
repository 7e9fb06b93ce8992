//! The pages of `docs/` say what is: their paths, tests, items and links are there, their constants are those of the
//! code, and what can be made of the code is made of it. `UPDATE_DOCS=1 cargo test docs` writes that anew.

mod layouts;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use guichet::model::{Kind, Lang};

use crate::house::ROOMS;

/// The pages, from the root of the repository.
const PAGES: [&str; 6] = [
    "docs/ARCHITECTURE.md",
    "docs/GLOSSARY.md",
    "docs/HOWTO.md",
    "docs/STORE.md",
    "docs/DECISIONS.md",
    "CONTRIBUTING.md",
];
/// What paths that a page names begin with.
const ROOTS: [&str; 7] = [
    "src/", "tests/", "docs/", "benches/", "keymaps/", "themes/", ".ci/",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a page sets as code within its lines.
fn code(page: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_string));
        }
    }
    found
}

/// Whether a text has that name in it, as a whole word.
fn has_word(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

#[test]
fn every_path_test_and_item_that_a_page_names_is_there() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for page in PAGES {
        for named in code(&read(page)) {
            // A pattern, or a name to be chosen, is no path.
            let is_path = ROOTS.iter().any(|root| named.starts_with(root))
                && !named.contains([' ', '*', '<', '…']);
            if !is_path {
                continue;
            }
            count += 1;
            let (path, item) = named.split_once("::").unwrap_or((&named, ""));
            if !root().join(path).exists() {
                wrong.push(format!("{page}: {named}: no such file"));
            } else if !item.is_empty() {
                let text = read(path);
                let is_there = match path.starts_with("tests/") {
                    true => text.contains(&format!("fn {item}(")),
                    false => has_word(&text, item),
                };
                if !is_there {
                    wrong.push(format!("{page}: {named}: nothing of that name in it"));
                }
            }
        }
    }
    assert!(count > 150, "they are found: {count}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The anchor of a heading, as forges make it.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for page in PAGES.into_iter().chain(["README.md", "docs/README.fr.md"]) {
        let text = read(page);
        for link in text.split("](").skip(1) {
            let link = link.split(')').next().unwrap();
            if link.contains("://") {
                continue;
            }
            let (path, to) = link.split_once('#').unwrap_or((link, ""));
            let target: PathBuf = match path.is_empty() {
                true => root().join(page),
                false => root().join(page).parent().unwrap().join(path),
            };
            let headings = || {
                let text = std::fs::read_to_string(&target).unwrap();
                let found = text.lines().filter(|line| line.starts_with('#'));
                found.map(anchor).collect::<BTreeSet<String>>()
            };
            if !target.exists() || !to.is_empty() && !headings().contains(to) {
                wrong.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_page_is_linked_from_the_readme_and_each_room_has_its_paragraph() {
    let [english, french] = ["README.md", "docs/README.fr.md"].map(read);
    for page in PAGES {
        assert!(english.contains(&format!("]({page})")), "README.md: {page}");
        let beside = page.strip_prefix("docs/").map(str::to_string);
        let beside = beside.unwrap_or_else(|| format!("../{page}"));
        assert!(
            french.contains(&format!("]({beside})")),
            "docs/README.fr.md: {page}"
        );
    }
    let page = read("docs/ARCHITECTURE.md");
    let headed: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .flat_map(|names| names.split(", "))
        .collect();
    let rooms: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(headed, rooms);
}

#[test]
fn constants_are_those_of_the_code() {
    let page = read("docs/STORE.md");
    let (mut count, mut wrong) = (0, Vec::new());
    for row in page.lines().filter(|line| line.starts_with("| `src/")) {
        let cells: Vec<String> = code(&row.replace("\\|", "|"));
        let [file, name, value, ..] = cells.as_slice() else {
            panic!("a file, a constant, its value: {row}");
        };
        count += 1;
        let text = read(file);
        let declared = text
            .lines()
            .find_map(|line| line.split_once(&format!("const {name}: ")));
        let is = declared.and_then(|(_, rest)| Some(rest.split_once(" = ")?.1));
        if is != Some(&format!("{value};")) {
            wrong.push(format!("{file}: {name} is {is:?}, and {value} in the page"));
        }
    }
    assert!(count > 30, "they are found");
    assert!(wrong.is_empty(), "{wrong:#?}");
    // And none is missing: every format and every mark by which files are known.
    for file in ["src/store", "src/model"] {
        for entry in std::fs::read_dir(root().join(file)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().display().to_string();
            for name in ["FORMAT", "MAGIC"] {
                let row = format!("| `{path}` | `{name}` |");
                let declares = text.contains(&format!("const {name}: "));
                assert!(
                    !declares || page.contains(&row),
                    "docs/STORE.md lacks {row}"
                );
            }
        }
    }
}

/// Which room may name which.
fn rooms() -> String {
    let rows = ROOMS.iter().map(|(room, named)| {
        let named = match named.is_empty() {
            true => "nothing".to_string(),
            false => named.join(", "),
        };
        format!("| {room} | {named} |\n")
    });
    let rows: String = rows.collect();
    format!("| room | may name |\n|---|---|\n{rows}")
}

/// The kinds by their codes.
fn kinds() -> String {
    let rows = Kind::ALL.iter().map(|kind| {
        let (code, key) = (kind.code(), kind.key());
        format!(
            "| {code} | `{key}` | {} | {} |\n",
            kind.name(Lang::En),
            kind.name(Lang::Fr)
        )
    });
    let rows: String = rows.collect();
    format!("| code | key | kind | French |\n|--:|---|---|---|\n{rows}")
}

/// The table that stands above the code of opening.
fn opening() -> String {
    let text = read("src/store/opening.rs");
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! |"));
    rows.map(|row| format!("|{row}\n")).collect()
}

#[test]
fn what_is_made_of_the_code_is_as_the_code() {
    let blocks = [
        ("docs/ARCHITECTURE.md", "rooms", rooms()),
        ("docs/STORE.md", "kinds", kinds()),
        ("docs/STORE.md", "opening", opening()),
    ];
    for (path, name, made) in blocks {
        let page = read(path);
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
        let (before, rest) = page.split_once(&begin).unwrap();
        let (stands, after) = rest.split_once(&end).unwrap();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(
                root().join(path),
                format!("{before}{begin}{made}{end}{after}"),
            )
            .unwrap();
            continue;
        }
        assert!(
            stands == made,
            "{name} in {path} is not as the code: UPDATE_DOCS=1 cargo test docs"
        );
    }
}

/// The tests that the table of opening names, each in the file that it names or in that of opening.
#[test]
fn every_line_of_the_opening_table_has_its_test() {
    let mut count = 0;
    for row in opening().lines().skip(2) {
        let last = row.trim_end_matches('|').rsplit('|').next().unwrap();
        let cells = code(last);
        let file = cells.iter().find(|cell| cell.ends_with(".rs"));
        let file = file.map_or("opening.rs", |file| file.rsplit('/').next().unwrap());
        let text = read(&format!("tests/store/{file}"));
        for name in cells.iter().filter(|cell| !cell.ends_with(".rs")) {
            count += 1;
            assert!(text.contains(&format!("fn {name}(")), "{file}: {name}");
        }
    }
    assert!(count > 15, "they are found");
}
