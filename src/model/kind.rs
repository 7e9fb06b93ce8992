//! The list of record kinds. A new kind is one file in `kinds/` and one line here.

use super::alias::Alias;
use super::computed::Computed;
use super::field::{Field, FieldNo, FieldType, Sought};
use super::kinds;
use super::lang::Lang;
use super::natural::Natural;
use super::over::Over;
use super::places::Places;
use super::record::Record;

/// What a kind is: its names and its fields, declared once in `kinds/`.
#[derive(Debug)]
pub struct Definition {
    /// The key used in queries, on the command line and in JSON.
    pub key: &'static str,
    /// Names: French singular and plural, English singular and plural.
    pub names: [&'static str; 4],
    /// What is said once a record was made, French and English: *Tâche ajoutée*.
    pub made: [&'static str; 2],
    /// The fields in the order of forms and sheets.
    pub fields: &'static [Field],
    /// The fields whose values, joined by `separator`, make the title.
    pub title: &'static [FieldNo],
    /// What stands between the parts of a title.
    pub separator: &'static str,
    /// The field that names the record in short (an acronym), if there is one.
    pub short: Option<FieldNo>,
    /// The field that places the record on a timeline.
    pub when: Option<FieldNo>,
    /// The fields whose values make a link that is there once only, while it is not over; none for what may be
    /// there as often as one likes.
    pub once: &'static [FieldNo],
    /// When a record of it is over.
    pub over: Option<Over>,
    /// The field that says whom a call about such a record is about, where it is not the record itself.
    pub about: Option<FieldNo>,
    /// The places that it takes at what it links, where these are counted.
    pub places: Option<Places>,
    /// By what a record of it is known where no id is given.
    pub known: Natural,
    /// Names for what stands behind its links.
    pub aliases: &'static [Alias],
    /// The fields that are read of a record of it, but told by others, in the order of sheets.
    pub computed: &'static [Computed],
}

macro_rules! kinds {
    ($( $variant:ident = $code:literal $module:ident, $doc:literal; )*) => {
        /// A kind of record. The number is its stable code in stores.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Kind { $( #[doc = $doc] $variant = $code, )* }

        impl Kind {
            /// All kinds, in the order in which a store loads them.
            pub const ALL: &'static [Kind] = &[$( Kind::$variant, )*];

            /// The declaration of this kind.
            #[inline]
            pub fn definition(self) -> &'static Definition {
                match self { $( Kind::$variant => &kinds::$module::DEFINITION, )* }
            }

            /// The kind of a stored code; `None` for a kind of a newer program.
            #[inline]
            pub fn from_code(code: u8) -> Option<Kind> {
                match code { $( $code => Some(Kind::$variant), )* _ => None }
            }
        }
    };
}

kinds! {
    Organisation = 1 organisation, "Any body: adherent, partner, supplier, State.";
    Person = 2 person, "A contact.";
    Solution = 3 solution, "A software solution.";
    Module = 4 module, "A module of the training catalogue.";
    List = 5 list, "A mailing list.";
    Session = 6 session, "Anything dated that people register to.";
    Agreement = 7 agreement, "A convention, framework agreement, market.";
    Indicator = 8 indicator, "A yearly figure that no record can give.";
    Deployment = 9 deployment, "A solution at an organisation.";
    Community = 10 community, "A professional community.";
    Body = 11 body, "An instance such as the CA.";
    Affiliation = 12 affiliation, "A person at an organisation.";
    Mandate = 13 mandate, "A seat of a body.";
    Interaction = 14 interaction, "A call, mail, meeting, note.";
    Task = 15 task, "Something to do.";
    Registration = 16 registration, "A person at a session.";
    Subscription = 17 subscription, "A person on a list.";
    View = 18 view, "A query with its columns and order, under a name.";
}

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
}
