//! Watching a store: what stirs is heard at once, what does not concern it never.

use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use guichet::runtime::watch::{Stirred, Watch};

fn watched(dir: &Path) -> (Watch, Receiver<Stirred>) {
    let (sender, heard) = channel();
    let watch = Watch::start(dir, move |stirred| sender.send(stirred).unwrap_or_default()).unwrap();
    (watch, heard)
}

/// Does it, and waits until it is heard of; what else is heard for a moment is taken too.
fn hears(heard: &Receiver<Stirred>, what: &str, stirred: Stirred, work: impl FnOnce()) {
    work();
    loop {
        let next = heard.recv_timeout(Duration::from_secs(10));
        if next.unwrap_or_else(|_| panic!("{what} is not heard of")) == stirred {
            break;
        }
    }
    while heard.recv_timeout(Duration::from_millis(50)).is_ok() {}
}

fn silent(heard: &Receiver<Stirred>, what: &str, work: impl FnOnce()) {
    work();
    let next = heard.recv_timeout(Duration::from_millis(100));
    assert!(next.is_err(), "{what}: {next:?}");
}

fn furnish(dir: &Path) {
    for room in ["wal", "drafts", "snapshots", "sled"] {
        fs::create_dir_all(dir.join(room)).unwrap();
    }
    fs::write(dir.join("lock"), "").unwrap();
    fs::write(dir.join("wal/1.wal"), "").unwrap();
}

#[test]
fn what_happens_to_the_journal_the_lock_and_the_folder_is_heard() {
    let temp = tempfile::tempdir().unwrap();
    let (above, moved) = (temp.path().join("above"), temp.path().join("moved"));
    let (dir, aside) = (above.join("store"), above.join("aside"));
    furnish(&dir);
    let (watch, heard) = watched(&dir);
    let segment = dir.join("wal/1.wal");
    hears(&heard, "an entry", Stirred::Journal, || {
        fs::write(&segment, "entry").unwrap()
    });
    hears(&heard, "a cut", Stirred::Journal, || {
        rustix::fs::ftruncate(fs::File::options().write(true).open(&segment).unwrap(), 1).unwrap();
    });
    hears(&heard, "a removal", Stirred::Journal, || {
        fs::remove_file(&segment).unwrap()
    });
    // Whoever waits for the lock hears of it by waiting.
    silent(&heard, "a lock let go of and removed", || {
        let held = fs::File::options().write(true).open(dir.join("lock"));
        drop(held.unwrap());
        fs::remove_file(dir.join("lock")).unwrap();
    });
    // Who comes and goes is watched on demand alone, from the moment on that it is wished.
    let here = dir.join("here");
    silent(&heard, "who comes", || {
        fs::create_dir(&here).unwrap();
        fs::write(here.join("1"), "").unwrap();
    });
    let mut wish = watch.wish().unwrap();
    hears(&heard, "a wish", Stirred::Here, || assert!(wish.tell(true)));
    hears(&heard, "who comes", Stirred::Here, || {
        fs::write(here.join("2"), "").unwrap();
    });
    hears(&heard, "who goes", Stirred::Here, || {
        fs::remove_file(here.join("2")).unwrap();
    });
    hears(&heard, "the folder made anew", Stirred::Here, || {
        fs::remove_dir_all(&here).unwrap();
        fs::create_dir(&here).unwrap();
    });
    hears(&heard, "who comes there", Stirred::Here, || {
        fs::write(here.join("3"), "").unwrap();
    });
    assert!(wish.tell(false));
    silent(&heard, "who comes then", || {
        fs::write(here.join("4"), "").unwrap();
    });
    // Moved away and back, and the folder above: each time, and again, and what is written in between.
    for _ in 0..2 {
        hears(&heard, "moved", Stirred::Place, || {
            fs::rename(&dir, &aside).unwrap()
        });
        silent(&heard, "elsewhere", || {
            fs::write(aside.join("wal/1.wal"), "x").unwrap()
        });
        hears(&heard, "back", Stirred::Place, || {
            fs::rename(&aside, &dir).unwrap()
        });
        hears(&heard, "written", Stirred::Journal, || {
            fs::write(&segment, "y").unwrap()
        });
        hears(&heard, "above", Stirred::Place, || {
            fs::rename(&above, &moved).unwrap()
        });
        hears(&heard, "above back", Stirred::Place, || {
            fs::rename(&moved, &above).unwrap()
        });
        hears(&heard, "written", Stirred::Journal, || {
            fs::write(&segment, "z").unwrap()
        });
    }
    hears(&heard, "the journal's folder", Stirred::Place, || {
        fs::remove_dir_all(dir.join("wal")).unwrap();
    });
    hears(&heard, "removed", Stirred::Place, || {
        fs::remove_dir_all(&above).unwrap()
    });
    hears(&heard, "made", Stirred::Place, || furnish(&dir));
    hears(&heard, "written", Stirred::Journal, || {
        fs::write(&segment, "z").unwrap()
    });
}

#[test]
fn a_store_behind_a_link_is_watched_there_and_so_is_the_link() {
    let temp = tempfile::tempdir().unwrap();
    let (one, two, link) = (
        temp.path().join("one"),
        temp.path().join("two"),
        temp.path().join("link"),
    );
    furnish(&one);
    furnish(&two);
    std::os::unix::fs::symlink(&one, &link).unwrap();
    let (_watch, heard) = watched(&link);
    hears(&heard, "written", Stirred::Journal, || {
        fs::write(one.join("wal/1.wal"), "x").unwrap()
    });
    hears(&heard, "another link", Stirred::Place, || {
        let fresh = temp.path().join("fresh");
        std::os::unix::fs::symlink(&two, &fresh).unwrap();
        fs::rename(&fresh, &link).unwrap();
    });
    hears(&heard, "written", Stirred::Journal, || {
        fs::write(two.join("wal/1.wal"), "x").unwrap()
    });
    silent(&heard, "the first", || {
        fs::write(one.join("wal/1.wal"), "y").unwrap()
    });
    hears(&heard, "moved", Stirred::Place, || {
        fs::rename(&two, temp.path().join("three")).unwrap();
    });
}

#[test]
fn what_does_not_concern_the_store_wakes_nobody() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    furnish(&dir);
    let (_watch, heard) = watched(&dir);
    silent(&heard, "reading", || {
        for name in ["lock", "wal/1.wal"] {
            fs::read(dir.join(name)).unwrap();
        }
        fs::read_dir(&dir).unwrap().for_each(drop);
    });
    silent(&heard, "what lies beside and within", || {
        fs::write(temp.path().join("beside"), "x").unwrap();
        fs::create_dir(temp.path().join("another")).unwrap();
        fs::write(dir.join("head"), "x").unwrap();
        fs::write(dir.join("drafts/1.json"), "x").unwrap();
        fs::write(dir.join("sled/db"), "x").unwrap();
        fs::write(dir.join("snapshots/1.snapshot"), "x").unwrap();
    });
}

#[test]
fn a_watch_ends_at_once() {
    let temp = tempfile::tempdir().unwrap();
    let (watch, heard) = watched(&temp.path().join("not/there/yet"));
    let asked = Instant::now();
    drop(watch);
    assert!(asked.elapsed() < Duration::from_secs(1));
    assert!(heard.recv().is_err(), "its thread has ended");
}
