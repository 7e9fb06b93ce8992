//! Many people at once: named in a pasted block, or marked, and what is done with each of them. Both become rows of an
//! import, and are matched, doubted and refused as such.

use std::collections::HashMap;
use std::sync::Arc;

use super::import::{Given, How, Link, Mode, Proposal, Proposed, Row, What};
use super::pasted::{self, Named};
use crate::catalog::Catalog;
use crate::model::kinds::{affiliation, person, registration, subscription};
use crate::model::phone::phone_digits;
use crate::model::{Collection, FieldNo, Kind, Record, RecordRef, Value, Verb};

/// What is done with each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// They take part in that session.
    Register(RecordRef),
    /// They are subscribed to that list.
    Subscribe(RecordRef),
    /// They have that function at that organisation.
    Function(RecordRef, String),
    /// They have that tag.
    Tag(String),
}

/// The kinds of what is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeedKind {
    /// Taking part in a session.
    Register,
    /// Being subscribed to a list.
    Subscribe,
    /// Having a function at an organisation.
    Function,
    /// Having a tag.
    Tag,
}

impl DeedKind {
    /// All of them, in the order shown.
    pub const ALL: [DeedKind; 4] = [
        DeedKind::Register,
        DeedKind::Subscribe,
        DeedKind::Function,
        DeedKind::Tag,
    ];

    /// The identifier used in Fluent keys: `many-<id>`.
    pub fn id(self) -> &'static str {
        match self {
            DeedKind::Register => "register",
            DeedKind::Subscribe => "subscribe",
            DeedKind::Function => "function",
            DeedKind::Tag => "tag",
        }
    }
}

impl DeedKind {
    /// What a record of that kind is there for.
    pub fn at(kind: Kind) -> Option<DeedKind> {
        let mut all = DeedKind::ALL.into_iter();
        all.find(|deed| deed.target() == Some(kind))
    }

    /// The kind of the records at which it is done; none where it is done to the people themselves.
    pub fn target(self) -> Option<Kind> {
        match self {
            DeedKind::Register => Some(Kind::Session),
            DeedKind::Subscribe => Some(Kind::List),
            DeedKind::Function => Some(Kind::Organisation),
            DeedKind::Tag => None,
        }
    }
}

/// The person that a record is, or is of.
pub fn person_of(record: &Record) -> Option<RecordRef> {
    if record.kind == Kind::Person {
        return Some(record.reference());
    }
    let fields = record.kind.fields().iter();
    let mut named = fields.filter_map(|field| record.get(field.number)?.reference());
    named.find(|named| named.kind == Kind::Person)
}

impl DeedKind {
    /// What the step is that does it.
    pub fn verb(self) -> Verb {
        match self {
            DeedKind::Register => Verb::Register,
            DeedKind::Subscribe => Verb::Subscribe,
            DeedKind::Function => Verb::Appoint,
            DeedKind::Tag => Verb::Tag,
        }
    }
}

impl Deed {
    /// Its kind.
    pub fn kind(&self) -> DeedKind {
        match self {
            Deed::Register(_) => DeedKind::Register,
            Deed::Subscribe(_) => DeedKind::Subscribe,
            Deed::Function(..) => DeedKind::Function,
            Deed::Tag(_) => DeedKind::Tag,
        }
    }
}

/// Who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum People {
    /// Those whom these lines name: names, addresses, cells of a spreadsheet.
    Pasted(String),
    /// Those people.
    Records(Vec<RecordRef>),
}

impl People {
    /// How many they are.
    pub fn count(&self) -> usize {
        match self {
            People::Pasted(text) => pasted::people(text).len(),
            People::Records(records) => records.len(),
        }
    }
}

/// What is done with whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Many {
    /// What it is called.
    pub name: String,
    /// What is given to them: a session, a list, a function somewhere, a tag.
    pub subject: String,
    /// Who they are.
    pub people: Arc<People>,
    /// What is done with each.
    pub deed: Deed,
}

impl Many {
    /// The numbers of those who are known by nothing else, as digits.
    fn numbers(&self) -> Vec<String> {
        let People::Pasted(text) = &*self.people else {
            return Vec::new();
        };
        let named = pasted::people(text).into_iter();
        let bare = named.filter(|named| named.family.is_empty() && named.emails.is_empty());
        let numbers = bare.filter_map(|named| named.phones.into_iter().next());
        numbers.map(|number| phone_digits(&number)).collect()
    }

    /// A row for each of them.
    pub fn proposed(&self, catalog: &Catalog) -> Proposed {
        let reached = &self.reached(catalog);
        let rows: Vec<Row> = match &*self.people {
            People::Pasted(text) => pasted::people(text)
                .into_iter()
                .map(|named| Row {
                    line: named.line,
                    proposals: self.of_named(&named, reached),
                })
                .collect(),
            People::Records(records) => (1..)
                .zip(records)
                .map(|(line, record)| Row {
                    line,
                    proposals: self.of_record(*record),
                })
                .collect(),
        };
        Proposed {
            count: rows.len() as u64,
            rows,
            // Who is known already stays as they are.
            mode: Mode::Fill,
            ..Proposed::default()
        }
    }

    /// Who alone has which of these numbers.
    fn reached(&self, catalog: &Catalog) -> HashMap<String, RecordRef> {
        let wanted = self.numbers();
        let mut found: HashMap<String, Vec<RecordRef>> = HashMap::new();
        if wanted.is_empty() {
            return HashMap::new();
        }
        for record in catalog.collection(Collection::All(Kind::Person)) {
            let Some(value) = record.get(person::PHONE.number) else {
                continue;
            };
            let numbers = value.items().filter_map(|item| item.text());
            for digits in numbers.map(phone_digits) {
                if wanted.contains(&digits) {
                    found.entry(digits).or_default().push(record.reference());
                }
            }
        }
        let alone = found.into_iter().filter(|(_, people)| people.len() == 1);
        alone
            .filter_map(|(digits, people)| Some((digits, *people.first()?)))
            .collect()
    }

    fn of_named(&self, named: &Named, reached: &HashMap<String, RecordRef>) -> Vec<Proposal> {
        // Nobody is made of an address alone.
        if named.family.is_empty() {
            let having =
                |field: FieldNo, text: &str| Link::Having(Kind::Person, field, text.into());
            let link = match (named.emails.first(), named.phones.first()) {
                (Some(email), _) => having(person::EMAIL.number, email),
                (None, Some(phone)) => match reached.get(&phone_digits(phone)) {
                    Some(record) => Link::Named(&[Kind::Person], record.to_string()),
                    None => having(person::PHONE.number, phone),
                },
                (None, None) => return Vec::new(),
            };
            return self.done_with(link, None);
        }
        let mut own = Proposal::new(Kind::Person);
        own.unsure = named.unsure.then(|| named.written.clone());
        let mut say = |field: FieldNo, text: &str, how: How| {
            if !text.is_empty() {
                own.given
                    .push(given(field, What::Text(text.to_string()), how));
            }
        };
        say(person::FIRST_NAME.number, &named.first, How::Set);
        say(person::NAME.number, &named.family, How::Set);
        say(person::EMAIL.number, &named.emails.join("|"), How::Add);
        say(person::PHONE.number, &named.phones.join("|"), How::Add);
        self.done_with(Link::Beside(0), Some(own))
    }

    fn of_record(&self, record: RecordRef) -> Vec<Proposal> {
        match &self.deed {
            Deed::Tag(_) => {
                let mut own = Proposal::new(record.kind);
                own.id = Some(record.to_string());
                self.done_with(Link::Beside(0), Some(own))
            }
            _ => {
                let link = Link::Named(&[Kind::Person], record.to_string());
                self.done_with(link, None)
            }
        }
    }

    /// The person where the row brings one, and what is done with them.
    fn done_with(&self, who: Link, own: Option<Proposal>) -> Vec<Proposal> {
        let link = |at: RecordRef| What::Links(vec![Link::Named(&[], at.to_string())]);
        let key = |key: &str| What::Value(Value::text(key));
        let (kind, person, others) = match &self.deed {
            Deed::Register(session) => (
                Kind::Registration,
                registration::PERSON.number,
                vec![
                    (registration::SESSION.number, link(*session)),
                    (registration::ROLE_FIELD.number, key("participant")),
                    (registration::STATUS_FIELD.number, key("positive")),
                ],
            ),
            Deed::Subscribe(list) => (
                Kind::Subscription,
                subscription::PERSON.number,
                vec![
                    (subscription::LIST.number, link(*list)),
                    (subscription::STATUS_FIELD.number, key("subscribed")),
                ],
            ),
            Deed::Function(organisation, function) => (
                Kind::Affiliation,
                affiliation::PERSON.number,
                vec![
                    (affiliation::ORGANISATION.number, link(*organisation)),
                    (affiliation::FUNCTION.number, What::Text(function.clone())),
                ],
            ),
            Deed::Tag(tag) => {
                let tagged = own.map(|mut own| {
                    let tag = What::Text(tag.clone());
                    own.given.push(given(person::TAGS.number, tag, How::Add));
                    own
                });
                return tagged.into_iter().collect();
            }
        };
        let mut done = Proposal::new(kind);
        done.given
            .push(given(person, What::Links(vec![who]), How::Set));
        let others = others.into_iter();
        done.given
            .extend(others.map(|(field, what)| given(field, what, How::Set)));
        own.into_iter().chain(Some(done)).collect()
    }
}

/// A value that somebody asks for.
fn given(field: FieldNo, what: What, how: How) -> Given {
    Given {
        field,
        what,
        how,
        column: Some(1),
    }
}
