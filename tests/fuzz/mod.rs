//! The corpora of the fuzz targets, replayed: what fuzzing has met is met in every test run.

pub(crate) mod bodies;
mod crafted;

use std::path::Path;

/// A test for each target, and one that all targets of the folder are listed.
macro_rules! targets {
    ($($name:ident)*) => {
        const LISTED: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                replay(stringify!($name), bodies::$name::run);
            }
        )*
    };
}

targets! { config csv decoder desk draft envelope file head keymap packed query report script snapshot theme wal }

/// Runs a target on every file of its corpus.
fn replay(name: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let files = std::fs::read_dir(folder.join(name)).unwrap();
    let mut count = 0;
    for file in files {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let whole = std::panic::catch_unwind(|| run(&bytes));
        assert!(whole.is_ok(), "{}", path.display());
        count += 1;
    }
    assert!(count > 0, "no corpus of {name}");
}

#[test]
fn every_target_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/targets");
    let names = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    let listed: Vec<String> = LISTED.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(names, listed);
}
