//! Records as JSON.

use guichet::exchange::json;
use guichet::model::{Fields, Kind, Record, RecordRef, Value};
use guichet::text::line;
use ulid::Ulid;

use super::memory::Memory;

#[test]
fn an_object_has_its_fields_in_declared_order_and_details_as_objects() {
    let mut memory = Memory::default();
    let org = RecordRef::new(Kind::Organisation, Ulid::from_parts(1, 1));
    let fields = Fields::new()
        .with(1, Value::text("Université \u{202e}X\u{7}"))
        .with(2, Value::text("UX"))
        .with(3, Value::Many(vec![Value::text("adherent")]));
    memory
        .records
        .insert(org, Record::new(org, 1, false, &fields));
    let who = RecordRef::new(Kind::Person, Ulid::from_parts(1, 2));
    let email = Value::Detailed(
        Box::new(Value::text("a@x.fr")),
        vec![(1, Value::text("work"))],
    );
    let fields = Fields::new()
        .with(3, Value::text("Roussel"))
        .with(4, Value::Many(vec![email]));
    memory
        .records
        .insert(who, Record::new(who, 1, false, &fields));
    let at = RecordRef::new(Kind::Affiliation, Ulid::from_parts(1, 3));
    let fields = Fields::new()
        .with(1, Value::Reference(who))
        .with(2, Value::Reference(org));
    memory
        .records
        .insert(at, Record::new(at, 1, false, &fields));

    let object = json::object(&memory.records[&org], &memory);
    let keys: Vec<&str> = object.keys().map(String::as_str).collect();
    assert_eq!(keys, ["kind", "id", "acronym", "name", "roles"]);
    let text = json::to_text(&object.into());
    assert!(text.contains("Université \\u202eX\\u0007"), "{text}");
    assert!(!text.contains('\u{202e}'));
    let back: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(back["name"], "Université \u{202e}X\u{7}");
    assert_eq!(back["roles"], serde_json::json!(["adherent"]));

    let object = json::object(&memory.records[&who], &memory);
    assert_eq!(
        object["email"],
        serde_json::json!([{ "value": "a@x.fr", "kind": "work" }])
    );
    let object = json::object(&memory.records[&at], &memory);
    assert_eq!(object["person"]["id"], who.id.to_string());
    assert_eq!(object["person"]["kind"], "person");
    assert_eq!(line("a\u{202e}b\n\u{1b}[1mc"), "ab [1mc");
}
