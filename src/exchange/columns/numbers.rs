//! The numbers of a column.

use crate::exchange::remark::RemarkKind;

/// The sign before the decimals of a column's numbers: that one beyond doubt, or any.
pub type Point = Option<char>;

/// What a number says of the sign before its decimals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// It is that one.
    Is(char),
    /// It may be that one, or that one stands between thousands.
    MayBe(char),
    /// Nothing.
    Nothing,
}

/// The sign before the decimals of a column, and what a person should know of it.
pub fn point<'a>(
    header: &str,
    cells: impl Iterator<Item = &'a str>,
) -> (Point, Option<RemarkKind>) {
    let (mut commas, mut points, mut open) = (false, false, None);
    for cell in cells {
        match bare(cell).map(|number| says(&number)) {
            Some(Says::Is(',')) => commas = true,
            Some(Says::Is(_)) => points = true,
            Some(Says::MayBe(sign)) => open = Some(sign),
            _ => {}
        }
    }
    match (commas, points, open) {
        (true, false, _) => (Some(','), None),
        (false, true, _) => (Some('.'), None),
        (_, _, Some(sign)) => (None, Some(RemarkKind::Decimals(header.to_string(), sign))),
        _ => (None, None),
    }
}

/// A number as `-1250.5`; `None` for what is none.
pub fn number(cell: &str, point: Point) -> Option<String> {
    let number = bare(cell).filter(|number| is_grouped(number, says(number), point))?;
    let point = match says(&number) {
        Says::Is(sign) => sign,
        Says::MayBe(sign) => point.unwrap_or(sign),
        Says::Nothing => '.',
    };
    let plain = number.chars().filter_map(|c| match c {
        c if c == point => Some('.'),
        ',' | '.' => None,
        c => Some(c),
    });
    Some(plain.collect())
}

/// A whole number without the `.0` that programs put behind it.
pub fn without_zeros(number: &str) -> &str {
    let Some((whole, part)) = number.split_once(['.', ',']) else {
        return number;
    };
    let is_whole = !whole.is_empty()
        && whole
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    let zeros = !part.is_empty() && part.bytes().all(|byte| byte == b'0');
    // `06.00` is the beginning of a telephone number.
    let is_number = !whole.starts_with('0') || whole == "0";
    if is_whole && zeros && is_number {
        whole
    } else {
        number
    }
}

/// The digits of a number with its points and commas, its sign before them: without the currency, the blanks between
/// thousands, the brackets around what is owed.
fn bare(cell: &str) -> Option<String> {
    let is_around = |c: char| c.is_whitespace() || c == '€';
    let cell = cell.trim_matches(is_around);
    let cell = cell
        .strip_suffix("EUR")
        .or_else(|| cell.strip_prefix("EUR"))
        .unwrap_or(cell);
    let cell = cell.trim_matches(is_around);
    let inner = cell
        .strip_prefix('(')
        .and_then(|cell| cell.strip_suffix(')'));
    let (cell, owed) = inner.map_or((cell, false), |inner| (inner, true));
    let (digits, minus) = match cell.strip_prefix(['-', '−']) {
        Some(digits) => (digits, true),
        None => (cell, false),
    };
    let is_blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
    let digits: String = digits.chars().filter(|c| !is_blank(*c)).collect();
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'))
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    let sign = if minus || owed { "-" } else { "" };
    is_number.then(|| format!("{sign}{digits}"))
}

/// Whether what stands between thousands does: `15.11.2022` is no number.
fn is_grouped(number: &str, says: Says, point: Point) -> bool {
    let point = match says {
        Says::Is(sign) => sign,
        Says::MayBe(sign) => point.unwrap_or(sign),
        Says::Nothing => return true,
    };
    let whole = number
        .trim_start_matches('-')
        .split(point)
        .next()
        .unwrap_or_default();
    let mut groups = whole.split([',', '.']);
    let first = groups.next().unwrap_or_default().len();
    let mut groups = groups.peekable();
    number.matches(point).count() <= 1
        && (groups.peek().is_none() || first <= 3)
        && groups.all(|group| group.len() == 3)
}

fn says(number: &str) -> Says {
    let (commas, points) = (number.matches(',').count(), number.matches('.').count());
    let last = number.rfind([',', '.']);
    let sign = last.and_then(|at| number.get(at..)?.chars().next());
    let (Some(at), Some(sign)) = (last, sign) else {
        return Says::Nothing;
    };
    let other = if sign == ',' { '.' } else { ',' };
    match (commas, points) {
        (0, 2..) | (2.., 0) => Says::Is(other),
        (1.., 1..) => Says::Is(sign),
        _ => {
            let (whole, part) = number.split_at(at);
            let whole = whole.trim_start_matches('-');
            let may_group =
                part.len() == 4 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            if may_group {
                Says::MayBe(sign)
            } else {
                Says::Is(sign)
            }
        }
    }
}
