//! Two desks of two accounts on a shared store.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use super::window::Window;
use crate::cli::host::{ADA, BEA, Host, are_root};
use crate::program::Surroundings;

fn desk(here: &Surroundings, host: &Host, account: u32) -> Window {
    let line = host.line(account, &[]);
    let mut command = CommandBuilder::new(&line[0]);
    command.args(&line[1..]);
    let variables = host.variables(account);
    let variables: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Window::run(here, command, &variables)
}

/// Waits until so many are there, and the store is open.
fn has(window: &Window, count: &str) {
    window.until(count, |seen| seen.shows(count) && seen.shows("— accueil ("));
}

fn adds(window: &mut Window, acronym: &str) {
    window.send("A");
    window.shows("Ajouter en une ligne");
    window.send(&format!("name:\"Ajout {acronym}\" acronym:{acronym}\r"));
}

/// The files under a folder.
fn files(folder: PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn two_accounts_work_side_by_side_and_one_goes_on_when_the_other_is_killed() {
    if !are_root("two desks of two accounts") {
        return;
    }
    let (here, host) = (Surroundings::new(), Host::shared());
    let mut ada = desk(&here, &host, ADA);
    has(&ada, "3/3");
    let mut bea = desk(&here, &host, BEA);
    has(&bea, "3/3");
    adds(&mut ada, "DELTA");
    has(&bea, "4/4");
    adds(&mut bea, "EPSILON");
    has(&ada, "5/5");
    host.is_open_to_its_group("both");
    let told = host.done(BEA, &["who"]).out;
    assert!(
        told.contains(&ADA.to_string()) && told.contains(&BEA.to_string()),
        "{told}"
    );

    // Who keeps sled is killed: the other account takes it over, and writes on.
    ada.kill();
    adds(&mut bea, "ZETA");
    has(&bea, "6/6");
    let mut ada = desk(&here, &host, ADA);
    has(&ada, "6/6");
    adds(&mut ada, "ETA");
    has(&bea, "7/7");
    host.is_open_to_its_group("taken over");

    // What is typed is nobody else’s, and outlives a kill.
    bea.send("e");
    bea.shows("Modifier");
    bea.send("brouillon");
    let state = host.home(BEA).join("state/guichet");
    let kept = || {
        files(state.clone()).into_iter().find(|path| {
            path.extension().is_some_and(|e| e == "json")
                && path.parent().unwrap().ends_with("drafts")
        })
    };
    let deadline = Instant::now() + Duration::from_secs(10);
    while kept().is_none() {
        assert!(Instant::now() < deadline, "no draft is kept");
        std::thread::sleep(Duration::from_millis(20));
    }
    bea.kill();
    let of = fs::metadata(kept().unwrap()).unwrap();
    assert_eq!((of.uid(), of.mode() & 0o777), (BEA, 0o600));
    assert!(!host.store().join("drafts").exists());
    ada.quit();
    host.is_open_to_its_group("after all");
    let log = fs::metadata(state.join("guichet.log")).unwrap();
    assert_eq!(log.mode() & 0o777, 0o600);
    let good = host.done(ADA, &["doctor"]);
    assert!(!good.out.contains("droits"), "{good:?}");
}
