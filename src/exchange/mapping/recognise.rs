//! Columns by their headers: key, label, other words; those of another program; what is left by what it holds.

use super::columns::{By, Goes, Left, Mapped, Mapping};
use super::content;
use super::target::{self, Target, organisation, person, points_to, ways};
use crate::catalog::column_called;
use crate::exchange::refused::is_added;
use crate::exchange::table::Table;
use crate::model::called::{self, plain};
use crate::model::{Field, FieldType, Kind, Natural, Sought};

/// What the columns of a table of that kind go to.
pub fn recognise(own: Kind, table: &Table) -> Mapping {
    let others = ways(own);
    // What says which records it is of was exported, as a view shows it perhaps.
    let exported = table.headers.iter().any(|header| plain(header) == "id");
    let mut mapping = Mapping::default();
    for (at, header) in table.headers.iter().enumerate() {
        let goes = match header.is_empty() {
            true => Goes::Left(Left::Nameless),
            false => by_header(own, &others, header, exported, table, at),
        };
        mapping.columns.push(Mapped::new(table, at, goes));
    }
    settle(own, &mut mapping);
    by_content(own, &others, table, &mut mapping);
    mapping
}

fn by_header(
    own: Kind,
    others: &[Kind],
    header: &str,
    exported: bool,
    table: &Table,
    at: usize,
) -> Goes {
    if is_added(header) {
        return Goes::Left(Left::Told);
    }
    for name in spellings(header) {
        if exported
            && own
                .computed()
                .iter()
                .any(|it| called::names(&it.field).any(|n| plain(n) == name))
        {
            return Goes::Left(Left::Told);
        }
        if let Some(target) = called_so(own, others, &name, table, at) {
            // What a view shows of others is told of them: by another word it would say something else.
            let is_shown =
                exported && column_called(own, header) && !is_called(own, target, header);
            return match is_shown {
                true => Goes::Left(Left::Told),
                false => Goes::To(vec![target], by(own, target, header)),
            };
        }
    }
    if column_called(own, header) {
        return Goes::Left(Left::Told);
    }
    let name = plain(header);
    let near = called::near(own.fields().iter(), &name).map(str::to_string);
    Goes::Left(Left::Unknown(near))
}

/// Whether a header tells what it goes to by a label, or by another word.
fn by(own: Kind, target: Target, header: &str) -> By {
    let header = plain(header);
    let is_label = match target {
        Target::Field(_, field) => [field.key, field.fr, field.en]
            .iter()
            .any(|name| plain(name) == header),
        Target::Id | Target::Kind | Target::Printed | Target::Reference(..) => {
            plain(&target.key(own)) == header
        }
    };
    match is_label {
        true => By::Label,
        false => By::Word,
    }
}

/// Whether a header is the key or a label of what it would go to, or that is the record's own.
fn is_called(own: Kind, target: Target, header: &str) -> bool {
    let header = plain(header);
    match target {
        Target::Field(kind, _) if kind == own => true,
        Target::Field(_, field) => [field.key, field.fr, field.en]
            .iter()
            .any(|name| plain(name) == header),
        _ => true,
    }
}

/// The ways in which a header may say a name: as it is; without what some programs put on it (a star on what they
/// require, a colon, a bracket behind it); without numbers.
fn spellings(header: &str) -> Vec<String> {
    let ends = |c: char| matches!(c, '*' | ':' | '.' | '(' | ')' | '#') || c.is_whitespace();
    let trimmed = header.trim_matches(ends);
    let bracket = header.split_once('(').map_or(header, |(before, _)| before);
    let mut all = vec![
        plain(header.trim_end_matches(|c: char| matches!(c, '*' | ':' | '.') || c.is_whitespace())),
        plain(trimmed),
        plain(bracket.trim_matches(ends)),
    ];
    let bare = |name: &str| {
        let words = name.split_whitespace();
        let words = words.filter(|word| !word.chars().all(|c| c.is_ascii_digit()));
        words
            .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()))
            .collect::<Vec<&str>>()
            .join(" ")
    };
    let more: Vec<String> = all.iter().map(|name| bare(name)).collect();
    all.extend(more);
    let camel = plain(&spaced(trimmed));
    all.push(camel);
    // `Tél. mobile`, `tel_mobile`.
    all.push(plain(&trimmed.replace(['.', '_'], " ")));
    let mut seen: Vec<String> = Vec::new();
    for name in all {
        if !name.is_empty() && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

/// `FirstName` as `First Name`.
fn spaced(header: &str) -> String {
    let mut spaced = String::new();
    let mut before = ' ';
    for c in header.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    spaced
}

fn called_so(own: Kind, others: &[Kind], name: &str, table: &Table, at: usize) -> Option<Target> {
    match name {
        "id" => return Some(Target::Id),
        "kind" => return Some(Target::Kind),
        _ => {}
    }
    if let Some(target) = Target::named(own, &name.replace(' ', "_")) {
        return Some(target);
    }
    let of = |kind: Kind| {
        let field = called::field(kind.fields().iter(), name);
        field.map(|field| Target::Field(kind, field))
    };
    if matches!(name, "title" | "titre") && content::is_civility(table, at) {
        let civility = std::iter::once(&own).chain(others);
        let mut civility = civility.filter_map(|kind| {
            let field = kind.fields().iter().find(|field| is_civility(field))?;
            Some(Target::Field(*kind, field))
        });
        if let Some(target) = civility.next() {
            return Some(target);
        }
    }
    if let Some(target) = of(own) {
        return Some(target);
    }
    // The name of the kind is that of its records.
    let definition = own.definition();
    let is_kind =
        definition.names.iter().any(|it| plain(it) == name) || plain(definition.key) == name;
    if is_kind && let [only] = definition.title {
        return own.field(*only).map(|field| Target::Field(own, field));
    }
    if person() == Some(own) && target::is_printed(name) {
        return Some(Target::Printed);
    }
    let beside = others.iter().find_map(|kind| {
        let field = called::field(kind.fields().iter(), name)?;
        is_fed(own, *kind, field).then_some(Target::Field(*kind, field))
    });
    beside.or_else(|| of_house(others, name))
}

fn is_civility(field: &Field) -> bool {
    field.key == "civility"
}

/// Whether a field of a record beside the row's own is meant by its bare name: notes and sources are its own.
fn is_fed(own: Kind, kind: Kind, field: &Field) -> bool {
    let source = kind.source().map(|source| source.number);
    let is_own_end = points_to(kind, own).is_some_and(|end| end.number == field.number);
    let is_body = kind == organisation();
    let names = match kind.definition().known {
        Natural::Named { names, .. } => names,
        _ => &[],
    };
    Some(field.number) != source
        && field.kind != FieldType::Note
        && !is_own_end
        && !(is_body && (names.contains(&field.number) || field.sought == Some(Sought::FormerName)))
}

/// A field of the organisation by a name that says whose it is: `adresse de l'établissement`, `company city`.
fn of_house(others: &[Kind], name: &str) -> Option<Target> {
    let house = others
        .iter()
        .copied()
        .find(|kind| *kind == organisation())?;
    const HOUSES: &[&str] = &[
        "organisation",
        "organization",
        "organisme",
        "etablissement",
        "structure",
        "societe",
        "entreprise",
        "company",
        "employeur",
        "employer",
        "institution",
    ];
    let words: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || matches!(c, '\'' | '.' | '·' | '/'))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() < 2 || !words.iter().any(|word| HOUSES.contains(word)) {
        return None;
    }
    let rest: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| {
            !HOUSES.contains(word)
                && !matches!(*word, "de" | "du" | "l" | "d" | "la" | "of" | "the")
        })
        .collect();
    let rest = rest.join(" ");
    let field = called::field(house.fields().iter(), &rest)?;
    Some(Target::Field(house, field))
}

/// Of two columns for one value the first is meant, and the next fills its gaps; what is a state of two links is that
/// of the one that the file has.
fn settle(own: Kind, mapping: &mut Mapping) {
    let goes: Vec<Target> = mapping
        .columns
        .iter()
        .flat_map(|column| column.targets().to_vec())
        .collect();
    let has = |kind: Kind| {
        goes.iter().any(|target| match target {
            Target::Field(of, field) | Target::Reference(of, field) => {
                *of == kind && matches!(field.kind, FieldType::Reference(_))
            }
            _ => false,
        })
    };
    for column in &mut mapping.columns {
        let Goes::To(targets, _) = &mut column.goes else {
            continue;
        };
        for target in targets {
            let Target::Field(kind, field) = target else {
                continue;
            };
            // A link that the file does not name has no state.
            let is_link = *kind != own && !kind.definition().once.is_empty();
            if is_link && !has(*kind) {
                let mut others = ways(own)
                    .into_iter()
                    .filter(|other| other != kind && has(*other));
                let same = others.find_map(|other| {
                    let same = called::field(other.fields().iter(), &plain(field.fr))?;
                    Some(Target::Field(other, same))
                });
                if let Some(same) = same {
                    *target = same;
                }
            }
        }
    }
}

fn by_content(own: Kind, others: &[Kind], table: &Table, mapping: &mut Mapping) {
    let mut taken: Vec<Target> = mapping
        .columns
        .iter()
        .flat_map(|column| column.targets().to_vec())
        .collect();
    for at in 0..mapping.columns.len() {
        let is_open = |column: &Mapped| {
            matches!(
                column.goes,
                Goes::Left(Left::Unknown(None) | Left::Nameless)
            ) && (table.headless || !column.header.is_empty())
        };
        if !mapping.columns.get(at).is_some_and(is_open) {
            continue;
        }
        let found = content::content(own, others, table, at).or_else(|| {
            let printed = table.headless && content::is_printed_names(own, table, at);
            printed.then_some(Target::Printed)
        });
        let Some(target) = found.filter(|target| target.takes_several() || !taken.contains(target))
        else {
            continue;
        };
        taken.push(target);
        if let Some(column) = mapping.columns.get_mut(at) {
            column.goes = Goes::To(vec![target], By::Content);
        }
    }
}
