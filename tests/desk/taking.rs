//! A large change is taken in aside; what comes meanwhile lies on top of it.

use guichet::catalog::Catalog;
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::jobs::HowFar;
use guichet::desk::layers::Layer;
use guichet::desk::message::{Effect, Job, JobId, Msg};
use guichet::model::kinds::person;
use guichet::model::{Fields, Heading, Kind, Lang, Record, RecordRef, Step, Value, Verb};
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use guichet::store::Changed;
use ulid::Ulid;

const MANY: u128 = 3_000;

fn reference(number: u128) -> RecordRef {
    RecordRef::new(Kind::Person, Ulid::from(number + 1))
}

fn put(number: u128, revision: u64, name: &str) -> Changed {
    let fields = Fields::new().with(person::NAME.number, Value::text(name));
    Changed::Put(Record::new(reference(number), revision, false, &fields))
}

fn many(range: std::ops::Range<u128>, revision: u64, name: &str) -> Vec<Changed> {
    range.map(|number| put(number, revision, name)).collect()
}

/// A desk, and the changes that it has begun to take in aside.
struct Stage {
    desk: Desk,
    begun: Vec<(JobId, Job)>,
    cancelled: Vec<JobId>,
    sequence: u64,
}

impl Stage {
    /// So many people of the first revision.
    fn of(people: u128) -> Stage {
        let surroundings = Surroundings::made_up(&[("LANG", "fr_FR.UTF-8"), ("USER", "marie")]);
        let mut stage = Stage {
            desk: Desk::new(settings::read(&surroundings, &Wanted::default()), 1),
            begun: Vec::new(),
            cancelled: Vec::new(),
            sequence: 1,
        };
        stage.take(Msg::Resize(120, 40));
        stage.take(Msg::Loaded(Some(catalog(people))));
        stage.take(Msg::Key("5".parse().unwrap()));
        stage
    }

    fn take(&mut self, msg: Msg) {
        for effect in self.desk.update(0, msg) {
            match effect {
                Effect::Begin(id, job @ Job::Find(..)) => self.take(Msg::Answer(id, job.done())),
                Effect::Begin(id, job @ Job::TakeIn(_)) => self.begun.push((id, job)),
                Effect::Cancel(id) => self.cancelled.push(id),
                _ => {}
            }
        }
    }

    fn follow(&mut self, changed: Vec<Changed>) {
        self.sequence += 1;
        let step = Step {
            verb: Verb::Import,
            subject: String::new(),
            kind: "person".to_string(),
            fields: Vec::new(),
            count: 1,
        };
        let heading = Heading {
            sequence: self.sequence,
            author: "paul".to_string(),
            login: None,
            at: 0,
            step,
            undoes: None,
        };
        self.take(Msg::Followed(vec![(heading, changed)]));
    }

    /// Does the oldest job that was begun, and tells the desk.
    fn work(&mut self) {
        let (id, job) = self.begun.remove(0);
        self.take(Msg::Answer(id, job.done()));
    }

    fn name(&self, number: u128) -> Option<String> {
        self.desk.catalog.title(reference(number))
    }

    fn found(&self) -> usize {
        self.desk.screen.list().unwrap().found
    }
}

fn catalog(people: u128) -> Catalog {
    let mut catalog = Catalog::new(Lang::Fr);
    let records = many(0..people, 1, "Avant").into_iter();
    catalog.load(records.filter_map(|change| match change {
        Changed::Put(record) => Some(record),
        Changed::Gone(_) => None,
    }));
    catalog
}

#[test]
fn few_changes_show_at_once_and_many_when_they_are_in() {
    let mut stage = Stage::of(10);
    stage.follow(vec![put(10, 2, "Après")]);
    assert_eq!((stage.found(), stage.begun.len()), (11, 0));
    stage.follow(many(0..MANY, 3, "Beaucoup"));
    assert_eq!((stage.found(), stage.begun.len()), (11, 1));
    assert_eq!(stage.name(0).as_deref(), Some("Avant"));
    assert_eq!(stage.desk.taking.progress(), Some((0, MANY as usize)));
    let id = stage.begun[0].0;
    stage.take(Msg::Progressed(id, HowFar::Looked(512, MANY as usize)));
    assert_eq!(stage.desk.taking.progress(), Some((512, MANY as usize)));
    stage.work();
    assert_eq!(stage.found(), MANY as usize);
    assert_eq!(stage.name(0).as_deref(), Some("Beaucoup"));
    assert_eq!(stage.desk.taking.progress(), None);
}

#[test]
fn what_comes_meanwhile_shows_at_once_and_is_not_lost_under_what_is_taken_in() {
    let mut stage = Stage::of(10);
    stage.follow(many(0..MANY, 2, "Beaucoup"));
    // Of a record that the large change has, too, of one that it has not, and of one that is gone since.
    stage.follow(vec![put(3, 3, "Plus tard"), put(MANY, 3, "Neuve")]);
    stage.follow(vec![Changed::Gone(reference(4))]);
    assert_eq!(stage.begun.len(), 1);
    let seen = |stage: &Stage| [stage.name(3), stage.name(MANY), stage.name(4)];
    let now = [
        Some("Plus tard".to_string()),
        Some("Neuve".to_string()),
        None,
    ];
    assert_eq!(seen(&stage), now);
    stage.work();
    assert_eq!(seen(&stage), now);
    assert_eq!(stage.name(5).as_deref(), Some("Beaucoup"));
    assert_eq!(stage.desk.catalog.len(), MANY as usize);
    assert!(stage.begun.is_empty());
}

#[test]
fn large_changes_are_taken_in_one_after_the_other() {
    let mut stage = Stage::of(10);
    stage.follow(many(0..MANY, 2, "Beaucoup"));
    stage.follow(many(0..MANY, 3, "Encore"));
    stage.follow(vec![put(3, 4, "Plus tard")]);
    stage.work();
    assert_eq!(stage.begun.len(), 1, "the second, and what came after it");
    assert_eq!(stage.name(3).as_deref(), Some("Plus tard"));
    stage.work();
    assert!(stage.begun.is_empty());
    assert_eq!(stage.name(2).as_deref(), Some("Encore"));
    assert_eq!(stage.name(3).as_deref(), Some("Plus tard"));
}

#[test]
fn find_looks_again_and_its_cursor_stays_on_its_hit() {
    let mut stage = Stage::of(10);
    for key in ["space", "a", "v", "a", "n", "t", "down", "down"] {
        stage.take(Msg::Key(key.parse().unwrap()));
    }
    let selected = |stage: &Stage| match stage.desk.layers.last() {
        Some(Layer::Find(find)) => (find.selected(), find.total),
        other => panic!("{other:?}"),
    };
    let (on, total) = selected(&stage);
    assert!(on.is_some() && total == 10);
    stage.follow(many(10..MANY, 2, "Avant"));
    stage.work();
    assert_eq!(selected(&stage), (on, MANY as usize));
}

#[test]
fn records_read_anew_have_it_already() {
    let mut stage = Stage::of(10);
    stage.follow(many(0..MANY, 2, "Beaucoup"));
    let id = stage.begun[0].0;
    stage.take(Msg::Loaded(Some(catalog(7))));
    assert_eq!(stage.cancelled, [id]);
    stage.work();
    assert_eq!(stage.desk.catalog.len(), 7);
    stage.follow(vec![put(7, 3, "Après")]);
    assert_eq!(stage.desk.catalog.len(), 8);
}

#[test]
fn who_is_named_by_many_is_called_otherwise_aside() {
    use guichet::model::kinds::{affiliation, organisation};
    let organisation = |revision, name: &str| {
        let record = RecordRef::new(Kind::Organisation, Ulid::from(1u128));
        let fields = Fields::new().with(organisation::NAME.number, Value::text(name));
        Record::new(record, revision, false, &fields)
    };
    let mut stage = Stage::of(10);
    let works = |number: u128| {
        let record = RecordRef::new(Kind::Affiliation, Ulid::from(number + 1));
        let fields = Fields::new()
            .with(affiliation::PERSON.number, Value::Reference(reference(0)))
            .with(
                affiliation::ORGANISATION.number,
                Value::Reference(organisation(1, "").reference()),
            );
        Record::new(record, 1, false, &fields)
    };
    let mut records: Vec<Record> = (0..MANY).map(works).collect();
    records.push(organisation(1, "Avant"));
    let mut catalog = catalog(10);
    catalog.load(records);
    stage.take(Msg::Loaded(Some(catalog)));
    stage.follow(vec![Changed::Put(organisation(2, "Avant"))]);
    assert!(stage.begun.is_empty(), "it is called as before");
    stage.follow(vec![Changed::Put(organisation(3, "Après"))]);
    assert_eq!(stage.begun.len(), 1);
    stage.work();
    let title = stage.desk.catalog.title(organisation(1, "").reference());
    assert_eq!(title.as_deref(), Some("Après"));
}
