//! Titles: how a record is called on the screen, in full and in short.

use super::Catalog;
use super::table::Place;
use crate::model::encoding::ValueRef;
use crate::model::fold::fold;
use crate::model::{Date, Field, FieldType, Kind, Record, RecordRef, Zone, text};

/// How deep a title may be made of other records' titles.
pub(super) const DEPTH: u8 = 3;

impl Catalog {
    /// The title of a record, never empty; `None` if there is no such record.
    pub fn title(&self, reference: RecordRef) -> Option<String> {
        self.get(reference).map(|record| self.title_of(record))
    }

    /// The short title (an acronym, an address), or the title where a kind or a record has none.
    pub fn short(&self, reference: RecordRef) -> Option<String> {
        self.get(reference).map(|record| self.short_of(record))
    }

    /// The title of a record that need not be in the catalog (one being typed).
    pub fn title_of(&self, record: &Record) -> String {
        self.title_within(record, DEPTH)
            .or_else(|| short_field(record).map(str::to_string))
            .unwrap_or_else(|| {
                let id = record.id.to_string();
                let end = id.get(id.len().saturating_sub(6)..).unwrap_or_default();
                format!("{} {end}", record.kind.name(self.lang()))
            })
    }

    /// The short title of a record that need not be in the catalog.
    pub fn short_of(&self, record: &Record) -> String {
        short_field(record).map_or_else(|| self.title_of(record), str::to_string)
    }

    /// The folded title of what lies there; empty if nothing does.
    pub(super) fn folded_title(&self, place: Place) -> String {
        self.at(place)
            .map_or_else(String::new, |record| fold(&self.title_of(record)))
    }

    /// The live records of a kind with their folded titles.
    pub(super) fn live_titles(&self, kind: Kind) -> impl Iterator<Item = (RecordRef, String)> {
        let live = self.records(kind).filter(|record| !record.trashed);
        live.map(|record| (record.reference(), fold(&self.title_of(record))))
    }

    fn title_within(&self, record: &Record, depth: u8) -> Option<String> {
        let definition = record.kind.definition();
        let mut title = String::new();
        for number in definition.title {
            let part = record
                .kind
                .field(*number)
                .zip(record.get(*number))
                .and_then(|(field, value)| self.title_part(field, value, depth));
            if let Some(part) = part.filter(|part| !part.trim().is_empty()) {
                if !title.is_empty() {
                    title.push_str(definition.separator);
                }
                title.push_str(&part);
            }
        }
        (!title.is_empty()).then_some(title)
    }

    fn title_part(&self, field: &Field, value: ValueRef<'_>, depth: u8) -> Option<String> {
        match field.kind {
            FieldType::Reference(_) => {
                let depth = depth.checked_sub(1)?;
                let called: Vec<String> = value
                    .items()
                    .filter_map(|item| self.get(item.reference()?))
                    .filter_map(|record| match short_field(record) {
                        Some(short) => Some(short.to_string()),
                        None => self.title_within(record, depth),
                    })
                    .collect();
                Some(called.join(", "))
            }
            FieldType::Choice(choices) => {
                let key = value.text()?;
                let choice = choices.iter().find(|choice| choice.key == key);
                Some(
                    choice
                        .map_or(key, |choice| choice.label(self.lang()))
                        .to_string(),
                )
            }
            _ => match value.text() {
                Some(text) => Some(text.to_string()),
                None => Some(text::shown(field, &value.to_value(), self.lang(), self)),
            },
        }
    }

    /// The date that places a record on a timeline: its own, or that of what its title names (the
    /// session of a registration).
    pub fn date_of(&self, record: &Record) -> Option<Date> {
        own_date(record, self.zone()).or_else(|| {
            let definition = record.kind.definition();
            if definition.when.is_some() {
                return None;
            }
            definition
                .title
                .iter()
                .filter_map(|number| record.get(*number)?.reference())
                .filter_map(|target| self.get(target))
                .find_map(|target| own_date(target, self.zone()))
        })
    }
}

/// The short title that a record has of its own.
pub(super) fn short_field(record: &Record) -> Option<&str> {
    record
        .get(record.kind.definition().short?)?
        .text()
        .filter(|short| !short.trim().is_empty())
}

/// The day that a record itself has.
pub(super) fn own_date(record: &Record, zone: &Zone) -> Option<Date> {
    let value = record.get(record.kind.definition().when?)?;
    let of_moment = |moment| zone.day(moment);
    value.date().or_else(|| value.number().map(of_moment))
}
