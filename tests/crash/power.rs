//! Power cuts: what a writer did is recorded, and the disk built as a cut may leave it, right before and right
//! behind every sync. What was acknowledged is there, and nothing is half done.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use guichet::store::drafts::{self, Draft};
use guichet::store::{Reader, Store, backup};

use super::disk::{self, Disk, Done};
use super::work::{People, after, people_of, person, read, recovered, settings, step};
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
    let mut store = Store::open_with(dir, settings()).unwrap().0;
    let (mut people, mut before) = (People::new(), People::new());
    let say = |what: &str, number: u64| {
        std::io::stderr()
            .write_all(format!("{what} {number}\n").as_bytes())
            .unwrap();
    };
    let mut draft = Draft::default();
    loop {
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
        if sequence == entries {
            break;
        }
    }
    store.finish_checkpoint().unwrap();
    store.close().unwrap();
}

/// Records a writer of so many entries.
fn recorded(temp: &Path, entries: u64) -> Vec<Done> {
    let (shim, log) = (temp.join("power.so"), temp.join("log"));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/crash/power.c");
    let compiled = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([shim.as_os_str(), source.as_ref()])
        .arg("-ldl")
        .status();
    assert!(compiled.unwrap().success());
    let root = temp.join("disk");
    fs::create_dir(&root).unwrap();
    let root = root.canonicalize().unwrap();
    let ended = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::power::write_and_be_recorded",
            "--ignored",
            "--nocapture",
        ])
        .env("CRASH_STORE", root.join("store"))
        .env("CRASH_ENTRIES", entries.to_string())
        .env("POWER_ROOT", &root)
        .env("POWER_LOG", &log)
        .env("LD_PRELOAD", &shim)
        .output()
        .unwrap();
    assert!(
        ended.status.success(),
        "{}",
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
    let mut names = drafts::list(&dir).unwrap().0.into_iter();
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

#[test]
fn what_was_acknowledged_outlives_a_power_cut() {
    let temp = tempfile::tempdir().unwrap();
    let done = recorded(temp.path(), count(60, 240) as u64);
    let root = temp.path().join("disk").canonicalize().unwrap();
    let is_sync = |done: &&Done| matches!(done, Done::Synced(_));
    let syncs = done.iter().filter(is_sync).count();
    let every = (syncs / count(14, usize::MAX / 2)).max(1);
    let (mut disk, mut acknowledged) = (Disk::new(&root), Acknowledged::default());
    let (mut seen, mut cuts) = (0, 0);
    let left = temp.path().join("left");
    let mut cut = |disk: &Disk, acknowledged: &Acknowledged, what: &str, dice: Option<Dice>| {
        let mut dice = dice;
        disk.after_a_cut(&left, &mut dice);
        look(&left, acknowledged, what);
        fs::remove_dir_all(&left).unwrap();
        cuts += 1;
    };
    for done in &done {
        let here = matches!(done, Done::Synced(_)) && seen % every == every / 2;
        if here {
            let what = format!("before sync {seen} of {syncs}");
            cut(&disk, &acknowledged, &what, Some(Dice(seen as u64)));
        }
        disk.go_on(done);
        if let Done::Said(said) = done {
            acknowledged.hear(said);
        }
        if here {
            let what = format!("behind sync {seen} of {syncs}");
            cut(&disk, &acknowledged, &what, None);
            cut(
                &disk,
                &acknowledged,
                &what,
                Some(Dice(seen as u64 + 1_000_000)),
            );
        }
        seen += usize::from(matches!(done, Done::Synced(_)));
    }
    println!(
        "{cuts} power cuts around {syncs} syncs of {} entries, {} drafts and {} backups: all that was \
         acknowledged is there",
        acknowledged.entries,
        acknowledged.entries / 5,
        acknowledged.backups.len()
    );
    assert!(cuts > 0 && acknowledged.entries >= 60);
}
