//! Columns asked for: those that are known, or made on the spot.

use std::sync::Arc;

use super::{Aspect, Column, Edits, STALE};
use crate::catalog::Catalog;
use crate::model::{Field, FieldType, Kind, Record};

/// A column of so many rows is quickly made, one that is computed in a catalog of so many records.
const FEW: usize = 20_000;

impl Catalog {
    /// The column of a facet, and the rows of that kind that were edited since it was made.
    pub(in crate::catalog) fn column(&self, kind: Kind, facet: Aspect) -> (Arc<Column>, Vec<u32>) {
        let made = self.column_while(kind, facet, &mut |_, _| true);
        // It is only not made where that is not wanted any more.
        let column = made.unwrap_or_default();
        let edited = self
            .facets
            .edited
            .get(column.known.count..)
            .unwrap_or_default();
        if let Aspect::Computed(number, _) = facet {
            return (column, self.retold(kind, number, edited));
        }
        let rows = edited
            .iter()
            .filter(|place| place.kind == kind)
            .map(|place| place.row);
        (column, rows.collect())
    }

    /// The column of a facet; `None` where `goes_on`, which hears of how many of how many rows it is made, wants it no
    /// more.
    pub(in crate::catalog) fn column_while(
        &self,
        kind: Kind,
        facet: Aspect,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Option<Arc<Column>> {
        if let Some(known) = self.known_column(kind, facet) {
            return Some(known);
        }
        let edits = self.facets.edits();
        // Not under the lock: another thread may want another column meanwhile.
        let made = Arc::new(self.make_column(kind, facet, edits, goes_on)?);
        let mut columns = self.facets.columns();
        // Those of other days are not asked for again.
        columns.retain(|(of, known), _| *of != kind || !known.is_of_another_day(facet));
        // What a clone knows that was edited later stays: nobody asks an earlier one for long.
        let later = columns
            .get(&(kind, facet))
            .is_some_and(|at| at.known.last > edits.last);
        if !later {
            columns.insert((kind, facet), made.clone());
        }
        Some(made)
    }

    /// The edits that it has seen.
    pub(in crate::catalog) fn edits(&self) -> Edits {
        self.facets.edits()
    }

    /// Whether it was made by edits of one that had seen those.
    pub(in crate::catalog) fn goes_on_from(&self, known: Edits) -> bool {
        self.facets.begin_with(known)
    }

    /// The column of a facet, if it was asked for and few records were edited since.
    pub(in crate::catalog) fn known_column(
        &self,
        kind: Kind,
        facet: Aspect,
    ) -> Option<Arc<Column>> {
        let edits = self.facets.edits();
        let columns = self.facets.columns();
        let known = columns.get(&(kind, facet));
        known
            .filter(|column| self.facets.begin_with(column.known))
            .filter(|column| edits.count - column.known.count < STALE)
            .cloned()
    }

    /// The column of a facet, if it is known or quickly made.
    pub(in crate::catalog) fn ready_column(
        &self,
        kind: Kind,
        facet: Aspect,
    ) -> Option<Arc<Column>> {
        let is_computed = matches!(facet, Aspect::Computed(..));
        let quick = match is_computed {
            true => self.len() <= FEW,
            false => self.table(kind).rows() as usize <= FEW,
        };
        match quick {
            true => Some(self.column(kind, facet).0),
            false => self.known_column(kind, facet),
        }
    }

    /// Makes the names, and the columns that queries over those kinds want most, before they are asked
    /// for.
    pub fn prepare(&self) {
        self.make_names();
        for kind in Kind::ALL {
            if self.table(*kind).rows() == 0 {
                continue;
            }
            self.column(*kind, Aspect::Live);
            for field in kind.fields().iter().filter(|field| is_prepared(field)) {
                self.column(*kind, Aspect::Field(field.number));
            }
            if kind.definition().over.is_some() {
                self.column(*kind, Aspect::Over(self.day));
            }
        }
    }

    /// What `title:` and a reference's value are compared with, each on a line.
    pub(in crate::catalog) fn titles_of(&self, record: &Record) -> String {
        let (title, short) = (self.title_of(record), self.short_of(record));
        match title == short {
            true => title,
            false => format!("{title}\n{short}"),
        }
    }
}

/// Whether queries ask for that field often enough to make its column beforehand.
fn is_prepared(field: &Field) -> bool {
    field.suggests
        || matches!(
            field.kind,
            FieldType::Choice(_) | FieldType::Reference(_) | FieldType::Date
        )
}
