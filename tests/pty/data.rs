//! What is typed is kept.

use portable_pty::CommandBuilder;
use rustix::process::{Resource, Rlimit, Signal, prlimit};

use super::window::Window;
use crate::program::{Surroundings, program};

/// A desk that is not ended, as by default, when it writes beyond a limit; it starts with this one.
fn limited(here: &Surroundings, limit: &str) -> Window {
    let mut command = CommandBuilder::new("sh");
    let line = format!("trap '' XFSZ; ulimit -S -f {limit}; exec \"$0\"");
    command.args(["-c", &line]);
    command.arg(program());
    let window = Window::run(here, command, &[]);
    window.until("the three adherents", |seen| seen.shows("3/3"));
    window
}

/// The desk's files may grow to so many bytes, as if the disk had no more room.
fn room(window: &Window, bytes: Option<u64>) {
    let limit = Rlimit {
        current: bytes,
        maximum: None,
    };
    prlimit(Some(window.pid()), Resource::Fsize, limit).unwrap();
}

/// Gives the first adherent another acronym.
fn rename(window: &mut Window, suffix: &str) {
    rename_to(window, suffix, &format!("ALPHA{suffix}"));
}

/// Renames it by something typed at its end.
fn rename_to(window: &mut Window, typed: &str, name: &str) {
    window.send("e");
    window.shows("Modifier");
    window.send(typed);
    window.shows(name);
    window.send("\x13");
    window.until("the sign of a save", |seen| {
        seen.screen()
            .contents()
            .lines()
            .last()
            .is_some_and(|line| line.trim_start().starts_with('✓'))
    });
}

#[test]
fn a_saved_edit_outlives_a_kill() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    rename(&mut window, "42");
    window.kill();
    assert_eq!(here.run(&["show", "adherent/ALPHA42"]).code, 0);
    let mut window = Window::desk(&here);
    window.shows("ALPHA42");
    window.send("u");
    window.shows("Annuler «");
    window.send("y");
    window.shows("✓ Annuler");
    window.quit();
}

#[test]
fn two_desks_write_and_show_what_the_other_does_and_one_goes_on_when_the_other_is_killed() {
    let here = Surroundings::with_three();
    let mut first = Window::desk(&here);
    first.shows("ALPHA");
    let mut second = Window::desk(&here);
    rename(&mut first, "7");
    second.shows("ALPHA7");
    rename_to(&mut second, "8", "ALPHA78");
    first.shows("ALPHA78");
    // Stopped from outside it keeps nobody from writing, unless that is in a commit.
    first.signal(Signal::STOP);
    rename_to(&mut second, "9", "ALPHA789");
    first.signal(Signal::CONT);
    first.shows("ALPHA789");
    first.kill();
    rename_to(&mut second, "0", "ALPHA7890");
    second.quit();
    let found = here.run(&["doctor"]);
    assert_eq!(found.code, 0, "{found:?}");
    assert_eq!(here.run(&["show", "adherent/ALPHA7890"]).code, 0);
}

#[test]
fn a_change_that_a_full_disk_refuses_stays_in_the_form_and_is_saved_when_there_is_room() {
    let here = Surroundings::with_three();
    let mut window = limited(&here, "unlimited");
    // a frame may be seen half drawn: neither what it stood for nor what it stands for
    window.until("the writer", |seen| {
        !seen.shows("ouverture en écriture") && !seen.shows("chargement")
    });
    room(&window, Some(0));
    window.send("e");
    window.shows("Modifier");
    window.send("42\x13");
    window.shows("disque plein");
    window.shows("Modifier");
    window.shows("ALPHA42");
    assert_eq!(here.run(&["show", "adherent/ALPHA42"]).code, 1);
    room(&window, None);
    window.send("\x13");
    window.shows("✓ Modifier");
    window.quit();
    assert_eq!(here.run(&["show", "adherent/ALPHA42"]).code, 0);
}

#[test]
fn on_a_full_disk_the_desk_reads_and_writes_once_there_is_room() {
    let here = Surroundings::with_three();
    let mut window = limited(&here, "0");
    window.shows("lecture seule : disque plein");
    window.send("e");
    window.shows("lecture seule : disque plein");
    room(&window, None);
    window.shows("L’écriture est de nouveau possible");
    rename(&mut window, "42");
    window.quit();
    assert_eq!(here.run(&["show", "adherent/ALPHA42"]).code, 0);
}

#[test]
fn a_store_of_a_newer_program_that_can_be_read_is_shown_with_the_reason() {
    let here = Surroundings::with_three();
    let wal = here.store().join("wal");
    for name in crate::program::names(&wal) {
        let mut bytes = std::fs::read(wal.join(&name)).unwrap();
        bytes[12..16].copy_from_slice(&[2, 2, !2, !2]);
        std::fs::write(wal.join(&name), bytes).unwrap();
    }
    let mut window = Window::desk(&here);
    window.shows("lecture seule");
    window.send("e");
    window.shows("guichet plus récent");
    window.shows("ALPHA");
    window.quit();
}
