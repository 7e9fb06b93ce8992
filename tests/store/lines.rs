//! The line of those who wait for the turn, as `store/line.rs`, `lock.rs` and `slice.rs` step through it, in all ways in
//! which the steps of several can follow each other: nobody waits for what does not come. Two seconds' patience, which
//! would end any wait, is no way out here.

use std::collections::{HashMap, VecDeque};

/// What stands between a store and its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum At {
    Away,
    Wanted,
    Behind,
    Next,
    Come,
    Rests,
}

/// Whoever commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Main {
    Free,
    Tries,
    HasLock,
    Waits,
    Asleep,
    Peeks,
    Peeking,
    Writes,
    LetsGo,
    LetsGoOfLock,
    Dead,
}

/// Its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Thread {
    Awake(bool),
    Dozes(bool),
    Sleeps,
    LetsGo,
    LetsGoOfLock,
    Comes,
    Stands,
    Locks,
    Enters,
    Brings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Desk {
    main: Main,
    thread: Thread,
    at: At,
    /// Whether the thread comes to look by itself.
    looks: bool,
    /// Whether the turn is waited for.
    waits: bool,
}

/// Who has what: desks are numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    desks: Vec<Desk>,
    lock: Option<usize>,
    wal: Option<usize>,
    peeking: Vec<usize>,
    line: Vec<usize>,
}

/// What could be wrong, so that it is known that it would be found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Nothing,
    /// A turn that rests wakes nobody.
    SleepsOn,
    /// The turn comes and wakes nobody.
    Silent,
}

/// The states that follow one, and whether by what need not come: that somebody commits again, loses patience, is killed.
fn next(state: &State, wrong: Wrong) -> Vec<(State, bool)> {
    let mut all = Vec::new();
    for one in 0..state.desks.len() {
        let desk = state.desks[one];
        let mut leads = |by_chance: bool, change: &dyn Fn(&mut State)| {
            let mut then = state.clone();
            change(&mut then);
            all.push((then, by_chance));
        };
        let lock_free = state.lock.is_none();
        let wal_free = state.wal.is_none() && state.peeking.is_empty();
        match desk.main {
            // Whoever has something to commit; perhaps never again.
            Main::Free => leads(true, &|to| {
                to.desks[one].main = Main::Tries;
                if matches!(desk.at, At::Rests | At::Come) {
                    to.desks[one] = Desk {
                        at: At::Away,
                        waits: false,
                        main: Main::Writes,
                        ..desk
                    };
                }
            }),
            Main::Tries if state.line.is_empty() && lock_free => leads(false, &|to| {
                to.desks[one].main = Main::HasLock;
                to.lock = Some(one);
            }),
            Main::Tries => leads(false, &|to| to.desks[one].main = Main::Waits),
            Main::HasLock if wal_free => leads(false, &|to| {
                to.desks[one].main = Main::Writes;
                to.wal = Some(one);
            }),
            Main::HasLock => leads(false, &|to| {
                to.desks[one].main = Main::Waits;
                to.lock = None;
            }),
            Main::Waits => match desk.at {
                At::Rests | At::Come => leads(false, &|to| {
                    to.desks[one] = Desk {
                        at: At::Away,
                        waits: false,
                        main: Main::Writes,
                        ..desk
                    };
                }),
                At::Away => leads(false, &|to| {
                    to.desks[one] = Desk {
                        at: At::Wanted,
                        waits: true,
                        main: Main::Asleep,
                        ..desk
                    };
                    wake(&mut to.desks[one]);
                }),
                at => {
                    leads(false, &|to| {
                        to.desks[one].main = Main::Asleep;
                        to.desks[one].waits = true;
                    });
                    if at == At::Next {
                        leads(false, &|to| to.desks[one].main = Main::Peeks);
                    }
                }
            },
            Main::Asleep => {
                if desk.at == At::Next {
                    leads(false, &|to| to.desks[one].main = Main::Waits);
                }
                leads(true, &|to| {
                    to.desks[one].main = Main::Free;
                    to.desks[one].waits = false;
                });
            }
            Main::Peeks => leads(false, &|to| match state.wal {
                None => {
                    to.desks[one].main = Main::Peeking;
                    to.peeking.push(one);
                }
                Some(_) => to.desks[one].main = Main::Waits,
            }),
            Main::Peeking => leads(false, &|to| {
                to.desks[one].main = Main::Waits;
                to.peeking.retain(|peeks| *peeks != one);
            }),
            Main::Writes => {
                if desk.at == At::Away {
                    leads(false, &|to| {
                        to.desks[one].at = At::Rests;
                        to.desks[one].main = Main::Free;
                        if !desk.looks && wrong != Wrong::SleepsOn {
                            wake(&mut to.desks[one]);
                        }
                    });
                }
                leads(false, &|to| to.desks[one].main = Main::LetsGo);
            }
            Main::LetsGo => leads(false, &|to| {
                to.desks[one].main = Main::LetsGoOfLock;
                to.wal = None;
            }),
            Main::LetsGoOfLock => leads(false, &|to| {
                to.desks[one].main = Main::Free;
                to.lock = None;
            }),
            Main::Dead => continue,
        }
        match desk.thread {
            Thread::Awake(looks) => match desk.at {
                At::Wanted => leads(false, &|to| {
                    to.desks[one].at = At::Behind;
                    to.desks[one].thread = Thread::Comes;
                }),
                At::Rests => {
                    leads(false, &|to| {
                        to.desks[one].looks = true;
                        to.desks[one].thread = Thread::Dozes(true);
                    });
                    leads(false, &|to| {
                        to.desks[one].at = At::Away;
                        to.desks[one].thread = Thread::LetsGo;
                    });
                }
                _ => leads(false, &|to| {
                    to.desks[one].looks = looks;
                    to.desks[one].thread = match looks {
                        true => Thread::Dozes(false),
                        false => Thread::Sleeps,
                    };
                }),
            },
            Thread::Dozes(looks) => leads(false, &|to| to.desks[one].thread = Thread::Awake(looks)),
            Thread::Sleeps => {}
            Thread::LetsGo => leads(false, &|to| {
                to.desks[one].thread = Thread::LetsGoOfLock;
                to.wal = None;
            }),
            Thread::LetsGoOfLock => leads(false, &|to| {
                to.desks[one].thread = Thread::Awake(true);
                to.lock = None;
            }),
            Thread::Comes => leads(false, &|to| {
                to.desks[one].thread = Thread::Stands;
                to.line.push(one);
            }),
            // Nobody stands before, or who does has not moved up for too long.
            Thread::Stands => leads(false, &|to| {
                to.desks[one].thread = Thread::Locks;
                to.desks[one].at = At::Next;
                stir(&mut to.desks[one]);
            }),
            Thread::Locks if lock_free => leads(false, &|to| {
                to.desks[one].thread = Thread::Enters;
                to.lock = Some(one);
                to.line.retain(|stands| *stands != one);
            }),
            Thread::Enters if wal_free => leads(false, &|to| {
                to.desks[one].thread = Thread::Brings;
                to.wal = Some(one);
            }),
            Thread::Locks | Thread::Enters => {}
            Thread::Brings => leads(false, &|to| {
                to.desks[one].thread = Thread::Awake(true);
                to.desks[one].at = At::Come;
                if !desk.waits {
                    to.desks[one].at = At::Away;
                    (to.wal, to.lock) = (None, None);
                }
                if wrong != Wrong::Silent {
                    stir(&mut to.desks[one]);
                }
            }),
        }
        // The first one may be killed at any time: whatever it has locked is free.
        if one == 0 {
            leads(true, &|to| {
                to.desks[one].main = Main::Dead;
                to.lock = to.lock.filter(|has| *has != one);
                to.wal = to.wal.filter(|has| *has != one);
                to.peeking.retain(|peeks| *peeks != one);
                to.line.retain(|stands| *stands != one);
            });
        }
    }
    all
}

/// The thread is notified.
fn wake(desk: &mut Desk) {
    desk.thread = match desk.thread {
        Thread::Sleeps => Thread::Awake(false),
        Thread::Dozes(looks) => Thread::Awake(looks),
        thread => thread,
    };
}

/// All are.
fn stir(desk: &mut Desk) {
    if desk.main == Main::Asleep {
        desk.main = Main::Waits;
    }
    wake(desk);
}

/// How many states there are with so many desks; or one in which somebody waits for what can't come.
fn explore(desks: usize, wrong: Wrong) -> Result<usize, State> {
    let desk = Desk {
        main: Main::Free,
        thread: Thread::Sleeps,
        at: At::Away,
        looks: false,
        waits: false,
    };
    let first = State {
        desks: vec![desk; desks],
        lock: None,
        wal: None,
        peeking: Vec::new(),
        line: Vec::new(),
    };
    let mut known = HashMap::from([(first.clone(), 0_usize)]);
    let (mut states, mut before) = (vec![first], vec![Vec::new()]);
    let mut at = 0;
    while at < states.len() {
        for (then, by_chance) in next(&states[at].clone(), wrong) {
            let number = *known.entry(then.clone()).or_insert_with(|| {
                states.push(then);
                before.push(Vec::new());
                states.len() - 1
            });
            if !by_chance {
                before[number].push(at);
            }
        }
        at += 1;
    }
    for one in 0..desks {
        let writes = |state: &State| state.desks[one].main == Main::Writes;
        let mut leads: Vec<bool> = states.iter().map(writes).collect();
        let mut queue: VecDeque<usize> = (0..states.len()).filter(|at| leads[*at]).collect();
        while let Some(at) = queue.pop_front() {
            for &from in &before[at] {
                if !std::mem::replace(&mut leads[from], true) {
                    queue.push_back(from);
                }
            }
        }
        let waits = |state: &State| matches!(state.desks[one].main, Main::Waits | Main::Asleep);
        for (state, leads) in states.iter().zip(leads) {
            if waits(state) && !leads {
                return Err(state.clone());
            }
        }
    }
    Ok(states.len())
}

/// In no state do two have the same.
#[test]
fn whoever_waits_for_the_turn_can_always_come_to_it() {
    let states = explore(2, Wrong::Nothing).unwrap_or_else(|state| panic!("{state:#?}"));
    assert!(states > 1_000, "{states}");
}

#[test]
#[ignore = "takes a minute: all ways of three"]
fn of_three_whoever_waits_for_the_turn_can_always_come_to_it() {
    explore(3, Wrong::Nothing).unwrap_or_else(|state| panic!("{state:#?}"));
}

#[test]
fn a_wait_for_what_does_not_come_would_be_found() {
    assert!(explore(2, Wrong::SleepsOn).is_err());
    assert!(explore(2, Wrong::Silent).is_err());
}
