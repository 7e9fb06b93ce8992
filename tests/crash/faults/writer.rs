//! A writer of small segments and early snapshots: what packs, snapshots, drafts and closes meets every error.

use std::path::Path;

use guichet::store::Store;
use guichet::store::drafts::{self, Draft};

use super::{faults, some};
use crate::crash::calls::{Fails, Fault, Seen, listed, watched};
use crate::crash::work::{People, after, attempt, read, recovered, settings};
use crate::program::Ended;

/// Entries of a writer that nothing stops.
const ENTRIES: u64 = 56;
/// Refusals in a row after which it gives up.
const PATIENCE: usize = 6;

#[test]
#[ignore = "the process whose calls fail"]
fn write_whatever_fails() {
    let Ok(dir) = std::env::var("CRASH_STORE") else {
        return;
    };
    let dir = Path::new(&dir);
    let mut refused = 0;
    let mut open = || {
        loop {
            match Store::open_with(dir, settings()) {
                Ok((store, _)) => return Some(store),
                Err(error) => eprintln!("unopened {error}"),
            }
            refused += 1;
            if refused > PATIENCE {
                return None;
            }
        }
    };
    let Some(mut store) = open() else { return };
    let (mut people, mut before) = (People::new(), People::new());
    let (mut draft, mut refused) = (Draft::default(), 0);
    while store.head().sequence < ENTRIES && refused <= PATIENCE {
        // As the desk does: sled is opened anew where it failed.
        store.settle();
        let sequence = match attempt(&mut store, &mut people, &mut before) {
            Ok(sequence) => sequence,
            Err(error) => {
                eprintln!("refused {error}");
                refused += 1;
                continue;
            }
        };
        refused = 0;
        eprintln!("ack {sequence}");
        if sequence % 5 == 1 {
            draft.title = sequence.to_string();
            match drafts::save(dir, &draft) {
                Ok(_) => eprintln!("draft {sequence}"),
                Err(error) => eprintln!("unkept {error}"),
            }
        }
        if sequence == 30 {
            if let Err(error) = store.close() {
                eprintln!("unclosed {error}");
            }
            let Some(again) = open() else { return };
            store = again;
            assert_eq!(store.head().sequence, sequence);
        } else if sequence.is_multiple_of(25) {
            if let Err(error) = store.snapshot() {
                eprintln!("no snapshot {error}");
            }
        } else if sequence.is_multiple_of(4) {
            let begun = store.begin_checkpoint();
            if let Err(error) = begun.and_then(|_| store.finish_checkpoint()) {
                eprintln!("no checkpoint {error}");
            }
        }
    }
    if let Err(error) = store.close() {
        eprintln!("unclosed {error}");
    }
    eprintln!("ended");
}

fn ran(root: &Path, fault: Option<&Fault>) -> (Ended, Vec<Seen>) {
    let list = tempfile::NamedTempFile::new().unwrap();
    let mut command = watched(root, Some(list.path()), None, fault);
    command
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "crash::faults::writer::write_whatever_fails"])
        .args(["--ignored", "--nocapture"])
        .env("CRASH_STORE", root.join("store"));
    (Ended::of(&mut command), listed(list.path()))
}

fn wrong(root: &Path, fault: &Fault, ended: &Ended) -> Result<(), String> {
    let dir = root.join("store");
    let killed = fault.give == "kill" && ended.code == 137;
    if ended.code != 0 && !killed {
        return Err("a panic or a strange end".to_string());
    }
    let last = |what: &str| -> u64 {
        let said = ended.err.lines().filter_map(|line| line.strip_prefix(what));
        said.filter_map(|number| number.trim().parse().ok())
            .next_back()
            .unwrap_or(0)
    };
    let (acknowledged, draft) = (last("ack "), last("draft "));
    if !killed && fault.fails != Fails::On && acknowledged < ENTRIES {
        return Err(format!("one fault ends the writing at {acknowledged}"));
    }
    let found = std::panic::catch_unwind(|| {
        let there = dir.join("wal").is_dir();
        let reader = there.then(|| read(&dir));
        let (store, people) = recovered(&dir);
        (reader, store.head().sequence, people, drafts::list(&dir).0)
    });
    let Ok((reader, reached, people, kept)) = found else {
        return Err("it can't be opened or read any more".to_string());
    };
    // Cut off in a commit, or refused with the word that the journal may have it all the same.
    let unsure = ended
        .err
        .lines()
        .any(|line| line.ends_with("not taken back"));
    let most = acknowledged + u64::from(killed || unsure);
    if !(acknowledged..=most).contains(&reached) {
        return Err(format!("{acknowledged} acknowledged, {reached} there"));
    }
    if people != after(reached) {
        return Err(format!("the records are not those of entry {reached}"));
    }
    if reader.is_some_and(|(number, seen)| number != reached || seen != people) {
        return Err("a reader sees something else".to_string());
    }
    let newest = kept
        .iter()
        .filter_map(|draft| draft.title.parse::<u64>().ok())
        .max();
    if newest.unwrap_or(0) < draft {
        return Err(format!("draft {draft} kept, {newest:?} there"));
    }
    Ok(())
}

#[test]
fn whatever_fails_a_writer_goes_on_and_tells_the_truth() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("plain");
    std::fs::create_dir(&root).unwrap();
    let (ended, calls) = ran(&root, None);
    assert!(ended.code == 0 && ended.err.contains("ended"), "{ended:?}");
    let all = faults(&calls);
    let (of, faults) = (all.len(), some(all, 5, 3_000));
    let mut told = Vec::new();
    for (number, fault) in faults.iter().enumerate() {
        let root = temp.path().join(number.to_string());
        std::fs::create_dir(&root).unwrap();
        let (ended, calls) = ran(&root, Some(fault));
        let hit = calls.iter().find(|call| call.failed);
        if let (Some(hit), Err(wrong)) = (hit, wrong(&root, fault, &ended)) {
            let said: Vec<&str> = ended
                .err
                .lines()
                .filter(|line| !line.starts_with("ack "))
                .collect();
            told.push(format!(
                "{hit:?}\n  {fault:?}: {wrong}\n  {}",
                said.join("\n  ")
            ));
        }
        std::fs::remove_dir_all(&root).unwrap();
    }
    println!(
        "a writer: {} of {of} faults in {} calls",
        faults.len(),
        calls.len()
    );
    assert!(
        told.is_empty(),
        "{} wrong:\n{}",
        told.len(),
        told.join("\n")
    );
}
