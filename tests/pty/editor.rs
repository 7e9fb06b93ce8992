//! The user's editor on a note, and its end in every way: what it wrote is there, in the form or as a draft.

use std::path::Path;
use std::time::Duration;

use rustix::process::Signal;

use super::window::Window;
use crate::program::Surroundings;

const A_SECOND: Duration = Duration::from_secs(1);

/// A desk whose editor that is, the note of a new note given to it.
fn editing(here: &Surroundings, editor: &str) -> Window {
    let mut window = Window::open(here, &[], &[("EDITOR", editor)]);
    window.until("the three adherents", |seen| seen.shows("3/3"));
    window.send("n");
    window.shows("Ajouter");
    window.shows("ctrl-o");
    window.send("avant");
    window.shows("avant");
    window.send("\x0f");
    window
}

fn left(here: &Surroundings) -> Vec<String> {
    let names = std::fs::read_dir(here.store().join("drafts")).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn whatever_way_an_editor_ends_in_what_it_wrote_is_in_the_form() {
    for (editor, text, said) in [
        ("sh -c 'echo apres >> \"$0\"'", "avantapres", ""),
        ("sh -c 'echo apres > \"$0\"; exit 3'", "apres", "échoué (3)"),
        (
            "sh -c 'echo apres > \"$0\"; kill -9 $$'",
            "apres",
            "interrompu",
        ),
        (
            "sh -c 'echo apres > \"$0.n\"; mv \"$0.n\" \"$0\"'",
            "apres",
            "",
        ),
        ("no-such-editor", "avant", "introuvable"),
        ("false", "avant", "échoué (1)"),
        ("true", "avant", "aussitôt"),
    ] {
        let here = Surroundings::with_three();
        let mut window = editing(&here, editor);
        window.until(editor, |seen| {
            seen.screen().alternate_screen() && seen.shows(text) && seen.shows(said)
        });
        window.send("\x1b");
        window.shows("Brouillon gardé");
        window.quit();
        let waits = usize::from(editor == "true");
        let left = left(&here);
        assert_eq!(left.len(), 1 + waits, "{editor}: {left:?}");
        let window = Window::desk(&here);
        window.shows("1 brouillon attend");
    }
}

#[test]
fn an_editor_that_writes_no_text_is_named_and_its_file_kept() {
    let here = Surroundings::with_three();
    let mut window = editing(&here, "sh -c 'printf \"caf\\\\351\" > \"$0\"'");
    window.shows("octet 3");
    window.send("\x1b");
    window.shows("Brouillon gardé");
    window.quit();
    assert!(left(&here).iter().any(|name| name.ends_with("-1.edit")));
    let mut window = Window::desk(&here);
    window.send("0");
    window.shows("UTF-8");
}

/// An editor that writes, and then stays open for a while.
const STAYS: &str = "sh -c 'trap \"\" HUP; echo apres > \"$0\"; echo written; for i in 1 2 3 4 5 6 7 8 9; do sleep 0.2; echo .; done'";

#[test]
fn a_desk_lost_behind_its_editor_offers_what_was_written() {
    type Loss = fn(&mut Window);
    let losses: [(&str, Loss); 4] = [
        ("closed", |window| window.close()),
        ("hang-up", |window| window.signal(Signal::HUP)),
        ("term", |window| window.signal(Signal::TERM)),
        ("kill", |window| window.kill()),
    ];
    for (name, lose) in losses {
        let here = Surroundings::with_three();
        let mut window = editing(&here, STAYS);
        window.shows("written");
        lose(&mut window);
        if name != "kill" {
            window.exit_code(A_SECOND);
        }
        let mut window = Window::desk(&here);
        window.shows("1 brouillon attend");
        window.send("n");
        window.shows("Brouillon repris");
        window.shows("apres");
        window.send("\x1b");
        window.quit();
    }
}

#[test]
fn without_room_for_the_text_the_form_keeps_it() {
    let here = Surroundings::with_three();
    let drafts = here.store().join("drafts");
    let taken = |path: &Path| {
        std::fs::remove_dir_all(path).unwrap();
        std::fs::write(path, "").unwrap();
    };
    let mut window = Window::open(&here, &[], &[("EDITOR", "true")]);
    window.until("the three adherents", |seen| seen.shows("3/3"));
    window.send("n");
    window.shows("Ajouter");
    window.shows("ctrl-o");
    taken(&drafts);
    window.send("avant\x0f");
    window.until("the refusal", |seen| {
        seen.shows("avant") && seen.shows("drafts")
    });
}
