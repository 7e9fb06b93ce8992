//! What is typed is kept.

use super::window::Window;
use crate::program::Surroundings;

/// Gives the first adherent another acronym.
fn rename(window: &mut Window, suffix: &str) {
    window.send("e");
    window.shows("Modifier");
    window.send(suffix);
    window.shows(&format!("ALPHA{suffix}"));
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
    window.shows("✓ Annuler");
    window.quit();
}

#[test]
fn a_second_desk_only_reads_says_who_writes_and_follows() {
    let here = Surroundings::with_three();
    let mut first = Window::desk(&here);
    let mut second = Window::desk(&here);
    second.shows("lecture seule");
    second.send("e");
    let writer = format!(
        "marie écrit (processus {} sur",
        first.pid().as_raw_nonzero()
    );
    second.shows(&writer);
    rename(&mut first, "7");
    second.shows("ALPHA7");
    second.quit();
    first.quit();
}
