//! A desk that nobody uses wakes nobody: neither one that writes nor one that only reads.

use std::fs;
use std::thread;
use std::time::Duration;

use super::window::Window;
use crate::program::Surroundings;

/// How often the threads of a desk went to sleep so far.
fn sleeps(window: &Window) -> u64 {
    let tasks = format!("/proc/{}/task", window.pid().as_raw_nonzero());
    let mut sleeps = 0;
    for task in fs::read_dir(tasks).unwrap().flatten() {
        // sled's own look for work every second.
        let name = fs::read_to_string(task.path().join("comm")).unwrap_or_default();
        if name.starts_with("sled-") {
            continue;
        }
        // One that ends meanwhile is none that wakes again and again.
        let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        sleeps += line.map_or(0, |count| count.trim().parse::<u64>().unwrap());
    }
    sleeps
}

#[test]
fn neither_desks_that_write_nor_one_that_reads_wake_by_themselves() {
    let here = Surroundings::with_three();
    let mut keeper = Window::desk(&here);
    keeper.shows("ALPHA");
    let mut writer = Window::desk(&here);
    writer.shows("ALPHA");
    // That they write is known by their being told of.
    let told = here.path("data/guichet/here");
    let both = || fs::read_dir(&told).is_ok_and(|told| told.count() == 2);
    while !both() {
        thread::sleep(Duration::from_millis(5));
    }
    // One that came while somebody kept the turn only reads, until that ends.
    let turn = guichet::store::Turn::take(&here.store()).unwrap();
    let mut reader = Window::desk(&here);
    reader.shows("lecture seule");
    // Nor do those that watch who comes and goes.
    keeper.send("W");
    keeper.shows("ce guichet");
    writer.send("e");
    writer.shows("Modifier Université Alpha");
    reader.send("l");
    for (who, window) in [
        ("who keeps sled", &keeper),
        ("the writer", &writer),
        ("the reader", &reader),
    ] {
        let mut counted = Vec::new();
        // What rests for five seconds (the witness) comes once.
        let quiet = (0..8).any(|_| {
            let before = sleeps(window);
            thread::sleep(Duration::from_secs(1)); // the time measured
            counted.push(sleeps(window) - before);
            counted.ends_with(&[0, 0])
        });
        assert!(quiet, "{who} wakes so often in a second: {counted:?}");
    }
    drop(turn);
    reader.quit();
    for window in [&mut writer, &mut keeper] {
        window.send("\x1b");
        window.until("the list", |seen| {
            !seen.shows("Modifier") && !seen.shows("Qui est là")
        });
        window.quit();
    }
}
