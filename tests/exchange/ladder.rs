//! Whom a row is about: ids, codes, natural keys, likeness; and what is said where less than an identifier decides.

use guichet::exchange::import::{Plan, Verdict};
use guichet::model::{Kind, Record};

use super::memory::{Memory, text};

fn doubts(plan: &Plan) -> Vec<(u64, &'static str)> {
    plan.doubts.iter().map(|d| (d.line, d.kind.id())).collect()
}

fn texts(memory: &Memory, kind: Kind, key: &str) -> Vec<String> {
    let mut all: Vec<String> = memory
        .of(kind)
        .iter()
        .map(|record| text(memory, record, key))
        .collect();
    all.sort();
    all
}

fn candidates<'a>(memory: &'a Memory, plan: &Plan, line: u64) -> Vec<&'a Record> {
    let open = plan.open.get(&line).into_iter().flatten();
    open.flat_map(|open| &open.candidates)
        .filter_map(|candidate| memory.records.get(&candidate.record))
        .collect()
}

/// Loads the files one after the other, each of that kind; gives the last plan.
fn loaded(files: &[(&str, &str)]) -> (Memory, Plan) {
    let mut memory = Memory::default();
    let mut last = None;
    for (kind, file) in files {
        last = Some(memory.load(kind, "f.csv", file.as_bytes()));
    }
    (memory, last.unwrap())
}

#[test]
fn who_shares_a_mailbox_is_not_who_reads_it_first() {
    let (mut memory, plan) = loaded(&[
        (
            "person",
            "first_name,name,email\nJean,Martin,contact@univ-a.fr\n",
        ),
        ("person", "name,email\nDurand,contact@univ-a.fr\n"),
    ]);
    assert_eq!(plan.counts.made, 1);
    assert_eq!(doubts(&plan), [(2, "shared-email")]);
    assert_eq!(plan.doubts[0].kind.what(), "contact@univ-a.fr");
    assert_eq!(
        text(&memory, candidates(&memory, &plan, 2)[0], "name"),
        "Martin"
    );
    assert_eq!(texts(&memory, Kind::Person, "name"), ["Durand", "Martin"]);
    assert_eq!(texts(&memory, Kind::Person, "first_name"), ["", "Jean"]);
    // Somebody of her own name at her own address is her, in whatever case; another first name is another one.
    for (row, made) in [
        ("jean,MARTIN,Contact@exemple.fr", 0),
        ("J.,Martin,jean.martin@exemple.fr", 1),
        ("Paul,Martin,contact@exemple.fr", 1),
        (",Martin,contact@exemple.fr", 1),
    ] {
        let file = format!("first_name,name,email\n{row}\n");
        let plan = memory.import("person", "f.csv", file.as_bytes());
        assert_eq!(plan.counts.made, made, "{row}");
    }
}

#[test]
fn a_name_at_an_address_of_ones_own_is_one() {
    let (memory, plan) = loaded(&[
        (
            "person",
            "first_name,name,email\nLéa,Petit,lea.petit@a.fr\n",
        ),
        (
            "person",
            "first_name,name,email,city\nLEA,PETIT,Lea.Petit@a.fr,Metz\n,Petit,lea.petit@a.fr,Metz\n",
        ),
    ]);
    assert_eq!(
        (plan.counts.made, plan.counts.updated, plan.counts.same),
        (0, 1, 1)
    );
    assert_eq!(doubts(&plan), []);
    let lea = memory.only(Kind::Person, "name", "Petit");
    assert_eq!(text(&memory, lea, "first_name"), "Léa");
    // Another family name at the address is another person, and said.
    let mut memory = memory;
    let plan = memory.import(
        "person",
        "f.csv",
        "first_name,name,email\nLéa,Grand,lea.petit@a.fr\n".as_bytes(),
    );
    assert_eq!(
        (plan.counts.made, doubts(&plan)),
        (1, vec![(2, "shared-email")])
    );
}

#[test]
fn two_of_one_name_in_one_file_are_two_and_stay_so() {
    let file = "first_name;name;city\nAlain;Bernard;Metz\nAlain;Bernard;Nice\n";
    let (mut memory, plan) = loaded(&[("person", file)]);
    assert_eq!(
        (plan.counts.made, doubts(&plan)),
        (2, vec![(3, "namesake")])
    );
    let again = memory.import("person", "f.csv", file.as_bytes());
    assert_eq!((again.counts.same, again.commit.edits.len()), (2, 0));
    // Nothing but the name says which: a person has to.
    let plan = memory.import(
        "person",
        "f.csv",
        b"first_name;name;phone\nAlain;Bernard;0145454545\n",
    );
    assert_eq!(
        (plan.counts.doubtful, candidates(&memory, &plan, 2).len()),
        (1, 2)
    );
}

#[test]
fn a_name_alone_is_said_to_be_one() {
    let (mut memory, _) = loaded(&[("person", "first_name,name,city\nAnna,Weiss,Colmar\n")]);
    let plan = memory.import(
        "person",
        "f.csv",
        b"first_name,name,phone\nAnna,Weiss,0389000000\n",
    );
    assert_eq!(
        (plan.counts.updated, doubts(&plan)),
        (1, vec![(2, "name-only")])
    );
    // A town in common is more than the name.
    let plan = memory.import(
        "person",
        "f.csv",
        b"first_name,name,city,phone\nAnna,Weiss,colmar,0389000000\n",
    );
    assert_eq!((plan.counts.updated, doubts(&plan)), (1, vec![]));
    let plan = memory.import(
        "person",
        "f.csv",
        b"first_name,name,city\nAnna,Weiss,Brest\n",
    );
    assert_eq!(
        (plan.counts.made, doubts(&plan)),
        (1, vec![(2, "namesake")])
    );
}

#[test]
fn two_codes_are_two_bodies_and_one_code_is_one() {
    let (mut memory, plan) = loaded(&[(
        "organisation",
        "name;uai;city\nCollège privé Saint Joseph;0350017D;Bruz\nCollège privé Saint Joseph;0350103X;Redon\n",
    )]);
    assert_eq!((plan.counts.made, doubts(&plan)), (2, vec![]));
    // The code decides, whatever the name: the old one is kept.
    let file = "name;uai\nCollège Simone Veil;0350103x\n";
    let plan = memory.load("organisation", "f.csv", file.as_bytes());
    assert_eq!(
        (plan.counts.updated, doubts(&plan)),
        (1, vec![(2, "renamed")])
    );
    let renamed = memory.only(Kind::Organisation, "name", "Collège Simone Veil");
    assert_eq!(
        text(&memory, renamed, "former_names"),
        "Collège privé Saint Joseph"
    );
    assert_eq!(text(&memory, renamed, "city"), "Redon");
    let again = memory.import("organisation", "f.csv", file.as_bytes());
    assert_eq!((again.counts.same, doubts(&again)), (1, vec![]));
    // One that has none is neither: which of two of one name has to be said.
    let plan = memory.import(
        "organisation",
        "f.csv",
        "name;uai\nCollège privé Saint Joseph;0350028R\n".as_bytes(),
    );
    assert_eq!((plan.counts.made, doubts(&plan)), (1, vec![]));
}

#[test]
fn two_names_of_one_siret_in_one_file_are_two_and_said() {
    let file = "name;siret;city\nMaison A;13002059700014;Lyon\nMaison B;130 020 597 00014;Metz\n";
    let (mut memory, plan) = loaded(&[("organisation", file)]);
    assert_eq!(
        (plan.counts.made, doubts(&plan)),
        (2, vec![(3, "shared-code")])
    );
    assert_eq!(
        text(&memory, candidates(&memory, &plan, 3)[0], "name"),
        "Maison A"
    );
    let again = memory.import("organisation", "f.csv", file.as_bytes());
    assert_eq!(again.counts.same, 2);
}

#[test]
fn a_siren_is_that_of_its_sirets() {
    let (mut memory, _) = loaded(&[(
        "organisation",
        "name;siret\nUniversité d’Essai;13002059700014\n",
    )]);
    let of = |memory: &mut Memory, row: &str| {
        let file = format!("name;siren;city\n{row}\n");
        let plan = memory.import("organisation", "f.csv", file.as_bytes());
        (
            plan.counts.updated,
            plan.counts.made,
            doubts(&plan).first().map(|d| d.1),
        )
    };
    assert_eq!(
        of(&mut memory, "Université d'essai;130020597;Metz"),
        (1, 0, None)
    );
    assert_eq!(
        of(&mut memory, "Autre maison;130020597;Metz"),
        (0, 1, Some("shared-code"))
    );
    assert_eq!(
        of(&mut memory, "Université d'essai;130020598;Metz").2,
        Some("left-out")
    );
}

#[test]
fn a_sigle_that_two_share_does_not_fuse_them() {
    for file in [
        "name,acronym,city\nInstitut d’études politiques de Lyon,IEP,Lyon\nInstitut d’études politiques de Lille,IEP,Lille\n",
        "name,acronym\nÉcole de commerce de Brest,EC\nÉcole de commerce de Brech,EC\n",
        "name\nIAE Lyon\nIAE de Lyon – fondation\n",
        "name\nUniversité de Lyon\nUniversité Lumière Lyon 2\n",
        "name\nUniversité Paris 1\nUniversité Paris 10\n",
    ] {
        let (mut memory, plan) = loaded(&[("organisation", file)]);
        assert_eq!(plan.counts.made, 2, "{file}");
        let again = memory.import("organisation", "f.csv", file.as_bytes());
        assert_eq!((again.counts.same, doubts(&again)), (2, vec![]), "{file}");
    }
}

#[test]
fn a_name_in_other_words_is_found_and_the_old_one_kept() {
    for (old, sigle, new) in [
        ("Université de Nantes", "", "Nantes Université"),
        (
            "Institut national polytechnique de Toulouse",
            "INPT",
            "Toulouse INP",
        ),
        (
            "Université Jean Monnet - Saint Étienne",
            "UJM",
            "Université Jean Monnet",
        ),
        ("Panthéon Assas", "", "Université Paris-Panthéon-Assas"),
        (
            "Institut d’études politiques de Lyon",
            "Sciences Po Lyon",
            "Sciences Po Lyon",
        ),
    ] {
        let first = format!("name,acronym\n{old},{sigle}\n");
        let acronym = if new == sigle { "" } else { sigle };
        let second = format!("name,acronym,city\n{new},{acronym},Ici\n");
        let (mut memory, plan) = loaded(&[("organisation", &first), ("organisation", &second)]);
        assert_eq!((plan.counts.updated, plan.counts.made), (1, 0), "{new}");
        let there = memory.of(Kind::Organisation)[0].clone();
        assert_eq!(text(&memory, &there, "name"), new);
        assert_eq!(text(&memory, &there, "former_names"), old);
        let again = memory.import("organisation", "f.csv", second.as_bytes());
        assert_eq!((again.counts.same, doubts(&again)), (1, vec![]), "{new}");
        // The old file does not take the new name away.
        let again = memory.import("organisation", "f.csv", first.as_bytes());
        assert_eq!((again.counts.same, again.counts.made), (1, 0), "{new}");
    }
}

#[test]
fn an_id_makes_its_record_and_is_never_one_of_another_name() {
    let two =
        "id,name\n01KE0000000000000000000001,Initiation\n01KE0000000000000000000002,Initiation\n";
    let (mut memory, plan) = loaded(&[("module", two)]);
    assert_eq!((plan.counts.made, doubts(&plan)), (2, vec![]));
    let again = memory.import("module", "f.csv", two.as_bytes());
    assert_eq!(again.counts.same, 2);
    let third = "id,name\n01KE0000000000000000000003,Initiation\n";
    let plan = memory.import("module", "f.csv", third.as_bytes());
    assert_eq!(
        (plan.counts.made, doubts(&plan)),
        (1, vec![(2, "namesake")])
    );
}

#[test]
fn an_id_twice_in_a_file_waits_for_a_person() {
    let file = "id,name,price\n01KE0000000000000000000001,Initiation,10\n01KE0000000000000000000001,Avancé,20\n\
        01KE0000000000000000000001,Initiation,\n";
    let (mut memory, plan) = loaded(&[("module", file)]);
    assert_eq!(
        (plan.counts.made, plan.counts.doubtful, plan.counts.same),
        (1, 1, 1)
    );
    assert_eq!(doubts(&plan), [(3, "same-id")]);
    assert_eq!(plan.rows[1].verdict, Verdict::Doubtful);
    assert_eq!(candidates(&memory, &plan, 3).len(), 1);
    assert_eq!(
        text(&memory, memory.of(Kind::Module)[0], "name"),
        "Initiation"
    );
    let plan = memory.import("module", "f.csv", file.as_bytes());
    assert_eq!((plan.counts.doubtful, plan.counts.same), (1, 2));
}

#[test]
fn what_lies_in_the_trash_is_not_brought_back_unsaid() {
    let (mut memory, _) = loaded(&[("module", "id,name\n01KE0000000000000000000001,Initiation\n")]);
    for record in memory.records.values_mut() {
        record.trashed = true;
    }
    let plan = memory.import(
        "module",
        "f.csv",
        b"id,name,price\n01KE0000000000000000000001,Initiation,20\n",
    );
    assert_eq!((plan.counts.doubtful, plan.commit.edits.len()), (1, 0));
    assert_eq!(doubts(&plan), [(2, "in-trash")]);
    assert_eq!(candidates(&memory, &plan, 2).len(), 1);
}

#[test]
fn ids_of_another_system_tell_rows_apart() {
    let file = "id;name;half_days\n165785;Initiation;1\n165786;Initiation;2\n165785;Initiation;1\n";
    let (memory, plan) = loaded(&[("module", file)]);
    assert_eq!((plan.counts.made, plan.counts.same), (2, 1));
    assert_eq!(texts(&memory, Kind::Module, "half_days"), ["1", "2"]);
}

#[test]
fn two_rows_that_differ_do_not_land_on_one_record_unsaid() {
    let file = "name,half_days,price\nInitiation,1,100\nInitiation,2,200\nInitiation,1,\n";
    let (mut memory, plan) = loaded(&[("module", file)]);
    assert_eq!((plan.counts.made, plan.counts.same), (2, 1));
    assert_eq!(doubts(&plan), [(3, "unlike")]);
    let again = memory.import("module", "f.csv", file.as_bytes());
    assert_eq!((again.counts.same, again.commit.edits.len()), (3, 0));
}

#[test]
fn a_date_that_is_blank_agrees_with_none() {
    let (mut memory, _) = loaded(&[("event", "type,name,date\nclub_u,Paie,2026-03-05\n")]);
    let plan = memory.import("event", "f.csv", b"type,name,capacity\nclub_u,Paie,20\n");
    assert_eq!(
        (plan.counts.updated, doubts(&plan)),
        (1, vec![(2, "name-only")])
    );
    let plan = memory.import(
        "event",
        "f.csv",
        b"type,name,date\nclub_u,Paie,2026-03-06\n",
    );
    assert_eq!((plan.counts.made, doubts(&plan)), (1, vec![]));
}

/// The ministry's table of establishments, where it lies beside the repository.
fn ministry() -> Option<Vec<u8>> {
    let path = "../shared/data/esr/principaux-etablissements-2023-06.csv";
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

#[test]
fn the_ministrys_table_finds_the_adherents_and_keeps_their_old_names() {
    let Some(file) = ministry() else {
        return;
    };
    let mut memory = Memory::default();
    for report in guichet::exchange::report::files() {
        memory.load(report.collection.key(), report.name, report.text.as_bytes());
    }
    let before: Vec<Record> = memory.of(Kind::Organisation).into_iter().cloned().collect();
    let plan = memory.load("organisation", "esr.csv", &file);
    // 122 stand in both; the row without a name is refused.
    assert!(plan.counts.updated >= 116, "{:?}", plan.counts);
    assert_eq!(plan.refused.len(), 1);
    for old in &before {
        let now = &memory.records[&old.reference()];
        let (was, is) = (text(&memory, old, "name"), text(&memory, now, "name"));
        let former = text(&memory, now, "former_names");
        let is_spelling = guichet::model::fold::fold(&was) == guichet::model::fold::fold(&is);
        assert!(
            is_spelling || former.split('|').any(|name| name == was),
            "{was} / {is}"
        );
    }
    let again = memory.import("organisation", "esr.csv", &file);
    assert_eq!((again.commit.edits.len(), again.counts.made), (0, 0));
}
