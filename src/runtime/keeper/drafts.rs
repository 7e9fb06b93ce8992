//! The drafts' thread, which never waits for a long commit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

use ulid::Ulid;

use crate::desk::message::{Msg, Refused};
use crate::runtime::left;
use crate::runtime::post::Post;
use crate::store::drafts::{self, Draft, Untaken};
use crate::store::editing::{self, Editing};
use crate::store::homes;
use crate::store::left::Left;
use crate::store::{self, ReadError, Repeated, Trouble, source};

/// A request about drafts.
pub enum DraftRequest {
    /// Keep it.
    Save(Draft),
    /// It is done with.
    Drop(Ulid),
    /// It is taken up.
    Take(Ulid),
    /// The draft has the text of an editor: its file goes, if the draft is kept.
    Taken(Editing),
}

/// The drafts that are kept, with what editors have left, and what lies among them and can't be offered.
pub(super) fn kept(folder: &Path, state: Option<&Path>) -> (Vec<Draft>, Vec<Refused>) {
    let settled = homes::settle(folder, state);
    let home = settled.clone().or_else(|_| homes::of(folder, state));
    let (mut drafts, mut left) = home.as_deref().map(editing::gather).unwrap_or_default();
    // Another desk, or this one, is writing it.
    drafts.retain(|draft| {
        !home
            .as_ref()
            .is_ok_and(|home| drafts::is_in_hand(home, draft.id))
    });
    left.extend(settled.err().map(Left::unwritten));
    for left in &left {
        tracing::warn!(path = %left.path.display(), why = ?left.why, "left among the drafts");
    }
    (drafts, left.iter().map(left::said).collect())
}

/// Where drafts are kept: in the store by its name, and, once that leads to nothing or to another one, in the store as
/// it was opened too, wherever it lies by now.
struct Folders {
    named: PathBuf,
    opened: Option<File>,
    state: Option<PathBuf>,
}

impl Folders {
    /// By name, the store that will be opened next; and what was opened, if that is another one.
    fn all(&mut self) -> Vec<PathBuf> {
        if self.opened.is_none() {
            self.opened = source::folder(&self.named).ok();
        }
        let identity = |found: Metadata| (found.dev(), found.ino());
        let named = fs::metadata(&self.named).map(identity).ok();
        let elsewhere = self.opened.as_ref().filter(|opened| {
            let opened = opened.metadata().map(identity).ok();
            opened != named
        });
        let elsewhere =
            elsewhere.map(|opened| PathBuf::from(format!("/proc/self/fd/{}", opened.as_raw_fd())));
        // What is no store is nothing to write into.
        let is_store = store::may_be(&self.named) == Ok(true);
        let named = (is_store || elsewhere.is_none()).then(|| self.named.clone());
        named.into_iter().chain(elsewhere).collect()
    }

    /// Does it in all of them; it is done where it is in one.
    fn each<T>(&mut self, work: impl Fn(&Path) -> Result<T, Trouble>) -> Result<Vec<T>, Trouble> {
        let (mut done, mut failed) = (Vec::new(), None);
        for folder in self.all() {
            match homes::made(&folder, self.state.as_deref()).and_then(|home| work(&home)) {
                Ok(one) => done.push(one),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        match (done.is_empty(), failed) {
            (true, Some(error)) => Err(error),
            _ => Ok(done),
        }
    }
}

/// The drafts' thread.
pub fn keep_drafts(
    folder: &Path,
    state: Option<PathBuf>,
    requests: &Receiver<DraftRequest>,
    post: &Post,
) {
    let mut folders = Folders {
        named: folder.to_path_buf(),
        opened: source::folder(folder).ok(),
        state,
    };
    let mut unkept = BTreeSet::new();
    let mut in_hand = BTreeMap::new();
    let mut repeated = Repeated::default();
    while let Ok(mut request) = requests.recv() {
        match &mut request {
            DraftRequest::Save(draft) => {
                let saved = folders.each(|folder| drafts::save(folder, draft));
                match saved.map_err(ReadError::from) {
                    Ok(kept) => {
                        in_hand.insert(draft.id, kept);
                        repeated.over();
                        if unkept.remove(&draft.id) {
                            post(Msg::DraftKept(draft.id));
                        }
                    }
                    Err(error) => {
                        if repeated.begins(&error) {
                            tracing::error!(%error, "a draft can't be kept");
                        }
                        unkept.insert(draft.id);
                        let why = Refused {
                            id: error.id(),
                            arguments: error.arguments(),
                        };
                        post(Msg::DraftUnkept(draft.id, why));
                    }
                }
            }
            DraftRequest::Taken(editing) if unkept.contains(&editing.draft()) => {}
            DraftRequest::Taken(editing) => {
                if let Err(error) = editing.taken() {
                    tracing::error!(%error, "the file of an editor can't be removed");
                }
            }
            DraftRequest::Take(id) if in_hand.contains_key(id) || unkept.contains(id) => {}
            DraftRequest::Take(id) => {
                let all = folders.all();
                let taken: Vec<_> = all.iter().map(|folder| drafts::take(folder, *id)).collect();
                match taken.iter().find_map(|taken| taken.as_ref().err()) {
                    Some(why) if taken.iter().all(Result::is_err) || *why == Untaken::Elsewhere => {
                        post(Msg::DraftUntaken(*id, *why));
                    }
                    _ => drop(in_hand.insert(*id, taken.into_iter().flatten().collect())),
                }
            }
            DraftRequest::Drop(id) => {
                in_hand.remove(id);
                if let Err(error) = folders.each(|folder| drafts::remove(folder, *id))
                    && repeated.begins(&error)
                {
                    tracing::error!(%error, "a draft can't be removed");
                }
            }
        }
    }
}
