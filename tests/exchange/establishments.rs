//! Where the adherents of the throw-away store are.

use guichet::catalog::Catalog;
use guichet::model::kinds::organisation;
use guichet::model::{Author, Kind, Lang};
use guichet::runtime::demo::{import_establishments, import_report};
use guichet::store::Store;
use ulid::Ulid;

#[test]
fn the_ministry_says_where_adherents_are_and_renames_none() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(&folder.path().join("store")).unwrap();
    let (mut catalog, marie) = (Catalog::new(Lang::Fr), Author::called("marie"));
    let mut id = Ulid::generate;
    import_report(&mut store, &mut catalog, &marie, 0, &mut id).unwrap();
    let names = |catalog: &Catalog| -> Vec<String> {
        let records = catalog.records(Kind::Organisation);
        let names = records.filter_map(|record| record.text(&organisation::NAME));
        names.map(str::to_string).collect()
    };
    let before = names(&catalog);
    let entry = store.head().sequence;
    import_establishments(&mut store, &mut catalog, &marie, 0, &mut id).unwrap();
    assert_eq!(names(&catalog), before);
    assert_eq!(store.head().sequence, entry + 1);
    let placed = |field| {
        let records = catalog.collection(organisation::ADHERENTS);
        records
            .filter(|record| record.text(field).is_some())
            .count()
    };
    assert_eq!(placed(&organisation::CITY), 117);
    assert_eq!(placed(&organisation::REGION), 117);
    assert_eq!(catalog.count(organisation::ADHERENTS), 174);
    // Again it says nothing new.
    import_establishments(&mut store, &mut catalog, &marie, 0, &mut id).unwrap();
    assert_eq!(store.head().sequence, entry + 1);
}
