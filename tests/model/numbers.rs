//! The numbers that stores hold: a list of all that was ever given away, which only grows.

use guichet::model::{Date, Decimal, Field, FieldType, Fields, Kind, RecordRef, Value};
use ulid::Ulid;

/// The list as it was when the tests were built.
const GIVEN: &str = include_str!("numbers.txt");
/// What a line ends with once its number stands for nothing any more.
const RETIRED: &str = " retired";

/// All numbers of the declarations, a line each: what is numbered, then what the number means in stores.
fn declared() -> Vec<String> {
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        let code = kind.code();
        lines.push(format!("kind {code}: {}", kind.key()));
        fields(&format!("field {code}"), kind.fields(), &mut lines);
    }
    lines
}

fn fields(above: &str, fields: &[Field], lines: &mut Vec<String>) {
    for field in fields {
        let place = format!("{above}.{}", field.number);
        let many = if field.many { " many" } else { "" };
        lines.push(format!("{place}: {} {}{many}", field.key, name(field.kind)));
        if let FieldType::Choice(choices) = field.kind {
            lines.extend(
                choices
                    .iter()
                    .map(|it| format!("{place}={}: choice", it.key)),
            );
        }
        self::fields(&place, field.subs, lines);
    }
}

fn name(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "text",
        FieldType::Note => "note",
        FieldType::Integer => "integer",
        FieldType::Decimal => "decimal",
        FieldType::Money => "money",
        FieldType::Date => "date",
        FieldType::DateTime => "moment",
        FieldType::Boolean => "boolean",
        FieldType::Choice(_) => "choice",
        FieldType::Email => "email",
        FieldType::Phone => "phone",
        FieldType::Url => "url",
        FieldType::Reference(_) => "reference",
        FieldType::Tags => "tags",
    }
}

/// What is numbered, and what that means.
fn split(line: &str) -> (&str, &str) {
    line.split_once(": ").unwrap_or((line, ""))
}

#[test]
fn a_number_means_what_it_always_meant() {
    let declared = declared();
    let mut wrong = Vec::new();
    for given in GIVEN.lines() {
        let (place, meaning) = split(given);
        let now = declared
            .iter()
            .map(|line| split(line))
            .find(|(at, _)| *at == place);
        match (now, meaning.strip_suffix(RETIRED)) {
            (Some((_, now)), None) if now == meaning => {}
            (Some((_, now)), None) => wrong.push(format!(
                "{place} was `{meaning}` and is `{now}`. Records in stores would be read as what they are not: \
                 give the old meaning its number back, and the new one a number that was never given."
            )),
            (None, None) => wrong.push(format!(
                "{place}, `{meaning}`, is gone. Stores still hold it: end its line in tests/model/numbers.txt with \
                 `{RETIRED}`, so that nobody gives the number to something else."
            )),
            (Some((_, now)), Some(was)) => wrong.push(format!(
                "{place} is `{now}`, and was retired as `{was}`: take a number that was never given."
            )),
            (None, Some(_)) => {}
        }
    }
    let given = |line: &&String| !GIVEN.lines().any(|given| split(given).0 == split(line).0);
    let new: Vec<&str> = declared.iter().filter(given).map(String::as_str).collect();
    if !new.is_empty() && std::env::var_os("UPDATE_NUMBERS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/model/numbers.txt");
        std::fs::write(path, format!("{GIVEN}{}\n", new.join("\n"))).unwrap();
    } else if !new.is_empty() {
        wrong.push(format!(
            "New numbers. `UPDATE_NUMBERS=1 cargo test numbers` adds these lines to tests/model/numbers.txt, which \
             only grows:\n{}",
            new.join("\n")
        ));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_number_is_given_once() {
    let mut places: Vec<&str> = GIVEN.lines().map(|line| split(line).0).collect();
    let declared = declared();
    let (all, given) = (declared.len(), places.len());
    let mut now: Vec<&str> = declared.iter().map(|line| split(line).0).collect();
    for list in [&mut places, &mut now] {
        list.sort_unstable();
        list.dedup();
    }
    assert_eq!(places.len(), given, "a line of numbers.txt stands twice");
    assert_eq!(now.len(), all, "a number or a choice is declared twice");
}

#[test]
fn values_are_written_as_they_always_were() {
    let organisation = RecordRef::new(Kind::Organisation, Ulid::from(0x0102_u128));
    let detailed = Value::Detailed(
        Box::new(Value::Text("a".into())),
        vec![(2, Value::Integer(-1))],
    );
    let values = [
        (Value::Text("é".into()), "07 01 03 02c3a9"),
        (Value::Integer(-3), "07 02 01 05"),
        (Value::Decimal(Decimal(1_500_000)), "07 03 05 fcc0c62d00"),
        (Value::Money(1_234), "07 04 03 fba409"),
        (Value::Boolean(true), "07 05 01 01"),
        (
            Value::Date(Date::new(2026, 11, 26).unwrap()),
            "07 06 05 fc0c526a02",
        ),
        (Value::Moment(0), "07 07 01 00"),
        (
            Value::Reference(organisation),
            "07 08 11 0100000000000000000000000000000102",
        ),
        (detailed, "07 09 08 0102016102020101"),
        (Value::Many(vec![Value::Boolean(false)]), "07 0a 03 050100"),
    ];
    for (value, written) in values {
        let fields = Fields::new().with(7, value.clone());
        let bytes: String = fields
            .encode()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(
            bytes,
            written.replace(' ', ""),
            "{value:?}: stores hold it in these bytes"
        );
    }
}
