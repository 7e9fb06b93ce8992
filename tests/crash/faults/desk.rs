//! A desk whose calls fail: what it says is saved is there, what it refuses is not and stays a draft, and it ends.

use std::thread;
use std::time::{Duration, Instant};

use guichet::store::drafts;
use portable_pty::CommandBuilder;

use super::homes::{kept, twin};
use super::{STORE, faults, held, some};
use crate::crash::calls::{Fails, Fault, Seen, listed, watched};
use crate::program::{Surroundings, program};
use crate::pty::window::Window;

/// What is typed into a field.
pub const TYPED: &str = "XYW";
const PATIENCE: Duration = Duration::from_secs(4);

/// What one session came to.
#[derive(Debug)]
pub struct Came {
    /// What was typed was on the screen.
    pub typed: bool,
    pub saved: bool,
    pub code: Option<u32>,
    pub screen: String,
    pub calls: Vec<Seen>,
}

/// Waits until that text is on the screen, or the program has ended, or patience has.
fn waits(window: &mut Window, text: &str) -> bool {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if window.seen.lock().unwrap().shows(text) {
            return true;
        }
        if window.ended().is_some() {
            return false;
        }
        thread::sleep(Duration::from_millis(5));
    }
    false
}

/// Opens the desk, changes a record, saves, quits; something happens right before it saves.
pub fn session(here: &Surroundings, fault: Option<&Fault>, meanwhile: impl FnOnce()) -> Came {
    let list = tempfile::NamedTempFile::new().unwrap();
    let watched = watched(&here.path(""), Some(list.path()), None, fault);
    let mut command = CommandBuilder::new(watched.get_program());
    command.args(watched.get_args());
    command.arg(program());
    let mut window = Window::run(here, command, &[]);
    let (mut typed, mut saved) = (false, false);
    if waits(&mut window, "3/3") {
        window.send("e\t");
        if waits(&mut window, "Modifier") {
            window.send(TYPED);
            typed = waits(&mut window, TYPED);
            meanwhile();
            window.send("\x13");
            saved = waits(&mut window, "✓");
        }
    }
    let screen = window.seen.lock().unwrap().screen().contents();
    let mut code = window.ended();
    // It asks before it leaves what can't even be kept as a draft.
    for keys in ["\x07q", "o", "\x07q", "o"] {
        let deadline = Instant::now() + PATIENCE / 2;
        if code.is_none() {
            window.send(keys);
        }
        while code.is_none() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(5));
            code = window.ended();
        }
    }
    drop(window);
    Came {
        typed,
        saved,
        code,
        screen,
        calls: listed(list.path()),
    }
}

fn wrong(here: &Surroundings, fault: &Fault, came: &Came) -> Result<(), String> {
    let killed = fault.give == "kill" && came.code == Some(137);
    match came.code {
        None => return Err("it hangs".to_string()),
        Some(0 | 1 | 3) => {}
        Some(_) if killed => {}
        Some(code) => return Err(format!("a strange end: {code}")),
    }
    let found = held(&here.path(""))?.ok_or("the store is gone")?;
    let is_there = found.records.iter().any(|record| record.contains(TYPED));
    if came.saved && !is_there {
        return Err("said to be saved, and is not there".to_string());
    }
    if found.records.len() != 3 {
        return Err(format!("{} records", found.records.len()));
    }
    let (drafts, damaged) = drafts::list(&here.path(STORE));
    if !damaged.is_empty() {
        return Err(format!("a damaged draft: {damaged:?}"));
    }
    let mut texts = drafts.iter().flat_map(|draft| draft.texts.values());
    let kept = texts.any(|text| text.contains(TYPED));
    if came.typed && !is_there && !kept && fault.fails != Fails::On && !killed {
        return Err("what was typed is neither saved nor a draft".to_string());
    }
    if came.typed && !came.saved && is_there && !killed {
        return Err("not said to be saved, and is there".to_string());
    }
    let next = here.run(&["import", "adherent", "next.csv"]);
    if next.code != 0 {
        return Err(format!("the next run: {next:?}"));
    }
    Ok(())
}

#[test]
fn whatever_fails_a_desk_tells_the_truth() {
    let home = kept();
    let here = twin(&home);
    let came = session(&here, None, || {});
    assert!(came.saved && came.code == Some(0), "{came:?}");
    let all = faults(&came.calls);
    let (of, faults) = (all.len(), some(all, 2, 600));
    let mut told = Vec::new();
    for fault in &faults {
        let here = twin(&home);
        let came = session(&here, Some(fault), || {});
        let hit = came.calls.iter().find(|call| call.failed);
        if let (Some(hit), Err(wrong)) = (hit, wrong(&here, fault, &came)) {
            told.push(format!(
                "{hit:?}\n  {fault:?}: {wrong}\n{}",
                came.screen.trim_end()
            ));
        }
    }
    println!(
        "a desk: {} of {of} faults in {} calls",
        faults.len(),
        came.calls.len()
    );
    assert!(
        told.is_empty(),
        "{} wrong:\n{}",
        told.len(),
        told.join("\n")
    );
}
