//! Which columns of a list show, and how wide.

use crate::desk::pane::Column;
use crate::model::{Kind, Lang};
use crate::text;

/// Cells between two columns.
pub(super) const GAP: usize = 2;
/// What the widest column of words is cut to before the others give way: a name is known by it.
const NAMED: usize = 24;
/// What any other column of words is cut to at last, where its header or half its width is not more.
const LEAST: usize = 8;

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

/// The sign in the header that says how many columns are left out; none are: nothing.
pub fn left_out_mark(left_out: usize) -> String {
    match left_out {
        0 => String::new(),
        many => format!("+{many}"),
    }
}

/// The columns that fit into so many cells, in their order. The widest column of words gives way first
/// and takes what is left over; then the others of words do, alike, down to half of what they have or to their
/// headers; then the last ones are left out, and cells are kept behind the others for the sign that says so.
pub fn columns_that_fit<'a>(
    columns: &'a [Column],
    kinds: &[Kind],
    lang: Lang,
    cells: usize,
) -> Vec<Fitted<'a>> {
    let measures: Vec<Measure> = columns
        .iter()
        .map(|column| Measure::of(column, kinds, lang))
        .collect();
    for many in (1..=columns.len()).rev() {
        let mark = match left_out_mark(columns.len() - many) {
            mark if mark.is_empty() => 0,
            mark => mark.len() + 1,
        };
        let gaps = GAP * (many - 1);
        let room = cells.checked_sub(gaps + mark);
        let taken = measures.get(..many).unwrap_or_default();
        let Some(widths) = room.and_then(|room| widths(taken, room)) else {
            continue;
        };
        return fitted(columns, &measures, &widths);
    }
    fitted(columns, &measures, &[cells])
}

fn fitted<'a>(columns: &'a [Column], measures: &[Measure], widths: &[usize]) -> Vec<Fitted<'a>> {
    let columns = columns.iter().zip(measures).zip(widths);
    columns
        .map(|((column, measure), width)| Fitted {
            column,
            width: *width,
            numeric: measure.numeric,
        })
        .collect()
}

/// What a column needs.
struct Measure {
    /// The cells that it has where there is room.
    width: usize,
    /// The cells down to which it gives way.
    least: usize,
    numeric: bool,
}

impl Measure {
    fn of(column: &Column, kinds: &[Kind], lang: Lang) -> Measure {
        let width = usize::from(column.width);
        let least = match column.gives_way(kinds) {
            true => {
                let header = text::width(&column.label(kinds, lang));
                width.min(header.max(width.div_ceil(2)).max(LEAST))
            }
            false => width,
        };
        Measure {
            width,
            least,
            numeric: column.is_numeric(kinds),
        }
    }
}

/// The cells of each of these columns, all of `room` taken up; none where it is too little for them.
fn widths(columns: &[Measure], room: usize) -> Option<Vec<usize>> {
    let widest = (0..columns.len())
        .filter(|at| columns.get(*at).is_some_and(|column| !column.numeric))
        .max_by_key(|at| (columns.get(*at).map(|c| c.width), usize::MAX - at))
        .unwrap_or(0);
    let bounds = columns.iter().enumerate().map(|(at, column)| {
        let named = column.width.min(NAMED);
        match at == widest && column.least < column.width {
            true => (named, named),
            false => (column.least, column.width),
        }
    });
    let (least, wide): (Vec<usize>, Vec<usize>) = bounds.unzip();
    let (needed, wanted): (usize, usize) = (least.iter().sum(), wide.iter().sum());
    let spare = room.checked_sub(needed)?;
    let yielded = wanted.saturating_sub(needed);
    let share = |(least, wide): (&usize, &usize)| match yielded {
        0 => *least,
        // They give way alike, each by its part of what all can give.
        _ => least + wide.saturating_sub(*least) * spare.min(yielded) / yielded,
    };
    let mut widths: Vec<usize> = least.iter().zip(&wide).map(share).collect();
    let over = room - widths.iter().sum::<usize>();
    if let Some(width) = widths.get_mut(widest) {
        *width += over;
    }
    Some(widths)
}
