//! Cards, calendars and lines of addresses, as other programs write them.

use std::ops::ControlFlow;

use guichet::exchange::format::Format;
use guichet::exchange::options::Options;
use guichet::exchange::remark::RemarkKind;
use guichet::exchange::table::Table;
use guichet::model::{Kind, Zone};

use super::memory::{Memory, text};

fn read(bytes: &[u8]) -> Table {
    let options = Options {
        zone: Zone::named("Europe/Paris").unwrap(),
        ..Options::default()
    };
    let format = Format::of(bytes);
    format.reads.unwrap()(bytes, &options, &mut |_| ControlFlow::Continue(()))
}

/// The cell under a header; blank where there is none.
fn cell<'t>(table: &'t Table, row: usize, header: &str) -> &'t str {
    let at = table.headers.iter().position(|found| found == header);
    at.map_or("", |at| table.rows[row].cell(at))
}

const OUTLOOK: &[u8] = b"BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Dupr=E9;=C9lodie;;Mme;\r
FN;CHARSET=windows-1252;ENCODING=QUOTED-PRINTABLE:=C9lodie Dupr=E9 =8C=\r
uvre\r
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Universit=C3=A9 de X;Direction=20=C3=89tudes\r
TITLE:Directrice\r
TEL;CELL;PREF:+33 6 12 34 56 78\r
TEL;WORK;VOICE:+33 1 44 32 90 90\r
TEL;WORK;FAX:+33 1 44 32 90 91\r
item1.EMAIL;type=INTERNET:a@b.fr\r
item1.X-ABLabel:_$!<Work>!$_\r
ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;1 rue=0D=0AB=C3=A2t. 2;Paris;;75001;France\r
AGENT:\r
BEGIN:VCARD\r
N:Autre;Quelqu'un\r
END:VCARD\r
PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQSkZJRgABAQEASABIAAD=\r
 /9j/4AAQSkZJRg==\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=ISO-8859-1:Lef\xe8vre;Andr\xe9\r
END:VCARD\r
";

#[test]
fn a_card_of_outlook_is_read_in_the_encodings_of_its_lines() {
    let table = read(OUTLOOK);
    assert_eq!(table.rows.len(), 2);
    for (header, expected) in [
        ("civility", "mme"),
        ("first_name", "Élodie"),
        ("name", "Dupré"),
        ("organisation", "Université de X"),
        ("function", "Directrice"),
        (
            "phone",
            "+33 6 12 34 56 78 (mobile)|+33 1 44 32 90 90 (work)",
        ),
        ("email", "a@b.fr (work)"),
        ("city", "Paris"),
    ] {
        assert_eq!(cell(&table, 0, header), expected);
    }
    let all = table.rows[0].cells.join(" ");
    for part in [
        "Fax : +33 1 44 32 90 91",
        "Direction Études",
        "Bât. 2",
        "75001",
        "France",
    ] {
        assert!(all.contains(part), "{part} in {all}");
    }
    assert_eq!(
        (cell(&table, 1, "name"), cell(&table, 1, "first_name")),
        ("Lefèvre", "André")
    );
    assert!(
        table
            .said
            .iter()
            .any(|said| said.kind == RemarkKind::Left("PHOTO".into(), 1))
    );
    assert_eq!(table.rows[1].line, 21);
}

#[test]
fn cards_of_versions_three_and_four_are_read_too() {
    let text = "BEGIN:VCARD\nVERSION:4.0\nFN:Ada Martin\nEMAIL;PREF=2:b@b.fr\nEMAIL;TYPE=\"home,pref\":ada@a.fr\nTEL;VALUE=uri;TYPE=\"voice,cell\":tel:+33612345678\nNOTE:un\\, deux\\ntro\n is\nCATEGORIES:a,b\\,c\nEND:VCARD\n\nBEGIN:VCARD\nVERSION:3.0\nN:;Cher;;;\nFN:Cher\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nKIND:org\nFN:ACME Inc.\nORG:ACME Inc.;\nEND:VCARD\n";
    let table = read(text.as_bytes());
    assert_eq!(
        (cell(&table, 0, "first_name"), cell(&table, 0, "name")),
        ("Ada", "Martin")
    );
    assert_eq!(cell(&table, 0, "email"), "b@b.fr|ada@a.fr (home)");
    assert_eq!(cell(&table, 0, "phone"), "+33612345678 (mobile)");
    assert_eq!(
        (cell(&table, 0, "note"), cell(&table, 0, "tags")),
        ("un, deux\ntrois", "a|b,c")
    );
    assert_eq!(
        (cell(&table, 1, "first_name"), cell(&table, 1, "name")),
        ("", "Cher")
    );
    assert_eq!(cell(&table, 2, "name"), "ACME Inc.");
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let wide = read_as_card(&wide);
    assert_eq!(wide.rows.len(), 3);
}

/// Reads bytes as a card whatever they begin with.
fn read_as_card(bytes: &[u8]) -> Table {
    let reads = Format::named("vcard").unwrap().reads.unwrap();
    reads(bytes, &Options::default(), &mut |_| {
        ControlFlow::Continue(())
    })
}

#[test]
fn the_people_of_cards_are_imported() {
    let mut memory = Memory::default();
    memory.load(
        "organisation",
        "o.csv",
        "name\nUniversité de X\n".as_bytes(),
    );
    let card = "BEGIN:VCARD\nVERSION:3.0\nN:Martin;Ada\nORG:Université de X\nTITLE:DAF\nEMAIL;TYPE=WORK:ada@a.fr\nEND:VCARD\n";
    let plan = memory.load("person", "a.vcf", card.as_bytes());
    assert_eq!(
        (plan.counts.made, plan.refused.as_slice()),
        (1, [].as_slice())
    );
    let held = memory.of(Kind::Affiliation);
    assert_eq!(text(&memory, held[0], "function"), "DAF");
    let ada = memory.only(Kind::Person, "name", "Martin");
    assert_eq!(text(&memory, ada, "email"), "ada@a.fr (work)");
}

#[test]
fn broken_cards_and_calendars_are_read_as_far_as_they_go() {
    let whole = [OUTLOOK, CALENDAR.as_bytes()];
    for bytes in whole {
        for end in 0..bytes.len() {
            for name in ["vcard", "ics"] {
                let reads = Format::named(name).unwrap().reads.unwrap();
                reads(&bytes[..end], &Options::default(), &mut |_| {
                    ControlFlow::Continue(())
                });
            }
        }
    }
    let nested = "BEGIN:VCALENDAR\n".to_string()
        + &"BEGIN:VEVENT\n".repeat(100_000)
        + "SUMMARY:x\nEND:VEVENT\n";
    assert!(read(nested.as_bytes()).rows.len() <= 1);
    let photo = format!(
        "BEGIN:VCARD\nN:A;B\nPHOTO;ENCODING=b:{}\nEND:VCARD\n",
        "QUJD".repeat(4 << 20)
    );
    assert_eq!(read(photo.as_bytes()).rows.len(), 1);
}

const CALENDAR: &str = "BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VTIMEZONE\r
TZID:Europe/Paris\r
BEGIN:STANDARD\r
DTSTART:19701025T030000\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;TZID=Europe/Paris:20260210T093000\r
DTEND;TZID=Europe/Paris:20260210T123000\r
SUMMARY:SIFAC – Prise en main (jour 1\\, matin)\r
LOCATION:Paris\\, 103 bd Saint-Michel\r
CATEGORIES:Formation\r
BEGIN:VALARM\r
TRIGGER:-PT15M\r
SUMMARY:non\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20260710T120000Z\r
DURATION:PT1H30M\r
SUMMARY:Été\r
RRULE:FREQ=WEEKLY\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260301\r
DTEND;VALUE=DATE:20260304\r
SUMMARY:Colloque\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20260301T100000\r
SUMMARY:Annulé\r
STATUS:CANCELLED\r
END:VEVENT\r
END:VCALENDAR\r
";

#[test]
fn the_events_of_a_calendar_are_sessions() {
    let table = read(CALENDAR.as_bytes());
    let row = |row: usize| {
        [
            "type",
            "name",
            "date",
            "date_end",
            "start_time",
            "end_time",
            "place",
        ]
        .map(|header| cell(&table, row, header))
    };
    assert_eq!(
        row(0),
        [
            "training",
            "SIFAC – Prise en main (jour 1, matin)",
            "2026-02-10",
            "",
            "09:30",
            "12:30",
            "Paris, 103 bd Saint-Michel"
        ]
    );
    assert_eq!(row(1), ["", "Été", "2026-07-10", "", "14:00", "15:30", ""]);
    assert_eq!(
        row(2),
        ["", "Colloque", "2026-03-01", "2026-03-03", "", "", ""]
    );
    let left = |what: &str| RemarkKind::Left(what.into(), 1);
    let said: Vec<&RemarkKind> = table.said.iter().map(|said| &said.kind).collect();
    assert_eq!(said, [&left("RRULE"), &left("STATUS:CANCELLED")]);
    let mut memory = Memory::default();
    let plan = memory.load("event", "a.ics", CALENDAR.as_bytes());
    assert_eq!(
        (plan.counts.made, plan.refused.as_slice()),
        (3, [].as_slice())
    );
    let other = memory.only(Kind::Session, "name", "Colloque");
    assert_eq!(text(&memory, other, "type"), "other");
    let again = memory.import("event", "a.ics", CALENDAR.as_bytes());
    assert_eq!(again.commit.edits, []);
}

#[test]
fn lines_of_addresses_are_people() {
    let people = |table: &Table| -> Vec<(String, String, String)> {
        let of = |row, header| cell(table, row, header).to_string();
        (0..table.rows.len())
            .map(|row| (of(row, "first_name"), of(row, "name"), of(row, "email")))
            .collect()
    };
    let who = |first: &str, family: &str, mail: &str| {
        (first.to_string(), family.to_string(), mail.to_string())
    };
    let ada = who("Ada", "Martin", "ada@a.fr");
    for text in [
        "Ada MARTIN <ada@a.fr>\n",
        "MARTIN Ada <ada@a.fr>;\n",
        "\"Martin, Ada\" <ada@a.fr>\n",
        "To: Ada Martin <ada@a.fr>\n",
        "# liste\n\nada@a.fr   Ada Martin\n",
        "ada@a.fr\tAda Martin\r\n",
        "date 1609459200\nemail ada@a.fr\ngecos Ada MARTIN\nsubscribed 1\n",
    ] {
        assert_eq!(
            people(&read(text.as_bytes())),
            std::slice::from_ref(&ada),
            "{text}"
        );
    }
    let several = read(
        "À : Ada MARTIN <ada@a.fr>, \"Roux; Tom\" <tom@b.fr>, seul@c.fr\nLéa Petit <lea@d.fr>\n"
            .as_bytes(),
    );
    let found: Vec<String> = people(&several)
        .into_iter()
        .map(|(.., mail)| mail)
        .collect();
    assert_eq!(found, ["ada@a.fr", "tom@b.fr", "seul@c.fr", "lea@d.fr"]);
    let lines: Vec<u64> = several.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [1, 1, 1, 2]);
    let dump = read(b"date 1\nemail a@a.fr\ngecos Ada Un\nreception mail\n\nbounce 1 2 3 5.1.1\ndate 2\nemail b@b.fr\n\n");
    assert_eq!(
        people(&dump),
        [who("Ada", "Un", "a@a.fr"), who("", "", "b@b.fr")]
    );
    assert_eq!((dump.rows[1].line, dump.said.len()), (6, 4));
    // Cells between separators are a table, and a header line is one.
    for text in [
        "Ada;Martin;ada@a.fr\n",
        "email\nada@a.fr\n",
        "name,email\nMartin,ada@a.fr\n",
    ] {
        assert_eq!(Format::of(text.as_bytes()).name, "csv", "{text}");
    }
}
