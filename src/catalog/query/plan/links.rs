//! Links as sets of rows: from the records that are wanted back to those that lead to them, by the
//! reverse links where few are wanted, by the column of the field where many are.

use super::Plan;
use crate::catalog::facets::Column;
use crate::catalog::query::names::Route;
use crate::catalog::query::node::{Linked, Node};
use crate::catalog::query::times::Times;
use crate::catalog::threads::share_out;
use crate::catalog::{Catalog, RowSet};
use crate::model::{COMPUTED, FieldNo, Hop, Kind};

/// From so many rows on their targets are looked up by two threads.
const WORTH_A_THREAD: usize = 1 << 19;
/// What it costs to follow a reverse link, in rows of a column gone through in order.
const FOLLOWED: usize = 4;

/// A field of a kind that points at another.
#[derive(Clone, Copy)]
struct Field {
    of: Kind,
    number: FieldNo,
    to: Kind,
}

impl Field {
    /// The rows of the records that point at a row with it.
    fn pointing(self, catalog: &Catalog, row: u32) -> impl Iterator<Item = u32> + '_ {
        let pointers = catalog.table(self.to).pointers(row);
        pointers
            .filter(move |pointer| pointer.field == self.number)
            .map(|pointer| pointer.from())
            .filter(move |place| place.kind == self.of)
            .map(|place| place.row)
    }

    /// The rows at which the record of a row points with it.
    fn targets(self, catalog: &Catalog, row: u32) -> impl Iterator<Item = u32> + '_ {
        let record = catalog.table(self.of).record(row).into_iter();
        let targets = record.flat_map(move |record| catalog.targets_of(record, self.number));
        targets
            .filter_map(|target| catalog.place(target))
            .filter(move |place| place.kind == self.to)
            .map(|place| place.row)
    }
}

impl Plan<'_> {
    /// The rows from which a route leads to one that is what is asked for there.
    pub(super) fn linked(&self, route: &Route, linked: &Linked, among: Option<&RowSet>) -> RowSet {
        let rows = self.rows(route.lands(), &linked.inner);
        self.leading_to(route, linked.times, rows, among)
    }

    /// The rows from which a route leads into `rows`.
    fn leading_to(
        &self,
        route: &Route,
        times: Times,
        mut rows: RowSet,
        among: Option<&RowSet>,
    ) -> RowSet {
        let mut kinds = vec![route.from];
        kinds.extend(route.steps.iter().map(|step| step.lands()));
        let steps: Vec<(Hop, Times)> = route.timed(times).collect();
        for (at, (step, from)) in steps.into_iter().zip(kinds).enumerate().rev() {
            let among = among.filter(|_| at == 0);
            rows = self.back_among(step, from, rows, among);
        }
        rows
    }

    /// The rows of `kind` from which a step leads into `rows`.
    pub fn back(&self, step: Hop, kind: Kind, rows: RowSet) -> RowSet {
        self.back_among((step, Times::Ever), kind, rows, None)
    }

    /// As `back`, where only those of `among` are wanted, if it is given.
    fn back_among(
        &self,
        (step, times): (Hop, Times),
        kind: Kind,
        mut rows: RowSet,
        among: Option<&RowSet>,
    ) -> RowSet {
        let all = self.catalog.table(kind).rows();
        match step {
            Hop::To(number, to) => {
                if !self.catalog.table(to).is_live() {
                    // A record that is gone keeps its row while others point at it.
                    let mut present = self.there(to, false);
                    present.join(&self.there(to, true));
                    rows.keep(&present);
                }
                let field = Field {
                    of: kind,
                    number,
                    to,
                };
                let looked_at = among.map_or(all as usize, RowSet::len);
                // Nothing leads back to a record that others tell.
                if number < COMPUTED && self.are_pointed_by_fewer(to, &rows, looked_at / FOLLOWED) {
                    let mut found = RowSet::none(all);
                    rows.each(|row| {
                        field
                            .pointing(self.catalog, row)
                            .for_each(|row| found.insert(row));
                    });
                    return found;
                }
                let (column, edited) = self.column(field);
                let mut found = column.pointing(to, &rows, among);
                for row in edited {
                    found.remove(row);
                    if field
                        .targets(self.catalog, row)
                        .any(|target| rows.contains(target))
                    {
                        found.insert(row);
                    }
                }
                found
            }
            Hop::From(link, number) => {
                self.keep_followed(link, times, &mut rows);
                let field = Field {
                    of: link,
                    number,
                    to: kind,
                };
                let mut found = RowSet::none(all);
                if let Some(among) = among
                    && self.are_pointed_by_fewer(kind, among, rows.len() / FOLLOWED)
                {
                    found.join(among);
                    found.retain(|row| {
                        field
                            .pointing(self.catalog, row)
                            .any(|row| rows.contains(row))
                    });
                    return found;
                }
                let none = || RowSet::none(all);
                self.told(field, &rows, none, RowSet::insert)
                    .iter()
                    .for_each(|part| found.join(part));
                found
            }
        }
    }

    fn keep_live(&self, kind: Kind, rows: &mut RowSet) {
        if !self.catalog.table(kind).is_live() {
            rows.keep(&self.there(kind, false));
        }
    }

    /// Leaves the rows whose records link: live ones, and of those that are over what `times` says.
    fn keep_followed(&self, kind: Kind, times: Times, rows: &mut RowSet) {
        self.keep_live(kind, rows);
        match times {
            Times::Ever => {}
            Times::Now => rows.subtract(&self.over(kind)),
            Times::Past => rows.keep(&self.over(kind)),
        }
    }

    /// Whether these rows and the records that point at them are fewer than that, by any field.
    fn are_pointed_by_fewer(&self, kind: Kind, rows: &RowSet, most: usize) -> bool {
        let table = self.catalog.table(kind);
        let mut count = 0;
        rows.iter().all(|row| {
            count += 1 + table.pointed(row);
            count < most
        })
    }

    fn column(&self, field: Field) -> (std::sync::Arc<Column>, Vec<u32>) {
        let (column, mut edited) = self
            .catalog
            .column(field.of, self.catalog.facet(field.number));
        edited.sort_unstable();
        edited.dedup();
        (column, edited)
    }

    /// Tells `each` every row at which the field of one of these rows points; where there are many, in two
    /// halves, each with its own of what is made.
    fn told<T: Send>(
        &self,
        field: Field,
        rows: &RowSet,
        made: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, u32) + Sync,
    ) -> Vec<T> {
        let (column, edited) = self.column(field);
        let mut settled = rows.clone();
        edited.iter().for_each(|row| settled.remove(*row));
        let parts = match settled.len() < WORTH_A_THREAD {
            true => vec![settled],
            false => settled.halves().into(),
        };
        let mut told = share_out(parts.len(), &parts, |rows| {
            let mut made = made();
            column.each_target(field.to, rows, |target| each(&mut made, target));
            made
        });
        if let Some(first) = told.first_mut() {
            for row in edited.into_iter().filter(|row| rows.contains(*row)) {
                let targets = field.targets(self.catalog, row);
                targets.for_each(|target| each(first, target));
            }
        }
        told
    }

    /// The rows at which so many records that are what is asked for point.
    pub(super) fn counted(
        &self,
        kind: Kind,
        linked: &Linked,
        (from, to): (i64, i64),
        among: Option<&RowSet>,
    ) -> RowSet {
        let rows = self.catalog.table(kind).rows();
        let mut routes = linked.routes.iter().filter(|route| route.from == kind);
        if (from, to) == (1, i64::MAX) {
            // Whether there are any: none need be counted.
            let mut found = RowSet::none(rows);
            for route in routes {
                let mut those = self.rows(route.lands(), &linked.inner);
                self.keep_live(route.lands(), &mut those);
                found.join(&self.leading_to(route, linked.times, those, among));
            }
            return found;
        }
        let wanted = |count: usize| (from..=to).contains(&i64::try_from(count).unwrap_or(i64::MAX));
        match (
            routes.next().map(|route| route.steps.as_slice()),
            routes.next(),
        ) {
            (None, _) => RowSet::new(),
            (Some([Hop::From(link, number)]), None) => {
                let field = Field {
                    of: *link,
                    number: *number,
                    to: kind,
                };
                let mut those = self.rows(*link, &linked.inner);
                self.keep_followed(*link, linked.times, &mut those);
                let count = |row| {
                    let pointing = field.pointing(self.catalog, row);
                    pointing.filter(|row| those.contains(*row)).count()
                };
                if let Some(among) = among
                    && self.are_pointed_by_fewer(kind, among, those.len() / FOLLOWED)
                {
                    let mut found = among.clone();
                    found.retain(|row| wanted(count(row)));
                    return found;
                }
                let none = || vec![0u32; rows as usize];
                let counts = self.told(field, &those, none, |counts, target| {
                    if let Some(count) = counts.get_mut(target as usize) {
                        *count += 1;
                    }
                });
                RowSet::of(rows, |row| {
                    let parts = counts.iter().filter_map(|part| part.get(row as usize));
                    wanted(parts.map(|count| *count as usize).sum())
                })
            }
            _ => self.asked(kind, &Node::Count(linked.clone(), from, to)),
        }
    }
}
