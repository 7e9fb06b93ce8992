//! The desk that writes: requests, one after the other, those that change something in their turn among other desks',
//! and what is done while nobody asks.

use std::sync::atomic::Ordering;
use std::time::Instant;

use super::checkpoints::Checkpoints;
use super::looks::Looks;
use super::reading::FOLLOW;
use super::requests::{Call, Next, Requests};
use super::turns::Turns;
use super::{HEADINGS, Keeper, Left, Read, Request, State, drafts};
use crate::catalog::Catalog;
use crate::desk::message::{Answer, Asked, Msg, Opened, Refused};
use crate::runtime::place::Place;
use crate::runtime::post::Post;
use crate::store::{CommitError, Head, OpenError, Store, TakenOver, Turn, UndoError};

/// A store that is written.
pub(super) struct Writing {
    store: Store,
    checkpoints: Checkpoints,
    turns: Turns,
    /// sled, to be kept from the next turn on.
    taken: Option<TakenOver>,
    /// When to look again for what others do.
    looks: Looks,
    /// Whether that is to be taken in in a turn: it could not be without.
    behind: bool,
}

impl Writing {
    /// A store that was just opened.
    pub(super) fn new(store: Store, post: Post) -> Writing {
        Writing {
            store,
            checkpoints: Checkpoints::new(post.clone()),
            turns: Turns::new(post),
            taken: None,
            looks: Looks::default(),
            behind: false,
        }
    }

    /// Whether something waits for a turn.
    fn wants(&self) -> bool {
        self.behind || self.taken.is_some() || !self.turns.is_empty()
    }

    /// Lets go of a store that is not in its place; somebody else answers what was asked.
    fn leave(mut self, requests: &mut Requests) -> State {
        let left = Left {
            head: self.store.head(),
            id: self.store.id().map(str::to_string),
        };
        requests.put_back(self.turns.take());
        self.checkpoints.given_up();
        self.store.abandon();
        State::Away(left)
    }
}

/// Whether a store still is in its place.
type InPlace = Result<(), ()>;

impl Keeper {
    /// Shows what an open store holds, unless the desk has read it already, and is ready to write.
    pub(super) fn take_over(
        &self,
        mut store: Store,
        mut opened: Opened,
        read: Option<Read>,
    ) -> State {
        if let Place::Demo(demo) = &self.place
            && store.is_empty()
            && let Err(error) = demo.fill(&mut store)
        {
            (self.post)(Msg::Unopened(Refused {
                id: error.id(),
                arguments: error.arguments(),
            }));
            return State::Over;
        }
        opened.welcome = self.welcome && store.is_empty();
        self.tell_opened(&store, opened, u64::MAX);
        // What another desk may have written between reading and locking was not read, nor what only
        // sled still had.
        let read = read.filter(|read| {
            read.reader.sequence() == store.head().sequence && store.agree(&read.head).is_ok()
        });
        let shown = read.is_some_and(|read| read.head.records > 0);
        let catalog = match shown {
            true => Ok(None),
            false => Catalog::open(self.here.clone(), &mut store, &self.teller()).map(Some),
        };
        match catalog {
            Ok(catalog) => (self.post)(Msg::Loaded(catalog)),
            Err(error) => {
                (self.post)(Msg::Unopened(Refused {
                    id: error.id(),
                    arguments: error.arguments(),
                }));
                return State::Over;
            }
        }
        State::Writing(Box::new(Writing::new(store, self.post.clone())))
    }

    /// Goes on with a store that was joined: what was read of it, `catalog` unless the desk has that already, and what
    /// others have done since.
    pub(super) fn joined(
        &self,
        mut store: Store,
        opened: Opened,
        catalog: Option<Catalog>,
    ) -> State {
        let news = store.news();
        let next = news
            .first()
            .map_or(u64::MAX, |(heading, _)| heading.sequence);
        self.tell_opened(&store, opened, next);
        (self.post)(Msg::Loaded(catalog));
        if !news.is_empty() {
            (self.post)(Msg::Followed(news));
        }
        State::Writing(Box::new(Writing::new(store, self.post.clone())))
    }

    /// Tells the desk what it stands on before entry `next`.
    pub(super) fn tell_opened(&self, store: &Store, mut opened: Opened, next: u64) {
        opened.demo = self.is_demo();
        (opened.drafts, opened.left) = drafts::kept(self.place.folder(), self.state.as_deref());
        opened.journal = store.headings_before(next, HEADINGS).unwrap_or_default();
        self.tell_open(opened);
    }

    /// What others did comes before what is done upon it.
    fn tell_news(&self, store: &mut Store) {
        let news = store.news();
        if !news.is_empty() {
            (self.post)(Msg::Followed(news));
        }
    }

    /// Serves requests as long as the store is in its place, until there are no more.
    pub(super) fn write(&self, mut writing: Writing, requests: &mut Requests) -> State {
        if !writing.store.keeps_sled() {
            self.wait_for_sled(&writing.store, requests);
        }
        loop {
            // What others do is looked for where nobody tells of it.
            let look = (!requests.are_watched()).then(|| Instant::now() + FOLLOW);
            let moments = [look, writing.turns.moment(), writing.looks.moment()];
            let moment = moments.into_iter().flatten().min();
            let Writing {
                store, checkpoints, ..
            } = &mut writing;
            let next = checkpoints.next(store, requests, moment);
            let behind = store.is_behind();
            let mut turn = None;
            match next {
                Next::Over => {
                    self.close(writing);
                    return State::Over;
                }
                Next::Asked(request) if behind.is_err() => requests.put_back([request]),
                Next::Asked(request) => {
                    if let Some(change) = self.tell_of(&writing.store, request) {
                        writing.turns.push(change);
                    }
                }
                Next::Turn(come) => {
                    writing.turns.over();
                    match come {
                        Ok(come) => turn = Some(come),
                        Err(error) => tracing::warn!(%error, "no turn to write"),
                    }
                }
                Next::Sled(taken) => match *taken {
                    Ok(taken) => writing.taken = Some(taken),
                    Err(error) => tracing::warn!(%error, "sled can't be taken over"),
                },
                Next::Stirred { .. } | Next::Time => {}
            }
            // In a turn all is taken in anyway.
            let is_looking = turn.is_none() && writing.turns.is_empty();
            let seen = match behind {
                Ok(true) if is_looking => self.look(&mut writing),
                Ok(_) => {
                    writing.looks.over();
                    Ok(())
                }
                Err(_) => Err(()),
            };
            if seen.is_err() {
                return writing.leave(requests);
            }
            writing.turns.tell(self.place.folder());
            let done = match turn {
                Some(turn) => self.in_turn(&mut writing, turn, requests),
                None if writing.wants() => self.take_turn(&mut writing, requests),
                None => Ok(()),
            };
            if done.is_err() {
                return writing.leave(requests);
            }
            writing.checkpoints.settle(&mut writing.store);
        }
    }

    /// Takes in what others did, as far as nothing takes it back any more.
    fn look(&self, writing: &mut Writing) -> InPlace {
        let followed = writing.store.follow();
        self.tell_news(&mut writing.store);
        match followed {
            Ok(true) => writing.looks.over(),
            Ok(false) => writing.behind |= !writing.looks.again(writing.store.head().sequence),
            Err(CommitError::Displaced(_)) => return Err(()),
            Err(_) => {
                writing.looks.over();
                writing.behind = true;
            }
        }
        Ok(())
    }

    /// Does what waits, if the turn can be had; else it comes later.
    fn take_turn(&self, writing: &mut Writing, requests: &Requests) -> InPlace {
        match writing.turns.turn(self.place.folder(), requests) {
            Ok(Some(turn)) => self.in_turn(writing, turn, requests),
            Ok(None) => Ok(()),
            Err(error) => {
                // There can be no lock: each is told so.
                tracing::warn!(%error, "no turn to write");
                writing.behind = false;
                for request in writing.turns.take() {
                    self.refuse_with(request, error.clone().into());
                }
                Ok(())
            }
        }
    }

    /// Does all that waits, in its turn: takes in what others did, then commits and undoes.
    fn in_turn(&self, writing: &mut Writing, turn: Turn, requests: &Requests) -> InPlace {
        let store = &mut writing.store;
        if let Err(error) = store.follow_in(&turn) {
            let gone = matches!(error, CommitError::Displaced(_));
            self.tell_news(store);
            writing.behind = false;
            if gone {
                return Err(());
            }
            tracing::warn!(%error, "what others did can't be read");
            for request in writing.turns.take() {
                self.refuse_with(request, error.clone());
            }
            return Ok(());
        }
        writing.behind = false;
        writing.looks.over();
        self.tell_news(store);
        if let Some(taken) = writing.taken.take() {
            match store.take_over(&turn, taken) {
                Ok(None) => tracing::info!("keeps sled now"),
                Ok(Some(other)) => self.remake(*other, store, requests),
                Err(error) => tracing::warn!(%error, "sled can't be taken over"),
            }
        }
        while let Some(Request { id, asked }) = writing.turns.pop() {
            let answer = match asked {
                Asked::Commit(commit, bundles) => {
                    match store.commit_rest_in(&turn, &commit, &bundles) {
                        Err(CommitError::Displaced(_)) => {
                            let asked = Asked::Commit(commit, bundles);
                            writing.turns.push_front(Request { id, asked });
                            return Err(());
                        }
                        result => Answer::Committed(result),
                    }
                }
                Asked::Undo(reversal) => match store.undo_in(&turn, &reversal) {
                    Err(UndoError::Commit(CommitError::Displaced(_))) => {
                        let asked = Asked::Undo(reversal);
                        writing.turns.push_front(Request { id, asked });
                        return Err(());
                    }
                    result => Answer::Undone(reversal, result),
                },
                // Only changes wait for a turn.
                _ => continue,
            };
            self.answer(id, answer);
        }
        Ok(())
    }

    fn wait_for_sled(&self, store: &Store, requests: &Requests) {
        let caller = requests.caller();
        let waits = store.wait_for_sled(move |taken| {
            let _ = caller.send(Call::Sled(Box::new(taken)));
        });
        if let Err(error) = waits {
            tracing::warn!(%error, "sled can't be waited for");
        }
    }

    /// sled holds something else than the journal says: it is made again, aside.
    fn remake(&self, other: TakenOver, store: &Store, requests: &Requests) {
        tracing::warn!("sled is not what the journal says, it is made again");
        let caller = requests.caller();
        let made = store.remake(other, move |taken| {
            let _ = caller.send(Call::Sled(Box::new(taken)));
        });
        if let Err(error) = made {
            tracing::warn!(%error, "sled can't be made again");
        }
    }

    /// What waits for a turn still is saved, if that comes soon; drafts keep the rest.
    fn close(&self, mut writing: Writing) {
        if writing.store.is_in_place().is_ok() && !writing.turns.is_empty() {
            match Turn::take(self.place.folder()) {
                Ok(turn) => self.do_the_last(&mut writing, &turn),
                Err(error) => tracing::error!(%error, "ended before its turn came"),
            }
        }
        let store = writing.store;
        if let Err(error) = store.is_in_place() {
            tracing::warn!(%error, "left as it is");
            return store.abandon();
        }
        let closed = match self.hurried.load(Ordering::SeqCst) {
            true => store.leave(),
            false => store.close(),
        };
        if let Err(error) = closed {
            tracing::error!(%error, "closing the store failed; the wal has everything");
        }
    }

    fn do_the_last(&self, writing: &mut Writing, turn: &Turn) {
        while let Some(Request { id, asked }) = writing.turns.pop() {
            let answer = match asked {
                Asked::Commit(commit, bundles) => {
                    let store = &mut writing.store;
                    Answer::Committed(store.commit_rest_in(turn, &commit, &bundles))
                }
                Asked::Undo(reversal) => {
                    let undone = writing.store.undo_in(turn, &reversal);
                    Answer::Undone(reversal, undone)
                }
                _ => continue,
            };
            self.answer(id, answer);
        }
    }

    /// Whether a store that can't be opened for that reason can be joined: nobody keeps the turn to write.
    pub(super) fn can_join(&self, error: &OpenError) -> bool {
        let free = || Turn::try_take(self.place.folder()).is_ok_and(|turn| turn.is_some());
        matches!(error, OpenError::Held { .. }) && free()
    }

    /// Joins those that have a store open with what was read of it.
    pub(super) fn join(&self, read: &Read) -> Result<Store, OpenError> {
        let head: &Head = &read.head;
        Store::join(&read.reader, head, Box::new(read.catalog.clone()))
    }
}
