//! The sheet of a record to which very many are linked: gathered aside, a part of its rows at a time.

use guichet::desk::lines::Target;
use guichet::desk::message::{Answer, Job};
use guichet::desk::sheet::ROWS;
use guichet::model::kinds::affiliation;
use guichet::model::{Kind, RecordRef, Value};

use super::sifting::{PEOPLE, PLACES, Stage, at, place, record, records, works};

/// At the last place there are so many, more than are looked at for a sheet at a key.
const LINKED: usize = PEOPLE / 55 * 10;

/// The desk with the keys in the sheet of the last place.
fn stage() -> Stage {
    let mut stage = Stage::of(records());
    stage.keys("G enter");
    assert_eq!(
        stage.desk.screen.sheet.record,
        Some(at(Kind::Organisation, PLACES - 1))
    );
    stage
}

fn rows(stage: &Stage) -> Vec<RecordRef> {
    let lines = stage.desk.screen.sheet.content.lines.iter();
    lines.filter_map(|line| line.record()).collect()
}

#[test]
fn what_many_are_linked_to_shows_at_once_and_its_links_when_they_are_gathered() {
    let mut stage = stage();
    let jobs = stage
        .begun
        .iter()
        .filter(|(_, job)| matches!(job, Job::Gather(_)));
    assert_eq!(jobs.count(), 1, "{:?}", stage.begun);
    let frame = stage.frame();
    assert!(
        frame.contains("Lieu 9") && frame.contains("liens en cours de lecture"),
        "{frame}"
    );
    assert!(!frame.contains("Fonctions"), "{frame}");
    assert_eq!(stage.work(), 1);
    let frame = stage.frame();
    assert!(
        frame.contains("Fonctions 2") && !frame.contains("en cours"),
        "{frame}"
    );
    // Looking around in it gathers nothing anew.
    stage.keys("j k");
    assert!(stage.begun.is_empty(), "{:?}", stage.begun);
    // Small ones are whole at once.
    stage.keys("h g g enter");
    assert!(stage.frame().contains("Fonctions 200"), "{}", stage.frame());
    assert!(stage.begun.is_empty(), "{:?}", stage.begun);
}

#[test]
fn a_part_of_its_rows_shows_at_a_time_and_all_are_marked() {
    let mut stage = stage();
    stage.work();
    stage.keys("enter");
    assert_eq!(rows(&stage).len(), ROWS);
    let first = rows(&stage);
    let target = |stage: &Stage| {
        let line = stage.desk.screen.sheet.content.selected().unwrap();
        line.target.clone().unwrap()
    };
    // On from the last row, back from the first, the cursor where the rows go on.
    stage.keys("G");
    let Target::Rows(.., ROWS) = target(&stage) else {
        panic!("{:?}", target(&stage));
    };
    stage.keys("enter");
    let next = rows(&stage);
    assert_eq!(next.len(), ROWS);
    assert!(next.iter().all(|row| !first.contains(row)));
    assert_eq!(target(&stage), Target::Record(next[0]));
    stage.keys("k");
    assert!(
        matches!(target(&stage), Target::Rows(.., 0)),
        "{:?}",
        target(&stage)
    );
    stage.keys("enter");
    assert_eq!(target(&stage), Target::Record(first[ROWS - 1]));
    // To the end there are all of them, each once.
    let mut seen: Vec<RecordRef> = first;
    loop {
        stage.keys("G");
        if !matches!(target(&stage), Target::Rows(..)) {
            break;
        }
        stage.keys("enter");
        seen.extend(rows(&stage));
    }
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!((count, seen.len()), (LINKED, LINKED));
    stage.keys("*");
    assert_eq!(stage.desk.screen.sheet.marks.len(), count);
    stage.keys("*");
    assert!(stage.desk.screen.sheet.marks.is_empty());
}

#[test]
fn what_is_linked_meanwhile_comes_with_the_next_gathering_and_nothing_flickers() {
    let mut stage = stage();
    stage.work();
    let before = stage.frame();
    let other = (0..PEOPLE)
        .find(|person| place(*person) != PLACES - 1)
        .unwrap();
    let there = Value::Reference(at(Kind::Organisation, PLACES - 1));
    let fields = works(other)
        .fields()
        .with(affiliation::ORGANISATION.number, there);
    stage.changed(record(Kind::Affiliation, other, fields));
    assert!(
        stage.frame().contains("Fonctions 2"),
        "what was known stays"
    );
    let counted = |frame: &str| {
        let at = frame.find("Fonctions").unwrap();
        let digits = frame[at..].chars().take(20).filter(char::is_ascii_digit);
        digits.collect::<String>().parse::<usize>().unwrap()
    };
    assert_eq!(counted(&stage.frame()), counted(&before));
    // A job that was overtaken is followed by another.
    let (id, job) = stage.begun.pop().unwrap();
    assert!(matches!(job, Job::Gather(_)));
    stage.changed(record(Kind::Affiliation, PEOPLE + 1, works(other).fields()));
    stage.begun.retain(|(_, job)| matches!(job, Job::Gather(_)));
    assert_eq!(stage.begun.len(), 1);
    stage.take(guichet::desk::message::Msg::Answer(id, Answer::GivenUp));
    assert_eq!(stage.work(), 1);
    assert!(counted(&stage.frame()) > counted(&before));
}

#[test]
fn what_is_only_looked_at_shows_its_own_links_or_says_that_they_are_many() {
    let mut stage = stage();
    stage.work();
    stage.keys("h");
    stage.desk.run(guichet::command::Command::FindOpen);
    stage.typed("lieu");
    stage.work();
    let frame = stage.frame();
    assert!(
        frame.contains("Fonctions 200 ") || frame.contains("liens nombreux"),
        "{frame}"
    );
    for _ in 0..PLACES {
        let Some(guichet::desk::layers::Layer::Find(find)) = stage.desk.layers.last() else {
            panic!("{:?}", stage.desk.layers);
        };
        let number = find.preview_title.strip_prefix("Lieu ").unwrap();
        let count = PEOPLE / 55 * (number.parse::<usize>().unwrap() + 1);
        let texts: Vec<String> = find
            .preview
            .iter()
            .map(|line| line.label.clone() + &line.text)
            .collect();
        let section = texts.iter().find(|text| text.starts_with("Fonctions "));
        match section {
            Some(text) => {
                let digits: String = text.chars().take(16).filter(char::is_ascii_digit).collect();
                assert_eq!(digits, count.to_string(), "{texts:?}");
            }
            None => assert!(
                count >= 500 && texts.concat().contains("liens nombreux"),
                "{texts:?}"
            ),
        }
        stage.keys("down");
    }
}
