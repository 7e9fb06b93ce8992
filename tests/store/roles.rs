//! Roles: who may change what is held against each commit, with what others have done meanwhile.

use super::*;
use guichet::catalog::Catalog;
use guichet::model::kinds::role;
use guichet::model::rights::{OTHERS, ROLES};
use guichet::model::{Denied, Lang, Rights, Role};
use guichet::store::{CommitError, Finding, Records as Held, Turn, UndoError, doctor};

fn of(login: &str, edits: Vec<Edit>) -> Commit {
    Commit {
        author: Author::called(login),
        ..commit_of(edits)
    }
}

fn give(store: &mut Store, by: &str, login: &str, role: Option<Role>) -> Result<u64, CommitError> {
    let given = store.give_role(&Author::called(by), 1, login, role.as_ref());
    given.map(|given| given.heading.sequence)
}

/// That login adds a person.
fn adds(store: &mut Store, login: &str, number: u128) -> Result<u64, CommitError> {
    let edit = edit(person(number), 0, Some(named("Somebody", "")));
    let committed = store.commit(&of(login, vec![edit]))?;
    Ok(committed.heading.sequence)
}

fn denied<T: std::fmt::Debug>(result: Result<T, CommitError>) -> Denied {
    match result {
        Err(CommitError::Denied(denied)) => denied,
        other => panic!("{other:?}"),
    }
}

fn joined(dir: &Path) -> Store {
    let (store, _) = Catalog::join(Lang::Fr.into(), dir).unwrap();
    store
}

fn editor(kinds: &[Kind]) -> Option<Role> {
    Some(Role::Editor(Some(kinds.to_vec())))
}

fn unentitled(dir: &Path) -> Vec<(u64, String, Denied)> {
    let found = doctor::examine(dir).unwrap().findings;
    let told = found.into_iter().filter_map(|finding| match finding {
        Finding::Unentitled {
            sequence,
            who,
            denied,
        } => Some((sequence, who, denied)),
        // Of those that have no sled, and of a backup.
        Finding::SledBehind(_) | Finding::Hole { kept: true, .. } => None,
        other => panic!("{other:?}"),
    });
    told.collect()
}

#[test]
fn without_roles_everybody_changes_everything() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    assert!(store.rights().unwrap().is_empty());
    adds(&mut store, "lea", 10).unwrap();
    adds(&mut store, "tom", 11).unwrap();
    store.close().unwrap();
    assert_eq!(unentitled(&dir), []);
}

#[test]
fn who_gives_the_first_role_is_the_first_manager() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    give(&mut store, "marie", "lea", Some(Role::Reader)).unwrap();
    let rights = store.rights().unwrap();
    assert_eq!(rights.managers(), ["marie"]);
    assert_eq!(rights.own("lea"), Some(&Role::Reader));
    assert_eq!(denied(adds(&mut store, "lea", 10)), Denied::Reader);
    // Whoever is not named changes everything, until that is said otherwise.
    adds(&mut store, "tom", 11).unwrap();
    give(&mut store, "marie", OTHERS, Some(Role::Reader)).unwrap();
    assert_eq!(denied(adds(&mut store, "tom", 12)), Denied::Reader);
    adds(&mut store, "marie", 13).unwrap();
    // It is that one's already.
    let again = give(&mut store, "marie", "lea", Some(Role::Reader));
    assert_eq!(again, Err(CommitError::Empty));
    store.close().unwrap();
    assert_eq!(unentitled(&dir), []);
}

#[test]
fn only_managers_change_roles_and_one_stays() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    let alone = give(&mut store, "marie", "marie", Some(Role::Reader));
    assert_eq!(denied(alone), Denied::Unmanaged);
    give(&mut store, "marie", "marie", Some(Role::Manager)).unwrap();
    let managers = || Denied::Roles(vec!["marie".to_string()]);
    let own = give(&mut store, "lea", "lea", Some(Role::Manager));
    assert_eq!(denied(own), managers());
    let first = records(&store);
    let first = first.values().find(|record| record.kind == ROLES).unwrap();
    // By no way: not by an edit, the trash, removal for good, nor by taking back.
    let fields = Role::Reader.put("marie", first.fields());
    let contents = [
        Some(Content {
            trashed: false,
            fields,
        }),
        Some(Content {
            trashed: true,
            fields: first.fields(),
        }),
        None,
    ];
    for after in contents {
        let edit = edit(first.reference(), first.revision, after);
        let by_another = store.commit(&of("lea", vec![edit.clone()]));
        assert_eq!(denied(by_another), managers());
        let last = store.commit(&of("marie", vec![edit]));
        assert_eq!(denied(last), Denied::Unmanaged);
    }
    let marie = Author::called("marie");
    let undone = store.undo(&Reversal::new(first.revision, Verb::Undo, &marie, 1));
    let refused = UndoError::Commit(CommitError::Denied(Denied::Unmanaged));
    assert_eq!(undone.unwrap_err(), refused);
    let none = give(&mut store, "marie", "marie", None);
    assert_eq!(denied(none), Denied::Unmanaged);
    // Once there is another, they may go.
    give(&mut store, "marie", "lea", Some(Role::Manager)).unwrap();
    give(&mut store, "lea", "marie", None).unwrap();
    let rights = store.rights().unwrap();
    assert_eq!(
        (rights.managers(), rights.own("marie")),
        (vec!["lea".to_string()], None)
    );
    store.close().unwrap();
    assert_eq!(unentitled(&dir), []);
}

#[test]
fn an_editor_is_held_to_kinds() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    give(
        &mut store,
        "marie",
        "lea",
        editor(&[Kind::Task, Kind::Person]),
    )
    .unwrap();
    adds(&mut store, "lea", 10).unwrap();
    let list = RecordRef::new(Kind::List, Ulid::from(5_u128));
    let lists = edit(list, 0, Some(Content::default()));
    let people = edit(person(11), 0, Some(named("Somebody", "")));
    let both = store.commit(&of("lea", vec![people, lists]));
    assert_eq!(denied(both), Denied::Kind(Kind::List));
    assert_eq!(
        store.record(person(11)).unwrap(),
        None,
        "nothing of it was done"
    );
    // What another did is not taken back by one who may not do it.
    let lists = edit(list, 0, Some(Content::default()));
    let made = store.commit(&of("tom", vec![lists])).unwrap();
    let lea = Author::called("lea");
    let undone = store.undo(&Reversal::new(made.heading.sequence, Verb::Undo, &lea, 1));
    let refused = UndoError::Commit(CommitError::Denied(Denied::Kind(Kind::List)));
    assert_eq!(undone.unwrap_err(), refused);
}

#[test]
fn one_account_has_one_role_and_all_others_are_no_managers() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    give(&mut store, "marie", "lea", Some(Role::Reader)).unwrap();
    let second = RecordRef::new(ROLES, Ulid::from(77_u128));
    let fields = Role::Manager.put("lea", Fields::new());
    let content = Content {
        trashed: false,
        fields,
    };
    let twice = store.commit(&of("marie", vec![edit(second, 0, Some(content))]));
    assert_eq!(denied(twice), Denied::Twice("lea".to_string()));
    let all = give(&mut store, "marie", OTHERS, Some(Role::Manager));
    assert_eq!(denied(all), Denied::Unnamed);
    // Given, taken, given: one record all the while.
    give(&mut store, "marie", "lea", None).unwrap();
    give(&mut store, "marie", "lea", editor(&[Kind::Person])).unwrap();
    give(&mut store, "marie", "lea", Some(Role::Editor(None))).unwrap();
    let records = records(&store);
    let roles = records.values().filter(|record| record.kind == ROLES);
    assert_eq!(roles.count(), 2);
    assert_eq!(
        store.rights().unwrap().own("lea"),
        Some(&Role::Editor(None))
    );
}

#[test]
fn what_another_desk_did_to_a_role_counts_at_once() {
    let (_temp, dir) = store_of(1);
    let mut first = opened(&dir);
    let mut second = joined(&dir);
    adds(&mut second, "lea", 10).unwrap();
    give(&mut first, "marie", "lea", Some(Role::Reader)).unwrap();
    assert_eq!(denied(adds(&mut second, "lea", 11)), Denied::Reader);
    give(&mut second, "marie", "lea", editor(&[Kind::Person])).unwrap();
    adds(&mut first, "lea", 12).unwrap();
    give(&mut second, "marie", "lea", None).unwrap();
    give(&mut second, "marie", OTHERS, editor(&[Kind::Task])).unwrap();
    assert_eq!(
        denied(adds(&mut first, "lea", 13)),
        Denied::Kind(Kind::Person)
    );
    assert_eq!(first.rights().unwrap(), second.rights().unwrap());
    drop(second);
    first.close().unwrap();
    assert_eq!(unentitled(&dir), []);
}

/// Records as a program knows them that knows no roles.
struct Older(Catalog);

impl Held for Older {
    fn record(&self, record: RecordRef) -> Option<Record> {
        Held::record(&self.0, record)
    }

    fn pointed_at(&self, record: RecordRef) -> usize {
        Held::pointed_at(&self.0, record)
    }

    fn of_kind(&self, _: Kind) -> Vec<Record> {
        Vec::new()
    }
}

fn older(dir: &Path) -> Store {
    let reader = Reader::open(dir).unwrap();
    let (catalog, head) = Catalog::read(Lang::Fr, &reader, &|_| {}).unwrap();
    Store::join(&reader, &head, Box::new(Older(catalog))).unwrap()
}

#[test]
fn what_was_done_without_the_right_is_found() {
    let (_temp, dir) = store_of(1);
    let mut store = opened(&dir);
    give(&mut store, "marie", "lea", Some(Role::Reader)).unwrap();
    let mut old = older(&dir);
    let first = adds(&mut old, "lea", 10).unwrap();
    adds(&mut old, "marie", 11).unwrap();
    adds(&mut old, "tom", 12).unwrap();
    drop(old);
    give(&mut store, "marie", "lea", Some(Role::Editor(None))).unwrap();
    let mut old = older(&dir);
    adds(&mut old, "lea", 13).unwrap();
    drop(old);
    give(&mut store, "marie", "lea", editor(&[Kind::Task])).unwrap();
    let mut old = older(&dir);
    let last = adds(&mut old, "lea", 14).unwrap();
    let own = give(&mut old, "tom", "tom", Some(Role::Manager)).unwrap();
    drop(old);
    store.close().unwrap();
    let found = unentitled(&dir);
    let lea = "lea".to_string();
    let expected = [
        (first, lea.clone(), Denied::Reader),
        (last, lea, Denied::Kind(Kind::Person)),
        (
            own,
            "tom".to_string(),
            Denied::Roles(vec!["marie".to_string()]),
        ),
    ];
    assert_eq!(found, expected);
    let damage = doctor::examine(&dir).unwrap().findings;
    assert!(damage.iter().all(|finding| !finding.is_damage()));
}

#[test]
fn a_store_made_of_a_backup_has_its_roles() {
    let (temp, dir) = store_of(1);
    let mut store = opened(&dir);
    give(&mut store, "marie", "lea", Some(Role::Reader)).unwrap();
    store.close().unwrap();
    let file = temp.path().join("backup");
    let reader = Reader::open(&dir).unwrap();
    guichet::store::backup::write(&reader, &file, false).unwrap();
    let new = temp.path().join("new");
    guichet::store::backup::restore(&file, &new, None).unwrap();
    let mut store = opened(&new);
    assert_eq!(denied(adds(&mut store, "lea", 10)), Denied::Reader);
    let mut old = older(&new);
    let without = adds(&mut old, "lea", 11).unwrap();
    drop(old);
    give(&mut store, "marie", "lea", Some(Role::Manager)).unwrap();
    adds(&mut store, "lea", 12).unwrap();
    store.close().unwrap();
    // The journal of that store begins behind the backup.
    assert_eq!(
        unentitled(&new),
        [(without, "lea".to_string(), Denied::Reader)]
    );
}

#[test]
fn what_this_program_does_not_know_of_a_role_gives_nothing() {
    let record = |role: &str, kinds: &[&str]| {
        let mut fields = Role::Editor(None).put("lea", Fields::new());
        fields.set(role::ROLE.number, Some(Value::text(role)));
        let kinds: Vec<Value> = kinds.iter().map(|kind| Value::text(*kind)).collect();
        if !kinds.is_empty() {
            fields.set(role::KINDS_EDITED.number, Some(Value::Many(kinds)));
        }
        Record::new(RecordRef::new(ROLES, Ulid::nil()), 1, false, &fields)
    };
    let against = |record: Record| Rights::of([&record]).against("lea", Some(Kind::Person));
    assert_eq!(against(record("editor", &[])), None);
    assert_eq!(against(record("editor", &["person"])), None);
    let kind = Some(Denied::Kind(Kind::Person));
    assert_eq!(against(record("editor", &["machine"])), kind);
    assert_eq!(against(record("owner", &[])), Some(Denied::Reader));
}

#[test]
fn the_rest_of_a_commit_of_many_is_held_against_the_role_as_the_whole_is() {
    let (_temp, dir) = store_of(3);
    let mut first = opened(&dir);
    let mut second = joined(&dir);
    give(&mut first, "lea", "lea", Some(Role::Manager)).unwrap();
    give(&mut first, "lea", "tom", editor(&[Kind::Person])).unwrap();
    let organisation = RecordRef::new(Kind::Organisation, Ulid::from(900));
    let many = |with: Option<RecordRef>| {
        let people =
            (1..=3).map(|number| edit(person(number), number as u64, Some(named("Renamed", ""))));
        let other = with.map(|record| edit(record, 0, Some(named("Agency", ""))));
        of("tom", people.chain(other).collect())
    };
    // Of one person somebody else has changed something: all others could be done.
    adds(&mut first, "lea", 10).unwrap();
    let meanwhile = vec![edit(person(2), 2, Some(named("Meanwhile", "")))];
    first.commit(&of("lea", meanwhile)).unwrap();
    let turn = Turn::take(&dir).unwrap();
    let before = first.head();
    let refused = second.commit_rest_in(&turn, &many(Some(organisation)), &[]);
    assert!(matches!(denied(refused), Denied::Kind(Kind::Organisation)));
    assert_eq!(second.head(), before);
    let rest = second.commit_rest_in(&turn, &many(None), &[]).unwrap();
    assert_eq!(rest.left, [person(2)]);
    assert_eq!(rest.committed.changed.len(), 2);
    drop(turn);
    // The right was taken away before the turn came.
    give(&mut first, "lea", "tom", Some(Role::Reader)).unwrap();
    let turn = Turn::take(&dir).unwrap();
    let again = of(
        "tom",
        vec![edit(
            person(2),
            rest.committed.heading.sequence - 1,
            Some(named("Late", "")),
        )],
    );
    let refused = second.commit_rest_in(&turn, &again, &[]);
    assert!(matches!(denied(refused), Denied::Reader));
}
