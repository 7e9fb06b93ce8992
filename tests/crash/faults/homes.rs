//! The homes in which runs begin.

use guichet::store::drafts::{self, Draft};

use super::STORE;
use crate::program::{Surroundings, THREE};
use crate::store::copy;

pub fn empty() -> Surroundings {
    let here = Surroundings::new();
    here.write("three.csv", THREE);
    here.write("one.csv", "acronym;name;city\nDELTA;Institut Delta;Metz\n");
    here.write(
        "next.csv",
        "acronym;name;city\nNEXT;Institut Suivant;Dijon\n",
    );
    let rows: String = (0..1_100)
        .map(|row| format!("M{row};Membre {row};Lyon\n"))
        .collect();
    here.write("many.csv", &format!("acronym;name;city\n{rows}"));
    here
}

pub fn done(here: Surroundings, arguments: &[&str]) -> Surroundings {
    let ended = here.run(arguments);
    assert_eq!(ended.code, 0, "{ended:?}");
    here
}

/// A store of two entries.
pub fn kept() -> Surroundings {
    let here = done(empty(), &["import", "adherent", "three.csv"]);
    here.write("two.csv", "acronym;name;city\nBETA;École Bêta;Rennes\n");
    done(here, &["import", "adherent", "two.csv"])
}

pub fn without_sled() -> Surroundings {
    let here = kept();
    std::fs::remove_dir_all(here.path(STORE).join("sled")).unwrap();
    here
}

pub fn backed_up() -> Surroundings {
    let here = done(kept(), &["backup", "old.guichet"]);
    done(here, &["import", "adherent", "one.csv"])
}

pub fn only_backed_up() -> Surroundings {
    let here = backed_up();
    std::fs::remove_dir_all(here.path(STORE)).unwrap();
    here
}

/// A store whose last entry is torn, and whose sled is gone.
pub fn torn() -> Surroundings {
    let here = without_sled();
    let segment = here.path(STORE).join(format!("wal/{:020}.wal", 1));
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes.extend_from_slice(&[7; 40]);
    std::fs::write(segment, bytes).unwrap();
    here
}

/// Another home, alike.
pub fn twin(here: &Surroundings) -> Surroundings {
    let twin = Surroundings::new();
    copy(&here.path(""), &twin.path(""));
    twin
}

/// A store with everything in it: entries, a snapshot, a draft.
pub fn full() -> Surroundings {
    let here = done(kept(), &["import", "adherent", "many.csv"]);
    let draft = Draft {
        title: "Brouillon".to_string(),
        ..Draft::default()
    };
    drafts::save(&here.path(STORE), &draft).unwrap();
    here
}
