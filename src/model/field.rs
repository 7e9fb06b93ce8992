//! What a field is: its type, its rule, and how it stands in lists and forms.

use super::kind::Kind;
use super::lang::Lang;

/// The stable number of a field within its kind (or of a sub-field within its field).
pub type FieldNo = u16;

/// Computed fields are numbered from here on. No store holds such a number: it is free to change.
pub const COMPUTED: FieldNo = 0xF000;

/// One value of a choice.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored, queried and exported.
    pub key: &'static str,
    /// The French label.
    pub fr: &'static str,
    /// The English label.
    pub en: &'static str,
    /// Other words for it, as they are compared.
    pub words: &'static [&'static str],
    /// What is said once a record with it in its title was made, French and English.
    pub made: Option<[&'static str; 2]>,
    /// Whether it stays until a person changes it: no file takes a record out of it.
    pub lasting: bool,
    /// Whether a person decided it: no file takes a record out of it either, but another one may be made beside it.
    pub settled: bool,
}

impl Choice {
    /// A choice of a declaration.
    pub const fn new(key: &'static str, fr: &'static str, en: &'static str) -> Choice {
        Choice {
            key,
            fr,
            en,
            words: &[],
            made: None,
            lasting: false,
            settled: false,
        }
    }

    /// Is also called so.
    pub const fn called(mut self, words: &'static [&'static str]) -> Choice {
        self.words = words;
        self
    }

    /// A person decided it.
    pub const fn settled(mut self) -> Choice {
        self.settled = true;
        self
    }

    /// Stays until a person changes it.
    pub const fn lasting(mut self) -> Choice {
        self.lasting = true;
        self
    }

    /// Says what is said once such a record was made: *Appel noté*.
    pub const fn made(mut self, fr: &'static str, en: &'static str) -> Choice {
        self.made = Some([fr, en]);
        self
    }

    /// The label shown.
    pub fn label(&self, lang: Lang) -> &'static str {
        if lang == Lang::Fr { self.fr } else { self.en }
    }
}

/// What a field holds. Each type carries its own parse, format and check (`text.rs`, `check.rs`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// One line of text.
    Text,
    /// Text of several lines.
    Note,
    /// A whole number.
    Integer,
    /// A number with up to six decimals.
    Decimal,
    /// Euros, kept in cents.
    Money,
    /// A date precise to the year, the month or the day.
    Date,
    /// A moment, kept in milliseconds UTC.
    DateTime,
    /// Yes or no.
    Boolean,
    /// One of a closed list.
    Choice(&'static [Choice]),
    /// An e-mail address; keeps its case, compares without it.
    Email,
    /// A telephone number, kept as typed.
    Phone,
    /// A web address.
    Url,
    /// Another record, of one of these kinds (none named: of any kind).
    Reference(&'static [Kind]),
    /// Free words.
    Tags,
}

/// A rule beyond the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Nothing more than the type.
    None,
    /// An establishment code with its check letter.
    Uai,
    /// A SIRET number with its Luhn key.
    Siret,
    /// A SIREN number with its Luhn key.
    Siren,
    /// A date not before the one in that field.
    NotBefore(FieldNo),
    /// A number that is not negative.
    NotNegative,
}

/// What a field is to who looks for a record, beyond what its type and the title say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// A first name.
    FirstName,
    /// A family name: *de* before it is not sorted by.
    FamilyName,
    /// A name that it had.
    FormerName,
    /// A function that somebody holds.
    Function,
    /// A town or place.
    Place,
    /// Where letters go.
    Address,
    /// The code of the post there.
    PostalCode,
    /// The region.
    Region,
}

/// One field of a kind.
#[derive(Debug)]
pub struct Field {
    /// Stable number in stores; never given twice.
    pub number: FieldNo,
    /// The key in queries, quick lines, CSV headers and JSON.
    pub key: &'static str,
    /// The French label.
    pub fr: &'static str,
    /// The English label.
    pub en: &'static str,
    /// Other words for it, as they are compared: another program's headers, what people type.
    pub words: &'static [&'static str],
    /// What it holds.
    pub kind: FieldType,
    /// Whether it may hold several values, in order, the first preferred.
    pub many: bool,
    /// Whether a record needs it.
    pub required: bool,
    /// Columns in a list.
    pub width: u16,
    /// Whether free search reads it.
    pub searchable: bool,
    /// Whether a list shows it unless told otherwise.
    pub listed: bool,
    /// Whether the values already in use are offered.
    pub suggests: bool,
    /// What must hold beyond the type.
    pub rule: Rule,
    /// What it is to who looks for a record.
    pub sought: Option<Sought>,
    /// Whether a file adds to its values, and takes none away.
    pub gathers: bool,
    /// Whether it tells records apart by itself: two with different values are two, two with the same are one.
    pub identifies: bool,
    /// Whether what it says was decided by a person: no file says otherwise.
    pub settled: bool,
    /// Details of each value (a contact point's kind, validity …).
    pub subs: &'static [Field],
}

impl Field {
    /// A field of a declaration: number, key, French and English label, type.
    pub const fn new(
        number: FieldNo,
        key: &'static str,
        fr: &'static str,
        en: &'static str,
        kind: FieldType,
    ) -> Field {
        let searchable = matches!(kind, FieldType::Email | FieldType::Phone | FieldType::Tags);
        let width = match kind {
            FieldType::Date => 10,
            FieldType::DateTime => 16,
            FieldType::Integer | FieldType::Decimal => 8,
            FieldType::Money => 12,
            FieldType::Boolean => 4,
            FieldType::Phone => 16,
            FieldType::Email => 28,
            FieldType::Choice(_) => 14,
            _ => 24,
        };
        Field {
            number,
            key,
            fr,
            en,
            words: words(kind),
            kind,
            many: false,
            required: false,
            width,
            searchable,
            listed: false,
            suggests: false,
            rule: Rule::None,
            sought: None,
            gathers: false,
            identifies: false,
            settled: false,
            subs: &[],
        }
    }

    /// Is also called so.
    pub const fn called(mut self, words: &'static [&'static str]) -> Field {
        self.words = words;
        self
    }

    /// May hold several values.
    pub const fn many(mut self) -> Field {
        self.many = true;
        self
    }

    /// A record needs it.
    pub const fn required(mut self) -> Field {
        self.required = true;
        self
    }

    /// Is a default column of that width.
    pub const fn listed(mut self, width: u16) -> Field {
        self.listed = true;
        self.width = width;
        self
    }

    /// Free search reads it.
    pub const fn searched(mut self) -> Field {
        self.searchable = true;
        self
    }

    /// The values in use are offered.
    pub const fn suggesting(mut self) -> Field {
        self.suggests = true;
        self
    }

    /// Has a rule beyond its type.
    pub const fn rule(mut self, rule: Rule) -> Field {
        self.rule = rule;
        self
    }

    /// Is that to who looks for a record.
    pub const fn sought(mut self, sought: Sought) -> Field {
        self.sought = Some(sought);
        self
    }

    /// A file adds to its values, and takes none away.
    pub const fn gathering(mut self) -> Field {
        self.gathers = true;
        self
    }

    /// It tells records apart by itself.
    pub const fn identifying(mut self) -> Field {
        self.identifies = true;
        self
    }

    /// A person decided what it says.
    pub const fn settled(mut self) -> Field {
        self.settled = true;
        self
    }

    /// Each value has these details.
    pub const fn with(mut self, subs: &'static [Field]) -> Field {
        self.subs = subs;
        self
    }

    /// The label shown.
    pub fn label(&self, lang: Lang) -> &'static str {
        if lang == Lang::Fr { self.fr } else { self.en }
    }

    /// The sub-field of that number.
    pub fn sub(&self, number: FieldNo) -> Option<&'static Field> {
        self.subs.iter().find(|sub| sub.number == number)
    }

    /// Whether it is told by other records, and kept nowhere.
    pub fn is_computed(&self) -> bool {
        self.number >= COMPUTED
    }

    /// Whether its values order as numbers or dates rather than as text.
    pub fn is_numeric(&self) -> bool {
        matches!(
            self.kind,
            FieldType::Integer | FieldType::Decimal | FieldType::Money
        )
    }
}

/// The other words that a field of a type has, whatever it is.
const fn words(kind: FieldType) -> &'static [&'static str] {
    match kind {
        FieldType::Email => &[
            "email",
            "e mail",
            "mail",
            "mel",
            "courriel",
            "adresse mail",
            "adresse email",
            "adresse e mail",
            "adresse electronique",
            "email address",
            "e mail address",
            "e mail value",
            "email pro",
            "mail pro",
            "email professionnel",
            "mail professionnel",
            "courriel professionnel",
            "email adh",
            "adresse de messagerie",
            "adresse courriel",
        ],
        FieldType::Phone => &[
            "tel",
            "numero de telephone",
            "n° de telephone",
            "phone number",
            "telephone number",
        ],
        FieldType::Note => &[
            "notes",
            "remarque",
            "remarques",
            "commentaire",
            "commentaires",
            "comment",
            "comments",
        ],
        _ => &[],
    }
}
