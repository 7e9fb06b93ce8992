//! The desk that only reads, follows whoever writes, and waits to write itself.

use std::time::{Duration, Instant};

use super::away::QUIET;
use super::requests::{Call, Next, Requests};
use super::{HEADINGS, Keeper, Request, State, stopped};
use crate::catalog::Catalog;
use crate::desk::message::{Msg, Opened, Refused};
use crate::store::{Notice, OpenError, Reader, Store, Turn};

/// How often a desk looks for what others do where there is no watch.
pub(super) const FOLLOW: Duration = Duration::from_millis(400);
/// How often one that could not be opened for writing is tried again: for want of room or rights, of whose coming
/// nobody tells, or where there is no watch.
const RETRY: Duration = Duration::from_secs(2);

/// What a desk reads that can't write.
pub(super) struct Reading {
    /// `None` while there is nothing to be read: it shows what it has.
    reader: Option<Reader>,
    why: OpenError,
    /// What the desk was told last.
    told: Refused,
    attempts: Attempts,
    /// When to read all anew.
    anew: Option<Instant>,
    /// Whether that was done: another store is shown than the one it began with.
    exchanged: bool,
}

/// When to try to write.
struct Attempts {
    last: Instant,
    /// How long to wait after the last one: an attempt stirs what it looks at.
    pause: Duration,
    next: Option<Instant>,
}

impl Attempts {
    fn new() -> Attempts {
        Attempts {
            last: Instant::now(),
            pause: QUIET,
            next: None,
        }
    }

    /// Something stirred.
    fn soon(&mut self) {
        let now = Instant::now();
        if now > self.last + 4 * RETRY {
            self.pause = QUIET;
        }
        self.next = Some((self.last + self.pause).max(now + QUIET / 2));
    }

    /// One failed. Who was killed may be reported gone before the lock is free: it is tried a few times more.
    fn failed(&mut self, goes_on: bool) {
        self.last = Instant::now();
        self.next = (goes_on || self.pause < RETRY).then(|| self.last + self.pause);
        self.pause = (self.pause * 2).min(RETRY);
    }
}

impl Keeper {
    /// Shows what was read where it can't be written: all of it, unless the desk has it already.
    pub(super) fn begin_reading(
        &self,
        reader: Reader,
        catalog: Option<Catalog>,
        why: OpenError,
        mut notices: Vec<Notice>,
    ) -> State {
        notices.extend(reader.lost());
        let told = stopped(self.place.folder(), &why);
        let journal = reader.headings(HEADINGS).unwrap_or_default();
        self.tell_open(Opened {
            read_only: Some(told.clone()),
            notices,
            journal,
            demo: self.is_demo(),
            ..Opened::default()
        });
        (self.post)(Msg::Loaded(catalog));
        State::Reading(Box::new(Reading {
            reader: Some(reader),
            why,
            told,
            attempts: Attempts::new(),
            anew: None,
            exchanged: false,
        }))
    }

    /// Follows the changes of whoever writes, and goes on to write once they have ended, or a disk without room or
    /// rights allows it.
    pub(super) fn read_along(&self, mut reading: Reading, requests: &mut Requests) -> State {
        self.wait_for_turn(&reading, requests);
        if reading.must_be_tried() {
            reading.attempts.next = Some(Instant::now() + RETRY);
        }
        loop {
            let follow = (!requests.are_watched()).then(|| Instant::now() + FOLLOW);
            let moments = [follow, reading.attempts.next, reading.anew];
            let next = requests.next(moments.into_iter().flatten().min());
            if matches!(next, Next::Over) {
                return State::Over;
            }
            let next = match next {
                // Whoever kept the turn has ended: it is let go of, to be taken in opening.
                Next::Turn(turn) => {
                    drop(turn);
                    reading.attempts.next = Some(Instant::now());
                    Next::Time
                }
                next => next,
            };
            self.follow(&mut reading);
            if matches!(next, Next::Stirred { place: true }) {
                // What a newer program wrote does not become older.
                if reading.waits() {
                    reading.attempts.soon();
                }
            }
            if matches!(next, Next::Stirred { .. }) && reading.reader.is_none() {
                reading.anew = Some(Instant::now() + QUIET);
            }
            let now = Instant::now();
            if reading.anew.is_some_and(|moment| moment <= now) {
                reading.anew = None;
                if let Err(why) = self.read_anew(&mut reading) {
                    self.tell(&mut reading, why);
                    reading.anew = (!requests.are_watched()).then(|| now + RETRY);
                }
            }
            if reading.attempts.next.is_some_and(|moment| moment <= now) && reading.reader.is_some()
            {
                match Store::open(self.place.folder()) {
                    Ok((store, mut notices)) => {
                        if reading.exchanged {
                            notices.insert(0, Notice::Exchanged);
                        }
                        if let Next::Asked(request) = next {
                            requests.put_back([request]);
                        }
                        let opened = Opened {
                            notices,
                            ..Opened::default()
                        };
                        return self.take_over(store, opened, None);
                    }
                    Err(error) => {
                        let error = match self.join_anew(&reading, error) {
                            Ok(state) => {
                                if let Next::Asked(request) = next {
                                    requests.put_back([request]);
                                }
                                return state;
                            }
                            Err(error) => error,
                        };
                        self.refused(&mut reading, error);
                        self.wait_for_turn(&reading, requests);
                        let goes_on = reading.must_be_tried();
                        reading.attempts.failed(goes_on);
                    }
                }
            }
            if let Next::Asked(request) = next {
                self.reply(&reading, request);
            }
        }
    }

    /// Joins those that have it open by now.
    fn join_anew(&self, reading: &Reading, error: OpenError) -> Result<State, OpenError> {
        if !self.can_join(&error) {
            return Err(error);
        }
        let folder = self.place.folder();
        let (store, catalog) = Catalog::join(self.here.clone(), folder)?;
        let exchanged = reading.exchanged.then_some(Notice::Exchanged);
        let opened = Opened {
            notices: exchanged.into_iter().collect(),
            ..Opened::default()
        };
        Ok(self.joined(store, opened, Some(catalog)))
    }

    /// Hears when whoever keeps the turn has let go of it.
    fn wait_for_turn(&self, reading: &Reading, requests: &Requests) {
        if !matches!(reading.why, OpenError::Held { .. }) {
            return;
        }
        let caller = requests.caller();
        let waits = Turn::wait(self.place.folder(), move |turn| {
            let _ = caller.send(Call::Turn(turn));
        });
        if let Err(error) = waits {
            tracing::warn!(%error, "the turn can't be waited for");
        }
    }

    /// Takes in what was written since; where the journal is another one, all is read anew once it rests.
    fn follow(&self, reading: &mut Reading) {
        let Some(reader) = &mut reading.reader else {
            return;
        };
        match reader.follow() {
            Ok(entries) if entries.is_empty() => {}
            Ok(entries) => (self.post)(Msg::Followed(entries)),
            Err(error) => {
                tracing::warn!(%error, "the store is read anew");
                reading.reader = None;
                reading.anew = Some(Instant::now() + QUIET);
            }
        }
    }

    /// Reads what is there now, whatever was shown before.
    fn read_anew(&self, reading: &mut Reading) -> Result<(), Refused> {
        let folder = self.place.folder();
        let reader = Reader::open(folder).map_err(|error| stopped(folder, &error))?;
        let (catalog, _) = Catalog::read(self.here.clone(), &reader, &|_| {})
            .map_err(|error| stopped(folder, &OpenError::reading(folder)(error)))?;
        let journal = reader.headings(HEADINGS).unwrap_or_default();
        reading.told = stopped(folder, &reading.why);
        self.tell_open(Opened {
            read_only: Some(reading.told.clone()),
            notices: vec![Notice::Exchanged],
            journal,
            demo: self.is_demo(),
            ..Opened::default()
        });
        (self.post)(Msg::Loaded(Some(catalog)));
        reading.reader = Some(reader);
        reading.exchanged = true;
        // Nobody may be writing this one.
        reading.attempts.next = Some(Instant::now() + QUIET);
        Ok(())
    }

    fn reply(&self, reading: &Reading, request: Request) {
        let Some(reader) = &reading.reader else {
            return self.refuse(request);
        };
        if let Some(request) = self.tell_of(reader, request) {
            self.refuse(request);
        }
    }

    /// Takes note of why it can't be written now.
    fn refused(&self, reading: &mut Reading, error: OpenError) {
        // Who holds it may just be writing its name.
        let known = !matches!(&error, OpenError::Held { holder, .. } if holder.pid == 0);
        if known && error != reading.why {
            reading.why = error;
            let why = stopped(self.place.folder(), &reading.why);
            self.tell(reading, why);
        }
    }

    /// Tells the desk why it can't write, once.
    fn tell(&self, reading: &mut Reading, why: Refused) {
        if reading.told != why {
            tracing::warn!(?why, "the store is only read");
            (self.post)(Msg::Stopped(why.clone()));
            reading.told = why;
        }
    }
}

impl Reading {
    /// Whether nobody tells when it can be written.
    fn must_be_tried(&self) -> bool {
        self.waits() && !matches!(self.why, OpenError::Held { .. })
    }

    fn waits(&self) -> bool {
        !matches!(self.why, OpenError::NewerFormat { .. })
    }
}
