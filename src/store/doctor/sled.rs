//! sled against what the journal and the snapshots say.

use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::Looking;
use crate::store::envelope;
use crate::store::error::{ReadError, Trouble};
use crate::store::finding::Finding;
use crate::store::settings::Settings;
use crate::store::tree::Tree;
use crate::store::workshop::Workshop;
use crate::store::{folder, there};

impl Looking<'_> {
    /// sled, by a copy of it: sled changes what it opens. What is found of one copy is looked for in another, for sled
    /// takes what it could not read for a moment for what is not there.
    pub(super) fn sled(&mut self) -> Result<(), ReadError> {
        let sled = self.dir.join("sled");
        let is_folder = match there::is_folder(&sled) {
            Ok(is_folder) => is_folder,
            Err(error) => {
                self.found(Finding::SledUnlooked(Trouble::at(&sled)(error).to_string()));
                return Ok(());
            }
        };
        if !is_folder {
            if self.sequence > 0 {
                self.found(Finding::SledMissing);
            }
            return Ok(());
        }
        let (mut refused, mut before) = (None, None);
        let places = [std::env::temp_dir(), PathBuf::from("/dev/shm")];
        for place in places.iter().chain(&places) {
            self.goes_on()?;
            let found = match self.look_at_copy(&sled, place) {
                Ok(found) => found,
                Err(ReadError::Io(error)) => {
                    refused = refused.or(Some(error.to_string()));
                    continue;
                }
                Err(ReadError::Damaged(damage)) if damage.may_pass() > 1 => {
                    refused = refused.or(Some(damage.to_string()));
                    continue;
                }
                Err(ReadError::Damaged(damage)) => {
                    vec![Finding::SledDamaged(damage.as_cause())]
                }
                Err(error) => return Err(error),
            };
            if found.is_empty() || before.as_ref() == Some(&found) {
                self.findings.extend(found);
                return Ok(());
            }
            if before.replace(found).is_some() {
                refused = refused.or(Some("other findings at each look".to_string()));
            }
        }
        self.found(Finding::SledUnlooked(refused.unwrap_or_default()));
        Ok(())
    }

    /// What is found of a copy in that folder. Nothing is written to the store, which may be full, or not writable.
    fn look_at_copy(&self, sled: &Path, place: &Path) -> Result<Vec<Finding>, ReadError> {
        let copy = Workshop::within(place, place)?;
        let unread = folder::copy(sled, &copy.path().join("sled"))?;
        if !unread.is_empty() {
            let each = unread.iter().map(|one| {
                let cause = format!("{}: {}", one.path.display(), one.cause);
                Finding::SledDamaged(vec![("cause", cause)])
            });
            return Ok(each.collect());
        }
        let compared = self.compare(&copy.path().join("sled"));
        self.goes_on()?;
        compared
    }

    fn goes_on(&self) -> Result<(), ReadError> {
        match (self.stopped)() {
            true => Err(Trouble::at(self.dir)(ErrorKind::Interrupted.into()).into()),
            false => Ok(()),
        }
    }

    fn compare(&self, copy: &Path) -> Result<Vec<Finding>, ReadError> {
        let tree = Tree::open(copy, Settings::default().cache_bytes)?;
        let reached = tree.mark()?.head.sequence;
        let mut found = Vec::new();
        if reached < self.sequence {
            // What was done since it is to be applied yet: nothing can be compared before.
            found.push(Finding::SledBehind(self.sequence - reached));
            return Ok(found);
        }
        if reached > self.sequence {
            let (first, last) = (self.sequence + 1, reached);
            found.push(Finding::Ahead { first, last });
        }
        // Both in order of key; what entries beyond the journal removed is not missing.
        let mut truth = self.truth.iter().peekable();
        let (mut differing, mut missing) = (Vec::new(), Vec::new());
        tree.scan(&mut |key, sealed| {
            if (self.stopped)() {
                return Ok(ControlFlow::Break(()));
            }
            while let Some((lacked, _)) = truth.next_if(|(known, _)| **known < key) {
                missing.push(*lacked);
            }
            let expected = truth.next_if(|(known, _)| **known == key);
            let newer = envelope::open(&key, sealed).is_ok_and(|(at, _)| at > self.sequence);
            let digest = envelope::digest(&key, sealed);
            if !newer && expected.is_none_or(|(_, known)| *known != digest) {
                differing.push(key);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        missing.extend(truth.map(|(key, _)| *key));
        if reached == self.sequence {
            differing.extend(missing);
        }
        found.extend(differing.iter().map(|key| Finding::SledRecord(key.name())));
        if reached == self.sequence && tree.digest_of_history()? != self.history {
            found.push(Finding::SledHistory);
        }
        Ok(found)
    }
}
