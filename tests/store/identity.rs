//! The journal knows itself: a lock or a segment that was taken away, exchanged or written by others stops the
//! writing, and nothing is ever written blindly.

use super::*;
use guichet::store::{CommitError, Turn};
use std::fs;
use std::path::Path;

/// What a commit comes to, and that it leaves the journal as it is.
fn refused(store: &mut Store, dir: &Path) -> CommitError {
    let wal = |dir: &Path| -> Vec<(PathBuf, Vec<u8>)> {
        let read = |path: PathBuf| (path.clone(), fs::read(&path).unwrap());
        segments(dir).into_iter().map(read).collect()
    };
    let before = wal(dir);
    let content = named("Zoe", "Brest");
    let commit = commit_of(vec![edit(person(77), 0, Some(content))]);
    let error = store.commit(&commit).unwrap_err();
    assert_eq!(wal(dir), before, "{error}");
    error
}

fn displaced(store: &mut Store, dir: &Path) {
    let error = refused(store, dir);
    assert!(matches!(error, CommitError::Displaced(_)), "{error:?}");
}

#[test]
fn a_lock_that_was_taken_away_is_made_again_and_gives_no_second_keeper_of_sled() {
    let (_temp, dir) = store_of(2);
    let mut first = opened(&dir);
    put(&mut first, 3, 0, "Cleo");
    first.settle();
    fs::remove_file(dir.join("lock")).unwrap();
    let error = Store::open(&dir).unwrap_err();
    assert_eq!(
        error.id(),
        "held",
        "sled that another one has open is no damage"
    );
    assert!(!dir.join("sled.damaged-1").exists());
    put(&mut first, 4, 0, "Dora");
    assert!(dir.join("lock").exists());
    // While somebody has the turn.
    let turn = Turn::take(&dir).unwrap();
    fs::remove_file(dir.join("lock")).unwrap();
    assert_eq!(turn.is_in_place(), Ok(false));
    // The journal itself is locked as well: nobody else has a turn by a new lock.
    assert!(Turn::try_take(&dir).unwrap().is_none());
    assert!(dir.join("lock").exists());
    drop((first, turn));
    assert_eq!(records(&opened(&dir)).len(), 4);
}

#[test]
fn a_store_in_the_place_of_another_is_not_written_to_by_the_desk_of_the_other() {
    let (_temp, dir) = store_of(2);
    let (_other_temp, other) = store_of(5);
    let mut store = opened(&dir);
    let aside = dir.with_extension("aside");
    fs::rename(&dir, &aside).unwrap();
    displaced(&mut store, &aside);
    fs::rename(&other, &dir).unwrap();
    displaced(&mut store, &dir);
    // Once it is back where it was, it goes on.
    fs::rename(&dir, &other).unwrap();
    fs::rename(&aside, &dir).unwrap();
    put(&mut store, 3, 0, "Cleo");
}

#[test]
fn a_journal_that_was_exchanged_removed_or_shortened_takes_no_more() {
    let hurts: [fn(&Path); 4] = [
        |segment| fs::remove_file(segment).unwrap(),
        |segment| {
            let copy = segment.with_extension("copy");
            fs::copy(segment, &copy).unwrap();
            fs::rename(&copy, segment).unwrap();
        },
        |segment| {
            let file = fs::OpenOptions::new().write(true).open(segment).unwrap();
            file.set_len(40).unwrap();
        },
        |segment| fs::remove_dir_all(segment.parent().unwrap()).unwrap(),
    ];
    for hurt in hurts {
        let (_temp, dir) = store_of(2);
        let mut store = opened(&dir);
        put(&mut store, 3, 0, "Cleo");
        store.settle();
        hurt(&segments(&dir)[0]);
        if !dir.join("wal").exists() {
            fs::create_dir(dir.join("wal")).unwrap();
        }
        displaced(&mut store, &dir);
        displaced(&mut store, &dir);
    }
}
