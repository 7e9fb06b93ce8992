//! A text in an editor, its desk killed at any moment: what was written is offered, once, and goes only then.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::drafts::draft;
use super::*;
use guichet::store::Finding;
use guichet::store::doctor::examine;
use guichet::store::drafts::{Draft, list, save};
use guichet::store::editing::{Editing, gather};
use guichet::store::left::Unoffered;

/// A desk gives the note of a draft to an editor.
fn begun(dir: &Path, draft: Draft) -> Editing {
    Editing::begin(dir, draft, "note", "un\ndeux").unwrap()
}

fn text(drafts: &[Draft]) -> Vec<&str> {
    let texts = drafts.iter().filter_map(|draft| draft.texts.get("note"));
    texts.map(String::as_str).collect()
}

fn folders(dir: &Path) -> usize {
    let names = fs::read_dir(dir.join("drafts")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_str().unwrap().ends_with(".edit"))
        .count()
}

#[test]
fn the_text_lies_among_the_drafts_under_the_name_of_its_own() {
    let (_temp, dir) = store_of(1);
    let editing = begun(&dir, draft(7, "Ada"));
    let path = editing.path();
    let folder = dir.join(format!("drafts/{}-1.edit", Ulid::from(7u128)));
    assert_eq!(path, folder.join("note.txt"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "un\ndeux");
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
    // another one does not collide with it
    let other = begun(&dir, draft(7, "Ada"));
    assert_ne!(other.path(), path);
}

#[test]
fn what_an_editor_writes_in_its_own_ways_is_read() {
    let (_temp, dir) = store_of(1);
    for (bytes, expected) in [
        (&b"un\ndeux\n"[..], None),
        (b"\xef\xbb\xbfun\r\ndeux\r\n", None),
        (b"\xef\xbb\xbfun\r\ntrois\r\n", Some("un\ntrois")),
        (b"un\rtrois", Some("un\ntrois")),
        (b"", Some("")),
    ] {
        let mut editing = begun(&dir, draft(7, "Ada"));
        // aside, and renamed over it
        let aside = editing.path().with_extension("new");
        fs::write(&aside, bytes).unwrap();
        fs::rename(&aside, editing.path()).unwrap();
        fs::write(editing.path().with_extension("txt~"), "un").unwrap();
        let read = editing.read(false).unwrap();
        let read = read.map(|draft| draft.texts["note"].clone());
        assert_eq!(read.as_deref(), expected);
        editing.taken().unwrap();
        assert_eq!(folders(&dir), 0);
    }
    for (bytes, id) in [(&b"caf\xe9"[..], "not-text"), (b"\xff\xfea\0", "not-text")] {
        let mut editing = begun(&dir, draft(7, "Ada"));
        fs::write(editing.path(), bytes).unwrap();
        let left = editing.read(false).unwrap_err();
        assert_eq!((left.id(), &left.path), (id, &editing.path()));
    }
    // they stay, and are named each time
    for _ in 0..2 {
        let (drafts, left) = gather(&dir);
        assert_eq!((drafts.len(), left.len(), folders(&dir)), (0, 2, 2));
    }
}

#[test]
fn what_a_killed_desk_left_in_its_editor_becomes_a_draft_once() {
    let (_temp, dir) = store_of(1);
    let editing = begun(&dir, draft(7, "Ada"));
    fs::write(editing.path(), "un\ntrois\n").unwrap();
    let path = editing.path();
    drop(editing);
    assert_eq!(examine(&dir).unwrap().findings, [Finding::Edited(path)]);
    let (drafts, left) = gather(&dir);
    assert_eq!((text(&drafts), left), (vec!["un\ntrois"], vec![]));
    let whole = &drafts[0];
    assert_eq!((whole.id, whole.base), (Ulid::from(7u128), 4));
    assert_eq!(whole.texts["name"], "Éloïse\n\"x\"");
    assert_eq!(folders(&dir), 0);
    assert_eq!(gather(&dir).0, drafts);
    assert_eq!(list(&dir).0, drafts, "it is kept before the file goes");
}

#[test]
fn an_unchanged_text_leaves_nothing() {
    let (_temp, dir) = store_of(1);
    drop(begun(&dir, draft(7, "Ada")));
    assert_eq!(gather(&dir), (vec![], vec![]));
    assert_eq!(folders(&dir), 0);
    // emptied by a kill in the middle of writing
    let editing = begun(&dir, draft(7, "Ada"));
    fs::write(editing.path(), "").unwrap();
    drop(editing);
    assert_eq!(gather(&dir), (vec![], vec![]));
}

#[test]
fn the_text_goes_into_the_draft_that_is_there_unless_that_was_typed_on() {
    let (_temp, dir) = store_of(1);
    let mut typed = draft(7, "Ada");
    typed
        .texts
        .insert("note".to_string(), "un\ndeux".to_string());
    typed.texts.insert("city".to_string(), "Lyon".to_string());
    save(&dir, &typed).unwrap();
    let editing = begun(&dir, typed.clone());
    fs::write(editing.path(), "un\ntrois").unwrap();
    drop(editing);
    let drafts = gather(&dir).0;
    assert_eq!(text(&drafts), ["un\ntrois"]);
    assert_eq!(drafts[0].texts["city"], "Lyon");
    // a kill behind the keeping of the draft, and before the file goes
    let editing = begun(&dir, typed.clone());
    fs::write(editing.path(), "un\ntrois\n").unwrap();
    drop(editing);
    assert_eq!((gather(&dir).0, folders(&dir)), (drafts, 0));
    // a window of the editor, and typing on in the form meanwhile
    let editing = begun(&dir, typed.clone());
    fs::write(editing.path(), "un\nquatre").unwrap();
    drop(editing);
    typed.texts.insert("note".to_string(), "tapé".to_string());
    save(&dir, &typed).unwrap();
    let mut drafts = gather(&dir).0;
    drafts.sort_by_key(|draft| draft.texts["note"].clone());
    assert_eq!(text(&drafts), ["tapé", "un\nquatre"]);
    assert_ne!(drafts[0].id, drafts[1].id);
    assert_eq!(list(&dir).0.len(), 2);
}

#[test]
fn an_editor_that_outlives_its_desk_keeps_its_file() {
    let (_temp, dir) = store_of(1);
    let editing = begun(&dir, draft(7, "Ada"));
    fs::write(editing.path(), "premier").unwrap();
    // the descriptor that the editor has
    assert_eq!(text(&gather(&dir).0), ["premier"]);
    assert_eq!(folders(&dir), 1);
    guichet::store::drafts::remove(&dir, Ulid::from(7u128)).unwrap();
    assert_eq!(gather(&dir), (vec![], vec![]), "it is offered once");
    fs::write(editing.path(), "second").unwrap();
    drop(editing);
    assert_eq!(text(&gather(&dir).0), ["second"]);
    assert_eq!(folders(&dir), 0);
}

#[test]
fn what_killed_editors_write_beside_the_text_counts() {
    let (_temp, dir) = store_of(1);
    for beside in ["#note.txt#", "note.txt.save"] {
        let editing = begun(&dir, draft(7, "Ada"));
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(editing.path().with_file_name(beside), "gardé").unwrap();
        drop(editing);
        assert_eq!(text(&gather(&dir).0), ["gardé"], "{beside}");
        guichet::store::drafts::remove(&dir, Ulid::from(7u128)).unwrap();
    }
    // vim's can be read by vim alone
    let editing = begun(&dir, draft(7, "Ada"));
    fs::write(editing.path(), "écrit").unwrap();
    let swap = editing.path().with_file_name(".note.txt.swp");
    fs::write(&swap, "b0VIM").unwrap();
    drop(editing);
    for _ in 0..2 {
        let (drafts, left) = gather(&dir);
        assert_eq!(text(&drafts), ["écrit"]);
        assert_eq!((&left[0].path, &left[0].why), (&swap, &Unoffered::Unsaved));
        assert!(swap.exists());
    }
    fs::remove_file(swap).unwrap();
    assert_eq!((gather(&dir).1, folders(&dir)), (vec![], 0));
}

#[test]
fn what_can_not_be_attributed_is_named_and_stays() {
    let (_temp, dir) = store_of(1);
    let editing = begun(&dir, draft(7, "Ada"));
    fs::write(editing.path(), "perdu ?").unwrap();
    let of = editing.path().with_file_name("draft.json");
    fs::write(&of, "{}").unwrap();
    drop(editing);
    std::os::unix::fs::symlink("/", dir.join("drafts/x.edit")).unwrap();
    fs::write(dir.join("drafts/y.edit"), "").unwrap();
    let (drafts, left) = gather(&dir);
    assert_eq!((drafts.len(), left.len(), folders(&dir)), (0, 3, 3));
    let damages = examine(&dir).unwrap().findings;
    assert_eq!(damages.len(), 3, "{damages:?}");
}
