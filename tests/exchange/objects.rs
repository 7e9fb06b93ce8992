//! JSON as a table: what guichet writes, and what others do.

use std::ops::ControlFlow;

use guichet::exchange::format::Format;
use guichet::exchange::json;
use guichet::exchange::options::Options;
use guichet::exchange::refusal::Reason;
use guichet::exchange::report;
use guichet::exchange::table::Table;
use guichet::model::Kind;

use super::memory::Memory;

fn read(text: &str) -> Table {
    let format = Format::of(text.as_bytes());
    format.reads.unwrap()(text.as_bytes(), &Options::default(), &mut |_| {
        ControlFlow::Continue(())
    })
}

fn cells(table: &Table) -> Vec<Vec<&str>> {
    let rows = table.rows.iter();
    rows.map(|row| row.cells.iter().map(String::as_str).collect())
        .collect()
}

#[test]
fn objects_are_rows_and_their_keys_columns() {
    let table = read(
        "[\n{\"name\": \"A\", \"email\": [\"a@b.fr\", \"c|d\"], \"year\": 2022, \"on\": true},\n{\"address\": {\"city\": \"Lyon\"}, \"name\": \"B\", \"note\": null}]",
    );
    assert_eq!(
        table.headers,
        ["name", "email", "year", "on", "address.city", "note"]
    );
    assert_eq!(
        cells(&table),
        [
            vec!["A", "a@b.fr|c\\|d", "2022", "true"],
            vec!["B", "", "", "", "Lyon", ""]
        ]
    );
    assert_eq!(table.rows[1].line, 3);
    // One a line, of which one is damaged; and the objects of another program's answer.
    let lines = read("{\"name\":\"A\"}\n{\"name\" \"B\"}\n{\"name\":\"C {\"}\n");
    assert_eq!(cells(&lines), [["A"], ["C {"]]);
    assert_eq!(
        (lines.refused[0].line, &lines.refused[0].reason),
        (2, &Reason::Json)
    );
    let wrapped =
        read("{\"count\": 2, \"next\": null,\n \"results\": [{\"nom\": \"A\"}, {\"nom\": \"B\"}]}");
    assert_eq!(
        (wrapped.headers.as_slice(), cells(&wrapped)),
        (["nom".to_string()].as_slice(), vec![vec!["A"], vec!["B"]])
    );
    assert_eq!(read("[]").refused, []);
    let cut = read("[{\"name\": \"A\"}, {\"name\": \"B");
    assert_eq!((cut.rows.len(), &cut.refused[0].reason), (1, &Reason::Json));
    let deep = "[".repeat(5_000) + "{\"a\":" + &"[".repeat(5_000);
    assert_eq!(read(&("[{\"a\": 1},".to_string() + &deep)).refused.len(), 1);
}

#[test]
fn what_is_exported_as_json_comes_back_to_the_same_records() {
    let mut memory = Memory::default();
    for file in report::files() {
        memory.load(file.collection.key(), file.name, file.text.as_bytes());
    }
    memory.load(
        "person",
        "p.csv",
        "first_name,name,email,phone\nAda,Un,\"a@b.fr (work, verified)|c@d.fr (home)\",+33 1 44 32 90 90 (mobile)\n".as_bytes(),
    );
    for kind in [
        Kind::Organisation,
        Kind::Person,
        Kind::Affiliation,
        Kind::Session,
        Kind::Module,
        Kind::List,
    ] {
        let objects: Vec<serde_json::Value> = memory
            .of(kind)
            .iter()
            .map(|record| json::object(record, &memory).into())
            .collect();
        let lines: Vec<String> = objects.iter().map(ToString::to_string).collect();
        for text in [json::to_text(&objects.into()), lines.join("\n")] {
            let plan = memory.import(kind.key(), "export.json", text.as_bytes());
            assert_eq!(plan.refused, [], "{kind:?}");
            assert_eq!(plan.commit.edits, [], "{kind:?}");
            assert_eq!(plan.counts.same, memory.of(kind).len() as u64, "{kind:?}");
        }
    }
}
