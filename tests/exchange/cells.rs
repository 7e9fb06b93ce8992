//! The cells of a file one by one: what may stand in them, what is left out, what is named.

use guichet::exchange::csv::{header, read, row};
use guichet::exchange::import::{Doubt, DoubtKind, Plan};
use guichet::exchange::refusal::Reason;
use guichet::locale::{Texts, doubt_words};
use guichet::model::{Caution, Fault, Fields, Kind, Lang, Record, RecordRef, Value};
use ulid::Ulid;

use super::memory::{Memory, text};

/// The doubts in English.
fn words(plan: &Plan) -> Vec<String> {
    let texts = Texts::new(Lang::En);
    let said = |doubt: &Doubt| doubt_words(&texts, doubt);
    plan.doubts.iter().map(said).collect()
}

fn phones(memory: &Memory, name: &str) -> String {
    text(
        memory,
        memory.only(Kind::Organisation, "name", name),
        "phone",
    )
}

#[test]
fn a_number_that_is_none_is_left_out_and_the_row_stays() {
    let mut memory = Memory::default();
    let file = "first_name;name;email;phone\n\
        Ada;Alpha;ada@exemple.fr;demander au standard\n\
        Bob;Beta;bob@exemple.fr;0145454545\n\
        Cid;Gamma;cid@exemple.fr;0145454546|à voir\n";
    let plan = memory.load("person", "people.csv", file.as_bytes());
    assert_eq!((plan.counts.made, plan.refused.len()), (3, 0));
    let left_out = |line, written: &str| Doubt {
        line,
        column: Some(4),
        kind: DoubtKind::LeftOut("phone", written.into(), Fault::Phone),
    };
    assert_eq!(
        plan.doubts,
        [left_out(2, "demander au standard"), left_out(4, "à voir")]
    );
    assert_eq!(
        words(&plan).first().map(String::as_str),
        Some("2:4: Phone: “demander au standard” left out: not a possible telephone number")
    );
    let phone = |name| text(&memory, memory.only(Kind::Person, "name", name), "phone");
    assert_eq!(phone("Alpha"), "");
    assert_eq!(phone("Beta"), "0145454545");
    assert_eq!(phone("Gamma"), "0145454546");
}

#[test]
fn numbers_of_overseas_and_of_abroad_are_numbers_and_two_in_a_cell_are_two() {
    let mut memory = Memory::default();
    let file = "Nom*;Téléphone\n\
        Cayenne;0594 25 30 31\n\
        Rome;+39 06 686011\n\
        Deux;0145454545, 0145454546\n\
        Mangé;612345678\n\
        Poste;4512\n";
    let plan = memory.load("organisation", "o.csv", file.as_bytes());
    assert_eq!((plan.counts.made, plan.refused.len()), (5, 0));
    assert_eq!(phones(&memory, "Cayenne"), "0594 25 30 31");
    assert_eq!(phones(&memory, "Rome"), "+39 06 686011");
    assert_eq!(phones(&memory, "Deux"), "0145454545|0145454546");
    let kinds: Vec<&DoubtKind> = plan.doubts.iter().map(|doubt| &doubt.kind).collect();
    let read = Caution::PhoneRead("06 12 34 56 78".into());
    assert_eq!(
        kinds,
        [
            &DoubtKind::Unusual("phone", "612345678".into(), read),
            &DoubtKind::Unusual("phone", "4512".into(), Caution::PhoneShort)
        ]
    );
}

#[test]
fn a_bar_is_cut_at_where_a_field_holds_several_only() {
    let mut memory = Memory::default();
    let file = "name;address;former_names;note\n\
        Un;a|b;c\\|d|e\\f;x|y\n";
    memory.load("organisation", "o.csv", file.as_bytes());
    let made = memory.only(Kind::Organisation, "name", "Un");
    assert_eq!(text(&memory, made, "address"), "a|b");
    assert_eq!(text(&memory, made, "note"), "x|y");
    let fields = made.fields();
    let names = fields.iter().find_map(|(_, value)| match value {
        Value::Many(items) => Some(items.clone()),
        _ => None,
    });
    assert_eq!(names, Some(vec![Value::text("c|d"), Value::text(r"e\f")]));
    // A reference is one name, bar and all.
    let file = "person,organisation,function\nZoé|Roy,Un,DGS\n";
    let plan = memory.import("affiliation", "a.csv", file.as_bytes());
    assert!(matches!(
        plan.refused.as_slice(),
        [refusal] if matches!(&refusal.reason, Reason::Value(Fault::NoRecord(_)))
    ));
}

#[test]
fn what_holds_bars_and_backslashes_comes_back() {
    let memory = Memory::default();
    let organisation = |number: u128, names: &[&str]| {
        let names = names.iter().map(|name| Value::text(*name)).collect();
        let fields = Fields::new()
            .with(1, Value::text(format!("Organisation {number}")))
            .with(16, Value::Many(names));
        let reference = RecordRef::new(Kind::Organisation, Ulid::from(number + 1));
        Record::new(reference, 1, false, &fields)
    };
    let records: Vec<Record> = [
        &["a|b", "c"][..],
        &[r"a\", "b"],
        &[r"a\\", r"\|"],
        &["|"],
        &[r"\"],
        &["a;b", "c,d", "'=1"],
    ]
    .iter()
    .enumerate()
    .map(|(number, names)| organisation(number as u128, names))
    .collect();
    let mut rows = vec![header(Kind::Organisation, None)];
    rows.extend(records.iter().map(|record| row(record, None, &memory)));
    let bytes = guichet::exchange::csv::write(
        rows.iter().map(Vec::as_slice),
        guichet::exchange::csv::Flavour::Plain,
    );
    let mut copy = Memory::default();
    let plan = copy.load("organisation", "o.csv", &bytes);
    assert_eq!(plan.refused, []);
    for record in &records {
        assert_eq!(copy.records[&record.reference()].fields(), record.fields());
    }
}

#[test]
fn a_moment_goes_out_with_its_offset_and_comes_back_to_the_millisecond() {
    let mut memory = Memory::default();
    let file = "type,subject,at\n\
        call,Un,2022-12-07T07:55:56Z\n\
        call,Deux,2022-12-07 07:55:56.789+00:00\n\
        call,Trois,07/12/2022 07:55:56\n";
    let plan = memory.load("interaction", "i.csv", file.as_bytes());
    assert_eq!((plan.counts.made, plan.refused.len()), (3, 0));
    let at = |subject| {
        let record = memory.only(Kind::Interaction, "subject", subject);
        match record.fields().get(4) {
            Some(Value::Moment(at)) => *at,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(at("Un"), 1_670_399_756_000);
    assert_eq!(at("Deux"), 1_670_399_756_789);
    let mut rows = vec![header(Kind::Interaction, None)];
    rows.extend(
        memory
            .of(Kind::Interaction)
            .iter()
            .map(|r| row(r, None, &memory)),
    );
    let written = guichet::exchange::csv::write(
        rows.iter().map(Vec::as_slice),
        guichet::exchange::csv::Flavour::French,
    );
    let again = memory.import("interaction", "i.csv", &written);
    assert_eq!((again.counts.same, again.refused.len()), (3, 0));
}

#[test]
fn a_file_has_absolute_dates_only() {
    let mut memory = Memory::default();
    let file = "name,due\nRappeler,+7\nRelancer,mar\nÉcrire,15/06\nPlus tard,15/06/2018\n";
    let plan = memory.load("task", "t.csv", file.as_bytes());
    assert_eq!(plan.counts.made, 1);
    let lines: Vec<(u64, Option<usize>)> =
        plan.refused.iter().map(|r| (r.line, r.column)).collect();
    assert_eq!(lines, [(2, Some(2)), (3, Some(2)), (4, Some(2))]);
}

#[test]
fn an_amount_is_never_a_hundred_times_what_is_written() {
    let mut memory = Memory::default();
    let file = "name;price\nA;118€00\nB;118 €\nC;€ 118,5\nD;11€8\nE;1 250,50 €\n";
    let plan = memory.load("module", "m.csv", file.as_bytes());
    let price = |name| text(&memory, memory.only(Kind::Module, "name", name), "price");
    assert_eq!(price("A"), "118");
    assert_eq!(price("B"), "118");
    assert_eq!(price("C"), "118.5");
    assert_eq!(price("E"), "1250.5");
    assert_eq!(price("D"), "");
    assert_eq!(plan.doubts.iter().map(|d| d.line).collect::<Vec<_>>(), [5]);
}

#[test]
fn a_text_has_one_limit() {
    let mut memory = Memory::default();
    let fits = "é".repeat(100_000);
    let file = format!("name,note\nA,{fits}\nB,{fits}e\n");
    let plan = memory.load("organisation", "o.csv", file.as_bytes());
    assert_eq!(plan.counts.made, 2);
    let left_out = plan.doubts.iter().map(|doubt| &doubt.kind);
    let faults = left_out.filter_map(|kind| match kind {
        DoubtKind::LeftOut("note", _, fault) => Some(fault),
        _ => None,
    });
    assert_eq!(faults.collect::<Vec<_>>(), [&Fault::TooLong(100_000)]);
}

#[test]
fn lines_that_end_early_or_late_have_blank_cells() {
    for file in [
        "sep=;\r\nPrénom;Nom;Ville\r\nZoé;Roy;Lille\r\nAna;Luz\r\n",
        "\r\n;;\r\nPrénom;Nom;Ville\r\nZoé;Roy;Lille\r\nAna;Luz;\r\n",
        "Prénom;Nom;Ville;\nZoé;Roy;Lille;\nAna;Luz;;\n",
    ] {
        let table = read(file.as_bytes());
        assert_eq!(table.headers, ["Prénom", "Nom", "Ville"], "{file}");
        let rows = table.rows.iter();
        let cells: Vec<[&str; 3]> = rows.map(|row| [0, 1, 2].map(|at| row.cell(at))).collect();
        assert_eq!(
            cells,
            [["Zoé", "Roy", "Lille"], ["Ana", "Luz", ""]],
            "{file}"
        );
        assert_eq!(table.refused, [], "{file}");
    }
}

#[test]
fn ids_of_other_systems_and_signs_of_web_pages_are_said() {
    let mut memory = Memory::default();
    let file = "id,name,city\n165785,Ambassade,Lima\n";
    let plan = memory.load("organisation", "o.csv", file.as_bytes());
    assert_eq!(plan.counts.made, 1);
    assert_eq!(
        words(&plan),
        ["2: the id of another system left out: 165785"]
    );
    let file = "name,city\nL&#039;Atelier &amp; Fils,Lyon\nR&D; et S,Lyon\n";
    let plan = memory.load("organisation", "o.csv", file.as_bytes());
    assert_eq!((plan.counts.made, plan.doubts.len()), (2, 1));
    assert!(words(&plan)[0].contains("as a web page writes them"));
}
