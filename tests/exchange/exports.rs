//! Records as other programs read them: workbooks, cards, calendars, lists of addresses, and tables for a spreadsheet.

use guichet::exchange::export::Export;
use guichet::exchange::format::Format;
use guichet::exchange::report;
use guichet::exchange::whole::Whole;
use guichet::model::{Kind, Lang, Record};

use super::memory::Memory;

fn written(format: &str, memory: &Memory, kind: Kind, lang: Option<Lang>) -> Vec<u8> {
    let records: Vec<&Record> = memory.of(kind);
    let told =
        |_: &Record, key: &str| (key == "main_organisation").then(|| "Université; X".to_string());
    let export = Export {
        what: &Whole {
            kind,
            names: memory,
            told: Some(&told),
        },
        records: &records,
        lang,
    };
    let format = Format::named(format).unwrap();
    assert!((format.holds)(kind));
    let (mut bytes, mut far) = (Vec::new(), 0);
    format.writes.unwrap()(&export, &mut bytes, &mut |so_far| far = so_far).unwrap();
    assert_eq!(far, records.len());
    bytes
}

/// What a spreadsheet would eat, and what it might run.
const ODD: &str = "name,acronym,uai,siret,phone,member_since,note\n\
    Université d'Essai,UE,0130221V,13002059700014,0612345678,2022-11,\"ligne 1\nligne 2\"\n\
    Deux & <Trois>,007,0751717J,19751717000019,+33 1 23 45 67 89,2022-11-15,=1+1\n\
    Quatre,1E5,,,01 23 45 67 89|+33612345678,2022,- tiret\n\
    Cinq,C5,,,,,''=guarded twice\n";

#[test]
fn a_workbook_comes_back_to_the_same_records() {
    let mut memory = Memory::default();
    for file in report::files() {
        memory.load(file.collection.key(), file.name, file.text.as_bytes());
    }
    memory.load("organisation", "odd.csv", ODD.as_bytes());
    for kind in [
        Kind::Organisation,
        Kind::Person,
        Kind::Session,
        Kind::Module,
        Kind::Indicator,
        Kind::Agreement,
    ] {
        for lang in [None, Some(Lang::Fr)] {
            let bytes = written("xlsx", &memory, kind, lang);
            assert_eq!(Format::of(&bytes).name, "xlsx");
            let plan = memory.import(kind.key(), "a.xlsx", &bytes);
            assert_eq!(plan.refused, [], "{kind:?} {lang:?}");
            assert_eq!(plan.commit.edits, [], "{kind:?} {lang:?}");
            assert_eq!(plan.counts.same, memory.of(kind).len() as u64);
        }
    }
    let bytes = written("xlsx", &memory, Kind::Organisation, Some(Lang::Fr));
    let plain = written("xlsx", &memory, Kind::Organisation, None);
    for (bytes, day) in [(&bytes, "dd/mm/yyyy"), (&plain, "yyyy-mm-dd")] {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut styles = String::new();
        let mut file = zip.by_name("xl/styles.xml").unwrap();
        std::io::Read::read_to_string(&mut file, &mut styles).unwrap();
        assert!(styles.contains(day), "a day is shown in full: {styles}");
    }
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut sheet = zip.by_name("xl/worksheets/sheet1.xml").unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut sheet, &mut text).unwrap();
    // The header line stays, days are days, numbers of telephones and bodies are texts, and nothing is run.
    for part in [
        r#"state="frozen""#,
        r#"s="2"><v>44880</v>"#,
        ">13002059700014</t>",
        ">0612345678</t>",
        ">007</t>",
        ">=1+1</t>",
        "Deux &amp; &lt;Trois&gt;",
        "<autoFilter",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn a_table_for_a_spreadsheet_keeps_the_digits_of_texts() {
    let mut memory = Memory::default();
    memory.load("organisation", "odd.csv", ODD.as_bytes());
    let bytes = written("csv", &memory, Kind::Organisation, Some(Lang::Fr));
    let text = String::from_utf8(bytes.clone()).unwrap();
    for part in [
        "\"=\"\"13002059700014\"\"\"",
        "\"=\"\"0612345678\"\"\"",
        "\"=\"\"1E5\"\"\"",
        "\"=\"\"007\"\"\"",
        ";'=1+1",
        ";15/11/2022;",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let plan = memory.import("organisation", "a.csv", &bytes);
    assert_eq!(
        (plan.refused.as_slice(), plan.commit.edits.as_slice()),
        ([].as_slice(), [].as_slice())
    );
    // A program gets what was entered.
    let plain = String::from_utf8(written("csv", &memory, Kind::Organisation, None)).unwrap();
    assert!(
        plain.contains(",13002059700014,") && plain.contains(",1E5,"),
        "{plain}"
    );
}

#[test]
fn cards_have_what_is_known_of_people_and_come_back() {
    let mut memory = Memory::default();
    let people = "civility,first_name,name,email,phone,city,tags,note\n\
        mme,Élodie,Dupré,a@b.fr (work)|c@d.fr (home),06 12 34 56 78 (mobile)|01 44 32 90 90,Paris,un|deux,\"Une note, longue; sur\nplusieurs lignes et avec bien plus de soixante-quinze octets à plier é\"\n";
    memory.load("person", "p.csv", people.as_bytes());
    let bytes = written("vcard", &memory, Kind::Person, None);
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.lines().all(|line| line.len() <= 76), "{text}");
    for part in [
        "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:person/",
        "FN:Élodie Dupré\r\n",
        "N:Dupré;Élodie;;Mme;\r\n",
        "ORG:Université\\; X\r\n",
        "EMAIL;TYPE=work;PREF=1:a@b.fr\r\n",
        "EMAIL;TYPE=home:c@d.fr\r\n",
        "TEL;TYPE=cell;PREF=1:06 12 34 56 78\r\n",
        "CATEGORIES:un,deux\r\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let mut memory = Memory::default();
    memory.load("organisation", "o.csv", "name\nUniversité; X\n".as_bytes());
    memory.load("person", "p.csv", people.as_bytes());
    let plan = memory.load("person", "a.vcf", &bytes);
    assert_eq!(plan.refused, []);
    assert_eq!(memory.of(Kind::Person).len(), 1);
    let again = String::from_utf8(written("vcard", &memory, Kind::Person, None)).unwrap();
    let without_id = |text: &str| {
        text.lines()
            .filter(|line| !line.starts_with("UID"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(without_id(&again), without_id(&text));
}

#[test]
fn sessions_are_events_and_addresses_lines() {
    let mut memory = Memory::default();
    let sessions = "type,name,date,date_end,start_time,end_time,place\n\
        café,\"Un, deux\",2026-02-10,,09:30,12h,Paris\n\
        café,Colloque,2026-03-01,2026-03-03,,,\ncafé,En mars,2026-03,,,,\ncafé,Un jour,,,,,\n";
    memory.load("event", "e.csv", sessions.as_bytes());
    let text = String::from_utf8(written("ics", &memory, Kind::Session, Some(Lang::Fr))).unwrap();
    for part in [
        "DTSTART:20260210T093000\r\nDTEND:20260210T120000\r\nSUMMARY:Un\\, deux\r\nCATEGORIES:Café\r\nLOCATION:Paris\r\n",
        "DTSTART;VALUE=DATE:20260301\r\nDTEND;VALUE=DATE:20260304\r\nSUMMARY:Colloque\r\n",
        "DTSTART;VALUE=DATE:20260301\r\nDTEND;VALUE=DATE:20260401\r\nSUMMARY:En mars\r\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("Un jour") && text.ends_with("END:VCALENDAR\r\n"));
    let people = "first_name,name,email\nAda,Martin,ada@a.fr|b@b.fr\nTom,Roux,\n";
    memory.load("person", "p.csv", people.as_bytes());
    let bytes = written("sympa", &memory, Kind::Person, None);
    assert_eq!(bytes, "ada@a.fr\tAda Martin\n".as_bytes());
    let plan = memory.import("person", "a.txt", &bytes);
    assert_eq!((plan.counts.made, plan.counts.read), (0, 1));
    for (format, kind) in [
        ("ics", Kind::Person),
        ("vcard", Kind::Session),
        ("sympa", Kind::Module),
    ] {
        assert!(!(Format::named(format).unwrap().holds)(kind));
    }
}
