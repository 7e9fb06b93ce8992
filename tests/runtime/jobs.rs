//! Jobs: one answer each, a newer one in the place of an older, and keys that never wait for them.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use guichet::catalog::{Catalog, Order, Query};
use guichet::command::Command;
use guichet::desk::jobs::ranks::Ranks;
use guichet::desk::layers::Layer;
use guichet::desk::message::{Answer, Effect, Job, JobId, Msg, OPENING};
use guichet::desk::pane::PaneId;
use guichet::model::kinds::person;
use guichet::model::{Collection, Fields, Kind, Lang, Record, RecordRef, Value};
use guichet::runtime::place::Place;
use guichet::runtime::surroundings::Surroundings;
use guichet::runtime::{Clock, Runtime};
use ulid::Ulid;

use crate::scripts::session::{Session, start};
use crate::scripts::template::{self, Source};

fn people(count: u128) -> Catalog {
    let mut catalog = Catalog::new(Lang::Fr);
    catalog.load((0..count).map(|number| {
        let record = RecordRef::new(Kind::Person, Ulid::from(number + 1));
        let name = Value::text(format!("Nom {}", number * 7_919 % count));
        let fields = Fields::new().with(person::NAME.number, name);
        Record::new(record, 1, false, &fields)
    }));
    catalog
}

struct Stage {
    runtime: Runtime,
    inbox: Receiver<Msg>,
    _home: tempfile::TempDir,
}

impl Stage {
    fn new() -> Stage {
        let home = tempfile::tempdir().unwrap();
        let (sender, inbox) = channel();
        let runtime = Runtime::start(
            Place::Folder(home.path().join("store")),
            Surroundings::made_up(&[]),
            Lang::Fr,
            Clock::Script,
            Arc::new(move |msg| drop(sender.send(msg))),
        );
        Stage {
            runtime,
            inbox,
            _home: home,
        }
    }

    /// All answers until everything is answered, but that of the opening.
    fn answers(&mut self) -> Vec<(JobId, Answer)> {
        let mut answers = Vec::new();
        while !self.runtime.is_idle() {
            let msg = self.inbox.recv_timeout(Duration::from_secs(30)).unwrap();
            self.runtime.answered(&msg);
            if let Msg::Answer(id, answer) = msg
                && id != OPENING
            {
                answers.push((id, answer));
            }
        }
        answers
    }
}

#[test]
fn a_newer_job_of_a_sort_ends_the_older_and_each_has_one_answer() {
    let mut stage = Stage::new();
    let catalog = people(20_000);
    let ranks = |pane| {
        Job::Rank(Box::new(Ranks {
            pane,
            catalog: catalog.clone(),
            collections: vec![Collection::All(Kind::Person)],
            trashed: false,
            order: vec![Order::up("name")],
            lang: Lang::Fr,
        }))
    };
    for id in 1..=12 {
        stage
            .runtime
            .perform(Effect::Begin(id, ranks(PaneId::Tab(5))));
    }
    let other = PaneId::Kind(Kind::Person);
    stage.runtime.perform(Effect::Begin(13, ranks(other)));
    let mut answers = stage.answers();
    answers.sort_by_key(|(id, _)| *id);
    let ids: Vec<JobId> = answers.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, (1..=13).collect::<Vec<JobId>>());
    for (id, answer) in &answers {
        match answer {
            Answer::Ranked(pane, ranking) => {
                assert_eq!(*pane, if *id == 13 { other } else { PaneId::Tab(5) });
                assert_eq!(ranking.len(), 20_000);
                assert!(*id >= 12);
            }
            // Several may have been done before the next was begun, were the machine quick enough.
            Answer::GivenUp => assert!(*id < 12, "{id}"),
            other => panic!("{id}: {other:?}"),
        }
    }
    stage.runtime.finish();
}

/// What is let go of when it may be.
#[derive(Debug)]
struct Held(Receiver<()>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.recv().unwrap();
    }
}

#[test]
fn a_search_does_not_wait_for_a_long_job_and_a_cancelled_one_is_answered() {
    let mut stage = Stage::new();
    stage.answers();
    let (release, held) = channel();
    let job = Job::LetGo(Box::new(Held(held)));
    stage.runtime.perform(Effect::Begin(1, job));
    let job = Job::Prepare(Box::new(people(10)));
    stage.runtime.perform(Effect::Begin(2, job));
    stage.runtime.perform(Effect::Cancel(2));
    let query = Query::parse("nom 7", guichet::model::Date::new(2026, 11, 16).unwrap());
    let find = Job::Find(Box::new(people(2_000)), query);
    stage.runtime.perform(Effect::Begin(3, find));
    let msg = stage.inbox.recv_timeout(Duration::from_secs(30)).unwrap();
    assert!(matches!(msg, Msg::Answer(3, Answer::Found(_))), "{msg:?}");
    stage.runtime.answered(&msg);
    release.send(()).unwrap();
    let answers = stage.answers();
    assert!(
        matches!(
            answers.as_slice(),
            [(1, Answer::Done), (2, Answer::GivenUp)]
        ),
        "{answers:?}"
    );
    stage.runtime.finish();
}

/// What a key may take at most, to its frame, however slow the machine and the build.
const A_SECOND: Duration = Duration::from_secs(1);

struct Busy {
    session: Session,
    longest: Duration,
    keys: usize,
}

impl Busy {
    /// Presses keys, and takes in what comes meanwhile, until that is so.
    fn until(&mut self, keys: &str, is_so: impl Fn(&Session) -> bool) {
        for key in keys.split(' ').cycle().take(10_000) {
            let begun = Instant::now();
            self.session.key(key.parse().unwrap());
            self.session.draw();
            self.longest = self.longest.max(begun.elapsed());
            self.keys += 1;
            loop {
                let begun = Instant::now();
                let heard = self.session.hears();
                self.session.draw();
                self.longest = self.longest.max(begun.elapsed());
                if !heard {
                    break;
                }
            }
            if is_so(&self.session) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("it never comes to that: {}", self.session.rows.join("\n"));
    }
}

/// A desk of the report that has just been told to import that file of people.
fn importing(home: &std::path::Path, text: &str) -> Session {
    let file = home.join("people.csv");
    std::fs::write(&file, text).unwrap();
    let surroundings = Surroundings::made_up(&[("USER", "marie"), ("LANG", "fr_FR.UTF-8")]);
    let folder = home.join("store");
    template::furnish(&folder, &[Source::Report], start() - 86_400_000);
    let mut session = Session::start(&folder, &surroundings, (120, 40), start());
    session.settle();
    session.run(Command::ImportOpen);
    session.take(Msg::Paste("Contacts".to_string()));
    session.key("enter".parse().unwrap());
    session.take(Msg::Paste(file.display().to_string()));
    session.key("enter".parse().unwrap());
    session
}

#[test]
fn every_key_is_answered_within_a_second_while_a_large_import_goes_on() {
    const ROWS: usize = 12_000;
    let home = tempfile::tempdir().unwrap();
    let mut text = String::from("name;first_name;email;phone\n");
    for at in 0..ROWS {
        writeln!(text, "Nom{at};Prénom;p{at}@exemple.fr;0240{at:06}").unwrap();
    }
    let session = importing(home.path(), &text);
    let before = session.desk.catalog.len();
    let mut busy = Busy {
        session,
        longest: Duration::ZERO,
        keys: 0,
    };
    let is_planning =
        |session: &Session| matches!(session.desk.layers.last(), Some(Layer::Planning(_)));
    assert!(is_planning(&busy.session));
    busy.until("j k", |session| !is_planning(session));
    let Some(Layer::Import(_)) = busy.session.desk.layers.last() else {
        panic!("{:?}", busy.session.desk.layers);
    };
    busy.until("enter", |session| session.desk.layers.is_empty());
    let keys = "5 j / n esc space n esc 1 a esc 0 j";
    busy.until(keys, |session| session.desk.catalog.len() == before + ROWS);
    assert!(busy.longest < A_SECOND, "{:?}", busy.longest);
    assert!(busy.keys > 5);
    busy.session.settle();
    busy.session.finish();
}

#[test]
fn esc_gives_an_import_up_while_it_is_planned() {
    let home = tempfile::tempdir().unwrap();
    let mut text = String::from("name;first_name\n");
    for at in 0..5_000 {
        writeln!(text, "Nom{at};Prénom").unwrap();
    }
    let mut session = importing(home.path(), &text);
    session.draw();
    let before = session.desk.catalog.len();
    let screen = session.rows.join("\n");
    assert!(screen.contains("people.csv"), "{screen}");
    assert!(screen.contains("abandonner"), "{screen}");
    session.key("esc".parse().unwrap());
    session.settle();
    assert!(session.desk.layers.is_empty());
    assert_eq!(session.desk.catalog.len(), before);
    let status = session.desk.status.as_ref().unwrap();
    assert!(status.text.contains("Import abandonné"), "{}", status.text);
    session.finish();
}
