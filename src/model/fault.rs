//! What can be wrong with a value, without a language: Fluent text `fault-<id>` says it.

use super::field::FieldNo;

/// A fault of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub field: FieldNo,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A record needs this field.
    Required,
    /// A UAI is seven digits and a letter.
    UaiForm,
    /// The check letter should be that one.
    UaiLetter(char),
    /// A SIRET is fourteen digits.
    SiretForm,
    /// The Luhn key of the SIRET is wrong.
    SiretKey,
    /// Not nine digits.
    SirenForm,
    /// A SIREN with a wrong key.
    SirenKey,
    /// Not an e-mail address.
    Email,
    /// Not a telephone number.
    Phone,
    /// Not a web address.
    Url,
    /// Not a date.
    Date,
    /// The calendar has no such day.
    NoSuchDay,
    /// Not a moment.
    DateTime,
    /// Before the date of the field of that key.
    Before(&'static str),
    /// Not a whole number.
    Integer,
    /// Not a number.
    Decimal,
    /// Not an amount.
    Money,
    /// Negative.
    Negative,
    /// Neither yes nor no.
    Boolean,
    /// Not one of the choices; the nearest one, if any is near.
    Choice(Option<String>),
    /// No record of that name; the nearest one, if any is near.
    NoRecord(Option<String>),
    /// Several records of that name: how many.
    Ambiguous(usize),
    /// The record pointed to is not there.
    Gone,
    /// Longer than that many characters.
    TooLong(usize),
    /// A spreadsheet has left out digits of it.
    Damaged,
    /// Not a detail of this field.
    Detail(String),
}

impl Fault {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            Fault::Required => "required",
            Fault::UaiForm => "uai-form",
            Fault::UaiLetter(_) => "uai-letter",
            Fault::SiretForm => "siret-form",
            Fault::SiretKey => "siret-key",
            Fault::SirenForm => "siren-form",
            Fault::SirenKey => "siren-key",
            Fault::Email => "email",
            Fault::Phone => "phone",
            Fault::Url => "url",
            Fault::Date => "date",
            Fault::NoSuchDay => "no-such-day",
            Fault::DateTime => "date-time",
            Fault::Before(_) => "before",
            Fault::Integer => "integer",
            Fault::Decimal => "decimal",
            Fault::Money => "money",
            Fault::Negative => "negative",
            Fault::Boolean => "boolean",
            Fault::Choice(Some(_)) => "choice-near",
            Fault::Choice(None) => "choice",
            Fault::NoRecord(Some(_)) => "no-record-near",
            Fault::NoRecord(None) => "no-record",
            Fault::Ambiguous(_) => "ambiguous",
            Fault::Gone => "gone",
            Fault::TooLong(_) => "too-long",
            Fault::Damaged => "damaged",
            Fault::Detail(_) => "detail",
        }
    }

    /// The one argument of the text (`$what`), where there is one.
    pub fn argument(&self) -> Option<String> {
        match self {
            Fault::UaiLetter(letter) => Some(letter.to_string()),
            Fault::Before(field) => Some((*field).to_string()),
            Fault::Choice(Some(near)) | Fault::NoRecord(Some(near)) => Some(near.clone()),
            Fault::Ambiguous(count) | Fault::TooLong(count) => Some(count.to_string()),
            Fault::Detail(word) => Some(word.clone()),
            _ => None,
        }
    }
}

/// What is unusual about a value that is taken all the same: Fluent text `caution-<id>` says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caution {
    /// A telephone number that its country has given nobody, as far as is known.
    PhoneUnusual,
    /// A telephone number of which something was guessed: how it was read.
    PhoneRead(String),
    /// An extension alone, or a number of a few digits.
    PhoneShort,
    /// Other digits stand beside the number.
    PhoneBeside,
    /// Characters written as a web page writes them (`&amp;`) are kept as they are.
    Entities,
}

impl Caution {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            Caution::PhoneUnusual => "phone-unusual",
            Caution::PhoneRead(_) => "phone-read",
            Caution::PhoneShort => "phone-short",
            Caution::PhoneBeside => "phone-beside",
            Caution::Entities => "entities",
        }
    }

    /// The one argument of the text (`$what`), where there is one.
    pub fn argument(&self) -> Option<String> {
        match self {
            Caution::PhoneRead(number) => Some(number.clone()),
            _ => None,
        }
    }
}
