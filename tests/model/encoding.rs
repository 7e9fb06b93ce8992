use guichet::model::encoding::{read_varint, write_varint};
use guichet::model::{Date, Decimal, FieldNo, Fields, Kind, Record, RecordRef, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use ulid::Ulid;

fn any_date() -> impl Strategy<Value = Date> {
    (1i16..=9999, 0u8..=12, 0u8..=28).prop_filter_map("no such day", |(y, m, d)| Date::new(y, m, d))
}

fn any_reference() -> impl Strategy<Value = RecordRef> {
    (0..Kind::ALL.len(), any::<u128>())
        .prop_map(|(kind, id)| RecordRef::new(Kind::ALL[kind], Ulid::from(id)))
}

fn any_plain() -> impl Strategy<Value = Value> {
    prop_oneof![
        "\\PC{0,20}".prop_map(Value::Text),
        any::<i64>().prop_map(Value::Integer),
        any::<i64>().prop_map(|n| Value::Decimal(Decimal(n))),
        any::<i64>().prop_map(Value::Money),
        any::<bool>().prop_map(Value::Boolean),
        any_date().prop_map(Value::Date),
        any::<i64>().prop_map(Value::Moment),
        any_reference().prop_map(Value::Reference),
        (11u8.., vec(any::<u8>(), 0..12)).prop_map(|(tag, bytes)| Value::Unknown(tag, bytes)),
    ]
}

fn any_item() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => any_plain(),
        1 => (any_plain(), vec((any::<FieldNo>(), any_plain()), 0..3))
            .prop_map(|(main, details)| Value::Detailed(Box::new(main), details)),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![3 => any_item(), 1 => vec(any_item(), 1..4).prop_map(Value::Many)]
}

fn record(fields: &Fields) -> Record {
    Record::new(RecordRef::new(Kind::Person, Ulid::nil()), 7, false, fields)
}

proptest! {
    #[test]
    fn decoding_gives_back_what_was_encoded(values in vec((any::<FieldNo>(), any_value()), 0..8)) {
        let fields = values.into_iter().fold(Fields::new(), |fields, (number, value)| fields.with(number, value));
        let record = record(&fields);
        prop_assert_eq!(&record.fields(), &fields);
        prop_assert_eq!(&*record.fields().encode(), record.encoded());
        for (number, value) in fields.iter() {
            let read = record.get(number).map(|value| value.to_value());
            prop_assert_eq!(read.as_ref(), Some(value));
        }
    }

    #[test]
    fn any_bytes_are_fields_or_refused(bytes in vec(any::<u8>(), 0..64)) {
        let reference = RecordRef::new(Kind::Person, Ulid::nil());
        if let Some(record) = Record::from_encoded(reference, 1, false, bytes.into()) {
            let _ = (record.fields(), record.references().count());
        }
    }

    #[test]
    fn varints_survive(number: u64) {
        let mut bytes = Vec::new();
        write_varint(number, &mut bytes);
        let mut rest = bytes.as_slice();
        prop_assert_eq!(read_varint(&mut rest), Some(number));
        prop_assert!(rest.is_empty());
        prop_assert_eq!(read_varint(&mut &bytes[..bytes.len() - 1]), None);
    }
}

#[test]
fn fields_and_types_of_a_newer_program_are_kept() {
    // Field 900 of type 77, then field 901: a reference to a kind of code 250.
    let mut bytes = vec![0x84, 0x07, 77, 3, 1, 2, 3, 0x85, 0x07, 8, 17, 250];
    bytes.extend([9; 16]);
    let reference = RecordRef::new(Kind::Person, Ulid::nil());
    let record = Record::from_encoded(reference, 1, false, bytes.clone().into()).unwrap();
    assert_eq!(record.references().count(), 0);
    let edited = record.fields().with(3, Value::text("Durand"));
    let without = {
        let mut fields = edited;
        fields.set(3, None);
        fields
    };
    assert_eq!(&*without.encode(), bytes.as_slice());
}

#[test]
fn a_list_that_is_nested_without_end_is_carried_along() {
    let mut value = vec![1, 1, 0];
    for _ in 0..20_000 {
        let mut outer = vec![10];
        write_varint(value.len() as u64, &mut outer);
        outer.extend(&value);
        value = outer;
    }
    value.insert(0, 5);
    let reference = RecordRef::new(Kind::Person, Ulid::nil());
    let record = Record::from_encoded(reference, 1, false, value.clone().into()).unwrap();
    assert_eq!(&*record.fields().encode(), value.as_slice());
}

#[test]
fn empty_values_are_not_kept() {
    let fields = Fields::new()
        .with(2, Value::text("b"))
        .with(1, Value::text("a"))
        .with(3, Value::text(""))
        .with(4, Value::Many(vec![]));
    assert_eq!(
        fields.iter().map(|(number, _)| number).collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(
        fields.differences(&Fields::new().with(2, Value::text("B"))),
        [1, 2]
    );
}

#[test]
fn references_are_found_in_lists_and_details() {
    let target = RecordRef::new(Kind::Organisation, Ulid::from(5u128));
    let fields = Fields::new()
        .with(
            3,
            Value::Many(vec![Value::Reference(target), Value::Reference(target)]),
        )
        .with(
            4,
            Value::Detailed(
                Box::new(Value::Reference(target)),
                vec![(1, Value::text("x"))],
            ),
        );
    let record = record(&fields);
    assert_eq!(
        record.references().collect::<Vec<_>>(),
        [(3, target), (3, target), (4, target)]
    );
}
