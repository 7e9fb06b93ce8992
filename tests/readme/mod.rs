//! The README shows what the program shows: its frames and keys are made from the program here.
//! `UPDATE_README=1 cargo test readme` writes them anew.

mod desk;

use guichet::keymap::{Keymap, Mode};
use guichet::locale::Texts;
use guichet::model::Lang;

use crate::program::Surroundings;
use desk::Stage;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

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
    let mut readme = std::fs::read_to_string(PATH).unwrap();
    let blocks = [
        ("frame:adherents", fenced(&adherents)),
        ("frame:find", fenced(&find)),
        ("frame:form", fenced(&form)),
        ("keys", keys()),
    ];
    if std::env::var_os("UPDATE_README").is_some() {
        for (name, text) in &blocks {
            let (before, after) = around(&readme, name);
            readme = format!("{before}\n{text}\n{after}");
        }
        std::fs::write(PATH, &readme).unwrap();
    }
    for (name, text) in &blocks {
        let (before, after) = around(&readme, name);
        let stands = &readme[before.len()..readme.len() - after.len()];
        assert_eq!(
            stands.trim(),
            text.trim(),
            "{name}: UPDATE_README=1 cargo test readme"
        );
    }
}

#[test]
fn the_readme_tells_the_command_line_as_it_is() {
    let here = Surroundings::new();
    let readme = std::fs::read_to_string(PATH).unwrap();
    let lines: Vec<&str> = readme
        .lines()
        .filter(|line| line.starts_with("guichet ") && !line.ends_with("open the desk"))
        .collect();
    assert!(lines.len() > 9, "{lines:?}");
    let main = here.run(&["--help"]).out;
    for line in &lines {
        let verb = line.split_whitespace().nth(1).unwrap();
        let known = main
            .lines()
            .any(|help| help.trim_start().starts_with(&format!("{verb} ")));
        assert!(known, "{line}");
        let help = here.run(&[verb, "--help"]).out;
        let words = line.split(|c: char| !c.is_alphanumeric() && c != '-');
        for option in words.filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "{option} in {line}");
        }
    }
    for verb in main
        .lines()
        .skip_while(|line| *line != "Commandes:")
        .skip(1)
    {
        let Some(verb) = verb.split_whitespace().next() else {
            break;
        };
        let told = lines
            .iter()
            .any(|line| line.split_whitespace().nth(1) == Some(verb));
        assert!(told, "{verb} is not in the README");
    }
}

#[test]
fn the_keymap_of_the_readme_is_good() {
    let here = Surroundings::new();
    let readme = std::fs::read_to_string(PATH).unwrap();
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (keymap, _) = rest.split_once("```").unwrap();
    let file = here.write("config/guichet/keymaps/mine.toml", keymap);
    let checked = here.run(&["check", file.to_str().unwrap()]);
    assert_eq!(checked.code, 0, "{checked:?}");
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
