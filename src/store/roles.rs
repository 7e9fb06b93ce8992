//! Who may change what, held against every commit within its turn. Whatever an entry was made by, the same is asked of
//! it again when a store is looked through (`entitled`).

use std::ops::ControlFlow;

use ulid::Ulid;

use super::committed::Committed;
use super::error::{CommitError, ReadError};
use super::reader::Reader;
use super::writer::Store;
use crate::model::rights::{ROLES, given_to};
use crate::model::{Author, Commit, Content, Edit, Record, RecordRef, Rights, Role, Step, Verb};

impl Store {
    /// The roles of the store, as far as its journal was read.
    ///
    /// # Errors
    /// sled can't be read.
    pub fn rights(&self) -> Result<Rights, ReadError> {
        self.apply()?;
        Ok(Rights::of(&self.state.of_kind(ROLES)?))
    }

    /// Refuses a commit of somebody who has not the right to it, as the records are with what others have done.
    pub(super) fn permit(&self, commit: &Commit) -> Result<(), CommitError> {
        let roles = self.state.of_kind(ROLES)?;
        match Rights::against_commit(&roles, commit) {
            Some(denied) => Err(CommitError::Denied(denied)),
            None => Ok(()),
        }
    }

    /// Gives an account a role, or takes its own from it. Who gives the first one is a manager from then on.
    ///
    /// # Errors
    /// As `commit`; `Empty` where it is that account's already.
    pub fn give_role(
        &mut self,
        author: &Author,
        at: i64,
        login: &str,
        role: Option<&Role>,
    ) -> Result<Committed, CommitError> {
        self.wal.is_home()?;
        let turn = self.turn()?;
        self.follow_in(&turn)?;
        let records = self.state.of_kind(ROLES)?;
        let rights = Rights::of(&records);
        let mut given = vec![(login, role)];
        if role.is_some() && rights.managers().is_empty() && login != author.login {
            given.insert(0, (&author.login, Some(&Role::Manager)));
        }
        let edits = given
            .into_iter()
            .filter(|(login, role)| rights.own(login) != *role)
            .flat_map(|(login, role)| edits(&records, login, role));
        let edits: Vec<Edit> = edits.collect();
        let verb = match (role, edits.first().map_or(0, |edit| edit.base)) {
            (None, _) => Verb::Delete,
            (Some(_), 0) => Verb::Add,
            (Some(_), _) => Verb::Edit,
        };
        let touched = records.iter().flat_map(|record| {
            let edit = edits.iter().find(|edit| edit.record == record.reference());
            let after = edit.and_then(|edit| edit.after.as_ref());
            after.map_or_else(Vec::new, |after| record.fields().differences(&after.fields))
        });
        let fields = touched.filter_map(|number| ROLES.field(number));
        let fields = fields.map(|field| field.key.to_string()).collect();
        let step = Step {
            verb,
            subject: match edits.as_slice() {
                [_] => login.to_string(),
                _ => String::new(),
            },
            kind: ROLES.key().to_string(),
            fields,
            count: u32::try_from(edits.len()).unwrap_or(u32::MAX),
        };
        let commit = Commit {
            author: author.clone(),
            at,
            step,
            edits,
            relies: Vec::new(),
            undoes: None,
        };
        self.commit_in(&turn, &commit)
    }
}

impl Reader {
    /// The roles of the store as it was read.
    ///
    /// # Errors
    /// It can't be read.
    pub fn rights(&self) -> Result<Rights, ReadError> {
        let mut roles: Vec<Record> = Vec::new();
        self.load(&mut |records| {
            roles.extend(records.into_iter().filter(|record| record.kind == ROLES));
            ControlFlow::Continue(())
        })?;
        Ok(Rights::of(&roles))
    }
}

/// The edits that leave an account with that role and no other. Its record in the trash is taken up again.
fn edits(records: &[Record], login: &str, role: Option<&Role>) -> Vec<Edit> {
    let its = records.iter().filter(|record| given_to(record) == login);
    let mut its: Vec<&Record> = its.collect();
    its.sort_by_key(|record| (record.trashed, record.reference()));
    let mut edits = Vec::new();
    let mut its = its.into_iter();
    if let Some(role) = role {
        let there = its.next();
        let record = there.map_or_else(
            || RecordRef::new(ROLES, Ulid::generate()),
            Record::reference,
        );
        let fields = there.map(Record::fields).unwrap_or_default();
        edits.push(Edit {
            record,
            base: there.map_or(0, |there| there.revision),
            after: Some(Content {
                trashed: false,
                fields: role.put(login, fields),
            }),
        });
    }
    edits.extend(its.filter(|record| !record.trashed).map(|record| Edit {
        record: record.reference(),
        base: record.revision,
        after: Some(Content {
            trashed: true,
            fields: record.fields(),
        }),
    }));
    edits
}
