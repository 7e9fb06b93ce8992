//! What the reading subcommands share: the catalog of a store, read without its lock.

use std::path::Path;

use super::context::{Context, Failure};
use super::output;
use crate::catalog::Catalog;
use crate::catalog::{Query, collection_called};
use crate::locale;
use crate::model::rights::ROLES;
use crate::model::text::{Names, nearest, shown};
use crate::model::{Collection, Commit, Fault, Record, RecordRef, Rights};
use crate::runtime::demo::now;
use crate::runtime::place::Place;
use crate::store::{CommitError, Notice, OpenError, ReadError, Reader, Records, Store, may_be};

/// A store for reading: its catalog, and what answers for its journal.
pub struct Read {
    /// All records.
    pub catalog: Catalog,
    /// The journal and the records as they lie.
    pub reader: Reader,
    /// How many records the store counts, those of kinds that only a newer program knows included.
    pub counted: u64,
    _place: Place,
}

impl Read {
    /// What other records tell of one, under the key of a computed field.
    pub(super) fn told(&self, record: &Record, key: &str) -> Option<String> {
        let field = record.kind.readable_by_key(key)?;
        let value = self.catalog.value(record, field)?;
        let lang = self.catalog.lang();
        Some(shown(field, &value, lang, &self.catalog))
    }
}

impl Context {
    /// Closes a store to which something was saved. What it can't do in closing can be made up for: the answer
    /// stays yes, with a line that says so.
    pub(super) fn close(&self, store: Store) {
        if let Err(error) = store.close() {
            let cause = locale::said(&self.texts, "store", error.id(), &error.arguments());
            self.warn("closing", cause);
        }
    }

    /// After what is done and kept: where nothing can be told of it, the answer stays yes, with a line that says so.
    pub(super) fn told(&self, told: Result<(), Failure>) {
        if let Err(failure) = told {
            self.warn("untold", failure.reason().to_string());
        }
    }

    fn warn(&self, id: &str, cause: String) {
        let line = locale::said(&self.texts, "cli", id, &[("cause", cause)]);
        output::aside(&line);
    }

    /// Reads the store; a demo store is filled first.
    pub(super) fn read(&self) -> Result<Read, Failure> {
        let place = self.place()?;
        if let Place::Demo(demo) = &place {
            let (mut store, _) =
                Store::open(demo.folder()).map_err(|error| self.unopened(&error))?;
            demo.fill(&mut store)
                .map_err(|error| self.unfilled(&error))?;
            self.close(store);
        }
        let reader = Reader::open(place.folder()).map_err(|error| self.unopened(&error))?;
        let read = Catalog::read_unsearched(self.texts.here().clone(), &reader);
        let (mut catalog, reader, counted) = match read {
            Ok((catalog, head)) => (catalog, reader, head.records),
            Err(ReadError::Damaged(_)) => {
                let (catalog, reader) = self.read_around(place.folder())?;
                (catalog, reader, 0)
            }
            Err(error) => return Err(self.unread(&error)),
        };
        catalog.set_day(self.texts.day(now()));
        Ok(Read {
            catalog,
            reader,
            counted,
            _place: place,
        })
    }

    /// Reads a store that is damaged: it is put right first where it can be, else what is whole of it is read.
    /// What could not be had is said beside.
    fn read_around(&self, folder: &Path) -> Result<(Catalog, Reader), Failure> {
        let (reader, notices) = self.healed(folder)?;
        self.tell(&notices);
        if let Ok((catalog, _)) = Catalog::read_unsearched(self.texts.here().clone(), &reader) {
            return Ok((catalog, reader));
        }
        let (catalog, _) = Catalog::read_around(self.texts.here().clone(), &reader, &|_| {})
            .map_err(|error| self.unread(&error))?;
        self.tell(&reader.lost());
        Ok((catalog, reader))
    }

    /// A reader of a damaged store, once that was put right, if it could be; and what that brought to light.
    pub(super) fn healed(&self, folder: &Path) -> Result<(Reader, Vec<Notice>), Failure> {
        let notices = Store::heal(folder).unwrap_or_else(|error| {
            tracing::warn!(%error, "the store can't be put right");
            Vec::new()
        });
        let reader = Reader::open(folder).map_err(|error| self.unopened(&error))?;
        Ok((reader, notices))
    }

    /// Says beside what opening or reading brought to light, but for what costs nothing.
    pub(super) fn tell(&self, notices: &[Notice]) {
        let costs =
            |notice: &&Notice| !matches!(notice, Notice::Replayed { .. } | Notice::TornTail { .. });
        for notice in notices.iter().filter(costs) {
            let line = locale::said(&self.texts, "store", notice.id(), &notice.arguments());
            output::aside(&line);
        }
    }

    /// The records against which something is tried: those of the store, or none where opening would make one.
    /// Takes no lock and makes nothing.
    pub(super) fn read_or_empty(&self) -> Result<(Catalog, u64), Failure> {
        if self.demo || self.is_there()? {
            let read = self.read()?;
            return Ok((read.catalog, read.reader.sequence()));
        }
        Ok((Catalog::new(self.texts.here().clone()), 0))
    }

    /// Refuses a store that is not there, which opening for writing would make.
    pub(super) fn must_be_there(&self) -> Result<(), Failure> {
        if self.demo || self.is_there()? {
            return Ok(());
        }
        let folder = self.place()?.folder().to_path_buf();
        Err(self.unopened(&OpenError::Absent(folder)))
    }

    fn is_there(&self) -> Result<bool, Failure> {
        match may_be(self.place()?.folder()) {
            // The folder above the default place is made with the store.
            Err(OpenError::NoParent(_)) if self.store.is_none() => Ok(false),
            there => there.map_err(|error| self.unopened(&error)),
        }
    }

    /// Opens the store for writing.
    pub(super) fn write(&self) -> Result<(Store, Catalog, Place), Failure> {
        self.write_at(self.place_to_make()?)
    }

    /// Opens the store at that place for writing.
    pub(super) fn write_at(&self, place: Place) -> Result<(Store, Catalog, Place), Failure> {
        let (mut store, notices) = match Store::open(place.folder()) {
            Err(OpenError::Held { .. }) => return self.join(place),
            opened => opened.map_err(|error| self.unopened(&error))?,
        };
        self.tell(&notices);
        if let Place::Demo(demo) = &place {
            demo.fill(&mut store)
                .map_err(|error| self.unfilled(&error))?;
        }
        let mut catalog = Catalog::open_unsearched(self.texts.here().clone(), &mut store)
            .map_err(|error| self.unread(&error))?;
        catalog.set_day(self.texts.day(now()));
        Ok((store, catalog, place))
    }

    /// Writes beside the desks that have the store open.
    fn join(&self, place: Place) -> Result<(Store, Catalog, Place), Failure> {
        let joined = Catalog::join(self.texts.here().clone(), place.folder());
        let (store, mut catalog) = joined.map_err(|error| self.unopened(&error))?;
        catalog.set_day(self.texts.day(now()));
        Ok((store, catalog, place))
    }

    /// Refuses what is only tried where it would be refused to who tries it.
    pub(super) fn permitted(&self, catalog: &Catalog, commit: &Commit) -> Result<(), Failure> {
        match Rights::against_commit(&catalog.of_kind(ROLES), commit) {
            Some(denied) => Err(self.refused("store", denied.id(), &denied.arguments())),
            None => Ok(()),
        }
    }

    /// What can't be read of a store, and the way out.
    pub(super) fn unread(&self, error: &ReadError) -> Failure {
        let mut words = locale::said(&self.texts, "store", error.id(), &error.arguments());
        if matches!(error, ReadError::Damaged(_)) {
            words = format!("{words} ; {}", self.texts.get("cli-way-out"));
        }
        Failure::Store(words)
    }

    pub(super) fn unopened(&self, error: &OpenError) -> Failure {
        Failure::Store(locale::said(
            &self.texts,
            "store",
            error.id(),
            &error.arguments(),
        ))
    }

    fn unfilled(&self, error: &CommitError) -> Failure {
        let words = locale::said(&self.texts, "store", error.id(), &error.arguments());
        Failure::Store(words)
    }

    /// A refusal in the words of `<room>-<id>`.
    pub(super) fn refused(&self, room: &str, id: &str, arguments: &[(&str, String)]) -> Failure {
        Failure::Refused(locale::said(&self.texts, room, id, arguments))
    }

    /// The collection of that key.
    pub(super) fn collection(&self, key: &str) -> Result<Collection, Failure> {
        let known = Collection::by_key(key).or_else(|| collection_called(key).ok());
        known.ok_or_else(|| {
            let near = nearest(key, Collection::keys()).map_or(String::new(), str::to_string);
            let id = if near.is_empty() {
                "unknown-kind"
            } else {
                "unknown-kind-near"
            };
            let arguments = [("what", key.to_string()), ("near", near)];
            Failure::Usage(locale::said(&self.texts, "cli", id, &arguments))
        })
    }

    /// A query on those collections (none named: on everything); what is wrong with it is wrong usage.
    pub(super) fn query(&self, collections: &[Collection], text: &str) -> Result<Query, Failure> {
        let query = Query::among(collections, text, self.texts.day(now()));
        match &query.fault() {
            None => Ok(query),
            Some(problem) => {
                let word: String = text
                    .chars()
                    .skip(problem.at.start)
                    .take(problem.at.len())
                    .collect();
                Err(Failure::Usage(locale::problem_words(
                    &self.texts,
                    problem,
                    &word,
                )))
            }
        }
    }

    /// The record that `KIND/ID_OR_SIGLE` names.
    pub(super) fn record(&self, catalog: &Catalog, text: &str) -> Result<RecordRef, Failure> {
        let (kind, name) = text.split_once('/').ok_or_else(|| {
            Failure::Usage(locale::said(
                &self.texts,
                "cli",
                "record-form",
                &[("what", text.to_string())],
            ))
        })?;
        let collection = self.collection(kind)?;
        let whole = format!("{}/{name}", collection.kind().key());
        if let Ok(record) = whole.parse::<RecordRef>()
            && catalog.get(record).is_some()
        {
            return Ok(record);
        }
        match catalog.named(&[collection.kind()], name) {
            Ok(record)
                if catalog
                    .get(record)
                    .is_some_and(|found| collection.holds(found)) =>
            {
                Ok(record)
            }
            Ok(_) => Err(self.refused("fault", "no-record", &[("what", text.to_string())])),
            Err(fault) => {
                let what = match &fault {
                    Fault::NoRecord(None) => text.to_string(),
                    _ => fault.argument().unwrap_or_default(),
                };
                let words = locale::said(&self.texts, "fault", fault.id(), &[("what", what)]);
                Err(Failure::Refused(format!("{text}: {words}")))
            }
        }
    }
}
