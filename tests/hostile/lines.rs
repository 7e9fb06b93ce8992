//! Every subcommand on hostile records, arguments, files and surroundings: what it writes for people is text.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::process::Output;
use std::time::Duration;

use portable_pty::CommandBuilder;
use vt100::Parser;

use super::screens::furnish;
use super::strings;
use super::witness::Effects;
use crate::program::{Surroundings, program};
use crate::pty::window::Window;

/// A file name, an argument or a login that drives a terminal.
const HOSTILE: &str = "a\u{1b}]0;t\u{7}\u{9b}2J\u{202e}\u{1b}[31mz";

/// What a run wrote, held against what text may do.
fn read(what: &str, output: &Output) -> String {
    let mut whole = String::new();
    for bytes in [&output.stdout, &output.stderr] {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let driving = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        let turning = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(
            !text.contains(driving) && !text.contains(turning),
            "{what}: {text:?}"
        );
        let size = |count| std::num::NonZeroU16::new(count).unwrap();
        let mut parser = Parser::new_with_callbacks(size(50), size(200), 0, Effects::default());
        parser.process(text.replace(['\n', '\u{fffd}'], "\r").as_bytes());
        assert!(
            parser.callbacks().0.is_empty(),
            "{what}: {:?}",
            parser.callbacks()
        );
        let style = (parser.screen().fgcolor(), parser.screen().hide_cursor());
        assert_eq!(style, (vt100::Color::Default, false), "{what}");
        whole.push_str(&text);
    }
    whole
}

fn run(here: &Surroundings, arguments: &[&str]) -> String {
    let mut command = here.command(arguments);
    let output = command.env("USER", HOSTILE).env("LANG", HOSTILE).output();
    read(&arguments.join(" "), &output.unwrap())
}

#[test]
fn every_subcommand_writes_text_alone() {
    let here = Surroundings::new();
    furnish(&here.store());
    let rows: Vec<String> = strings::escapes()
        .iter()
        .map(|text| format!("\"{0}\";\"{0}\";\"{0}\"\n", text.replace('"', "")))
        .collect();
    let rows = format!("acronym;name;siret\n{}", rows.concat());
    let table = here.write(&format!("{HOSTILE}.csv"), &rows);
    let table = table.to_str().unwrap();
    let settings = here.write(
        &format!("{HOSTILE}.toml"),
        &format!("\"{}\" = 1\n", "a\\u001bz"),
    );
    let (settings, backup) = (settings.to_str().unwrap(), format!("{HOSTILE}.backup"));
    for arguments in [
        &["find", "a"][..],
        &["find", HOSTILE],
        &["find", "a", "--json"],
        &["find", &format!("nope:{HOSTILE}")],
        &["find", "a", "--kind", HOSTILE],
        &["find", "--view", HOSTILE],
        &["show", &format!("adherent/{HOSTILE}")],
        &["show", HOSTILE],
        &["show", "organisation/00000000000000000000000001"],
        &["show", "organisation/00000000000000000000000001", "--json"],
        &["history", "organisation/00000000000000000000000001"],
        &[
            "history",
            "organisation/00000000000000000000000001",
            "--json",
        ],
        &["import", "adherent", table, "--dry-run"],
        &["import", "adherent", table],
        &["import", "adherent", table, "--json"],
        &["import", HOSTILE, table],
        &["import", "adherent", HOSTILE],
        &["export", "adherent", "--json"],
        &["export", HOSTILE],
        &["export", "adherent", "--query", HOSTILE, "--json"],
        &["export", "adherent", "--out", &format!("no/{HOSTILE}")],
        &["undo", "--dry-run"],
        &["undo"],
        &["undo", HOSTILE],
        &["backup", &backup],
        &["backup", &backup],
        &["--store", HOSTILE, "find", "a"],
        &["--store", HOSTILE, "restore", &backup],
        &["--store", HOSTILE, "restore", &backup],
        &["--store", HOSTILE, "restore", &backup, "--replace"],
        &["--store", HOSTILE, "doctor"],
        &["--store", HOSTILE, "doctor", "--repair"],
        &["restore", table],
        &["check", settings, table],
        &["check", settings, "--json"],
        &["check", &format!("no/{HOSTILE}")],
        &["completions", HOSTILE],
        &[HOSTILE],
        &["find", "a", &format!("--{HOSTILE}")],
        &["--store", HOSTILE],
    ] {
        let text = run(&here, arguments);
        assert!(
            !text.is_empty() || arguments.contains(&HOSTILE),
            "{arguments:?}"
        );
    }
}

#[test]
fn arguments_that_are_no_text_are_refused_in_text() {
    let here = Surroundings::with_three();
    for bytes in strings::malformed().into_iter().step_by(3) {
        let bytes: Vec<u8> = bytes.into_iter().filter(|byte| *byte != 0).collect();
        for verb in ["find", "import", "check"] {
            let mut command = here.command(&[verb]);
            command.arg(OsString::from_vec(bytes.clone()));
            read(verb, &command.output().unwrap());
        }
    }
}

#[test]
fn a_table_keeps_what_was_entered_in_a_file_and_drives_no_terminal() {
    let here = Surroundings::new();
    furnish(&here.store());
    let file = here.run(&["export", "adherent"]).out;
    assert!(file.contains('\u{1b}') && file.contains('\u{9b}'));
    let mut command = CommandBuilder::new(program());
    command.args(["export", "adherent"]);
    let mut window = Window::run(&here, command, &[]);
    assert_eq!(window.exit_code(Duration::from_secs(20)), 0);
    let seen = window.seen.lock().unwrap();
    let text = String::from_utf8_lossy(&seen.bytes);
    assert!(text.contains("acronym"), "{text}");
    let driving = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    assert_eq!(text.find(driving), None, "{text:?}");
}
