//! Who may change what. Roles are records of a kind of their own: they are kept, shown, backed up and taken back as
//! all others are, but only managers change them.
//!
//! Without roles everybody changes everything. Whoever has no role of their own has that of all others (`*`), and
//! where that is not given either, is an editor of everything.

use std::collections::BTreeMap;

use super::change::{Commit, Content};
use super::kind::Kind;
use super::kinds::role::{KINDS_EDITED, LOGIN, ROLE};
use super::record::{Fields, Record};
use super::value::Value;

/// The kind of the records that give roles.
pub use super::kinds::role::KIND as ROLES;

/// The login that stands for all who are not named.
pub const OTHERS: &str = "*";

/// What somebody may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Nothing.
    Reader,
    /// Records of all kinds, or only of these; never roles.
    Editor(Option<Vec<Kind>>),
    /// Everything, and who has which role.
    Manager,
}

/// What is everybody's where no role is given.
static OF_ALL: Role = Role::Editor(None);

impl Role {
    /// What such a record gives. What only a newer program knows gives less, and never more.
    pub fn of(record: &Record) -> Role {
        match record.text(&ROLE) {
            Some("manager") => Role::Manager,
            Some("editor") => {
                let value = record.get(KINDS_EDITED.number);
                let kinds: Option<Vec<Kind>> = value.map(|value| {
                    let texts = value.items().filter_map(|item| item.text());
                    texts.filter_map(Kind::by_key).collect()
                });
                Role::Editor(kinds)
            }
            _ => Role::Reader,
        }
    }

    /// The key of its choice.
    pub fn key(&self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Editor(_) => "editor",
            Role::Manager => "manager",
        }
    }

    /// The kinds that it is held to; none where it is not.
    pub fn kinds(&self) -> &[Kind] {
        match self {
            Role::Editor(Some(kinds)) => kinds,
            _ => &[],
        }
    }

    /// The fields of a record that gives it, over those that are there.
    pub fn put(&self, login: &str, mut fields: Fields) -> Fields {
        fields.set(LOGIN.number, Some(Value::text(login)));
        fields.set(ROLE.number, Some(Value::text(self.key())));
        let kinds = self.kinds().iter().map(|kind| Value::text(kind.key()));
        let kinds: Vec<Value> = kinds.collect();
        let kinds = Some(kinds).filter(|kinds| !kinds.is_empty());
        fields.set(KINDS_EDITED.number, kinds.map(Value::Many));
        fields
    }

    /// How much it gives: of two the lesser counts.
    fn rank(&self) -> (u8, usize) {
        match self {
            Role::Reader => (0, 0),
            Role::Editor(Some(kinds)) => (1, kinds.len()),
            Role::Editor(None) => (2, 0),
            Role::Manager => (3, 0),
        }
    }
}

/// Why somebody may not change something (Fluent text `store-denied-<id>`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// They only read.
    Reader,
    /// They change records of other kinds.
    Kind(Kind),
    /// They are held to some kinds, and this is one that this program does not know.
    Unknown,
    /// Only managers change roles: who they are.
    Roles(Vec<String>),
    /// Nobody would be a manager any more, or yet.
    Unmanaged,
    /// That account would have two roles.
    Twice(String),
    /// A manager is named.
    Unnamed,
    /// An entry does not tell whose it is.
    Nameless,
}

impl Denied {
    /// The identifier used in Fluent keys.
    pub fn id(&self) -> &'static str {
        match self {
            Denied::Reader => "denied-reader",
            Denied::Kind(_) => "denied-kind",
            Denied::Unknown => "denied-unknown",
            Denied::Roles(_) => "denied-roles",
            Denied::Unmanaged => "denied-unmanaged",
            Denied::Twice(_) => "denied-twice",
            Denied::Unnamed => "denied-unnamed",
            Denied::Nameless => "denied-nameless",
        }
    }

    /// The arguments of the text.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Denied::Kind(kind) => vec![("kind", kind.key().to_string())],
            Denied::Roles(managers) => vec![("who", managers.join(", "))],
            Denied::Twice(login) => vec![("who", login.clone())],
            Denied::Reader
            | Denied::Unknown
            | Denied::Unmanaged
            | Denied::Unnamed
            | Denied::Nameless => Vec::new(),
        }
    }
}

/// The login of the account to which such a record gives a role.
pub fn given_to(record: &Record) -> &str {
    record.text(&LOGIN).unwrap_or_default().trim()
}

/// The roles of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    given: BTreeMap<String, Role>,
    /// An account with two roles.
    twice: Option<String>,
}

impl Rights {
    /// The roles that these records give; those in the trash give none.
    pub fn of<'r>(records: impl IntoIterator<Item = &'r Record>) -> Rights {
        let mut rights = Rights::default();
        let live = |record: &&Record| record.kind == ROLES && !record.trashed;
        for record in records.into_iter().filter(live) {
            let login = given_to(record).to_string();
            let role = Role::of(record);
            match rights.given.get_mut(&login) {
                None => drop(rights.given.insert(login, role)),
                Some(there) => {
                    if role.rank() < there.rank() {
                        *there = role;
                    }
                    rights.twice = Some(login);
                }
            }
        }
        rights
    }

    /// Whether nobody has a role.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }

    /// Who has which role, by login.
    pub fn each(&self) -> impl Iterator<Item = (&str, &Role)> {
        let given = self.given.iter();
        given.map(|(login, role)| (login.as_str(), role))
    }

    /// The role of that account: its own, or that of all others.
    pub fn role(&self, login: &str) -> &Role {
        let given = self.given.get(login).or_else(|| self.given.get(OTHERS));
        given.unwrap_or(&OF_ALL)
    }

    /// The role that an account was given itself.
    pub fn own(&self, login: &str) -> Option<&Role> {
        self.given.get(login)
    }

    /// The logins of the managers.
    pub fn managers(&self) -> Vec<String> {
        let managers = self.each().filter(|(_, role)| **role == Role::Manager);
        managers.map(|(login, _)| login.to_string()).collect()
    }

    /// Why that account may not change records of that kind (none: of one that this program does not know).
    pub fn against(&self, login: &str, kind: Option<Kind>) -> Option<Denied> {
        let role = self.role(login);
        if kind == Some(ROLES) {
            let managers = self.managers();
            // The first one is made by anybody.
            let is_free = managers.is_empty() || *role == Role::Manager;
            return (!is_free).then_some(Denied::Roles(managers));
        }
        match (role, kind) {
            (Role::Reader, _) => Some(Denied::Reader),
            (Role::Editor(Some(_)), None) => Some(Denied::Unknown),
            (Role::Editor(Some(kinds)), Some(kind)) if !kinds.contains(&kind) => {
                Some(Denied::Kind(kind))
            }
            (Role::Editor(_) | Role::Manager, _) => None,
        }
    }

    /// Why that account may change nothing at all.
    pub fn against_all(&self, login: &str) -> Option<Denied> {
        (*self.role(login) == Role::Reader && self.against(login, Some(ROLES)).is_some())
            .then_some(Denied::Reader)
    }

    /// Why that account may not make an entry that changes records of these kinds, and leaves those roles.
    pub fn against_entry(
        &self,
        login: &str,
        kinds: impl IntoIterator<Item = Option<Kind>>,
        after: impl FnOnce() -> Rights,
    ) -> Option<Denied> {
        let mut changes_roles = false;
        for kind in kinds {
            changes_roles |= kind == Some(ROLES);
            if let Some(denied) = self.against(login, kind) {
                return Some(denied);
            }
        }
        let after = changes_roles.then(after)?;
        // The roles that are left, or none at all, need one who can change them.
        let is_managed = !after.managers().is_empty();
        let is_free = after.is_empty() && self.managers().is_empty();
        after
            .fault()
            .or_else(|| (!is_managed && !is_free).then_some(Denied::Unmanaged))
    }

    /// Why whoever asks for a commit has not the right to it, where these records give roles.
    pub fn against_commit(roles: &[Record], commit: &Commit) -> Option<Denied> {
        let kinds = commit.edits.iter().map(|edit| Some(edit.record.kind));
        let after = || {
            let is_kept = |record: &&Record| {
                let mut edits = commit.edits.iter();
                !edits.any(|edit| edit.record == record.reference())
            };
            let put = commit.edits.iter().filter_map(|edit| {
                let Content { trashed, fields } = edit.after.as_ref()?;
                let is_role = edit.record.kind == ROLES;
                is_role.then(|| Record::new(edit.record, edit.base, *trashed, fields))
            });
            let put: Vec<Record> = put.collect();
            Rights::of(roles.iter().filter(is_kept).chain(&put))
        };
        Rights::of(roles).against_entry(&commit.author.login, kinds, after)
    }

    /// What is wrong with these roles taken together.
    fn fault(&self) -> Option<Denied> {
        if let Some(login) = &self.twice {
            return Some(Denied::Twice(login.clone()));
        }
        (self.given.get(OTHERS) == Some(&Role::Manager)).then_some(Denied::Unnamed)
    }
}
