//! Records that guichet itself wrote, read to the letter: objects, one array or one a line, and tables.

use std::str::FromStr;

use serde_json::{Map, Value as Json};
use ulid::Ulid;

use super::{raw, said};
use crate::catalog::column_called;
use crate::exchange::charset::decoded;
use crate::exchange::mapping::{By, Goes, Left, Mapped, Target};
use crate::exchange::objects::{self, Objects};
use crate::exchange::options::Options;
use crate::exchange::proposal::{Given, How, Own, Proposal, Proposed, Row, What};
use crate::exchange::refusal::{Reason, Refusal};
use crate::exchange::remark::{Remark, RemarkKind};
use crate::exchange::table::{MOST_COLUMNS, MOST_ROWS, Table, TableRow, Told};
use crate::model::text::nearest;
use crate::model::{Collection, Field, FieldNo, FieldType, Kind, Zone};

/// After so many objects word is given of how far it is.
const TOLD: usize = 1_000;

/// So many values of a column are shown, and no more of each.
const SAMPLES: (usize, usize) = (3, 40);

/// What besides fields stands in objects that guichet writes: what says which record it is, and what was told of it.
const MARKS: [&str; 4] = ["kind", "id", "trashed", raw::KEY];
const ASIDES: [&str; 6] = ["title", "score", "approximate", "matched", "past", "links"];

/// Of which kinds the records of a file may be.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Of that of a collection.
    Of(Collection),
    /// Of any.
    All,
}

impl Scope {
    fn holds(self, kind: Kind) -> bool {
        match self {
            Scope::Of(collection) => collection.kind() == kind,
            Scope::All => true,
        }
    }
}

/// The records of a text of objects; `None` if one of them is none that guichet wrote, and the file is one of a single
/// kind: others' objects are tables.
pub fn objects(bytes: &[u8], scope: Scope, options: &Options, tell: Told) -> Option<Proposed> {
    let decoded;
    // What guichet wrote is no other encoding's, whatever its letters look like.
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if options.encoding.is_none() => text.strip_prefix('\u{feff}').unwrap_or(text),
        _ => {
            decoded = self::decoded(bytes, options.encoding);
            decoded.text.as_ref()
        }
    };
    let mut reading = Letters::new(scope, &options.zone);
    let mut objects = Objects::new(text, 0..text.len());
    while let Some((line, range)) = objects.next() {
        let so_far = reading.proposed.count;
        if so_far.is_multiple_of(TOLD as u64) && tell(range.start).is_break() {
            break;
        }
        let object = text.get(range.clone()).unwrap_or_default();
        match serde_json::from_str::<Map<String, Json>>(object) {
            Ok(object) if so_far == 0 && objects::is_wrapper(&object) => {
                objects = Objects::new(text, range.start + 1..range.end);
                objects.line = line;
                continue;
            }
            Ok(object) => reading.take(line, object).ok()?,
            Err(error) => {
                reading.proposed.count += 1;
                reading.refuse(
                    line + error.line().saturating_sub(1) as u64,
                    Some(error.column()),
                    "",
                    Reason::Json,
                );
            }
        }
        if reading.proposed.rows.len() > MOST_ROWS && matches!(scope, Scope::Of(_)) {
            return None;
        }
    }
    Some(reading.done())
}

/// Whether a file is a table of records that guichet wrote whole, by its first line.
pub fn is_table(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let line = bytes.split(|byte| *byte == b'\n').next();
    let line = line.unwrap_or_default().trim_ascii_end();
    (line.starts_with(b"id,") || line.starts_with(b"id;")) && line.ends_with(raw::KEY.as_bytes())
}

/// The records of a table; `None` if it is none that guichet wrote whole.
pub fn rows(collection: Collection, table: &Table, options: &Options) -> Option<Proposed> {
    let has = |name: &str| table.headers.iter().any(|header| header == name);
    if !has("id") || !has(raw::KEY) {
        return None;
    }
    let kind = collection.kind();
    let mut reading = Letters::new(Scope::Of(collection), &options.zone);
    for header in &table.headers {
        reading.column(kind, header);
    }
    for row in &table.rows {
        reading.row(kind, &table.headers, row);
    }
    Some(reading.done())
}

/// Records read to the letter, so far.
struct Letters<'a> {
    scope: Scope,
    zone: &'a Zone,
    proposed: Proposed,
}

/// What of a record is said so far.
struct Said {
    proposal: Proposal,
    own: Own,
}

impl<'a> Letters<'a> {
    fn new(scope: Scope, zone: &'a Zone) -> Letters<'a> {
        Letters {
            scope,
            zone,
            proposed: Proposed::default(),
        }
    }

    fn refuse(&mut self, line: u64, column: Option<usize>, field: &str, reason: Reason) {
        self.proposed.refused.push(Refusal {
            line,
            column,
            field: field.to_string(),
            reason,
        });
    }

    /// The columns that nobody knows are said.
    fn done(mut self) -> Proposed {
        if let Scope::Of(collection) = self.scope {
            let remarks = self.proposed.mapping.remarks(collection.kind(), 1);
            self.proposed.said.extend(remarks);
        } else {
            let columns = self.proposed.mapping.columns.iter().zip(1..);
            let unknown = columns.filter_map(|(column, at)| match &column.goes {
                Goes::Left(Left::Unknown(near)) => Some(Remark {
                    line: 1,
                    column: Some(at),
                    kind: RemarkKind::Column(column.header.clone(), near.clone()),
                }),
                _ => None,
            });
            self.proposed.said.extend(unknown.collect::<Vec<_>>());
        }
        self.proposed
    }

    /// The place of a column, from 1; a new one is put behind the others.
    fn column(&mut self, kind: Kind, header: &str) -> usize {
        let columns = &mut self.proposed.mapping.columns;
        if let Some(at) = columns.iter().position(|column| column.header == header) {
            return at + 1;
        }
        if columns.len() < MOST_COLUMNS {
            columns.push(Mapped {
                header: header.to_string(),
                samples: Vec::new(),
                goes: goes(kind, header),
                clears: Vec::new(),
            });
        }
        columns.len()
    }

    /// A value of a column, for who looks at a few.
    fn sample(&mut self, column: usize, text: impl FnOnce() -> String) {
        let column = self
            .proposed
            .mapping
            .columns
            .get_mut(column.wrapping_sub(1));
        let Some(column) = column.filter(|column| column.samples.len() < SAMPLES.0) else {
            return;
        };
        let text: String = text().trim().chars().take(SAMPLES.1).collect();
        if !text.is_empty() && !column.samples.contains(&text) {
            column.samples.push(text);
        }
    }

    /// A record of that id, with what its collection gives it.
    fn begun(&self, kind: Kind, id: Ulid) -> Said {
        let mut proposal = Proposal::new(kind);
        proposal.id = Some(id.to_string());
        Said {
            proposal,
            own: Own::default(),
        }
    }

    /// A record is read.
    fn keep(&mut self, line: u64, mut said: Said) {
        if let Scope::Of(collection) = self.scope {
            for (number, value) in collection.defaults().iter() {
                let is_given = said.proposal.given.iter().any(|it| it.field == number);
                let field = collection.kind().field(number);
                if !is_given || field.is_some_and(|field| field.gathers) {
                    said.proposal = said.proposal.add(number, value.clone());
                }
            }
        }
        said.proposal.own = Some(Box::new(said.own));
        self.proposed.rows.push(Row {
            line,
            proposals: vec![said.proposal],
        });
    }

    fn raw(&mut self, said: &mut Said, object: &Map<String, Json>, column: usize) -> Option<()> {
        let fields = raw::read(object)?;
        for (number, value) in fields {
            said.own.raw.push(number);
            said.proposal.given.retain(|given| given.field != number);
            if let Some(value) = value {
                said.proposal
                    .given
                    .push(given(number, What::Value(value), column));
            }
        }
        Some(())
    }

    /// An object; an error if guichet did not write it, and it is to be told by other means.
    fn take(&mut self, line: u64, object: Map<String, Json>) -> Result<(), ()> {
        let part = |key: &str| object.get(key).and_then(Json::as_str);
        let kind = part("kind").and_then(Kind::by_key);
        let id = part("id").and_then(|id| Ulid::from_str(id).ok());
        let (Some(kind), Some(id)) = (kind, id) else {
            if let Scope::Of(_) = self.scope {
                return Err(());
            }
            self.proposed.count += 1;
            self.refuse(
                line,
                None,
                if kind.is_none() { "kind" } else { "id" },
                Reason::Id,
            );
            return Ok(());
        };
        if let Scope::Of(_) = self.scope
            && !object.keys().all(|key| is_known(kind, key))
        {
            return Err(());
        }
        self.proposed.count += 1;
        if !self.scope.holds(kind) {
            let column = self.column(kind, "kind");
            self.refuse(line, Some(column), "kind", Reason::Id);
            return Ok(());
        }
        let mut said = self.begun(kind, id);
        for (key, value) in &object {
            let column = self.column(kind, key);
            self.sample(column, || objects::text(value).into_owned());
            if let Some(field) = kind.field_by_key(key) {
                if let Some(what) = said::by_object(field, value, self.zone) {
                    said.proposal.given.push(given(field.number, what, column));
                }
            } else if key == "trashed" {
                said.own.trashed = value.as_bool();
            }
        }
        if said.own.trashed.is_none() {
            said.own.trashed = Some(false);
        }
        if let Some(value) = object.get(raw::KEY).filter(|value| !value.is_null()) {
            let column = self.column(kind, raw::KEY);
            let taken = value.as_object();
            if taken
                .and_then(|raw| self.raw(&mut said, raw, column))
                .is_none()
            {
                self.refuse(line, Some(column), raw::KEY, Reason::Json);
                return Ok(());
            }
        }
        self.keep(line, said);
        Ok(())
    }

    /// A row of a table.
    fn row(&mut self, kind: Kind, headers: &[String], row: &TableRow) {
        self.proposed.count += 1;
        let place = |name: &str| headers.iter().position(|header| header == name);
        let cell = |name: &str| place(name).map_or("", |at| row.cell(at)).trim();
        let id = cell("id");
        let Ok(id) = Ulid::from_str(id) else {
            self.refuse(row.line, place("id").map(|at| at + 1), "id", Reason::Id);
            return;
        };
        let mut said = self.begun(kind, id);
        said.own.trashed = Some(cell("trashed") == "true");
        for (at, header) in headers.iter().enumerate() {
            let text = row.cell(at);
            if text.is_empty() {
                continue;
            }
            self.sample(at + 1, || text.to_string());
            let what = match target(kind, header) {
                Some(Target::Reference(_, field)) => (field, said::by_ids(field, text)),
                Some(Target::Field(_, field)) if !is_link(field) => {
                    (field, said::by_cell(field, text, self.zone))
                }
                // The id decides; a name that was written in where there is none says whom it means.
                Some(Target::Field(_, field)) if cell(&format!("{header}_id")).is_empty() => {
                    (field, said::by_ids(field, text))
                }
                _ => continue,
            };
            if let (field, Some(what)) = what {
                said.proposal.given.push(given(field.number, what, at + 1));
            }
        }
        let raw = cell(raw::KEY);
        if !raw.is_empty() {
            let column = place(raw::KEY).map_or(0, |at| at + 1);
            let object = serde_json::from_str::<Map<String, Json>>(raw).ok();
            if object
                .and_then(|object| self.raw(&mut said, &object, column))
                .is_none()
            {
                self.refuse(row.line, Some(column), raw::KEY, Reason::Json);
                return;
            }
        }
        self.keep(row.line, said);
    }
}

fn is_link(field: &Field) -> bool {
    matches!(field.kind, FieldType::Reference(_))
}

fn given(field: FieldNo, what: What, column: usize) -> Given {
    Given {
        field,
        what,
        how: How::Set,
        column: Some(column),
    }
}

fn is_known(kind: Kind, key: &str) -> bool {
    MARKS.contains(&key)
        || ASIDES.contains(&key)
        || kind.readable_by_key(key).is_some()
        || column_called(kind, key)
}

/// The field that a column of a table is of, or whose ids it has.
fn target(kind: Kind, header: &str) -> Option<Target> {
    if let Some(field) = kind.field_by_key(header) {
        return Some(Target::Field(kind, field));
    }
    let field = kind.field_by_key(header.strip_suffix("_id")?)?;
    is_link(field).then_some(Target::Reference(kind, field))
}

fn goes(kind: Kind, header: &str) -> Goes {
    match header {
        "id" => Goes::To(vec![Target::Id], By::Label),
        "kind" => Goes::To(vec![Target::Kind], By::Label),
        _ => match target(kind, header) {
            Some(target) => Goes::To(vec![target], By::Label),
            None if is_known(kind, header) => Goes::Left(Left::Told),
            None => {
                let keys = kind.fields().iter().map(|field| field.key);
                Goes::Left(Left::Unknown(nearest(header, keys).map(str::to_string)))
            }
        },
    }
}
