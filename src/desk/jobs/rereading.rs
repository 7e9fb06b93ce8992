//! How a file to import is read otherwise.

use crate::exchange::charset::Charset;
use crate::exchange::mapping::Target;

/// What is chosen of a list, of how a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picking {
    /// What the column of that number goes to.
    Target(usize),
    /// What it goes to as well.
    Also(usize),
    /// The encoding.
    Encoding,
    /// The sign between the cells.
    Separator,
    /// The sheet of a workbook.
    Sheet,
}

/// How a file is read otherwise.
#[derive(Clone, Debug, PartialEq)]
pub enum Reread {
    /// In that encoding, or as is found out.
    Encoding(Option<Charset>),
    /// Cut at that sign, or as is found out.
    Separator(Option<u8>),
    /// That sheet, by its number from 1.
    Sheet(usize),
    /// The column of that number goes there; nowhere: it is left out.
    Goes(usize, Vec<Target>),
    /// The column goes where it is recognised to go.
    Recognised(usize),
    /// By no mapping that is kept, and as nothing is said of its columns.
    Alone,
    /// Blank cells of the column say that there is no value, or say nothing.
    Clears(usize),
}
