//! A small store in memory that answers as the catalog does.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::OnceLock;

use guichet::exchange::import::{Decisions, Mode, Origin, Plan, Proposed, Recall, plan_while};
use guichet::exchange::known::Known;
use guichet::exchange::read;
use guichet::model::fold::fold;
use guichet::model::text::Names;
use guichet::model::{Author, Collection, Fault, FieldNo, Kind, Record, RecordRef, Value, Zone};
use ulid::Ulid;

#[derive(Default)]
pub struct Memory {
    pub records: BTreeMap<RecordRef, Record>,
    /// What was decided of imports before.
    pub recall: Recall,
    /// How many records were looked at.
    pub looked: Cell<usize>,
    next: u128,
    sequence: u64,
}

impl Memory {
    pub fn import(&mut self, key: &str, file: &str, text: &[u8]) -> Plan {
        self.decided(key, file, text, &Decisions::default())
    }

    /// As `import`, with what a person has decided.
    pub fn decided(&mut self, key: &str, file: &str, text: &[u8], decided: &Decisions) -> Plan {
        self.planned(key, file, text, decided, Mode::default())
    }

    /// As `import`, in that mode.
    pub fn import_as(&mut self, key: &str, file: &str, text: &[u8], mode: Mode) -> Plan {
        self.planned(key, file, text, &Decisions::default(), mode)
    }

    fn planned(
        &mut self,
        key: &str,
        file: &str,
        text: &[u8],
        decided: &Decisions,
        mode: Mode,
    ) -> Plan {
        let collection = Collection::by_key(key).unwrap();
        let mut reading = read(collection, text);
        reading.mode = mode;
        self.plan_as(reading, file, decided)
    }

    /// Plans what was read.
    pub fn plan_of(&mut self, reading: Proposed) -> Plan {
        self.plan_as(reading, "f.csv", &Decisions::default())
    }

    fn plan_as(&mut self, reading: Proposed, file: &str, decided: &Decisions) -> Plan {
        let origin = Origin {
            author: Author::called("marie"),
            at: 1_668_500_000_000,
            file: file.into(),
            head: 0,
        };
        let mut next = self.next;
        let Ok(planned) = plan_while(
            &reading,
            self,
            &mut || {
                next += 1;
                Ulid::from_parts(1_668_500_000_000, next)
            },
            &origin,
            (decided, &self.recall),
            &mut |_, _| ControlFlow::<Infallible>::Continue(()),
        );
        self.next = next;
        planned
    }

    pub fn commit(&mut self, plan: &Plan) {
        self.sequence += 1;
        for (record, revision) in &plan.commit.relies {
            assert_eq!(self.records[record].revision, *revision);
        }
        for edit in &plan.commit.edits {
            let there = self
                .records
                .get(&edit.record)
                .map_or(0, |record| record.revision);
            assert_eq!(there, edit.base, "{}", edit.record);
            let after = edit.after.as_ref().unwrap();
            let record = Record::new(edit.record, self.sequence, after.trashed, &after.fields);
            self.records.insert(edit.record, record);
        }
    }

    pub fn load(&mut self, key: &str, file: &str, text: &[u8]) -> Plan {
        let plan = self.import(key, file, text);
        self.commit(&plan);
        plan
    }

    pub fn of(&self, kind: Kind) -> Vec<&Record> {
        self.records
            .values()
            .filter(|record| record.kind == kind)
            .collect()
    }

    pub fn count(&self, collection: Collection) -> usize {
        self.records
            .values()
            .filter(|record| collection.holds(record))
            .count()
    }

    /// The only record of that kind whose field has that text.
    pub fn only(&self, kind: Kind, key: &str, text: &str) -> &Record {
        let field = kind.field_by_key(key).unwrap();
        let found = self.by_text(kind, field.number, &fold(text));
        assert_eq!(found.len(), 1, "{text}");
        &self.records[&found[0]]
    }
}

/// The plain text of a field.
pub fn text(memory: &Memory, record: &Record, key: &str) -> String {
    let field = record.kind.field_by_key(key).unwrap();
    let value = record.get(field.number).map(|value| value.to_value());
    value.map_or(String::new(), |value| {
        guichet::model::text::plain(field, &value, memory)
    })
}

impl Names for Memory {
    fn zone(&self) -> &Zone {
        static UTC: OnceLock<Zone> = OnceLock::new();
        UTC.get_or_init(Zone::utc)
    }

    fn named(&self, kinds: &[Kind], text: &str) -> Result<RecordRef, Fault> {
        let found: Vec<RecordRef> = self
            .records
            .keys()
            .copied()
            .filter(|record| kinds.is_empty() || kinds.contains(&record.kind))
            .filter(|record| {
                self.written(*record)
                    .is_some_and(|title| fold(&title) == fold(text))
            })
            .collect();
        match found.as_slice() {
            [only] => Ok(*only),
            [] => Err(Fault::NoRecord(None)),
            several => Err(Fault::Ambiguous(several.len())),
        }
    }

    fn written(&self, record: RecordRef) -> Option<String> {
        let fields = self.records.get(&record)?.fields();
        let definition = record.kind.definition();
        let parts: Vec<String> = definition
            .title
            .iter()
            .filter_map(|number| match fields.get(*number)? {
                Value::Text(text) => Some(text.clone()),
                Value::Reference(to) => self.written(*to),
                _ => None,
            })
            .collect();
        Some(parts.join(definition.separator))
    }
}

impl Known for Memory {
    fn record(&self, record: RecordRef) -> Option<&Record> {
        self.looked.set(self.looked.get() + 1);
        self.records.get(&record)
    }

    fn by_text(&self, kind: Kind, field: FieldNo, folded: &str) -> Vec<RecordRef> {
        self.of(kind)
            .into_iter()
            .filter(|record| {
                record.get(field).is_some_and(|value| {
                    value
                        .items()
                        .any(|item| item.text().is_some_and(|text| fold(text) == folded))
                })
            })
            .map(Record::reference)
            .collect()
    }

    fn each(&self, kind: Kind, seen: &mut dyn FnMut(&Record)) {
        self.of(kind)
            .into_iter()
            .filter(|record| !record.trashed)
            .for_each(seen);
    }

    fn linked(&self, kind: Kind, field: FieldNo, to: RecordRef) -> Vec<RecordRef> {
        self.of(kind)
            .into_iter()
            .filter(|record| record.references().any(|link| link == (field, to)))
            .map(Record::reference)
            .collect()
    }
}
