//! A writer killed with -9 at random moments.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use guichet::store::Finding;
use guichet::store::doctor::examine;

use super::{Dice, count, work};

/// Runs the writer for that long and kills it; returns the last entry that it acknowledged.
fn killed(dir: &Path, after: Duration) -> Option<u64> {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::work::write_until_killed", "--ignored"])
        .arg("--nocapture")
        .env("CRASH_STORE", dir)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = writer.stderr.take().unwrap();
    let listening = thread::spawn(move || {
        let mut text = String::new();
        said.read_to_string(&mut text).unwrap();
        text
    });
    thread::sleep(after);
    // It ends by itself only if something was refused.
    let early = writer.try_wait().unwrap();
    writer.kill().unwrap();
    writer.wait().unwrap();
    let text = listening.join().unwrap();
    assert!(early.is_none(), "{text}");
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let last = whole.lines().filter_map(|line| line.strip_prefix("ack "));
    last.map(|number| number.parse().unwrap()).next_back()
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half_done() {
    let kills = count(30, 1_000);
    let (mut dice, mut early, mut acknowledged, mut unacknowledged) = (Dice(2022), 0, 0, 0);
    let mut temp = tempfile::tempdir().unwrap();
    for kill in 0..kills {
        // The model is played again from the first entry: a store is not kept for ever.
        if kill % 50 == 0 {
            temp = tempfile::tempdir().unwrap();
        }
        let dir = temp.path().join("store");
        let most = if kill % 5 == 0 { 70 } else { 400 };
        early += usize::from(most == 70);
        let before = if dir.join("wal").is_dir() {
            work::read(&dir).0
        } else {
            0
        };
        let last = killed(&dir, Duration::from_millis(dice.below(most)));
        let last = last.unwrap_or(before);
        if dir.join("wal").is_dir() {
            let (reached, people) = work::read(&dir);
            assert!(reached == last || reached == last + 1, "{reached} {last}");
            assert_eq!(people, work::after(reached), "a reader, kill {kill}");
            if kill % 10 == 1 {
                let found = examine(&dir).unwrap().findings;
                assert!(!found.iter().any(Finding::is_damage), "{found:?}");
            }
        }
        let (store, people) = work::recovered(&dir);
        let reached = store.head().sequence;
        assert!(reached == last || reached == last + 1, "{reached} {last}");
        assert_eq!(people, work::after(reached), "kill {kill}");
        store.close().unwrap();
        acknowledged += last - before;
        unacknowledged += reached - last;
    }
    println!(
        "{kills} kills, {early} of them in the first 70 ms: all {acknowledged} changes acknowledged are \
         there, and {unacknowledged} whole ones that were not acknowledged yet"
    );
    assert!(acknowledged > 0);
}
