//! What is put aside: of what holds no entry a few are kept, and of everything is said how long it is and what it holds.

use super::*;
use guichet::store::doctor::examine;
use std::fs;

/// Cuts off a torn end of that text.
fn cut_off(dir: &Path, torn: &str) {
    let segment = segments(dir)[0].clone();
    let whole = fs::read(&segment).unwrap();
    fs::write(&segment, [whole.as_slice(), torn.as_bytes()].concat()).unwrap();
    drop(opened_saying(dir));
    assert_eq!(fs::read(&segment).unwrap(), whole);
}

fn cuts(dir: &Path) -> Vec<PathBuf> {
    let names = crate::program::names(&dir.join("wal")).into_iter();
    let cuts = names.filter(|name| name.contains(".cut-"));
    cuts.map(|name| dir.join("wal").join(name)).collect()
}

#[test]
fn of_torn_ends_the_last_few_are_kept_and_all_that_may_hold_an_entry() {
    let (_temp, dir) = store_of(2);
    let segment = segments(&dir)[0].clone();
    fs::copy(&segment, segment.with_extension("wal.cut-1")).unwrap();
    for number in 1..=40 {
        cut_off(&dir, &format!("half an entry {number}"));
    }
    let kept: Vec<Vec<u8>> = cuts(&dir)
        .iter()
        .map(|cut| fs::read(cut).unwrap())
        .collect();
    assert_eq!(kept.len(), 1 + 16);
    assert!(kept.contains(&fs::read(&segment).unwrap()));
    for number in 25..=40 {
        let torn = format!("half an entry {number}").into_bytes();
        assert!(kept.contains(&torn), "{number}");
    }
}

#[test]
fn the_doctor_says_what_was_put_aside_and_what_it_holds() {
    let (_temp, dir) = store_of(3);
    let beside = |ending: &str| dir.with_file_name(format!("store.{ending}"));
    // A repair's, with an entry more than the store has now, and one without.
    let (more, same) = (beside("damaged-1"), beside("damaged-2"));
    copy(&dir, &more);
    put(&mut opened(&more), 9, 0, "Ada");
    copy(&dir, &same);
    opened(&beside("replaced-1"));
    fs::create_dir(beside("damaged-old")).unwrap();
    copy(&dir.join("sled"), &dir.join("sled.damaged-1"));
    cut_off(&dir, "half an entry");
    let segment = segments(&dir)[0].clone();
    fs::copy(&segment, segment.with_extension("wal.cut-2")).unwrap();
    fs::write(dir.join("lock.replaced-1"), "").unwrap();
    // What a store taken back from its group leaves when it is cut short.
    copy(&dir.join("snapshots"), &dir.join("snapshots.shared-1"));
    let examined = examine(&dir).unwrap();
    assert_eq!(examined.findings, []);
    let above = dir.parent().unwrap();
    let said: Vec<(&str, &str)> = examined
        .asides
        .iter()
        .map(|aside| {
            let path = aside.path.strip_prefix(above).unwrap();
            (aside.id(), path.to_str().unwrap())
        })
        .collect();
    let expected = [
        ("aside-nothing", "store/wal/00000000000000000001.wal.cut-1"),
        ("aside-nothing", "store/wal/00000000000000000001.wal.cut-2"),
        ("aside-sled", "store/sled.damaged-1"),
        ("aside-entries", "store.damaged-1"),
        ("aside-nothing", "store.damaged-2"),
        ("aside-another", "store.replaced-1"),
        ("aside-unknown", "store/lock.replaced-1"),
        ("aside-unknown", "store/snapshots.shared-1"),
    ];
    assert_eq!(said, expected);
    let more = &examined.asides[3];
    assert!(more.bytes > 1_000);
    assert!(more.arguments().contains(&("count", "1".to_string())));
    // Nothing is changed by looking.
    assert_eq!(examine(&dir).unwrap().asides, examined.asides);
}
