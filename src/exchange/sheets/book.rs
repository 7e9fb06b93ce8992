//! A workbook as it is read: sheet by sheet, row by row.

use std::ops::ControlFlow;

use super::grid::Grid;
use crate::exchange::refusal::Reason;

/// Hears how many rows are read so far, and says whether to go on.
pub type RowsTold<'a> = &'a mut dyn FnMut(usize) -> ControlFlow<()>;

/// A sheet of a workbook.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether a person does not see it.
    pub is_hidden: bool,
}

/// A workbook that gives its sheets row by row.
pub trait Book {
    /// The sheets, in order.
    fn sheets(&self) -> Vec<Sheet>;

    /// Reads the rows of one.
    ///
    /// # Errors
    /// What is wrong with it.
    fn read(&mut self, at: usize, grid: &mut Grid, tell: RowsTold) -> Result<(), Reason>;
}

/// The column, from 0, of a place as `AB12`; none where it says none.
pub fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0_usize;
    for letter in letters.take(4) {
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    column.checked_sub(1)
}
