//! The store beside SQLite (WAL, `synchronous=FULL`), with the same 150,000 records and the same edits: an
//! edit to its acknowledgement, bytes written by 1,000 edits and a checkpoint, reopening after `kill -9`.
//!
//! SQLite keeps what the store keeps: a table of records, and a history with before and after that is
//! found by record.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use guichet::model::kinds::person;
use guichet::model::{Author, Commit, Content, Edit, Kind, Record, Step, Value, Verb};
use guichet::store::Store;
use guichet_benches::sampled;
use rusqlite::{Connection, params};

/// Rounds, in turn.
const ROUNDS: usize = 7;
/// Edits of each in a round.
const EDITS: usize = 1_000;
/// Names the folder to a process that is to edit what is in it, until it is killed.
const VICTIM: &str = "GUICHET_BENCH_VICTIM";

const TABLES: &str = "
    create table record (kind integer, id blob, revision integer, body blob,
        primary key (kind, id)) without rowid;
    create table history (sequence integer primary key, author text, at integer, step text,
        kind integer, id blob, before blob, after blob);
    create index history_of on history (kind, id, sequence);";

/// An edit for both: its number, the person before and after.
struct Turn {
    sequence: u64,
    before: Record,
    after: Record,
}

/// Gives people other names in turn.
struct Turns {
    people: Vec<Record>,
    sequence: u64,
}

impl Turns {
    fn of(dir: &Path) -> Turns {
        let store = Store::open(&dir.join("store")).unwrap().0;
        let mut people = records(&store);
        people.retain(|record| record.kind == Kind::Person);
        let sequence = store.head().sequence;
        Turns { people, sequence }
    }

    fn next(&mut self) -> Turn {
        self.sequence += 1;
        let place = self.sequence as usize * 7_919 % self.people.len();
        let before = self.people[place].clone();
        let name = Value::text(format!("{} b", before.text(&person::NAME).unwrap()));
        let fields = before.fields().with(person::NAME.number, name);
        let after = Record::new(before.reference(), self.sequence, false, &fields);
        self.people[place] = after.clone();
        Turn {
            sequence: self.sequence,
            before,
            after,
        }
    }
}

fn records(store: &Store) -> Vec<Record> {
    let mut all = Vec::new();
    let each = &mut |block: Vec<Record>| {
        all.extend(block);
        ControlFlow::Continue(())
    };
    store.load(each).unwrap();
    all
}

struct Ours(Store);

impl Ours {
    fn open(dir: &Path) -> Ours {
        Ours(Store::open(&dir.join("store")).unwrap().0)
    }

    fn edit(&mut self, turn: &Turn) {
        let commit = Commit {
            author: Author::called("bench"),
            at: 0,
            step: Step {
                verb: Verb::Edit,
                subject: String::new(),
                kind: "person".to_string(),
                fields: vec!["name".to_string()],
                count: 1,
            },
            edits: vec![Edit {
                record: turn.before.reference(),
                base: turn.before.revision,
                after: Some(Content {
                    trashed: false,
                    fields: turn.after.fields(),
                }),
            }],
            relies: Vec::new(),
            undoes: None,
        };
        let done = self.0.commit(&commit).unwrap();
        assert_eq!(done.heading.sequence, turn.sequence);
    }
}

struct Sqlite(Connection);

impl Sqlite {
    fn open(dir: &Path) -> Sqlite {
        let connection = Connection::open(dir.join("sqlite")).unwrap();
        for (name, value) in [("journal_mode", "wal"), ("synchronous", "full")] {
            connection.pragma_update(None, name, value).unwrap();
        }
        Sqlite(connection)
    }

    fn fill(dir: &Path, records: &[Record]) {
        let mut connection = Sqlite::open(dir).0;
        connection.execute_batch(TABLES).unwrap();
        let transaction = connection.transaction().unwrap();
        let insert = "insert into record values (?, ?, ?, ?)";
        for record in records {
            let id = record.id.to_bytes();
            let row = params![
                record.kind.code(),
                id,
                record.revision.cast_signed(),
                record.encoded()
            ];
            let mut insert = transaction.prepare_cached(insert).unwrap();
            insert.execute(row).unwrap();
        }
        transaction.commit().unwrap();
        connection.close().unwrap();
    }

    fn edit(&mut self, turn: &Turn) {
        let (kind, id) = (turn.before.kind.code(), turn.before.id.to_bytes());
        let (before, after) = (turn.before.encoded(), turn.after.encoded());
        let (sequence, base) = (
            turn.sequence.cast_signed(),
            turn.before.revision.cast_signed(),
        );
        let transaction = self.0.transaction().unwrap();
        let update =
            "update record set revision = ?, body = ? where kind = ? and id = ? and revision = ?";
        let row = params![sequence, after, kind, id, base];
        let mut update = transaction.prepare_cached(update).unwrap();
        assert_eq!(update.execute(row).unwrap(), 1);
        drop(update);
        let insert = "insert into history values (?, 'bench', 0, 'edit person name', ?, ?, ?, ?)";
        let mut insert = transaction.prepare_cached(insert).unwrap();
        let row = params![sequence, kind, id, before, after];
        insert.execute(row).unwrap();
        drop(insert);
        transaction.commit().unwrap();
    }

    /// Reads every record; gives the bytes of all.
    fn scan(&self) -> usize {
        let mut select = self
            .0
            .prepare("select kind, id, revision, body from record")
            .unwrap();
        let mut rows = select.query([]).unwrap();
        let mut bytes = 0;
        while let Some(row) = rows.next().unwrap() {
            let (kind, revision): (u8, i64) = (row.get(0).unwrap(), row.get(2).unwrap());
            let id = row.get_ref(1).unwrap().as_blob().unwrap().len();
            let body = row.get_ref(3).unwrap().as_blob().unwrap().len();
            assert!(kind > 0 && revision > 0 && id == 16);
            bytes += body;
        }
        bytes
    }

    fn close(self) {
        let checkpoint = "pragma wal_checkpoint(truncate)";
        self.0.query_row(checkpoint, [], |_| Ok(())).unwrap();
        self.0.close().unwrap();
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    std::hint::black_box(work());
    begin.elapsed()
}

/// The time that so many of a hundred stay below.
fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100]
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}

/// One edit of each in turn, so that both see the same disk at the same time.
fn edits(dir: &Path) {
    let mut turns = Turns::of(dir);
    let (mut ours, mut theirs) = (Ours::open(dir), Sqlite::open(dir));
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let (mut acknowledged, mut settled, mut sqlite) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..EDITS {
            let turn = turns.next();
            let saved = timed(|| ours.edit(&turn));
            acknowledged.push(saved);
            settled.push(saved + timed(|| ours.0.settle()));
            sqlite.push(timed(|| theirs.edit(&turn)));
        }
        let [mut acknowledged, mut settled, mut sqlite] = [acknowledged, settled, sqlite];
        let mut at = |percent| {
            [&mut acknowledged, &mut settled, &mut sqlite].map(|times| percentile(times, percent))
        };
        let ([ours, with_sled, theirs], [ours_99, _, theirs_99]) = (at(50), at(99));
        println!(
            "edit p50 {ours:?}, with sled {with_sled:?}, SQLite {theirs:?}, ratio {:.2} ({:.2} with sled); p99 {ours_99:?}, SQLite {theirs_99:?}",
            ratio(ours, theirs),
            ratio(with_sled, theirs),
        );
        rounds.push(ratio(ours, theirs));
    }
    rounds.sort_by(f64::total_cmp);
    println!("median ratio of {ROUNDS} rounds: {:.2}", rounds[ROUNDS / 2]);
    ours.0.close().unwrap();
    theirs.close();
}

/// Bytes that this process has given to the system to write.
fn written() -> u64 {
    let counts = fs::read_to_string("/proc/self/io").unwrap();
    let line = counts.lines().find_map(|line| line.strip_prefix("wchar: "));
    line.unwrap().parse().unwrap()
}

fn bytes(dir: &Path) {
    let mut turns = Turns::of(dir);
    let turns: Vec<Turn> = (0..EDITS).map(|_| turns.next()).collect();
    let (mut ours, mut theirs) = (Ours::open(dir), Sqlite::open(dir));
    let before = written();
    turns.iter().for_each(|turn| ours.edit(turn));
    let edited = written();
    ours.0.close().unwrap();
    let closed = written();
    turns.iter().for_each(|turn| theirs.edit(turn));
    let theirs_edited = written();
    theirs.close();
    let theirs_closed = written();
    println!(
        "{EDITS} edits: {} bytes, the checkpoint {} more; SQLite {} and {}; ratio {:.2}",
        edited - before,
        closed - edited,
        theirs_edited - closed,
        theirs_closed - theirs_edited,
        (closed - before) as f64 / (theirs_closed - closed) as f64,
    );
}

/// Edits both until it is killed.
fn victim(dir: &Path) {
    let mut turns = Turns::of(dir);
    let (mut ours, mut theirs) = (Ours::open(dir), Sqlite::open(dir));
    for number in 0.. {
        let turn = turns.next();
        ours.edit(&turn);
        ours.0.settle();
        theirs.edit(&turn);
        if number == EDITS {
            println!("killed");
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = entry.map(|e| (e.path(), to.join(e.file_name()))).unwrap();
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn reopening(dir: &Path) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .env(VICTIM, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let killed = dir.with_extension(round.to_string());
        copy(dir, &killed);
        let mine = timed(|| records(&Store::open(&killed.join("store")).unwrap().0).len());
        let other = timed(|| Sqlite::open(&killed).scan());
        ours.push(mine);
        theirs.push(other);
        ratios.push(ratio(mine, other));
        fs::remove_dir_all(&killed).unwrap();
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "open and read all after kill -9: {:?}, SQLite {:?}, median ratio {:.2}",
        percentile(&mut ours, 50),
        percentile(&mut theirs, 50),
        ratios[ROUNDS / 2]
    );
}

fn main() {
    if let Some(dir) = std::env::var_os(VICTIM) {
        return victim(Path::new(&dir));
    }
    let temp = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let dir = temp.path().join("both");
    fs::create_dir(&dir).unwrap();
    sampled::fill(&dir.join("store"), sampled::PEOPLE);
    let all = records(&Store::open(&dir.join("store")).unwrap().0);
    println!("{} records, SQLite {}", all.len(), rusqlite::version());
    Sqlite::fill(&dir, &all);
    drop(all);
    reopening(&dir);
    bytes(&dir);
    edits(&dir);
}
