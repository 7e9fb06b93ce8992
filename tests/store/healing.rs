//! What is damaged put right in opening, for whoever asks: further lines of the table in `src/store/opening.rs`.

use std::fs;

use guichet::store::{Finding, Why};

use super::damage::flip;
use super::opening::rebuilt;
use super::*;

#[test]
fn something_else_in_the_place_of_a_segment_is_named() {
    let (_temp, dir, held) = super::packing::packed();
    let all = segments(&dir);
    // One in the middle, and the last one.
    for (at, kind) in [(1, "folder"), (all.len() - 1, "pipe")] {
        let hurt = dir.with_extension(kind);
        copy(&dir, &hurt);
        let path = hurt.join("wal").join(all[at].file_name().unwrap());
        fs::remove_file(&path).unwrap();
        match kind {
            "folder" => fs::create_dir(&path).unwrap(),
            _ => assert!(
                std::process::Command::new("mkfifo")
                    .arg(&path)
                    .status()
                    .unwrap()
                    .success()
            ),
        }
        let (mut store, notices) = opened_saying(&hurt);
        let named =
            |notice: &Notice| matches!(notice, Notice::Unread(unread) if unread.path == path);
        // One that a snapshot covers is not looked at in opening.
        let told = notices.iter().any(named);
        assert_eq!(told, kind == "pipe", "{notices:?}");
        let found = guichet::store::doctor::examine(&hurt).unwrap().findings;
        let named =
            |finding: &Finding| matches!(finding, Finding::Unread(unread) if unread.path == path);
        assert!(found.iter().any(named), "{kind}: {found:?}");
        assert_eq!(records(&store), held, "{kind}");
        put(&mut store, 99, 0, "Bea");
        let after = records(&store);
        store.close().unwrap();
        assert_eq!(records_read(&Reader::open(&hurt).unwrap()), after, "{kind}");
        assert_eq!(records(&opened(&hurt)), after, "{kind}");
    }
}

#[test]
fn a_hole_that_sled_covers_costs_readers_nothing() {
    let (_temp, dir) = store_of(5);
    let before = records(&opened(&dir));
    let segment = segments(&dir)[0].clone();
    flip(&segment, 40);
    assert!(Reader::open(&dir).unwrap().loading().is_err());
    let (store, notices) = opened_saying(&dir);
    let hole = Notice::Hole {
        first: 1,
        last: 1,
        kept: true,
    };
    assert_eq!(notices, [hole]);
    assert_eq!(records(&store), before);
    assert_eq!(records_read(&Reader::open(&dir).unwrap()), before);
    drop(store);
    assert_eq!(opened_saying(&dir).1, []);
}

#[test]
fn a_sled_put_aside_gives_what_is_lost() {
    let (_temp, dir) = store_of(5);
    let before = records(&opened(&dir));
    fs::rename(dir.join("sled"), dir.join("sled.damaged-1")).unwrap();
    flip(&segments(&dir)[0], 40);
    let (store, notices) = opened_saying(&dir);
    assert_eq!(rebuilt(&notices), Some(&Why::Missing));
    assert_eq!(records(&store), before);
    assert!(dir.join("sled.damaged-1").is_dir());
}

/// A store of five whose third entry is lost in the journal, and known to nothing else in it.
fn lacking() -> (tempfile::TempDir, PathBuf, PathBuf, Records) {
    let (temp, dir) = store_of(5);
    let before = records(&opened(&dir));
    let whole = dir.with_extension("whole");
    copy(&dir, &whole);
    let segment = &segments(&dir)[0];
    let bytes = fs::read(segment).unwrap();
    let third = bytes
        .windows(8)
        .position(|some| some == b"Person 3")
        .unwrap();
    flip(segment, third as u64);
    fs::remove_dir_all(dir.join("sled")).unwrap();
    (temp, dir, whole, before)
}

#[test]
fn what_was_put_aside_of_the_journal_gives_what_is_missing() {
    for aside in ["a segment", "a store", "another store"] {
        let (_temp, dir, whole, before) = lacking();
        let segment = segments(&whole)[0].clone();
        let name = segment.file_name().unwrap().to_str().unwrap().to_string();
        let kept = dir.with_file_name(format!(
            "{}.damaged-1",
            dir.file_name().unwrap().to_str().unwrap()
        ));
        match aside {
            "a segment" => {
                fs::copy(&segment, dir.join("wal").join(format!("{name}.cut-1"))).unwrap();
            }
            _ => copy(&whole, &kept),
        }
        if aside == "another store" {
            // One with another journal.
            fs::remove_file(kept.join("guichet")).unwrap();
            drop(opened(&kept));
        }
        let hurt = dir.with_extension("hurt");
        copy(&dir, &hurt);
        let is_whole = aside != "another store";
        assert_eq!(records(&opened(&dir)) == before, is_whole, "{aside}");
        if aside == "a segment" {
            // A repair gives the history back as well.
            guichet::store::repair::repair(&hurt).unwrap();
            let store = opened(&hurt);
            assert_eq!(records(&store), before);
            assert_eq!(store.history(person(3)).unwrap().len(), 1);
            drop(store);
            let found = guichet::store::doctor::examine(&hurt).unwrap().findings;
            assert_eq!(found, []);
        }
    }
}

#[test]
fn something_else_in_the_place_of_sled_is_put_aside() {
    for kind in ["file", "link", "pipe within"] {
        let (_temp, dir) = store_of(3);
        let before = records(&opened(&dir));
        let sled = dir.join("sled");
        let pipe = |path: &Path| {
            let made = std::process::Command::new("mkfifo").arg(path).status();
            assert!(made.unwrap().success());
        };
        match kind {
            "file" => {
                fs::remove_dir_all(&sled).unwrap();
                fs::write(&sled, "no folder").unwrap();
            }
            "link" => {
                fs::rename(&sled, dir.join("elsewhere")).unwrap();
                std::os::unix::fs::symlink(dir.join("elsewhere"), &sled).unwrap();
            }
            _ => {
                fs::remove_file(sled.join("conf")).unwrap();
                pipe(&sled.join("conf"));
            }
        }
        let (store, notices) = opened_saying(&dir);
        assert!(rebuilt(&notices).is_some(), "{kind}: {notices:?}");
        assert_eq!(records(&store), before, "{kind}");
        assert!(
            fs::symlink_metadata(dir.join("sled.damaged-1")).is_ok(),
            "{kind}"
        );
    }
}

#[test]
fn below_the_witness_is_said() {
    let (temp, dir) = store_of(3);
    let old = temp.path().join("old");
    copy(&dir, &old);
    let mut store = opened(&dir);
    put(&mut store, 4, 0, "Ida");
    store.close().unwrap();
    fs::copy(dir.join("head"), old.join("head")).unwrap();
    let (_, notices) = opened_saying(&old);
    let below = Notice::Below {
        found: 3,
        records: 3,
        witnessed: 4,
        there_were: 4,
    };
    assert_eq!(notices, [below]);
}

#[test]
fn what_is_cut_and_not_blank_is_kept() {
    for tail in [&b"half an entry"[..], &[0; 400]] {
        let (_temp, dir) = store_of(2);
        let segment = segments(&dir)[0].clone();
        let whole = fs::read(&segment).unwrap();
        fs::write(&segment, [whole.as_slice(), tail].concat()).unwrap();
        let (_store, notices) = opened_saying(&dir);
        let bytes = tail.len() as u64;
        assert_eq!(notices, [Notice::TornTail { bytes }]);
        let kept = fs::read(segment.with_extension("wal.cut-1")).ok();
        assert_eq!(kept.as_deref(), (tail[0] != 0).then_some(tail));
    }
}

#[test]
fn of_many_blanks_that_are_cut_hardly_any_are_kept() {
    const BLANKS: u64 = 96 << 20;
    let (_temp, dir) = store_of(2);
    let segment = segments(&dir)[0].clone();
    let whole = fs::read(&segment).unwrap();
    fs::write(&segment, [whole.as_slice(), b"half"].concat()).unwrap();
    let file = fs::File::options().write(true).open(&segment).unwrap();
    file.set_len(whole.len() as u64 + BLANKS).unwrap();
    let (_store, notices) = opened_saying(&dir);
    assert_eq!(notices, [Notice::TornTail { bytes: BLANKS }]);
    let kept = fs::read(segment.with_extension("wal.cut-1")).unwrap();
    assert!(kept.starts_with(b"half") && kept.len() < 2 << 20);
    assert_eq!(fs::read(&segment).unwrap(), whole);
}
