//! What a file is: of which format, and whose table, one of the report or any other.

use std::ops::ControlFlow;

use super::charset::Charset;
use super::format::Format;
use super::options::Options;
use super::proposal::Proposed;
use super::refusal::{Reason, Refusal};
use super::table::{Table, Told};
use super::{mapping, own, report};
use crate::model::Collection;

/// Reads a table without a name as records of a collection.
pub fn read(collection: Collection, bytes: &[u8]) -> Proposed {
    let options = Options::default();
    read_file(collection, bytes, &options, &mut |_| {
        ControlFlow::Continue(())
    })
}

/// Reads a file as records of a collection: by its format, then a table of the 2022 report by its header line, any
/// other by field keys and labels. What the options do not say is found out. `tell` hears how many of its bytes are read so far, and says whether to go on.
pub fn read_file(collection: Collection, bytes: &[u8], options: &Options, tell: Told) -> Proposed {
    let format = Format::of(bytes);
    if format.objects && options.mapping.is_none() {
        let scope = own::Scope::Of(collection);
        if let Some(mut proposed) = own::objects(bytes, scope, options, tell) {
            proposed.mode = options.mode;
            return proposed;
        }
    }
    match format.reads {
        Some(reads) => {
            let is_own = own::is_table(bytes) && options.encoding.is_none();
            let utf8 = is_own.then(|| Options {
                encoding: Charset::named("utf-8"),
                ..options.clone()
            });
            let options = utf8.as_ref().unwrap_or(options);
            let mut table = reads(bytes, options, tell);
            (format.settles)(collection, &mut table);
            proposed(collection, table, options)
        }
        None => Proposed {
            refused: vec![Refusal::of_file(Reason::Format(format.name))],
            ..Proposed::default()
        },
    }
}

/// Reads objects of guichet's own as records of whatever kinds they are.
pub fn read_all(bytes: &[u8], options: &Options, tell: Told) -> Proposed {
    let format = Format::of(bytes);
    let read = match format.objects {
        true => own::objects(bytes, own::Scope::All, options, tell),
        false => None,
    };
    let mut proposed = read.unwrap_or_else(|| Proposed {
        refused: vec![Refusal::of_file(Reason::Whole)],
        ..Proposed::default()
    });
    proposed.mode = options.mode;
    proposed
}

/// Cuts a file into rows, if it is of a format that is read.
pub fn read_table(bytes: &[u8], options: &Options, tell: Told) -> Option<Table> {
    let reads = Format::of(bytes).reads?;
    Some(reads(bytes, options, tell))
}

/// What the rows of a table propose.
fn proposed(collection: Collection, table: Table, options: &Options) -> Proposed {
    let count = (table.rows.len() + table.refused.iter().filter(|r| r.line > 1).count()) as u64;
    let own = match options.mapping {
        None => own::rows(collection, &table, options),
        Some(_) => None,
    };
    let mut proposed = match (own, report::shape(&table.headers)) {
        (Some(own), _) => own,
        (None, Some(shape)) if shape.fits(collection) => report::rows(shape, &table),
        _ => mapping::rows(collection, &table, options),
    };
    proposed.refused.extend(table.refused);
    proposed
        .refused
        .sort_by_key(|refusal| (refusal.line, refusal.column));
    proposed.count = count;
    proposed.mode = options.mode;
    proposed.sheets = table.sheets;
    proposed.said.extend(table.said);
    proposed
        .said
        .sort_by_key(|remark| (remark.line, remark.column));
    proposed
}
