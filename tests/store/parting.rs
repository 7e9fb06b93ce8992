//! A commit of many of which others have changed some: the rest of it is one entry, and nothing is half done.

use super::*;
use guichet::model::Bundle;
use guichet::model::kinds::{affiliation, organisation};
use guichet::store::{CommitError, Turn};

fn rest(
    store: &mut Store,
    commit: &Commit,
    bundles: &[Bundle],
) -> Result<Vec<RecordRef>, CommitError> {
    let turn = Turn::take(store.dir()).unwrap();
    let rest = store.commit_rest_in(&turn, commit, bundles)?;
    assert_eq!(
        rest.committed.heading.step.count as usize,
        rest.committed.changed.len()
    );
    Ok(rest.left)
}

fn name_of(store: &Store, number: u128) -> Option<Value> {
    let record = store.record(person(number)).unwrap()?;
    record
        .get(guichet::model::kinds::person::NAME.number)
        .map(|value| value.to_value())
}

#[test]
fn what_others_have_changed_is_left_out_and_the_rest_is_one_entry() {
    let (_temp, dir) = store_of(0);
    let mut store = opened(&dir);
    for number in 1..=4 {
        put(&mut store, number, 0, "before");
    }
    put(&mut store, 2, 2, "of another");
    let edits =
        (1..=4_u64).map(|number| edit(person(number.into()), number, Some(named("after", ""))));
    let commit = commit_of(edits.collect());
    assert_eq!(rest(&mut store, &commit, &[]).unwrap(), [person(2)]);
    assert_eq!(name_of(&store, 2), Some(Value::text("of another")));
    for number in [1, 3, 4] {
        assert_eq!(name_of(&store, number), Some(Value::text("after")));
    }
    assert_eq!(store.head().sequence, 6);
    // All of it: nothing is done, and all is named.
    let all: Vec<RecordRef> = (1..=4).map(person).collect();
    assert_eq!(
        rest(&mut store, &commit, &[]),
        Err(CommitError::Conflict(all))
    );
    assert_eq!(store.head().sequence, 6);
}

#[test]
fn what_goes_together_is_left_out_together() {
    let (_temp, dir) = store_of(0);
    let mut store = opened(&dir);
    for number in 1..=4 {
        put(&mut store, number, 0, "before");
    }
    put(&mut store, 1, 1, "of another");
    let bundle = |line, numbers: &[u128]| Bundle {
        line,
        records: numbers.iter().map(|number| person(*number)).collect(),
    };
    // One and two come from one line, two and three from another: where one is overtaken, all three are left.
    let bundles = [bundle(2, &[1, 2]), bundle(3, &[2, 3]), bundle(4, &[4])];
    let edits =
        (1..=4_u64).map(|number| edit(person(number.into()), number, Some(named("after", ""))));
    let commit = commit_of(edits.collect());
    let left = rest(&mut store, &commit, &bundles).unwrap();
    assert_eq!(left, [person(1), person(2), person(3)]);
    assert_eq!(name_of(&store, 4), Some(Value::text("after")));
}

fn body(number: u128) -> RecordRef {
    RecordRef::new(Kind::Organisation, Ulid::from(number))
}

fn at(number: u128) -> RecordRef {
    RecordRef::new(Kind::Affiliation, Ulid::from(number))
}

fn content(fields: Fields) -> Option<Content> {
    let trashed = false;
    Some(Content { trashed, fields })
}

fn of(person: RecordRef, body: RecordRef) -> Option<Content> {
    let fields = Fields::new().with(affiliation::PERSON.number, Value::Reference(person));
    content(fields.with(affiliation::ORGANISATION.number, Value::Reference(body)))
}

#[test]
fn what_is_relied_on_may_change_but_not_go() {
    let (_temp, dir) = store_of(0);
    let mut store = opened(&dir);
    put(&mut store, 1, 0, "one");
    put(&mut store, 2, 0, "two");
    let named_body =
        |name: &str| content(Fields::new().with(organisation::NAME.number, Value::text(name)));
    store
        .commit(&commit_of(vec![edit(body(1), 0, named_body("body"))]))
        .unwrap();
    store
        .commit(&commit_of(vec![edit(body(1), 3, named_body("renamed"))]))
        .unwrap();
    // It was renamed since it was looked at.
    let mut commit = commit_of(vec![edit(at(1), 0, of(person(1), body(1)))]);
    commit.relies = vec![(person(1), 1), (body(1), 3)];
    assert_eq!(rest(&mut store, &commit, &[]).unwrap(), []);
    // One that lies in the trash by now is pointed to by nothing new; what points to it already may be changed.
    let mut trashed = named_body("renamed").unwrap();
    trashed.trashed = true;
    store
        .commit(&commit_of(vec![edit(body(1), 4, Some(trashed))]))
        .unwrap();
    let before = store.record(at(1)).unwrap().unwrap();
    let changed = before
        .fields()
        .with(affiliation::FUNCTION.number, Value::text("DSI"));
    let mut commit = commit_of(vec![
        edit(at(1), before.revision, content(changed)),
        edit(at(2), 0, of(person(2), body(1))),
    ]);
    commit.relies = vec![(person(1), 1), (person(2), 2), (body(1), 4)];
    assert_eq!(rest(&mut store, &commit, &[]).unwrap(), [at(2)]);
    assert!(store.record(at(2)).unwrap().is_none());
    // Nothing else is in it: what is gone is named.
    let mut commit = commit_of(vec![edit(at(2), 0, of(person(2), body(1)))]);
    commit.relies = vec![(person(2), 2), (body(1), 4)];
    assert_eq!(
        rest(&mut store, &commit, &[]),
        Err(CommitError::Conflict(vec![body(1)]))
    );
}

#[test]
fn what_would_point_at_what_is_not_made_is_left_out_with_it() {
    let (_temp, dir) = store_of(0);
    let mut store = opened(&dir);
    put(&mut store, 1, 0, "one");
    put(&mut store, 1, 1, "of another");
    let named_body = content(Fields::new().with(organisation::NAME.number, Value::text("body")));
    let commit = commit_of(vec![
        edit(person(1), 1, Some(named("after", ""))),
        edit(body(1), 0, named_body),
        edit(person(2), 0, Some(named("two", ""))),
        edit(at(1), 0, of(person(2), body(1))),
    ]);
    // The body is made by the line that changes the first person, the affiliation by another one.
    let bundles = [
        Bundle {
            line: 2,
            records: vec![person(1), body(1)],
        },
        Bundle {
            line: 3,
            records: vec![person(2), at(1)],
        },
    ];
    let error = rest(&mut store, &commit, &bundles).unwrap_err();
    assert!(matches!(error, CommitError::Conflict(left) if left.len() == 4));
    let bundles = &bundles[..1];
    assert_eq!(rest(&mut store, &commit, bundles).unwrap().len(), 3);
    assert_eq!(name_of(&store, 2), Some(Value::text("two")));
}
