//! The store and SQLite (WAL, `synchronous=FULL`) with the same records and the same edits.
//!
//! SQLite keeps what the store keeps: a table of records, and a history with before and after that is
//! found by record.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use guichet::model::kinds::{organisation, person};
use guichet::model::{Author, Commit, Content, Edit, Kind, Record, RecordRef, Step, Value, Verb};
use guichet::store::Store;
use rusqlite::{Connection, TransactionBehavior, params};
use ulid::Ulid;

const TABLES: &str = "
    create table record (kind integer, id blob, revision integer, body blob,
        primary key (kind, id)) without rowid;
    create table history (sequence integer primary key, author text, at integer, step text,
        kind integer, id blob, before blob, after blob);
    create index history_of on history (kind, id, sequence);";

/// An edit for both: its number, the person before and after.
pub struct Turn {
    place: usize,
    pub sequence: u64,
    pub before: Record,
    pub after: Record,
}

/// Gives people, or organisations, another name in turn, and the old one again.
pub struct Turns {
    people: Vec<Record>,
    sequence: u64,
}

impl Turns {
    pub fn of(dir: &Path) -> Turns {
        let store = Store::open(&dir.join("store")).unwrap().0;
        Turns::new(records(&store), store.head().sequence)
    }

    /// Of the people among those records, behind that entry; of all of them where there are no people.
    pub fn new(mut people: Vec<Record>, sequence: u64) -> Turns {
        let is_person = |record: &Record| record.kind == Kind::Person;
        if people.iter().any(is_person) {
            people.retain(is_person);
        }
        Turns { people, sequence }
    }

    /// Keeps one part of so many of the people.
    pub fn share(&mut self, part: usize, parts: usize) {
        let mut at = 0..;
        self.people
            .retain(|_| at.next().is_some_and(|at| at % parts == part));
    }

    /// The turn came to that entry, where others have entries too.
    pub fn came(&mut self, turn: &Turn, sequence: u64) {
        let Turn { place, after, .. } = turn;
        self.people[*place] = Record::new(after.reference(), sequence, false, &after.fields());
    }

    /// The next one: it comes to the next entry, where nobody else has one.
    pub fn another(&mut self) -> Turn {
        self.sequence += 1;
        let place = self.sequence as usize * 7_919 % self.people.len();
        let before = self.people[place].clone();
        let field = match before.kind == Kind::Person {
            true => &person::NAME,
            false => &organisation::NAME,
        };
        let name = before.text(field).unwrap();
        let name = match name.strip_suffix(" b") {
            Some(name) => name.to_string(),
            None => format!("{name} b"),
        };
        let fields = before.fields().with(field.number, Value::text(name));
        let after = Record::new(before.reference(), self.sequence, false, &fields);
        self.people[place] = after.clone();
        Turn {
            place,
            sequence: self.sequence,
            before,
            after,
        }
    }
}

pub fn records(store: &Store) -> Vec<Record> {
    let mut all = Vec::new();
    let each = &mut |block: Vec<Record>| {
        all.extend(block);
        ControlFlow::Continue(())
    };
    store.load(each).unwrap();
    all
}

pub struct Ours(pub Store);

impl Ours {
    pub fn open(dir: &Path) -> Ours {
        Ours(Store::open(&dir.join("store")).unwrap().0)
    }

    /// Returns the entry.
    pub fn edit(&mut self, turn: &Turn) -> u64 {
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
        self.0.commit(&commit).unwrap().heading.sequence
    }
}

pub struct Sqlite(pub Connection);

impl Sqlite {
    pub fn open(dir: &Path) -> Sqlite {
        let connection = Connection::open(dir.join("sqlite")).unwrap();
        for (name, value) in [("journal_mode", "wal"), ("synchronous", "full")] {
            connection.pragma_update(None, name, value).unwrap();
        }
        connection.busy_timeout(Duration::from_secs(30)).unwrap();
        Sqlite(connection)
    }

    /// Makes it anew, with these records.
    pub fn fill(dir: &Path, records: &[Record]) {
        for end in ["", "-wal", "-shm"] {
            // There may be none yet.
            let _ = std::fs::remove_file(dir.join(format!("sqlite{end}")));
        }
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
        // Both number their entries alike.
        let last = records.iter().map(|record| record.revision).max();
        let row = params![last.unwrap_or(0).cast_signed()];
        let insert = "insert into history (sequence) values (?)";
        transaction.execute(insert, row).unwrap();
        transaction.commit().unwrap();
        connection.close().unwrap();
    }

    /// Returns the row in the history.
    pub fn edit(&mut self, turn: &Turn) -> u64 {
        let (kind, id) = (turn.before.kind.code(), turn.before.id.to_bytes());
        let (before, after) = (turn.before.encoded(), turn.after.encoded());
        let base = turn.before.revision.cast_signed();
        let begins = TransactionBehavior::Immediate;
        let transaction = self.0.transaction_with_behavior(begins).unwrap();
        let insert =
            "insert into history values (null, 'bench', 0, 'edit person name', ?, ?, ?, ?)";
        let mut insert = transaction.prepare_cached(insert).unwrap();
        insert.execute(params![kind, id, before, after]).unwrap();
        drop(insert);
        let sequence = transaction.last_insert_rowid();
        let update =
            "update record set revision = ?, body = ? where kind = ? and id = ? and revision = ?";
        let row = params![sequence, after, kind, id, base];
        let mut update = transaction.prepare_cached(update).unwrap();
        assert_eq!(update.execute(row).unwrap(), 1);
        drop(update);
        transaction.commit().unwrap();
        sequence.cast_unsigned()
    }

    /// All records.
    pub fn records(&self) -> Vec<Record> {
        let select = "select kind, id, revision, body from record";
        let mut select = self.0.prepare(select).unwrap();
        let mut rows = select.query([]).unwrap();
        let mut all = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let kind = Kind::from_code(row.get(0).unwrap()).unwrap();
            let id = Ulid::from_bytes(row.get(1).unwrap());
            let revision = row.get::<_, i64>(2).unwrap().cast_unsigned();
            let body = row.get_ref(3).unwrap().as_blob().unwrap();
            let record = RecordRef::new(kind, id);
            all.push(Record::from_encoded(record, revision, false, body.into()).unwrap());
        }
        all
    }

    /// Reads every record; gives the bytes of all.
    pub fn scan(&self) -> usize {
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

    pub fn close(self) {
        let checkpoint = "pragma wal_checkpoint(truncate)";
        self.0.query_row(checkpoint, [], |_| Ok(())).unwrap();
        self.0.close().unwrap();
    }
}

/// SQLite's.
pub fn version() -> &'static str {
    rusqlite::version()
}
