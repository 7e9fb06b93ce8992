//! A member of the crowd: opens or joins the store, then edits, one here and many there, imports, undoes, deletes
//! and reads, without knowing of the others, until it is told to end or killed.

use std::path::Path;
use std::sync::mpsc;

use guichet::catalog::Catalog;
use guichet::model::reversal::Reversal;
use guichet::model::{Author, Lang, Verb};
use guichet::store::{CommitError, OpenError, Reader, Settings, Store, TakenOver, Turn, UndoError};

use super::replay;
use super::told::{Asked, Came, Put, Stand, Told, now};
use crate::crash::Dice;
use crate::crash::work::{commit_of, named, person};

/// People that there are from the beginning.
pub const PEOPLE: u128 = 200;
/// People with those that imports may make.
pub const ALL: u128 = 260;

/// Small segments and early snapshots, so that all of it is met.
pub fn settings() -> Settings {
    Settings {
        segment_bytes: 40_000,
        snapshot_changes: 300,
        ..Settings::default()
    }
}

struct Member {
    store: Store,
    name: String,
    dice: Dice,
    /// The last entry that it has seen, its own or another's.
    seen: u64,
    /// Own entries that were not taken back.
    own: Vec<u64>,
    taken: mpsc::Receiver<TakenOver>,
    hand: mpsc::Sender<TakenOver>,
}

#[test]
#[ignore = "one of the processes of the crowd"]
fn one_of_the_crowd() {
    let (Ok(dir), Ok(name)) = (std::env::var("CROWD_STORE"), std::env::var("CROWD_NAME")) else {
        return;
    };
    let dir = Path::new(&dir);
    let over = dir.with_extension("over");
    let mut member = Member::enter(dir, name);
    let mut op = 0;
    while !over.exists() {
        member.take_over();
        member.act(op);
        if op % 20 == 0 {
            member.stand();
            if member.store.keeps_sled() && member.store.checkpoint_due() {
                // Of one that failed the next one is begun anew.
                let _ = member.store.begin_checkpoint();
            }
        }
        op += 1;
    }
    member.read(op);
    member.stand();
    member.store.close().unwrap();
}

/// Opens the store, or joins it where another one keeps sled; again where somebody was stopped in a turn.
fn enter(dir: &Path) -> Store {
    loop {
        let error = match Store::open_with(dir, settings()) {
            Ok((store, _)) => return store,
            Err(error) => error,
        };
        assert!(matches!(error, OpenError::Held { .. }), "{error}");
        let reader = Reader::open(dir).unwrap();
        let (catalog, head) = Catalog::read(Lang::Fr, &reader, &|_| {}).unwrap();
        match Store::join_with(&reader, &head, Box::new(catalog), settings()) {
            Ok(store) => return store,
            Err(error) => assert!(matches!(error, OpenError::Held { .. }), "{error}"),
        }
    }
}

impl Member {
    fn enter(dir: &Path, name: String) -> Member {
        let mut store = enter(dir);
        let (hand, taken) = mpsc::channel();
        if !store.keeps_sled() {
            let hand = hand.clone();
            store
                .wait_for_sled(move |taken| hand.send(taken.unwrap()).unwrap())
                .unwrap();
        }
        // What was done while it was joined is known already.
        store.news();
        let dice = Dice(replay::sum(name.as_bytes()));
        let seen = store.head().sequence;
        Member {
            store,
            name,
            dice,
            seen,
            own: Vec::new(),
            taken,
            hand,
        }
    }

    /// sled, once it has come from one that ended.
    fn take_over(&mut self) {
        let Ok(taken) = self.taken.try_recv() else {
            return;
        };
        let Ok(turn) = Turn::take(self.store.dir()) else {
            return self.hand.send(taken).unwrap();
        };
        if let Some(other) = self.store.take_over(&turn, taken).unwrap() {
            let hand = self.hand.clone();
            self.store
                .remake(*other, move |taken| hand.send(taken.unwrap()).unwrap())
                .unwrap();
        }
        self.hear();
    }

    /// What others did comes in order, without a gap.
    fn hear(&mut self) {
        for (heading, _) in self.store.news() {
            assert_eq!(heading.sequence, self.seen + 1, "{}", self.name);
            self.seen = heading.sequence;
        }
    }

    fn below(&mut self, end: u64) -> u64 {
        self.dice.below(end)
    }

    fn act(&mut self, op: u64) {
        match self.below(20) {
            0..=3 => self.read(op),
            4 | 5 => self.undo(op),
            6 => self.put(op, Verb::Import, 40, ALL),
            7 => self.put(op, Verb::Bulk, 12, PEOPLE),
            8 => self.put(op, Verb::Delete, 1, PEOPLE),
            _ => self.put(op, Verb::Edit, 1, PEOPLE),
        }
    }

    fn read(&mut self, op: u64) {
        let number = u128::from(self.below(PEOPLE as u64));
        Told::Begins(op, now(), Asked::Read(number)).tell();
        let read = Turn::take(self.store.dir()).map_err(CommitError::from);
        let read = read.and_then(|turn| self.store.follow_in(&turn));
        self.hear();
        let came = match read {
            Ok(()) => {
                let record = self.store.record(person(number)).unwrap();
                Came::Read(record.map_or(0, |record| record.revision))
            }
            Err(error) => refused(error),
        };
        Told::Ended(op, now(), came).tell();
    }

    /// Gives people other names: as far as it knows them, without a look at what others have done since.
    fn put(&mut self, op: u64, verb: Verb, count: u64, among: u128) {
        let from = u128::from(self.below(among as u64));
        let mut puts: Vec<Put> = Vec::new();
        for number in (from..from + u128::from(count)).map(|number| number % among) {
            let known = self.store.record(person(number)).unwrap();
            let trashed = known.as_ref().is_some_and(|record| record.trashed);
            let name = match verb {
                Verb::Delete => known.as_ref().map(replay::name_of).unwrap_or_default(),
                _ => format!("{}.{op} é", self.name),
            };
            let base = known.map_or(0, |record| record.revision);
            puts.push((number, base, name, trashed != (verb == Verb::Delete)));
        }
        Told::Begins(op, now(), Asked::Put(verb, puts.clone())).tell();
        let edits = puts.iter();
        let edits =
            edits.map(|(number, base, name, trashed)| named(*number, *base, name, *trashed));
        // Who did it is known from the journal alone.
        let author = format!("{}.{op}", self.name);
        let commit = commit_of(verb, &author, edits.collect());
        let came = self.store.commit(&commit);
        self.hear();
        let came = match came {
            Ok(committed) => self.saved(committed.heading.sequence),
            Err(error) => refused(error),
        };
        Told::Ended(op, now(), came).tell();
    }

    fn undo(&mut self, op: u64) {
        let Some(entry) = self.own.pop() else {
            return;
        };
        let reversal = Reversal::new(
            entry,
            Verb::Undo,
            &Author::called(&format!("{}.{op}", self.name)),
            0,
        );
        Told::Begins(op, now(), Asked::Undo(entry)).tell();
        let came = self.store.undo(&reversal);
        self.hear();
        let came = match came {
            Ok(undone) => {
                let came = self.saved(undone.committed.heading.sequence);
                self.own.pop();
                came
            }
            Err(UndoError::Conflicts { conflicts, .. }) => {
                let all = conflicts.iter().map(|one| replay::number(one.record));
                Came::Conflict(all.collect())
            }
            Err(UndoError::Nothing(_)) => Came::Conflict(Vec::new()),
            Err(UndoError::Commit(error)) => refused(error),
            Err(error) => Came::Failed(error.to_string()),
        };
        Told::Ended(op, now(), came).tell();
    }

    fn saved(&mut self, sequence: u64) -> Came {
        assert_eq!(sequence, self.seen + 1, "{}", self.name);
        self.seen = sequence;
        self.own.push(sequence);
        Came::Saved(sequence)
    }

    fn stand(&self) {
        let head = self.store.head();
        let people = (0..ALL).map(|number| self.store.record(person(number)).unwrap());
        Told::Stands(Stand {
            sequence: head.sequence,
            head: (head.records, format!("{:032x}", head.digest)),
            people: replay::sum_of(people.flatten()),
            keeps: self.store.keeps_sled(),
        })
        .tell();
    }
}

fn refused(error: CommitError) -> Came {
    match error {
        CommitError::Conflict(all) => Came::Conflict(all.into_iter().map(replay::number).collect()),
        CommitError::Held { .. } => Came::Held,
        error => Came::Failed(error.to_string()),
    }
}
