//! The French README tells what the English one tells, and is set as French is.

use std::collections::BTreeSet;

use guichet::locale::Texts;
use guichet::model::Lang;

use super::{ENGLISH, FRENCH, around, read};

const NO_BREAK: char = '\u{a0}';

/// What a section has besides its sentences.
#[derive(Debug, PartialEq)]
struct Section {
    headings: usize,
    items: usize,
    rows: usize,
    /// The commands and files that one may copy, without their comments.
    fences: Vec<String>,
    /// What is set as code in the sentences, keys and placeholders in French.
    code: BTreeSet<String>,
}

#[test]
fn each_readme_leads_to_the_other() {
    for (path, other) in [(ENGLISH, "(docs/README.fr.md)"), (FRENCH, "(../README.md)")] {
        assert!(read(path).lines().take(5).any(|line| line.contains(other)));
    }
}

#[test]
fn the_french_readme_tells_all_that_the_english_one_tells() {
    let [english, french] = [ENGLISH, FRENCH].map(|path| written(&read(path)));
    let english: Vec<&str> = english.split("\n## ").collect();
    let french: Vec<&str> = french.split("\n## ").collect();
    for (theirs, ours) in english.iter().zip(&french) {
        let title = theirs.lines().next().unwrap();
        let theirs = section(theirs);
        let ours = section(ours);
        let lacks: Vec<_> = theirs.code.difference(&ours.code).collect();
        let alone: Vec<_> = ours.code.difference(&theirs.code).collect();
        assert_eq!(
            theirs, ours,
            "docs/README.fr.md beside {title}: lacks {lacks:?}, alone {alone:?}"
        );
    }
    assert_eq!(english.len(), french.len());
}

#[test]
fn the_french_readme_is_set_as_french_is() {
    let readme = written(&read(FRENCH));
    for line in readme.lines() {
        let letters: Vec<char> = line.chars().collect();
        for pair in letters.windows(2) {
            let torn = matches!(pair, [' ', ':' | ';' | '!' | '?' | '»'] | ['«', ' ']);
            assert!(!torn, "a blank that may break in: {line}");
        }
    }
    for line in sentences(&readme).lines() {
        let letters: Vec<char> = line.chars().collect();
        for pair in letters.windows(2) {
            let close = matches!(pair, [before, ':' | ';' | '!' | '?' | '»'] if *before != NO_BREAK)
                || matches!(pair, ['«', after] if *after != NO_BREAK);
            assert!(!close, "no blank before a sign in: {line}");
            assert!(pair[1] != '\'', "a straight apostrophe in: {line}");
        }
    }
}

/// A README without what is made from the program.
fn written(readme: &str) -> String {
    let mut readme = readme.to_string();
    for name in ["frame:adherents", "frame:find", "frame:form", "keys"] {
        let (before, after) = around(&readme, name);
        readme = format!("{before}\n{after}");
    }
    readme
}

/// Every other part between `mark`s: what they hold, or what they leave.
fn between<'a>(text: &'a str, mark: &str, held: bool) -> Vec<&'a str> {
    text.split(mark)
        .skip(usize::from(held))
        .step_by(2)
        .collect()
}

/// Its sentences: no fences, a letter in the place of code, no comments.
fn sentences(readme: &str) -> String {
    let prose = between(readme, "```", false).concat();
    let prose = between(&prose, "`", false).join("\u{fffc}");
    let lines = prose.lines().filter(|line| !line.starts_with("<!--"));
    lines.collect::<Vec<_>>().join("\n")
}

fn section(text: &str) -> Section {
    let prose = between(text, "```", false).concat();
    let begins = |mark: &str| prose.lines().filter(|line| line.starts_with(mark)).count();
    let numbered = |line: &&str| {
        line.split_once(". ")
            .is_some_and(|(number, _)| number.parse::<u8>().is_ok())
    };
    Section {
        headings: begins("#"),
        items: begins("- ") + prose.lines().filter(numbered).count(),
        rows: begins("|"),
        fences: between(text, "```", true)
            .into_iter()
            .filter(|fence| !fence.starts_with("text"))
            .map(without_comments)
            .collect(),
        code: between(&prose, "`", true)
            .into_iter()
            .map(in_french)
            .collect(),
    }
}

fn without_comments(fence: &str) -> String {
    let lines = fence
        .lines()
        .map(|line| line.split('#').next().unwrap().trim_end());
    lines.collect::<Vec<_>>().join("\n")
}

/// Code as the French README has it: keys and placeholders by the names that the program gives them.
fn in_french(code: &str) -> String {
    let texts = Texts::new(Lang::Fr);
    let words = code.split_whitespace().map(|word| match word {
        "Enter" | "Esc" | "Space" | "Backspace" => {
            let name = texts.keys(&word.to_lowercase());
            let mut letters = name.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect()
        }
        "DIR" | "FILE" => texts
            .get(&format!("usage-value-{}", word.to_lowercase()))
            .to_string(),
        _ => word.to_string(),
    });
    words.collect::<Vec<_>>().join(" ")
}
