//! What a column may go to: a field of the record that a row is about, or of one beside it.

use crate::model::called::plain;
use crate::model::{Field, FieldType, Kind, Lang, Natural};

/// What a column goes to.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// The record's id.
    Id,
    /// The kind's key, as JSON has it.
    Kind,
    /// The first and the family name in one, as they are printed.
    Printed,
    /// A field of the row's record, or of one beside it.
    Field(Kind, &'static Field),
    /// The id of the record that a field points to.
    Reference(Kind, &'static Field),
}

impl PartialEq for Target {
    fn eq(&self, other: &Target) -> bool {
        match (self, other) {
            (Target::Id, Target::Id)
            | (Target::Kind, Target::Kind)
            | (Target::Printed, Target::Printed) => true,
            (Target::Field(one, field), Target::Field(other, same))
            | (Target::Reference(one, field), Target::Reference(other, same)) => {
                one == other && field.number == same.number
            }
            _ => false,
        }
    }
}

/// The kinds that a row of a kind may feed besides its own, the nearest first.
pub fn ways(own: Kind) -> Vec<Kind> {
    let mut ways = Vec::new();
    let Some(person) = person() else {
        return ways;
    };
    if own != person && points_to(own, person).is_some() {
        ways.push(person);
    }
    let Some((link, ..)) = person.at() else {
        return ways;
    };
    if own == person || (points_to(own, person).is_some() && own != link) {
        ways.push(link);
    }
    if !ways.is_empty() || own == link {
        ways.push(organisation());
    }
    if own == person {
        ways.extend(Kind::ALL.iter().copied().filter(|kind| {
            let once = kind.definition().once;
            *kind != link && !once.is_empty() && points_to(*kind, person).is_some()
        }));
    }
    ways
}

/// The kind of people.
pub fn person() -> Option<Kind> {
    let mut kinds = Kind::ALL.iter().copied();
    kinds.find(|kind| matches!(kind.definition().known, Natural::Reached { .. }))
}

/// The kind of bodies where people are.
pub fn organisation() -> Kind {
    let place = person().and_then(Kind::at);
    let field = place.and_then(|(link, _, place)| link.field(place));
    match field.map(|field| field.kind) {
        Some(FieldType::Reference([kind, ..])) => *kind,
        _ => Kind::ANY,
    }
}

/// The field of a kind that points to records of another, and to none else.
pub fn points_to(kind: Kind, to: Kind) -> Option<&'static Field> {
    let mut fields = kind.fields().iter();
    fields.find(|field| field.kind == FieldType::Reference(only(to)) && !field.many)
}

fn only(kind: Kind) -> &'static [Kind] {
    let at = Kind::ALL.iter().position(|other| *other == kind);
    at.and_then(|at| Kind::ALL.get(at..=at)).unwrap_or_default()
}

impl Target {
    /// How it is written in a file: `email`, `organisation.city`, `organisation.id`, `id`.
    pub fn key(self, own: Kind) -> String {
        let of = |kind: Kind, key: &str| match kind == own {
            true => key.to_string(),
            false => format!("{}.{key}", kind.key()),
        };
        match self {
            Target::Id => "id".into(),
            Target::Kind => "kind".into(),
            Target::Printed => "person".into(),
            Target::Field(kind, field) => of(kind, field.key),
            Target::Reference(kind, field) => format!("{}_id", of(kind, field.key)),
        }
    }

    /// The target that is written so.
    pub fn named(own: Kind, key: &str) -> Option<Target> {
        match key.trim() {
            "id" => return Some(Target::Id),
            "kind" => return Some(Target::Kind),
            "person" if own.field_by_key("person").is_none() => return Some(Target::Printed),
            _ => {}
        }
        let (kind, key) = match key.trim().split_once('.') {
            Some((kind, key)) => (Kind::by_key(kind.trim())?, key.trim()),
            None => (own, key.trim()),
        };
        let fed = kind == own || ways(own).contains(&kind);
        let field = kind.field_by_key(key).filter(|_| fed);
        field.map(|field| Target::Field(kind, field)).or_else(|| {
            let field = kind.field_by_key(key.strip_suffix("_id")?)?;
            let points = matches!(field.kind, FieldType::Reference(_));
            (fed && points).then_some(Target::Reference(kind, field))
        })
    }

    /// All that a column may go to, what is of the row's own record first.
    pub fn all(own: Kind) -> Vec<Target> {
        let mut all = Vec::new();
        let kinds = std::iter::once(own).chain(ways(own));
        for kind in kinds {
            let is_person = person() == Some(kind) && own.field_by_key("person").is_none();
            all.extend(is_person.then_some(Target::Printed));
            let fields = kind.fields().iter();
            all.extend(fields.map(|field| Target::Field(kind, field)));
        }
        let fields = own.fields().iter();
        let references = fields.filter(|field| matches!(field.kind, FieldType::Reference(_)));
        all.push(Target::Id);
        all.extend(references.map(|field| Target::Reference(own, field)));
        all
    }

    /// What it is called on the screen.
    pub fn words(self, own: Kind, lang: Lang) -> String {
        let of = |kind: Kind, field: &Field| match kind == own {
            true => field.label(lang).to_string(),
            false => format!("{} · {}", kind.name(lang), field.label(lang)),
        };
        match self {
            Target::Id | Target::Kind => self.key(own),
            Target::Printed => person().map_or("", |person| person.name(lang)).to_string(),
            Target::Field(kind, field) => of(kind, field),
            Target::Reference(kind, field) => format!("{} (id)", of(kind, field)),
        }
    }

    /// Whether several columns may go to it.
    pub fn takes_several(self) -> bool {
        matches!(self, Target::Field(_, field) if field.many)
    }
}

/// Whether a header means the whole name of a person.
pub fn is_printed(header: &str) -> bool {
    [
        "nom complet",
        "nom et prenom",
        "nom & prenom",
        "nom prenom",
        "nom, prenom",
        "prenom et nom",
        "prenom nom",
        "nom prenoms",
        "identite",
        "contact",
        "display name",
        "full name",
        "gecos",
        "stagiaire",
        "interlocuteur",
        "correspondant",
    ]
    .contains(&plain(header).as_str())
}
