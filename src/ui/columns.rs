//! Which columns of a list show, and how wide.

use crate::desk::pane::Column;
use crate::model::Kind;

/// Cells between two columns.
pub(super) const GAP: usize = 2;
/// What the widest column may be cut to, so that one more column shows.
const LEAST: u16 = 24;

/// A column on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fitted<'a> {
    /// Which one.
    pub column: &'a Column,
    /// Its cells.
    pub width: usize,
    /// Whether its values stand to the right.
    pub numeric: bool,
}

/// The columns that fit into so many cells, in their order. The widest text column gives way (down to
/// 24 cells) so that more of them fit, and takes what is left over; the last ones are left out.
pub fn columns_that_fit<'a>(
    columns: &'a [Column],
    kinds: &[Kind],
    cells: usize,
) -> Vec<Fitted<'a>> {
    let numeric: Vec<bool> = columns
        .iter()
        .map(|column| column.is_numeric(kinds))
        .collect();
    let widest = |many: usize| {
        let texts = (0..many).filter(|at| numeric.get(*at) == Some(&false));
        texts
            .max_by_key(|at| {
                (
                    columns.get(*at).map_or(0, |column| column.width),
                    usize::MAX - at,
                )
            })
            .unwrap_or(0)
    };
    let least = |many: usize| -> usize {
        let widths = columns.iter().take(many).enumerate();
        let sum: usize = widths
            .map(|(at, column)| {
                usize::from(if at == widest(many) {
                    column.width.min(LEAST)
                } else {
                    column.width
                })
            })
            .sum();
        sum + GAP * many.saturating_sub(1)
    };
    let many = (1..=columns.len())
        .rev()
        .find(|many| least(*many) <= cells)
        .unwrap_or(1);
    let others = least(many)
        - columns
            .get(widest(many))
            .map_or(0, |column| usize::from(column.width.min(LEAST)));
    let widths = columns.iter().zip(&numeric).take(many).enumerate();
    widths
        .map(|(at, (column, numeric))| {
            let width = if at == widest(many) {
                cells.saturating_sub(others)
            } else {
                usize::from(column.width)
            };
            Fitted {
                column,
                width,
                numeric: *numeric,
            }
        })
        .collect()
}
