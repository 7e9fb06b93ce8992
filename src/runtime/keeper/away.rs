//! The desk whose store is no longer in its place: taken away, moved, exchanged, restored, written by others. Where
//! what is found there goes on from what was left, so does the desk; else it shows what it has, and waits.

use std::time::{Duration, Instant};

use super::requests::{Next, Requests};
use super::writing::Writing;
use super::{HEADINGS, Keeper, Read, Request, State, drafts, stopped};
use crate::catalog::Catalog;
use crate::desk::message::{Msg, Opened, Refused};
use crate::store::{Head, Notice, OpenError, Reader, Store};

/// How long nothing must stir before what is found is taken for whole: a copy is made file by file.
pub(super) const QUIET: Duration = Duration::from_millis(100);
/// How long that is waited for at most.
const MOST: Duration = Duration::from_secs(2);
/// How often it is looked for where there is no watch.
const LOOK: Duration = Duration::from_secs(2);

impl Keeper {
    /// Waits for a store that goes on from `left`. What is asked before the first look is answered after it.
    pub(super) fn stand_by(&self, left: Head, requests: &mut Requests) -> State {
        let mut told: Option<Refused> = None;
        let mut asked: Vec<Request> = Vec::new();
        let mut since = Instant::now();
        let mut look = Some(since + QUIET);
        loop {
            match requests.next(look) {
                Next::Over => return State::Over,
                Next::Stirred { .. } => {
                    let now = Instant::now();
                    if look.is_none() {
                        since = now;
                    }
                    look = Some((now + QUIET).min(since + MOST));
                }
                // Of the store that is not there any more.
                Next::Turn(_) | Next::Sled(_) => {}
                Next::Asked(request) => match &told {
                    Some(_) if requests.are_watched() => self.refuse(request),
                    Some(_) => {
                        asked.push(request);
                        look = Some(Instant::now());
                    }
                    None => asked.push(request),
                },
                Next::Time => {
                    let why = match self.take_up(&left) {
                        Ok(state) => {
                            requests.put_back(asked);
                            return state;
                        }
                        Err(why) => why,
                    };
                    asked.drain(..).for_each(|request| self.refuse(request));
                    if told.as_ref() != Some(&why) {
                        tracing::warn!(?why, "the store is not in its place");
                        (self.post)(Msg::Stopped(why.clone()));
                        told = Some(why);
                    }
                    look = (!requests.are_watched()).then(|| Instant::now() + LOOK);
                }
            }
        }
    }

    /// Goes on with what is found in the place of the store, if it goes on from `left`.
    fn take_up(&self, left: &Head) -> Result<State, Refused> {
        let folder = self.place.folder();
        let reader = Reader::open(folder).map_err(|error| stopped(folder, &error))?;
        let unreadable = |error| stopped(folder, &OpenError::reading(folder)(error));
        let read = Catalog::read(self.here.clone(), &reader, &|_| {});
        let (catalog, head) = read.map_err(unreadable)?;
        if !reader.goes_on_from(left, &head).map_err(unreadable)? {
            return Err(Refused {
                id: "other",
                arguments: vec![("path", folder.display().to_string())],
            });
        }
        tracing::info!(
            left = left.sequence,
            found = reader.sequence(),
            "goes on with what is there"
        );
        // The desk has the very records that were left.
        let is_shown = reader.sequence() == left.sequence;
        let (mut store, mut notices) = match Store::open(folder) {
            Ok(opened) => opened,
            // Others have it open by now.
            Err(error) => {
                let read = Read {
                    reader,
                    head,
                    catalog,
                };
                let joined = match self.can_join(&error) {
                    true => self.join(&read),
                    false => Err(error),
                };
                let catalog = (!is_shown).then_some(read.catalog.clone());
                let opened = Opened {
                    notices: vec![Notice::Continued],
                    ..Opened::default()
                };
                return Ok(match joined {
                    Ok(store) => self.joined(store, opened, catalog),
                    Err(error) => self.begin_reading(read.reader, catalog, error, Vec::new()),
                });
            }
        };
        // It may have been written between reading and locking.
        let is_as_read = store.head().sequence == reader.sequence() && store.agree(&head).is_ok();
        let catalog = match (is_as_read, is_shown) {
            (true, true) => None,
            (true, false) => Some(catalog),
            (false, _) => {
                let catalog = Catalog::open(self.here.clone(), &mut store, &self.teller());
                Some(catalog.map_err(unreadable)?)
            }
        };
        notices.insert(0, Notice::Continued);
        let (drafts, left) = drafts::kept(folder, self.state.as_deref());
        (self.post)(Msg::Opened(Opened {
            notices,
            journal: store.headings(HEADINGS).unwrap_or_default(),
            drafts,
            left,
            demo: self.is_demo(),
            ..Opened::default()
        }));
        (self.post)(Msg::Loaded(catalog));
        Ok(State::Writing(Box::new(Writing::new(
            store,
            self.post.clone(),
        ))))
    }
}
