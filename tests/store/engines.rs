//! A journal is the same to whoever writes, whatever keeps it: one suite, held by the folder of segments, and by one in
//! memory that compares by itself, as a service with a key an entry would.

use super::*;
use std::sync::{Arc, Mutex, MutexGuard};

use guichet::store::{
    Beyond, CommitError, Head, Journal, Position, Tail, Turn, Unappended, Wal, WholeEntry,
};

/// A journal in memory, to which each that writes has a way of its own.
#[derive(Clone, Default)]
struct InMemory(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    entries: Vec<Vec<u8>>,
    snapshot: Option<(u64, Vec<Record>)>,
}

impl InMemory {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap()
    }
}

/// Where the entry of that number begins.
fn at(number: u64) -> Position {
    Position {
        segment: 1,
        offset: number,
    }
}

impl Journal for InMemory {
    type Turn = ();

    fn append(
        &mut self,
        _turn: &(),
        expected: u64,
        payload: &[u8],
    ) -> Result<(Position, Position), Unappended> {
        let mut kept = self.kept();
        // Put if there is none of that key.
        if kept.entries.len() as u64 != expected {
            return Err(Unappended::Overtaken);
        }
        kept.entries.push(payload.to_vec());
        Ok((at(expected + 1), at(expected + 2)))
    }

    fn tail(
        &mut self,
        _turn: Option<&()>,
        after: u64,
        _from: Option<Position>,
    ) -> Result<Tail, CommitError> {
        let kept = self.kept();
        let numbered = (1..).zip(&kept.entries).skip(after as usize);
        let entries = numbered.map(|(sequence, payload)| WholeEntry {
            sequence,
            start: at(sequence),
            end: at(sequence + 1),
            payload: payload.clone(),
        });
        Ok(Tail {
            entries: entries.collect(),
            end: None,
            rest: Beyond::Nothing,
        })
    }

    fn snapshot(
        &self,
        each: &mut dyn FnMut(Vec<Record>) -> ControlFlow<()>,
    ) -> Result<Option<Head>, guichet::store::ReadError> {
        let kept = self.kept();
        let Some((sequence, records)) = &kept.snapshot else {
            return Ok(None);
        };
        let _ = each(records.clone());
        Ok(Some(Head {
            sequence: *sequence,
            records: records.len() as u64,
            ..Head::default()
        }))
    }
}

/// How a suite comes by what it needs of an engine.
struct Engine<'e, J: Journal> {
    /// One more that writes, as far as nothing was read yet.
    another: &'e dyn Fn() -> J,
    turn: &'e dyn Fn() -> J::Turn,
}

/// Numbers and payloads of all that follows, as one without a turn reads it.
fn follows<J: Journal>(journal: &mut J, turn: Option<&J::Turn>, after: u64) -> Vec<(u64, Vec<u8>)> {
    let (mut all, mut last, mut from) = (Vec::new(), after, None);
    loop {
        let tail = journal.tail(turn, last, from).unwrap();
        for entry in tail.entries {
            assert!(entry.start < entry.end);
            assert!(from.is_none_or(|from| from <= entry.start), "in order");
            (last, from) = (entry.sequence, Some(entry.end));
            all.push((entry.sequence, entry.payload));
        }
        match tail.rest {
            Beyond::More => {}
            _ => return all,
        }
    }
}

fn overtaken(appended: &Result<(Position, Position), Unappended>) -> bool {
    matches!(appended, Err(Unappended::Overtaken))
}

/// Appends by two, each behind what it knows; conflicts; order; what both read.
fn two_append<J: Journal>(engine: &Engine<J>) {
    let (mut one, mut other) = ((engine.another)(), (engine.another)());
    assert!(follows(&mut one, None, 0).is_empty());
    {
        let turn = (engine.turn)();
        one.append(&turn, 0, b"first").unwrap();
        one.append(&turn, 1, b"second").unwrap();
        // Neither who never read, nor who has an older end in mind.
        assert!(overtaken(&other.append(&turn, 0, b"too late")));
        assert!(overtaken(&one.append(&turn, 1, b"too late")));
    }
    let both = vec![(1, b"first".to_vec()), (2, b"second".to_vec())];
    assert_eq!(follows(&mut other, None, 0), both);
    assert_eq!(follows(&mut other, None, 1), both[1..]);
    assert!(follows(&mut other, None, 2).is_empty());
    {
        let turn = (engine.turn)();
        assert!(follows(&mut other, Some(&turn), 2).is_empty());
        other.append(&turn, 2, b"third").unwrap();
        assert!(overtaken(&one.append(&turn, 2, b"too late")));
        assert_eq!(follows(&mut one, Some(&turn), 2), [(3, b"third".to_vec())]);
        one.append(&turn, 3, b"fourth").unwrap();
    }
    let all = follows(&mut (engine.another)(), None, 0);
    assert_eq!(all, follows(&mut one, None, 0));
    assert_eq!(all, follows(&mut other, None, 0));
    let said: Vec<&[u8]> = all.iter().map(|(_, payload)| payload.as_slice()).collect();
    assert_eq!(said, [b"first" as &[u8], b"second", b"third", b"fourth"]);
}

/// Much, by many: read in parts, none lost, none twice.
fn many_append<J: Journal>(engine: &Engine<J>) {
    let mut writers: Vec<(J, u64)> = (0..3).map(|_| ((engine.another)(), 0)).collect();
    for number in 1..=60_u64 {
        let (journal, known) = &mut writers[number as usize % 3];
        let turn = (engine.turn)();
        let payload = vec![number as u8; 50_000];
        loop {
            match journal.append(&turn, *known, &payload) {
                Ok(_) => break,
                Err(Unappended::Overtaken) => {
                    *known += follows(journal, Some(&turn), *known).len() as u64;
                }
                Err(Unappended::Refused(error)) => panic!("{error}"),
            }
        }
        *known += 1;
        assert_eq!(*known, number);
    }
    let all = follows(&mut (engine.another)(), None, 0);
    let numbers: Vec<u64> = all.iter().map(|(sequence, _)| *sequence).collect();
    assert_eq!(numbers, (1..=60).collect::<Vec<u64>>());
    assert!(
        all.iter()
            .all(|(at, payload)| payload[..] == vec![*at as u8; 50_000])
    );
}

/// What the newest snapshot holds, and as of when.
fn snapshot_of(journal: &impl Journal) -> Option<(u64, u64, Vec<RecordRef>)> {
    let mut all = Vec::new();
    let head = journal
        .snapshot(&mut |records| {
            all.extend(records.iter().map(Record::reference));
            ControlFlow::Continue(())
        })
        .unwrap()?;
    Some((head.sequence, head.records, all))
}

/// A folder without a journal, and who writes there.
fn folder() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    std::fs::create_dir_all(dir.join("wal")).unwrap();
    (temp, dir)
}

fn wal(dir: &Path) -> Wal {
    Wal::at(&dir.join("wal"), 1 << 20, 0, None).unwrap().0
}

#[test]
fn two_append_to_a_folder() {
    let (_temp, dir) = folder();
    two_append(&Engine {
        another: &|| wal(&dir),
        turn: &|| Turn::take(&dir).unwrap(),
    });
}

#[test]
fn two_append_in_memory() {
    let journal = InMemory::default();
    two_append(&Engine {
        another: &|| journal.clone(),
        turn: &|| (),
    });
}

#[test]
fn many_append_to_a_folder_and_begin_segments() {
    let (_temp, dir) = folder();
    many_append(&Engine {
        another: &|| wal(&dir),
        turn: &|| Turn::take(&dir).unwrap(),
    });
    assert!(segments(&dir).len() > 2);
}

#[test]
fn many_append_in_memory() {
    let journal = InMemory::default();
    many_append(&Engine {
        another: &|| journal.clone(),
        turn: &|| (),
    });
}

#[test]
fn a_snapshot_is_told_by_both() {
    let (_nothing, founded) = folder();
    assert_eq!(snapshot_of(&wal(&founded)), None);
    let (_temp, dir) = store_of(3);
    let mut store = opened(&dir);
    store.begin_checkpoint().unwrap();
    store.finish_checkpoint().unwrap();
    let all: Vec<Record> = records(&store).into_values().collect();
    let journal = InMemory::default();
    assert_eq!(snapshot_of(&journal), None);
    journal.kept().snapshot = Some((3, all));
    let told = snapshot_of(&journal).unwrap();
    assert_eq!((told.0, told.1, told.2.len()), (3, 3, 3));
    assert_eq!(snapshot_of(&wal(&dir)), Some(told));
}

#[test]
fn what_is_being_appended_is_not_told_without_the_turn() {
    let (_temp, dir) = folder();
    let (mut one, mut other) = (wal(&dir), wal(&dir));
    let turn = Turn::take(&dir).unwrap();
    one.append(&turn, 0, b"first").unwrap();
    one.append(&turn, 1, b"second").unwrap();
    // The turn goes on: the second may still be taken back.
    let tail = other.tail(None, 0, None).unwrap();
    let told: Vec<u64> = tail.entries.iter().map(|entry| entry.sequence).collect();
    assert_eq!((told, tail.rest), (vec![1], Beyond::Unsure));
    drop(turn);
    let tail = other.tail(None, 1, None).unwrap();
    let told: Vec<u64> = tail.entries.iter().map(|entry| entry.sequence).collect();
    assert_eq!((told, tail.rest), (vec![2], Beyond::Nothing));
}
