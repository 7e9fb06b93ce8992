//! Who is here: tells what this desk is at, and finds out who else has the store open, on a thread of its own, so that
//! no key waits for it. It sleeps until it is told something, or, while it watches, until somebody comes or goes.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::post::Post;
use super::watch::Wish;
use crate::desk::message::{At, Msg};
use crate::store::Repeated;
use crate::store::presence::{self, Present, Seat, Told};

/// How long a sheet is shown before it is told of.
pub const SHOWN: Duration = Duration::from_secs(2);
/// Who was killed may be reported gone before its lock is free: it is looked at once more, so much later.
const AGAIN: Duration = Duration::from_millis(150);

/// A word to the thread.
enum Word {
    /// What the desk is at.
    At(At),
    /// Somebody may have come or gone.
    Look,
    /// By which who comes and goes is watched.
    Watched(Wish),
    /// Nobody is here any more.
    Over,
}

/// The way to the thread.
#[derive(Clone, Debug)]
pub struct Teller(Sender<Word>);

impl Teller {
    /// Tells what the desk is at.
    pub fn at(&self, at: At) {
        self.send(Word::At(at));
    }

    /// Tells that somebody may have come or gone.
    pub fn look(&self) {
        self.send(Word::Look);
    }

    /// Gives it the means to watch.
    pub fn watched(&self, wish: Wish) {
        self.send(Word::Watched(wish));
    }

    fn send(&self, word: Word) {
        // A send fails once the thread has ended: nobody is told any more.
        let _ = self.0.send(word);
    }
}

/// The thread. Dropping this ends it, its file taken away.
#[derive(Debug)]
pub struct Presence {
    teller: Teller,
    thread: Option<JoinHandle<()>>,
}

impl Presence {
    /// Starts it for the store at `folder`, used from there; a sheet is told of once it is shown for so long.
    pub fn start(folder: &Path, from: String, shown: Duration, post: Post) -> Presence {
        let (sender, words) = mpsc::channel();
        let mut attending = Attending {
            folder: folder.to_path_buf(),
            from,
            shown,
            post,
            at: At::default(),
            told: None,
            seat: None,
            untold: Repeated::default(),
            due: None,
            again: None,
            wish: None,
            seen: Vec::new(),
        };
        let thread = thread::Builder::new().name("here".into());
        let thread = thread.spawn(move || attending.run(&words));
        Presence {
            teller: Teller(sender),
            thread: thread
                .inspect_err(|error| tracing::warn!(%error, "nobody is told who is here"))
                .ok(),
        }
    }

    /// The way to it.
    pub fn teller(&self) -> &Teller {
        &self.teller
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        self.teller.send(Word::Over);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("who is here ended by a panic");
        }
    }
}

struct Attending {
    folder: PathBuf,
    from: String,
    shown: Duration,
    post: Post,
    /// What the desk is at.
    at: At,
    /// What was told of it.
    told: Option<Told>,
    seat: Option<Seat>,
    /// Why it could not be told.
    untold: Repeated,
    /// When to tell which sheet is shown.
    due: Option<Instant>,
    /// When to look once more.
    again: Option<Instant>,
    wish: Option<Wish>,
    /// Who was there when the desk was told last.
    seen: Vec<Present>,
}

impl Attending {
    fn run(&mut self, words: &Receiver<Word>) {
        loop {
            let until = self.due.into_iter().chain(self.again).min();
            let word = match until {
                None => words.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) => words.recv_timeout(until.saturating_duration_since(Instant::now())),
            };
            let looks = match word {
                Ok(Word::At(at)) => self.turn_to(at),
                Ok(Word::Look) => {
                    self.again = Some(Instant::now() + AGAIN);
                    true
                }
                Ok(Word::Watched(wish)) => {
                    self.wish = Some(wish);
                    !self.watch()
                }
                Err(RecvTimeoutError::Timeout) => {
                    let now = Instant::now();
                    if self.due.take_if(|due| *due <= now).is_some() {
                        self.tell(self.at.told.clone());
                    }
                    self.again.take_if(|again| *again <= now).is_some()
                }
                Ok(Word::Over) | Err(RecvTimeoutError::Disconnected) => return self.seat = None,
            };
            if looks {
                self.look();
            }
        }
    }

    /// Takes in what the desk is at: what it edits is told at once, what it shows once it has shown it for a while.
    /// Says whether to look who else is there: what is watched from now on calls for that by itself.
    fn turn_to(&mut self, at: At) -> bool {
        let before = std::mem::replace(&mut self.at, at);
        let record = |told: &Option<Told>| told.as_ref()?.shown.map(|on| on.record);
        let other = record(&self.at.told) != record(&self.told);
        let mut told = self.at.told.clone();
        self.due = None;
        if other
            && !self.shown.is_zero()
            && let Some(told) = &mut told
        {
            // Until then it is said to be where it was.
            told.shown = self.told.as_ref().and_then(|had| had.shown);
            self.due = Some(Instant::now() + self.shown);
        }
        self.tell(told);
        self.at.watches == before.watches || !self.watch()
    }

    /// Has who comes and goes watched, or no more; false where nobody watches. The watch calls for a look by itself.
    fn watch(&mut self) -> bool {
        let watches = self.at.watches;
        let told = self.wish.as_mut().is_some_and(|wish| wish.tell(watches));
        told || !watches
    }

    /// Tells that, unless it is told; `None`: this desk is not here.
    fn tell(&mut self, told: Option<Told>) {
        let told = told.map(|told| Told {
            from: self.from.clone(),
            ..told
        });
        let is_seated = self.seat.as_ref().is_some_and(Seat::is_in_place);
        if told == self.told && is_seated == told.is_some() {
            return;
        }
        let Some(wanted) = &told else {
            (self.seat, self.told) = (None, None);
            return;
        };
        if !is_seated {
            self.seat = None;
        }
        let seat = match self.seat.take() {
            Some(seat) => Ok(seat),
            None => Seat::take(&self.folder),
        };
        let done = seat.and_then(|seat| {
            seat.tell(wanted)?;
            Ok(seat)
        });
        // Tried again when there is something else to tell.
        self.told = told;
        match done {
            Ok(seat) => {
                self.seat = Some(seat);
                self.untold.over();
            }
            Err(error) if self.untold.begins(&error) => {
                tracing::warn!(%error, "nobody is told that this desk is here");
            }
            Err(_) => {}
        }
    }

    /// Finds out who is there, and tells the desk if that is something new.
    fn look(&mut self) {
        // Taken away, its own file is made again.
        if self.told.is_some() {
            self.tell(self.told.clone());
        }
        let own = self.seat.as_ref().map(|seat| seat.name().to_string());
        let seen = presence::look(&self.folder, own.as_deref());
        // What it is at itself is no news to a desk that does not show it.
        let others = |seen: &[Present]| -> Vec<Present> {
            let others = seen.iter().filter(|present| !present.own);
            others.cloned().collect()
        };
        let same = match self.at.watches {
            true => seen == self.seen,
            false => others(&seen) == others(&self.seen),
        };
        if !same {
            self.seen.clone_from(&seen);
            (self.post)(Msg::Present(seen));
        }
    }
}
