//! Work done on several threads at once.

use std::sync::{Mutex, PoisonError};

/// Does the work on so many threads, this one among them.
pub fn in_parallel<T: Send>(threads: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = vec![work()];
        // A panic over there is a bug: it goes on here.
        done.extend(others.into_iter().map(|other| {
            other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        }));
        done
    })
}

/// Does the work for each of these on so many threads, whichever has time; gives what came of it in
/// their order.
pub fn share_out<I: Send, T: Send>(
    threads: usize,
    items: impl IntoIterator<Item = I, IntoIter: Send>,
    work: impl Fn(I) -> T + Sync,
) -> Vec<T> {
    let items = items.into_iter();
    // None is begun for which there is nothing to do.
    let threads = threads.min(items.size_hint().1.unwrap_or(threads)).max(1);
    let queue = Queue::of(items.enumerate());
    let done = in_parallel(threads, || {
        let mut done = Vec::new();
        while let Some((at, item)) = queue.take() {
            done.push((at, work(item)));
        }
        done
    });
    let mut done: Vec<(usize, T)> = done.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, done)| done).collect()
}

/// What is to be done, taken one after the other by whichever thread has time.
pub struct Queue<T>(Mutex<T>);

impl<T: Iterator> Queue<T> {
    /// Of these, in order.
    pub fn of(items: impl IntoIterator<IntoIter = T>) -> Queue<T> {
        Queue(Mutex::new(items.into_iter()))
    }

    /// The next one; `None` when all are taken.
    pub fn take(&self) -> Option<T::Item> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next()
    }
}
