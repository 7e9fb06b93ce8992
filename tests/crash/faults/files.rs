//! Every file of a store, one after the other: gone, short, empty, exchanged, something else, unreadable. Between
//! runs and under an open desk.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use guichet::store::drafts;

use super::desk::{TYPED, session};
use super::homes::{full, kept, twin};
use super::{Fails, Fault, OPENING, READING, STORE};
use crate::crash::calls::watched;
use crate::crash::{Dice, count};
use crate::program::{Ended, Surroundings, program};

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Becomes {
    Gone,
    Half,
    Empty,
    Zeros,
    /// The same bytes in another file.
    Exchanged,
    AFolder,
    APipe,
    /// Every opening fails, or every reading.
    Closed(&'static str),
    Unreadable,
}

const BETWEEN: [Becomes; 9] = [
    Becomes::Gone,
    Becomes::Half,
    Becomes::Empty,
    Becomes::Zeros,
    Becomes::AFolder,
    Becomes::APipe,
    Becomes::Closed("EACCES"),
    Becomes::Closed("EIO"),
    Becomes::Unreadable,
];

const MEANWHILE: [Becomes; 5] = [
    Becomes::Gone,
    Becomes::Half,
    Becomes::Exchanged,
    Becomes::AFolder,
    Becomes::APipe,
];

impl Becomes {
    /// Does it; what is done by the calls that fail is left to them.
    fn happens(self, file: &Path) {
        let bytes = fs::read(file).unwrap();
        match self {
            Becomes::Gone => fs::remove_file(file).unwrap(),
            Becomes::Half => {
                let open = fs::OpenOptions::new().write(true).open(file).unwrap();
                open.set_len(bytes.len() as u64 / 2).unwrap();
            }
            Becomes::Empty => fs::write(file, b"").unwrap(),
            Becomes::Zeros => fs::write(file, vec![0; bytes.len()]).unwrap(),
            Becomes::Exchanged => {
                let aside = file.with_extension("other");
                fs::copy(file, &aside).unwrap();
                fs::rename(aside, file).unwrap();
            }
            Becomes::AFolder => {
                fs::remove_file(file).unwrap();
                fs::create_dir(file).unwrap();
            }
            Becomes::APipe => {
                fs::remove_file(file).unwrap();
                let made = std::process::Command::new("mkfifo").arg(file).status();
                assert!(made.unwrap().success());
            }
            Becomes::Closed(_) | Becomes::Unreadable => {}
        }
    }

    fn fault(self, file: &str) -> Option<Fault> {
        let (give, of) = match self {
            Becomes::Closed(give) => (give, OPENING),
            Becomes::Unreadable => ("EIO", READING),
            _ => return None,
        };
        Some(Fault {
            at: 1,
            give,
            fails: Fails::On,
            of: of.to_string(),
            within: format!("/{file}"),
        })
    }
}

/// The files of a store, as paths within it.
fn files(store: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![store.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for name in crate::program::names(&folder) {
            let path = folder.join(name);
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path.strip_prefix(store).unwrap().to_path_buf()),
            }
        }
    }
    files.sort();
    files
}

/// Runs it, watched: it ends in time.
fn ran(here: &Surroundings, arguments: &[&str], fault: Option<&Fault>) -> Result<Ended, String> {
    let mut command = watched(&here.path(""), None, None, fault);
    let command = command.arg(program()).args(arguments);
    let command = command.env_clear().envs(here.environment());
    let ended = Ended::of(command.current_dir(here.path("")));
    if ended.err.contains("panicked") || ![0, 1, 3].contains(&ended.code) {
        return Err(format!("{arguments:?}: {ended:?}"));
    }
    Ok(ended)
}

fn rows(ended: &Ended) -> BTreeSet<String> {
    ended.out.lines().map(str::to_string).collect()
}

const EXPORT: [&str; 4] = ["export", "adherent", "--format", "csv"];

fn between(
    here: &Surroundings,
    file: &str,
    becomes: Becomes,
    whole: &BTreeSet<String>,
) -> Result<(), String> {
    becomes.happens(&here.path(STORE).join(file));
    let fault = becomes.fault(file);
    let fault = fault.as_ref();
    let exported = ran(here, &EXPORT, fault)?;
    if exported.code == 0 && &rows(&exported) != whole && exported.err.is_empty() {
        return Err("an export lacks rows and does not say so".to_string());
    }
    for arguments in [
        &["find", "Lyon"][..],
        &["doctor"],
        &["backup", "out.guichet"],
        &["history", "adherent/ALPHA"],
    ] {
        ran(here, arguments, fault)?;
    }
    let changed = ran(here, &["import", "adherent", "next.csv"], fault)?;
    // Once the file can be read again, or what is left of the store was repaired, nothing is missing.
    let mut repaired = String::new();
    if changed.code != 0 {
        for _ in 0..2 {
            repaired = format!("{:?}", ran(here, &["doctor", "--repair"], None)?);
        }
        let next = ran(here, &["import", "adherent", "next.csv"], None)?;
        if next.code != 0 {
            return Err(format!(
                "no way on: {changed:?}, repaired {repaired}, then {next:?}"
            ));
        }
    }
    let exported = ran(here, &EXPORT, None)?;
    let rows = rows(&exported);
    let lost = whole.difference(&rows).count();
    if exported.code != 0 || lost > 0 {
        return Err(format!(
            "{lost} rows lost: {changed:?} {repaired} {}",
            exported.err
        ));
    }
    if rows.len() != whole.len() + 1 {
        return Err(format!(
            "what was said to be done is not there: {changed:?}"
        ));
    }
    Ok(())
}

#[test]
fn whatever_becomes_of_a_file_between_runs_nothing_is_lost() {
    let home = full();
    let whole = rows(&home.run(&EXPORT));
    assert!(whole.len() > 1_000);
    let mut all = Vec::new();
    for file in files(&home.path(STORE)) {
        all.extend(BETWEEN.map(|becomes| (file.to_str().unwrap().to_string(), becomes)));
    }
    let mut dice = Dice(5);
    for at in (1..all.len()).rev() {
        all.swap(at, dice.below(at as u64 + 1) as usize);
    }
    let of = all.len();
    all.truncate(count(3, usize::MAX));
    let wrong = all.iter().filter_map(|(file, becomes)| {
        let here = twin(&home);
        let wrong = between(&here, file, *becomes, &whole).err()?;
        Some(format!("{file} {becomes:?}: {wrong}"))
    });
    let wrong: Vec<String> = wrong.collect();
    println!("{} of {of} files that become something else", all.len());
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn meanwhile(here: &Surroundings, file: &str, becomes: Becomes) -> Result<(), String> {
    let path = here.path(STORE).join(file);
    let before = fs::read(&path).unwrap();
    let came = session(here, None, || {
        if path.is_file() {
            becomes.happens(&path);
        }
    });
    let Some(0 | 1 | 3) = came.code else {
        return Err(format!("it ends with {:?}:\n{}", came.code, came.screen));
    };
    let (drafts, _) = drafts::list(&here.path(STORE));
    let mut texts = drafts.iter().flat_map(|draft| draft.texts.values());
    let kept = texts.any(|text| text.contains(TYPED));
    // What is no file is taken away; then the store is repaired if it must be.
    if path.is_dir() {
        let _ = fs::remove_dir_all(&path);
    } else if !path.is_file() {
        let _ = fs::remove_file(&path);
    }
    let mut exported = ran(here, &EXPORT, None)?;
    if exported.code != 0 {
        ran(here, &["doctor", "--repair"], None)?;
        exported = ran(here, &EXPORT, None)?;
    }
    let is_there = exported.out.contains(TYPED);
    if exported.code != 0 || exported.out.lines().count() != 4 {
        return Err(format!("rows are lost: {exported:?}\n{}", came.screen));
    }
    if came.saved && !is_there {
        return Err(format!(
            "said to be saved, and is not there:\n{}",
            came.screen
        ));
    }
    if came.typed && !is_there && !kept {
        return Err(format!(
            "neither saved nor a draft ({} bytes before):\n{}",
            before.len(),
            came.screen
        ));
    }
    Ok(())
}

#[test]
fn whatever_becomes_of_a_file_under_an_open_desk_saved_means_saved() {
    let home = kept();
    let mut all = Vec::new();
    for file in files(&home.path(STORE)) {
        all.extend(MEANWHILE.map(|becomes| (file.to_str().unwrap().to_string(), becomes)));
    }
    let mut dice = Dice(6);
    for at in (1..all.len()).rev() {
        all.swap(at, dice.below(at as u64 + 1) as usize);
    }
    let of = all.len();
    all.truncate(count(2, usize::MAX));
    let wrong = all.iter().filter_map(|(file, becomes)| {
        let here = twin(&home);
        let wrong = meanwhile(&here, file, *becomes).err()?;
        Some(format!("{file} {becomes:?}: {wrong}"))
    });
    let wrong: Vec<String> = wrong.collect();
    println!(
        "{} of {of} files that become something else under a desk",
        all.len()
    );
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
