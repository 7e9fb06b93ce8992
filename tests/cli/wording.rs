//! The command line's own words: one line for wrong usage, help and manual page in the user's language.

use crate::program::Surroundings;

/// Every verb and its help.
fn helps(here: &Surroundings) -> Vec<(String, String)> {
    let main = here.run(&["--help"]).out;
    let (_, verbs) = main.split_once("Commandes:\n").unwrap();
    let verbs = verbs
        .lines()
        .map_while(|line| line.split_whitespace().next());
    let mut helps: Vec<(String, String)> = verbs
        .map(|verb| (verb.to_string(), here.run(&[verb, "--help"]).out))
        .collect();
    helps.push((String::new(), main));
    helps
}

#[test]
fn the_help_of_every_command_is_french_and_lacks_nothing() {
    let here = Surroundings::new();
    let helps = helps(&here);
    assert!(helps.len() > 12, "{helps:?}");
    for (verb, help) in &helps {
        for foreign in [
            "usage-", "Usage:", "Commands", "Print", "default", "possible", "The ",
        ] {
            assert!(!help.contains(foreign), "{foreign} in {verb}: {help}");
        }
        assert!(help.contains("Usage\u{a0}:"), "{verb}: {help}");
    }
}

#[test]
fn the_manual_page_is_french() {
    let page = Surroundings::new().run(&["man"]).out;
    assert!(
        page.contains(".SH NOM") && page.contains("Trouver des fiches"),
        "{page}"
    );
    for foreign in [
        ".SH NAME",
        ".SH SUBCOMMANDS",
        ".SH EXTRA",
        "Print",
        "usage-",
    ] {
        assert!(!page.contains(foreign), "{foreign}: {page}");
    }
}

#[test]
fn wrong_usage_is_said_in_one_line_with_the_way_out() {
    let here = Surroundings::new();
    for (arguments, said) in [
        (
            &["expot", "x"][..],
            "« expot » : commande inconnue, peut-être « import, export »",
        ),
        (
            &["find", "--limt", "3", "x"],
            "« --limt » : option ou argument inconnu, peut-être « --limit »",
        ),
        (
            &["find", "--limit", "beaucoup", "x"],
            "« beaucoup » ne convient pas à --limit <N>",
        ),
        (&["find", "--limit"], "--limit <N> attend une valeur"),
        (
            &["export", "person", "--format", "xml"],
            "« xml » ne convient pas à --format <FORMAT>, parmi : csv, ",
        ),
        (&["show"], "il manque <NATURE/ID_OU_SIGLE>"),
        (&["--demo", "--store", "x", "find", "x"], "ne va pas avec"),
    ] {
        let ended = here.run(arguments);
        let line = ended.refused(2).replace('\u{a0}', " ");
        assert!(line.contains(said), "{said}: {line}");
        assert!(line.contains("guichet --help"), "{line}");
    }
}

#[test]
fn english_stays_english() {
    let here = Surroundings::new();
    let mut command = here.command(&["find", "--help"]);
    let out = command.env("LANG", "en_GB.UTF-8").output().unwrap().stdout;
    let help = String::from_utf8(out).unwrap();
    assert!(
        help.contains("Usage: guichet find") && help.contains("At most so many [20]"),
        "{help}"
    );
}

#[test]
fn arguments_without_a_name_are_listed_as_they_are_given() {
    let here = Surroundings::new();
    for (verb, first, second) in [("import", "NATURE", "FICHIER"), ("role", "COMPTE", "RÔLE")] {
        let help = here.run(&[verb, "--help"]).out;
        let listed = |name: &str| {
            let mut lines = help.lines().enumerate().skip(3);
            let line = lines.find(|(_, line)| {
                line.trim_start()
                    .trim_start_matches(['[', '<'])
                    .starts_with(name)
            });
            line.map(|(at, _)| at)
        };
        assert!(
            listed(first).is_some() && listed(first) < listed(second),
            "{help}"
        );
    }
}
