//! What is remembered of imports lies with the account, for its owner alone.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use guichet::desk::message::Unkept;
use guichet::exchange::mapping::Mapping;
use guichet::model::Kind;
use guichet::runtime::mappings::Memory;
use guichet::runtime::surroundings::Surroundings;

fn mapping(headers: &[&str]) -> Mapping {
    let columns = headers.iter().map(|header| {
        format!("[[column]]\nheader = \"{header}\"\nto = [\"note\"]\nsamples = [\"secret\"]\n")
    });
    Mapping::read(Kind::Person, &columns.collect::<String>()).unwrap()
}

#[test]
fn a_mapping_is_kept_for_its_owner_alone_without_values_and_is_one_name_for_its_headers() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().to_str().unwrap();
    let surroundings = Surroundings::made_up(&[("XDG_CONFIG_HOME", home), ("HOME", home)]);
    let memory = Memory::of(&surroundings, None);
    let kept = memory.keep(Kind::Person, "Odoo", &mapping(&["Nom", "Repère"]));
    let path = kept.unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("secret"), "{text}");
    // It is a file as `--map` reads and writes it.
    assert!(Mapping::read(Kind::Person, &text).is_ok());
    assert_eq!(memory.mappings(), [("Odoo".to_string(), text)]);
    let again = memory.keep(Kind::Person, "Odoo", &mapping(&["Repère", "Nom"]));
    assert_eq!(again.unwrap(), path);
    let other = memory.keep(Kind::Person, "Odoo", &mapping(&["Nom"]));
    assert_eq!(other, Err(Unkept::Taken));
    memory.drop("Odoo").unwrap();
    memory.drop("Odoo").unwrap();
    assert!(memory.mappings().is_empty());
}
