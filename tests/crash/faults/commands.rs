//! The runs of the command line.

use std::collections::BTreeSet;
use std::path::Path;

use guichet::locale::{Texts, keys};
use guichet::model::Lang;
use guichet::store::doctor::examine;
use guichet::store::{Finding, backup};

use super::homes::{backed_up, empty, kept, only_backed_up, torn, twin, without_sled};
use super::{Held, READING, STORE, faults, held, is_empty, names, some};
use crate::crash::calls::{Fails, Fault, Seen, listed, watched};
use crate::program::{Ended, Surroundings, program};

/// What a run may do to the home that it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// It reads, and says what it has read.
    Reads,
    /// It changes the records.
    Changes,
    /// It makes that file of the home.
    Makes(&'static str),
}

/// A run of the program.
pub(super) struct Run {
    name: &'static str,
    /// Makes the home.
    pub(super) home: fn() -> Surroundings,
    arguments: &'static [&'static str],
    does: Does,
}

pub(super) const RUNS: [Run; 13] = [
    Run {
        name: "founding",
        home: empty,
        arguments: &["import", "adherent", "three.csv"],
        does: Does::Changes,
    },
    Run {
        name: "find",
        home: kept,
        arguments: &["find", "Lyon"],
        does: Does::Reads,
    },
    Run {
        name: "history",
        home: kept,
        arguments: &["history", "adherent/ALPHA"],
        does: Does::Reads,
    },
    Run {
        name: "export",
        home: kept,
        arguments: &["export", "adherent", "--format", "csv", "--out", "out.csv"],
        does: Does::Makes("out.csv"),
    },
    Run {
        name: "doctor",
        home: kept,
        arguments: &["doctor"],
        does: Does::Reads,
    },
    Run {
        name: "add",
        home: kept,
        arguments: &["import", "adherent", "one.csv"],
        does: Does::Changes,
    },
    Run {
        name: "bulk",
        home: kept,
        arguments: &["import", "adherent", "many.csv"],
        does: Does::Changes,
    },
    Run {
        name: "undo",
        home: kept,
        arguments: &["undo"],
        does: Does::Changes,
    },
    Run {
        name: "behind",
        home: without_sled,
        arguments: &["import", "adherent", "one.csv"],
        does: Does::Changes,
    },
    Run {
        name: "backup",
        home: kept,
        arguments: &["backup", "out.guichet"],
        does: Does::Makes("out.guichet"),
    },
    Run {
        name: "restore",
        home: only_backed_up,
        arguments: &["restore", "old.guichet"],
        does: Does::Changes,
    },
    Run {
        name: "restore replacing",
        home: backed_up,
        arguments: &["restore", "--replace", "old.guichet"],
        does: Does::Changes,
    },
    Run {
        name: "repair",
        home: torn,
        arguments: &["doctor", "--repair"],
        does: Does::Reads,
    },
];

/// A run as it is without a fault: what it finds, what it leaves, the calls that it makes.
pub(super) struct Plain {
    before: Option<Held>,
    pub(super) after: Option<Held>,
    pub(super) out: String,
    made: Option<Vec<u8>>,
    was: Option<Vec<u8>>,
    pub(super) names: BTreeSet<String>,
    pub(super) calls: Vec<Seen>,
}

fn file_of(run: &Run, home: &Path) -> Option<Vec<u8>> {
    let Does::Makes(name) = run.does else {
        return None;
    };
    std::fs::read(home.join(name)).ok()
}

/// What was said, wherever the home lies.
pub(super) fn at_home(said: &str, here: &Surroundings) -> String {
    said.replace(here.path("").to_str().unwrap(), "~/")
}

/// Runs it, watched.
pub(super) fn ran(run: &Run, here: &Surroundings, fault: Option<&Fault>) -> (Ended, Vec<Seen>) {
    let list = tempfile::NamedTempFile::new().unwrap();
    let mut command = watched(&here.path(""), Some(list.path()), None, fault);
    let command = command.arg(program()).args(run.arguments);
    let command = command.env_clear().envs(here.environment());
    let ended = Ended::of(command.current_dir(here.path("")));
    (ended, listed(list.path()))
}

pub(super) fn plain(run: &Run, home: &Surroundings) -> Plain {
    let before = held(twin(home).path("").as_path()).unwrap();
    let here = twin(home);
    let (ended, calls) = ran(run, &here, None);
    assert_eq!(ended.code, 0, "{}: {ended:?}", run.name);
    assert!(calls.len() > 20, "{}: {calls:?}", run.name);
    let made = file_of(run, &here.path(""));
    let out = at_home(&ended.out, &here);
    let after = held(&here.path("")).unwrap();
    assert_eq!(here.run(&["import", "adherent", "next.csv"]).code, 0);
    Plain {
        before,
        after,
        out,
        made,
        was: file_of(run, &home.path("")),
        names: names(&here.path("")),
        calls,
    }
}

/// Runs it with that fault, and says what is wrong.
pub(super) fn tried(
    run: &Run,
    home: &Surroundings,
    plain: &Plain,
    fault: &Fault,
) -> Option<String> {
    let here = twin(home);
    let (ended, calls) = ran(run, &here, Some(fault));
    let hit = calls.iter().find(|call| call.failed)?;
    let wrong = wrong(run, &here, plain, (fault, hit), &ended);
    wrong.err().map(|wrong| {
        let home = here.path("");
        let path = hit.paths.join(" → ").replace(home.to_str().unwrap(), "~/");
        let Fault { at, give, fails, of, within } = fault;
        let said = ended.err.replace(home.to_str().unwrap(), "~/");
        format!(
            "{}: {} {path} {give} {fails:?} (--at {at} --of {of:?} --within {within:?}): {wrong}\n    exit {} {said}",
            run.name, hit.name, ended.code,
        )
    })
}

/// Whether the records are the same: behind entries that could not be read numbers are left out.
fn alike(one: &Option<Held>, other: &Option<Held>) -> bool {
    let records = |held: &Option<Held>| held.as_ref().map(|held| held.records.clone());
    records(one) == records(other)
}

fn wrong(
    run: &Run,
    here: &Surroundings,
    plain: &Plain,
    (fault, hit): (&Fault, &Seen),
    ended: &Ended,
) -> Result<(), String> {
    let home = here.path("");
    let killed = fault.give == "kill";
    if ended.err.contains("panicked") || ended.out.contains("panicked") {
        return Err("panic".to_string());
    }
    let known = if killed { vec![0, 137] } else { vec![0, 1, 3] };
    if !known.contains(&ended.code) {
        return Err("a strange end".to_string());
    }
    if ended.code != 0
        && !killed
        && !ended.err.contains("guichet: ")
        && run.arguments[0] != "doctor"
    {
        return Err("no reason is said".to_string());
    }
    // What can't be removed stays, as does what a kill left beside the store; what can't be read for good is damage.
    let lasts = killed || fault.fails == Fails::On;
    if !lasts && is_empty(&home.join(STORE)) {
        return Err("an empty folder is left".to_string());
    }
    let found = held(&home)?;
    // A store without an entry is as good as none.
    let none = |held: &Option<Held>| held.as_ref().is_none_or(|held| held.entries == 0);
    let was = found == plain.before || none(&found) && none(&plain.before);
    let is =
        found == plain.after || (lasts && !ended.err.is_empty() && alike(&found, &plain.after));
    let unchanged = run.does != Does::Changes;
    match ended.code {
        0 if !is => {
            return Err(format!(
                "said to be done, and is not: {:?}",
                found.map(|held| held.entries)
            ));
        }
        137 if !is && !was => return Err("half done".to_string()),
        // What could be neither made to last nor taken back is said to be unknown.
        1 if is && ended.err.contains("on ne sait pas") => {}
        1 | 3 if !was && !unchanged => {
            return Err(format!(
                "said to be refused, and {}",
                if is { "is done" } else { "half done" }
            ));
        }
        // What heals leaves out numbers behind what can't be read for good.
        _ if unchanged && !was && !(lasts && alike(&found, &plain.before)) => {
            return Err("the store changed".to_string());
        }
        _ => {}
    }
    if run.does == Does::Reads
        && ended.code == 0
        && ended.err.is_empty()
        && at_home(&ended.out, here) != plain.out
        && !(run.arguments[0] == "doctor"
            && (blames_the_system(&ended.out) || ended.out.contains("hors d’atteinte")))
    {
        return Err(format!(
            "says something else, and nothing of it: {:?}",
            ended.out
        ));
    }
    let made = file_of(run, &home);
    match run.does {
        Does::Makes(name) if ended.code == 0 && name.ends_with(".guichet") => {
            let checked =
                backup::check(&home.join(name)).map_err(|error| format!("its file: {error}"))?;
            let (entries, records) = plain
                .before
                .as_ref()
                .map_or((0, 0), |held| (held.entries, held.records.len() as u64));
            // Behind what can't be read for good numbers are left out.
            let same = checked.sequence == entries || lasts && checked.sequence > entries;
            if !same || checked.records != records {
                return Err("an older backup".to_string());
            }
        }
        Does::Makes(_) if ended.code == 0 && made != plain.made => {
            return Err("its file differs".to_string());
        }
        Does::Makes(name) if ended.code != 0 && made != plain.was => {
            let whole = name.ends_with(".guichet") && backup::check(&home.join(name)).is_ok();
            // A move that was done and said to have failed can't be told from one that was not, and what can't
            // be removed stays; it is whole then.
            let unknown = killed || fault.fails != Fails::Once;
            if !(unknown && (whole || made == plain.made)) {
                return Err("said to be refused, and the file is there or gone".to_string());
            }
        }
        _ => {}
    }
    // The next run works, on whatever there is.
    let next = here.run(&["import", "adherent", "next.csv"]);
    if next.code != 0 || next.err.contains("panicked") {
        return Err(format!("the next run: {next:?}"));
    }
    let then = held(&home)?.ok_or("the next run made no store")?;
    let before = found.unwrap_or(Held {
        entries: 0,
        records: BTreeSet::new(),
    });
    if then.entries != before.entries + 1 || !then.records.is_superset(&before.records) {
        return Err("the next run lost something".to_string());
    }
    let examined = examine(&home.join(STORE)).map_err(|error| format!("doctor: {error}"))?;
    if let Some(damage) = examined
        .findings
        .iter()
        .find(|finding| Finding::is_damage(finding))
    {
        return Err(format!("doctor: {damage:?}"));
    }
    if lasts {
        // What could not be taken away, or not by who was killed, the next one takes away.
        here.run(run.arguments);
    }
    let is_kept = |name: &&String| {
        let aside = [".damaged-", ".replaced-", ".cut-"];
        lasts && aside.iter().any(|aside| name.contains(aside))
            // What sled could not write or look at for a moment is damaged: it is kept like any other that it can't open.
            || !is_read(&hit.name)
                && hit.paths.iter().any(|path| path.contains("/sled/"))
                && name.contains("/sled.damaged-")
    };
    let left: Vec<String> = names(&home)
        .difference(&plain.names)
        .filter(|name| !name.starts_with("data/guichet/snapshots/N.snapshot"))
        .filter(|name| !is_kept(name))
        .cloned()
        .collect();
    if !left.is_empty() {
        return Err(format!("left behind: {left:?}"));
    }
    Ok(())
}

fn is_read(name: &str) -> bool {
    READING.split(',').any(|reading| reading == name)
}

pub(super) fn run_of(name: &str) -> &'static Run {
    RUNS.iter().find(|run| run.name == name).unwrap()
}

/// Tries some faults of a run, or all of them.
fn every_call_fails(name: &str, few: usize) {
    let run = run_of(name);
    let home = (run.home)();
    let plain = plain(run, &home);
    let all = faults(&plain.calls);
    let (of, faults) = (all.len(), some(all, few, usize::MAX));
    let wrong: Vec<String> = faults
        .iter()
        .filter_map(|fault| tried(run, &home, &plain, fault))
        // A long run says at once what is wrong.
        .inspect(|wrong| println!("{wrong}"))
        .collect();
    println!(
        "{name}: {} of {of} faults in {} calls",
        faults.len(),
        plain.calls.len()
    );
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

macro_rules! runs {
    ($($test:ident $name:literal $few:literal)*) => {
        $(#[test]
        fn $test() {
            every_call_fails($name, $few);
        })*

        #[test]
        fn every_run_is_tried() {
            let tried = [$($name),*];
            assert_eq!(RUNS.map(|run| run.name), tried);
        }
    };
}

runs! {
    whatever_fails_founding_is_true "founding" 4
    whatever_fails_finding_is_true "find" 3
    whatever_fails_history_is_true "history" 2
    whatever_fails_exporting_is_true "export" 3
    whatever_fails_the_doctor_is_true "doctor" 2
    whatever_fails_adding_is_true "add" 4
    whatever_fails_a_bulk_import_is_true "bulk" 2
    whatever_fails_undoing_is_true "undo" 4
    whatever_fails_making_sled_again_is_true "behind" 3
    whatever_fails_backing_up_is_true "backup" 3
    whatever_fails_restoring_is_true "restore" 3
    whatever_fails_restoring_over_a_store_is_true "restore replacing" 3
    whatever_fails_a_repair_is_true "repair" 3
}

/// Whether a line says what the system refused.
fn blames_the_system(told: &str) -> bool {
    let texts = Texts::new(Lang::Fr);
    let mut words =
        keys(Lang::Fr).filter(|key| key.starts_with("system-") && *key != "system-other");
    words.any(|key| told.contains(texts.get(key)))
}
