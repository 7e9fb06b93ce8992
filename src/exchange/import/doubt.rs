//! What a person should look at.

use crate::model::{Caution, Choice, Fault};

/// Something that a person should look at, though the row was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The line of the file.
    pub line: u64,
    /// The column, from 1, where one is doubtful.
    pub column: Option<usize>,
    /// What it is.
    pub kind: DoubtKind,
}

/// What is doubtful: Fluent text `doubt-<id>` with `$what`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoubtKind {
    /// So many records answer to the row: a person has to say which it is.
    Several(String),
    /// That code is of another record too, which is called otherwise.
    SharedCode(String),
    /// It is the record of that name, which the file calls otherwise.
    Renamed(String),
    /// Nothing but that name says that it is the record.
    NameOnly(String),
    /// A record has nearly that name.
    Like(String),
    /// The record of that id lies in the trash: what it is called.
    InTrash(String),
    /// The id of a row further up, which says otherwise: what it is called, and the line.
    SameId(String, u64),
    /// A row further up is about the same and says otherwise: what it is called, and the line.
    Unlike(String, u64),
    /// A person decided what the field of that key says.
    Settled(&'static str),
    /// Two organisations have that acronym.
    SharedAcronym(String),
    /// Two people have that e-mail address.
    SharedEmail(String),
    /// A person of that name is known elsewhere; a second one was made.
    Namesake(String),
    /// Where the first name ends is a guess.
    Name(String),
    /// That organisation was known by no table, and was made.
    MadeOrganisation(String),
    /// The same link is there already: what it links.
    Double(String),
    /// The file brings the same link twice: what it links.
    Repeated(String),
    /// All places of a session are taken: its title, how many are taken, how many there are.
    Full(String, usize, usize),
    /// The record has a state that no file takes it out of.
    Kept(&'static Choice),
    /// An id that is none of this store was left out.
    ForeignId(String),
    /// A value of the field of that key was left out: what was written, and what is wrong with it.
    LeftOut(&'static str, String, Fault),
    /// A value of the field of that key is unusual: what was written, and why.
    Unusual(&'static str, String, Caution),
}

impl DoubtKind {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            DoubtKind::Several(_) => "several",
            DoubtKind::SharedCode(_) => "shared-code",
            DoubtKind::Renamed(_) => "renamed",
            DoubtKind::NameOnly(_) => "name-only",
            DoubtKind::Like(_) => "like",
            DoubtKind::InTrash(_) => "in-trash",
            DoubtKind::SameId(..) => "same-id",
            DoubtKind::Unlike(..) => "unlike",
            DoubtKind::Settled(_) => "settled",
            DoubtKind::SharedAcronym(_) => "shared-acronym",
            DoubtKind::SharedEmail(_) => "shared-email",
            DoubtKind::Namesake(_) => "namesake",
            DoubtKind::Name(_) => "name",
            DoubtKind::MadeOrganisation(_) => "made-organisation",
            DoubtKind::Double(_) => "double",
            DoubtKind::Repeated(_) => "repeated",
            DoubtKind::Full(..) => "full",
            DoubtKind::Kept(_) => "kept",
            DoubtKind::ForeignId(_) => "foreign-id",
            DoubtKind::LeftOut(..) => "left-out",
            DoubtKind::Unusual(..) => "unusual",
        }
    }

    /// Whether it says something of a link that stands though the row changes nothing.
    pub fn is_of_link(&self) -> bool {
        matches!(
            self,
            DoubtKind::Repeated(_) | DoubtKind::Kept(_) | DoubtKind::Settled(_)
        )
    }

    /// The argument of the text.
    pub fn what(&self) -> &str {
        match self {
            DoubtKind::Several(what)
            | DoubtKind::SharedCode(what)
            | DoubtKind::Renamed(what)
            | DoubtKind::NameOnly(what)
            | DoubtKind::Like(what)
            | DoubtKind::InTrash(what)
            | DoubtKind::SameId(what, _)
            | DoubtKind::Unlike(what, _)
            | DoubtKind::SharedAcronym(what)
            | DoubtKind::SharedEmail(what)
            | DoubtKind::Namesake(what)
            | DoubtKind::Name(what)
            | DoubtKind::MadeOrganisation(what)
            | DoubtKind::Double(what)
            | DoubtKind::Repeated(what)
            | DoubtKind::Full(what, ..)
            | DoubtKind::ForeignId(what)
            | DoubtKind::LeftOut(_, what, _)
            | DoubtKind::Unusual(_, what, _) => what,
            DoubtKind::Kept(choice) => choice.key,
            DoubtKind::Settled(key) => key,
        }
    }
}
