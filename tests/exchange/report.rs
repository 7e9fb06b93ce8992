//! The 2022 report, read through the same function as any file: nothing is dropped or counted twice.

use std::collections::BTreeSet;

use guichet::exchange::{import, report};
use guichet::model::kinds::organisation::ROLES;
use guichet::model::{Author, Kind};

use super::memory::{Memory, text};

fn loaded() -> (Memory, Vec<import::Plan>) {
    let mut memory = Memory::default();
    let plans = report::files()
        .map(|file| memory.load(file.collection.key(), file.name, file.text.as_bytes()))
        .collect();
    (memory, plans)
}

fn rows_refused(plan: &import::Plan) -> u64 {
    let mut lines: Vec<u64> = plan.refused.iter().map(|refusal| refusal.line).collect();
    lines.dedup();
    lines.len() as u64
}

#[test]
fn every_row_is_accounted_for_and_none_refused() {
    let (_, plans) = loaded();
    let read: Vec<u64> = plans.iter().map(|plan| plan.counts.read).collect();
    assert_eq!(
        read,
        [175, 77, 17, 37, 136, 14, 23, 48, 178, 20, 27, 13, 364]
    );
    for plan in &plans {
        assert_eq!(plan.refused, [], "{}", plan.commit.step.subject);
        let counts = plan.counts;
        assert_eq!(
            counts.read,
            counts.made + counts.updated + counts.same + rows_refused(plan)
        );
    }
}

#[test]
fn the_counts_are_those_of_the_report() {
    let (memory, _) = loaded();
    assert_eq!(
        memory.count(guichet::model::kinds::organisation::ADHERENTS),
        174
    );
    assert_eq!(
        memory.count(guichet::model::kinds::organisation::PARTNERS),
        77
    );
    assert_eq!(memory.count(guichet::model::kinds::session::EVENTS), 178);
    let counts: Vec<(&str, usize)> = Kind::ALL
        .iter()
        .map(|kind| (kind.key(), memory.of(*kind).len()))
        .filter(|(_, count)| *count > 0)
        .collect();
    assert_eq!(
        counts,
        [
            ("organisation", 264),
            ("person", 46),
            ("solution", 17),
            ("module", 40),
            ("list", 33),
            ("session", 206),
            ("agreement", 23),
            ("indicator", 372),
            ("deployment", 136),
            ("community", 14),
            ("body", 2),
            ("affiliation", 43),
            ("mandate", 18),
            ("registration", 27),
        ]
    );
}

#[test]
fn reading_it_again_changes_nothing() {
    let (memory, _) = loaded();
    for file in report::files() {
        let reading = guichet::exchange::read(file.collection, file.text.as_bytes());
        let origin = import::Origin {
            author: Author::called("paul"),
            at: 0,
            file: file.name.into(),
            head: 0,
        };
        let plan = import::plan(reading, &memory, &mut || panic!("nothing is made"), &origin);
        assert_eq!(plan.commit.edits, [], "{}", file.name);
        assert_eq!(plan.counts.read, plan.counts.same, "{}", file.name);
        assert_eq!(
            (plan.counts.made, plan.counts.updated, plan.counts.links),
            (0, 0, 0)
        );
    }
}

#[test]
fn who_stands_in_two_tables_has_one_record_with_both_roles() {
    let (memory, _) = loaded();
    let both = memory.only(Kind::Organisation, "acronym", "ABES");
    assert_eq!(text(&memory, both, "roles"), "adherent|partner");
    let state = memory.only(Kind::Organisation, "acronym", "L'État");
    assert_eq!(text(&memory, state, "roles"), "state");
    let contract = memory.only(Kind::Agreement, "name", "Contrat quinquennal avec l’Etat");
    assert_eq!(contract.references().next().unwrap().1, state.reference());
}

#[test]
fn bodies_that_no_table_lists_are_made_without_being_adherents() {
    let (memory, plans) = loaded();
    let mut names: Vec<String> = memory
        .of(Kind::Organisation)
        .into_iter()
        .filter(|record| {
            !["adherent", "partner", "state"]
                .iter()
                .any(|role| record.holds(&ROLES, role))
        })
        .map(|record| text(&memory, record, "name"))
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "3JSC 3MUNDI",
            "AFNOR",
            "APSEA",
            "Amue",
            "Atos",
            "Direction générale de la recherche et de l'innovation",
            "Direction générale de l’enseignement supérieur et de l’insertion professionnelle",
            "ENVA",
            "Fédération nationale des collectivités concédantes et régies",
            "GDR Labo 1.5",
            "I4CE",
            "Institut des Sciences de l'Evolution de Montpellier",
            "Université de Lille",
        ]
    );
    let doubts: usize = plans.iter().map(|plan| plan.doubts.len()).sum();
    assert_eq!(doubts, 12);
}

#[test]
fn the_president_is_one_person_with_two_mandates() {
    let (memory, _) = loaded();
    let president = memory.only(Kind::Person, "name", "Roussel");
    assert_eq!(text(&memory, president, "first_name"), "Gilles");
    let held: Vec<[String; 3]> = memory
        .of(Kind::Mandate)
        .into_iter()
        .filter(|mandate| {
            mandate
                .references()
                .any(|(_, to)| to == president.reference())
        })
        .map(|mandate| ["body", "seat", "college"].map(|key| text(&memory, mandate, key)))
        .collect();
    assert_eq!(
        held,
        [
            ["Assemblée générale", "Président", ""],
            ["Conseil d’administration", "Président", "les universités"],
        ]
    );
}

#[test]
fn nothing_is_counted_twice() {
    let (memory, _) = loaded();
    let inside: Vec<_> = memory
        .of(Kind::Session)
        .into_iter()
        .filter(|session| !text(&memory, session, "counted_in").is_empty())
        .collect();
    assert_eq!(inside.len(), 27);
    let week = memory.only(
        Kind::Session,
        "source",
        "Rapport d’activité 2022, ligne 1889",
    );
    let talks = inside
        .iter()
        .filter(|talk| talk.references().any(|(_, to)| to == week.reference()));
    assert_eq!(talks.count(), 14);
    assert_eq!(text(&memory, week, "sessions"), "14");
    let figures = memory.of(Kind::Indicator);
    let codes: BTreeSet<String> = figures
        .iter()
        .map(|figure| text(&memory, figure, "code"))
        .collect();
    assert_eq!(codes.len(), figures.len());
    let specific = memory.only(
        Kind::Indicator,
        "code",
        "training_sessions_of_which_specific",
    );
    assert_eq!(text(&memory, specific, "value"), "74");
}

#[test]
fn waves_agreements_and_ages_are_read_as_the_report_means_them() {
    let (memory, _) = loaded();
    let at = |line: &str| {
        memory.only(
            Kind::Deployment,
            "source",
            &format!("Rapport d’activité 2022, ligne {line}"),
        )
    };
    let wave = at("2750");
    assert_eq!(text(&memory, wave, "stage"), "deploying");
    assert_eq!(text(&memory, wave, "wave"), "B");
    assert_eq!(text(&memory, wave, "group"), "14 établissements");
    assert_eq!(text(&memory, at("2791"), "stage"), "candidate");
    let signed = memory.only(Kind::Agreement, "name", "Accord de coopération UCA-Amue");
    assert_eq!(text(&memory, signed, "since"), "2022-05-10");
    assert_eq!(
        text(&memory, signed, "counterpart"),
        "Université Clermont Auvergne"
    );
    let age = memory.only(Kind::Indicator, "code", "staff_average_age");
    assert_eq!(text(&memory, age, "value"), "46.5");
    let etp = memory.only(Kind::Indicator, "code", "steering_etp");
    assert_eq!(text(&memory, etp, "name"), "ETP Amue, Pilotage");
    let module = memory.only(Kind::Module, "name", "Référent SISE");
    let session = memory.only(Kind::Session, "name", "Référent SISE");
    assert!(session.references().any(|(_, to)| to == module.reference()));
}
