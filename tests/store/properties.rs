//! Whatever is done, a store reopened is the store as it was left.

use super::*;
use proptest::prelude::*;

/// What one commit does to each of its records: a name, or removal.
type Done = Vec<(u8, Option<String>, bool)>;

fn commits() -> impl Strategy<Value = Vec<Done>> {
    let edit = (
        0u8..6,
        proptest::option::weighted(0.8, "[a-zé]{0,40}"),
        any::<bool>(),
    );
    proptest::collection::vec(proptest::collection::vec(edit, 1..4), 1..25)
}

/// The same on a map: what the store should hold.
type Held = BTreeMap<RecordRef, (u64, Content)>;

fn apply(store: &mut Store, held: &mut Held, done: &Done) {
    let mut edits: Vec<Edit> = Vec::new();
    for (number, name, trashed) in done {
        let record = person(u128::from(*number));
        let base = held.get(&record).map_or(0, |(revision, _)| *revision);
        let after = name.as_ref().map(|name| Content {
            trashed: *trashed,
            ..named(name, "Lyon")
        });
        let repeated = edits.iter().any(|edit| edit.record == record);
        if !repeated && (base > 0 || after.is_some()) {
            edits.push(edit(record, base, after));
        }
    }
    if edits.is_empty() {
        return;
    }
    let sequence = store
        .commit(&commit_of(edits.clone()))
        .unwrap()
        .heading
        .sequence;
    for edit in edits {
        match edit.after {
            Some(content) => held.insert(edit.record, (sequence, content)),
            None => held.remove(&edit.record),
        };
    }
}

fn contents(records: &Records) -> Held {
    let content = |record: &Record| Content {
        trashed: record.trashed,
        fields: record.fields(),
    };
    records
        .iter()
        .map(|(key, record)| (*key, (record.revision, content(record))))
        .collect()
}

fn without_revisions(held: &Held) -> BTreeMap<RecordRef, Content> {
    held.iter()
        .map(|(key, (_, content))| (*key, content.clone()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_store_reopened_or_rebuilt_or_read_is_what_was_saved(all in commits()) {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("store");
        let mut held = Held::new();
        for (round, part) in all.chunks(8).enumerate() {
            let mut store = Store::open_with(&dir, small()).unwrap().0;
            prop_assert_eq!(&contents(&records(&store)), &held);
            part.iter().for_each(|done| apply(&mut store, &mut held, done));
            if round % 2 == 0 {
                store.close().unwrap();
            }
        }
        let reader = Reader::open(&dir).unwrap();
        prop_assert_eq!(&contents(&records_read(&reader)), &held);
        std::fs::remove_dir_all(dir.join("sled")).unwrap();
        prop_assert_eq!(&contents(&records(&opened(&dir))), &held);
    }

    #[test]
    fn undoing_everything_in_turn_leads_back_through_every_state(all in commits()) {
        let temp = tempfile::tempdir().unwrap();
        let mut store = opened(&temp.path().join("store"));
        let mut held = Held::new();
        let mut states = vec![without_revisions(&held)];
        for done in &all {
            let before = store.head().sequence;
            apply(&mut store, &mut held, done);
            if store.head().sequence > before {
                states.push(without_revisions(&held));
            }
        }
        for sequence in (1..states.len()).rev() {
            let undone = store.undo(&reversal(sequence as u64, Verb::Undo));
            // An edit that changed nothing has nothing to take back.
            if states[sequence] == states[sequence - 1] {
                continue;
            }
            prop_assert!(undone.is_ok(), "{:?}", undone);
            let now = without_revisions(&contents(&records(&store)));
            prop_assert_eq!(&now, &states[sequence - 1]);
        }
    }
}
