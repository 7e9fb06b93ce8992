//! The sheet on the command line: the lines of the screen's, in plain text, by the same clock.

use guichet::desk::lines::{Line, LineKind};

use crate::program::{Ended, Surroundings};
use crate::scripts::session::Session;

const CALLS: &str = "about;type;direction;at;note\nALPHA;call;in;2022-12-07T23:30:00Z;Rappeler\n";
const FUNCTIONS: &str =
    "person;organisation;function;until\nAbel;ALPHA;DGS;2021-08-31\nBlanc;ALPHA;DAF;\n";

/// What the desk shows of ALPHA in that zone, its sections opened, and what the command line says of it.
fn both(zone: &str) -> (Vec<Line>, String, String) {
    let here = Surroundings::with_three();
    for (kind, name, text) in [
        (
            "person",
            "people.csv",
            "name;email\nAbel;abel@a.example|abel@b.example\nBlanc;\n",
        ),
        ("affiliation", "functions.csv", FUNCTIONS),
        ("interaction", "calls.csv", CALLS),
    ] {
        let file = here.write(name, text);
        let ended = here.run(&["import", kind, file.to_str().unwrap()]);
        assert_eq!(ended.code, 0, "{ended:?}");
    }
    let surroundings = guichet::runtime::surroundings::Surroundings::made_up(&[
        ("LANG", "fr_FR.UTF-8"),
        ("TZ", zone),
    ]);
    // What is told of the day is told of the same.
    let now = jiff::Timestamp::now().as_millisecond();
    let mut session = Session::start(&here.store(), &surroundings, (120, 40), now);
    session.key("enter".parse().unwrap());
    let sheet = &session.desk.screen.sheet;
    let record = sheet.record.unwrap().to_string();
    let catalog = &session.desk.catalog;
    let sections = catalog.sections(sheet.record.unwrap());
    assert!(sections.len() > 1);
    for section in sections {
        session
            .desk
            .screen
            .sheet
            .toggle((section.kind, section.field));
    }
    session.resize(200, 60);
    let lines = session.desk.screen.sheet.content.lines.clone();
    let title = session.desk.screen.sheet.title.clone();
    session.finish();
    let mut command = here.command(&["show", &record]);
    let shown = Ended::of(command.env("TZ", zone));
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    let (first, rest) = shown.out.split_once('\n').unwrap();
    assert_eq!(first, format!("{title} · {record}"));
    (lines, rest.to_string(), record)
}

#[test]
fn show_says_what_the_sheet_shows_line_by_line() {
    for zone in ["Europe/Paris", "Pacific/Auckland"] {
        let (lines, shown, _) = both(zone);
        let mut said = shown.lines();
        for line in &lines {
            let said = said
                .next()
                .unwrap_or_else(|| panic!("{line:?} is not said:\n{shown}"));
            assert!(
                said.contains(line.label.as_str()) && said.contains(line.text.as_str()),
                "{line:?}: {said}"
            );
        }
        assert_eq!(said.next(), None);
        for kind in [
            LineKind::Field,
            LineKind::Section(true),
            LineKind::Item,
            LineKind::Heading,
            LineKind::Event,
        ] {
            assert!(lines.iter().any(|line| line.kind == kind), "{kind:?}");
        }
    }
}

#[test]
fn what_stands_for_a_record_names_it_and_a_moment_says_its_offset() {
    let (lines, shown, _) = both("Pacific/Auckland");
    for record in lines.iter().filter_map(Line::record) {
        assert!(
            shown.contains(&format!(" — {record}\n")),
            "{record}: {shown}"
        );
    }
    let call = lines
        .iter()
        .filter_map(Line::record)
        .find(|record| record.kind.key() == "interaction");
    assert!(shown.contains("08/12/2022"), "{shown}");
    assert!(call.is_some());
}
