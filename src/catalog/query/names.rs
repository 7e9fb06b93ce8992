//! Names: which fields, kinds and ways along links a name in a query means.

use crate::model::fold::fold;
use crate::model::kinds::{affiliation, deployment, registration, subscription};
use crate::model::text::nearest;
use crate::model::{Collection, Field, FieldNo, FieldType, Kind, Lang};

/// Names of conditions that are no fields.
pub const MARKS: [&str; 8] = ["has", "avec", "no", "sans", "is", "est", "kind", "title"];

/// A step from a record to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the records of that kind to which the field points.
    To(FieldNo, Kind),
    /// To the records of that kind that point here with that field.
    From(Kind, FieldNo),
}

impl Step {
    /// The kind that it leads to.
    pub fn lands(self) -> Kind {
        match self {
            Step::To(_, kind) | Step::From(kind, _) => kind,
        }
    }
}

/// A way from the records of a kind to others, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The kind where it begins.
    pub from: Kind,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Route {
    /// The kind where it ends.
    pub fn lands(&self) -> Kind {
        self.steps.last().map_or(self.from, |step| step.lands())
    }

    fn with(&self, steps: &[Step]) -> Route {
        let mut route = self.clone();
        route.steps.extend_from_slice(steps);
        route
    }
}

/// A name for what stands behind a link: `function` of a person is that of an affiliation.
pub struct Alias {
    /// The kind whose records may be asked so.
    pub kind: Kind,
    /// The names, folded.
    pub names: &'static [&'static str],
    /// The kind of the linked records.
    pub through: Kind,
    /// Their field that points here.
    pub back: FieldNo,
    /// Their field that is asked.
    pub field: FieldNo,
    /// A choice that they must, or must not, have besides.
    pub besides: Option<(FieldNo, &'static [&'static str], bool)>,
}

/// The only names that a query knows beyond those of fields and kinds.
pub const ALIASES: &[Alias] = &[
    Alias {
        kind: Kind::Person,
        names: &["function", "fonction"],
        through: Kind::Affiliation,
        back: affiliation::PERSON.number,
        field: affiliation::FUNCTION.number,
        besides: None,
    },
    Alias {
        kind: Kind::Person,
        names: &["organisation"],
        through: Kind::Affiliation,
        back: affiliation::PERSON.number,
        field: affiliation::ORGANISATION.number,
        besides: None,
    },
    Alias {
        kind: Kind::Person,
        names: &["list", "liste"],
        through: Kind::Subscription,
        back: subscription::PERSON.number,
        field: subscription::LIST.number,
        besides: Some((
            subscription::STATUS_FIELD.number,
            &["subscribed", "included", "both"],
            false,
        )),
    },
    Alias {
        kind: Kind::Person,
        names: &["registered", "inscrit"],
        through: Kind::Registration,
        back: registration::PERSON.number,
        field: registration::SESSION.number,
        besides: Some((registration::STATUS_FIELD.number, &["negative"], true)),
    },
    Alias {
        kind: Kind::Organisation,
        names: &["solution", "logiciel"],
        through: Kind::Deployment,
        back: deployment::ORGANISATION.number,
        field: deployment::SOLUTION.number,
        besides: None,
    },
];

/// A name as it is compared: without case, accents, and signs between its words.
pub fn plain(name: &str) -> String {
    fold(name).trim().to_string()
}

/// A name as it is typed: its blanks as `_`.
pub fn typed(name: &str) -> String {
    plain(name).replace(' ', "_")
}

/// Whether the field is called so, by its key or a label.
fn is_called(field: &Field, name: &str) -> bool {
    [field.key, field.fr, field.en]
        .iter()
        .any(|known| plain(known) == name)
}

/// The fields of that name of a kind: a key is meant before a label.
pub fn field_of(kind: Kind, name: &str) -> Option<&'static Field> {
    let by_key = kind.fields().iter().find(|field| plain(field.key) == name);
    by_key.or_else(|| kind.fields().iter().find(|field| is_called(field, name)))
}

/// The fields of that name, in all those kinds: by key if any has that key, else by label.
pub fn fields(kinds: &[Kind], name: &str) -> Vec<(Kind, &'static Field)> {
    let all = || {
        kinds
            .iter()
            .flat_map(|kind| kind.fields().iter().map(|field| (*kind, field)))
    };
    let by_key: Vec<_> = all()
        .filter(|(_, field)| plain(field.key) == name)
        .collect();
    match by_key.is_empty() {
        true => all().filter(|(_, field)| is_called(field, name)).collect(),
        false => by_key,
    }
}

/// The aliases of that name for those kinds.
pub fn aliases(kinds: &[Kind], name: &str) -> impl Iterator<Item = &'static Alias> {
    ALIASES
        .iter()
        .filter(move |alias| kinds.contains(&alias.kind) && alias.names.contains(&name))
}

/// The kind of that name, singular or plural.
pub fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| {
        let [one, two, three, four] = kind.definition().names;
        [kind.key(), one, two, three, four]
            .iter()
            .any(|known| plain(known) == name)
    })
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

/// The steps from a kind that a name means: a field that points elsewhere, the records of a kind that
/// point here, or, through the kind that links the two, the records of a kind that does not.
pub fn steps(kind: Kind, name: &str) -> Vec<Vec<Step>> {
    if let Some(field) = field_of(kind, name)
        && let FieldType::Reference(kinds) = field.kind
    {
        let kinds = if kinds.is_empty() { Kind::ALL } else { kinds };
        return kinds
            .iter()
            .map(|to| vec![Step::To(field.number, *to)])
            .collect();
    }
    let alias: Vec<Vec<Step>> = aliases(&[kind], name)
        .filter_map(|alias| {
            let FieldType::Reference(kinds) = alias.through.field(alias.field)?.kind else {
                return None;
            };
            let to = *kinds.first()?;
            Some(vec![
                Step::From(alias.through, alias.back),
                Step::To(alias.field, to),
            ])
        })
        .collect();
    if !alias.is_empty() {
        return alias;
    }
    let Some(named) = self::kind(name) else {
        return Vec::new();
    };
    let direct: Vec<Vec<Step>> = named
        .fields()
        .iter()
        .filter(|field| points_to(field, kind))
        .map(|field| vec![Step::From(named, field.number)])
        .collect();
    if !direct.is_empty() {
        return direct;
    }
    let through = |link: &Kind| {
        let back = link.fields().iter().find(|field| names_kind(field, kind))?;
        let on = link
            .fields()
            .iter()
            .find(|field| names_kind(field, named))?;
        Some(vec![
            Step::From(*link, back.number),
            Step::To(on.number, named),
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

/// The names that may stand in the next place of a path that has come to those kinds.
pub fn known(kinds: &[Kind]) -> impl Iterator<Item = &'static str> + '_ {
    let fields = kinds.iter().flat_map(|kind| kind.fields());
    let aliases = ALIASES.iter().filter(|alias| kinds.contains(&alias.kind));
    fields
        .flat_map(|field| [field.key, field.fr, field.en])
        .chain(aliases.flat_map(|alias| alias.names.iter().copied()))
        .chain(Kind::ALL.iter().flat_map(|kind| {
            let [one, two, three, four] = kind.definition().names;
            [kind.key(), one, two, three, four]
        }))
        .chain(MARKS)
}
