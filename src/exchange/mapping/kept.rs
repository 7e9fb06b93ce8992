//! Mappings that are kept under a name, and found again by the headers of a file.

use std::collections::BTreeSet;

use super::columns::{By, Goes, Mapping};
use super::file::MappingError;
use crate::exchange::options::Options;
use crate::exchange::remark::{Remark, RemarkKind};
use crate::exchange::table::Table;
use crate::model::Kind;
use crate::model::called::plain;

/// The mapping of the headers of a table, among those that are kept, by its name; what is said of those that can't be
/// read.
pub fn found(
    own: Kind,
    table: &Table,
    options: &Options,
) -> (Option<(String, Mapping)>, Vec<Remark>) {
    let (mut found, mut said) = (None, Vec::new());
    if options.is_alone || options.mapping.is_some() {
        return (found, said);
    }
    let headers = names(table.headers.iter().map(String::as_str));
    for (name, text) in &options.kept {
        match Mapping::read(own, text) {
            Ok(mapping) if !headers.is_empty() && mapping.names() == headers => {
                found.get_or_insert_with(|| (name.clone(), mapping));
            }
            // That of another kind is none of this.
            Ok(_) | Err(MappingError::Kind(_)) => {}
            Err(_) => said.push(Remark::of_file(RemarkKind::KeptAmiss(name.clone()))),
        }
    }
    said.extend(
        found
            .iter()
            .map(|(name, _)| Remark::of_file(RemarkKind::Kept(name.clone()))),
    );
    (found, said)
}

fn names<'h>(headers: impl Iterator<Item = &'h str>) -> BTreeSet<String> {
    let names = headers.map(plain);
    names.filter(|name| !name.is_empty()).collect()
}

impl Mapping {
    fn names(&self) -> BTreeSet<String> {
        names(self.columns.iter().map(|column| column.header.as_str()))
    }

    /// Whether another is of the same headers.
    pub fn has_headers_of(&self, other: &Mapping) -> bool {
        self.names() == other.names()
    }

    /// The text of the file, without the values of this file: they are nobody else's.
    pub fn text_to_keep(&self, own: Kind) -> String {
        let mut kept = self.clone();
        kept.columns
            .iter_mut()
            .for_each(|column| column.samples.clear());
        kept.text(own)
    }

    /// The same as one that was kept says.
    #[must_use]
    pub fn as_kept(&self) -> Mapping {
        let mut kept = self.clone();
        for column in &mut kept.columns {
            if let Goes::To(_, by) = &mut column.goes {
                *by = By::Kept;
            }
        }
        kept
    }
}
