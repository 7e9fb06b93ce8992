//! What is done to many records at once is prepared aside.

use guichet::catalog::Catalog;
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::layers::Layer;
use guichet::desk::message::{Answer, Asked, Effect, Job, JobId, Msg, Opened};
use guichet::model::kinds::person;
use guichet::model::{Commit, Fields, Kind, Lang, Record, RecordRef, Value, Verb};
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use ulid::Ulid;

const MANY: usize = 1_500;

fn person(number: usize) -> Record {
    let record = RecordRef::new(Kind::Person, Ulid::from(number as u128 + 1));
    let fields = Fields::new()
        .with(person::NAME.number, Value::text(format!("Nom {number}")))
        .with(
            person::CITY.number,
            Value::text(["Nantes", "Lyon"][number % 2]),
        );
    Record::new(record, 7, false, &fields)
}

struct Stage {
    desk: Desk,
    begun: Vec<(JobId, Job)>,
    commits: Vec<Commit>,
    copied: Vec<String>,
}

impl Stage {
    /// So many people, all of them marked.
    fn of_marked() -> Stage {
        let surroundings = Surroundings::made_up(&[("LANG", "fr_FR.UTF-8"), ("USER", "marie")]);
        let mut stage = Stage {
            desk: Desk::new(settings::read(&surroundings, &Wanted::default()), 1),
            begun: Vec::new(),
            commits: Vec::new(),
            copied: Vec::new(),
        };
        stage.take(Msg::Resize(120, 40));
        stage.take(Msg::Opened(Opened::default()));
        let mut catalog = Catalog::new(Lang::Fr);
        catalog.load((0..MANY).map(person));
        stage.take(Msg::Loaded(Some(catalog)));
        stage.keys("5 *");
        stage.begun.clear();
        stage
    }

    fn take(&mut self, msg: Msg) {
        for effect in self.desk.update(0, msg) {
            match effect {
                Effect::Begin(id, job) => self.begun.push((id, job)),
                Effect::Ask(_, Asked::Commit(commit, _)) => self.commits.push(commit),
                Effect::Copy(text) => self.copied.push(text),
                _ => {}
            }
        }
    }

    fn keys(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.take(Msg::Key(key.parse().unwrap()));
        }
    }

    /// Does the newest job; those before it are given up, if they are of its sort.
    fn work(&mut self) {
        let (id, newest) = self.begun.pop().unwrap();
        for (older, job) in std::mem::take(&mut self.begun) {
            assert_eq!(job.sort(), newest.sort());
            self.take(Msg::Answer(older, Answer::GivenUp));
        }
        self.take(Msg::Answer(id, newest.done()));
    }
}

#[test]
fn a_bulk_edit_of_many_is_previewed_and_made_aside() {
    let mut stage = Stage::of_marked();
    stage.keys("b");
    stage.take(Msg::Paste("ville".to_string()));
    stage.keys("enter N a n t e s");
    let Some(Layer::Bulk(bulk)) = stage.desk.layers.last() else {
        panic!("{:?}", stage.desk.layers);
    };
    assert!(bulk.asked.is_some() && bulk.rows.is_empty());
    stage.work();
    let Some(Layer::Bulk(bulk)) = stage.desk.layers.last() else {
        panic!("{:?}", stage.desk.layers);
    };
    let changed = bulk.rows.iter().filter(|row| row.after.is_some()).count();
    assert_eq!((bulk.rows.len(), changed), (MANY, MANY / 2));
    stage.keys("enter");
    assert!(stage.desk.layers.is_empty() && stage.commits.is_empty());
    assert!(stage.desk.work.changes_many());
    // Nothing waits for it.
    stage.keys("j e");
    assert!(matches!(stage.desk.layers.last(), Some(Layer::Form(_))));
    stage.keys("esc u");
    assert!(
        stage
            .desk
            .status
            .as_ref()
            .unwrap()
            .text
            .contains("attendre")
    );
    stage.begun.retain(|(_, job)| matches!(job, Job::Change(_)));
    stage.work();
    let commit = stage.commits.pop().unwrap();
    assert_eq!(
        (commit.edits.len(), commit.step.count),
        (MANY / 2, MANY as u32 / 2)
    );
    assert_eq!(commit.step.verb, Verb::Bulk);
    assert!(commit.edits.iter().all(|edit| edit.base == 7));
}

#[test]
fn an_empty_bulk_edit_of_many_says_so_and_many_are_thrown_away_aside() {
    let mut stage = Stage::of_marked();
    stage.keys("b");
    stage.take(Msg::Paste("prénom".to_string()));
    stage.keys("enter");
    stage.work();
    stage.keys("enter");
    stage.work();
    assert!(stage.commits.is_empty() && !stage.desk.work.changes_many());
    let status = &stage.desk.status.as_ref().unwrap().text;
    assert!(status.contains("Rien à modifier"), "{status}");
    // It is asked once it is known what points there: nothing is answered to before.
    stage.keys("d o");
    assert!(matches!(stage.desk.layers.last(), Some(Layer::Confirm(_))));
    stage.begun.retain(|(_, job)| matches!(job, Job::Weigh(_)));
    stage.work();
    stage.keys("o");
    stage.begun.retain(|(_, job)| matches!(job, Job::Change(_)));
    stage.work();
    let commit = stage.commits.pop().unwrap();
    assert_eq!(commit.step.verb, Verb::Delete);
    assert_eq!(commit.edits.len(), MANY);
    assert!(
        commit
            .edits
            .iter()
            .all(|edit| edit.after.as_ref().unwrap().trashed)
    );
}

#[test]
fn what_can_be_copied_of_many_is_gathered_aside_and_shown_to_who_waits_for_it() {
    let mut stage = Stage::of_marked();
    stage.keys("y");
    assert!(stage.desk.layers.is_empty());
    stage.work();
    assert!(matches!(stage.desk.layers.last(), Some(Layer::Chooser(_))));
    stage.keys("enter");
    let copied = stage.copied.pop().unwrap();
    assert_eq!(copied.lines().count(), MANY);
    assert_eq!(copied.lines().next(), Some("Nom 0"));
    // Who went on is not disturbed.
    stage.keys("y ?");
    stage.begun.retain(|(_, job)| matches!(job, Job::Copy(_)));
    stage.work();
    assert!(matches!(stage.desk.layers.as_slice(), [Layer::Help(_)]));
}
