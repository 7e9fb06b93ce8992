//! No commit leaves a record pointing at one that is not there, whatever is done in whatever order.

use super::*;
use guichet::model::reversal::Obstacle;
use guichet::store::doctor::examine;
use guichet::store::{Changed, CommitError, UndoError, Undone};
use proptest::prelude::*;

fn numbers() -> (u16, u16, u16) {
    let number = |kind: Kind, key| kind.field_by_key(key).unwrap().number;
    (
        number(Kind::Affiliation, "person"),
        number(Kind::Affiliation, "organisation"),
        number(Kind::Interaction, "about"),
    )
}

fn organisation(number: u128) -> RecordRef {
    RecordRef::new(Kind::Organisation, Ulid::from(number))
}

fn affiliation(number: u128) -> RecordRef {
    RecordRef::new(Kind::Affiliation, Ulid::from(number))
}

fn interaction(number: u128) -> RecordRef {
    RecordRef::new(Kind::Interaction, Ulid::from(number))
}

fn works(person: RecordRef, at: RecordRef) -> Content {
    let (of, whose, _) = numbers();
    Content {
        trashed: false,
        fields: Fields::new()
            .with(of, Value::Reference(person))
            .with(whose, Value::Reference(at)),
    }
}

fn about(records: &[RecordRef]) -> Content {
    let (_, _, number) = numbers();
    let items = records.iter().copied().map(Value::Reference).collect();
    Content {
        trashed: false,
        fields: Fields::new().with(number, Value::Many(items)),
    }
}

fn undone(
    store: &mut Store,
    sequence: u64,
    force: bool,
    only: &[RecordRef],
) -> Result<Undone, UndoError> {
    store.undo(&Reversal {
        force,
        only: only.to_vec(),
        ..reversal(sequence, Verb::Undo)
    })
}

/// A person, made by the first entry, and a call about them, made by the second.
fn called() -> (TempDir, PathBuf, Store) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = opened(&dir);
    put(&mut store, 1, 0, "Ada");
    let call = edit(interaction(1), 0, Some(about(&[person(1)])));
    store.commit(&commit_of(vec![call])).unwrap();
    (temp, dir, store)
}

#[test]
fn what_others_point_at_is_never_removed_and_what_is_gone_never_pointed_at() {
    let (_temp, dir, mut store) = called();
    let removed = store.commit(&commit_of(vec![edit(person(1), 1, None)]));
    assert_eq!(removed, Err(CommitError::Needed(vec![person(1)])));
    let pointing = edit(interaction(2), 0, Some(about(&[person(9)])));
    let missing = store.commit(&commit_of(vec![pointing]));
    assert_eq!(missing, Err(CommitError::Missing(vec![person(9)])));
    assert_eq!(store.head().sequence, 2, "nothing was saved");
    // Both at once, or the link first, is no harm.
    let edits = vec![edit(person(1), 1, None), edit(interaction(1), 2, None)];
    store.commit(&commit_of(edits)).unwrap();
    store.close().unwrap();
    assert_eq!(examine(&dir).unwrap().findings, []);
}

#[test]
fn a_record_that_others_need_goes_to_the_trash_when_its_making_is_undone() {
    for force in [false, true] {
        let (_temp, dir, mut store) = called();
        let back = undone(&mut store, 1, force, &[]).unwrap();
        assert_eq!(back.kept, [person(1)]);
        let now = store.record(person(1)).unwrap().unwrap();
        assert!(now.trashed);
        assert_eq!(now.fields(), named("Ada", "").fields);
        // And comes back from there.
        store.undo(&reversal(3, Verb::Redo)).unwrap();
        assert!(!store.record(person(1)).unwrap().unwrap().trashed);
        // Where nothing needs it, it is un-made.
        undone(&mut store, 2, force, &[]).unwrap();
        let back = undone(&mut store, 1, force, &[]).unwrap();
        assert_eq!(back.committed.changed, [Changed::Gone(person(1))]);
        store.close().unwrap();
        assert_eq!(examine(&dir).unwrap().findings, []);
    }
}

#[test]
fn what_the_kept_records_of_an_import_point_at_is_kept_with_them() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    let mut store = opened(&dir);
    let import = vec![
        edit(organisation(1), 0, Some(named("Alpha", ""))),
        edit(organisation(2), 0, Some(named("Beta", ""))),
        edit(person(1), 0, Some(named("Ada", ""))),
        edit(person(2), 0, Some(named("Bea", ""))),
        edit(affiliation(1), 0, Some(works(person(1), organisation(1)))),
        edit(affiliation(2), 0, Some(works(person(2), organisation(2)))),
    ];
    store.commit(&commit_of(import)).unwrap();
    let call = edit(interaction(1), 0, Some(about(&[affiliation(1)])));
    store.commit(&commit_of(vec![call])).unwrap();
    let back = undone(&mut store, 1, false, &[]).unwrap();
    assert_eq!(back.kept, [organisation(1), person(1), affiliation(1)]);
    let held = records(&store);
    let trashed: Vec<_> = held
        .values()
        .filter(|r| r.trashed)
        .map(Record::reference)
        .collect();
    assert_eq!(trashed, [organisation(1), person(1), affiliation(1)]);
    assert_eq!(held.len(), 4);
    store.close().unwrap();
    assert_eq!(examine(&dir).unwrap().findings, []);
}

#[test]
fn what_would_point_at_a_record_gone_for_good_is_in_the_way() {
    let (_temp, dir, mut store) = called();
    put(&mut store, 2, 0, "Bea");
    let moved = edit(interaction(1), 2, Some(about(&[person(2)])));
    store.commit(&commit_of(vec![moved])).unwrap();
    store
        .commit(&commit_of(vec![edit(person(1), 1, None)]))
        .unwrap();
    let Err(UndoError::Conflicts { conflicts, .. }) = undone(&mut store, 4, false, &[]) else {
        panic!("undone");
    };
    let conflict = &conflicts[0];
    let was = Some(named("Ada", ""));
    assert_eq!(conflict.obstacle, Obstacle::Missing(person(1), was));
    assert_eq!(conflict.since.as_ref().unwrap().sequence, 5);
    // Forced, the link to it is left out.
    undone(&mut store, 4, true, &[]).unwrap();
    let (_, _, number) = numbers();
    let call = store.record(interaction(1)).unwrap().unwrap();
    assert_eq!(call.fields().get(number), None);
    store.close().unwrap();
    assert_eq!(examine(&dir).unwrap().findings, []);
}

#[test]
fn a_record_that_requires_what_is_gone_stays_as_it_is() {
    let temp = tempfile::tempdir().unwrap();
    let mut store = opened(&temp.path().join("store"));
    put(&mut store, 1, 0, "Ada");
    store
        .commit(&commit_of(vec![edit(
            organisation(1),
            0,
            Some(named("Alpha", "")),
        )]))
        .unwrap();
    let made = edit(affiliation(1), 0, Some(works(person(1), organisation(1))));
    store.commit(&commit_of(vec![made])).unwrap();
    store
        .commit(&commit_of(vec![edit(affiliation(1), 3, None)]))
        .unwrap();
    store
        .commit(&commit_of(vec![edit(person(1), 1, None)]))
        .unwrap();
    assert!(undone(&mut store, 4, false, &[]).is_err());
    assert_eq!(undone(&mut store, 4, true, &[]), Err(UndoError::Nothing(4)));
    undone(&mut store, 5, false, &[]).unwrap();
    undone(&mut store, 4, false, &[]).unwrap();
    assert!(store.record(affiliation(1)).unwrap().is_some());
}

/// One thing that somebody does.
#[derive(Clone, Debug)]
enum Deed {
    /// Puts a record, pointing at some others.
    Put(u8, Vec<u8>, bool),
    /// Puts several at once, as an import does.
    Import(Vec<(u8, Vec<u8>)>),
    /// Removes some for good.
    Remove(Vec<u8>),
    /// Takes an entry back: as what, forced, for which of its records.
    Back(u8, u8, bool, Vec<u8>),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let targets = || proptest::collection::vec(0u8..9, 0..3);
    let deed = prop_oneof![
        4 => (0u8..9, targets(), any::<bool>()).prop_map(|(n, to, trashed)| Deed::Put(n, to, trashed)),
        2 => proptest::collection::vec((0u8..9, targets()), 1..6).prop_map(Deed::Import),
        2 => proptest::collection::vec(0u8..9, 1..5).prop_map(Deed::Remove),
        6 => (any::<u8>(), 0u8..3, any::<bool>(), proptest::collection::vec(0u8..9, 0..3))
            .prop_map(|(entry, verb, force, only)| Deed::Back(entry, verb, force, only)),
    ];
    proptest::collection::vec(deed, 1..40)
}

/// The record of that number: of kinds that point at one, at two, at any, and at none.
fn numbered(number: u8) -> RecordRef {
    let id = u128::from(number);
    match number % 4 {
        0 => person(id),
        1 => organisation(id),
        2 => affiliation(id),
        _ => interaction(id),
    }
}

fn pointing(record: RecordRef, to: &[u8], trashed: bool) -> Content {
    let to: Vec<RecordRef> = to.iter().map(|number| numbered(*number)).collect();
    let content = match (record.kind, to.as_slice()) {
        (Kind::Affiliation, [one, other, ..]) => works(*one, *other),
        (Kind::Affiliation, [one]) => works(*one, *one),
        (Kind::Interaction, to) => about(to),
        _ => named("Ada", ""),
    };
    Content { trashed, ..content }
}

fn done(store: &mut Store, deed: &Deed) {
    let base = |store: &Store, record| {
        store
            .record(record)
            .unwrap()
            .map_or(0, |record| record.revision)
    };
    let commit = |store: &mut Store, edits: Vec<Edit>| match store.commit(&commit_of(edits)) {
        Ok(_)
        | Err(CommitError::Needed(_) | CommitError::Missing(_) | CommitError::Repeated(_)) => {}
        Err(CommitError::Conflict(_) | CommitError::Empty) => {}
        Err(error) => panic!("{error}"),
    };
    match deed {
        Deed::Put(number, to, trashed) => {
            let record = numbered(*number);
            let after = Some(pointing(record, to, *trashed));
            let edits = vec![edit(record, base(store, record), after)];
            commit(store, edits);
        }
        Deed::Import(rows) => {
            let row = |(number, to): &(u8, Vec<u8>)| {
                let record = numbered(*number);
                edit(
                    record,
                    base(store, record),
                    Some(pointing(record, to, false)),
                )
            };
            let edits = rows.iter().map(row).collect();
            commit(store, edits);
        }
        Deed::Remove(numbers) => {
            let gone = |number: &u8| {
                let record = numbered(*number);
                edit(record, base(store, record), None)
            };
            let edits = numbers.iter().map(gone).collect();
            commit(store, edits);
        }
        Deed::Back(entry, verb, force, only) => {
            let last = store.head().sequence;
            if last == 0 {
                return;
            }
            let verb = [Verb::Undo, Verb::Redo, Verb::Revert][usize::from(*verb)];
            let asked = Reversal {
                force: *force,
                only: only.iter().map(|number| numbered(*number)).collect(),
                ..reversal(u64::from(*entry) % last + 1, verb)
            };
            match store.undo(&asked) {
                Ok(_) => {}
                Err(UndoError::NoEntry(_) | UndoError::Nothing(_)) => {}
                Err(UndoError::Conflicts { conflicts, .. }) => {
                    assert!(!force && !conflicts.is_empty(), "{conflicts:?}");
                }
                // The inverse knows beforehand what the writer would refuse.
                Err(error) => panic!("{deed:?}: {error}"),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn doctor_finds_nothing_after_any_sequence_of_commands(all in deeds()) {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("store");
        for part in all.chunks(13) {
            let mut store = opened(&dir);
            part.iter().for_each(|deed| done(&mut store, deed));
            store.close().unwrap();
            prop_assert_eq!(examine(&dir).unwrap().findings, []);
        }
    }
}
