//! The colours follow the background that the terminal tells: never before it does, at once when it does,
//! and from the first frame on where it told it before.

use std::os::unix::fs::PermissionsExt;

use super::window::Window;
use crate::program::Surroundings;

/// OSC 11, as it is asked.
const QUESTION: &str = "\x1b]11;?\x07";
const NIGHT: &str = "\x1b]11;rgb:0000/2b2b/3636\x07";
const DAY: &str = "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\";
/// Letters of the themes that no other has: the accents of `dark` and `light`.
const DARK: &str = "38;5;111";
const LIGHT: &str = "38;5;25";

/// The attributes and colours set so far, one by one.
fn set(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let sequences = text.split("\x1b[").skip(1);
    let looks = sequences.filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..]
            .starts_with('m')
            .then(|| rest[..end].to_string())
    });
    looks.collect()
}

fn state(here: &Surroundings) -> std::path::PathBuf {
    here.path("state/guichet/state.toml")
}

#[test]
fn nothing_is_coloured_before_the_terminal_has_told_its_ground() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    {
        let seen = window.seen.lock().unwrap();
        assert_eq!(seen.count(QUESTION), 1, "asked once");
        let text = String::from_utf8_lossy(&seen.bytes).into_owned();
        let (asked, drawn) = (text.find(QUESTION), text.find("guichet"));
        assert!(drawn < asked, "never before the first frame");
        let first = text.find("\x1b[?2026l");
        let second = text.match_indices("\x1b[?2026h").nth(1).map(|(at, _)| at);
        assert!(asked < first.or(second), "with it");
        let plain = ["", "0", "1", "4", "7", "22", "24", "27"];
        for look in set(&seen.bytes) {
            assert!(look.split(';').all(|part| plain.contains(&part)), "{look}");
        }
    }
    window.send(NIGHT);
    window.until("the dark theme", |seen| seen.count(DARK) > 0);
    let frames = window.seen.lock().unwrap().count("\x1b[?2026h");
    window.send(NIGHT);
    window.send("j");
    window.shows("2/3");
    let more = window.seen.lock().unwrap().count("\x1b[?2026h") - frames;
    assert!(more <= 2, "what is known repaints nothing: {more} frames");
    window.send(DAY);
    window.until("the light theme", |seen| seen.count(LIGHT) > 0);
    window.quit();
}

#[test]
fn a_ground_is_remembered_and_asked_for_again() {
    let here = Surroundings::with_three();
    let mut window = Window::desk(&here);
    window.send(DAY);
    window.until("the light theme", |seen| seen.count(LIGHT) > 0);
    let path = state(&here);
    window.until("it is remembered", |_| path.exists());
    window.quit();
    let rights = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(rights & 0o777, 0o600);

    let mut window = Window::desk(&here);
    {
        let seen = window.seen.lock().unwrap();
        assert!(seen.count(LIGHT) > 0, "from the first frame on");
        assert_eq!(seen.count(QUESTION), 1, "it may have changed");
    }
    window.quit();

    // From elsewhere it is another terminal.
    let elsewhere = [("SSH_CONNECTION", "10.0.0.3 1 10.0.0.1 22")];
    let mut window = Window::open(&here, &[], &elsewhere);
    window.shows("3/3");
    assert_eq!(window.seen.lock().unwrap().count(LIGHT), 0);
    window.quit();
}

#[test]
fn who_names_a_theme_or_wants_no_colours_is_not_asked() {
    let here = Surroundings::with_three();
    let mut window = Window::open(&here, &[], &[("NO_COLOR", "1")]);
    window.shows("3/3");
    assert_eq!(window.seen.lock().unwrap().count(QUESTION), 0);
    window.quit();
    here.write("config/guichet/config.toml", "theme = \"dark\"\n");
    let mut window = Window::desk(&here);
    assert_eq!(window.seen.lock().unwrap().count(QUESTION), 0);
    assert!(window.seen.lock().unwrap().count(DARK) > 0);
    window.send(DAY);
    window.send("j");
    window.shows("2/3");
    assert_eq!(window.seen.lock().unwrap().count(LIGHT), 0);
    window.quit();
}

#[test]
fn no_damage_to_what_is_remembered_stops_the_desk() {
    let here = Surroundings::with_three();
    let path = state(&here);
    let _ = std::fs::remove_file(&path);
    let damages: [&dyn Fn(); 4] = [
        &|| std::fs::write(&path, b"\xff\0theme = [").unwrap(),
        &|| std::fs::create_dir(&path).unwrap(),
        &|| {
            let made = std::process::Command::new("mkfifo").arg(&path).status();
            assert!(made.unwrap().success());
        },
        &|| std::os::unix::fs::symlink("/dev/zero", &path).unwrap(),
    ];
    for damage in damages {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        damage();
        let mut window = Window::desk(&here);
        window.send(DAY);
        window.until("the light theme", |seen| seen.count(LIGHT) > 0);
        window.quit();
        let _ = std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir_all(&path));
    }
}
