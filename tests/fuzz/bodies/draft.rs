//! Drafts of any bytes, two of them: `[first][second]`.

use guichet::store::drafts;
use ulid::Ulid;

use super::piece;

/// Lists them; what was read is kept again as it is.
pub fn run(mut bytes: &[u8]) {
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("store");
    let folder = dir.join("drafts");
    std::fs::create_dir_all(&folder).unwrap();
    for number in [1u128, 2] {
        let name = format!("{}.json", Ulid::from(number));
        std::fs::write(folder.join(name), piece(&mut bytes)).unwrap();
    }
    let (found, damaged) = drafts::list(&dir);
    assert_eq!(found.len() + damaged.len(), 2);
    for draft in &found {
        drafts::save(&dir, draft).unwrap();
        let (again, _) = drafts::list(&dir);
        assert!(again.contains(draft), "{draft:?}");
    }
}
