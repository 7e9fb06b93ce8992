//! Facets: what a record is found by, each with its weight. A name tells more than a function, a
//! function more than a place.

use crate::model::{Field, FieldType, Kind, Rule, Sought};

/// A facet of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Facet {
    /// The family name, or the words of the title.
    Name,
    /// The first name.
    First,
    /// The short title: a sigle.
    Sigle,
    /// Former names.
    Former,
    /// Establishment codes.
    Code,
    /// The functions that a person holds.
    Function,
    /// Where a person holds them: the organisation's names and sigle.
    Organisation,
    /// Towns and places.
    Place,
    /// The domain of an address.
    Domain,
    /// Words of an address that the name does not tell.
    Mail,
    /// All other texts.
    Text,
    /// Labels of choices that stand in the title.
    Label,
}

/// How many facets there are.
pub const FACETS: usize = 12;

impl Facet {
    /// All of them, in order.
    pub const ALL: [Facet; FACETS] = [
        Facet::Name,
        Facet::First,
        Facet::Sigle,
        Facet::Former,
        Facet::Code,
        Facet::Function,
        Facet::Organisation,
        Facet::Place,
        Facet::Domain,
        Facet::Mail,
        Facet::Text,
        Facet::Label,
    ];

    /// Its place in arrays.
    pub fn at(self) -> usize {
        self as usize
    }

    /// What a match in it weighs, of 100.
    pub fn weight(self) -> u32 {
        match self {
            Facet::Name => 100,
            Facet::First => 96,
            Facet::Sigle => 104,
            Facet::Former => 90,
            Facet::Code => 88,
            Facet::Function => 72,
            Facet::Organisation => 64,
            Facet::Place => 56,
            Facet::Domain => 45,
            Facet::Mail => 60,
            Facet::Text => 35,
            Facet::Label => 25,
        }
    }

    /// The facet of a field of a kind; none if search does not read it, or reads its digits or address.
    pub fn of(kind: Kind, field: &Field) -> Option<Facet> {
        let definition = kind.definition();
        let titled = definition.title.contains(&field.number);
        let facet = match field.kind {
            FieldType::Choice(_) if titled && !is_link(kind) => Facet::Label,
            FieldType::Choice(_) if field.searchable => Facet::Label,
            FieldType::Email | FieldType::Phone | FieldType::Reference(_) => return None,
            _ if field.sought == Some(Sought::FirstName) => Facet::First,
            _ if definition.short == Some(field.number) => Facet::Sigle,
            FieldType::Text if titled => Facet::Name,
            _ if !field.searchable => return None,
            _ if matches!(field.rule, Rule::Uai | Rule::Siret | Rule::Siren) => Facet::Code,
            _ => match field.sought {
                Some(Sought::FormerName) => Facet::Former,
                Some(Sought::Place) => Facet::Place,
                Some(Sought::Function) => Facet::Function,
                Some(_) | None => Facet::Text,
            },
        };
        Some(facet)
    }
}

/// Whether records of that kind are called after those that they link.
pub fn is_link(kind: Kind) -> bool {
    let mut title = kind.definition().title.iter();
    let first = title.next().and_then(|number| kind.field(*number));
    first.is_some_and(|field| matches!(field.kind, FieldType::Reference(_)))
}
