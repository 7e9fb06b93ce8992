//! Drafts survive, one damaged file does not hide the others.

use super::*;
use guichet::store::drafts::{Draft, list, remove, save};

fn draft(number: u128, title: &str) -> Draft {
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

#[test]
fn a_draft_is_kept_replaced_and_removed() {
    let (_temp, dir) = store_of(1);
    assert_eq!(list(&dir).unwrap(), (vec![], vec![]));
    save(&dir, &draft(2, "Bea")).unwrap();
    save(&dir, &draft(1, "Ada")).unwrap();
    save(&dir, &draft(2, "Bea again")).unwrap();
    let kept = vec![draft(1, "Ada"), draft(2, "Bea again")];
    assert_eq!(list(&dir).unwrap(), (kept, vec![]));
    remove(&dir, Ulid::from(1u128)).unwrap();
    remove(&dir, Ulid::from(1u128)).unwrap();
    assert_eq!(list(&dir).unwrap().0, [draft(2, "Bea again")]);
}

#[test]
fn a_damaged_draft_is_named_and_the_others_are_there() {
    let (_temp, dir) = store_of(1);
    save(&dir, &draft(1, "Ada")).unwrap();
    let damaged = dir.join("drafts/0.json");
    std::fs::write(&damaged, "{\"id\":").unwrap();
    std::fs::write(dir.join("drafts/x.json.part"), "").unwrap();
    assert_eq!(list(&dir).unwrap(), (vec![draft(1, "Ada")], vec![damaged]));
}
