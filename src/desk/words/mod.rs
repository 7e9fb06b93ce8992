//! What is said: the words for records, values, faults, changes and panes, from texts and catalog alone.

mod change;
mod objecting;
mod presence;

use crate::catalog::{Catalog, Terms, highlight};
use crate::locale::{self, Texts};
use crate::model::text::{self, Names};
use crate::model::{Fault, Field, Fields, Heading, Kind, Lang, Record, RecordRef, Value, check};

use super::message::Refused;
use super::pane::PaneId;
use crate::store::{CommitError, Notice};
pub use change::FieldLine;

/// The words of the screen for what is known.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The texts.
    pub texts: &'a Texts,
    /// The records.
    pub catalog: &'a Catalog,
    /// The newest journal headings, which name what later ones take back.
    pub journal: &'a [Heading],
}

impl Words<'_> {
    /// The language.
    pub fn lang(&self) -> Lang {
        self.texts.lang()
    }

    /// The text of that key.
    pub fn get(&self, key: &str) -> String {
        self.texts.get(key).to_string()
    }

    /// A day as shown.
    pub fn day(&self, moment: i64) -> String {
        self.texts.day(moment).display(self.lang())
    }

    /// The heading of a pane.
    pub fn pane(&self, id: PaneId) -> String {
        match id {
            PaneId::Today => self.get("tab-0"),
            PaneId::Tab(n) => self.get(&format!("tab-{n}")),
            PaneId::Kind(kind) => kind.plural(self.lang()).to_string(),
            PaneId::Trash => self.get("pane-trash"),
        }
    }

    /// What the store says against something.
    pub fn refused(&self, id: &str, arguments: &[(&'static str, String)]) -> String {
        locale::said(self.texts, "store", id, arguments)
    }

    /// Why a commit was not made; of what others have changed meanwhile, who did.
    pub fn uncommitted(&self, error: &CommitError) -> String {
        let revision = |records: &Vec<RecordRef>| {
            let there = records
                .iter()
                .find_map(|record| self.catalog.get(*record))?;
            Some(there.revision)
        };
        if let CommitError::Conflict(records) = error
            && let Some(revision) = revision(records)
            && let Some(by) = self.journal.iter().rfind(|at| at.sequence == revision)
        {
            let who = [("who", by.who())];
            return locale::said(self.texts, "store", "conflict-by", &who);
        }
        self.refused(error.id(), &error.arguments())
    }

    /// What opening the store has to say.
    pub fn notice(&self, notice: &Notice, now: i64) -> String {
        let mut arguments = notice.arguments();
        if let Notice::Replaced(by) = notice {
            let at = arguments.iter_mut().find(|(name, _)| *name == "at");
            at.into_iter()
                .for_each(|(_, at)| *at = self.since(by.at, now));
        }
        self.refused(notice.id(), &arguments)
    }

    /// What lies among the drafts and can't be offered.
    pub fn left(&self, id: &str, arguments: &[(&'static str, String)]) -> String {
        locale::said(self.texts, "left", id, arguments)
    }

    /// Why the store can only be read.
    pub fn reading_only(&self, id: &str, arguments: Vec<(&'static str, String)>) -> String {
        self.of_store("store-reading", id, arguments)
    }

    /// Who keeps what is to be saved waiting.
    pub fn awaiting(&self, why: Refused) -> String {
        self.of_store("store-awaited", why.id, why.arguments)
    }

    fn of_store(&self, room: &str, id: &str, mut arguments: Vec<(&'static str, String)>) -> String {
        for (_, nobody) in &mut arguments {
            if nobody.is_empty() {
                nobody.push_str(self.texts.get("author-unknown"));
            }
        }
        locale::said(self.texts, room, id, &arguments)
    }

    /// The name of an entry's step; an undo, redo or revert names what it took back.
    pub fn heading(&self, heading: &Heading) -> String {
        locale::heading_words(self.texts, heading, self.journal)
    }

    /// A fault of a value of that kind's records.
    pub fn fault(&self, kind: Kind, fault: &Fault) -> String {
        let what = match fault {
            Fault::Before(key) => kind.field_by_key(key).map_or_else(
                || (*key).to_string(),
                |f| f.label(self.lang()).to_lowercase(),
            ),
            _ => fault.argument().unwrap_or_default(),
        };
        self.texts.format(
            &format!("fault-{}", fault.id()),
            &[("what", what.as_str().into())],
        )
    }

    /// What is unusual about a value.
    pub fn caution(&self, field: &Field, value: Option<&Value>) -> Option<String> {
        let caution = value?
            .items()
            .iter()
            .find_map(|item| check::caution(field, item))?;
        Some(locale::caution_words(self.texts, &caution))
    }

    /// A value as shown; blank when there is none.
    pub fn value(&self, field: &Field, value: Option<&Value>) -> String {
        value.map_or(String::new(), |value| {
            text::shown(field, value, self.lang(), self.catalog as &dyn Names)
        })
    }

    /// The short name that a record of these fields would have.
    pub fn name_in(&self, kind: Kind, fields: &Fields) -> String {
        let definition = kind.definition();
        let shown = |number: u16| {
            let field = kind.field(number)?;
            fields
                .get(number)
                .map(|value| self.value(field, Some(value)))
        };
        let title = || {
            definition
                .title
                .iter()
                .filter_map(|n| shown(*n))
                .collect::<Vec<_>>()
                .join(definition.separator)
        };
        definition.short.and_then(shown).unwrap_or_else(title)
    }

    /// `Université de Strasbourg · Unistra`.
    pub fn title(&self, record: &Record) -> String {
        let title = self.catalog.title(record.reference()).unwrap_or_default();
        match self.catalog.short(record.reference()) {
            Some(short) if short != title => format!("{title} · {short}"),
            _ => title,
        }
    }

    /// A record named among those that point to `here`: its title without the part that says `here`.
    fn label(&self, item: RecordRef, here: RecordRef) -> String {
        let Some(record) = self.catalog.get(item) else {
            return item.to_string();
        };
        let definition = item.kind.definition();
        let parts: Vec<String> = definition
            .title
            .iter()
            .filter_map(|number| {
                let field = item.kind.field(*number)?;
                let value = record.get(*number)?.to_value();
                if value
                    .items()
                    .iter()
                    .any(|item| item.as_reference() == Some(here))
                {
                    return None;
                }
                Some(text::shown(field, &value, self.lang(), self.catalog))
            })
            .collect();
        if parts.is_empty() {
            self.catalog.title(item).unwrap_or_default()
        } else {
            parts.join(definition.separator)
        }
    }

    /// A record named among those that point to `here`; if it is over, until when it was.
    pub fn item(&self, item: RecordRef, here: RecordRef) -> String {
        let label = self.label(item, here);
        match self.past(item) {
            Some(past) if !past.is_empty() => format!("{label} · {past}"),
            _ => label,
        }
    }

    /// Of a record that is over, until when it was.
    pub fn past(&self, record: RecordRef) -> Option<String> {
        let record = self.catalog.get(record)?;
        let is_over = self.catalog.is_over(record);
        is_over.then(|| locale::past_words(self.texts, record))
    }

    /// Of a hit that is over until when it was; of a person found by a function that is over that function.
    pub fn past_hit(&self, hit: RecordRef, terms: &Terms) -> String {
        if let Some(words) = self.past(hit) {
            return words;
        }
        let Some((at, ..)) = hit.kind.at() else {
            return String::new();
        };
        let links = self.catalog.links_to(hit);
        let held = links.filter(|link| link.kind == at);
        let mut held = held
            .filter(|link| self.past(link.from).is_some())
            .map(|link| self.item(link.from, hit))
            .filter(|words| !highlight(words, terms, false).is_empty());
        held.next().unwrap_or_default()
    }
}
