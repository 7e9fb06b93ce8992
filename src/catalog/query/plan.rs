//! Which rows of a kind are what a query asks for: columns are looked through, links followed as sets
//! of rows (`plan/links`), the cheapest part first; the other parts are looked for among the rows that
//! are left, and asked of the records themselves when those are few.

mod links;

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};

use super::node::{Aim, Linked, Node, Titled, are_days_wanted};
use super::wanted::Wanted;
use crate::catalog::computed::counts;
use crate::catalog::facets::{Aspect, Cells, Column};
use crate::catalog::search::Terms;
use crate::catalog::{Catalog, RowSet};
use crate::model::{Collection, Field, FieldType, Hop, Kind, Record};

/// What it costs to ask one record, against one row of a column.
const ASKED: usize = 200;
/// So many records of a kind are what a condition behind a link is thought to leave.
const FEW: usize = 8;

/// A query being answered.
pub struct Plan<'a> {
    catalog: &'a Catalog,
    cancel: &'a AtomicBool,
    /// The rows that have some words.
    words: RefCell<Vec<(Terms, Kind, RowSet)>>,
}

impl<'a> Plan<'a> {
    pub fn new(catalog: &'a Catalog, cancel: &'a AtomicBool) -> Plan<'a> {
        Plan {
            catalog,
            cancel,
            words: RefCell::default(),
        }
    }

    /// The rows of that kind that hold a live record (or a trashed one).
    pub fn there(&self, kind: Kind, trashed: bool) -> RowSet {
        let facet = if trashed {
            Aspect::Trashed
        } else {
            Aspect::Live
        };
        self.marked(kind, facet, &|record| record.trashed == trashed)
    }

    /// The rows that belong to a collection.
    pub fn collected(&self, collection: Collection) -> RowSet {
        let kind = collection.kind();
        match collection {
            Collection::All(_) => RowSet::all(self.catalog.table(kind).rows()),
            view => self.marked(kind, Aspect::View(view), &|record| view.holds(record)),
        }
    }

    /// The rows whose records are over.
    pub fn over(&self, kind: Kind) -> RowSet {
        if kind.definition().over.is_none() {
            return RowSet::new();
        }
        let facet = Aspect::Over(self.catalog.day());
        self.marked(kind, facet, &|record| self.catalog.is_over(record))
    }

    /// The rows whose records have a mark; those edited since its column was made are asked themselves.
    fn marked(&self, kind: Kind, facet: Aspect, has: &dyn Fn(&Record) -> bool) -> RowSet {
        let (column, edited) = self.catalog.column(kind, facet);
        let mut rows = match column.values() {
            Cells::Marks(rows) => rows.clone(),
            _ => RowSet::new(),
        };
        for row in edited {
            rows.remove(row);
            if self.catalog.table(kind).record(row).is_some_and(has) {
                rows.insert(row);
            }
        }
        rows
    }

    /// The rows of that kind that are what `node` asks for, wherever they lie; all of them once the
    /// query is cancelled.
    pub fn rows(&self, kind: Kind, node: &Node) -> RowSet {
        self.rows_among(kind, node, None)
    }

    /// As `rows`, where only those of `among` are wanted, if it is given: others may be missing, or there
    /// and not what is asked for.
    fn rows_among(&self, kind: Kind, node: &Node, among: Option<&RowSet>) -> RowSet {
        let all = || RowSet::all(self.catalog.table(kind).rows());
        if self.cancel.load(Ordering::Relaxed) {
            return all();
        }
        match node {
            Node::All(nodes) => self.all(kind, nodes, among),
            Node::Any(nodes) => {
                let mut rows = RowSet::new();
                nodes
                    .iter()
                    .for_each(|node| rows.join(&self.rows_among(kind, node, among)));
                rows
            }
            Node::Not(node) => {
                let mut rows = all();
                rows.subtract(&self.rows_among(kind, node, among));
                rows
            }
            Node::Words(terms) => self.having(terms, kind),
            Node::Field(aims, wanted) => self.union(
                aims.iter()
                    .filter(|aim| aim.kind == kind)
                    .map(|aim| self.wanted(aim, wanted, among)),
            ),
            Node::Has(fields) => {
                let of_kind = fields.iter().filter(|(of, _)| *of == kind);
                self.union(of_kind.map(|(_, field)| self.having_value(kind, field)))
            }
            Node::Title(texts) => self.titled(kind, texts, among),
            Node::Is(records) => records
                .iter()
                .filter(|record| record.kind == kind)
                .filter_map(|record| self.catalog.place(*record))
                .map(|place| place.row)
                .collect(),
            Node::Over => self.over(kind),
            Node::Rows(rows) => rows.of(kind),
            Node::Kinds(collections) => self.union(
                collections
                    .iter()
                    .filter(|collection| collection.kind() == kind)
                    .map(|collection| self.collected(*collection)),
            ),
            Node::Linked(linked) => {
                let routes = linked.routes.iter().filter(|route| route.from == kind);
                self.union(routes.map(|route| self.linked(route, linked, among)))
            }
            Node::Count(linked, from, to) => self.counted(kind, linked, (*from, *to), among),
        }
    }

    /// The rows whose records have a value in a field.
    fn having_value(&self, kind: Kind, field: &'static Field) -> RowSet {
        if !field.is_computed() {
            let facet = Aspect::Has(field.number);
            return self.marked(kind, facet, &|record| record.get(field.number).is_some());
        }
        let asked = Node::Has(vec![(kind, field)]);
        let counts = counts(kind, field);
        let facet = self.catalog.facet(field.number);
        self.by_column(kind, facet, &asked, &|column| {
            let is_none = |at: usize| match column.values() {
                Cells::Numbers(numbers) => counts && numbers.get(at) == Some(&0),
                _ => false,
            };
            column.rows_where(None, |at| column.has(at) && !is_none(at))
        })
    }

    fn union(&self, sets: impl Iterator<Item = RowSet>) -> RowSet {
        sets.reduce(|mut all, more| {
            all.join(&more);
            all
        })
        .unwrap_or_default()
    }

    /// All of several: the cheapest first, the dearer ones only among the rows that are left.
    fn all(&self, kind: Kind, nodes: &[Node], among: Option<&RowSet>) -> RowSet {
        let mut nodes: Vec<(usize, &Node)> = nodes
            .iter()
            .map(|node| (self.cost(kind, node), node))
            .collect();
        nodes.sort_by_key(|(cost, _)| *cost);
        let rows = self.catalog.table(kind).rows();
        let mut left = among.cloned().unwrap_or_else(|| RowSet::all(rows));
        for (cost, node) in nodes {
            let count = left.len();
            if count.saturating_mul(self.asking(kind, node)) < cost {
                left.retain(|row| self.holds(kind, row, node));
            } else {
                // Where most rows are left, going through all of them in order is quicker.
                let few = count < rows as usize / 2;
                let found = self.rows_among(kind, node, few.then_some(&left));
                left.keep(&found);
            }
        }
        left
    }

    /// About how many rows of columns must be looked at for all of several.
    pub fn looks_at(&self, kind: Kind, nodes: &[Node]) -> usize {
        let costs = nodes.iter().map(|node| self.cost(kind, node));
        costs.fold(0, usize::saturating_add)
    }

    /// About how many rows of columns must be looked at.
    fn cost(&self, kind: Kind, node: &Node) -> usize {
        let rows = |kind: Kind| self.catalog.table(kind).rows() as usize;
        let routes = |linked: &Linked| -> usize {
            let from_here = linked.routes.iter().filter(|route| route.from == kind);
            from_here
                .map(|route| {
                    let mut here = kind;
                    let steps = route.steps.iter().map(|step| {
                        let (near, far) = (rows(here), rows(step.lands()));
                        here = step.lands();
                        // The records there lead back; a few of them are what is mostly asked for.
                        near.min(far) + near.max(far) / (near.min(far) / FEW).max(1)
                    });
                    steps.sum::<usize>() + self.cost(route.lands(), &linked.inner)
                })
                .sum()
        };
        match node {
            Node::All(nodes) | Node::Any(nodes) => {
                nodes.iter().map(|node| self.cost(kind, node)).sum()
            }
            Node::Not(node) => self.cost(kind, node),
            Node::Kinds(_) | Node::Is(_) | Node::Over | Node::Rows(_) => 1,
            Node::Linked(linked) => routes(linked),
            Node::Count(linked, ..) => routes(linked) + 4 * rows(kind),
            Node::Words(_) | Node::Title(_) => 4 * rows(kind),
            Node::Field(..) | Node::Has(_) => rows(kind),
        }
    }

    /// What it costs to ask one record of a kind, in rows of a column.
    fn asking(&self, kind: Kind, node: &Node) -> usize {
        let rows = |kind: Kind| self.catalog.table(kind).rows() as usize;
        match node {
            Node::All(nodes) | Node::Any(nodes) => nodes
                .iter()
                .map(|node| self.asking(kind, node))
                .fold(0, usize::saturating_add),
            Node::Not(node) => self.asking(kind, node),
            Node::Linked(linked) | Node::Count(linked, ..) => {
                let routes = linked.routes.iter().filter(|route| route.from == kind);
                let asking = routes.map(|route| {
                    // An organisation is pointed at by thousands: all of them are asked.
                    let (mut here, mut followed, mut cost) = (kind, 1, 0usize);
                    for step in &route.steps {
                        let lands = step.lands();
                        if let Hop::From(..) = step {
                            followed *= (rows(lands) / rows(here).max(1)).max(1);
                        }
                        cost = cost.saturating_add(8 * ASKED * followed);
                        here = lands;
                    }
                    let inner = self.asking(route.lands(), &linked.inner);
                    cost.saturating_add(inner.saturating_mul(followed))
                });
                asking.fold(0, usize::saturating_add)
            }
            // The rows of words are made once, for all.
            Node::Words(_) => usize::MAX,
            // What others tell is asked of them.
            Node::Field(aims, _) if aims.iter().any(|aim| aim.field.is_computed()) => 8 * ASKED,
            _ => ASKED,
        }
    }

    fn holds(&self, kind: Kind, row: u32, node: &Node) -> bool {
        let record = self.catalog.table(kind).record(row);
        record.is_some_and(|record| {
            node.holds(self.catalog, record, &|terms, kind| {
                self.having(terms, kind)
            })
        })
    }

    /// The rows of all records that say so when asked one by one.
    fn asked(&self, kind: Kind, node: &Node) -> RowSet {
        let rows = 0..self.catalog.table(kind).rows();
        rows.filter(|row| self.holds(kind, *row, node)).collect()
    }

    /// The rows of that kind that have these words.
    pub fn having(&self, terms: &Terms, kind: Kind) -> RowSet {
        let known = |words: &[(Terms, Kind, RowSet)]| {
            let mut words = words.iter();
            let found = words.find(|(known, of, _)| known == terms && *of == kind);
            found.map(|(_, _, rows)| rows.clone())
        };
        if let Some(rows) = known(&self.words.borrow()) {
            return rows;
        }
        let rows = self.catalog.rows_with(self, terms, kind);
        let known = (terms.clone(), kind, rows.clone());
        self.words.borrow_mut().push(known);
        rows
    }

    /// The rows found in a column; those edited since it was made are asked themselves.
    fn by_column(
        &self,
        kind: Kind,
        facet: Aspect,
        node: &Node,
        found: &dyn Fn(&Column) -> RowSet,
    ) -> RowSet {
        let (column, edited) = self.catalog.column(kind, facet);
        let mut rows = found(&column);
        for row in edited {
            rows.remove(row);
            if self.holds(kind, row, node) {
                rows.insert(row);
            }
        }
        rows
    }

    /// The rows that are called like one of these.
    fn titled(&self, kind: Kind, texts: &[Titled], among: Option<&RowSet>) -> RowSet {
        let mut found = RowSet::none(self.catalog.table(kind).rows());
        let mut others: Vec<Titled> = Vec::new();
        for titled in texts {
            match titled.of_sigle(self.catalog, kind) {
                Some(rows) => found.join(&rows),
                None => others.push(titled.clone()),
            }
        }
        if others.is_empty() {
            return found;
        }
        let asked = Node::Title(others.clone());
        found.join(&self.by_column(kind, Aspect::Title, &asked, &|column| {
            let Cells::Distinct(codes, known) = column.values() else {
                return RowSet::new();
            };
            let passing = known.passing(|titles| others.iter().any(|titled| titled.is_met(titles)));
            column.rows_where(among, |at| passes(&passing, codes, at))
        }));
        found
    }

    fn wanted(&self, aim: &Aim, wanted: &[Wanted], among: Option<&RowSet>) -> RowSet {
        let asked = Node::Field(vec![aim.clone()], wanted.to_vec());
        if aim.field.kind == FieldType::Note {
            // Notes are long and differ: a column of them would only be a copy.
            return self.asked(aim.kind, &asked);
        }
        let facet = self.catalog.facet(aim.field.number);
        self.by_column(aim.kind, facet, &asked, &|column| match column.values() {
            Cells::Distinct(codes, texts) => {
                let passing = texts.passing(|text| aim.is_text_wanted(text, wanted));
                column.rows_where(among, |at| passes(&passing, codes, at))
            }
            Cells::Numbers(numbers) => column.rows_where(among, |at| {
                column.has(at)
                    && numbers
                        .get(at)
                        .is_some_and(|n| aim.is_number_wanted(*n, wanted))
                    || !column.has(at) && aim.takes_nothing(wanted)
            }),
            Cells::Days(days) => column.rows_where(among, |at| {
                column.has(at)
                    && days
                        .get(at)
                        .is_some_and(|days| are_days_wanted(*days, wanted))
            }),
            Cells::Targets(..) | Cells::Marks(_) => RowSet::new(),
        })
    }
}

#[inline]
fn passes(passing: &[bool], codes: &[u32], at: usize) -> bool {
    codes
        .get(at)
        .and_then(|code| passing.get(*code as usize))
        .copied()
        .unwrap_or(false)
}
