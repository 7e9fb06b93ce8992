//! Power cuts: what a writer did is recorded, and the disk built as a cut may leave it, right before and right
//! behind every sync. What was acknowledged is there, and nothing is half done.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use guichet::store::drafts::{self, Draft};
use guichet::store::{Reader, Store, backup};

use super::calls::{CHANGING, Fails, Fault, watched};
use super::disk::{self, Disk, Done, Kept, Rest};
use super::work::{after, people_of, person, read, recovered, settings, step};
use super::{Dice, count};

/// What the writer that is recorded says of what it has done.
#[derive(Clone, Debug, Default)]
struct Acknowledged {
    entries: u64,
    drafts: u64,
    backups: Vec<u64>,
}

impl Acknowledged {
    fn hear(&mut self, said: &str) {
        for line in said.lines() {
            let Some((what, number)) = line.split_once(' ') else {
                continue;
            };
            let Ok(number) = number.parse() else { continue };
            match what {
                "ack" => self.entries = number,
                "draft" => self.drafts = number,
                "backup" => self.backups.push(number),
                _ => {}
            }
        }
    }
}

#[test]
#[ignore = "the process that is recorded"]
fn write_and_be_recorded() {
    let (Ok(dir), Ok(entries)) = (std::env::var("CRASH_STORE"), std::env::var("CRASH_ENTRIES"))
    else {
        return;
    };
    let (dir, entries) = (Path::new(&dir), entries.parse::<u64>().unwrap());
    let say = |what: &str, number: u64| {
        std::io::stderr()
            .write_all(format!("{what} {number}\n").as_bytes())
            .unwrap();
    };
    // What is found counts as said: whoever looks builds on it.
    if dir.join("wal").is_dir() {
        say("ack", read(dir).0);
    }
    let mut store = Store::open_with(dir, settings()).unwrap().0;
    let found = store.head().sequence;
    say("ack", found);
    let (mut people, mut before) = (after(found), after(found.saturating_sub(1)));
    let mut draft = Draft::default();
    while store.head().sequence < entries {
        let sequence = step(&mut store, &mut people, &mut before);
        say("ack", sequence);
        if sequence % 5 == 1 {
            draft.title = sequence.to_string();
            drafts::save(dir, &draft).unwrap();
            say("draft", sequence);
        }
        if sequence.is_multiple_of(16) {
            let file = dir.with_extension(format!("backup-{sequence}"));
            backup::write(&Reader::open(dir).unwrap(), &file, true).unwrap();
            say("backup", sequence);
        }
        if sequence.is_multiple_of(25) {
            store.close().unwrap();
            store = Store::open_with(dir, settings()).unwrap().0;
        } else if sequence.is_multiple_of(4) {
            store.begin_checkpoint().unwrap();
        }
    }
    store.finish_checkpoint().unwrap();
    store.close().unwrap();
}

/// Records a writer up to so many entries, killed at a call where that is asked for.
fn recorded(root: &Path, entries: u64, killed: Option<usize>) -> Vec<Done> {
    let log = root.with_extension("log");
    let kill = killed.map(|at| Fault {
        at,
        give: "kill",
        fails: Fails::Once,
        of: CHANGING.to_string(),
        within: String::new(),
    });
    let ended = watched(root, None, Some(&log), kill.as_ref())
        .arg(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::power::write_and_be_recorded",
            "--ignored",
            "--nocapture",
        ])
        .env("CRASH_STORE", root.join("store"))
        .env("CRASH_ENTRIES", entries.to_string())
        .output()
        .unwrap();
    let code = ended.status.code();
    assert!(
        code == Some(0) || killed.is_some() && code == Some(137),
        "{code:?}: {}",
        String::from_utf8_lossy(&ended.stderr)
    );
    disk::read(&log)
}

/// Opens what a cut left, and looks at all that was acknowledged.
fn look(left: &Path, acknowledged: &Acknowledged, what: &str) {
    let dir = left.join("store");
    if !dir.join("wal").is_dir() {
        assert_eq!(acknowledged.entries, 0, "{what}: there is no store");
        return;
    }
    let within = acknowledged.entries..=acknowledged.entries + 1;
    let (reached, people) = read(&dir);
    assert!(
        within.contains(&reached),
        "{what}: a reader reached {reached}"
    );
    assert_eq!(people, after(reached), "{what}: a reader");
    let (mut store, people) = recovered(&dir);
    let reached = store.head().sequence;
    assert!(within.contains(&reached), "{what}: reached {reached}");
    assert_eq!(people, after(reached), "{what}");
    let mut names = drafts::list(&dir).0.into_iter();
    let draft = names.next().map_or(0, |draft| draft.title.parse().unwrap());
    assert!(draft >= acknowledged.drafts, "{what}: draft {draft}");
    for number in &acknowledged.backups {
        let file = dir.with_extension(format!("backup-{number}"));
        assert_eq!(backup::check(&file).unwrap().sequence, *number, "{what}");
    }
    // It goes on: the next entry fits on what sled holds.
    let (mut held, mut before) = (people, after(reached.saturating_sub(1)));
    step(&mut store, &mut held, &mut before);
    store.settle();
    assert_eq!(held, after(reached + 1), "{what}");
    for (number, name) in held.iter().take(20) {
        let record = store.record(person(*number)).unwrap().unwrap();
        assert_eq!(record.get(3).unwrap().text(), Some(name.as_str()), "{what}");
    }
    drop(store);
    let store = recovered(&dir).0;
    assert_eq!(people_of(|each| store.load(each)).unwrap(), held, "{what}");
}

/// A folder that stands for a disk.
fn disk(temp: &Path, name: &str) -> PathBuf {
    let root = temp.join(name);
    fs::create_dir(&root).unwrap();
    root.canonicalize().unwrap()
}

/// Looks at what a cut leaves right before and right behind each `every`th sync, and behind the last call.
struct Cuts {
    left: PathBuf,
    every: usize,
    syncs: usize,
    done: usize,
}

impl Cuts {
    fn cut(
        &mut self,
        disk: &Disk,
        acknowledged: &Acknowledged,
        what: &str,
        kept: Kept,
        seed: usize,
    ) {
        let what = format!("{what}, {kept:?}");
        disk.after_a_cut(&self.left, &mut Rest(kept, Dice(seed as u64)));
        look(&self.left, acknowledged, &what);
        fs::remove_dir_all(&self.left).unwrap();
        self.done += 1;
    }

    fn along(
        &mut self,
        disk: &mut Disk,
        acknowledged: &mut Acknowledged,
        record: &[Done],
        what: &str,
    ) {
        for done in record {
            let is_sync = matches!(done, Done::Synced(_));
            let here = is_sync && self.syncs % self.every == self.every / 2;
            let seed = self.syncs;
            let place = |side: &str| format!("{what}{side} sync {seed}");
            if here {
                for kept in [Kept::InOrder, Kept::Any] {
                    self.cut(disk, acknowledged, &place("before"), kept, seed);
                }
            }
            disk.go_on(done);
            if let Done::Said(said) = done {
                acknowledged.hear(said);
            }
            if here {
                for kept in [Kept::Nothing, Kept::InOrder, Kept::Any] {
                    self.cut(disk, acknowledged, &place("behind"), kept, seed + 1_000_000);
                }
            }
            self.syncs += usize::from(is_sync);
        }
        let end = format!("{what}at the end");
        for kept in [Kept::Nothing, Kept::Any] {
            self.cut(disk, acknowledged, &end, kept, self.syncs);
        }
    }
}

fn syncs(record: &[Done]) -> usize {
    let is_sync = |done: &&Done| matches!(done, Done::Synced(_));
    record.iter().filter(is_sync).count()
}

#[test]
fn what_was_acknowledged_outlives_a_power_cut() {
    let temp = tempfile::tempdir().unwrap();
    let root = disk(temp.path(), "disk");
    let mut disk = Disk::of(&root);
    let record = recorded(&root, count(60, 240) as u64, None);
    let mut acknowledged = Acknowledged::default();
    let mut cuts = Cuts {
        left: temp.path().join("left"),
        every: (syncs(&record) / count(7, usize::MAX / 2)).max(1),
        syncs: 0,
        done: 0,
    };
    cuts.along(&mut disk, &mut acknowledged, &record, "");
    println!(
        "{} power cuts around {} syncs of {} entries, {} drafts and {} backups: all that was acknowledged is there",
        cuts.done,
        cuts.syncs,
        acknowledged.entries,
        acknowledged.entries / 5,
        acknowledged.backups.len()
    );
    assert!(cuts.done > 0 && acknowledged.entries >= 60);
}

/// A writer is killed at some call, and begins again on what the kill left, which is not synced all; then the
/// power goes. What the second one found, or said itself, is there.
#[test]
fn what_was_found_after_a_kill_outlives_a_power_cut() {
    let temp = tempfile::tempdir().unwrap();
    let (kills, mut dice, mut done, mut entries) = (count(2, 300), Dice(16), 0, 0);
    for kill in 0..kills {
        let root = disk(temp.path(), &format!("disk-{kill}"));
        let (mut disk, mut acknowledged) = (Disk::of(&root), Acknowledged::default());
        let mut record = recorded(&root, 40, Some(1 + dice.below(420) as usize));
        for done in &record {
            disk.go_on(done);
            if let Done::Said(said) = done {
                acknowledged.hear(said);
            }
        }
        // Half of them are killed once more.
        if kill % 2 == 1 {
            let again = recorded(
                &root,
                acknowledged.entries + 4,
                Some(1 + dice.below(60) as usize),
            );
            for done in &again {
                disk.go_on(done);
                if let Done::Said(said) = done {
                    acknowledged.hear(said);
                }
            }
        }
        record = recorded(&root, acknowledged.entries + 3, None);
        let mut cuts = Cuts {
            left: temp.path().join("left"),
            every: (syncs(&record) / count(3, 12)).max(1),
            syncs: 0,
            done: 0,
        };
        let what = format!("kill {kill}, ");
        cuts.along(&mut disk, &mut acknowledged, &record, &what);
        fs::remove_dir_all(&root).unwrap();
        (done, entries) = (done + cuts.done, entries + acknowledged.entries);
    }
    println!("{done} power cuts behind {kills} kills and retries: all {entries} entries are there");
    assert!(done > 0 && entries > 0);
}

/// After a cut the writer begins again, and is cut again.
#[test]
fn what_was_found_after_a_power_cut_outlives_the_next_one() {
    let temp = tempfile::tempdir().unwrap();
    let root = disk(temp.path(), "disk");
    let (mut disk, mut acknowledged) = (Disk::of(&root), Acknowledged::default());
    let record = recorded(&root, 30, None);
    let places = count(2, 100);
    let every = (record.len() / places).max(1);
    let (mut done, mut seed) = (0, 0);
    for (at, step) in record.iter().enumerate() {
        disk.go_on(step);
        if let Done::Said(said) = step {
            acknowledged.hear(said);
        }
        if at % every != every / 2 {
            continue;
        }
        for kept in [Kept::InOrder, Kept::Any] {
            seed += 1;
            let again = root.with_file_name("again");
            disk.after_a_cut(&again, &mut Rest(kept, Dice(seed)));
            let (mut second, mut heard) = (Disk::of(&again), acknowledged.clone());
            let record = recorded(&again, acknowledged.entries + 3, None);
            let mut cuts = Cuts {
                left: temp.path().join("left"),
                every: (syncs(&record) / count(2, 12)).max(1),
                syncs: 0,
                done: 0,
            };
            let what = format!("cut at {at} of {}, {kept:?}, then ", record.len());
            cuts.along(&mut second, &mut heard, &record, &what);
            fs::remove_dir_all(&again).unwrap();
            done += cuts.done;
        }
    }
    println!("{done} power cuts behind {seed} others: all is there");
    assert!(done > 0);
}
