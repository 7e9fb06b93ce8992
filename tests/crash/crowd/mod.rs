//! Ten processes that edit the same people without regard for each other, some killed, some stopped for a while:
//! whatever was acknowledged is in the journal, once, in an order that all of them agree on.

mod lines;
mod member;
mod replay;
mod told;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use guichet::model::Verb;
use guichet::store::{Finding, Store, doctor};
use rustix::process::{Pid, Signal, kill_process};

use super::{Dice, count, work};
use member::PEOPLE;
use told::{Came, Told};

/// Members at a time.
const MEMBERS: usize = 10;

/// A member's process, and what it tells.
struct Running {
    name: String,
    child: Child,
    telling: JoinHandle<(Vec<Told>, String)>,
}

impl Running {
    fn begin(dir: &Path, name: String, acknowledged: &Arc<AtomicUsize>) -> Running {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::crowd::member::one_of_the_crowd"])
            .args(["--ignored", "--nocapture"])
            .env("CROWD_STORE", dir)
            .env("CROWD_NAME", &name)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stderr.take().unwrap());
        let acknowledged = Arc::clone(acknowledged);
        let telling = thread::spawn(move || {
            let (mut told, mut other) = (Vec::new(), String::new());
            for line in said.lines().map_while(Result::ok) {
                match serde_json::from_str(&line) {
                    Ok(line) => {
                        if matches!(line, Told::Ended(_, _, Came::Saved(_))) {
                            acknowledged.fetch_add(1, Ordering::Relaxed);
                        }
                        told.push(line);
                    }
                    Err(_) => other.push_str(&format!("{line}\n")),
                }
            }
            (told, other)
        });
        Running {
            name,
            child,
            telling,
        }
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).unwrap();
    }

    fn told(self, is_killed: bool) -> (String, Vec<Told>) {
        let Running {
            name,
            mut child,
            telling,
        } = self;
        let status = child.wait().unwrap();
        let (told, other) = telling.join().unwrap();
        assert!(is_killed || status.success(), "{name}: {status} {other}");
        assert!(!other.contains("panicked"), "{name}: {other}");
        (name, told)
    }
}

/// A store of people that everybody knows.
fn founded(dir: &Path) {
    let mut store = Store::open_with(dir, member::settings()).unwrap().0;
    let edits = (0..PEOPLE).map(|number| work::named(number, 0, &format!("first {number}"), false));
    let commit = work::commit_of(Verb::Add, "founder", edits.collect());
    store.commit(&commit).unwrap();
    store.close().unwrap();
}

#[test]
fn a_crowd_loses_nothing_and_agrees_on_everything() {
    let wanted = count(400, 10_000);
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("store");
    founded(&dir);
    let acknowledged = Arc::new(AtomicUsize::new(0));
    let mut dice = Dice(174);
    let mut told = Vec::new();
    let (mut names, mut kills, mut stops) = (0_usize.., 0, 0);
    let mut next = || {
        let name = format!("m{}", names.next().unwrap());
        Running::begin(&dir, name, &acknowledged)
    };
    let mut crowd: Vec<Running> = (0..MEMBERS).map(|_| next()).collect();
    let begun = Instant::now();
    let mut reached = 0;
    let mut moved = Instant::now();
    while acknowledged.load(Ordering::Relaxed) < wanted {
        thread::sleep(Duration::from_millis(dice.below(60)));
        let at = dice.below(MEMBERS as u64) as usize;
        match dice.below(10) {
            0 | 1 => {
                // Killed, stopped or not: another one comes in its place.
                let mut one = std::mem::replace(&mut crowd[at], next());
                one.child.kill().unwrap();
                told.push(one.told(true));
                kills += 1;
            }
            2..=4 => {
                crowd[at].signal(Signal::STOP);
                thread::sleep(Duration::from_millis(dice.below(if stops % 20 == 0 {
                    2_500
                } else {
                    150
                })));
                crowd[at].signal(Signal::CONT);
                stops += 1;
            }
            _ => {}
        }
        let now = acknowledged.load(Ordering::Relaxed);
        if now > reached {
            (reached, moved) = (now, Instant::now());
        }
        assert!(moved.elapsed() < Duration::from_secs(60), "nobody gets on");
    }
    std::fs::write(dir.with_extension("over"), "").unwrap();
    told.extend(crowd.into_iter().map(|one| one.told(false)));
    let took = begun.elapsed();

    let journal = replay::Journal::of(&dir);
    let (operations, stands) = replay::operations(&told);
    let entries = replay::each_is_there_once(&journal, &operations);
    replay::time_is_kept(&journal, &operations);
    replay::all_hold_the_same(&journal, &stands);
    assert!(stands.iter().any(|stand| stand.keeps) && stands.iter().any(|stand| !stand.keeps));
    let (people, most) = lines::all_can_be_put_in_line(&journal, &operations, &entries, 200);
    let found = doctor::examine(&dir).unwrap().findings;
    assert!(!found.iter().any(Finding::is_damage), "{found:?}");
    let came = |wanted: fn(&Came) -> bool| {
        let ended = operations.iter().filter_map(|one| one.ended.as_ref());
        ended.filter(|(_, came)| wanted(came)).count()
    };
    println!(
        "{} acknowledged by {} members, {kills} of them killed, {stops} stops, in {took:.1?}: {} entries, {} \
         conflicts, {} times held up, {} reads, {} stands; {people} people, at most {most} operations on one",
        came(|came| matches!(came, Came::Saved(_))),
        told.len(),
        journal.entries.len(),
        came(|came| matches!(came, Came::Conflict(_))),
        came(|came| matches!(came, Came::Held)),
        came(|came| matches!(came, Came::Read(_))),
        stands.len(),
    );
}
