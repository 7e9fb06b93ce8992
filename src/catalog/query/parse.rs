//! From text to query. Nothing fails: what is not understood is reported and left out.

use super::condition::{Aim, Condition, Test};
use super::token::{Token, tokens};
use super::wanted::Wanted;
use super::{Query, QueryProblem, Trouble};
use crate::catalog::search::{Terms, Typed};
use crate::model::fold::fold;
use crate::model::text::nearest;
use crate::model::{Choice, Collection, Date, FieldType, Kind, Lang};

/// Names of a condition that are no fields.
const MARKS: [&str; 8] = ["has", "avec", "no", "sans", "is", "est", "kind", "title"];

type Refusal = (Trouble, Option<String>);

pub fn parse(text: &str, today: Date) -> Query {
    let mut query = Query::default();
    let mut words = Vec::new();
    for token in tokens(text) {
        let Some(name) = token.name.as_deref() else {
            words.extend(token.values.into_iter().map(|text| Typed {
                text,
                quoted: token.quoted,
                unwanted: token.negated,
            }));
            continue;
        };
        if token.values.iter().all(|value| value.trim().is_empty()) {
            // It is being typed.
            continue;
        }
        match test(&mut query, &fold(name), &token, today) {
            Ok(Some(test)) => query.conditions.push(Condition {
                negated: token.negated ^ matches!(fold(name).as_str(), "no" | "sans"),
                test,
            }),
            Ok(None) => {}
            Err((what, nearest)) => query.problems.push(QueryProblem {
                at: token.at,
                what,
                nearest,
            }),
        }
    }
    query.terms = Terms::from_typed(&words);
    query
}

fn test(
    query: &mut Query,
    name: &str,
    token: &Token,
    today: Date,
) -> Result<Option<Test>, Refusal> {
    let values = || token.values.iter().filter(|value| !value.trim().is_empty());
    match name {
        "is" | "est" => {
            let known = ["trashed", "corbeille", "trash"];
            if values().all(|value| known.contains(&fold(value).as_str())) {
                query.trashed = !token.negated;
                Ok(None)
            } else {
                Err((Trouble::UnknownMark, Some("trashed".to_string())))
            }
        }
        "has" | "avec" | "no" | "sans" => {
            let aims: Result<Vec<Vec<Aim>>, Refusal> =
                values().map(|value| aims(&fold(value))).collect();
            Ok(Some(Test::Has(aims?.into_iter().flatten().collect())))
        }
        "kind" => {
            let kinds: Result<Vec<Collection>, Refusal> =
                values().map(|value| collection(value)).collect();
            Ok(Some(Test::Kinds(kinds?)))
        }
        "title" => Ok(Some(Test::Title(
            values().map(|value| fold(value)).collect(),
        ))),
        _ => {
            let aims = aims(name)?;
            let wanted: Vec<Wanted> = values()
                .filter_map(|value| Wanted::read(value, today))
                .collect();
            values_for(aims, wanted).map(Some)
        }
    }
}

/// The fields of that key or label, in all kinds that have one.
fn aims(name: &str) -> Result<Vec<Aim>, Refusal> {
    let all = || {
        Kind::ALL
            .iter()
            .flat_map(|kind| kind.fields().iter().map(|field| (*kind, field)))
    };
    let called = |wanted: &dyn Fn([&'static str; 3]) -> bool| -> Vec<Aim> {
        all()
            .filter(|(_, field)| wanted([field.key, field.fr, field.en]))
            .map(|(kind, field)| Aim {
                kind,
                field,
                choices: Vec::new(),
            })
            .collect()
    };
    // A key is meant before a label: "name" is not the English label of an untitled field.
    let mut aims = called(&|[key, ..]| fold(key) == name);
    if aims.is_empty() {
        aims = called(&|[_, fr, en]| fold(fr) == name || fold(en) == name);
    }
    if aims.is_empty() {
        let known = all()
            .flat_map(|(_, field)| [field.key, field.fr, field.en])
            .chain(MARKS);
        return Err((
            Trouble::UnknownField,
            nearest(name, known).map(|near| fold(near).replace(' ', "_")),
        ));
    }
    Ok(aims)
}

fn values_for(mut aims: Vec<Aim>, wanted: Vec<Wanted>) -> Result<Test, Refusal> {
    let mut fits = vec![false; wanted.len()];
    let mut refusal: Option<Refusal> = None;
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
        _ => Ok(Test::Value(aims, wanted)),
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
        _ if wanted.compares && wanted.folded.starts_with(['<', '>', '≤', '≥']) => {
            must(false, Trouble::NotComparable)
        }
        FieldType::Boolean => must(wanted.truth.is_some(), Trouble::NotABoolean),
        FieldType::Choice(choices) => {
            let meant = choices_of(choices, &wanted.folded);
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
fn choices_of(choices: &'static [Choice], folded: &str) -> Vec<&'static str> {
    let meant = |is: &dyn Fn(&str) -> bool| -> Vec<&'static str> {
        choices
            .iter()
            .filter(|choice| {
                [choice.key, choice.fr, choice.en]
                    .iter()
                    .any(|n| is(&fold(n)))
            })
            .map(|choice| choice.key)
            .collect()
    };
    let exact = meant(&|name| name == folded);
    if exact.is_empty() {
        meant(&|name| name.starts_with(folded))
    } else {
        exact
    }
}

fn collection(name: &str) -> Result<Collection, Refusal> {
    let wanted = fold(name.trim());
    let names = |collection: Collection| {
        let singular = collection.kind();
        let whole = collection == Collection::All(singular);
        let singular = whole.then(|| [singular.name(Lang::Fr), singular.name(Lang::En)]);
        [
            collection.key(),
            collection.plural(Lang::Fr),
            collection.plural(Lang::En),
        ]
        .into_iter()
        .chain(singular.into_iter().flatten())
    };
    let all = || Collection::keys().filter_map(Collection::by_key);
    all()
        .find(|collection| names(*collection).any(|name| fold(name) == wanted))
        .ok_or_else(|| {
            let near = nearest(&wanted, all().flat_map(names));
            (Trouble::UnknownKind, near.map(str::to_string))
        })
}
