//! What leaves whole comes back whole: any records, as objects and as a table a kind, into an empty store and again.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use guichet::exchange::export::Export;
use guichet::exchange::format::Format;
use guichet::exchange::import::{Mode, Plan, Proposed};
use guichet::exchange::options::Options;
use guichet::exchange::own::Everything;
use guichet::exchange::refusal::Reason;
use guichet::exchange::{read_all, read_file, report};
use guichet::model::{
    Collection, Date, Decimal, Field, FieldType, Fields, Kind, Lang, Record, RecordRef, Value,
};
use proptest::prelude::*;
use ulid::Ulid;

use super::memory::Memory;

/// The records of a store as one text of objects.
fn objects(memory: &Memory, format: &str) -> Vec<u8> {
    let records: Vec<&Record> = memory.records.values().collect();
    written(memory, Kind::Organisation, &records, format, None)
}

/// A table for each kind that has records.
fn tables(memory: &Memory, lang: Option<Lang>) -> Vec<(Kind, Vec<u8>)> {
    let kinds = Kind::ALL.iter().copied();
    kinds
        .filter(|kind| !memory.of(*kind).is_empty())
        .map(|kind| {
            let bytes = written(memory, kind, &memory.of(kind), "csv", lang);
            (kind, bytes)
        })
        .collect()
}

fn written(
    memory: &Memory,
    kind: Kind,
    records: &[&Record],
    format: &str,
    lang: Option<Lang>,
) -> Vec<u8> {
    let exists = |record: RecordRef| memory.records.contains_key(&record);
    let all = Everything {
        kind,
        names: memory,
        exists: &exists,
        lang,
    };
    let export = Export {
        what: &all,
        records,
        lang,
    };
    let mut bytes = Vec::new();
    let writes = Format::named(format).unwrap().writes.unwrap();
    writes(&export, &mut bytes, &mut |_| {}).unwrap();
    bytes
}

fn read_objects(bytes: &[u8]) -> Proposed {
    read_all(bytes, &Options::default(), &mut |_| {
        ControlFlow::Continue(())
    })
}

/// Tables read one behind the other.
fn read_tables(tables: &[(Kind, Vec<u8>)]) -> Proposed {
    let mut whole = Proposed::default();
    for (kind, bytes) in tables {
        let mut read = read_file(
            Collection::All(*kind),
            bytes,
            &Options::default(),
            &mut |_| ControlFlow::Continue(()),
        );
        let before = whole.rows.last().map_or(0, |row| row.line);
        read.rows.iter_mut().for_each(|row| row.line += before);
        whole.count += read.count;
        whole.rows.append(&mut read.rows);
        whole.refused.append(&mut read.refused);
    }
    whole
}

/// What is kept, whatever the revision.
fn kept(memory: &Memory) -> BTreeMap<RecordRef, (bool, Fields)> {
    let records = memory.records.iter();
    records
        .map(|(record, kept)| (*record, (kept.trashed, kept.fields())))
        .collect()
}

/// Into an empty store: the same records. Again: nothing.
fn comes_back(memory: &Memory, read: &dyn Fn() -> Proposed, how: &str) {
    let mut empty = Memory::default();
    let plan = empty.plan_of(read());
    assert_eq!(plan.refused, [], "{how}");
    assert_eq!(plan.doubts, [], "{how}");
    assert_eq!(plan.counts.made, memory.records.len() as u64, "{how}");
    empty.commit(&plan);
    let (back, was) = (kept(&empty), kept(memory));
    for (record, kept) in &was {
        assert_eq!(back.get(record), Some(kept), "{how}: {record}");
    }
    assert_eq!(back.len(), was.len(), "{how}");
    let again = empty.plan_of(read());
    assert_eq!(again.commit.edits, [], "{how}, again");
    assert_eq!(again.counts.same, was.len() as u64, "{how}, again");
}

fn comes_back_in_every_way(memory: &Memory) {
    for format in ["ndjson", "json"] {
        let bytes = objects(memory, format);
        comes_back(memory, &|| read_objects(&bytes), format);
    }
    for lang in [None, Some(Lang::Fr)] {
        let tables = tables(memory, lang);
        comes_back(memory, &|| read_tables(&tables), &format!("csv {lang:?}"));
    }
}

#[test]
fn the_report_comes_back_whole() {
    let mut memory = Memory::default();
    for file in report::files() {
        memory.load(file.collection.key(), file.name, file.text.as_bytes());
    }
    comes_back_in_every_way(&memory);
}

/// What texts may be: what a table, a spreadsheet or JSON might eat.
const TEXTS: &[&str] = &[
    "Université d'Essai",
    " blanks before and behind ",
    "a|b\\c",
    "two\nlines",
    "three\r\nlines\r",
    "=1+1",
    "'=1+1",
    "'",
    "=\"0612\"",
    "+33 1 44 32 90 90",
    "0612345678",
    "1E5",
    "007",
    "\u{feff}mark",
    "\u{202e}turned\u{7}",
    "\u{0}",
    "ZoÃ©",
    "e\u{301}",
    "\u{1f469}\u{200d}\u{1f52c}",
    "a, b; c\td",
    "\"quoted\"",
    "value (work)",
    "a@b.fr, c@d.fr",
    "person/01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "true",
    "null",
    "-",
    "oui",
    "15/11/2022",
    "a@b.fr",
    "0130221V",
    "13002059700014",
    "https://a.fr/?q=1&r=2",
    ",",
    "\t",
];

/// Numbers as if by chance, the same from one run to the next.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    fn text(&mut self) -> Value {
        Value::text(TEXTS[self.next(TEXTS.len())])
    }

    fn number(&mut self) -> i64 {
        const NUMBERS: [i64; 8] = [
            0,
            -1,
            1_500_000,
            12_345_678,
            i64::MAX,
            i64::MIN + 1,
            900_719_925_474_099_312,
            1,
        ];
        NUMBERS[self.next(NUMBERS.len())]
    }

    fn scalar(&mut self, field: &Field, all: &[RecordRef]) -> Value {
        match (self.next(12), field.kind) {
            // What no field of that type has.
            (0, _) => Value::Unknown(77, vec![1, 2, 255]),
            (1, _) => self.text(),
            (_, FieldType::Integer) => Value::Integer(self.number()),
            (_, FieldType::Decimal) => Value::Decimal(Decimal(self.number())),
            (_, FieldType::Money) => Value::Money(self.number()),
            (_, FieldType::Boolean) => Value::Boolean(self.next(2) == 0),
            (_, FieldType::Date) => {
                let dates = ["2022", "2022-11", "2022-11-15", "1850-01-01"];
                Value::Date(Date::absolute(dates[self.next(dates.len())]).unwrap())
            }
            (_, FieldType::DateTime) => {
                let moments = [0, 1_668_500_000_123, -1, 1_668_500_040_000];
                Value::Moment(moments[self.next(moments.len())])
            }
            (_, FieldType::Choice(choices)) => Value::text(choices[self.next(choices.len())].key),
            (_, FieldType::Reference(kinds)) => {
                let fits: Vec<&RecordRef> = all
                    .iter()
                    .filter(|record| kinds.is_empty() || kinds.contains(&record.kind))
                    .collect();
                match fits.get(self.next(fits.len() + 1)) {
                    Some(record) => Value::Reference(**record),
                    // One that is gone, or of a kind that the field has not.
                    None => Value::Reference(RecordRef::new(
                        Kind::ALL[self.next(Kind::ALL.len())],
                        Ulid::from_parts(9, 9),
                    )),
                }
            }
            _ => self.text(),
        }
    }

    fn item(&mut self, field: &Field, all: &[RecordRef]) -> Value {
        let main = self.scalar(field, all);
        if field.subs.is_empty() || self.next(2) == 0 {
            return main;
        }
        let subs = field.subs.iter().filter(|_| self.next(2) == 0);
        let subs: Vec<&Field> = subs.collect();
        let mut details: Vec<(u16, Value)> = subs
            .into_iter()
            .map(|sub| (sub.number, self.scalar(sub, all)))
            .collect();
        if self.next(6) == 0 {
            details.push((400, Value::text("of a newer program")));
        }
        match details.is_empty() {
            true => main,
            false => Value::Detailed(Box::new(main), details),
        }
    }

    fn fields(&mut self, kind: Kind, all: &[RecordRef]) -> Fields {
        let mut fields = Fields::new();
        for field in kind.fields() {
            let is_there = field.required && self.next(8) > 0 || self.next(3) == 0;
            let value = is_there.then(|| match field.many {
                true => {
                    let items = 1 + self.next(3);
                    Value::Many((0..items).map(|_| self.item(field, all)).collect())
                }
                false => self.item(field, all),
            });
            fields.set(field.number, value);
        }
        if self.next(3) == 0 {
            let number = 900 + self.next(90) as u16;
            fields.set(number, Some(self.text()));
            fields.set(number + 1, Some(Value::Unknown(99, vec![7; 3])));
        }
        fields
    }
}

/// A store of records of all kinds, with whatever a store may hold.
fn made_up(seed: u64, size: usize) -> Memory {
    let mut chance = Chance(seed);
    let all: Vec<RecordRef> = (0..size)
        .map(|at| {
            let kind = Kind::ALL[chance.next(Kind::ALL.len())];
            RecordRef::new(kind, Ulid::from_parts(1_700_000_000_000, at as u128))
        })
        .collect();
    let mut memory = Memory::default();
    for record in &all {
        let fields = chance.fields(record.kind, &all);
        let trashed = chance.next(5) == 0;
        memory
            .records
            .insert(*record, Record::new(*record, 1, trashed, &fields));
    }
    memory
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_records_come_back_whole(seed in any::<u64>(), size in 1..60_usize) {
        comes_back_in_every_way(&made_up(seed, size));
    }
}

const TWO: &str = concat!(
    r#"{"kind":"organisation","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","acronym":"UE","name":"Université d'Essai","former_names":["B","A"]}"#,
    "\n",
    r#"{"kind":"affiliation","id":"01ARZ3NDEKTSV4RRFFQ69G5FAW","person":{"kind":"person","id":"01ARZ3NDEKTSV4RRFFQ69G5FAX","title":"never read"},"organisation":{"kind":"organisation","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","title":"of another name"}}"#,
    "\n",
);
const ADA: &str = r#"{"kind":"person","id":"01ARZ3NDEKTSV4RRFFQ69G5FAX","first_name":"Ada","name":"Martin","trashed":true}"#;

fn plan(memory: &mut Memory, text: &str, mode: Mode) -> Plan {
    let mut read = read_objects(text.as_bytes());
    read.mode = mode;
    memory.plan_of(read)
}

#[test]
fn what_is_pointed_to_is_told_by_its_id_in_whatever_order_it_comes() {
    let mut memory = Memory::default();
    let refused = plan(&mut memory, TWO, Mode::Update);
    assert_eq!(
        refused.counts.made, 1,
        "whoever is pointed to is nowhere: {refused:?}"
    );
    assert_eq!((refused.refused[0].line, refused.refused.len()), (2, 1));
    // The other row is nothing that hangs on it; a row that is not taken is not there for others.
    let wrong = format!("{TWO}{}", ADA.replace("\"name\":\"Martin\",", ""));
    let wrong = plan(&mut memory, &wrong, Mode::Update);
    assert_eq!(
        (wrong.counts.made, wrong.refused.len()),
        (1, 2),
        "{wrong:?}"
    );
    let whole = format!("{TWO}{ADA}\n");
    let whole_plan = plan(&mut memory, &whole, Mode::Update);
    assert_eq!((whole_plan.counts.made, whole_plan.counts.links), (3, 2));
    memory.commit(&whole_plan);
    assert!(memory.of(Kind::Person)[0].trashed);
    assert_eq!(plan(&mut memory, &whole, Mode::Update).commit.edits, []);
    // Whoever came out of the trash since is put there again, by a file that may take away.
    let ada = memory.of(Kind::Person)[0].clone();
    let live = Record::new(ada.reference(), 1, false, &ada.fields());
    memory.records.insert(ada.reference(), live);
    assert_eq!(plan(&mut memory, &whole, Mode::Fill).commit.edits, []);
    assert_eq!(plan(&mut memory, &whole, Mode::Create).commit.edits, []);
    let again = plan(&mut memory, &whole, Mode::Update);
    assert_eq!(again.commit.edits.len(), 1);
    assert!(again.commit.edits[0].after.as_ref().unwrap().trashed);
    // Whoever went there since is a doubt.
    let shown = whole.replace(",\"trashed\":true", "");
    memory.commit(&again);
    let doubtful = plan(&mut memory, &shown, Mode::Update);
    assert_eq!(
        (doubtful.counts.doubtful, doubtful.commit.edits.len()),
        (1, 0)
    );
}

#[test]
fn what_guichet_did_not_write_is_no_store() {
    let csv = read_objects(b"name,city\nA,B\n");
    assert_eq!(csv.refused[0].reason, Reason::Whole);
    let text = format!(
        "{}\n{{\"name\":\"A\"}}\n{{\"kind\":\"person\",\"id\":\"7\"}}\n",
        ADA
    );
    let mut memory = Memory::default();
    let others = plan(&mut memory, &text, Mode::Update);
    assert_eq!(others.counts.made, 1);
    let refused: Vec<(u64, &str)> = others
        .refused
        .iter()
        .map(|at| (at.line, at.field.as_str()))
        .collect();
    assert_eq!(refused, [(2, "kind"), (3, "id")]);
    let broken = ADA.replace("\"trashed\":true", "\"raw\":{\"3\":\"0g\"}");
    assert_eq!(plan(&mut memory, &broken, Mode::Update).refused.len(), 1);
}
