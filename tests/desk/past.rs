//! What is over by the day that each message brings: sheets, panes, find, from one midnight to the next.

use std::sync::Arc;

use guichet::catalog::Catalog;
use guichet::config::{Panes, Wanted};
use guichet::desk::layers::Layer;
use guichet::desk::message::{Effect, Msg, Timer};
use guichet::desk::pane::PaneId;
use guichet::desk::{Desk, Settings};
use guichet::keymap::{Key, Keymap};
use guichet::locale::Texts;
use guichet::model::kinds::{affiliation, agreement, organisation, person};
use guichet::model::{Author, Date, Field, Fields, Kind, Lang, Record, RecordRef, Value};
use guichet::theme::{ColourDepth, Theme};
use ulid::Ulid;

fn reference(kind: Kind, number: u128) -> RecordRef {
    RecordRef::new(kind, Ulid::from(number))
}

fn record(kind: Kind, number: u128, fields: Fields) -> Record {
    Record::new(reference(kind, number), 1, false, &fields)
}

fn text(field: &Field, text: &str) -> Fields {
    Fields::new().with(field.number, Value::text(text))
}

fn day(text: &str) -> Date {
    Date::parse(text, Date::new(2026, 1, 1).unwrap()).unwrap()
}

/// Noon of that day here, and five minutes before and after its midnights.
fn moment(day: &str, hour: i8, minute: i8) -> i64 {
    let day: jiff::civil::Date = day.parse().unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    zone.to_timestamp(day.at(hour, minute, 0, 0))
        .unwrap()
        .as_millisecond()
}

struct Stage {
    desk: Desk,
    now: i64,
}

impl Stage {
    fn new(lang: Lang, now: i64) -> Stage {
        let settings = Settings {
            texts: Texts::new(lang),
            keymap: Arc::new(Keymap::load("default", None).0),
            theme: Theme::load("dark", None, ColourDepth::True).0,
            theme_named: "dark".to_string(),
            suited: None,
            wanted: Wanted::default(),
            narrow_locale: None,
            author: Author::called("marie"),
            layout: Panes::default(),
            which_key_ms: 300,
            themes: Vec::new(),
            keymaps: Vec::new(),
            findings: Vec::new(),
        };
        let works = |number, person, function: &str, until: &str| {
            let mut fields = text(&affiliation::FUNCTION, function)
                .with(
                    affiliation::PERSON.number,
                    Value::Reference(reference(Kind::Person, person)),
                )
                .with(
                    affiliation::ORGANISATION.number,
                    Value::Reference(reference(Kind::Organisation, 1)),
                );
            if !until.is_empty() {
                fields = fields.with(affiliation::UNTIL.number, Value::Date(day(until)));
            }
            record(Kind::Affiliation, number, fields)
        };
        let signed = |number, name: &str, until: &str| {
            let until = Value::Date(day(until));
            let fields = text(&agreement::NAME, name).with(agreement::UNTIL.number, until);
            record(Kind::Agreement, number, fields)
        };
        let member = text(&organisation::NAME, "Université de Nantes").with(
            organisation::ROLES.number,
            Value::Many(vec![Value::text("adherent")]),
        );
        let left = text(&organisation::NAME, "Académie")
            .with(
                organisation::ROLES.number,
                Value::Many(vec![Value::text("adherent")]),
            )
            .with(organisation::MEMBER_UNTIL.number, Value::Date(day("2023")));
        let mut catalog = Catalog::new(lang);
        catalog.load([
            record(Kind::Organisation, 1, member),
            record(Kind::Organisation, 2, left),
            record(Kind::Person, 20, text(&person::NAME, "Abel")),
            record(Kind::Person, 21, text(&person::NAME, "Blanc")),
            works(60, 20, "DGS", "2021-08-31"),
            works(61, 21, "DGS", "2024-05-15"),
            works(62, 20, "DAF", "2024"),
            signed(95, "Alpha", "2024-05"),
            signed(96, "Beta", "2024-12"),
        ]);
        let mut stage = Stage {
            desk: Desk::new(settings, 1),
            now,
        };
        stage.take(Msg::Resize(120, 40));
        stage.take(Msg::Loaded(Some(catalog)));
        stage
    }

    fn take(&mut self, msg: Msg) {
        let mut messages = vec![msg];
        while let Some(msg) = messages.pop() {
            for effect in self.desk.update(self.now, msg) {
                match effect {
                    Effect::After(_, timer @ Timer::Settle(_)) => messages.push(Msg::Timer(timer)),
                    Effect::Begin(id, job) => messages.push(Msg::Answer(id, job.done())),
                    _ => {}
                }
            }
        }
    }

    fn keys(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            self.take(Msg::Key(key.parse::<Key>().unwrap()));
        }
    }

    fn filter(&mut self, text: &str) {
        self.keys("esc /");
        self.take(Msg::Paste(text.to_string()));
        self.keys("enter");
    }

    fn rows(&self) -> Vec<u128> {
        let pane = self.desk.screen.list().unwrap();
        pane.rows.iter().map(|row| row.id.into()).collect()
    }

    fn sheet(&self) -> Vec<String> {
        let lines = self.desk.screen.sheet.content.lines.iter();
        lines
            .map(|line| format!("{}|{}|{}", line.label, line.text, u8::from(line.past)))
            .collect()
    }
}

#[test]
fn a_desk_that_is_left_open_goes_by_the_new_day() {
    let mut stage = Stage::new(Lang::Fr, moment("2024-05-15", 23, 55));
    stage.keys("1");
    let has = |stage: &Stage, line: &str| {
        let sheet = stage.sheet();
        assert!(
            sheet.iter().any(|known| known == line),
            "{line} in {sheet:?}"
        );
    };
    has(
        &stage,
        "Fonctions 2 + 1 passée|Abel · DAF · Blanc · DGS · Abel · DGS · jusqu’au 31/08/2021|0",
    );
    // Nothing but time goes by, then any message.
    stage.now = moment("2024-05-16", 0, 5);
    stage.desk.dirty = false;
    stage.take(Msg::Timer(Timer::WhichKey(0)));
    assert!(stage.desk.dirty, "another day is drawn");
    let line = "Fonctions 1 + 2 passées|Abel · DAF · Abel · DGS · jusqu’au 31/08/2021 · \
                Blanc · DGS · jusqu’au 15/05/2024|0";
    has(&stage, line);
    // Opened, what is over is last and dimmed.
    stage.keys("enter home enter");
    has(&stage, "|Abel · DAF|0");
    has(&stage, "|Blanc · DGS · jusqu’au 15/05/2024|1");
    stage.now = moment("2025-01-01", 8, 0);
    stage.keys("j");
    has(&stage, "|Abel · DAF · jusqu’en 2024|1");
    has(&stage, "Fonctions 0 + 3 passées||0");
}

#[test]
fn a_filter_kept_over_midnight_means_the_new_day() {
    let mut stage = Stage::new(Lang::Fr, moment("2024-05-15", 23, 55));
    stage.keys("5");
    stage.filter("function:dgs");
    assert_eq!(stage.rows(), [21]);
    stage.now = moment("2024-05-16", 0, 5);
    stage.keys("j");
    assert_eq!(stage.rows(), [] as [u128; 0]);
    stage.filter("past:function:dgs");
    assert_eq!(stage.rows(), [20, 21]);
    // "The last day" is counted from the day it is.
    stage.now = moment("2024-05-14", 12, 0);
    stage.filter("affiliation.until:-1");
    assert_eq!(stage.rows(), [] as [u128; 0]);
    stage.now = moment("2024-05-16", 12, 0);
    stage.keys("j");
    assert_eq!(stage.rows(), [21]);
}

#[test]
fn lists_have_what_is_over_last() {
    let mut stage = Stage::new(Lang::Fr, moment("2024-05-31", 23, 55));
    stage.keys("8");
    assert_eq!(stage.rows(), [95, 96]);
    stage.now = moment("2024-06-01", 0, 5);
    stage.keys("j");
    assert_eq!(stage.rows(), [96, 95]);
    stage.keys("1");
    assert_eq!(stage.rows(), [1, 2], "who left is no more the first");
    let cells = |number| {
        stage
            .desk
            .scene()
            .words()
            .past(reference(Kind::Organisation, number))
    };
    assert_eq!(cells(1), None);
    assert_eq!(cells(2), Some("jusqu’en 2023".to_string()));
    assert_eq!(stage.desk.screen.pane, PaneId::Tab(1));
}

#[test]
fn find_shows_who_was_behind_who_is() {
    let mut stage = Stage::new(Lang::En, moment("2024-05-15", 12, 0));
    stage.keys("space");
    for letter in "dgs".chars() {
        stage.take(Msg::Key(letter.to_string().parse::<Key>().unwrap()));
    }
    let Some(Layer::Find(find)) = stage.desk.layers.last() else {
        panic!("no find");
    };
    let hits: Vec<(u128, bool)> = find
        .hits
        .iter()
        .map(|hit| (hit.record.id.into(), hit.past))
        .collect();
    assert_eq!(hits, [(21, false), (20, true)]);
    let words = stage
        .desk
        .scene()
        .words()
        .past_hit(find.hits[1].record, &find.query.terms);
    assert_eq!(words, "DGS · Université de Nantes · until 2021-08-31");
}

#[test]
fn what_can_be_over_is_called_so_in_both_languages() {
    for lang in [Lang::Fr, Lang::En] {
        let texts = Texts::new(lang);
        for kind in Kind::ALL
            .iter()
            .filter(|kind| kind.definition().over.is_some())
        {
            for count in [1, 2] {
                let word = guichet::locale::over_word(&texts, *kind, count);
                assert!(
                    !word.is_empty() && !word.starts_with("past-"),
                    "{kind:?} {word}"
                );
            }
        }
    }
    let french = Texts::new(Lang::Fr);
    let counted = |past| guichet::locale::counted(&french, Kind::Affiliation, 1_200, past);
    assert_eq!(counted(0), "1\u{202f}200");
    assert_eq!(counted(1), "1\u{202f}200 + 1 passée");
    assert_eq!(counted(3), "1\u{202f}200 + 3 passées");
}

#[test]
fn today_counts_who_is_a_member() {
    let mut stage = Stage::new(Lang::Fr, moment("2024-06-01", 12, 0));
    stage.keys("0");
    let lines = stage.desk.screen.panes[&PaneId::Today]
        .lines()
        .unwrap()
        .lines
        .iter();
    let lines: Vec<String> = lines
        .map(|line| format!("{} {}", line.label, line.text))
        .collect();
    for line in ["1 Adhérents + 1 ancien adhérent", "1 Accords + 1 échu"] {
        assert!(lines.iter().any(|known| known == line), "{lines:?}");
    }
}
