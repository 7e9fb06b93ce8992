//! What a file may change: modes, names, lists, and what a person decided.

use guichet::exchange::import::{Mode, Plan};
use guichet::model::{Kind, Value};

use super::memory::{Memory, text};

fn doubts(plan: &Plan) -> Vec<(u64, &'static str)> {
    plan.doubts.iter().map(|d| (d.line, d.kind.id())).collect()
}

const BEFORE: &str = "first_name;name;email;phone;city\nLéa;Petit;lea@a.fr|lea@perso.fr;0145454545|0612345678;\n\
    Tom;Roux;tom@a.fr;;Metz\n";
const AFTER: &str = "first_name;name;email;phone;city\nLEA;Petit;lea@a.fr;01 45 45 45 45|0298000000;Brest\n\
    Tom;Roux;tom@a.fr;0145454547;Nancy\nZoé;Neuve;zoe@a.fr;;\n";

fn after(mode: Mode) -> (Memory, Plan) {
    let mut memory = Memory::default();
    memory.load("person", "a.csv", BEFORE.as_bytes());
    let plan = memory.import_as("person", "b.csv", AFTER.as_bytes(), mode);
    memory.commit(&plan);
    (memory, plan)
}

fn of(memory: &Memory, name: &str, key: &str) -> String {
    text(memory, memory.only(Kind::Person, "name", name), key)
}

#[test]
fn update_replaces_single_values_and_joins_lists() {
    let (memory, plan) = after(Mode::Update);
    assert_eq!((plan.counts.made, plan.counts.updated), (1, 2));
    assert_eq!(of(&memory, "Petit", "first_name"), "Léa");
    assert_eq!(of(&memory, "Petit", "email"), "lea@a.fr|lea@perso.fr");
    assert_eq!(
        of(&memory, "Petit", "phone"),
        "0145454545|0612345678|0298000000"
    );
    assert_eq!(of(&memory, "Petit", "city"), "Brest");
    assert_eq!(of(&memory, "Roux", "city"), "Nancy");
}

#[test]
fn fill_fills_gaps_only() {
    let (memory, plan) = after(Mode::Fill);
    assert_eq!((plan.counts.made, plan.counts.updated), (1, 2));
    assert_eq!(of(&memory, "Petit", "phone"), "0145454545|0612345678");
    assert_eq!(of(&memory, "Petit", "city"), "Brest");
    assert_eq!(of(&memory, "Roux", "city"), "Metz");
    assert_eq!(of(&memory, "Roux", "phone"), "0145454547");
}

#[test]
fn replace_replaces_lists_too() {
    let (memory, _) = after(Mode::Replace);
    assert_eq!(of(&memory, "Petit", "email"), "lea@a.fr");
    assert_eq!(of(&memory, "Petit", "phone"), "01 45 45 45 45|0298000000");
    assert_eq!(of(&memory, "Roux", "city"), "Nancy");
}

#[test]
fn create_makes_and_update_only_does_not() {
    let (memory, plan) = after(Mode::Create);
    assert_eq!(
        (plan.counts.made, plan.counts.updated, plan.counts.same),
        (1, 0, 2)
    );
    assert_eq!(of(&memory, "Roux", "city"), "Metz");
    let (memory, plan) = after(Mode::UpdateOnly);
    assert_eq!((plan.counts.made, plan.counts.updated), (0, 2));
    assert_eq!((plan.refused.len(), plan.refused[0].line), (1, 4));
    assert_eq!(memory.of(Kind::Person).len(), 2);
}

#[test]
fn one_wrong_value_is_left_out_and_the_row_stays() {
    let mut memory = Memory::default();
    let plan = memory.load("module", "m.csv", b"name;half_days;price\nM1;x;y\n");
    assert_eq!((plan.counts.made, plan.refused.len()), (1, 0));
    let places: Vec<(u64, Option<usize>)> =
        plan.doubts.iter().map(|d| (d.line, d.column)).collect();
    assert_eq!(places, [(2, Some(2)), (2, Some(3))]);
    let plan = memory.load(
        "organisation",
        "o.csv",
        b"name,uai,siret,member_since,member_until\nA,075,13002059700015,2020,2010\n",
    );
    assert_eq!((plan.counts.made, plan.refused.len()), (1, 0));
    assert_eq!(doubts(&plan), [(2, "left-out"); 3]);
    let made = memory.only(Kind::Organisation, "name", "A");
    assert_eq!(text(&memory, made, "member_since"), "2020");
    assert_eq!(text(&memory, made, "member_until"), "");
}

#[test]
fn what_a_person_decided_stays_in_every_mode() {
    let mut memory = Memory::default();
    memory.load(
        "person",
        "p.csv",
        b"first_name,name,email\nZoe,Roy,zoe@a.fr (hard-bounce)\n",
    );
    memory.load(
        "session",
        "s.csv",
        b"type,name,date\nclub_u,Paie,2026-12-01\n",
    );
    memory.load("list", "l.csv", b"name,address\nPaie,paie@l.fr\n");
    memory.load(
        "registration",
        "r.csv",
        b"person,session,role,status\nZoe Roy,Paie,participant,negative\n",
    );
    memory.load(
        "subscription",
        "a.csv",
        b"person,list,status\nZoe Roy,Paie,excluded\n",
    );
    memory.load("task", "t.csv", b"name,due,done\nAppeler,2026-12-01,oui\n");
    for mode in Mode::ALL {
        let files: [(&str, &[u8], &str); 4] = [
            (
                "person",
                b"first_name,name,email,city\nZoe,Roy,zoe@a.fr (soft-bounce),Metz\n",
                "settled",
            ),
            (
                "registration",
                b"person,session,role,status\nZoe Roy,Paie,participant,positive\n",
                "kept",
            ),
            (
                "subscription",
                b"person,list,status\nZoe Roy,Paie,subscribed\n",
                "kept",
            ),
            (
                "task",
                b"name,due,done\nAppeler,2026-12-01,non\n",
                "settled",
            ),
        ];
        for (kind, file, said) in files {
            let plan = memory.import_as(kind, "f.csv", file, mode);
            assert!(
                plan.doubts.iter().any(|d| d.kind.id() == said),
                "{kind} {mode:?}"
            );
            memory.commit(&plan);
        }
        let value = |kind: Kind, key: &str| text(&memory, memory.of(kind)[0], key);
        assert!(
            value(Kind::Person, "email").contains("hard-bounce"),
            "{mode:?}"
        );
        assert_eq!(value(Kind::Registration, "status"), "negative");
        assert_eq!(value(Kind::Subscription, "status"), "excluded");
        let task = memory.of(Kind::Task)[0];
        let done = task.kind.field_by_key("done").unwrap();
        assert_eq!(
            task.get(done.number).unwrap().to_value(),
            Value::Boolean(true)
        );
    }
}
