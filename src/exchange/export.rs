//! Export: records on their way into a format, one by one, with word of how far it is.

use serde_json::{Map, Value};

use crate::model::{Field, Lang, Record};

/// After so many records word is given of how far it is.
const TOLD: usize = 1_000;

/// What of a record is exported. With a language: as a spreadsheet of that language has it, else as a machine
/// writes it.
pub trait Exported {
    /// The header line of a table.
    fn header(&self, lang: Option<Lang>) -> Vec<String>;
    /// The cells of a record under it.
    fn row(&self, record: &Record, lang: Option<Lang>) -> Vec<String>;
    /// The record as an object.
    fn object(&self, record: &Record) -> Map<String, Value>;
    /// The fields under the header line; none where a column is of no field.
    fn fields(&self) -> Vec<Option<&'static Field>>;
    /// What other records tell of one, under the key of a computed field.
    fn told(&self, record: &Record, key: &str) -> Option<String>;
}

/// Records to be written.
pub struct Export<'a> {
    /// What of them.
    pub what: &'a dyn Exported,
    /// The records, in order.
    pub records: &'a [&'a Record],
    /// The language of the spreadsheet for which they are, if they are for one.
    pub lang: Option<Lang>,
}

impl Export<'_> {
    /// The header line of a table, then the row of each record; `tell` hears how many there are so far.
    pub fn rows<'t>(
        &'t self,
        tell: &'t mut dyn FnMut(usize),
    ) -> impl Iterator<Item = Vec<String>> + 't {
        let header = std::iter::once_with(|| self.what.header(self.lang));
        header.chain(
            self.told(tell)
                .map(|record| self.what.row(record, self.lang)),
        )
    }

    /// The object of each record; `tell` hears how many there are so far.
    pub fn objects<'t>(
        &'t self,
        tell: &'t mut dyn FnMut(usize),
    ) -> impl Iterator<Item = Value> + 't {
        self.told(tell)
            .map(|record| Value::Object(self.what.object(record)))
    }

    fn told<'t>(&'t self, tell: &'t mut dyn FnMut(usize)) -> impl Iterator<Item = &'t Record> {
        let counted = self.records.iter().zip(1..);
        counted.map(move |(record, so_far)| {
            if so_far % TOLD == 0 || so_far == self.records.len() {
                tell(so_far);
            }
            *record
        })
    }
}
