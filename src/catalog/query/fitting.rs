//! Whether the values of a condition can be those of its fields.

use super::node::{Aim, Node};
use super::problem::{Refusal, Trouble};
use super::wanted::{Likeness, Wanted};
use crate::model::fold::fold;
use crate::model::text::nearest;
use crate::model::{Choice, Field, FieldType, Kind};

/// Fields that have one of these values. A value that can be that of none of them is refused.
pub fn values_for(
    fields: Vec<(Kind, &'static Field)>,
    wanted: Vec<Wanted>,
) -> Result<Node, Refusal> {
    let mut fits = vec![false; wanted.len()];
    let mut refusal: Option<Refusal> = None;
    let mut aims: Vec<Aim> = fields
        .into_iter()
        .map(|(kind, field)| Aim {
            kind,
            field,
            choices: Vec::new(),
        })
        .collect();
    for aim in &mut aims {
        for (wanted, fits) in wanted.iter().zip(&mut fits) {
            match fit(aim, wanted) {
                Ok(()) => *fits = true,
                // Of several kinds' reasons, one that offers something is the better one.
                Err(reason) if refusal.as_ref().is_none_or(|(_, near)| near.is_none()) => {
                    refusal = Some(reason);
                }
                Err(_) => {}
            }
        }
    }
    match refusal {
        Some(refusal) if fits.contains(&false) => Err(refusal),
        _ => Ok(Node::Field(aims, wanted)),
    }
}

/// Whether a value can be one of the field's; the choices that it means are noted.
fn fit(aim: &mut Aim, wanted: &Wanted) -> Result<(), Refusal> {
    let must = |ok: bool, trouble: Trouble| if ok { Ok(()) } else { Err((trouble, None)) };
    match aim.field.kind {
        FieldType::Integer | FieldType::Decimal | FieldType::Money => {
            must(wanted.numbers.is_some(), Trouble::NotANumber)
        }
        FieldType::Date | FieldType::DateTime => must(wanted.days.is_some(), Trouble::NotADate),
        _ if wanted.compares
            && wanted.likeness != Likeness::Whole
            && wanted.folded.starts_with(['<', '>', '≤', '≥']) =>
        {
            must(false, Trouble::NotComparable)
        }
        FieldType::Boolean => must(wanted.truth.is_some(), Trouble::NotABoolean),
        FieldType::Choice(choices) => {
            let meant = choices_of(choices, wanted);
            if meant.is_empty() {
                let known = choices.iter().flat_map(|c| [c.key, c.fr, c.en]);
                let near = nearest(&wanted.folded, known).map(str::to_string);
                return Err((Trouble::UnknownChoice, near));
            }
            aim.choices.extend(meant);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The choice of that key or label, or all that begin so.
fn choices_of(choices: &'static [Choice], wanted: &Wanted) -> Vec<&'static str> {
    let meant = |is: &dyn Fn(&str) -> bool| -> Vec<&'static str> {
        choices
            .iter()
            .filter(|choice| {
                [choice.key, choice.fr, choice.en]
                    .iter()
                    .any(|name| is(&fold(name)))
            })
            .map(|choice| choice.key)
            .collect()
    };
    let folded = wanted.folded.as_str();
    let exact = meant(&|name| name == folded);
    match exact.is_empty() && wanted.likeness != Likeness::Whole {
        true => meant(&|name| name.starts_with(folded)),
        false => exact,
    }
}
