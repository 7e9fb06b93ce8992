//! Loading: all records, in batches, checked one by one and counted.

use std::ops::ControlFlow;

use super::envelope::{self, Key};
use super::tree::Flow;
use super::writer::Head;
use crate::model::Record;

/// Records on their way to the one who loads them.
pub struct Loading<'a> {
    batch: Vec<Record>,
    size: usize,
    counted: Head,
    stopped: bool,
    each: &'a mut dyn FnMut(Vec<Record>) -> ControlFlow<()>,
}

impl<'a> Loading<'a> {
    /// In batches of that size.
    pub fn new(
        size: usize,
        each: &'a mut dyn FnMut(Vec<Record>) -> ControlFlow<()>,
    ) -> Loading<'a> {
        Loading {
            batch: Vec::with_capacity(size),
            size,
            counted: Head::default(),
            stopped: false,
            each,
        }
    }

    /// Takes an envelope; a record of a kind of a newer program is counted and not given.
    pub fn take(&mut self, key: &Key, sealed: &[u8]) -> Flow {
        let (revision, raw) = envelope::open(key, sealed)?;
        self.counted.add(key, sealed);
        self.batch.extend(raw.to_record(key, revision)?);
        if self.batch.len() >= self.size {
            let full = std::mem::replace(&mut self.batch, Vec::with_capacity(self.size));
            self.stopped = (self.each)(full).is_break();
        }
        Ok(match self.stopped {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        })
    }

    /// Gives the last batch; returns the count of all, unless it was stopped.
    pub fn finish(mut self) -> Option<Head> {
        if !self.stopped && !self.batch.is_empty() {
            self.stopped = (self.each)(self.batch).is_break();
        }
        (!self.stopped).then_some(self.counted)
    }
}
