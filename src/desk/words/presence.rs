//! Who is here, in words.

use super::Words;
use crate::store::presence::{On, Present};

impl Words<'_> {
    /// Who that is: what its user is called, with the login name where that is another.
    pub fn present(&self, present: &Present) -> String {
        let (user, login) = (&present.told.user, &present.login);
        let who = match user.is_empty() || user == login {
            true => login.clone(),
            false => format!("{user} ({login})"),
        };
        match present.stopped {
            true => format!("{who}, {}", self.get("here-stopped")),
            false => who,
        }
    }

    /// Since when something is so: the hour, of another day the day too.
    pub fn since(&self, moment: i64, now: i64) -> String {
        match self.texts.day(moment) == self.texts.day(now) {
            true => self.texts.hour(moment),
            false => self.texts.moment(moment),
        }
    }

    /// From where somebody is here.
    pub fn whence(&self, present: &Present) -> String {
        match present.told.from.is_empty() {
            true => self.get("here-from-here"),
            false => present.told.from.clone(),
        }
    }

    /// What somebody is at: a record that is edited, or looked at.
    pub fn at(&self, (on, edits): (On, bool)) -> String {
        let title = match self.catalog.get(on.record) {
            Some(record) => self.title(record),
            None => on.record.to_string(),
        };
        let key = if edits { "here-edits" } else { "here-looks" };
        self.texts.format(key, &[("what", title.into())])
    }
}
