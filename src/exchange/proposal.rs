//! What a file proposes: rows, and the records that each is about.

use ulid::Ulid;

use super::mapping::Mapping;
use super::mode::Mode;
use super::refusal::Refusal;
use super::remark::Remark;
use crate::model::{Fault, FieldNo, Kind, RecordRef, Value};

/// A file read: its rows as proposals, and what is wrong with the others.
#[derive(Clone, Debug, Default)]
pub struct Proposed {
    /// The good rows.
    pub rows: Vec<Row>,
    /// What is wrong with the file and its other rows.
    pub refused: Vec<Refusal>,
    /// How many rows the file has, good or not.
    pub count: u64,
    /// What was decided on the way through it.
    pub said: Vec<Remark>,
    /// What they may change.
    pub mode: Mode,
    /// The name of the mapping that was kept and is found again.
    pub kept: Option<String>,
    /// What its columns go to.
    pub mapping: Mapping,
    /// The sheets of the workbook that it is one of, in order.
    pub sheets: Vec<String>,
}

/// A row: the record that it is about comes first, then those that stand beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The line of the file, from 1.
    pub line: u64,
    /// The records that it proposes.
    pub proposals: Vec<Proposal>,
}

impl Row {
    /// The record that it is, where guichet itself wrote it.
    pub fn own(&self) -> Option<RecordRef> {
        let proposal = self.proposals.first().filter(|it| it.own.is_some())?;
        let id = Ulid::from_string(proposal.id.as_deref()?).ok()?;
        Some(RecordRef::new(proposal.kind, id))
    }
}

/// A record that a row proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Its kind.
    pub kind: Kind,
    /// `kind/ULID` or ULID, when the file has it: it is looked for before any natural key.
    pub id: Option<String>,
    /// What the row says of it.
    pub given: Vec<Given>,
    /// Whether two rows with different `source` are two records though all else in the key agrees.
    pub own_source: bool,
    /// Where the name is less than certain: the printed text.
    pub unsure: Option<String>,
    /// Other names by which it may be known.
    pub also: Vec<String>,
    /// The organisation of a person, which tells namesakes apart, and its column.
    pub at: Option<(Link, Option<usize>)>,
    /// How guichet itself wrote it, if it did: its id says which record it is, and what it points to is there too.
    pub own: Option<Box<Own>>,
}

/// What guichet itself says of a record that it wrote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// Whether it lay in the trash; nothing where that is not said.
    pub trashed: Option<bool>,
    /// The fields that are taken as they lay in the store, whatever they hold.
    pub raw: Vec<FieldNo>,
}

/// What a row says of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The field.
    pub field: FieldNo,
    /// The value, read or not.
    pub what: What,
    /// How it meets a value that is there.
    pub how: How,
    /// The column of the file, from 1.
    pub column: Option<usize>,
}

/// A value as a row has it.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A text to be read by the field's type.
    Text(String),
    /// A text that is no value of the field, and why.
    Wrong(String, Fault),
    /// A value that is ready.
    Value(Value),
    /// References to be found.
    Links(Vec<Link>),
    /// The file says that there is none.
    Cleared,
}

/// How a value meets one that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It replaces it.
    Set,
    /// It only fills a gap, and does not tell records apart.
    Fill,
    /// It is added to it: another role, another line of a note, another source.
    Add,
}

/// A record that a row points to.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// By `kind/ULID`, acronym, title, address or, for an organisation, a near spelling.
    Named(&'static [Kind], String),
    /// The record of that kind whose field has that text.
    Having(Kind, FieldNo, String),
    /// The record of the row's proposal of that place, from 0.
    Beside(usize),
    /// That record, made where it is not known.
    Made(Box<Proposal>),
    /// As `Named`; where it names none, that record is made.
    OrMade(&'static [Kind], String, Box<Proposal>),
}

impl Link {
    /// The name by which it is looked for.
    pub fn name(&self) -> Option<&str> {
        match self {
            Link::Named(_, text) | Link::Having(_, _, text) | Link::OrMade(_, text, _) => {
                Some(text)
            }
            Link::Beside(_) | Link::Made(_) => None,
        }
    }
}

impl Proposal {
    /// A proposal that says nothing yet.
    pub fn new(kind: Kind) -> Proposal {
        Proposal {
            kind,
            id: None,
            given: Vec::new(),
            own_source: false,
            unsure: None,
            also: Vec::new(),
            at: None,
            own: None,
        }
    }

    /// Whether it lies in the trash.
    pub fn is_trashed(&self) -> bool {
        let own = self.own.as_ref();
        own.is_some_and(|own| own.trashed == Some(true))
    }

    /// Whether a field is taken as it lay in the store.
    pub fn is_raw(&self, field: FieldNo) -> bool {
        let own = self.own.as_ref();
        own.is_some_and(|own| own.raw.contains(&field))
    }

    /// Whether a column of a file says something of it: a printed table says what was, and is not asked.
    pub fn is_asked(&self) -> bool {
        self.given.iter().any(|given| given.column.is_some())
    }

    /// Says something of a field; a blank text says nothing.
    pub fn say(mut self, field: FieldNo, what: impl Into<What>, how: How) -> Proposal {
        let what = what.into();
        let blank = match &what {
            What::Text(text) => text.trim().is_empty(),
            What::Links(links) => links.is_empty(),
            What::Value(_) | What::Wrong(..) | What::Cleared => false,
        };
        if !blank {
            self.given.push(Given {
                field,
                what,
                how,
                column: None,
            });
        }
        self
    }

    /// Sets a field.
    pub fn set(self, field: FieldNo, what: impl Into<What>) -> Proposal {
        self.say(field, what, How::Set)
    }

    /// Fills a field.
    pub fn fill(self, field: FieldNo, what: impl Into<What>) -> Proposal {
        self.say(field, what, How::Fill)
    }

    /// Adds to a field.
    pub fn add(self, field: FieldNo, what: impl Into<What>) -> Proposal {
        self.say(field, what, How::Add)
    }

    /// Two rows with different `source` are two records.
    pub fn of_own_source(mut self) -> Proposal {
        self.own_source = true;
        self
    }
}

impl From<&str> for What {
    fn from(text: &str) -> What {
        What::Text(text.to_string())
    }
}

impl From<String> for What {
    fn from(text: String) -> What {
        What::Text(text)
    }
}

impl From<Value> for What {
    fn from(value: Value) -> What {
        What::Value(value)
    }
}

impl From<Link> for What {
    fn from(link: Link) -> What {
        What::Links(vec![link])
    }
}

impl From<Option<Link>> for What {
    fn from(link: Option<Link>) -> What {
        What::Links(link.into_iter().collect())
    }
}

impl From<Vec<Link>> for What {
    fn from(links: Vec<Link>) -> What {
        What::Links(links)
    }
}
