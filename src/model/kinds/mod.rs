//! The declarations, one file a kind. A line is a field: stable number, key, French and English
//! label, type, then how it stands in lists and forms.
//!
//! **To add a field**, add its line to the file of its kind, with a number that was never given, and the line that
//! the test of the numbers asks for. The form, sheet, columns, queries, import, export and history have it.
//!
//! **To add a kind**, add a file here and its line below, with a code that was never given. It has a pane of its own,
//! opened by name from the palette; nothing else names it. What follows from it is said in its declaration, or left
//! out:
//!
//! | said | what follows |
//! |---|---|
//! | `title`, `short` | how it is called, and found by name |
//! | `when` | its place on a timeline, the date in sections |
//! | `once`, `places` | the same link twice, one more than there is room for |
//! | `over` | when it is over: dimmed, last, not counted across links |
//! | `about` | whom a call is about that is logged on it |
//! | `aliases` | names in queries for what stands behind its links |
//! | `computed` | fields that are read of it, told by others |
//! | `parts` | those of a role or type, listed and imported by a name of their own |
//! | `tabs` | where it stands in the tabs, its columns and order there |
//! | `presets` | forms of it that a command opens, with what is filled in |
//! | `to_do` | what Today lists until it is done |
//! | `known` | which record the row of a file means |
//! | `called` of a field | what else people, and other programs, call it |
//! | `sought`, `gathering` of a field | how search, order and import take it |
//!
//! **To add a computed field**, add it to the `computed` list of its kind: a number of that list, its key and labels,
//! its type, what is told ([`super::computed::Told`]) and the ways to the records that tell it. It is read like any
//! field; a new way of telling is one more variant there, and one arm in `catalog/computed.rs`.

use super::definition::Definition;

/// Other words for the day on which something begins, and for that on which it ends.
const BEGUN: &[&str] = &["depuis", "debut", "date de debut", "start", "start date"];
const ENDED: &[&str] = &["jusqu'a", "fin", "date de fin", "end", "end date"];
/// Other words for where somebody or something is.
const HOUSE: &[&str] = &[
    "etablissement",
    "structure",
    "institution",
    "organisme",
    "societe",
    "entreprise",
    "employeur",
    "company",
    "company name",
    "organization",
    "organization name",
    "employer",
    "current employer",
    "related company",
    "tiers",
    "nom du tiers",
    "nom de l'organisme",
    "nom de l'organisation",
    "nom de l'etablissement",
    "nom de la societe",
    "nom de la structure",
    "societe adh",
    "affectation",
    "etablissement d'affectation",
];
/// Other words for a postal code, a country, a street and its number.
const POSTCODE: &[&str] = &[
    "cp",
    "zip",
    "zip code",
    "postcode",
    "post code",
    "cp adh",
    "address postal code",
    "business postal code",
];
const LAND: &[&str] = &[
    "pays/region",
    "country/region",
    "country code",
    "code pays",
    "pays adh",
    "address country",
    "business country/region",
];
const STREET: &[&str] = &[
    "adresse postale",
    "postal address",
    "rue",
    "voie",
    "street",
    "street address",
    "address line",
    "address street",
    "business street",
    "adresse adh",
];
/// Other words for the town.
const TOWN: &[&str] = &[
    "commune",
    "town",
    "localite",
    "ville adh",
    "address city",
    "business city",
];
/// Other words for a telephone number.
const CALLED_AT: &[&str] = &[
    "tel",
    "telephone fixe",
    "tel fixe",
    "fixe",
    "telephone portable",
    "tel portable",
    "portable",
    "mobile",
    "telephone mobile",
    "tel mobile",
    "mobile phone",
    "gsm",
    "tel gsm",
    "gsm adh",
    "tel adh",
    "phone mobile",
    "phone pro",
    "phone perso",
    "phone value",
    "business phone",
    "home phone",
    "telephone professionnel",
    "tel pro",
    "telephone personnel",
    "tel perso",
    "ligne directe",
    "numero de telephone",
    "n° de telephone",
    "phone number",
    "telephone number",
    "standard",
];

macro_rules! declare {
    (
        $key:literal $names:tt made $made:expr; title [$($title:ident),*] $separator:literal; short $short:expr; when $when:expr;
        $(once [$($once:ident),*];)?
        over $over:expr $(, $what:ident $said:ident)*;
        known $known:expr;
        $( $field:ident = $number:literal $fkey:literal $fr:literal $en:literal $kind:expr
           $(=> $( $method:ident ( $($argument:expr),* ) ).+ )? ; )*
    ) => {
        $(
            #[doc = $en]
            pub const $field: Field = Field::new($number, $fkey, $fr, $en, $kind)$( $( .$method($($argument),*) )+ )?;
        )*
        /// The declaration.
        pub static DEFINITION: Definition = Definition {
            key: $key,
            names: $names,
            made: $made,
            fields: &[$( $field, )*],
            title: &[$( $title.number, )*],
            separator: $separator,
            short: $short,
            when: $when,
            over: $over,
            once: &[$($( $once.number, )*)?],
            known: $known,
            ..Definition::BARE
        }$( .$what($said) )*;
    };
}

macro_rules! kinds {
    ($( $variant:ident = $code:literal $file:ident, $doc:literal; )*) => {
        $( pub mod $file; )*

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
                match self { $( Kind::$variant => &$file::DEFINITION, )* }
            }

            /// The kind of a stored code; `None` for a kind of a newer program.
            #[inline]
            pub fn from_code(code: u8) -> Option<Kind> {
                match code { $( $code => Some(Kind::$variant), )* _ => None }
            }
        }
    };
}

// Variant, code in stores, file. `rustfmt` does not see files that a macro names: a test holds them to it.
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
    Role = 19 role, "What an account may change.";
    Apart = 20 apart, "Two records that look like one.";
}
