//! JSON as a table: objects in an array, one a line, or one behind the other; what guichet writes, and what others do.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde_json::{Map, Value};

use super::charset::decoded;
use super::options::Options;
use super::refusal::{Reason, Refusal};
use super::remark::Remark;
use super::table::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Table, TableRow, Told};
use crate::model::several;
use crate::model::text::FILE_SEPARATORS;

/// After so many objects word is given of how far it is.
const TOLD: usize = 1_000;

/// How deep objects in objects are looked into: `address.city`.
const DEEPEST: usize = 4;

/// Reads objects as rows: a column for each key, in the order in which they come.
pub fn table(bytes: &[u8], options: &Options, tell: Told) -> Table {
    let decoded = decoded(bytes, options.encoding);
    let text = decoded.text.as_ref();
    let mut reading = ObjectRows::default();
    let done = reading.run(text, tell);
    if let Err(reason) = done {
        return Table {
            refused: vec![Refusal::of_file(reason)],
            ..Table::default()
        };
    }
    let mut table = reading.table;
    table.said.push(Remark::of_file(decoded.said));
    // An empty array is no file without a header line: it has no rows.
    if table.headers.is_empty() && table.refused.is_empty() && !text.trim_start().starts_with('[') {
        table.refused.push(Refusal::of_file(Reason::Empty));
    }
    table
}

#[derive(Default)]
struct ObjectRows {
    table: Table,
    columns: HashMap<String, usize>,
    cells: usize,
}

impl ObjectRows {
    fn run(&mut self, text: &str, tell: Told) -> Result<(), Reason> {
        let mut objects = Objects::new(text, 0..text.len());
        let mut number = 0_usize;
        while let Some((line, range)) = objects.next() {
            if number.is_multiple_of(TOLD) && tell(range.start).is_break() {
                break;
            }
            number += 1;
            let object = text.get(range.clone()).unwrap_or_default();
            match serde_json::from_str::<Map<String, Value>>(object) {
                Ok(object) if number == 1 && is_wrapper(&object) => {
                    // `{"data": [ … ]}`: what is inside are the objects.
                    objects = Objects::new(text, range.start + 1..range.end);
                    objects.line = line;
                }
                Ok(object) => self.take(line, object)?,
                Err(error) => self.table.refused.push(Refusal {
                    line: line + error.line().saturating_sub(1) as u64,
                    column: Some(error.column()),
                    field: String::new(),
                    reason: Reason::Json,
                }),
            }
        }
        Ok(())
    }

    fn take(&mut self, line: u64, object: Map<String, Value>) -> Result<(), Reason> {
        let mut cells: Vec<String> = Vec::new();
        let mut flat = Vec::new();
        flatten("", object, DEEPEST, &mut flat);
        for (key, text) in flat {
            let next = self.columns.len();
            let at = match self.columns.get(&key) {
                Some(at) => *at,
                None => {
                    self.table.headers.push(key.clone());
                    self.columns.insert(key, next);
                    next
                }
            };
            if at >= MOST_COLUMNS {
                return Err(Reason::Columns(MOST_COLUMNS));
            }
            if cells.len() <= at {
                cells.resize(at + 1, String::new());
            }
            cells
                .get_mut(at)
                .into_iter()
                .for_each(|cell| cell.clone_from(&text));
        }
        self.cells += cells.len();
        if self.cells > MOST_CELLS {
            return Err(Reason::TooManyCells(MOST_CELLS));
        }
        if self.table.rows.len() >= MOST_ROWS {
            return Err(Reason::Rows(MOST_ROWS));
        }
        self.table.rows.push(TableRow { line, cells });
        Ok(())
    }
}

/// Whether an object holds nothing but one array of objects, and what is said of it.
pub(super) fn is_wrapper(object: &Map<String, Value>) -> bool {
    let is_list = |value: &&Value| match value {
        Value::Array(items) => items.first().is_some_and(Value::is_object),
        _ => false,
    };
    let is_own = object.contains_key("kind") && object.contains_key("id");
    !is_own
        && object.values().filter(is_list).count() == 1
        && object
            .values()
            .all(|value| value.is_array() || !value.is_object())
        && object.len() <= 6
}

/// The keys of an object with the texts of their values, those of objects within behind a dot.
fn flatten(
    before: &str,
    object: Map<String, Value>,
    deepest: usize,
    flat: &mut Vec<(String, String)>,
) {
    for (key, value) in object {
        let key = match before {
            "" => key,
            before => format!("{before}.{key}"),
        };
        match value {
            Value::Object(inner)
                if deepest > 0 && !is_value(&inner) && reference(&inner).is_none() =>
            {
                flatten(&key, inner, deepest - 1, flat);
            }
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| text(item).into_owned()).collect();
                flat.push((key, several::join(&items, FILE_SEPARATORS, "|")));
            }
            value => flat.push((key, text(&value).into_owned())),
        }
    }
}

/// Whether an object is a value with its details: `{"value": "a@b.fr", "kind": "work"}`.
fn is_value(object: &Map<String, Value>) -> bool {
    object.contains_key("value")
}

/// The record that an object points to: `{"kind": "organisation", "id": …, "title": …}`.
fn reference(object: &Map<String, Value>) -> Option<String> {
    let kind = object.get("kind")?.as_str()?;
    let id = object.get("id")?.as_str()?;
    object.contains_key("title").then(|| format!("{kind}/{id}"))
}

/// A value as a cell has it.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) => Cow::Borrowed(text),
        Value::Object(object) => match reference(object) {
            Some(record) => Cow::Owned(record),
            None if is_value(object) => {
                let main = object.get("value").map(text).unwrap_or_default();
                let details = object
                    .iter()
                    .filter(|(key, value)| *key != "value" && !value.is_null());
                let details: Vec<String> = details
                    .map(|(key, value)| format!("{key}:{}", text(value)))
                    .collect();
                match details.is_empty() {
                    true => main,
                    false => Cow::Owned(format!("{main} ({})", details.join(", "))),
                }
            }
            None => Cow::Owned(value.to_string()),
        },
        other => Cow::Owned(other.to_string()),
    }
}

/// The objects of a text, each by its line and its range, found by their brackets: one that is damaged leaves the
/// others usable.
pub(super) struct Objects<'t> {
    text: &'t [u8],
    at: usize,
    end: usize,
    /// The line that is reached.
    pub line: u64,
}

impl<'t> Objects<'t> {
    /// Those in that part of a text.
    pub fn new(text: &'t str, within: Range<usize>) -> Objects<'t> {
        Objects {
            text: text.as_bytes(),
            at: within.start,
            end: within.end,
            line: 1,
        }
    }

    /// The next one: its line and its range.
    pub fn next(&mut self) -> Option<(u64, Range<usize>)> {
        let (mut depth, mut start, mut quoted, mut line) = (0_usize, 0, false, self.line);
        while self.at < self.end {
            let byte = *self.text.get(self.at)?;
            self.at += 1;
            match byte {
                b'\n' => self.line += 1,
                b'\\' if quoted => self.at += 1,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' => {
                    if depth == 0 {
                        (start, line) = (self.at - 1, self.line);
                    }
                    depth += 1;
                }
                // The end of what is around them is none of theirs.
                b'}' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        return Some((line, start..self.at));
                    }
                }
                _ => {}
            }
        }
        (depth > 0).then_some((line, start..self.end))
    }
}
