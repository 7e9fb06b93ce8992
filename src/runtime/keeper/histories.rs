//! Histories that have to be looked for in the whole journal: on a thread of their own, so that nobody's change waits for
//! them. What is asked while it reads is looked for together, the next time that it goes through the journal.

use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver, Sender};

use crate::desk::message::{Answer, JobId, Msg, Refused, Sought};
use crate::model::RecordRef;
use crate::runtime::post::Post;
use crate::store::{ReadError, Seeking};

/// A history that is asked for.
struct Wanted {
    id: JobId,
    record: RecordRef,
    seeking: Seeking,
}

/// The thread, begun when the first one is asked for.
pub(super) struct Histories {
    post: Post,
    thread: OnceLock<Sender<Wanted>>,
}

impl Histories {
    pub(super) fn new(post: Post) -> Histories {
        Histories {
            post,
            thread: OnceLock::new(),
        }
    }

    /// Has it looked for, to be answered under that number.
    pub(super) fn look_for(&self, id: JobId, record: RecordRef, seeking: Seeking) {
        let thread = self.thread.get_or_init(|| begin(&self.post));
        let wanted = Wanted {
            id,
            record,
            seeking,
        };
        if let Err(mpsc::SendError(wanted)) = thread.send(wanted) {
            // There is no thread: then here, whoever waits.
            answer(&[wanted], &self.post);
        }
    }
}

fn begin(post: &Post) -> Sender<Wanted> {
    let (send, asked) = mpsc::channel();
    let post = post.clone();
    let thread = std::thread::Builder::new().name("history".into());
    if let Err(error) = thread.spawn(move || serve(&asked, &post)) {
        tracing::warn!(%error, "histories are read by the store's thread");
    }
    send
}

fn serve(asked: &Receiver<Wanted>, post: &Post) {
    while let Ok(first) = asked.recv() {
        let mut wanted = vec![first];
        wanted.extend(asked.try_iter());
        answer(&wanted, post);
    }
}

fn answer(wanted: &[Wanted], post: &Post) {
    let sought: Vec<Seeking> = wanted.iter().map(|wanted| wanted.seeking.clone()).collect();
    for (wanted, found) in wanted.iter().zip(Seeking::found(&sought)) {
        let answer = match found {
            Ok(history) => Answer::History(wanted.record, history),
            Err(error) => unread(Sought::History(wanted.record), &error),
        };
        post(Msg::Answer(wanted.id, answer));
    }
}

/// What was asked of the journal can't be read.
pub(super) fn unread(sought: Sought, error: &ReadError) -> Answer {
    tracing::warn!(%error, ?sought, "the journal can't be read");
    let why = Refused {
        id: error.id(),
        arguments: error.arguments(),
    };
    Answer::Unread(sought, why)
}
