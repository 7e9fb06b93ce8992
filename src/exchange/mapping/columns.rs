//! The columns of a file, and what each goes to.

use super::target::Target;
use crate::exchange::remark::{Remark, RemarkKind};
use crate::exchange::table::Table;
use crate::model::{Kind, Lang};

/// What the columns of a file go to, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// The columns.
    pub columns: Vec<Mapped>,
}

/// A column, and what it goes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapped {
    /// The header.
    pub header: String,
    /// A few of its values.
    pub samples: Vec<String>,
    /// What it goes to, or why it is left out.
    pub goes: Goes,
    /// The cells that say that there is no value, whatever is there: blank ones where a blank is among them.
    pub clears: Vec<String>,
}

/// What a column goes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Goes {
    /// All that, by how it was recognised.
    To(Vec<Target>, By),
    /// Nothing.
    Left(Left),
}

/// How a column was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Its header is the key or a label of the field.
    Label,
    /// Its header is another word for it.
    Word,
    /// By what it holds.
    Content,
    /// A person said so.
    Choice,
    /// A mapping says so that is kept.
    Kept,
}

/// Why a column is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing is called so; the nearest name, if one is near.
    Unknown(Option<String>),
    /// It was told of the record when it was exported, and is kept nowhere.
    Told,
    /// It has no header.
    Nameless,
    /// A person said so.
    Choice,
}

/// So many values of a column are shown.
const SAMPLES: usize = 3;
/// No more of a value.
const SAMPLE: usize = 40;

impl Mapped {
    /// A column of a table.
    pub fn new(table: &Table, at: usize, goes: Goes) -> Mapped {
        let mut samples: Vec<String> = Vec::new();
        for cell in table.column(at).map(str::trim) {
            if samples.len() == SAMPLES {
                break;
            }
            let cell: String = cell.chars().take(SAMPLE).collect();
            if !cell.is_empty() && !samples.contains(&cell) {
                samples.push(cell);
            }
        }
        Mapped {
            header: table.headers.get(at).cloned().unwrap_or_default(),
            samples,
            goes,
            clears: Vec::new(),
        }
    }

    /// Where that column goes is to be found out again.
    pub fn to_be_recognised(&mut self) {
        self.goes = Goes::To(Vec::new(), By::Content);
        self.clears.clear();
    }

    /// Whether that is so.
    pub fn is_to_be_recognised(&self) -> bool {
        matches!(&self.goes, Goes::To(targets, _) if targets.is_empty())
    }

    /// Whether a cell says that there is no value.
    pub fn is_cleared(&self, cell: &str) -> bool {
        self.clears.iter().any(|clear| clear.trim() == cell.trim())
    }

    /// What it goes to.
    pub fn targets(&self) -> &[Target] {
        match &self.goes {
            Goes::To(targets, _) => targets,
            Goes::Left(_) => &[],
        }
    }

    /// What it goes to in words: the labels of the fields.
    pub fn words(&self, own: Kind, lang: Lang) -> String {
        let words = self.targets().iter().map(|target| target.words(own, lang));
        words.collect::<Vec<String>>().join(" + ")
    }
}

impl Mapping {
    /// How many columns go somewhere, and how many are left out; those without header and values count not.
    pub fn counts(&self) -> (usize, usize) {
        let is_there = |column: &&Mapped| !column.header.is_empty() || !column.samples.is_empty();
        let there = self.columns.iter().filter(is_there);
        let (goes, left): (Vec<&Mapped>, Vec<&Mapped>) =
            there.partition(|column| !column.targets().is_empty());
        (goes.len(), left.len())
    }

    /// Whether a column is left out for nobody knows what it is.
    pub fn has_unknown(&self) -> bool {
        let is_unknown = |column: &Mapped| matches!(column.goes, Goes::Left(Left::Unknown(_)));
        self.columns.iter().any(is_unknown)
    }

    /// Whether anything goes to a field.
    pub fn says_something(&self) -> bool {
        let mut targets = self.columns.iter().flat_map(Mapped::targets);
        targets.any(|target| matches!(target, Target::Field(..) | Target::Printed))
    }

    /// What is said of it: the columns that are left out, and those that no header told.
    pub fn remarks(&self, own: Kind, line: u64) -> Vec<Remark> {
        let said = self.columns.iter().enumerate().filter_map(|(at, column)| {
            let kind = match &column.goes {
                Goes::Left(Left::Unknown(near)) => {
                    RemarkKind::Column(column.header.clone(), near.clone())
                }
                Goes::To(targets, By::Content) => {
                    let keys = targets.iter().map(|target| target.key(own));
                    let keys: Vec<String> = keys.collect();
                    RemarkKind::Content(column.header.clone(), keys.join(" + "))
                }
                _ => return None,
            };
            Some(Remark {
                line,
                column: Some(at + 1),
                kind,
            })
        });
        said.collect()
    }
}
