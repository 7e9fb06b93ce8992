//! The record meant: what every command, need, hint and title is about. It is the one that is shown.
//!
//! In a list it is the row under the cursor; one that left the list stays meant until the cursor moves.
//! In a sheet it is the record whose row is under the cursor in a section or in the timeline: the link
//! itself, not whom it names (a field only names a record; it is the sheet's own). Everywhere else in a
//! sheet its own record is meant. A row out of sight means nothing.

use std::collections::BTreeSet;

use crate::model::{Collection, Field, FieldNo, Fields, Kind, Record, RecordRef, Value};

use super::Screen;
use crate::catalog::Group;
use crate::desk::context::{MANY, Scene};
use crate::desk::jobs::chosen::Chosen;
use crate::desk::layout::Focus;
use crate::desk::lines::Line;
use crate::desk::marks::Marks;
use crate::desk::pane::{Pane, PaneId};

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

impl Screen {
    /// What is meant, if anything is: the head of a group or a line without a record is not.
    pub fn meaning(&self, scene: &Scene) -> Option<Meant> {
        let layout = self.layout(scene);
        match (self.focus, self.shown()) {
            (Focus::Sheet, _) => match self.sheet.linked(layout.sheet_rows()) {
                Some(link) => Some(Meant::Link(link)),
                None => self.sheet.record.map(Meant::Sheet),
            },
            (Focus::List, Some(Pane::Lines(lines))) => {
                let shown = lines.shows_cursor(layout.list_rows());
                let line = lines.selected().filter(|_| shown)?;
                line.record().map(Meant::Line)
            }
            (Focus::List, Some(Pane::List(pane))) => match pane.held {
                Some(record) => Some(Meant::Outside(record)),
                None => pane.selected().map(Meant::Row),
            },
            (Focus::List, None) => None,
        }
    }

    /// The record that commands act on.
    pub fn current(&self, scene: &Scene) -> Option<RecordRef> {
        self.meaning(scene).map(Meant::record)
    }

    /// The records that deleting, restoring and copying act on: those marked where the keys go, or else the
    /// current one.
    pub fn chosen(&self, scene: &Scene) -> Chosen {
        match self.chosen_marks() {
            Some(marked) => marked,
            None => self.current(scene).into_iter().collect::<Vec<_>>().into(),
        }
    }

    /// Those records, in their order.
    pub fn meant(&self, scene: &Scene) -> Vec<RecordRef> {
        self.chosen(scene).in_order()
    }

    /// Whether one of those is such a record.
    pub fn means_one(&self, scene: &Scene, is: fn(&Record) -> bool) -> bool {
        let is = |record: &RecordRef| scene.catalog.get(*record).is_some_and(is);
        match self.marks().filter(|marks| !marks.is_empty()) {
            // This is asked for each hint: of very many the list says what they are.
            Some(marks) if marks.len() > MANY => {
                let current = self.current(scene);
                marks.all().iter().take(MANY).chain(&current).any(is)
            }
            Some(marks) => marks.all().iter().any(is),
            None => self.current(scene).as_ref().is_some_and(is),
        }
    }

    /// The kinds of those records.
    pub fn kinds_meant(&self, scene: &Scene) -> BTreeSet<Kind> {
        match self.marks().filter(|marks| !marks.is_empty()) {
            Some(marks) => marks.kinds().keys().copied().collect(),
            None => self
                .current(scene)
                .map(|record| record.kind)
                .into_iter()
                .collect(),
        }
    }

    /// What is marked where the keys go.
    fn marks(&self) -> Option<&Marks> {
        match self.focus {
            Focus::Sheet => Some(&self.sheet.marks),
            Focus::List => self.list().map(|pane| &pane.marks),
        }
    }

    /// Whom a call, a note or a task is about: whom the current record names where its kind says so (a
    /// registration its person), or else the record itself.
    pub fn about(&self, scene: &Scene) -> Vec<RecordRef> {
        let record = self
            .current(scene)
            .and_then(|record| scene.catalog.get(record));
        let Some(record) = record else {
            return Vec::new();
        };
        let number = record.kind.definition().about;
        let mut named: Vec<RecordRef> = record
            .references()
            .filter(|(field, named)| Some(*field) == number && scene.catalog.get(*named).is_some())
            .map(|(_, named)| named)
            .collect();
        if named.is_empty() {
            named.push(record.reference());
        }
        named
    }

    /// Those of the records marked where the keys go that are of the first one's kind; and how many others there are.
    /// First come those that show, in their order.
    pub fn marked_of_a_kind(&self) -> Option<(Kind, Chosen, usize)> {
        let Chosen::Marked { marks, shown, .. } = self.chosen_marks()? else {
            return None;
        };
        let kinds = self.marks()?.kinds();
        let mut first = shown.iter().filter(|record| marks.contains(record));
        let first = first.next().map(|record| record.kind);
        let kind = first.or(kinds.keys().next().copied())?;
        let count = kinds.get(&kind).copied().unwrap_or_default();
        let others = marks.len() - count;
        let only = Some((kind, count));
        Some((kind, Chosen::Marked { marks, shown, only }, others))
    }

    fn chosen_marks(&self) -> Option<Chosen> {
        let marks = self.marks().filter(|marks| !marks.is_empty())?;
        let shown = match (self.focus, self.list()) {
            (Focus::Sheet, _) => {
                let lines = self.sheet.content.lines.iter();
                lines.filter_map(|line| line.record()).collect()
            }
            (Focus::List, Some(pane)) => pane.rows.clone(),
            (Focus::List, None) => Vec::new(),
        };
        Some(Chosen::Marked {
            marks: marks.all().clone(),
            shown,
            only: None,
        })
    }

    /// Whether anything is marked where the keys go.
    pub fn has_marks(&self) -> bool {
        self.marks().is_some_and(|marks| !marks.is_empty())
    }

    /// Whether the current record can be marked where it is shown.
    pub fn is_markable(&self, scene: &Scene) -> bool {
        match self.meaning(scene) {
            Some(Meant::Row(_) | Meant::Outside(_) | Meant::Link(_)) => true,
            Some(Meant::Sheet(record)) => {
                let pane = self.list();
                let record = scene.catalog.get(record);
                pane.zip(record)
                    .is_some_and(|(pane, record)| pane.holds(record))
            }
            Some(Meant::Line(_)) | None => false,
        }
    }

    /// What is meant in words, where neither a row of the list nor the title of the sheet says it: a
    /// row of a section with its kind.
    pub fn meaning_words(&self, scene: &Scene) -> Option<String> {
        match self.meaning(scene)? {
            Meant::Link(record) => {
                let title = scene.catalog.title(record).unwrap_or_default();
                Some(format!("{} · {title}", record.kind.name(scene.lang())))
            }
            _ => None,
        }
    }

    /// The section under the cursor of the sheet, where it has the keys.
    pub fn section(&self, scene: &Scene) -> Option<(Kind, FieldNo)> {
        let rows = self.layout(scene).sheet_rows();
        self.sheet
            .section(rows, scene)
            .filter(|_| self.focus == Focus::Sheet)
    }

    /// The group whose head is under the cursor of the list.
    pub fn head(&self) -> Option<&Group> {
        self.list()?.head()
    }

    /// The line under the cursor, where the keys go to a pane of lines.
    pub fn line(&self) -> Option<&Line> {
        let lines = self.shown()?.lines()?;
        lines.selected().filter(|_| self.focus == Focus::List)
    }

    /// What `a` and `A` add, and what is filled in: in a section a record that points to the sheet's;
    /// elsewhere one of the pane, of the kind of the row under the cursor where it has several.
    pub fn adding(&self, scene: &Scene) -> Option<(Collection, Fields)> {
        let pane = self.list();
        let collections = pane.map_or(&[][..], |pane| &pane.collections);
        let of = |kind: Kind| {
            collections
                .iter()
                .find(move |at| at.kind() == kind)
                .copied()
        };
        if let Some((kind, number)) = self.section(scene) {
            let here = self.sheet.record?;
            let live = scene
                .catalog
                .get(here)
                .is_some_and(|record| !record.trashed);
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
}

/// What a field holds that points to that record alone.
pub fn reference(field: &Field, record: RecordRef) -> Value {
    match field.many {
        true => Value::Many(vec![Value::Reference(record)]),
        false => Value::Reference(record),
    }
}
