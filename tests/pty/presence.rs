//! Who is here, with real desks: as they come and go, however they go.

use rustix::process::Signal;

use super::window::Window;
use crate::program::Surroundings;

fn desk(here: &Surroundings, env: &[(&str, &str)]) -> Window {
    let window = Window::open(here, &[], env);
    window.until("the three adherents", |seen| seen.shows("3/3"));
    window
}

#[test]
fn who_comes_edits_stops_and_is_killed_shows_as_it_happens() {
    let here = Surroundings::with_three();
    let mut marie = desk(&here, &[]);
    marie.send("W");
    marie.shows("ce guichet");
    let from = ("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22");
    let mut paul = desk(&here, &[("USER", "paul"), from]);
    marie.shows("192.0.2.7");
    // What he looks at is told once he has done so for two seconds.
    marie.shows("regarde Université Alpha");
    paul.send("e");
    paul.shows("Modifier Université Alpha");
    marie.shows("modifie Université Alpha");
    let told = here.run(&["who"]).out;
    assert_eq!(told.lines().count(), 2, "{told}");
    for part in [
        "marie",
        "paul",
        "192.0.2.7",
        "modifie Université Alpha · ALPHA",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("arrêt"), "{told}");
    paul.signal(Signal::STOP);
    let stopped = || here.run(&["who"]).out.contains("à l’arrêt");
    assert!((0..500).any(|_| stopped()), "it is said that he is stopped");
    paul.signal(Signal::CONT);

    // Before she edits it, and in its sheet.
    marie.send("\x1b");
    marie.until("no list of them", |seen| !seen.shows("Qui est là"));
    marie.send("l");
    marie.shows("l’a ouverte en saisie");
    marie.send("e");
    marie.shows("Modifier Université Alpha");
    marie.shows("! paul");
    paul.shows("! marie");
    paul.kill();
    marie.until("nobody else", |seen| !seen.shows("paul"));
    marie.send("\x1b");
    marie.until("the sheet", |seen| !seen.shows("Modifier"));
    marie.quit();
    assert_eq!(here.run(&["who"]).out, "Personne n’a la base ouverte.\n");
    assert_eq!(here.names("data/guichet/here"), [""; 0]);
}

#[test]
fn desks_go_on_with_the_store_that_restore_puts_in_the_place_of_theirs() {
    let here = Surroundings::with_three();
    let file = here.path("three.backup");
    let file = file.to_str().unwrap();
    assert_eq!(here.run(&["backup", file]).code, 0);
    let mut first = desk(&here, &[]);
    let mut second = desk(&here, &[]);
    first.send("AEssai acronym:ES1\r");
    first.shows("4/4");
    second.shows("4/4");
    second.send("e");
    second.shows("Modifier Université Alpha");
    second.send("7");
    let restored = here.run(&["restore", file, "--replace"]);
    assert_eq!(restored.code, 0, "{restored:?}");
    for window in [&first, &second] {
        window.shows("Base remplacée par une sauvegarde (marie");
        window.shows("3 fiches");
    }
    first.shows("3/3");
    // Each is there for the others, in the store that there is now.
    let told = || here.run(&["who"]).out;
    assert!((0..500).any(|_| told().lines().count() == 2), "{}", told());
    second.send("\x13");
    first.shows("ALPHA7");
    second.shows("ALPHA7");
    first.quit();
    second.quit();
    assert_eq!(here.run(&["doctor"]).code, 0);
    assert_eq!(here.run(&["show", "adherent/ALPHA7"]).code, 0);
}

#[test]
fn without_inotify_who_is_here_is_looked_at_when_it_is_shown() {
    let here = Surroundings::with_three();
    let without = crate::program::without(&here.path("tmp"));
    let mut command = portable_pty::CommandBuilder::new(without);
    command.arg("inotify");
    command.arg(crate::program::program());
    let mut marie = Window::run(&here, command, &[]);
    marie.until("the three adherents", |seen| seen.shows("3/3"));
    let mut paul = desk(&here, &[("USER", "paul")]);
    paul.send("e");
    paul.shows("Modifier Université Alpha");
    marie.send("W");
    marie.shows("modifie Université Alpha");
    marie.send("paul\r");
    marie.shows("l’a ouverte en saisie");
    paul.send("\x1b");
    paul.until("the list", |seen| !seen.shows("Modifier"));
    marie.send("W");
    marie.until("nobody that edits", |seen| {
        !seen.shows("modifie Université Alpha")
    });
    paul.quit();
    marie.send("\x1b");
    marie.until("no list of them", |seen| !seen.shows("Qui est là"));
    marie.quit();
}
