//! What fields are called: each name means one field, wherever it is said.

use guichet::model::called::{field, names, plain};
use guichet::model::{Field, Kind, Natural, Sought};

/// What a header of a kind may name besides its fields: of a person what its affiliation says.
fn beside(kind: Kind) -> Vec<&'static Field> {
    let Natural::Reached { at, .. } = kind.definition().known else {
        return Vec::new();
    };
    let (link, _, place) = at;
    let function = link.sought(Sought::Function);
    link.field(place).into_iter().chain(function).collect()
}

#[test]
fn a_word_is_written_as_it_is_compared_and_means_one_field() {
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        let of_kinds = Kind::ALL.iter().flat_map(|kind| {
            let singular = kind.definition().names;
            singular.into_iter().chain([kind.key()])
        });
        let of_kinds: Vec<String> = of_kinds.map(plain).collect();
        let beside = beside(*kind);
        let fields = || kind.readable().chain(beside.iter().copied());
        for own in fields() {
            for word in own.words {
                let others = fields().filter(|other| !std::ptr::eq(*other, own));
                let means_other = others.flat_map(names).any(|name| plain(name) == *word);
                let aliases = kind.definition().aliases.iter();
                let mut aliases = aliases.flat_map(|alias| alias.names);
                if plain(word) != *word
                    || means_other
                    || aliases.any(|name| name == word)
                    || of_kinds.iter().any(|name| name == word)
                {
                    wrong.push(format!("{}.{}: {word}", kind.key(), own.key));
                }
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn a_key_is_meant_before_a_label_and_a_label_before_another_word() {
    let of = |kind: Kind, name: &str| field(kind.readable(), name).map(|field| field.key);
    assert_eq!(of(Kind::Person, "NOM  de\nfamille"), Some("name"));
    assert_eq!(of(Kind::Person, "first_name"), Some("first_name"));
    assert_eq!(of(Kind::Person, "Mél"), Some("email"));
    assert_eq!(of(Kind::Session, "Début"), Some("date"));
    assert_eq!(of(Kind::Session, "Sessions"), Some("sessions"));
    assert_eq!(of(Kind::Task, "Remarques"), Some("note"));
    assert_eq!(of(Kind::Person, "truc"), None);
    assert_eq!(of(Kind::Person, ""), None);
}
