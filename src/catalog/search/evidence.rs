//! Why a record was found: which field each term matched, and how.

use super::facet::Facet;
use super::found::{Found, Hit};
use super::highlight::{marks, ranges};
use super::rate::{How, Use, points};
use super::row::{Roles, Taker};
use super::terms::{Term, Terms};
use crate::catalog::Catalog;
use crate::model::{Field, Kind, Over, Record};
use std::ops::Range;

/// Of so many hits it is told which are there by what is over; more are not looked through by eye.
const TOLD: usize = 1_000;

/// What a term matched in a record.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The term, folded.
    pub term: String,
    /// The field; a function or an organisation is that of an affiliation.
    pub field: &'static Field,
    /// The value, as it is written.
    pub text: String,
    /// How.
    pub how: How,
    /// The letters that matched, as byte ranges of the text.
    pub letters: Vec<Range<usize>>,
}

struct Looking<'t> {
    term: &'t Term,
    /// What it matches best: as it is typed before otherwise, then by points.
    best: Option<((bool, u16), Evidence)>,
}

impl Looking<'_> {
    fn look(&mut self, facet: Facet, field: &'static Field, text: &str) {
        let Some((how, letters)) = marks(text, self.term, true) else {
            return;
        };
        let typed = self.term.words.iter().map(String::len).sum();
        let points = points(facet, Use::Later, how, typed, text.len());
        let rank = (how.is_typed(), points);
        if self.best.as_ref().is_none_or(|(best, _)| *best < rank) {
            let mut marked = vec![false; text.chars().count()];
            for at in letters {
                if let Some(mark) = marked.get_mut(at) {
                    *mark = true;
                }
            }
            let evidence = Evidence {
                term: self.term.words.join(" "),
                field,
                text: text.to_string(),
                how,
                letters: ranges(text, &marked),
            };
            self.best = Some((rank, evidence));
        }
    }
}

impl<'a> Taker<'a> for Looking<'_> {
    fn value(&mut self, facet: Facet, field: &'static Field, text: &'a str) {
        self.look(facet, field, text);
    }

    fn mail(&mut self, field: &'static Field, text: &'a str) {
        self.look(Facet::Domain, field, text);
    }

    fn phone(&mut self, field: &'static Field, text: &'a str) {
        self.look(Facet::Code, field, text);
    }

    fn number(&mut self, field: &'static Field, text: &'a str) {
        self.look(Facet::Code, field, text);
    }
}

impl Catalog {
    /// What each wanted term matched in a record, in the order of the terms; a term that matches more
    /// than one field together (initials and a name in one) has the whole name.
    pub fn evidence(&self, terms: &Terms, record: &Record) -> Vec<Evidence> {
        self.evidence_of(terms, record, &Roles::new(self, record.kind, None))
    }

    /// Whether a person has a term as it is typed by a function that is over, and not otherwise.
    fn has_by_past(&self, terms: &Terms, record: &Record) -> bool {
        let typed = |roles: Roles<'_>| {
            let found = self.evidence_of(terms, record, &roles).into_iter();
            let found = found.filter(|found| found.how.is_typed());
            found.map(|found| found.term).collect::<Vec<_>>()
        };
        let roles = || Roles::new(self, record.kind, None);
        typed(roles()) != typed(roles().current())
    }

    /// Says of what words found what is over, and puts it behind the rest where all is at hand.
    pub(in crate::catalog) fn tell_past(&self, terms: &Terms, found: &mut Found) {
        if found.hits.len() > TOLD {
            return;
        }
        let mut last = vec![false; found.hits.len()];
        for (hit, last) in found.hits.iter_mut().zip(&mut last) {
            let Some(record) = self.get(hit.record) else {
                continue;
            };
            hit.past = match record.kind.at() {
                Some((at, ..)) => self.has_past(record, at) && self.has_by_past(terms, record),
                None => self.is_over(record),
            };
            // Who is no member any more is still the organisation that was called.
            let over = record.kind.definition().over;
            *last = hit.past && over.is_none_or(Over::is_whole);
        }
        if found.hits.len() == found.total + found.approximate {
            let mut hits: Vec<(bool, bool, Hit)> = found
                .hits
                .iter()
                .zip(last)
                .map(|(hit, last)| (hit.approximate, last, *hit))
                .collect();
            hits.sort_by_key(|(approximate, last, _)| (*approximate, *last));
            found.hits = hits.into_iter().map(|(.., hit)| hit).collect();
        }
    }

    /// Whether a person has held a function, a record of that kind, that is over.
    fn has_past(&self, person: &Record, at: Kind) -> bool {
        let links = self.links_to(person.reference());
        let mut held = links.filter(|link| link.kind == at);
        held.any(|link| self.get(link.from).is_some_and(|held| self.is_over(held)))
    }

    fn evidence_of(&self, terms: &Terms, record: &Record, roles: &Roles<'_>) -> Vec<Evidence> {
        let mut found = Vec::new();
        let row = self.place(record.reference()).map(|place| place.row);
        let named = named_by(record.kind);
        for term in &terms.wanted {
            let mut looking = Looking { term, best: None };
            roles.read(record, row, &mut looking);
            if let (None, Some(field)) = (&looking.best, named) {
                looking.look(Facet::Name, field, &self.title_of(record));
            }
            found.extend(looking.best.map(|(_, evidence)| evidence));
        }
        found
    }
}

/// The field that is said to be found where the title is as a whole.
fn named_by(kind: Kind) -> Option<&'static Field> {
    let title = kind.definition().title.iter();
    let mut title = title.filter_map(|number| kind.field(*number));
    title
        .clone()
        .find(|field| field.required)
        .or_else(|| title.next())
}
