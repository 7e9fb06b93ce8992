//! One condition: what its name means, and whether its values can be such.

use super::fitting::values_for;
use super::lexer::{PAST, Written};
use super::names::{self, Meant, Route, plain};
use super::node::{Linked, Node, Titled};
use super::problem::{Refusal, Trouble};
use super::wanted::{Likeness, Value, Wanted};
use crate::model::fold::fold;
use crate::model::text::nearest;
use crate::model::{Alias, Collection, Date, Field, FieldType, Hop, Kind, RecordRef};

/// Paths of more names lead nowhere.
pub const LONGEST_PATH: usize = 4;

/// The values that are not blank.
fn given(values: &[Written]) -> Vec<Value<'_>> {
    let all = values.iter().map(|written| Value {
        text: written.text.trim(),
        likeness: match written.exact {
            true => Likeness::Whole,
            false if written.quoted => Likeness::Phrase,
            false => Likeness::Part,
        },
    });
    all.filter(|value| !value.text.is_empty()).collect()
}

/// What `is:` asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// What lies in the trash.
    Trashed,
    /// What is over.
    Past,
}

/// What `is:` asks for; nothing if it has no value yet.
pub fn mark(values: &[Written]) -> Result<Option<Mark>, Refusal> {
    let known = [
        (Mark::Trashed, ["trashed", "corbeille", "trash"]),
        (Mark::Past, PAST),
    ];
    let values = given(values);
    let Some(first) = values.first() else {
        return Ok(None);
    };
    let is_all = |names: &[&str]| {
        values
            .iter()
            .all(|v| names.contains(&plain(v.text).as_str()))
    };
    match known.iter().find(|(_, names)| is_all(names)) {
        Some((mark, _)) => Ok(Some(*mark)),
        None => {
            let names = known.iter().flat_map(|(_, names)| names.iter().copied());
            let near = nearest(&plain(first.text), names).unwrap_or("trashed");
            Err((Trouble::UnknownMark, Some(near.to_string())))
        }
    }
}

/// Whether values are greater or less than a number or a date.
pub fn compares(values: &[Written], today: Date) -> bool {
    let values = given(values);
    let mut read = values.iter().map(|value| Wanted::read(value, today));
    let is_comparison = |wanted: Option<Wanted>| {
        wanted.is_some_and(|of| of.compares && (of.numbers.is_some() || of.days.is_some()))
    };
    !values.is_empty() && read.all(is_comparison)
}

/// Whether a condition of that name is on no field.
pub fn is_mark(name: &str) -> bool {
    names::MARKS.contains(&name)
}

/// Whether a condition of that name is on the kind.
pub fn is_kind(name: &str) -> bool {
    matches!(name, "kind" | "nature")
}

/// The collections that `kind:` names.
pub fn collections(values: &[Written]) -> Result<Vec<Collection>, Refusal> {
    called(&given(values))
}

fn called(names: &[Value<'_>]) -> Result<Vec<Collection>, Refusal> {
    let collection = |name: &Value<'_>| {
        names::collection(name.text).map_err(|near| (Trouble::UnknownKind, near))
    };
    names.iter().map(collection).collect()
}

/// What a condition asks of records of those kinds; nothing if it has no value yet.
pub fn test(
    kinds: &[Kind],
    name: &str,
    values: &[Written],
    today: Date,
) -> Result<Option<Node>, Refusal> {
    let values = given(values);
    // A comparison without its number is still being typed.
    if values
        .iter()
        .all(|value| value.text.chars().all(|c| "<>=≤≥.".contains(c)))
    {
        return Ok(None);
    }
    match name {
        "has" | "avec" | "no" | "sans" => {
            let nodes: Result<Vec<Node>, Refusal> = values
                .iter()
                .map(|value| has(kinds, &plain(value.text)))
                .collect();
            Ok(Some(any(nodes?)))
        }
        name if is_kind(name) => Ok(Some(Node::Kinds(called(&values)?))),
        "title" | "titre" => Ok(Some(titled(&values, false))),
        _ => {
            let mut path: Vec<String> = name.split('.').map(plain).collect();
            let last = path.pop().unwrap_or_default();
            if path.is_empty() {
                return named(kinds, &last, &values, today).map(Some);
            }
            let linked = way_along(kinds, path)?;
            let lands = landing(&linked.routes);
            match named(&lands, &last, &values, today) {
                Ok(inner) => Ok(Some(Node::Linked(Linked {
                    inner: Box::new(inner),
                    ..linked
                }))),
                Err(refusal) => through(kinds, &linked, &last, &values, today)
                    .map(Some)
                    .ok_or(refusal),
            }
        }
    }
}

/// `person.function` of an organisation: the function is not the person's but that of the link that
/// leads to the person.
fn through(
    kinds: &[Kind],
    linked: &Linked,
    last: &str,
    values: &[Value<'_>],
    today: Date,
) -> Option<Node> {
    let shorter: Vec<Route> = linked
        .routes
        .iter()
        .filter(|route| kinds.contains(&route.from))
        .filter_map(|route| match route.steps.split_last() {
            Some((Hop::To(..), [.., Hop::From(..)])) => {
                let mut steps = route.steps.clone();
                steps.pop();
                Some(Route {
                    from: route.from,
                    steps,
                })
            }
            _ => None,
        })
        .collect();
    let inner = named(&landing(&shorter), last, values, today).ok()?;
    let routes: Vec<Route> = shorter
        .into_iter()
        .filter(|route| names::field_of(route.lands(), last).is_some())
        .collect();
    (!routes.is_empty()).then(|| Node::Linked(Linked::new(linked.path.clone(), routes, inner)))
}

fn any(mut nodes: Vec<Node>) -> Node {
    match nodes.len() {
        1 => nodes.remove(0),
        _ => Node::Any(nodes),
    }
}

fn landing(routes: &[Route]) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = routes.iter().map(Route::lands).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Where a path leads, for the records of those kinds.
pub fn way(kinds: &[Kind], path: &str) -> Result<Linked, Refusal> {
    way_along(kinds, path.split('.').map(plain).collect())
}

fn way_along(kinds: &[Kind], path: Vec<String>) -> Result<Linked, Refusal> {
    if path.len() > LONGEST_PATH {
        return Err((Trouble::TooLong, None));
    }
    let routes = names::routes(kinds, &path);
    if routes.is_empty() {
        // The first name from which no way leads on.
        let reached = (1..=path.len())
            .rev()
            .map(|end| path.get(..end).unwrap_or_default())
            .find(|path| !names::routes(kinds, path).is_empty())
            .unwrap_or_default();
        let here = landing(&names::routes(kinds, reached));
        return Err(unknown(
            &here,
            path.get(reached.len()).map_or("", String::as_str),
        ));
    }
    Ok(Linked::new(path, routes, Node::All(Vec::new())))
}

/// Whether there is such a field, or a linked record.
pub fn has(kinds: &[Kind], name: &str) -> Result<Node, Refusal> {
    let mut path: Vec<String> = name.split('.').map(plain).collect();
    let last = path.pop().unwrap_or_default();
    if !path.is_empty() {
        let linked = way_along(kinds, path)?;
        let inner = has(&landing(&linked.routes), &last)?;
        return Ok(Node::Linked(Linked {
            inner: Box::new(inner),
            ..linked
        }));
    }
    let meant = names::meant_of(kinds, &last, true);
    if meant.is_empty() {
        return Err(unknown(kinds, &last));
    }
    Ok(any(Meanings::of(meant).counted(1, i64::MAX)))
}

/// What a name means of the records of several kinds.
#[derive(Default)]
struct Meanings {
    /// Fields with values of their own.
    fields: Vec<(Kind, &'static Field)>,
    /// Fields that point to others.
    references: Vec<(Kind, &'static Field)>,
    /// What stands behind links.
    aliases: Vec<(Kind, &'static Alias)>,
    /// Ways to linked records.
    routes: Vec<Route>,
}

impl Meanings {
    fn of(meant: Vec<(Kind, Meant)>) -> Meanings {
        let mut all = Meanings::default();
        for (kind, meant) in meant {
            match meant {
                Meant::Field(field) if matches!(field.kind, FieldType::Reference(_)) => {
                    all.references.push((kind, field));
                }
                Meant::Field(field) => all.fields.push((kind, field)),
                Meant::Alias(alias) => all.aliases.push((kind, alias)),
                Meant::Links(ways) => {
                    let route = |steps| Route { from: kind, steps };
                    all.routes.extend(ways.into_iter().map(route));
                }
            }
        }
        all
    }

    /// Records of which so many values or linked records are there.
    fn counted(&self, from: i64, to: i64) -> Vec<Node> {
        let mut nodes = Vec::new();
        let (mut own, mut routes) = (self.fields.clone(), self.routes.clone());
        // A value that points to nothing is one.
        match (from, to) == (1, i64::MAX) {
            true => own.extend(&self.references),
            false => routes.extend(self.references.iter().flat_map(|(kind, field)| {
                let ways = names::forward(field).into_iter();
                ways.map(|steps| Route { from: *kind, steps })
            })),
        }
        if !own.is_empty() {
            nodes.push(Node::Has(own));
        }
        for (kind, alias) in &self.aliases {
            match alias.lands() {
                // Two functions at one organisation are one organisation.
                Some(lands) => routes.push(Route {
                    from: *kind,
                    steps: vec![
                        Hop::From(alias.through, alias.back),
                        Hop::To(alias.field, lands),
                    ],
                }),
                None => nodes.push(Node::Count(behind(*kind, alias, None), from, to)),
            }
        }
        if !routes.is_empty() {
            let linked = Linked::new(Vec::new(), routes, Node::All(Vec::new()));
            nodes.push(Node::Count(linked, from, to));
        }
        nodes
    }
}

/// Why a name means nothing for records of those kinds: another kind has it, or none; and what may be
/// meant.
fn unknown(kinds: &[Kind], name: &str) -> Refusal {
    let elsewhere = Kind::ALL
        .iter()
        .any(|kind| names::field_of(*kind, name).is_some());
    let way = names::way_to(kinds, name);
    let near = way.or_else(|| nearest(name, names::known(kinds)).map(names::typed));
    match elsewhere && kinds.len() < Kind::ALL.len() {
        true => (Trouble::FieldOfOthers, near),
        false => (Trouble::UnknownField, near),
    }
}

/// What stands behind an alias.
fn behind(kind: Kind, alias: &Alias, wanted: Option<Node>) -> Linked {
    let route = Route {
        from: kind,
        steps: vec![Hop::From(alias.through, alias.back)],
    };
    let inner = wanted.unwrap_or_else(|| Node::All(Vec::new()));
    Linked {
        joins: true,
        // Two lists are two subscriptions.
        once: alias.lands().map(|_| alias.field).into_iter().collect(),
        ..Linked::new(Vec::new(), vec![route], inner)
    }
}

/// A field, an alias, or linked records: their number, or what they are called.
fn named(kinds: &[Kind], name: &str, values: &[Value<'_>], today: Date) -> Result<Node, Refusal> {
    let wanted: Vec<Wanted> = values
        .iter()
        .filter_map(|value| Wanted::read(value, today))
        .collect();
    let counts: Vec<(i64, i64)> = wanted.iter().filter_map(Wanted::count).collect();
    let are_counts = counts.len() == values.len();
    // More or fewer than so many are asked for of links; a name may be a number.
    let compares = |wanted: &Wanted| wanted.compares && wanted.likeness != Likeness::Whole;
    let counted = are_counts && wanted.iter().any(compares);
    let meant = names::meant_of(kinds, name, counted);
    if meant.is_empty() {
        return Err(unknown(kinds, name));
    }
    let all = Meanings::of(meant);
    let (mut nodes, mut refusal) = (Vec::new(), None);
    let mut add = |node: Result<Node, Refusal>| match node {
        Ok(node) => nodes.push(node),
        Err(reason) => refusal = refusal.take().or(Some(reason)),
    };
    if !all.fields.is_empty() {
        add(values_for(all.fields, wanted.clone()));
    }
    if counted {
        // A date behind a link compares as one does here.
        let aliases = all.aliases.into_iter();
        let (dated, aliases): (Vec<_>, Vec<_>) = aliases.partition(|(_, alias)| alias.compares());
        for (kind, alias) in dated {
            if let Some(field) = alias.through.field(alias.field) {
                let inner = values_for(vec![(alias.through, field)], wanted.clone());
                add(inner.map(|inner| Node::Linked(behind(kind, alias, Some(inner)))));
            }
        }
        let links = Meanings {
            fields: Vec::new(),
            aliases,
            ..all
        };
        for (from, to) in counts {
            links
                .counted(from, to)
                .into_iter()
                .for_each(|node| add(Ok(node)));
        }
    } else {
        for (kind, field) in all.references {
            add(Ok(pointing(kind, field, values)));
        }
        for (kind, alias) in all.aliases {
            if let Some(field) = alias.through.field(alias.field) {
                add(match field.kind {
                    FieldType::Reference(_) => Ok(pointing(alias.through, field, values)),
                    _ => values_for(vec![(alias.through, field)], wanted.clone()),
                }
                .map(|inner| Node::Linked(behind(kind, alias, Some(inner)))));
            }
        }
        if !all.routes.is_empty() {
            let linked = |inner| Linked::new(Vec::new(), all.routes.clone(), inner);
            if are_counts {
                let count = |(from, to)| Node::Count(linked(Node::All(Vec::new())), from, to);
                add(Ok(any(counts.into_iter().map(count).collect())));
            } else if values
                .iter()
                .any(|value| value.text.starts_with(['<', '>', '≤', '≥']))
            {
                add(Err((Trouble::NotANumber, None)));
            } else {
                // "session:paie": a linked record of that name.
                add(Ok(Node::Linked(linked(titled(values, true)))));
            }
        }
    }
    match refusal {
        Some(refusal) if nodes.is_empty() => Err(refusal),
        _ => Ok(any(nodes)),
    }
}

/// A field that points to a record of one of these titles, or to one of these records.
fn pointing(kind: Kind, field: &Field, values: &[Value<'_>]) -> Node {
    let FieldType::Reference(to) = field.kind else {
        return Node::Any(Vec::new());
    };
    let to = if to.is_empty() { Kind::ALL } else { to };
    let route = |to: &Kind| Route {
        from: kind,
        steps: vec![Hop::To(field.number, *to)],
    };
    let routes = to.iter().map(route).collect();
    Node::Linked(Linked::new(Vec::new(), routes, titled(values, true)))
}

/// A record of one of these titles, or one of these records; of a sigle that there is, with `by_sigle`, the
/// record whose it is.
fn titled(values: &[Value<'_>], by_sigle: bool) -> Node {
    let (mut records, mut titles) = (Vec::new(), Vec::new());
    for value in values {
        match value.text.parse::<RecordRef>() {
            Ok(record) => records.push(record),
            Err(_) => titles.push(Titled {
                text: fold(value.text),
                likeness: value.likeness,
                by_sigle,
            }),
        }
    }
    match (records.is_empty(), titles.is_empty()) {
        (true, _) => Node::Title(titles),
        (_, true) => Node::Is(records),
        _ => Node::Any(vec![Node::Is(records), Node::Title(titles)]),
    }
}
