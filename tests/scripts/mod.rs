//! Key scripts: `*.keys` files drive the real desk in process, on a real store, through the real keymap,
//! and wait for idle, never for time. They are the main body of tests.
//!
//! One statement a line, `#` before a comment. What comes before the first other statement sets up:
//! `size 120x40`, `lang fr|en`, `config "LINE"` (of `config.toml`), `keymap NAME`, `data report|empty|new`
//! (`new` has never been welcomed) or `data FILE KIND` (a file of `data/`). Then:
//!
//! - `keys a ctrl-s enter`, each key waiting for what it did; `rush …` without waiting in between;
//!   `type "text"` (also without waiting), `paste "text"`, `run COMMAND`, `resize 80x24`;
//! - `restart`, `kill`, `hangup`: the desk again on the same store; `second`, `first`, `other`: another
//!   desk on it, back, and to it again; `login NAME`: of whom the next ones are; `leave`: this desk ends, the other one stays; `await frame contains "text"` for what comes from the other one;
//! - `pass 5000`: so many milliseconds go by, of which the marks of what others changed last some;
//! - `snapshots off`, `snapshots on`: snapshots can't be written, and can again;
//! - `drafts off`, `drafts on`: drafts can't be kept, and can again;
//! - `store away`, `store back` and so on: what is done to the store under its desks (see `places.rs`);
//! - `file NAME "text"`: makes a file and pastes its path; `editor "text" [failed|killed]`: what the
//!   editor writes next time, and how it ends;
//! - `expect …` (see `expect.rs`) and `screen NAME`, a snapshot of the frame.

mod escapes;
mod expect;
mod loading;
mod meant;
mod monkey;
mod places;
mod runner;
pub mod session;
pub mod statement;
pub mod template;

use proptest::prelude::ProptestConfig;

/// What random keys are tried with: so many cases, or `PROPTEST_CASES` of them; so many steps at most to
/// make what fails small.
fn tried(cases: u32, max_shrink_iters: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: wanted
            .and_then(|wanted| wanted.parse().ok())
            .unwrap_or(cases),
        max_shrink_iters,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A test for each script, and one that all scripts of the folder are listed.
macro_rules! scripts {
    ($($name:ident)*) => {
        const LISTED: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                runner::run(stringify!($name));
            }
        )*
    };
}

scripts! {
    accounts
    add_errors
    azerty
    beginning
    beginning_past
    bulk
    choices
    clash
    columns
    complete
    columns_layer
    columns_narrow
    computed
    conflict
    conflict_bulk
    conflict_fields
    conflict_import
    conflict_lost
    conflict_undo
    conflict_waiting
    copying
    counts
    drafts
    drafts_many
    drafts_taken
    drafts_unkept
    edit_undo
    editor
    emacs_vim
    english
    excluded
    explain
    filter
    filter_near
    find
    goto
    groups
    hints
    history
    hostile
    import
    journal
    log
    duplicates
    meant_list
    meant_registrations
    meant_second
    meant_sheet
    meant_today
    many
    mapping
    mapping_kept
    many_people
    held
    held_opening
    moving
    names
    narrow
    others
    palette
    preview
    quick
    references
    replaced
    replaced_lost
    replaced_by_hand
    replaced_undo
    rush
    quick_draft
    roles
    rush_form
    screens_narrow
    screens_welcome
    screens_wide
    second
    second_alone
    displaced_back
    displaced_continued
    displaced_lock
    displaced_other
    displaced_reader
    settings
    sheet
    single
    sizes
    snapshots_failing
    trash
    twins
    twice
    views
    views_english
    welcome
    welcome_left
    who
    who_edits
    who_english
}

#[test]
fn every_script_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".keys").map(String::from))
        .collect();
    let mut listed = LISTED.to_vec();
    found.sort_unstable();
    listed.sort_unstable();
    assert_eq!(found, listed);
}
