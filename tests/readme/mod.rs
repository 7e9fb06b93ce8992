//! The README, English and French, shows what the program shows: its frames and keys are made from the
//! program here. `UPDATE_README=1 cargo test readme` writes them anew.

mod desk;
mod french;

use guichet::keymap::{Keymap, Mode};
use guichet::locale::Texts;
use guichet::model::Lang;

use crate::program::Surroundings;
use desk::Stage;

const ENGLISH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const FRENCH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/README.fr.md");
const BOTH: [&str; 2] = [ENGLISH, FRENCH];

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_readme_shows_the_screens_and_keys_as_they_are() {
    let mut stage = Stage::of_the_report();
    stage.press("/");
    stage.write("stras");
    stage.press("enter");
    let adherents = stage.frame();
    stage.press("e");
    let form = stage.frame();
    stage.press("esc");
    stage.press("space");
    stage.write("gren");
    let find = stage.frame();
    let blocks = [
        ("frame:adherents", fenced(&adherents)),
        ("frame:find", fenced(&find)),
        ("frame:form", fenced(&form)),
        ("keys", keys()),
    ];
    for path in BOTH {
        let mut readme = read(path);
        if std::env::var_os("UPDATE_README").is_some() {
            for (name, text) in &blocks {
                let (before, after) = around(&readme, name);
                readme = format!("{before}\n{text}\n{after}");
            }
            std::fs::write(path, &readme).unwrap();
        }
        for (name, text) in &blocks {
            let (before, after) = around(&readme, name);
            let stands = &readme[before.len()..readme.len() - after.len()];
            let differs = difference(stands.trim(), text.trim());
            assert!(
                differs.is_none(),
                "{name} in {path}: UPDATE_README=1 cargo test readme\n{}",
                differs.unwrap()
            );
        }
        let made = readme.matches("<!-- /").count();
        assert_eq!(made, blocks.len(), "{path}: a block that nothing makes");
    }
}

#[test]
fn the_readme_tells_the_command_line_as_it_is() {
    let here = Surroundings::new();
    let main = here.run(&["--help"]).out;
    let verbs: Vec<&str> = main
        .lines()
        .skip_while(|line| *line != "Commandes:")
        .skip(1)
        .map_while(|line| line.split_whitespace().next())
        .collect();
    assert!(verbs.len() > 9, "{main}");
    for path in BOTH {
        let readme = read(path);
        let told = command_line(&readme);
        for (verb, line) in &told {
            assert!(verbs.contains(verb), "{line} in {path}");
            let help = here.run(&[verb, "--help"]).out;
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '-');
            for option in words.filter(|word| word.starts_with("--")) {
                assert!(help.contains(option), "{option} in {line} of {path}");
            }
        }
        for verb in &verbs {
            assert!(
                told.iter().any(|(known, _)| known == verb),
                "{verb} is not in {path}"
            );
        }
    }
}

#[test]
fn the_keymap_of_the_readme_is_good() {
    let here = Surroundings::new();
    for path in BOTH {
        let readme = read(path);
        let (_, rest) = readme.split_once("```toml\n").unwrap();
        let (keymap, _) = rest.split_once("```").unwrap();
        let file = here.write("config/guichet/keymaps/mine.toml", keymap);
        let checked = here.run(&["check", file.to_str().unwrap()]);
        assert_eq!(checked.code, 0, "{path}: {checked:?}");
    }
}

/// The lines of the block on the command line that name a verb, each with its verb.
fn command_line(readme: &str) -> Vec<(&str, &str)> {
    let block = readme
        .split("```text\n")
        .find(|block| block.starts_with("guichet  "))
        .unwrap();
    let (block, _) = block.split_once("```").unwrap();
    block
        .lines()
        .skip(1)
        .map(|line| (line.split_whitespace().nth(1).unwrap(), line))
        .collect()
}

/// The lines in which a text that stands there (`-`) is another than it should be (`+`), the first twenty of each side.
fn difference(stands: &str, wanted: &str) -> Option<String> {
    let [stands, wanted] = [stands, wanted].map(|text| text.lines().collect::<Vec<_>>());
    if stands == wanted {
        return None;
    }
    let same = |(one, other): &(&&str, &&str)| one == other;
    let before = stands.iter().zip(&wanted).take_while(same).count();
    let rest = |lines: &[&str]| lines.len() - before;
    let after = stands
        .iter()
        .rev()
        .zip(wanted.iter().rev())
        .take_while(same)
        .count();
    let after = after.min(rest(&stands)).min(rest(&wanted));
    let part = |sign: &str, lines: &[&str]| {
        let lines = &lines[before..lines.len() - after];
        let shown = lines
            .iter()
            .take(20)
            .map(|line| format!("{sign} {line}\n"))
            .collect::<String>();
        let more = lines.len().saturating_sub(20);
        if more > 0 {
            format!("{shown}{sign} … {more} more\n")
        } else {
            shown
        }
    };
    Some(format!(
        "from line {}:\n{}{}",
        before + 1,
        part("-", &stands),
        part("+", &wanted)
    ))
}

#[test]
fn a_difference_is_told_in_a_few_lines() {
    let long: String = (0..2_000)
        .map(|number| format!("line {number}\n"))
        .collect();
    assert_eq!(difference(&long, &long), None);
    let other = long.replace("line 700\n", "another\n");
    let told = difference(&long, &other).unwrap();
    assert_eq!(told, "from line 701:\n- line 700\n+ another\n");
    assert_eq!(
        difference("a\nb\na", "a\nb\na\nb\na").unwrap(),
        "from line 4:\n+ b\n+ a\n"
    );
    assert!(difference(&long, "").unwrap().lines().count() < 50);
}

/// What stands before a block (its marker included) and after it.
fn around<'a>(readme: &'a str, name: &str) -> (&'a str, &'a str) {
    let begin = format!("<!-- {name} -->");
    let at = readme
        .find(&begin)
        .unwrap_or_else(|| panic!("{begin} is missing"))
        + begin.len();
    let end = format!("<!-- /{name} -->");
    let until = readme
        .find(&end)
        .unwrap_or_else(|| panic!("{end} is missing"));
    (&readme[..at], &readme[until..])
}

fn fenced(frame: &str) -> String {
    format!("```text\n{frame}\n```")
}

/// The default keymap, a table for each place where keys are pressed.
fn keys() -> String {
    let keymap = Keymap::load("default", None).0;
    let texts = Texts::new(Lang::Fr);
    let mut tables = Vec::new();
    for mode in Mode::ALL {
        let mut rows: Vec<(Vec<String>, &str)> = Vec::new();
        for (key, command) in keymap.rows(*mode) {
            let key = format!("`{}`", key.replace('|', "\\|"));
            let text = texts.command(command);
            match rows.iter_mut().find(|(_, known)| *known == text) {
                Some((keys, _)) => keys.push(key),
                None => rows.push((vec![key], text)),
            }
        }
        let rows = rows
            .iter()
            .map(|(keys, text)| format!("| {} | {text} |", keys.join(" ")));
        let title = format!(
            "**`[{}]`** {}",
            mode.id(),
            texts.get(&format!("mode-{}", mode.id()))
        );
        let table = [
            "| touches | commande |".to_string(),
            "|---|---|".to_string(),
        ];
        let lines: Vec<String> = table.into_iter().chain(rows).collect();
        tables.push(format!("{title}\n\n{}", lines.join("\n")));
    }
    tables.join("\n\n")
}
