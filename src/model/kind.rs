//! Kinds of records, and what is asked of their declarations. The list of them is in `kinds/mod.rs`.

use super::computed::Computed;
use super::field::{Field, FieldNo, FieldType, Sought};
use super::lang::Lang;
use super::natural::Natural;
use super::record::Record;

pub use super::definition::Definition;
pub use super::kinds::Kind;

impl Kind {
    /// Any kind, where a place must hold one before it is known which.
    pub const ANY: Kind = Kind::Organisation;

    /// The stable code in stores.
    #[inline]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The key used in queries, on the command line and in JSON.
    pub fn key(self) -> &'static str {
        self.definition().key
    }

    /// The kind of that key.
    pub fn by_key(key: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.key() == key)
    }

    /// The name shown, in the singular.
    pub fn name(self, lang: Lang) -> &'static str {
        let [fr, _, en, _] = self.definition().names;
        if lang == Lang::Fr { fr } else { en }
    }

    /// The name shown, in the plural.
    pub fn plural(self, lang: Lang) -> &'static str {
        let [_, fr, _, en] = self.definition().names;
        if lang == Lang::Fr { fr } else { en }
    }

    /// What is said once that record was made, by its title's choice (*Appel noté*) or its kind; and the rest of
    /// its title, which does not say that choice again.
    pub fn made(self, record: &Record, title: &str, lang: Lang) -> (&'static str, String) {
        let definition = self.definition();
        let chosen = definition.title.iter().find_map(|number| {
            let value = record.get(*number)?.to_value();
            let FieldType::Choice(choices) = self.field(*number)?.kind else {
                return None;
            };
            let chosen = value.as_text()?;
            let choice = choices.iter().find(|choice| choice.key == chosen)?;
            Some((choice.made?, choice.label(lang)))
        });
        let said = |[fr, en]: [&'static str; 2]| if lang == Lang::Fr { fr } else { en };
        match chosen {
            Some((made, label)) => {
                let rest = title.strip_prefix(label).unwrap_or(title);
                let rest = rest.strip_prefix(definition.separator).unwrap_or(rest);
                (said(made), rest.to_string())
            }
            None => (said(definition.made), title.to_string()),
        }
    }

    /// The fields in the order of forms and sheets.
    pub fn fields(self) -> &'static [Field] {
        self.definition().fields
    }

    /// The field of that number.
    pub fn field(self, number: FieldNo) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.number == number)
    }

    /// The field that is that to who looks for a record.
    pub fn sought(self, sought: Sought) -> Option<&'static Field> {
        let mut fields = self.fields().iter();
        fields.find(|field| field.sought == Some(sought))
    }

    /// The field that says where a record comes from, if the kind has one.
    pub fn source(self) -> Option<&'static Field> {
        self.field_by_key("source")
    }

    /// The computed fields in the order of sheets.
    pub fn computed(self) -> &'static [Computed] {
        self.definition().computed
    }

    /// The computed field of that number.
    pub fn computed_of(self, number: FieldNo) -> Option<&'static Computed> {
        let mut computed = self.computed().iter();
        computed.find(|computed| computed.field.number == number)
    }

    /// All fields that can be read: those that are kept, then the computed ones.
    pub fn readable(self) -> impl Iterator<Item = &'static Field> + Clone {
        let computed = self.computed().iter().map(|computed| &computed.field);
        self.fields().iter().chain(computed)
    }

    /// The field of that number, kept or computed.
    pub fn readable_of(self, number: FieldNo) -> Option<&'static Field> {
        self.readable().find(|field| field.number == number)
    }

    /// The field of that key, kept or computed.
    pub fn readable_by_key(self, key: &str) -> Option<&'static Field> {
        self.readable().find(|field| field.key == key)
    }

    /// The field of that key.
    pub fn field_by_key(self, key: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.key == key)
    }

    /// Where who is known by addresses is: the kind that says so, its field that points at them, and the one that
    /// points there.
    pub fn at(self) -> Option<(Kind, FieldNo, FieldNo)> {
        match self.definition().known {
            Natural::Reached { at, .. } => Some(at),
            Natural::Keys(_) | Natural::Named { .. } => None,
        }
    }

    /// The field of such a record that points at somebody, if it is one that says where they are.
    pub fn says_of(self) -> Option<FieldNo> {
        let mut those = Kind::ALL.iter().filter_map(|kind| kind.at());
        those.find_map(|(link, who, _)| (link == self).then_some(who))
    }
}
