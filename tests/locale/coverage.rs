//! Everything that has an id has its text, in both languages.

use std::collections::BTreeSet;

use guichet::command::Command;
use guichet::files::Problem;
use guichet::keymap::Mode;
use guichet::locale::{Arg, Texts, keys};
use guichet::model::{Fault, Lang, Verb};
use guichet::text::wrap;

const FILES: [(&str, &str); 2] = [
    ("fr", include_str!("../../src/locale/fr.ftl")),
    ("en", include_str!("../../src/locale/en.ftl")),
];

const VERBS: [Verb; 16] = [
    Verb::Add,
    Verb::Edit,
    Verb::Bulk,
    Verb::Delete,
    Verb::Restore,
    Verb::Purge,
    Verb::Import,
    Verb::Register,
    Verb::Subscribe,
    Verb::Appoint,
    Verb::Tag,
    Verb::Sample,
    Verb::Undo,
    Verb::Redo,
    Verb::Revert,
    Verb::Other,
];

fn faults() -> Vec<Fault> {
    vec![
        Fault::Required,
        Fault::UaiForm,
        Fault::UaiLetter('K'),
        Fault::SiretForm,
        Fault::SiretKey,
        Fault::Email,
        Fault::Phone,
        Fault::Url,
        Fault::Date,
        Fault::NoSuchDay,
        Fault::DateTime,
        Fault::Before("since"),
        Fault::Integer,
        Fault::Decimal,
        Fault::Money,
        Fault::Negative,
        Fault::Boolean,
        Fault::Choice(Some("pilot".into())),
        Fault::Choice(None),
        Fault::NoRecord(Some("Unistra".into())),
        Fault::NoRecord(None),
        Fault::Ambiguous(2),
        Fault::Gone,
        Fault::TooLong(200),
        Fault::Detail("x".into()),
    ]
}

#[test]
fn french_and_english_have_the_same_keys_once_each() {
    let fr: Vec<&str> = keys(Lang::Fr).collect();
    let en: Vec<&str> = keys(Lang::En).collect();
    assert_eq!(fr, en);
    assert_eq!(fr.iter().collect::<BTreeSet<_>>().len(), fr.len());
}

#[test]
fn every_id_has_its_text() {
    let wanted = |prefix: &str, ids: Vec<&str>| -> Vec<String> {
        ids.iter().map(|id| format!("{prefix}-{id}")).collect()
    };
    let commands = Command::ALL.iter();
    let all = [
        wanted(
            "command",
            commands.clone().map(|command| command.id()).collect(),
        ),
        wanted(
            "group",
            commands
                .clone()
                .map(|command| command.group().id())
                .collect(),
        ),
        wanted(
            "need",
            commands
                .flat_map(|command| command.needs())
                .map(|need| need.id())
                .collect(),
        ),
        wanted("mode", Mode::ALL.iter().map(|mode| mode.id()).collect()),
        wanted(
            "finding",
            Problem::ALL.iter().map(|problem| problem.id()).collect(),
        ),
        wanted("verb", VERBS.iter().map(|verb| verb.id()).collect()),
        wanted("step", VERBS.iter().map(|verb| verb.id()).collect()),
        wanted("fault", faults().iter().map(Fault::id).collect()),
    ];
    let known: BTreeSet<&str> = keys(Lang::Fr).collect();
    let missing: Vec<&String> = all
        .iter()
        .flatten()
        .filter(|key| !known.contains(key.as_str()))
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn every_hint_and_line_of_help_is_of_a_command() {
    for key in keys(Lang::Fr) {
        let Some((prefix, id)) = key.split_once('-') else {
            continue;
        };
        if matches!(prefix, "command" | "hint") {
            assert!(Command::by_id(id).is_some(), "{key}");
        }
    }
}

/// The arguments named in a message, from the text of the file.
fn arguments(source: &str, key: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let start = source.find(&format!("\n{key} =")).unwrap() + 1;
    let lines = source[start..].lines();
    for (at, line) in lines.enumerate() {
        if at > 0 && !line.starts_with(' ') {
            break;
        }
        for piece in line.split('$').skip(1) {
            let end = piece
                .find(|c: char| !c.is_ascii_lowercase())
                .unwrap_or(piece.len());
            // `$EDITOR` is a word of the text.
            if end > 0 {
                names.insert(piece[..end].to_string());
            }
        }
    }
    names
}

#[test]
fn every_message_formats_with_the_same_arguments_in_both_languages() {
    let both = [Texts::new(Lang::Fr), Texts::new(Lang::En)];
    for key in keys(Lang::Fr) {
        let wanted = arguments(FILES[0].1, key);
        assert_eq!(wanted, arguments(FILES[1].1, key), "{key}");
        for texts in &both {
            for value in [
                Arg::from(0_usize),
                Arg::from(1_usize),
                Arg::from(12_usize),
                Arg::from("7"),
                Arg::from("x"),
            ] {
                let given: Vec<(&str, Arg)> = wanted
                    .iter()
                    .map(|name| (name.as_str(), value.clone()))
                    .collect();
                let text = texts.try_format(key, &given).unwrap();
                assert!(
                    !text.trim().is_empty() && !text.contains(['{', '\u{2068}']),
                    "{key}: {text}"
                );
            }
        }
    }
}

#[test]
fn the_files_have_no_syntax_error() {
    for (name, source) in FILES {
        let read = fluent_bundle::FluentResource::try_new(source.to_string());
        assert!(
            read.is_ok(),
            "{name}: {:?}",
            read.err().map(|(_, errors)| errors)
        );
    }
}

#[test]
fn french_typography_is_kept() {
    for line in FILES[0].1.lines().filter(|line| !line.starts_with('#')) {
        assert!(!line.contains('\''), "straight apostrophe: {line}");
        assert!(
            !line.contains("« ") && !line.contains(" »"),
            "breaking space in quotes: {line}"
        );
        for sign in [':', ';', '!', '?'] {
            for (at, _) in line.match_indices(sign) {
                let before = line[..at].chars().next_back();
                // The colon of a time of day, or of a field:value term.
                let after = line[at + sign.len_utf8()..].chars().next();
                let inside = sign == ':' && after.is_some_and(char::is_alphanumeric);
                assert!(
                    inside || before == Some('\u{a0}'),
                    "space before {sign}: {line}"
                );
            }
        }
    }
}

/// What is said in the status line is read whole in eighty columns: in some rows, of which a screen has enough.
#[test]
fn no_text_with_ordinary_names_takes_more_rows_than_there_is_room_for() {
    const ROWS: usize = 6;
    let of_lines = |key: &&str| {
        let rooms = ["usage-", "doctor-", "cli-"];
        !rooms.iter().any(|room| key.starts_with(room))
    };
    for ((_, source), lang) in FILES.iter().zip([Lang::Fr, Lang::En]) {
        let texts = Texts::new(lang);
        for key in keys(lang).filter(of_lines) {
            let names = arguments(source, key);
            let told: Vec<(&str, Arg)> = names
                .iter()
                .map(|name| match name.as_str() {
                    "n" | "of" | "count" => (name.as_str(), Arg::from(12_345_usize)),
                    "path" => (
                        "path",
                        "/home/martin/.local/share/guichet/wal/000000123.wal".into(),
                    ),
                    name => (name, "Université de Strasbourg".into()),
                })
                .collect();
            let words = texts.format(key, &told);
            let rows: usize = words.lines().map(|line| wrap(line, 77).len()).sum();
            assert!(rows <= ROWS, "{key}: {rows} rows: {words}");
        }
    }
}
