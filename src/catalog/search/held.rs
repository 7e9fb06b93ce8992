//! Who holds which function where, as the shelf of affiliations knows it.

use super::facet::Facet;
use super::shelf::Shelf;
use super::values::NONE;
use crate::catalog::Catalog;
use crate::model::Kind;
use crate::model::kinds::affiliation;

/// Who holds which function where, by the row of the affiliation: what the shelf of affiliations and the
/// links know already need not be read again of each person.
pub struct Held<'a> {
    pub(super) shelf: &'a Shelf,
    /// Where the functions stand there.
    pub(super) facet: Facet,
    pub(super) organisations: Vec<u32>,
}

impl<'a> Held<'a> {
    /// Of a shelf of all affiliations; `None` if functions do not stand by themselves there.
    pub fn new(catalog: &Catalog, shelf: &'a Shelf) -> Option<Held<'a>> {
        let facet = |field| Facet::of(Kind::Affiliation, field);
        let functions = facet(&affiliation::FUNCTION)?;
        let mut fields = Kind::Affiliation.fields().iter();
        if fields.any(|field| {
            field.number != affiliation::FUNCTION.number && facet(field) == Some(functions)
        }) {
            return None;
        }
        let mut organisations = vec![NONE; shelf.len() as usize];
        let table = catalog.table(Kind::Organisation);
        for row in 0..table.rows() {
            for pointer in table.pointers(row).filter(|pointer| {
                pointer.field == affiliation::ORGANISATION.number
                    && pointer.from().kind == Kind::Affiliation
            }) {
                if let Some(slot) = organisations.get_mut(pointer.from().row as usize) {
                    *slot = row;
                }
            }
        }
        Some(Held {
            shelf,
            facet: functions,
            organisations,
        })
    }
}
