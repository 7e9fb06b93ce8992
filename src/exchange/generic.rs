//! Any table: its headers are field keys, or the French or English labels.

use std::borrow::Cow;

use super::columns::{Manner, manner};
use super::proposal::{Given, How, Link, Proposal, Proposed, Row, What};
use super::refusal::{Reason, Refusal};
use super::remark::Remark;
use super::table::Table;
use crate::catalog::column_called;
use crate::model::called::{self, plain};
use crate::model::several;
use crate::model::text::FILE_SEPARATORS;
use crate::model::{Collection, Field, FieldType, Kind, Natural, Sought};

/// What a column holds.
#[derive(Clone, Copy)]
enum Column {
    /// The record's id.
    Id,
    /// The kind's key, as JSON has it.
    Kind,
    /// A field.
    Field(&'static Field),
    /// What was told of the record when it was exported, and is kept nowhere.
    Computed(&'static Field),
    /// Of a person: the organisation at which they are, by the field of the record that says so.
    Organisation(&'static Field),
    /// Of a person: what they do there, likewise.
    Function(&'static Field),
    /// What a view shows of the record: its title, what lies across a link, how many point to it.
    Shown,
}

/// The rows of a table whose headers name fields. An unknown header refuses the file, by name.
pub fn rows(collection: Collection, table: &Table) -> Proposed {
    let mut reading = Proposed::default();
    let mut columns: Vec<Column> = Vec::new();
    if table.headless {
        reading.refused.push(Refusal::of_file(Reason::Headless));
        return reading;
    }
    // What says which records it is of was exported, as a view shows it perhaps; of any other file a header that is
    // no field is a mistake.
    let exported = table.headers.iter().any(|header| plain(header) == "id");
    for (at, header) in table.headers.iter().enumerate() {
        let refuse = |reason| Refusal {
            line: 1,
            column: Some(at + 1),
            field: header.clone(),
            reason,
        };
        if header.is_empty() {
            columns.push(Column::Shown);
            continue;
        }
        match column(collection.kind(), header) {
            Ok(found) if columns.iter().any(|other| is_same(*other, found)) => {
                reading.refused.push(refuse(Reason::Twice));
            }
            Ok(found) => columns.push(found),
            Err(_) if exported && column_called(collection.kind(), header) => {
                columns.push(Column::Shown);
            }
            Err(near) => reading.refused.push(refuse(Reason::Header(near))),
        }
    }
    if !reading.refused.is_empty() {
        return reading;
    }
    let manners = columns.iter().enumerate().map(|(at, column)| {
        let field = match column {
            Column::Field(field) | Column::Function(field) => field,
            _ => return None,
        };
        let header = table.headers.get(at).map_or("", String::as_str);
        let manner = manner(field, header, table.column(at));
        reading.said.extend(manner.said().map(|kind| Remark {
            line: table.head,
            column: Some(at + 1),
            kind: kind.clone(),
        }));
        Some(manner)
    });
    let manners: Vec<Option<Manner>> = manners.collect();
    for row in &table.rows {
        match proposals(collection, &columns, &manners, &row.cells) {
            Ok(proposals) => reading.rows.push(Row {
                line: row.line,
                proposals,
            }),
            Err(column) => reading.refused.push(Refusal {
                line: row.line,
                column: Some(column),
                field: "kind".into(),
                reason: Reason::Id,
            }),
        }
    }
    reading
}

/// Whether two columns say the same of a record.
fn is_same(one: Column, other: Column) -> bool {
    let key = |column| match column {
        Column::Id => Some("id"),
        Column::Kind => Some("kind"),
        Column::Field(field)
        | Column::Computed(field)
        | Column::Organisation(field)
        | Column::Function(field) => Some(field.key),
        Column::Shown => None,
    };
    key(one).is_some() && key(one) == key(other)
}

fn column(kind: Kind, header: &str) -> Result<Column, Option<String>> {
    // Some programs put a star on what they require; people end a label with a colon, and an abbreviation with a dot.
    let ends = |c: char| matches!(c, '*' | ':' | '.') || c.is_whitespace();
    let header = header.trim_end_matches(ends);
    let is = |field: &'static Field| called::field(std::iter::once(field), header).is_some();
    match plain(header).as_str() {
        "id" => return Ok(Column::Id),
        "kind" => return Ok(Column::Kind),
        _ => {}
    }
    if let Some(field) = called::field(kind.fields().iter(), header) {
        return Ok(Column::Field(field));
    }
    if let Natural::Reached { at, .. } = kind.definition().known {
        let (link, _, organisation) = at;
        if let Some(field) = link.field(organisation).filter(|field| is(field)) {
            return Ok(Column::Organisation(field));
        }
        if let Some(field) = link.sought(Sought::Function).filter(|field| is(field)) {
            return Ok(Column::Function(field));
        }
    }
    let mut computed = kind.computed().iter().map(|computed| &computed.field);
    if let Some(field) = computed.find(|field| is(field)) {
        return Ok(Column::Computed(field));
    }
    Err(called::near(kind.fields().iter(), header).map(str::to_string))
}

/// The records of a row; the column at fault if it is of another kind.
fn proposals(
    collection: Collection,
    columns: &[Column],
    manners: &[Option<Manner>],
    cells: &[String],
) -> Result<Vec<Proposal>, usize> {
    let kind = collection.kind();
    let mut own = Proposal::new(kind);
    let mut beside = match kind.definition().known {
        Natural::Reached {
            at: (link, person, _),
            ..
        } => Some(Proposal::new(link).set(person, Link::Beside(0))),
        _ => None,
    };
    let mut there = |given: Given| {
        if let Some(beside) = &mut beside {
            beside.given.push(given);
        }
    };
    for (at, ((column, manner), cell)) in columns.iter().zip(manners).zip(cells).enumerate() {
        if cell.trim().is_empty() {
            continue;
        }
        match column {
            Column::Id => own.id = Some(cell.trim().to_string()),
            Column::Kind if cell.trim() != kind.key() => return Err(at + 1),
            Column::Kind | Column::Computed(_) | Column::Shown => {}
            Column::Field(field) => {
                own.given
                    .push(given(field, manner.as_ref(), cell, at + 1, adds(field)))
            }
            Column::Organisation(field) => {
                if let FieldType::Reference(kinds) = field.kind {
                    let link = Link::Named(kinds, cell.trim().to_string());
                    own.at = Some((link, Some(at + 1)));
                }
                there(given(field, manner.as_ref(), cell, at + 1, How::Set));
            }
            Column::Function(field) => there(given(field, manner.as_ref(), cell, at + 1, How::Set)),
        }
    }
    for (number, value) in collection.defaults().iter() {
        match own.given.iter().any(|given| given.field == number) {
            true if !kind.field(number).is_some_and(|field| field.gathers) => {}
            _ => own = own.add(number, value.clone()),
        }
    }
    let mut proposals = vec![own];
    if proposals.iter().any(|own| own.at.is_some()) {
        proposals.extend(beside);
    }
    Ok(proposals)
}

fn given(field: &Field, manner: Option<&Manner>, cell: &str, column: usize, how: How) -> Given {
    let what = match field.kind {
        FieldType::Reference(kinds) => {
            let names = match field.many {
                true => several::cut(cell, FILE_SEPARATORS),
                false => vec![cell.trim().to_string()],
            };
            let links = names.into_iter().map(|name| Link::Named(kinds, name));
            What::Links(links.collect())
        }
        _ => match manner.map_or(Ok(Cow::Borrowed(cell)), |manner| manner.read(cell)) {
            Ok(text) => What::Text(text.into_owned()),
            Err(fault) => What::Wrong(cell.to_string(), fault),
        },
    };
    Given {
        field: field.number,
        what,
        how,
        column: Some(column),
    }
}

/// Some values are added, never taken away by a file that does not name them.
fn adds(field: &Field) -> How {
    if field.gathers { How::Add } else { How::Set }
}
