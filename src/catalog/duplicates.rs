//! Likely duplicates of a record that is being typed. They warn and never block.

use super::Catalog;
use super::names::{Key, has_own_title, keys_of};
use crate::model::fold::fold;
use crate::model::once;
use crate::model::text::COMPARED;
use crate::model::{Choice, FieldNo, Fields, Kind, Natural, Record, RecordRef};
use ulid::Ulid;

/// What stands against a record besides its duplicates. It is named and never blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    /// All places of the session are taken: so many of so many.
    Full(usize, usize),
    /// The record has a state that only a person changes.
    Was(&'static Choice),
}

/// How many are named at most.
const SHOWN: usize = 5;
/// Organisations whose names are nearer than this may be the same: one letter in seven may differ. By
/// the edit distance, for a common beginning ("Université de") says nothing.
const NEAR: f64 = 0.85;

impl Catalog {
    /// The live records that may be the same as what is typed, with a likelihood from 0 to 1, the
    /// likeliest first, five at most. `except` is the record being edited.
    pub fn duplicates(
        &self,
        kind: Kind,
        fields: &Fields,
        except: Option<RecordRef>,
    ) -> Vec<(RecordRef, f32)> {
        let typed = Record::new(RecordRef::new(kind, Ulid::nil()), 0, false, fields);
        let mut found: Vec<(RecordRef, f32)> = Vec::new();
        for key in keys_of(&typed) {
            let likelihood = match key {
                Key::Name(_) => 1.0,
                Key::Email(_) => 0.95,
                Key::Phone(_) => 0.9,
            };
            let same = self.keyed(&key);
            found.extend(
                same.iter()
                    .filter(|record| record.kind == kind)
                    .map(|record| (record.reference(), likelihood)),
            );
        }
        if let Natural::Named { names, .. } = kind.definition().known {
            found.extend(self.near_names(&typed, names));
        }
        if !has_own_title(kind) {
            found.extend(self.same_links(&typed));
        }
        found.extend(self.doubles(&typed).into_iter().map(|double| (double, 1.0)));
        found.retain(|(reference, _)| Some(*reference) != except);
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut kept: Vec<(RecordRef, f32)> = Vec::new();
        for (reference, likelihood) in found {
            if kept.len() < SHOWN && !kept.iter().any(|(other, _)| *other == reference) {
                kept.push((reference, likelihood));
            }
        }
        kept
    }

    fn near_names(&self, typed: &Record, names: &[FieldNo]) -> Vec<(RecordRef, f32)> {
        let name = names.first().and_then(|name| typed.get(*name)?.text());
        let name = name.map(fold);
        let Some(name) = name.filter(|name| name.len() <= COMPARED) else {
            return Vec::new();
        };
        self.live_titles(typed.kind)
            // Names that differ much in length are never that near.
            .filter(|(_, title)| title.len().abs_diff(name.len()) * 3 <= name.len())
            .map(|(reference, title)| {
                (
                    reference,
                    strsim::normalized_damerau_levenshtein(&name, &title),
                )
            })
            .filter(|(_, nearness)| *nearness > NEAR)
            .map(|(reference, nearness)| (reference, nearness as f32 * 0.9))
            .collect()
    }

    /// The live links that a link would be there twice with.
    fn doubles(&self, typed: &Record) -> Vec<RecordRef> {
        let Some((field, target)) = once::anchor(typed) else {
            return Vec::new();
        };
        self.links_to(target)
            .filter(|link| link.kind == typed.kind && link.field == field)
            .filter(|link| {
                let other = self.get(link.from);
                other.is_some_and(|other| once::is_double(typed, other, self.day()))
            })
            .map(|link| link.from)
            .collect()
    }

    /// What stands against saving a record as it is typed, besides its duplicates: places that are taken, a state
    /// that lasts. `record` is the one being edited.
    pub fn objections(
        &self,
        kind: Kind,
        fields: &Fields,
        record: Option<RecordRef>,
    ) -> Vec<Objection> {
        let typed = Record::new(RecordRef::new(kind, Ulid::nil()), 0, false, fields);
        let before = record.and_then(|record| self.get(record));
        let mut found = Vec::new();
        if let Some((taken, places)) = self.full(&typed, before) {
            found.push(Objection::Full(taken, places));
        }
        let was = before.and_then(once::lasting);
        found.extend(
            was.filter(|was| once::state(&typed) != Some(*was))
                .map(Objection::Was),
        );
        found
    }

    /// How many places are taken where a link points, and how many there are, if it would take one of none that
    /// are left.
    fn full(&self, typed: &Record, before: Option<&Record>) -> Option<(usize, usize)> {
        let places = typed.kind.definition().places?;
        let target = places.newly_taken(typed, before)?;
        let room = self.get(target)?.get(places.room)?.number()?;
        let room = usize::try_from(room).ok()?;
        let target = self.place(target).into_iter();
        let links = target.flat_map(|target| self.linking(target, typed.kind, places.at));
        let taken = links.filter(|(_, link)| (places.takes)(link)).count();
        (taken >= room).then_some((taken, room))
    }

    /// Records of one kind with the same title that point at the same record.
    fn same_links(&self, typed: &Record) -> Vec<(RecordRef, f32)> {
        let title = fold(&self.title_of(typed));
        let Some((field, target)) = typed.references().next() else {
            return Vec::new();
        };
        self.links_to(target)
            .filter(|link| link.kind == typed.kind && link.field == field)
            .filter(|link| {
                self.place(link.from)
                    .is_some_and(|place| self.folded_title(place) == title)
            })
            .map(|link| (link.from, 1.0))
            .collect()
    }
}
