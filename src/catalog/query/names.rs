//! Names: which fields, kinds and ways along links a name in a query means.

use super::times::Times;
use crate::model::called;
pub use crate::model::called::{plain, typed};
use crate::model::text::nearest;
use crate::model::{Alias, Collection, Field, FieldType, Hop, Kind, Lang};

/// Names of conditions that are no fields.
pub const MARKS: [&str; 11] = [
    "has", "avec", "no", "sans", "is", "est", "kind", "nature", "title", "titre", "past",
];

/// A way from the records of a kind to others, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The kind where it begins.
    pub from: Kind,
    /// The steps.
    pub steps: Vec<Hop>,
}

impl Route {
    /// The kind where it ends.
    pub fn lands(&self) -> Kind {
        self.steps.last().map_or(self.from, |step| step.lands())
    }

    /// The steps, each with what of the records that link there counts: at the last of them what `times`
    /// says, before it those that are not over.
    pub fn timed(&self, times: Times) -> impl DoubleEndedIterator<Item = (Hop, Times)> + '_ {
        let is_back = |step: &Hop| matches!(step, Hop::From(..));
        let last = self.steps.iter().rposition(is_back);
        let steps = (0..self.steps.len()).zip(&self.steps);
        steps.map(move |(at, step)| match last == Some(at) {
            true => (*step, times),
            false => (*step, Times::Now),
        })
    }

    /// Whether the records that link at its last step back can be over.
    pub fn can_be_past(&self) -> bool {
        let mut back = self.steps.iter().rev();
        back.find_map(|step| match step {
            Hop::From(kind, _) => Some(kind.definition().over.is_some()),
            Hop::To(..) => None,
        })
        .unwrap_or(false)
    }

    fn with(&self, steps: &[Hop]) -> Route {
        let mut route = self.clone();
        route.steps.extend_from_slice(steps);
        route
    }
}

/// The field of that name of a kind.
pub fn field_of(kind: Kind, name: &str) -> Option<&'static Field> {
    called::field(kind.readable(), name)
}

/// Whether an alias is called so. What is called after the kind to which it leads has all names of that
/// kind.
fn is_name_of_alias(alias: &Alias, name: &str) -> bool {
    let kind = alias.lands().filter(|kind| {
        let named = alias.names.first();
        named.is_some_and(|named| *named == kind.key())
    });
    alias.names.contains(&name) || kind.is_some_and(|kind| is_name_of(kind, name))
}

/// The alias of just that name.
pub fn alias(kind: Kind, name: &str) -> Option<&'static Alias> {
    let mut aliases = kind.definition().aliases.iter();
    aliases.find(|alias| alias.names.contains(&name))
}

/// What a name means of the records of one kind.
pub enum Meant {
    /// A field of theirs.
    Field(&'static Field),
    /// What stands behind a link.
    Alias(&'static Alias),
    /// Linked records, by these ways.
    Links(Vec<Vec<Hop>>),
}

/// What a name means of the records of a kind: a field by its key, then by its label, then an alias, then
/// the records of a linked kind, then a field by another word for it. Asked whether there are any, or how many, linked records are meant
/// before a label.
pub fn meant(kind: Kind, name: &str, counted: bool) -> Option<Meant> {
    let alias = || {
        let mut aliases = kind.definition().aliases.iter();
        aliases.find(|alias| is_name_of_alias(alias, name))
    };
    let links = || {
        let links = self::kind(name).map(|named| links(kind, named));
        links.filter(|links| !links.is_empty()).map(Meant::Links)
    };
    let linked = || alias().map(Meant::Alias).or_else(links);
    let by_label = || called::by_label(kind.readable(), name).map(Meant::Field);
    let by_key = called::by_key(kind.readable(), name).map(Meant::Field);
    let first = by_key.or_else(|| match counted {
        true => linked().or_else(by_label),
        false => by_label().or_else(linked),
    });
    first.or_else(|| field_of(kind, name).map(Meant::Field))
}

/// What a name means, kind by kind: of those kinds' records the same as among all.
pub fn meant_of(kinds: &[Kind], name: &str, counted: bool) -> Vec<(Kind, Meant)> {
    let kinds = kinds.iter();
    kinds
        .filter_map(|kind| Some((*kind, meant(*kind, name, counted)?)))
        .collect()
}

/// Whether a kind is called so, singular or plural; by its key too (`lists`).
fn is_name_of(kind: Kind, name: &str) -> bool {
    let [one, two, three, four] = kind.definition().names;
    let mut names = [kind.key(), one, two, three, four].into_iter();
    let is_plural = |name: &str| name.strip_suffix('s') == Some(kind.key());
    names.any(|known| plain(known) == name) || is_plural(&name.replace(' ', "_"))
}

/// The kind of that name, singular or plural.
pub fn kind(name: &str) -> Option<Kind> {
    let mut kinds = Kind::ALL.iter().copied();
    kinds.find(|kind| is_name_of(*kind, name))
}

/// The collection of that name; else the nearest one's.
pub fn collection(name: &str) -> Result<Collection, Option<String>> {
    let wanted = plain(name);
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
        .find(|collection| names(*collection).any(|name| plain(name) == wanted))
        .ok_or_else(|| nearest(&wanted, all().flat_map(names)).map(str::to_string))
}

fn points_to(field: &Field, kind: Kind) -> bool {
    matches!(field.kind, FieldType::Reference(kinds) if kinds.is_empty() || kinds.contains(&kind))
}

fn names_kind(field: &Field, kind: Kind) -> bool {
    matches!(field.kind, FieldType::Reference(kinds) if kinds.contains(&kind))
}

/// The steps from a kind that a name means: a field that points elsewhere, what stands behind an alias,
/// or the records of a linked kind.
pub fn steps(kind: Kind, name: &str) -> Vec<Vec<Hop>> {
    match meant(kind, name, false) {
        Some(Meant::Field(field)) if matches!(field.kind, FieldType::Reference(_)) => {
            forward(field)
        }
        // Of an own label that is no link the link of that name is meant.
        Some(Meant::Field(_)) => match meant(kind, name, true) {
            Some(Meant::Field(_)) | None => Vec::new(),
            Some(linked) => ways(&linked),
        },
        Some(linked) => ways(&linked),
        None => Vec::new(),
    }
}

/// The ways to linked records.
fn ways(meant: &Meant) -> Vec<Vec<Hop>> {
    match meant {
        Meant::Field(field) => forward(field),
        Meant::Alias(alias) => {
            let on = |to| {
                vec![
                    Hop::From(alias.through, alias.back),
                    Hop::To(alias.field, to),
                ]
            };
            alias.lands().map(on).into_iter().collect()
        }
        Meant::Links(ways) => ways.clone(),
    }
}

/// The steps along a field that points elsewhere, one for each kind to which it may.
pub fn forward(field: &Field) -> Vec<Vec<Hop>> {
    let kinds = match field.kind {
        FieldType::Reference([]) => Kind::ALL,
        FieldType::Reference(kinds) => kinds,
        _ => &[],
    };
    let step = |to: &Kind| vec![Hop::To(field.number, *to)];
    kinds.iter().map(step).collect()
}

/// The ways from the records of a kind to those of another that is named: by a field of either that points
/// to the other; where there is none, through the kinds that link the two.
fn links(kind: Kind, named: Kind) -> Vec<Vec<Hop>> {
    let there = kind.fields().iter().filter(|field| points_to(field, named));
    let there = there.map(|field| vec![Hop::To(field.number, named)]);
    let here = named.fields().iter().filter(|field| points_to(field, kind));
    let here = here.map(|field| vec![Hop::From(named, field.number)]);
    let direct: Vec<Vec<Hop>> = there.chain(here).collect();
    if !direct.is_empty() {
        return direct;
    }
    let through = |link: &Kind| {
        let mut fields = link.fields().iter();
        let back = fields.clone().find(|field| names_kind(field, kind))?;
        let on = fields.find(|on| on.number != back.number && names_kind(on, named))?;
        Some(vec![
            Hop::From(*link, back.number),
            Hop::To(on.number, named),
        ])
    };
    Kind::ALL.iter().filter_map(through).collect()
}

/// The routes along a path of names from any of those kinds.
pub fn routes(kinds: &[Kind], path: &[String]) -> Vec<Route> {
    let mut routes: Vec<Route> = kinds
        .iter()
        .map(|kind| Route {
            from: *kind,
            steps: Vec::new(),
        })
        .collect();
    for name in path {
        routes = routes
            .iter()
            .flat_map(|route| {
                let steps = steps(route.lands(), name);
                steps
                    .into_iter()
                    .map(|steps| route.with(&steps))
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    routes
}

/// The kinds to which a path of names leads from any of those kinds, each once: the routes may be many.
pub fn landings(kinds: &[Kind], path: &[String]) -> Vec<Kind> {
    let mut landings = kinds.to_vec();
    for name in path {
        let routes = routes(&landings, std::slice::from_ref(name));
        landings = routes.iter().map(|route| route.lands()).collect();
        landings.sort_unstable();
        landings.dedup();
    }
    landings
}

/// The names of what records of a kind lead to, each as a query is best written: fields that point
/// elsewhere, aliases, linked kinds.
fn onward(kind: Kind) -> impl Iterator<Item = &'static str> {
    let (computed, fields): (Vec<&Field>, Vec<&Field>) = kind
        .readable()
        .filter(|field| matches!(field.kind, FieldType::Reference(_)))
        .partition(|field| field.is_computed());
    let aliases = kind.definition().aliases.iter();
    let kinds = Kind::ALL
        .iter()
        .filter(move |to| !links(kind, **to).is_empty());
    let key = |field: &Field| field.key;
    fields
        .into_iter()
        .map(key)
        .chain(aliases.filter_map(|alias| alias.names.first().copied()))
        .chain(kinds.map(|kind| kind.key()))
        .chain(computed.into_iter().map(key))
}

/// What lies one link away from records of these kinds: the name of the link, and where it leads.
pub fn beyond(kinds: &[Kind]) -> impl Iterator<Item = (&'static str, Kind)> {
    let along = |kind: Kind, on: &'static str| {
        let ways = steps(kind, on).into_iter();
        ways.filter_map(move |way| Some((on, way.last()?.lands())))
    };
    kinds.iter().flat_map(move |kind| {
        let mut reached = Vec::new();
        let ways = onward(*kind).flat_map(move |on| along(*kind, on));
        ways.filter(move |(on, lands)| {
            let computed = kind.readable_by_key(on).is_some_and(Field::is_computed);
            // Where a link leads there too, the link itself says more than what is told by others.
            let new = !(computed && reached.contains(lands));
            reached.push(*lands);
            new
        })
    })
}

/// The nearest way to a field of that name that none of these kinds has: `organisation.region` of people.
pub fn way_to(kinds: &[Kind], name: &str) -> Option<String> {
    let (on, _) = beyond(kinds).find(|(_, lands)| field_of(*lands, name).is_some())?;
    Some(format!("{}.{}", typed(on), typed(name)))
}

/// The names that may stand in the next place of a path that has come to those kinds.
pub fn known(kinds: &[Kind]) -> impl Iterator<Item = &'static str> + '_ {
    let fields = kinds.iter().flat_map(|kind| kind.readable());
    let aliases = kinds.iter().flat_map(|kind| kind.definition().aliases);
    let is_linked = |to: &&Kind| kinds.iter().any(|kind| !links(*kind, **to).is_empty());
    fields
        .flat_map(called::names)
        .chain(aliases.flat_map(|alias| alias.names.iter().copied()))
        .chain(Kind::ALL.iter().filter(is_linked).flat_map(|kind| {
            let [one, two, three, four] = kind.definition().names;
            [kind.key(), one, two, three, four]
        }))
        .chain(MARKS)
}

/// A name, or a path of names, as people who use that language type it: keys in English, labels in French.
pub fn name_in(path: &str, lang: Lang) -> String {
    let one = |name: &str| {
        let wanted = typed(name);
        let kind = Kind::ALL.iter().find(|kind| typed(kind.key()) == wanted);
        let fields = Kind::ALL.iter().flat_map(|kind| kind.readable());
        let field = called::field(fields, name);
        match (field, kind, lang) {
            (Some(field), _, Lang::En) => field.key.to_string(),
            (_, Some(kind), Lang::Fr) => typed(kind.name(lang)),
            (Some(field), None, Lang::Fr) => typed(field.fr),
            (None, _, _) => name.to_string(),
        }
    };
    let names: Vec<String> = path.split('.').map(one).collect();
    names.join(".")
}
