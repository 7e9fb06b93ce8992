//! Meant the cells of a column are meant, decided by all of them together: in which order its dates stand, which sign
//! its numbers have before their decimals, what a spreadsheet did to them.
//!
//! What comes out is a text that says the same and needs no guess: a date as `2022-11-15`, a number as `1250.5`.

mod days;
mod numbers;

use std::borrow::Cow;

use super::remark::RemarkKind;
use crate::model::{Fault, Field, FieldType, Rule, identifiers};
use days::Order;
use numbers::Point;

/// Meant the cells of a column are read.
#[derive(Clone, Debug)]
pub struct Manner {
    how: Meant,
    said: Option<RemarkKind>,
}

#[derive(Clone, Copy, Debug)]
enum Meant {
    Day(Order),
    Moment(Order),
    Number(Point),
    Whole(Point),
    Phone,
    Mail,
    Code,
    Word,
    AsItIs,
}

/// Meant the cells under a header are read as values of a field.
pub fn manner<'a>(
    field: &Field,
    header: &str,
    cells: impl Iterator<Item = &'a str> + Clone,
) -> Manner {
    let plain = |how| Manner { how, said: None };
    match field.kind {
        _ if field.many && !matches!(field.kind, FieldType::Phone | FieldType::Email) => {
            plain(Meant::AsItIs)
        }
        FieldType::Date | FieldType::DateTime => {
            let (order, said) = days::order(header, cells);
            let how = match field.kind {
                FieldType::Date => Meant::Day(order),
                _ => Meant::Moment(order),
            };
            Manner { how, said }
        }
        FieldType::Integer | FieldType::Decimal | FieldType::Money => {
            let (point, said) = numbers::point(header, cells);
            match field.kind {
                FieldType::Integer => Manner {
                    how: Meant::Whole(point),
                    // A whole number that is none is a fault of its own.
                    said: None,
                },
                _ => Manner {
                    how: Meant::Number(point),
                    said,
                },
            }
        }
        FieldType::Phone => plain(Meant::Phone),
        FieldType::Email => plain(Meant::Mail),
        FieldType::Text if field.rule != Rule::None => plain(Meant::Code),
        FieldType::Text => plain(Meant::Word),
        _ => plain(Meant::AsItIs),
    }
}

impl Manner {
    /// What a person should know of it.
    pub fn said(&self) -> Option<&RemarkKind> {
        self.said.as_ref()
    }

    /// A cell as a text that needs no guess; of one that is none of what the column holds what it is, for the field's
    /// own type to say what is wrong.
    ///
    /// # Errors
    /// `Fault::Damaged` where a spreadsheet has left out digits.
    pub fn read<'c>(&self, cell: &'c str) -> Result<Cow<'c, str>, Fault> {
        let cell = cell.trim();
        let digits_lost = match self.how {
            Meant::Phone | Meant::Code | Meant::Number(_) | Meant::Whole(_) => is_rounded(cell),
            Meant::Word => is_rounded(cell) && cell.contains(['.', ',']),
            _ => false,
        };
        if digits_lost {
            return Err(Fault::Damaged);
        }
        Ok(match self.how {
            Meant::Day(order) => or(days::day(cell, order), cell),
            Meant::Moment(order) => or(days::moment(cell, order), cell),
            Meant::Number(point) => or(numbers::number(cell, point), cell),
            Meant::Whole(point) => {
                let number = numbers::number(cell, point);
                or(
                    number.map(|number| numbers::without_zeros(&number).to_string()),
                    cell,
                )
            }
            Meant::Phone => Cow::Borrowed(numbers::without_zeros(unmarked(cell, "tel:"))),
            Meant::Code => Cow::Borrowed(numbers::without_zeros(cell)),
            Meant::Mail => Cow::Borrowed(address(unmarked(cell, "mailto:"))),
            Meant::Word | Meant::AsItIs => Cow::Borrowed(cell),
        })
    }
}

fn or(read: Option<String>, cell: &str) -> Cow<'_, str> {
    read.map_or(Cow::Borrowed(cell), Cow::Owned)
}

/// Whether a number is written as a spreadsheet does that has no room for it: `6,12E+08`.
fn is_rounded(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.split_once("E+").or_else(|| cell.split_once("e+")) else {
        return false;
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = mantissa.split_once([',', '.']).unwrap_or((mantissa, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    whole.len() == 1
        && is_digits(whole)
        && is_digits(part)
        && exponent.len() >= 2
        && is_digits(exponent)
}

/// Without the scheme of a link.
fn unmarked<'c>(cell: &'c str, scheme: &str) -> &'c str {
    let begins = cell
        .get(..scheme.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    let rest = cell.get(scheme.len()..).filter(|_| begins);
    rest.map_or(cell, str::trim)
}

/// The address of `Ada Martin <ada@a.fr>`.
fn address(cell: &str) -> &str {
    let inner = cell
        .strip_suffix('>')
        .and_then(|cell| cell.rsplit_once('<'));
    let inner = inner.filter(|(name, inner)| !name.contains('@') && identifiers::is_email(inner));
    inner.map_or(cell, |(_, inner)| inner)
}
