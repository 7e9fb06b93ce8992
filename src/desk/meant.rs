//! The record meant: what every command, need, hint and title is about. It is the one that is shown.
//!
//! In a list it is the row under the cursor; one that left the list stays meant until the cursor moves.
//! In a sheet it is the record whose row is under the cursor in a section or in the timeline: the link
//! itself, not whom it names (a field only names a record; it is the sheet's own). Everywhere else in a
//! sheet its own record is meant. A row out of sight means nothing.

use std::collections::{BTreeMap, HashSet};

use crate::model::{Collection, Field, FieldNo, Fields, Kind, RecordRef, Value};

use super::pane::PaneId;
use super::{Desk, Focus};

/// A record that is meant, by where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// The row under the cursor of the list.
    Row(RecordRef),
    /// The record held under the cursor of the list, which has it no more.
    Outside(RecordRef),
    /// A line of *Today*.
    Line(RecordRef),
    /// The row under the cursor in the sheet: a record that points to the sheet's.
    Link(RecordRef),
    /// The sheet's own record.
    Sheet(RecordRef),
}

impl Meant {
    /// The record.
    pub fn record(self) -> RecordRef {
        match self {
            Meant::Row(record)
            | Meant::Outside(record)
            | Meant::Line(record)
            | Meant::Link(record)
            | Meant::Sheet(record) => record,
        }
    }
}

impl Desk {
    /// What is meant, if anything is: the head of a group or a line without a record is not.
    pub fn meaning(&self) -> Option<Meant> {
        match (self.focus, self.pane) {
            (Focus::Sheet, _) => match self.linked() {
                Some(link) => Some(Meant::Link(link)),
                None => self.sheet.record.map(Meant::Sheet),
            },
            (Focus::List, PaneId::Today) => {
                let shown = self.today.shows_cursor(self.layout().list_rows());
                let line = self.today.selected().filter(|_| shown)?;
                line.record().map(Meant::Line)
            }
            (Focus::List, _) => {
                let pane = self.panes.get(&self.pane)?;
                match pane.held {
                    Some(record) => Some(Meant::Outside(record)),
                    None => pane.selected().map(Meant::Row),
                }
            }
        }
    }

    /// The record that commands act on.
    pub fn current(&self) -> Option<RecordRef> {
        self.meaning().map(Meant::record)
    }

    /// The records that deleting, restoring and copying act on: those marked where the keys go, or else the
    /// current one.
    pub fn meant(&self) -> Vec<RecordRef> {
        let marked = self.marked();
        match marked.is_empty() {
            true => self.current().into_iter().collect(),
            false => marked,
        }
    }

    /// Whom a call, a note or a task is about: whom the current record names where its kind says so (a
    /// registration its person), or else the record itself.
    pub fn about(&self) -> Vec<RecordRef> {
        let record = self.current().and_then(|record| self.catalog.get(record));
        let Some(record) = record else {
            return Vec::new();
        };
        let number = record.kind.definition().about;
        let mut named: Vec<RecordRef> = record
            .references()
            .filter(|(field, named)| Some(*field) == number && self.catalog.get(*named).is_some())
            .map(|(_, named)| named)
            .collect();
        if named.is_empty() {
            named.push(record.reference());
        }
        named
    }

    /// The records marked where the keys go: in the list, those listed first in their order, or in the
    /// sections of the sheet.
    pub fn marked(&self) -> Vec<RecordRef> {
        match (self.focus, self.panes.get(&self.pane)) {
            (Focus::Sheet, _) => {
                let lines = self.sheet.content.lines.iter();
                in_order(&self.sheet.marks, lines.filter_map(|line| line.record()))
            }
            (Focus::List, Some(pane)) => in_order(&pane.marks, pane.rows.iter().copied()),
            (Focus::List, None) => Vec::new(),
        }
    }

    /// Whether anything is marked where the keys go.
    pub(super) fn has_marks(&self) -> bool {
        match self.focus {
            Focus::Sheet => !self.sheet.marks.is_empty(),
            Focus::List => self
                .panes
                .get(&self.pane)
                .is_some_and(|pane| !pane.marks.is_empty()),
        }
    }

    /// Whether the current record can be marked where it is shown.
    pub(super) fn is_markable(&self) -> bool {
        match self.meaning() {
            Some(Meant::Row(_) | Meant::Outside(_) | Meant::Link(_)) => true,
            Some(Meant::Sheet(record)) => {
                let pane = self.panes.get(&self.pane);
                let record = self.catalog.get(record);
                pane.zip(record)
                    .is_some_and(|(pane, record)| pane.holds(record))
            }
            Some(Meant::Line(_)) | None => false,
        }
    }

    /// What is meant in words, where neither a row of the list nor the title of the sheet says it: a
    /// row of a section with its kind.
    pub fn meaning_words(&self) -> Option<String> {
        match self.meaning()? {
            Meant::Link(record) => {
                let title = self.catalog.title(record).unwrap_or_default();
                Some(format!("{} · {title}", record.kind.name(self.lang())))
            }
            _ => None,
        }
    }

    /// The record whose row is under the cursor of the sheet.
    fn linked(&self) -> Option<RecordRef> {
        let content = &self.sheet.content;
        let shown = content.shows_cursor(self.layout().sheet_rows());
        content.selected().filter(|_| shown)?.record()
    }

    /// The section under the cursor of the sheet, be it on its heading or on a row of it: the kind of
    /// its records, and the field with which they point to the sheet's.
    pub(super) fn section(&self) -> Option<(Kind, FieldNo)> {
        let here = self.sheet.record.filter(|_| self.focus == Focus::Sheet)?;
        let content = &self.sheet.content;
        if !content.shows_cursor(self.layout().sheet_rows()) {
            return None;
        }
        let line = content.selected()?;
        if let Some(super::lines::Target::Section(kind, field)) = line.target {
            return Some((kind, field));
        }
        let row = self.catalog.get(line.record()?)?;
        let above = content.section_above();
        let points = |field: FieldNo| row.references().any(|at| at == (field, here));
        let (kind, field) = match above.filter(|(kind, _)| *kind == row.kind) {
            Some(section) => section,
            None => (row.kind, row.references().find(|(_, to)| *to == here)?.0),
        };
        (points(field) || content.held).then_some((kind, field))
    }

    /// What `a` and `A` add, and what is filled in: in a section a record that points to the sheet's;
    /// elsewhere one of the pane, of the kind of the row under the cursor where it has several.
    pub fn adding(&self) -> Option<(Collection, Fields)> {
        let pane = self.panes.get(&self.pane);
        let collections = pane.map_or(&[][..], |pane| &pane.collections);
        let of = |kind: Kind| {
            collections
                .iter()
                .find(move |at| at.kind() == kind)
                .copied()
        };
        if let Some((kind, number)) = self.section() {
            let here = self.sheet.record?;
            let live = self.catalog.get(here).is_some_and(|record| !record.trashed);
            let field = kind.field(number).filter(|_| live)?;
            let collection = of(kind).unwrap_or(Collection::All(kind));
            let mut fields = collection.defaults();
            fields.set(number, Some(reference(field, here)));
            return Some((collection, fields));
        }
        let pane = pane.filter(|pane| pane.id != PaneId::Trash)?;
        let kind = pane.selected().map(|record| record.kind);
        let collection = kind.and_then(of).or(collections.first().copied())?;
        Some((collection, collection.defaults()))
    }

    /// How many live records point to these, by kind; those among them do not count.
    pub(super) fn pointing_to(&self, records: &[RecordRef]) -> BTreeMap<Kind, usize> {
        let among: HashSet<RecordRef> = records.iter().copied().collect();
        let links = records
            .iter()
            .flat_map(|record| self.catalog.links_to(*record));
        let pointing: HashSet<RecordRef> = links
            .map(|link| link.from)
            .filter(|from| !among.contains(from))
            .collect();
        let mut counts = BTreeMap::new();
        for from in pointing {
            *counts.entry(from.kind).or_default() += 1;
        }
        counts
    }
}

/// What a field holds that points to that record alone.
pub(super) fn reference(field: &Field, record: RecordRef) -> Value {
    match field.many {
        true => Value::Many(vec![Value::Reference(record)]),
        false => Value::Reference(record),
    }
}

/// Marked records, those shown first in their order.
fn in_order(marks: &HashSet<RecordRef>, shown: impl Iterator<Item = RecordRef>) -> Vec<RecordRef> {
    if marks.is_empty() {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let mut marked: Vec<RecordRef> = shown
        .filter(|record| marks.contains(record) && seen.insert(*record))
        .collect();
    let mut rest: Vec<RecordRef> = marks.difference(&seen).copied().collect();
    rest.sort_unstable();
    marked.append(&mut rest);
    marked
}
