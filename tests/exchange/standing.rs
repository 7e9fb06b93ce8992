//! Links that are there already, sessions that are full, states that last.

use guichet::exchange::import::{DoubtKind, Plan};
use guichet::model::Kind;

use super::memory::{Memory, text};

fn furnished() -> Memory {
    let mut memory = Memory::default();
    memory.load(
        "person",
        "p.csv",
        b"first_name,name\nZoe,Roy\nAna,Luz\nTom,Bay\nEva,Kim\n",
    );
    memory.load(
        "session",
        "s.csv",
        b"type,name,date,capacity\nclub_u,Paie,2026-12-01,2\nclub_u,Achats,2026-12-02,\n",
    );
    memory.load("list", "l.csv", b"name,address\nPaie,paie@l.fr\n");
    memory
}

fn kinds(plan: &Plan) -> Vec<(u64, &'static str)> {
    plan.doubts.iter().map(|d| (d.line, d.kind.id())).collect()
}

#[test]
fn the_same_person_on_a_session_twice_is_made_once_and_said() {
    let mut memory = furnished();
    let file = "person,session,role,status\n\
        Zoe Roy,Achats,participant,positive\n\
        Ana Luz,Achats,participant,positive\n\
        Zoe Roy,Achats,participant,positive\n";
    let plan = memory.load("registration", "r.csv", file.as_bytes());
    assert_eq!((plan.counts.made, plan.counts.same), (2, 1));
    let twice = DoubtKind::Repeated("Zoe Roy · Achats".into());
    assert_eq!(
        plan.doubts.iter().map(|d| &d.kind).collect::<Vec<_>>(),
        [&twice]
    );
    // The same file again is no double: it says what is there.
    let again = memory.import("registration", "r.csv", file.as_bytes());
    assert_eq!((again.counts.same, kinds(&again)), (3, Vec::new()));
    // In another role it is another registration of hers, which is said.
    let file = "person,session,role\nZoe Roy,Achats,trainer\n";
    let plan = memory.load("registration", "r.csv", file.as_bytes());
    assert_eq!(plan.counts.made, 1);
    assert_eq!(kinds(&plan), [(2, "double")]);
}

#[test]
fn a_full_session_is_named_with_its_places() {
    let mut memory = furnished();
    let file = "person,session,role,status\n\
        Zoe Roy,Paie,participant,positive\n\
        Ana Luz,Paie,participant,waiting\n\
        Tom Bay,Paie,participant,pending\n\
        Eva Kim,Paie,participant,positive\n\
        Eva Kim,Paie,speaker,positive\n";
    let plan = memory.load("registration", "r.csv", file.as_bytes());
    assert_eq!(plan.counts.made, 5);
    assert_eq!(kinds(&plan), [(5, "full"), (6, "double")]);
    assert_eq!(plan.doubts[0].kind, DoubtKind::Full("Paie".into(), 2, 2));
}

#[test]
fn no_file_takes_anybody_out_of_a_state_that_lasts() {
    for state in ["excluded", "suspended", "bouncing"] {
        let mut memory = furnished();
        let first = format!("list,person,status\nPaie,Zoe Roy,{state}\n");
        memory.load("subscription", "s.csv", first.as_bytes());
        for wanted in ["subscribed", "included", "both"] {
            let file = format!("list,person,status,note\nPaie,Zoe Roy,{wanted},vue en mai\n");
            let plan = memory.load("subscription", "s.csv", file.as_bytes());
            assert_eq!(kinds(&plan), [(2, "kept")], "{state} {wanted}");
            let all = memory.of(Kind::Subscription);
            assert_eq!(all.len(), 1);
            assert_eq!(text(&memory, all[0], "status"), state);
            // What else the file says is taken.
            assert_eq!(text(&memory, all[0], "note"), "vue en mai");
        }
    }
}

#[test]
fn the_report_is_imported_without_a_word_on_what_is_twice_in_it() {
    let mut memory = Memory::default();
    for file in guichet::exchange::report::files() {
        let plan = memory.load(file.collection.key(), file.name, file.text.as_bytes());
        let said = kinds(&plan).into_iter().map(|(_, id)| id);
        let of_links = said.filter(|id| ["double", "repeated", "full", "kept"].contains(id));
        assert_eq!(of_links.count(), 0, "{}", file.name);
    }
}

/// How many records an import looks at, with so many there before it and so many in it.
fn looked_at(load: &dyn Fn(&mut Memory, usize), count: usize, key: &str, file: &str) -> usize {
    let mut memory = Memory::default();
    load(&mut memory, count);
    memory.looked.set(0);
    memory.import(key, "f.csv", file.as_bytes());
    memory.looked.get()
}

#[test]
fn who_registers_many_to_one_session_looks_at_each_a_few_times() {
    let people = |count: usize| -> String {
        let row = |at: usize| format!("P{at},Roy\n");
        "first_name,name\n".to_string() + &(0..count).map(row).collect::<String>()
    };
    let registrations = |from: usize, to: usize| -> String {
        let row = |at: usize| format!("P{at} Roy,Paie,participant,positive\n");
        "person,session,role,status\n".to_string() + &(from..to).map(row).collect::<String>()
    };
    let load = |memory: &mut Memory, count: usize| {
        memory.load("person", "p.csv", people(count).as_bytes());
        let session = b"type,name,date,capacity\nclub_u,Paie,2026-12-01,20\n";
        memory.load("session", "s.csv", session);
        let half = registrations(0, count / 2);
        memory.load("registration", "r.csv", half.as_bytes());
    };
    let looked = |count: usize| {
        let file = registrations(count / 2, count);
        looked_at(&load, count, "registration", &file)
    };
    let (small, large) = (looked(60), looked(240));
    assert!(
        large <= small * 5,
        "{small} then {large}: four times as many rows"
    );
}

#[test]
fn people_of_one_family_name_are_looked_at_by_their_whole_names() {
    let people = |count: usize, note: &str| -> String {
        let row = |at: usize| format!("P{at};Martin;p{at}@a.fr;{note}\n");
        "first_name;name;email;note\n".to_string() + &(0..count).map(row).collect::<String>()
    };
    let load = |memory: &mut Memory, count: usize| {
        memory.load("person", "p.csv", people(count, "un").as_bytes());
    };
    let looked = |count: usize| looked_at(&load, count, "person", &people(count * 2, "deux"));
    let (small, large) = (looked(50), looked(200));
    assert!(
        large <= small * 5,
        "{small} then {large}: four times as many rows"
    );
}

#[test]
fn a_place_that_a_row_further_down_gives_up_is_free_again() {
    let mut memory = furnished();
    let file = "person,session,role,status\n\
        Zoe Roy,Paie,participant,positive\n\
        Ana Luz,Paie,participant,positive\n\
        Zoe Roy,Paie,participant,cancelled\n\
        Tom Bay,Paie,participant,positive\n";
    let plan = memory.import("registration", "r.csv", file.as_bytes());
    let full = |plan: &Plan| kinds(plan).iter().any(|(_, id)| *id == "full");
    assert!(!full(&plan), "{:?}", kinds(&plan));
}
