//! What others do to a store under its desks:
//!
//! - `store keep`: a copy is made of it, for later; `store copy`, `store other`, `store older`: it is put aside, and a
//!   copy of itself, an empty store or what was kept takes its place; `store over`: what was kept is written over it,
//!   file by file, as rsync does;
//! - `store away`, `store back`: it is moved elsewhere, and back; `store above`, `store above-back`: the folder above;
//! - `store removed`: it is removed with all that is in it; `store no-lock`, `store no-journal`: so are its lock, its
//!   journal's files;
//! - `store hold`, `store free`: somebody has the turn to write;
//! - `store backup`, `store restored`: a backup of it is written, and put in its place by Paul, as `restore --replace` does;
//! - `store cut`, `store grown`, `store exchanged`: its journal is shortened, written to, exchanged for a copy.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use guichet::model::Author;
use guichet::store::{By, Reader, Store, backup};

use super::session::start;
use super::template::copy;

/// Does it.
///
/// # Errors
/// It is none of these.
pub fn change(store: &Path, how: &str) -> Result<(), String> {
    let beside = |name: &str| store.with_file_name(name);
    let above = store.parent().unwrap();
    let (aside, kept) = (beside("aside"), beside("kept"));
    match how {
        "keep" => copy(store, &kept),
        "copy" => {
            copy(store, &beside("copy"));
            fs::rename(store, &aside).unwrap();
            fs::rename(beside("copy"), store).unwrap();
        }
        "other" => {
            drop(Store::open(&beside("other")).unwrap());
            fs::rename(store, &aside).unwrap();
            fs::rename(beside("other"), store).unwrap();
        }
        "older" => {
            fs::rename(store, &aside).unwrap();
            copy(&kept, store);
        }
        "backup" => {
            let reader = Reader::open(store).unwrap();
            backup::write(&reader, &beside("backup"), false).unwrap();
        }
        "restored" => {
            let by = By {
                author: Author::called("paul"),
                at: start() + 60_000,
            };
            backup::restore(&beside("backup"), store, Some(&by)).unwrap();
        }
        "over" => over(&kept, store),
        "away" => fs::rename(store, &aside).unwrap(),
        "above" => fs::rename(above, above.with_extension("aside")).unwrap(),
        "above-back" => fs::rename(above.with_extension("aside"), above).unwrap(),
        "back" => {
            // A desk may write into what stands there until it is away.
            let gone = beside("gone");
            if fs::rename(store, &gone).is_ok() {
                remove(&gone);
            }
            fs::rename(&aside, store).unwrap();
        }
        "removed" => remove(store),
        "no-lock" => fs::remove_file(store.join("lock")).unwrap(),
        "no-journal" => segments(store)
            .iter()
            .for_each(|segment| fs::remove_file(segment).unwrap()),
        "cut" => {
            let file = OpenOptions::new().write(true).open(last(store)).unwrap();
            file.set_len(file.metadata().unwrap().len() - 40).unwrap();
        }
        "grown" => {
            let mut file = OpenOptions::new().append(true).open(last(store)).unwrap();
            file.write_all(b"by a stranger").unwrap();
        }
        "exchanged" => {
            let copy = store.join("wal/copy");
            fs::copy(last(store), &copy).unwrap();
            fs::rename(&copy, last(store)).unwrap();
        }
        _ => return Err(format!("unknown change {how}")),
    }
    Ok(())
}

/// Removes a folder into which a desk may still be writing.
fn remove(folder: &Path) {
    while folder.exists() {
        let _ = fs::remove_dir_all(folder);
    }
}

/// Each file of `from` written aside and moved over its like, the journal first.
fn over(from: &Path, to: &Path) {
    let mut names: Vec<PathBuf> = fs::read_dir(from)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort_by_key(|path| !path.ends_with("wal"));
    for path in names {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            over(&path, &target);
        } else {
            let aside = target.with_extension("over");
            fs::copy(&path, &aside).unwrap();
            fs::rename(&aside, &target).unwrap();
        }
    }
}

fn segments(store: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(store.join("wal")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_segment = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "wal");
    let mut paths: Vec<PathBuf> = paths.filter(is_segment).collect();
    paths.sort();
    paths
}

fn last(store: &Path) -> PathBuf {
    segments(store).pop().unwrap()
}
