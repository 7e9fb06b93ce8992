//! The workers: threads that do the desk's jobs. Those that may take many seconds have a thread of their own, so
//! that a search never waits for them; together they leave one processor to the desk. A newer job of a sort ends
//! the older.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::file;
use super::mappings::Memory;
use super::post::Post;
use crate::desk::jobs::{Cue, Files, Sort};
use crate::desk::message::{Answer, Job, JobId, Msg};

/// How often the desk hears how far a job is, in milliseconds.
const TELL_MS: u64 = 50;
/// How much long jobs give way to all else that runs.
const NICE: i32 = 10;

type Work = Box<dyn FnOnce(&Cue) -> Answer + Send>;

/// A job on its way to a worker.
struct Task {
    id: JobId,
    cancelled: Arc<AtomicBool>,
    work: Work,
}

/// The threads, and what they have been given.
pub struct Workers {
    quick: Sender<Task>,
    long: Sender<Task>,
    /// How those are given up that have no answer yet.
    given: BTreeMap<JobId, Arc<AtomicBool>>,
    /// The newest of each sort.
    newest: HashMap<Sort, JobId>,
    /// What is remembered of imports.
    memory: Memory,
}

impl Workers {
    /// Starts the threads; they end when this is dropped, what they do being given up.
    pub fn start(post: &Post, memory: Memory) -> Workers {
        let there = std::thread::available_parallelism().map_or(1, usize::from);
        Workers {
            quick: threads("quick", there.saturating_sub(2).max(1), false, post),
            long: threads("long", 1, true, post),
            given: BTreeMap::new(),
            newest: HashMap::new(),
            memory,
        }
    }

    /// Has a job done, in the place of an older one of its sort.
    pub fn begin(&mut self, id: JobId, job: Job) {
        if let Some(sort) = job.sort()
            && let Some(older) = self.newest.insert(sort, id)
        {
            self.cancel(older);
        }
        let long = job.is_long();
        let memory = self.memory.clone();
        let work = move |cue: &Cue| {
            let files = Files {
                read: &file::read,
                remembered: &|| memory.remembered(),
            };
            job.work(files, cue)
        };
        self.give(id, long, Box::new(work));
    }

    /// Has something done that takes a moment.
    pub fn do_aside(&mut self, id: JobId, work: impl FnOnce() -> Answer + Send + 'static) {
        self.give(id, false, Box::new(move |_| work()));
    }

    fn give(&mut self, id: JobId, long: bool, work: Work) {
        let cancelled = Arc::<AtomicBool>::default();
        self.given.insert(id, cancelled.clone());
        let task = Task {
            id,
            cancelled,
            work,
        };
        let lane = if long { &self.long } else { &self.quick };
        // The threads live as long as this.
        let _ = lane.send(task);
    }

    /// Gives a job up; it is answered all the same.
    pub fn cancel(&self, id: JobId) {
        if let Some(cancelled) = self.given.get(&id) {
            cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// That job has been answered.
    pub fn answered(&mut self, id: JobId) {
        self.given.remove(&id);
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for cancelled in self.given.values() {
            cancelled.store(true, Ordering::Relaxed);
        }
    }
}

/// Starts threads that do what comes, whichever has time.
fn threads(name: &str, count: usize, gives_way: bool, post: &Post) -> Sender<Task> {
    let (lane, tasks) = mpsc::channel::<Task>();
    let tasks = Arc::new(Mutex::new(tasks));
    for _ in 0..count {
        let (tasks, post) = (tasks.clone(), post.clone());
        let started = std::thread::Builder::new()
            .name(name.to_string())
            .spawn(move || {
                if gives_way && let Err(error) = rustix::process::nice(NICE) {
                    tracing::warn!(%error, "long jobs do not give way");
                }
                serve(&tasks, &post);
            });
        if let Err(error) = started {
            tracing::error!(%error, "a worker can't be started");
        }
    }
    lane
}

fn serve(tasks: &Mutex<Receiver<Task>>, post: &Post) {
    loop {
        let next = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Task {
            id,
            cancelled,
            work,
        }) = next
        else {
            return;
        };
        if cancelled.load(Ordering::Relaxed) {
            drop(work);
            post(Msg::Answer(id, Answer::GivenUp));
            continue;
        }
        let (begun, last) = (Instant::now(), AtomicU64::new(0));
        let told = |far| {
            let now = begun.elapsed().as_millis() as u64;
            if now >= last.load(Ordering::Relaxed) + TELL_MS {
                last.store(now, Ordering::Relaxed);
                post(Msg::Progressed(id, far));
            }
        };
        let cue = Cue {
            cancelled: &cancelled,
            told: &told,
        };
        let answer = catch_unwind(AssertUnwindSafe(|| work(&cue)));
        post(Msg::Answer(id, answer.unwrap_or(Answer::Broken)));
    }
}
