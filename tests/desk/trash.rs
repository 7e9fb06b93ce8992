//! Many marked, weighed, thrown away and purged: aside, with no key waiting.

use guichet::catalog::Catalog;
use guichet::command::Command;
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::layers::Layer;
use guichet::desk::message::{Asked, Effect, Job, JobId, Msg, Opened};
use guichet::desk::pane::{GROUPED, List};
use guichet::model::kinds::{affiliation, person};
use guichet::model::{Commit, Fields, Kind, Lang, Record, RecordRef, Value, Verb};
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use ulid::Ulid;

fn at(kind: Kind, number: usize) -> RecordRef {
    RecordRef::new(kind, Ulid::from(number as u128 + 1))
}

fn person(number: usize, trashed: bool) -> Record {
    let fields = Fields::new()
        .with(person::NAME.number, Value::text(format!("Nom {number}")))
        .with(
            person::CITY.number,
            Value::text(["Nantes", "Lyon"][number % 2]),
        );
    Record::new(at(Kind::Person, number), 7, trashed, &fields)
}

/// A function of that person, which points there.
fn works(number: usize) -> Record {
    let person = Value::Reference(at(Kind::Person, number));
    let fields = Fields::new().with(affiliation::PERSON.number, person);
    Record::new(at(Kind::Affiliation, number), 7, false, &fields)
}

struct Stage {
    desk: Desk,
    begun: Vec<(JobId, Job)>,
    given_up: Vec<JobId>,
    commits: Vec<Commit>,
}

impl Stage {
    fn of(records: impl IntoIterator<Item = Record>) -> Stage {
        let surroundings = Surroundings::made_up(&[("LANG", "fr_FR.UTF-8"), ("USER", "marie")]);
        let mut stage = Stage {
            desk: Desk::new(settings::read(&surroundings, &Wanted::default()), 1),
            begun: Vec::new(),
            given_up: Vec::new(),
            commits: Vec::new(),
        };
        stage.take(Msg::Resize(120, 40));
        stage.take(Msg::Opened(Opened::default()));
        let mut catalog = Catalog::new(Lang::Fr);
        catalog.load(records);
        stage.take(Msg::Loaded(Some(catalog)));
        stage.keys("5");
        stage.begun.clear();
        stage
    }

    fn take(&mut self, msg: Msg) {
        for effect in self.desk.update(0, msg) {
            match effect {
                Effect::Begin(id, job) => self.begun.push((id, job)),
                Effect::Cancel(id) => self.given_up.push(id),
                Effect::Ask(_, Asked::Commit(commit, _)) => self.commits.push(commit),
                _ => {}
            }
        }
    }

    fn keys(&mut self, keys: &str) {
        for key in keys.split(' ') {
            self.take(Msg::Key(key.parse().unwrap()));
        }
    }

    fn run(&mut self, command: Command) {
        self.desk.run(command);
        self.take(Msg::Resize(120, 40));
    }

    /// Does what has begun and is such; the rest is let go of.
    fn work(&mut self, is_such: impl Fn(&Job) -> bool) {
        let mut begun = std::mem::take(&mut self.begun);
        begun.retain(|(_, job)| is_such(job));
        assert_eq!(begun.len(), 1);
        for (id, job) in begun {
            self.take(Msg::Answer(id, job.done()));
        }
    }

    fn pane(&self) -> &List {
        self.desk.screen.list().unwrap()
    }

    fn asked(&self) -> Option<(&str, String)> {
        match self.desk.layers.last() {
            Some(Layer::Confirm(at)) => Some((&at.question, at.details.join(" | "))),
            _ => None,
        }
    }
}

#[test]
fn all_rows_of_a_large_list_are_marked_aside_and_what_is_marked_meanwhile_counts() {
    let many = GROUPED + 1_000;
    let mut stage = Stage::of((0..many).map(|number| person(number, false)));
    let is_marking = |job: &Job| matches!(job, Job::Mark(_));
    stage.keys("*");
    assert!(stage.pane().marks.is_empty());
    let first = stage.pane().selected().unwrap();
    // One of them then: it comes after all of them, and takes its mark off.
    stage.keys("m");
    stage.work(is_marking);
    assert!(!stage.pane().marks.contains(&first));
    assert_eq!(
        (stage.pane().marks.len(), stage.pane().hidden),
        (many - 1, 0)
    );
    stage.keys("home m");
    assert_eq!((stage.pane().marks.len(), stage.pane().hidden), (many, 0));
    // What a filter hides of them is counted.
    stage.begun.clear();
    stage.keys("/");
    stage.take(Msg::Paste("city:lyon".to_string()));
    stage.work(|job| matches!(job, Job::Sift(_)));
    assert_eq!(stage.pane().found, many / 2);
    assert_eq!(stage.pane().hidden, many / 2);
}

#[test]
fn many_are_weighed_aside_before_it_is_asked_whether_they_shall_go() {
    const MANY: usize = 600;
    let people = (0..MANY).map(|number| person(number, false));
    let links = (0..20).map(works);
    let mut stage = Stage::of(people.chain(links));
    stage.keys("* d");
    let (question, details) = stage.asked().unwrap();
    assert!(
        question.contains("600") && details.contains("Recherche"),
        "{question} {details}"
    );
    // Yes to what is not told yet is no yes.
    stage.keys("o");
    assert!(stage.asked().is_some() && stage.commits.is_empty());
    let is_weighing = |job: &Job| matches!(job, Job::Weigh(_));
    stage.work(is_weighing);
    let (question, details) = stage.asked().unwrap();
    assert!(question.contains("600"), "{question}");
    assert!(
        details.contains("20 fonctions") && details.matches("1 fonction").count() == 10,
        "{details}"
    );
    stage.keys("o");
    stage.work(|job| matches!(job, Job::Change(_)));
    let commit = stage.commits.pop().unwrap();
    assert_eq!((commit.step.verb, commit.edits.len()), (Verb::Delete, MANY));
}

#[test]
fn the_trash_of_many_is_weighed_and_emptied_aside() {
    const MANY: usize = 600;
    let people = (0..MANY).map(|number| person(number, true));
    let mut stage = Stage::of(people.chain((0..5).map(works)));
    stage.run(Command::TrashEmpty);
    let (_, details) = stage.asked().unwrap();
    assert!(details.contains("Recherche"), "{details}");
    stage.keys("o");
    assert!(stage.commits.is_empty());
    stage.work(|job| matches!(job, Job::WeighTrash(_)));
    let (question, details) = stage.asked().unwrap();
    assert!(question.contains("595"), "{question}");
    assert!(details.starts_with("5 fiches restent"), "{details}");
    stage.keys("o");
    stage.work(|job| matches!(job, Job::Change(_)));
    let commit = stage.commits.pop().unwrap();
    assert_eq!(
        (commit.step.verb, commit.edits.len()),
        (Verb::Purge, MANY - 5)
    );
    assert!(commit.edits.iter().all(|edit| edit.after.is_none()));
    // Left, it is given up.
    stage.run(Command::TrashEmpty);
    let (id, _) = stage.begun.pop().unwrap();
    stage.keys("esc");
    assert_eq!(stage.given_up, [id]);
    assert!(stage.desk.layers.is_empty());
}
