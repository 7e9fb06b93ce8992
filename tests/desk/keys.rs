//! Whatever is pressed over very many records, very many of them marked: no key waits for what they come to.

use std::collections::HashMap;
use std::time::Duration;

use guichet::catalog::Catalog;
use guichet::config::Wanted;
use guichet::desk::Desk;
use guichet::desk::entry::rows_of;
use guichet::desk::message::{Answer, Asked, Effect, Job, JobId, Msg, Opened, Timer};
use guichet::desk::pane::List;
use guichet::model::kinds::{affiliation, organisation, person};
use guichet::model::{
    Change, Commit, Content, Entry, Fields, Heading, Kind, Lang, Record, RecordRef, Value,
};
use guichet::runtime::settings;
use guichet::runtime::surroundings::Surroundings;
use guichet::store::{Changed, Committed, Rest};
use guichet::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use rustix::time::{ClockId, clock_gettime};
use ulid::Ulid;

/// How many organisations there are; at the first one of them is every third person.
const HOUSES: usize = 200;

fn at(kind: Kind, number: usize) -> RecordRef {
    RecordRef::new(kind, Ulid::from(number as u128 + 1))
}

fn house(number: usize) -> Record {
    let name = Value::text(format!("Université {number}"));
    let roles = Value::Many(vec![Value::text("adherent")]);
    let fields = Fields::new()
        .with(organisation::NAME.number, name)
        .with(organisation::ROLES.number, roles);
    Record::new(at(Kind::Organisation, number), 1, false, &fields)
}

fn person(number: usize) -> Record {
    let cities = ["Nantes", "Lyon", "Brest", "Nice", "Lille", "Pau", "Albi"];
    let email = Value::Many(vec![Value::text(format!("p{number}@exemple.fr"))]);
    let fields = Fields::new()
        .with(
            person::NAME.number,
            Value::text(format!("Nom{}", number * 7_919 % 100_003)),
        )
        .with(
            person::FIRST_NAME.number,
            Value::text(["Marie", "Paul", "Dupont"][number % 3]),
        )
        .with(person::EMAIL.number, email)
        .with(person::CITY.number, Value::text(cities[number % 7]));
    Record::new(at(Kind::Person, number), 1, false, &fields)
}

fn works(number: usize) -> Record {
    let there = match number % 3 {
        0 => 0,
        _ => number % HOUSES,
    };
    let fields = Fields::new()
        .with(
            affiliation::PERSON.number,
            Value::Reference(at(Kind::Person, number)),
        )
        .with(
            affiliation::ORGANISATION.number,
            Value::Reference(at(Kind::Organisation, there)),
        )
        .with(affiliation::FUNCTION.number, Value::text("DSI"));
    Record::new(at(Kind::Affiliation, number), 1, false, &fields)
}

/// How long this thread has worked, whatever others do.
fn worked() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

struct Stage {
    desk: Desk,
    terminal: Terminal<TestBackend>,
    begun: Vec<(JobId, Job)>,
    asked: Vec<(JobId, Asked)>,
    timers: Vec<Timer>,
    entries: HashMap<u64, Entry>,
    sequence: u64,
    now: i64,
    /// What each key, and each answer, cost.
    spent: Vec<(String, Duration)>,
}

impl Stage {
    fn of(people: usize) -> Stage {
        let surroundings = Surroundings::made_up(&[("LANG", "fr_FR.UTF-8"), ("USER", "marie")]);
        let mut stage = Stage {
            desk: Desk::new(settings::read(&surroundings, &Wanted::default()), 1),
            terminal: Terminal::new(TestBackend::new(120, 40)).unwrap(),
            begun: Vec::new(),
            asked: Vec::new(),
            timers: Vec::new(),
            entries: HashMap::new(),
            sequence: 1,
            now: 1_800_000_000_000,
            spent: Vec::new(),
        };
        let mut catalog = Catalog::new(Lang::Fr);
        let houses = (0..HOUSES).map(house);
        let functions = (0..people * 6 / 10).map(works);
        catalog.load(houses.chain((0..people).map(person)).chain(functions));
        for msg in [
            Msg::Resize(120, 40),
            Msg::Opened(Opened::default()),
            Msg::Loaded(Some(catalog)),
        ] {
            stage.take("opening", msg);
        }
        stage.settle("opening");
        stage.spent.clear();
        stage
    }

    /// Takes a message in and draws, by the clock.
    fn take(&mut self, what: &str, msg: Msg) {
        self.now += 20;
        let begun = worked();
        let effects = self.desk.update(self.now, msg);
        let desk = &self.desk;
        self.terminal.draw(|frame| ui::draw(desk, frame)).unwrap();
        self.spent.push((what.to_string(), worked() - begun));
        for effect in effects {
            match effect {
                Effect::Begin(id, job) => self.begun.push((id, job)),
                Effect::Ask(id, asked) => self.asked.push((id, asked)),
                Effect::After(_, timer) => self.timers.push(timer),
                _ => {}
            }
        }
    }

    /// Does all that is to be done aside, and tells the desk.
    fn settle(&mut self, after: &str) {
        loop {
            if !self.begun.is_empty() {
                let (id, job) = self.begun.remove(0);
                let of = format!("{job:?}");
                let of: String = of.chars().take_while(|c| c.is_alphanumeric()).collect();
                self.take(&format!("{after} → {of}"), Msg::Answer(id, job.done()));
            } else if !self.asked.is_empty() {
                let (id, asked) = self.asked.remove(0);
                let (of, answer) = self.answer(asked);
                self.take(&format!("{after} → {of}"), Msg::Answer(id, answer));
            } else if let Some(timer) = self.timers.pop() {
                self.take(&format!("{after} → rest"), Msg::Timer(timer));
            } else {
                return;
            }
        }
    }

    fn pane(&self) -> &List {
        self.desk.screen.list().unwrap()
    }

    fn answer(&mut self, asked: Asked) -> (&'static str, Answer) {
        match asked {
            Asked::Commit(commit, _) => ("committed", self.made(commit)),
            Asked::History(record) => ("history", Answer::History(record, Vec::new())),
            Asked::Journal(before, _) => ("journal", Answer::Journal(before, Vec::new())),
            Asked::Entry(sequence, catalog) => {
                let rows = self
                    .entries
                    .get(&sequence)
                    .map(|entry| rows_of(entry.clone(), &catalog));
                ("entry", Answer::Entry(sequence, rows.unwrap_or_default()))
            }
            Asked::Undo(_) | Asked::Renewed => ("done", Answer::Done),
        }
    }

    /// What the store would answer.
    fn made(&mut self, commit: Commit) -> Answer {
        self.sequence += 1;
        let heading = Heading {
            sequence: self.sequence,
            author: commit.author.name.clone(),
            login: Some(commit.author.login.clone()),
            at: commit.at,
            step: commit.step,
            undoes: commit.undoes,
        };
        let mut changes = Vec::new();
        let mut changed = Vec::new();
        for edit in commit.edits {
            let before = self.desk.catalog.get(edit.record).map(|record| Content {
                trashed: record.trashed,
                fields: record.fields(),
            });
            changed.push(match &edit.after {
                Some(after) => {
                    let (record, trashed) = (edit.record, after.trashed);
                    Changed::Put(Record::new(record, self.sequence, trashed, &after.fields))
                }
                None => Changed::Gone(edit.record),
            });
            changes.push(Change {
                record: edit.record,
                base: edit.base,
                before,
                after: edit.after,
            });
        }
        let entry = Entry {
            heading: heading.clone(),
            changes,
        };
        self.entries.insert(self.sequence, entry);
        Answer::Committed(Ok(Rest {
            committed: Committed { heading, changed },
            left: Vec::new(),
        }))
    }

    /// Presses keys; `'text` is pasted. What each has done aside is done before the next one, but behind `+`.
    fn press(&mut self, keys: &str) {
        let mut before = String::new();
        for key in keys.split_whitespace() {
            let (key, waits) = match key.strip_prefix('+') {
                Some(key) if !key.is_empty() => (key, false),
                _ => (key, true),
            };
            let what = format!("{before} [{key}]");
            let msg = match key.strip_prefix('\'') {
                Some(text) if !text.is_empty() => Msg::Paste(text.to_string()),
                _ => Msg::Key(key.parse().unwrap()),
            };
            self.take(&what, msg);
            if waits {
                self.settle(&what);
            }
            before = match before.split_whitespace().count() {
                0..6 => format!("{before} {key}"),
                _ => {
                    let kept: Vec<&str> = before.split_whitespace().skip(1).collect();
                    format!("{} {key}", kept.join(" "))
                }
            };
        }
        self.settle(&before);
    }

    /// The cheapest of what was pressed, and what of it cost too much beside that.
    fn told(&mut self) -> (Duration, Vec<(String, Duration)>) {
        let spent = std::mem::take(&mut self.spent);
        let least = spent.iter().map(|(_, spent)| *spent).min().unwrap();
        let dear = spent
            .into_iter()
            .filter(|(_, spent)| *spent > least * TIMES);
        (least, dear.collect())
    }
}

/// What costs so many times what moving the cursor costs goes through all that is marked.
const TIMES: u32 = 8;

#[test]
fn no_key_looks_through_all_that_is_marked() {
    let mut stage = Stage::of(30_000);
    stage.press("5 * j k G g g m m k m s S s");
    stage.press("e ctrl-g c ctrl-g v esc H esc K esc J esc T 5 0 5 1 5 l h o esc");
    stage.press("+y j y esc d n + j");
    assert!(stage.pane().marks.len() > 29_000);
    stage.press("b 'ville enter N a left backspace down +x +x esc b 'ville enter 'Toulon enter");
    assert!(
        stage
            .entries
            .values()
            .any(|entry| entry.changes.len() > 29_000)
    );
    stage.press("j k s S +j +k J j enter j G g g * m esc esc");
    stage.press("5 esc esc * d o T j k * m m s S r j k");
    assert_eq!(stage.entries.len(), 3);
    let (least, dear) = stage.told();
    assert!(
        dear.is_empty(),
        "{least:?} is the least, and there are {dear:?}"
    );
}
