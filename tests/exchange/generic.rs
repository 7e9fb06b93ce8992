//! Any table whose headers are field keys or labels.

use guichet::exchange::csv::{Flavour, header, row, write};
use guichet::exchange::import::DoubtKind;
use guichet::exchange::refusal::Reason;
use guichet::exchange::remark::RemarkKind;
use guichet::exchange::report;
use guichet::model::{Fault, Kind};

use super::memory::{Memory, text};

fn export(memory: &Memory, kind: Kind, flavour: Flavour) -> Vec<u8> {
    let rows: Vec<Vec<String>> = std::iter::once(header(kind, None))
        .chain(
            memory
                .of(kind)
                .into_iter()
                .map(|record| row(record, None, memory)),
        )
        .collect();
    write(rows.iter().map(Vec::as_slice), flavour)
}

#[test]
fn an_export_read_again_changes_nothing_and_rebuilds_a_store() {
    let mut memory = Memory::default();
    for file in report::files() {
        memory.load(file.collection.key(), file.name, file.text.as_bytes());
    }
    let mut copy = Memory::default();
    let kinds: Vec<Kind> = Kind::ALL
        .iter()
        .copied()
        .filter(|kind| !memory.of(*kind).is_empty())
        .collect();
    for kind in kinds {
        let bytes = export(&memory, kind, Flavour::French);
        let plan = memory.import(kind.key(), "export.csv", &bytes);
        assert_eq!(plan.refused, [], "{kind:?}");
        assert_eq!(plan.commit.edits, [], "{kind:?}");
        assert_eq!(plan.counts.same, memory.of(kind).len() as u64);
        if kind == Kind::Organisation {
            copy.load(kind.key(), "export.csv", &bytes);
        }
    }
    assert_eq!(
        copy.count(guichet::model::kinds::organisation::ADHERENTS),
        174
    );
    let (one, other) = (copy.of(Kind::Organisation), memory.of(Kind::Organisation));
    assert!(
        one.iter()
            .zip(&other)
            .all(|(a, b)| a.id == b.id && a.encoded() == b.encoded())
    );
}

#[test]
fn labels_are_headers_too_and_unknown_ones_are_left_out_by_name() {
    let mut memory = Memory::default();
    let plan = memory.load(
        "adherent",
        "a.csv",
        "Sigle;Nom;Ville\nES1;Essai;Nîmes\n".as_bytes(),
    );
    assert_eq!((plan.counts.made, plan.refused.len()), (1, 0));
    let made = memory.only(Kind::Organisation, "acronym", "ES1");
    assert_eq!(text(&memory, made, "roles"), "adherent");
    assert_eq!(text(&memory, made, "city"), "Nîmes");

    // One that names nothing is left out and said; a file of which none does is refused.
    let plan = memory.import(
        "adherent",
        "a.csv",
        b"acronym,name,regoin,zzz\nES2,Autre,X,y\n",
    );
    assert_eq!((plan.counts.made, plan.refused.len()), (1, 0));
    let said: Vec<&RemarkKind> = plan.said.iter().map(|remark| &remark.kind).collect();
    for column in [
        RemarkKind::Column("regoin".into(), Some("region".into())),
        RemarkKind::Column("zzz".into(), None),
    ] {
        assert!(said.contains(&&column), "{said:?}");
    }
    let plan = memory.import("adherent", "a.csv", b"xxx,zzz\nES2,y\n");
    assert_eq!(plan.commit.edits, []);
    let reasons: Vec<&Reason> = plan.refused.iter().map(|r| &r.reason).collect();
    assert_eq!(reasons, [&Reason::Unrecognised("xxx, zzz".into())]);
}

#[test]
fn other_words_for_a_field_are_headers_too() {
    let mut memory = Memory::default();
    memory.load(
        "adherent",
        "a.csv",
        "Raison sociale\tAbréviation :\tCommune\nUniversité d’Essai\tES1\tNîmes\n".as_bytes(),
    );
    let plan = memory.load(
        "person",
        "p.csv",
        "Given name;Nom de famille*;Adresse e-mail;Tél.;Établissement;Poste;Commentaires\n\
         Ada;Martin;ada@essai.fr;0102030405;ES1;Directrice;vue\n"
            .as_bytes(),
    );
    assert_eq!((plan.refused.as_slice(), plan.counts.made), (&[][..], 1));
    let made = memory.only(Kind::Person, "name", "Martin");
    for (key, value) in [
        ("first_name", "Ada"),
        ("email", "ada@essai.fr"),
        ("phone", "0102030405"),
        ("note", "vue"),
    ] {
        assert_eq!(text(&memory, made, key), value, "{key}");
    }
    let held = memory.of(Kind::Affiliation);
    assert_eq!(text(&memory, held[0], "function"), "Directrice");
}

#[test]
fn all_problems_are_told_at_once_and_the_good_rows_stay() {
    let mut memory = Memory::default();
    let file = "acronym,name,uai,email,member_since\n\
        A,Alpha,0751717J,a@a.fr,2020\n\
        B,Bravo,075,nope,31/02/2020\n\
        C,,0751717J,,\n";
    let plan = memory.load("organisation", "o.csv", file.as_bytes());
    let left_out: Vec<(u64, Option<usize>)> =
        plan.doubts.iter().map(|d| (d.line, d.column)).collect();
    assert_eq!(left_out, [(3, Some(3)), (3, Some(4)), (3, Some(5))]);
    assert!(plan.doubts.iter().all(|d| d.kind.id() == "left-out"));
    let refused: Vec<(u64, Option<usize>, &str)> = plan
        .refused
        .iter()
        .map(|r| (r.line, r.column, r.field.as_str()))
        .collect();
    assert_eq!(refused, [(4, None, "name")]);
    assert_eq!(plan.refused[0].reason, Reason::Value(Fault::Required));
    assert_eq!((plan.counts.read, plan.counts.made), (3, 2));
}

#[test]
fn an_update_changes_what_is_given_and_adds_roles() {
    let mut memory = Memory::default();
    memory.load("adherent", "a.csv", b"acronym,name,city\nA,Alpha,Paris\n");
    let plan = memory.load(
        "partner",
        "b.csv",
        b"acronym,name,city,region\nA,Alpha,,Ile\n",
    );
    assert_eq!((plan.counts.updated, plan.counts.made), (1, 0));
    let record = memory.only(Kind::Organisation, "acronym", "A");
    assert_eq!(text(&memory, record, "roles"), "adherent|partner");
    assert_eq!(text(&memory, record, "city"), "Paris");
    assert_eq!(text(&memory, record, "region"), "Ile");
}

#[test]
fn a_person_comes_with_a_place_and_namesakes_stay_apart() {
    let mut memory = Memory::default();
    memory.load("adherent", "a.csv", b"acronym,name\nA,Alpha\nB,Beta\n");
    let file = "first_name,name,email,organisation,function\n\
        Paul,Martin,paul@a.fr,A,DAF\n\
        Paul,Martin,paul@b.fr,Beta,DSI\n\
        Paul,Martin,,Alfa,DSI\n";
    let plan = memory.load("person", "p.csv", file.as_bytes());
    // An organisation that nobody knows is made with its person, and said.
    assert_eq!(plan.counts.made, 3);
    let said: Vec<(u64, &str)> = plan.doubts.iter().map(|d| (d.line, d.kind.id())).collect();
    assert_eq!(
        said,
        [(3, "namesake"), (4, "made-organisation"), (4, "namesake")]
    );
    assert_eq!(memory.of(Kind::Affiliation).len(), 3);
    let again = memory.import("person", "p.csv", file.as_bytes());
    assert!(again.commit.edits.is_empty());
    assert_eq!(again.counts.same, 3);
}

#[test]
fn an_acronym_that_two_bodies_share_makes_two_records_and_a_doubt() {
    let mut memory = Memory::default();
    memory.load(
        "adherent",
        "a.csv",
        "acronym,name\nUCA,Université Clermont Auvergne\n".as_bytes(),
    );
    let plan = memory.load(
        "adherent",
        "a.csv",
        "acronym,name\nUCA,Université Côte d’Azur\n".as_bytes(),
    );
    assert_eq!((plan.counts.made, plan.doubts.len()), (1, 1));
}

#[test]
fn a_row_may_point_to_one_further_down() {
    let mut memory = Memory::default();
    let file =
        "type,name,date,counted_in\ncafé,Un,2022-03,Tous\ncafé,Tous,2022,\ncafé,Perdu,2022,Aucun\n";
    let plan = memory.load("event", "e.csv", file.as_bytes());
    assert_eq!((plan.counts.made, plan.counts.links), (3, 1));
    assert_eq!(plan.refused, []);
    let left_out = DoubtKind::LeftOut("counted_in", "Aucun".into(), Fault::NoRecord(None));
    assert_eq!(
        (
            plan.doubts[0].line,
            plan.doubts[0].column,
            &plan.doubts[0].kind
        ),
        (4, Some(4), &left_out)
    );
    let one = memory.only(Kind::Session, "name", "Un");
    assert_eq!(text(&memory, one, "counted_in"), "Tous");
}

#[test]
fn a_row_is_taken_whole_or_not_at_all() {
    let mut memory = Memory::default();
    let plan = memory.import(
        "affiliation",
        "p.csv",
        b"person,organisation\nMartin,Nulle part\n",
    );
    assert_eq!(plan.commit.edits, []);
    assert_eq!(
        (plan.counts.read, plan.counts.made, plan.refused.len()),
        (1, 0, 2)
    );
}
