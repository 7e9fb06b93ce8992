//! Drafts survive, and whatever else lies among them hides none.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use super::damage::{flip, length};
use super::*;
use guichet::store::drafts::{Draft, list, remove, save};
use guichet::store::left::{Left, Unoffered};

pub fn draft(number: u128, title: &str) -> Draft {
    Draft {
        id: Ulid::from(number),
        kind: "person".to_string(),
        record: Some(person(number).to_string()),
        base: 4,
        at: 1_700_000_000_000,
        title: title.to_string(),
        texts: BTreeMap::from([("name".to_string(), "Éloïse\n\"x\"".to_string())]),
        quick: true,
    }
}

fn file(dir: &Path, number: u128) -> PathBuf {
    dir.join(format!("drafts/{}.json", Ulid::from(number)))
}

#[test]
fn a_draft_is_kept_replaced_and_removed() {
    let (_temp, dir) = store_of(1);
    assert_eq!(list(&dir), (vec![], vec![]));
    save(&dir, &draft(2, "Bea")).unwrap();
    save(&dir, &draft(1, "Ada")).unwrap();
    save(&dir, &draft(2, "Bea again")).unwrap();
    let kept = vec![draft(1, "Ada"), draft(2, "Bea again")];
    assert_eq!(list(&dir), (kept, vec![]));
    remove(&dir, Ulid::from(1u128)).unwrap();
    remove(&dir, Ulid::from(1u128)).unwrap();
    assert_eq!(list(&dir).0, [draft(2, "Bea again")]);
}

#[test]
fn a_draft_without_a_number_is_read_as_it_was_written() {
    let (_temp, dir) = store_of(1);
    let old = serde_json::to_vec_pretty(&draft(1, "Ada")).unwrap();
    fs::write(file(&dir, 1), old).unwrap();
    assert_eq!(list(&dir), (vec![draft(1, "Ada")], vec![]));
    save(&dir, &draft(1, "Ada again")).unwrap();
    assert_eq!(list(&dir).0, [draft(1, "Ada again")]);
}

#[test]
fn no_flipped_bit_of_a_draft_gives_another_text() {
    let (_temp, dir) = store_of(1);
    save(&dir, &draft(1, "Ada")).unwrap();
    let path = file(&dir, 1);
    for at in 0..length(&path) {
        flip(&path, at);
        let (drafts, left) = list(&dir);
        assert_eq!(drafts.len() + left.len(), 1, "byte {at}");
        assert!(
            drafts.is_empty() || drafts == [draft(1, "Ada")],
            "byte {at}"
        );
        flip(&path, at);
    }
}

#[test]
fn whatever_lies_among_drafts_is_named_kept_and_hides_none() {
    let (_temp, dir) = store_of(1);
    save(&dir, &draft(1, "Ada")).unwrap();
    save(&dir, &draft(9, "Zoé")).unwrap();
    let other = |name: &str| dir.join("drafts").join(name);
    fs::write(other("0.json"), "{\"id\":").unwrap();
    fs::create_dir(file(&dir, 2)).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(file(&dir, 3))
        .status();
    assert!(made.unwrap().success());
    symlink("/dev/zero", file(&dir, 4)).unwrap();
    let huge = fs::File::create(file(&dir, 5)).unwrap();
    huge.set_len(1 << 40).unwrap();
    let text = fs::read_to_string(file(&dir, 1)).unwrap();
    fs::write(file(&dir, 6), text.replace("256", "512")).unwrap();
    fs::copy(file(&dir, 1), file(&dir, 7)).unwrap();
    fs::write(file(&dir, 8), "[".repeat(100_000)).unwrap();
    fs::write(other("x.json.part"), "").unwrap();
    let begun = Instant::now();
    let (drafts, left) = list(&dir);
    assert_eq!(drafts, [draft(1, "Ada"), draft(9, "Zoé")]);
    let named: Vec<(&Path, &str)> = left.iter().map(|l| (l.path.as_path(), l.id())).collect();
    let all = [
        (other("0.json"), "damaged"),
        (file(&dir, 2), "unread"),
        (file(&dir, 3), "unread"),
        (file(&dir, 4), "unread"),
        (file(&dir, 5), "unread"),
        (file(&dir, 6), "newer"),
        (file(&dir, 7), "misnamed"),
        (file(&dir, 8), "damaged"),
    ];
    let mut all: Vec<(&Path, &str)> = all.iter().map(|(path, id)| (path.as_path(), *id)).collect();
    all.sort_unstable();
    let mut named = named;
    named.sort_unstable();
    assert_eq!(named, all);
    assert!(begun.elapsed() < Duration::from_secs(5), "nobody hangs");
    assert!(all.iter().all(|(path, _)| path.symlink_metadata().is_ok()));
    // and a folder that is none
    fs::rename(dir.join("drafts"), dir.join("away")).unwrap();
    fs::write(dir.join("drafts"), "").unwrap();
    let (drafts, left) = list(&dir);
    assert!(drafts.is_empty());
    assert!(
        matches!(
            &left[..],
            [Left {
                why: Unoffered::Unread(_),
                ..
            }]
        ),
        "{left:?}"
    );
}
