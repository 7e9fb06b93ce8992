//! Conditions that take longer to be looked at than a key may wait, answered beforehand: the rows that meet them stand
//! in their place.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::node::{Linked, Node};
use super::plan::Plan;
use super::sifted::Sifted;
use super::{Query, kinds_of};
use crate::catalog::Catalog;
use crate::catalog::facets::Aspect;
use crate::model::{COMPUTED, Collection, FieldType, Hop, Kind};

/// Of more rows of a kind nothing is asked one by one at a key, and no column is made.
const FEW: usize = 20_000;

/// What is missing to answer a query at a key.
#[derive(Debug, Default)]
struct Lacking {
    /// Columns.
    columns: Vec<(Kind, Aspect)>,
    /// Whether records would be asked one by one.
    asks: bool,
}

impl Query {
    /// This query with its conditions answered: those rows meet them.
    pub fn sifted(&self, rows: Sifted) -> Query {
        Query {
            tree: vec![Node::Rows(Arc::new(rows))],
            ..self.clone()
        }
    }
}

impl Catalog {
    /// Whether looking for what a query asks takes longer than a key may wait: what it asks was told of no record
    /// yet, or is asked of many one by one. It may seem so where it is not, never the other way round.
    pub fn takes_long(&self, collections: &[Collection], query: &Query) -> bool {
        let lacking = self.lacking(collections, query);
        lacking.asks || !lacking.columns.is_empty()
    }

    /// The rows that meet the conditions of a query, looked for as long as `goes_on`, which hears how far it is, says
    /// so. What had to be told for it is kept, and the next query finds it.
    pub fn sift(
        &self,
        collections: &[Collection],
        query: &Query,
        cancel: &AtomicBool,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Option<Sifted> {
        for (kind, facet) in self.lacking(collections, query).columns {
            self.column_while(kind, facet, goes_on)?;
        }
        let plan = Plan::new(self, cancel);
        let mut sifted = Vec::new();
        for kind in kinds_of(collections) {
            let asked = Node::All(query.tree().to_vec()).applied(kind);
            sifted.push((kind, plan.rows(kind, &asked)));
            // What was given up is not whole.
            if !goes_on(0, 0) {
                return None;
            }
        }
        Some(Sifted::new(sifted))
    }

    fn lacking(&self, collections: &[Collection], query: &Query) -> Lacking {
        let mut lacking = Lacking::default();
        if !query.is_plain() && self.len() > FEW {
            for kind in kinds_of(collections) {
                let asked = Node::All(query.tree().to_vec()).applied(kind);
                self.weigh(kind, &asked, &mut lacking);
            }
        }
        lacking
    }

    /// Adds what is missing to ask a condition of the records of a kind.
    fn weigh(&self, kind: Kind, node: &Node, lacking: &mut Lacking) {
        match node {
            Node::All(nodes) | Node::Any(nodes) => {
                nodes
                    .iter()
                    .for_each(|node| self.weigh(kind, node, lacking));
            }
            Node::Not(node) => self.weigh(kind, node, lacking),
            Node::Field(aims, _) => {
                for aim in aims.iter().filter(|aim| aim.kind == kind) {
                    match aim.field.kind {
                        FieldType::Note => lacking.asks |= self.has_more(kind, FEW),
                        _ => self.want(kind, self.facet(aim.field.number), lacking),
                    }
                }
            }
            Node::Has(fields) => {
                for (_, field) in fields.iter().filter(|(of, _)| *of == kind) {
                    let facet = match field.is_computed() {
                        true => self.facet(field.number),
                        false => Aspect::Has(field.number),
                    };
                    self.want(kind, facet, lacking);
                }
            }
            Node::Title(_) => self.want(kind, Aspect::Title, lacking),
            Node::Kinds(collections) => {
                let views = collections.iter().filter(|of| of.kind() == kind);
                let views = views.filter(|of| !matches!(of, Collection::All(_)));
                views.for_each(|view| self.want(kind, Aspect::View(*view), lacking));
            }
            Node::Linked(linked) => self.weigh_links(kind, linked, lacking),
            Node::Count(linked, from, to) => {
                let one_hop = |steps: &[Hop]| matches!(steps, [Hop::From(..)]);
                let mut routes = linked.routes.iter().filter(|route| route.from == kind);
                let first = routes.next().is_none_or(|route| one_hop(&route.steps));
                let is_counted = first && routes.next().is_none() || (*from, *to) == (1, i64::MAX);
                lacking.asks |= !is_counted && self.has_more(kind, FEW);
                self.weigh_links(kind, linked, lacking);
            }
            Node::Words(_) | Node::Is(_) | Node::Over | Node::Rows(_) => {}
        }
    }

    fn weigh_links(&self, kind: Kind, linked: &Linked, lacking: &mut Lacking) {
        for route in linked.routes.iter().filter(|route| route.from == kind) {
            let mut here = kind;
            for step in &route.steps {
                let (of, number) = match *step {
                    Hop::To(number, _) => (here, number),
                    Hop::From(of, number) => (of, number),
                };
                self.want(of, self.facet(number), lacking);
                here = step.lands();
            }
            self.weigh(here, &linked.inner, lacking);
        }
    }

    fn want(&self, kind: Kind, facet: Aspect, lacking: &mut Lacking) {
        // Others tell it, how many soever those of this kind are.
        let is_computed = matches!(facet, Aspect::Computed(number, _) if number >= COMPUTED);
        if (is_computed || self.has_more(kind, FEW)) && self.known_column(kind, facet).is_none() {
            lacking.columns.push((kind, facet));
        }
    }

    fn has_more(&self, kind: Kind, rows: usize) -> bool {
        self.table(kind).rows() as usize > rows
    }
}
