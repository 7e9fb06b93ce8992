//! The desk whose store is no longer in its place: taken away, moved, exchanged, restored, written by others. Where
//! what is found there goes on from what was left, so does the desk; else it shows what it has, and waits.

use std::time::{Duration, Instant};

use super::requests::{Next, Requests};
use super::writing::Writing;
use super::{Keeper, Left, Read, Request, State, stopped};
use crate::catalog::Catalog;
use crate::desk::message::{Msg, Opened, Refused};
use crate::store::{Notice, OpenError, Reader, Store, Succession};

/// How long nothing must stir before what is found is taken for whole: a copy is made file by file.
pub(super) const QUIET: Duration = Duration::from_millis(100);
/// How long that is waited for at most.
const MOST: Duration = Duration::from_secs(2);
/// How often it is looked for where there is no watch.
const LOOK: Duration = Duration::from_secs(2);

/// How often one's turn to open it is waited for.
const TRIES: u32 = 4;

/// How a store was opened.
enum Entered {
    /// As the one that keeps sled.
    First(Box<Store>, Vec<Notice>),
    /// Beside that one.
    Beside(Box<Store>),
}

impl Keeper {
    /// Waits for a store that goes on from `left`. What is asked before the first look is answered after it.
    pub(super) fn stand_by(&self, left: Left, requests: &mut Requests) -> State {
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
                    let found = self.find(&left);
                    if let Ok((_, Notice::Replaced(_))) = found {
                        // What was to be done to the store before is done to none.
                        let is_change = |of: &mut Request| of.asked.is_change();
                        let changes = asked.extract_if(.., is_change).collect::<Vec<_>>();
                        changes.into_iter().for_each(|request| self.refuse(request));
                    }
                    let why = match found.and_then(|(read, how)| self.take_up(read, how, &left)) {
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

    /// What is in the place of the store, and how it is gone on with.
    fn find(&self, left: &Left) -> Result<(Read, Notice), Refused> {
        let folder = self.place.folder();
        let reader = Reader::open(folder).map_err(|error| stopped(folder, &error))?;
        let unreadable = |error| stopped(folder, &OpenError::reading(folder)(error));
        let read = Catalog::read(self.here.clone(), &reader, &|_| {});
        let (catalog, head) = read.map_err(unreadable)?;
        let succession = Succession::of(folder).filter(|by| by.follows(left.id.as_deref()));
        let how = match succession {
            Some(by) => Notice::Replaced(by),
            None if reader.goes_on_from(&left.head, &head).map_err(unreadable)? => {
                Notice::Continued
            }
            None => {
                return Err(Refused {
                    id: "other",
                    arguments: vec![("path", folder.display().to_string())],
                });
            }
        };
        tracing::info!(
            ?how,
            left = left.head.sequence,
            found = reader.sequence(),
            "goes on with what is there"
        );
        let read = Read {
            reader,
            head,
            catalog,
        };
        Ok((read, how))
    }

    /// Goes on with what was found in the place of the store.
    fn take_up(&self, read: Read, how: Notice, left: &Left) -> Result<State, Refused> {
        let folder = self.place.folder();
        let unreadable = |error| stopped(folder, &OpenError::reading(folder)(error));
        // The desk has the very records that were left.
        let is_shown = !how.is_another_store() && read.reader.sequence() == left.head.sequence;
        let (mut store, mut notices) = match self.enter(&read) {
            Ok(Entered::First(store, notices)) => (*store, notices),
            // Others have it open by now.
            entered => {
                let catalog = (!is_shown).then_some(read.catalog);
                let notices = vec![how];
                return Ok(match entered {
                    Ok(Entered::First(store, _) | Entered::Beside(store)) => {
                        let opened = Opened {
                            notices,
                            ..Opened::default()
                        };
                        self.joined(*store, opened, catalog)
                    }
                    Err(error) => self.begin_reading(read.reader, catalog, error, notices),
                });
            }
        };
        // It may have been written between reading and locking.
        let is_as_read =
            store.head().sequence == read.reader.sequence() && store.agree(&read.head).is_ok();
        let catalog = match (is_as_read, is_shown) {
            (true, true) => None,
            (true, false) => Some(read.catalog),
            (false, _) => {
                let catalog = Catalog::open(self.here.clone(), &mut store, &self.teller());
                Some(catalog.map_err(unreadable)?)
            }
        };
        notices.insert(0, how);
        let opened = Opened {
            notices,
            ..Opened::default()
        };
        self.tell_opened(&store, opened, u64::MAX);
        (self.post)(Msg::Loaded(catalog));
        Ok(State::Writing(Box::new(Writing::new(
            store,
            self.post.clone(),
        ))))
    }

    /// Opens what was read, or joins those that have it open: all that had the one before come at once, and each has its
    /// turn.
    fn enter(&self, read: &Read) -> Result<Entered, OpenError> {
        let mut tries = TRIES;
        loop {
            let refused = match Store::open(self.place.folder()) {
                Ok((store, notices)) => return Ok(Entered::First(Box::new(store), notices)),
                Err(OpenError::Held { .. }) => match self.join(read) {
                    Ok(store) => return Ok(Entered::Beside(Box::new(store))),
                    Err(error) => error,
                },
                Err(error) => error,
            };
            tries -= 1;
            if tries == 0 || !matches!(refused, OpenError::Held { .. }) {
                return Err(refused);
            }
        }
    }
}
