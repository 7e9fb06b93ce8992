//! A store that is taken away, exchanged or unlocked under the real desk: it says so, nothing is written blindly, what
//! was typed is kept, and the desk goes on once it can. With inotify, and on a system without.

use std::fs;
use std::time::Duration;

use guichet::store::drafts;
use portable_pty::CommandBuilder;

use super::window::Window;
use crate::program::{Surroundings, program, without};
use crate::store::copy;

/// The desk in that language, with inotify or without; once its records are there.
fn desk(here: &Surroundings, lang: &str, watched: bool) -> Window {
    let mut command = match watched {
        true => CommandBuilder::new(program()),
        false => {
            let mut command = CommandBuilder::new(without(&here.path("tmp")));
            command.arg("inotify");
            command.arg(program());
            command
        }
    };
    command.args::<[&str; 0], _>([]);
    let window = Window::run(here, command, &[("LANG", lang)]);
    window.shows("École Bêta");
    window
}

/// Types that behind the first adherent's acronym.
fn types(window: &mut Window, form: &str, text: &str) {
    window.send("e");
    window.shows(form);
    window.send(text);
    window.shows(&format!("ALPHA{text}"));
}

fn saves(window: &mut Window) {
    window.send("\x13");
    window.until("the sign of a save", |seen| {
        let screen = seen.screen().contents();
        let last = screen.lines().last().unwrap_or_default().trim_start();
        last.starts_with('✓')
    });
}

/// What the drafts of a store hold.
fn typed(here: &Surroundings) -> String {
    let (drafts, left) = drafts::list(&here.store());
    assert!(left.is_empty(), "{left:?}");
    let texts = drafts.iter().flat_map(|draft| draft.texts.values());
    texts.map(String::as_str).collect()
}

fn logged(here: &Surroundings, what: &str) -> usize {
    let log = fs::read_to_string(here.path("state/guichet/guichet.log")).unwrap();
    log.lines().filter(|line| line.contains(what)).count()
}

fn taken_away_and_put_back(lang: &str, form: &str, gone: &str, back: &str, watched: bool) {
    let here = Surroundings::with_three();
    let aside = here.path("data/aside");
    let mut window = desk(&here, lang, watched);
    types(&mut window, form, "42");
    fs::rename(here.store(), &aside).unwrap();
    // Without a watch it is noticed before the next key is answered.
    window.send("\x13");
    window.shows(gone);
    assert!(!here.store().exists(), "nothing is made in its place");
    if !watched {
        // It looks again and again, and says it once.
        std::thread::sleep(Duration::from_millis(4_500)); // the time measured
    }
    assert_eq!(logged(&here, "the store is not in its place"), 1);
    fs::rename(&aside, here.store()).unwrap();
    if watched {
        window.until("the store taken up again", |seen| !seen.shows(gone));
    } else {
        window.until("the store taken up again", |seen| {
            seen.shows(back) || !seen.shows(gone)
        });
    }
    saves(&mut window);
    window.shows("ALPHA42");
    window.quit();
    assert_eq!(here.run(&["show", "adherent/ALPHA42"]).code, 0);
    assert_eq!(typed(&here), "");
}

#[test]
fn a_store_taken_away_takes_nothing_and_is_gone_on_with_once_it_is_back() {
    let (gone, back) = ("lecture seule : base disparue", "le guichet aussi");
    for watched in [true, false] {
        taken_away_and_put_back("fr_FR.UTF-8", "Modifier", gone, back, watched);
    }
}

#[test]
fn it_is_said_in_english_too() {
    let (gone, back) = ("read-only: the store is gone", "so does the desk");
    taken_away_and_put_back("en_GB.UTF-8", "Edit", gone, back, true);
}

#[test]
fn another_store_in_its_place_gets_nothing_of_what_was_typed() {
    for watched in [true, false] {
        let here = Surroundings::with_three();
        let (aside, other) = (here.path("data/aside"), here.path("data/other"));
        copy(&here.store(), &other);
        // Another state of it, which does not go on from this one.
        let one = here.write("one.csv", "acronym;name;city\nDELTA;Delta;Metz\n");
        let one = one.to_str().unwrap();
        let at = |store: &std::path::Path, arguments: &[&str]| {
            let store = ["--store", store.to_str().unwrap()];
            let ended = here.run(&[&store, arguments].concat());
            assert_eq!(ended.code, 0, "{ended:?}");
            ended.out
        };
        at(&other, &["import", "adherent", one]);
        at(
            &here.store(),
            &["import", "adherent", &{
                let two = here.write("two.csv", "acronym;name;city\nALPHA;Alpha;Paris\n");
                two.to_str().unwrap().to_string()
            }],
        );
        let mut window = desk(&here, "fr_FR.UTF-8", watched);
        types(&mut window, "Modifier", "42");
        fs::rename(here.store(), &aside).unwrap();
        fs::rename(&other, here.store()).unwrap();
        window.send("\x13");
        window.shows("lecture seule : autre base ici");
        assert!(!at(&here.store(), &["find", "Delta"]).contains("ALPHA42"));
        fs::rename(here.store(), &other).unwrap();
        fs::rename(&aside, here.store()).unwrap();
        window.until("the store taken up again", |seen| {
            !seen.shows("autre base ici")
        });
        saves(&mut window);
        window.quit();
        assert!(!at(&other, &["find", "Alpha"]).contains("ALPHA42"));
        assert_eq!(here.run(&["show", "adherent/ALPHA42"]).code, 0);
    }
}

#[test]
fn what_was_typed_into_a_store_that_stays_away_is_offered_when_it_is_back() {
    let here = Surroundings::with_three();
    let aside = here.path("data/aside");
    let mut window = desk(&here, "fr_FR.UTF-8", true);
    types(&mut window, "Modifier", "42");
    // It is kept at once as it is typed, and the folder goes with all that is in it.
    let deadline = std::time::Instant::now() + Duration::from_secs(10);
    while typed(&here).is_empty() && std::time::Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    fs::rename(here.store(), &aside).unwrap();
    window.shows("lecture seule : base disparue");
    window.kill();
    fs::rename(&aside, here.store()).unwrap();
    assert!(typed(&here).contains("ALPHA42"), "{}", typed(&here));
}

#[test]
fn desks_that_race_for_a_lock_that_was_removed_lose_nothing_that_was_saved() {
    for watched in [true, false] {
        let here = Surroundings::with_three();
        let mut first = desk(&here, "fr_FR.UTF-8", watched);
        let mut saved = Vec::new();
        for turn in 0..3 {
            fs::remove_file(here.store().join("lock")).unwrap();
            let mut second = desk(&here, "fr_FR.UTF-8", watched);
            // Both try to save at the same moment; whoever says so has saved.
            let names = [format!("U{turn}"), format!("V{turn}")];
            for (window, name) in [&mut first, &mut second].into_iter().zip(&names) {
                window.send("j");
                window.send("A");
                window.send(&format!("name:{name} acronym:{name}\r"));
            }
            for (window, name) in [&first, &second].into_iter().zip(&names) {
                let shows = |seen: &super::window::Seen| {
                    let screen = seen.screen().contents();
                    let last = screen.lines().last().unwrap_or_default();
                    // Not of what was saved before.
                    last.contains('✗')
                        || last.contains('✓') && last.contains(name.as_str())
                        || last.contains("lecture seule")
                        || last.contains("écrit")
                };
                window.until("an answer", shows);
                let seen = window.seen.lock().unwrap();
                let screen = seen.screen().contents();
                if screen.lines().last().unwrap_or_default().contains('✓') {
                    saved.push(name.clone());
                }
            }
            second.kill();
        }
        first.kill();
        let found = here.run(&["export", "adherent", "--format", "csv"]);
        assert_eq!((found.code, found.err.as_str()), (0, ""));
        for name in &saved {
            assert!(
                found.out.contains(name),
                "{name} of {saved:?}: {}",
                found.out
            );
        }
        for name in ["ALPHA", "BETA", "GAMMA"] {
            assert!(found.out.contains(name), "{name}: {}", found.out);
        }
        // On a busy machine each may find the other one writing, every time.
        println!("{saved:?} saved by desks that raced");
        assert_eq!(here.run(&["doctor"]).code, 0);
        assert!(
            !here
                .names("data/guichet")
                .iter()
                .any(|name| name.contains("damaged"))
        );
    }
}

#[test]
fn without_inotify_what_another_desk_saves_shows_as_well() {
    let here = Surroundings::with_three();
    let mut first = desk(&here, "fr_FR.UTF-8", false);
    let mut second = desk(&here, "fr_FR.UTF-8", false);
    types(&mut second, "Modifier", "42");
    saves(&mut second);
    first.shows("ALPHA42");
    first.quit();
    second.quit();
}
