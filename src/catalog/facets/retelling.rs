//! What computed fields tell, read off their columns: of the rows of which they may tell something else since, it is told
//! anew, once after each edit, however often it is asked.

use std::collections::HashMap;

use super::{Aspect, Cells, Column, Item, Retold};
use crate::catalog::Catalog;
use crate::model::{Computed, Date, Field, FieldType, Kind, Record, Value};

impl Catalog {
    /// What a computed field tells of one of the records here, by its column; `None` if there is none, or it does not
    /// keep what is told as it is.
    pub(in crate::catalog) fn kept(
        &self,
        record: &Record,
        computed: &Computed,
    ) -> Option<Option<Value>> {
        let (kind, number) = (record.kind, computed.field.number);
        let facet = self.facet(number);
        let column = self.known_column(kind, facet)?;
        let place = self.place(record.reference())?;
        let is_here = self
            .at(place)
            .is_some_and(|here| std::ptr::eq(here, record));
        if !is_here || !column.knows(place.row) {
            return None;
        }
        match self.retold_of(kind, facet, number, place.row, &column) {
            None => self.value_in(&column, place.row, &computed.field),
            Some(Some(told)) => Some(told),
            Some(None) => {
                let told = self.told_anew(record, computed);
                let mut all = self.facets.retold.open();
                if let Some(retold) = all.get_mut(&(kind, facet)) {
                    retold.rows.insert(place.row, Some(told.clone()));
                }
                Some(told)
            }
        }
    }

    /// Whether a row may tell something else than the column says, and what, if that was asked before.
    fn retold_of(
        &self,
        kind: Kind,
        facet: Aspect,
        number: u16,
        row: u32,
        column: &Column,
    ) -> Option<Option<Option<Value>>> {
        let edits = self.facets.edits();
        let mut all = self.facets.retold.open();
        let retold = all.entry((kind, facet)).or_default();
        if retold.column != column.known {
            *retold = Retold {
                column: column.known,
                seen: column.known,
                rows: HashMap::new(),
            };
        }
        if retold.seen != edits {
            let since = self.facets.edited.get(retold.seen.count..);
            let since = since.unwrap_or_default();
            let rows = self.retold(kind, number, since).into_iter();
            retold.rows.extend(rows.map(|row| (row, None)));
            retold.seen = edits;
        }
        retold.rows.get(&row).cloned()
    }

    /// The value of a field in a row of its column; `None` where the column holds it otherwise than it is told.
    fn value_in(&self, column: &Column, row: u32, field: &Field) -> Option<Option<Value>> {
        if matches!(column.values(), Cells::Distinct(..) | Cells::Marks(_)) {
            return None;
        }
        let value = |item: Item<'_>| match (item, field.kind) {
            (Item::Number(number), FieldType::Integer) => Some(Value::Integer(number)),
            (Item::Number(day), FieldType::Date) => {
                let day = Date::from_packed(i32::try_from(day).ok()?)?;
                Some(Value::Date(day))
            }
            (Item::Target(place), FieldType::Reference(_)) => {
                Some(Value::Reference(self.at(place)?.reference()))
            }
            _ => None,
        };
        let items: Option<Vec<Value>> = column.items(row).map(value).collect();
        let mut items = items?;
        Some(match field.many {
            true => (!items.is_empty()).then_some(Value::Many(items)),
            false => items.pop(),
        })
    }
}
