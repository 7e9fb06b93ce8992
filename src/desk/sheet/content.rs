//! What a sheet says of a record: identity, a section per kind that points here, the timeline.

use std::collections::HashMap;

use super::gathered::Gathered;
use crate::catalog::Section;
use crate::desk::lines::{Line, LineKind, Target};
use crate::desk::words::Words;
use crate::locale;
use crate::model::text;
use crate::model::{
    Change, Date, Field, FieldNo, FieldType, Heading, Kind, Record, RecordRef, Value,
};

/// How many lines of the timeline a sheet shows; the history has them all.
const TIMELINE: usize = 40;
/// How many records a closed section names.
const NAMED: usize = 6;

/// What happened: an entry of the journal, by its place, or a dated record.
enum Event {
    Entry(usize),
    Record(RecordRef),
}

/// What the lines of a sheet are made from.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    /// The words.
    pub words: Words<'a>,
    /// The sections opened, each with the first row that shows.
    pub open: &'a HashMap<(Kind, FieldNo), usize>,
    /// How many rows of a section show at once; all of them, if nothing is said.
    pub rows: Option<usize>,
    /// What is said where it is not gathered what stands there.
    pub missing: &'static str,
    /// Whether they may be read where another clock goes: a moment says its offset then.
    pub elsewhere: bool,
}

/// The entries of a record's journal, oldest first, as a sheet lists them: newest first, with the fields changed.
pub fn journal(words: &Words, entries: &[(Heading, Change)]) -> Vec<(Heading, Vec<String>)> {
    let told =
        |(heading, change): &(Heading, Change)| (heading.clone(), words.changed_labels(change));
    entries.iter().rev().map(told).collect()
}

impl Content<'_> {
    /// All lines of a record's sheet, as far as is gathered what stands there.
    pub fn lines(
        &self,
        record: &Record,
        gathered: Option<&Gathered>,
        journal: &[(Heading, Vec<String>)],
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        if record.trashed {
            let mut line = Line::new(LineKind::Heading, "", self.words.get("sheet-trashed"));
            line.trashed = true;
            lines.push(line);
        }
        if self.words.catalog.is_over(record) {
            let texts = self.words.texts;
            let what = locale::over_word(texts, record.kind, 1);
            let when = locale::past_words(texts, record);
            let words = if when.is_empty() {
                what
            } else {
                format!("{what} · {when}")
            };
            let mut line = Line::new(LineKind::Heading, "", words);
            line.past = true;
            lines.push(line);
        }
        // Where it comes from matters least on the telephone.
        let source = record.kind.source();
        let fields = record.kind.fields().iter();
        let fields =
            fields.filter(|field| source.is_none_or(|source| field.number != source.number));
        for field in fields.chain(source) {
            self.field_lines(field, record, &mut lines);
        }
        for (field, value) in gathered.iter().flat_map(|gathered| &gathered.told) {
            // On one line, and leading nowhere: the records that tell it stand in the sections.
            let (label, shown) = (field.label(self.words.lang()), self.shown(field, value));
            lines.push(Line::new(LineKind::Field, label, shown));
        }
        let sections = gathered.map_or(&[][..], |gathered| &gathered.sections);
        for section in sections {
            self.section_lines(section, record, &mut lines);
        }
        if gathered.is_none() {
            let words = self.words.get(self.missing);
            lines.push(Line::new(LineKind::Heading, "", words));
        }
        self.timeline(record, sections, journal, &mut lines);
        lines
    }

    fn field_lines(&self, field: &Field, record: &Record, lines: &mut Vec<Line>) {
        let Some(value) = record.get(field.number).map(|value| value.to_value()) else {
            return;
        };
        let lang = self.words.lang();
        let mut label = field.label(lang).to_string();
        for item in value.items() {
            let shown = self.shown(field, item);
            match item.as_reference() {
                Some(target) => {
                    let mut line = Line::new(LineKind::Field, std::mem::take(&mut label), shown);
                    line.trashed = self
                        .words
                        .catalog
                        .get(target)
                        .is_none_or(|record| record.trashed);
                    lines.push(line.to(Target::Record(target)));
                }
                None if field.kind == FieldType::Note => {
                    for part in shown.lines() {
                        let kind = if label.is_empty() {
                            LineKind::More
                        } else {
                            LineKind::Field
                        };
                        lines.push(Line::new(kind, std::mem::take(&mut label), part));
                    }
                }
                None => lines.push(Line::new(
                    LineKind::Field,
                    std::mem::take(&mut label),
                    shown,
                )),
            }
        }
    }

    fn shown(&self, field: &Field, value: &Value) -> String {
        match field.kind {
            FieldType::DateTime if self.elsewhere => text::plain(field, value, self.words.catalog),
            _ => text::shown(field, value, self.words.lang(), self.words.catalog),
        }
    }

    fn section_lines(&self, section: &Section, record: &Record, lines: &mut Vec<Line>) {
        let from = self.open.get(&(section.kind, section.field)).copied();
        let open = from.is_some();
        let name = self.section_name(section);
        let texts = self.words.texts;
        let counted = locale::counted(texts, section.kind, section.current().len(), section.past);
        let label = format!("{name} {counted}");
        let here = record.reference();
        let summary = if open {
            String::new()
        } else {
            let names: Vec<String> = section
                .records
                .iter()
                .take(NAMED)
                .map(|record| self.words.item(*record, here))
                .collect();
            names.join(" · ")
                + if section.records.len() > NAMED {
                    " …"
                } else {
                    ""
                }
        };
        let heading = Line::new(LineKind::Section(open), label, summary);
        lines.push(heading.to(Target::Section(section.kind, section.field)));
        if let Some(from) = from {
            let all = section.records.len();
            let rows = self.rows.unwrap_or(all).max(1);
            let from = from.min(all.saturating_sub(1)) / rows * rows;
            let to = all.min(from.saturating_add(rows));
            let elsewhere = |key, n: usize, to| {
                let words = self.words.texts.format(key, &[("n", n.into())]);
                let line = Line::new(LineKind::Item, "", words);
                line.to(Target::Rows(section.kind, section.field, to))
            };
            if from > 0 {
                lines.push(elsewhere("sheet-rows-before", from, from - rows));
            }
            let shown = section.records.get(from..to).unwrap_or_default();
            for (at, item) in (from..).zip(shown) {
                let trashed = self
                    .words
                    .catalog
                    .get(*item)
                    .is_some_and(|record| record.trashed);
                let mut line = Line::new(
                    LineKind::Item,
                    self.item_date(*item),
                    self.words.item(*item, here),
                );
                line.trashed = trashed;
                line.past = at >= section.current().len();
                lines.push(line.to(Target::Record(*item)));
            }
            if to < all {
                lines.push(elsewhere("sheet-rows-after", all - to, to));
            }
        }
    }

    /// The kind's plural; the field's label too where several fields of the kind can point to one record.
    fn section_name(&self, section: &Section) -> String {
        let lang = self.words.lang();
        let references = section
            .kind
            .fields()
            .iter()
            .filter(|f| matches!(f.kind, FieldType::Reference(_)));
        let same_target = |a: &Field, b: &Field| a.kind == b.kind;
        let field = section.kind.field(section.field);
        match field {
            Some(field) if references.filter(|other| same_target(other, field)).count() > 1 => {
                format!(
                    "{} ({})",
                    section.kind.plural(lang),
                    field.label(lang).to_lowercase()
                )
            }
            _ => section.kind.plural(lang).to_string(),
        }
    }

    fn item_date(&self, item: RecordRef) -> String {
        self.dated(item)
            .map_or(String::new(), |(date, _)| date.display(self.words.lang()))
    }

    /// The day of a record, and its moment where that is known.
    fn dated(&self, item: RecordRef) -> Option<(Date, i64)> {
        let value = self
            .words
            .catalog
            .get(item)?
            .get(item.kind.definition().when?)?
            .to_value();
        match value {
            Value::Date(date) => Some((date, 0)),
            Value::Moment(moment) => Some((self.words.texts.day(moment), moment)),
            _ => None,
        }
    }

    /// The record's journal and the dated records that point to it, newest first.
    fn timeline(
        &self,
        record: &Record,
        sections: &[Section],
        journal: &[(Heading, Vec<String>)],
        lines: &mut Vec<Line>,
    ) {
        let here = record.reference();
        let entries = journal.iter().enumerate();
        let mut events: Vec<(Date, i64, Event)> = entries
            .map(|(at, (heading, _))| {
                (
                    self.words.texts.day(heading.at),
                    heading.at,
                    Event::Entry(at),
                )
            })
            .collect();
        let has_days = |section: &&Section| section.kind.definition().when.is_some();
        for section in sections.iter().filter(has_days) {
            for part in [section.current(), section.over()] {
                // The latest come first, and those without a day last: of thousands few are looked at.
                let dated = part.iter().map_while(|item| {
                    let (date, at) = self.dated(*item)?;
                    Some((date, at, Event::Record(*item)))
                });
                let from = events.len();
                for event in dated {
                    let last = events.last().map(|(date, ..)| *date);
                    if events.len() - from >= TIMELINE && last != Some(event.0) {
                        break;
                    }
                    events.push(event);
                }
            }
        }
        if events.is_empty() {
            return;
        }
        events.sort_by_key(|(date, at, _)| std::cmp::Reverse((*date, *at)));
        lines.push(Line::new(
            LineKind::Heading,
            "",
            self.words.get("sheet-timeline"),
        ));
        // Only what is shown is put into words: of some records there are thousands of events.
        let shown = events.into_iter().take(TIMELINE);
        lines.extend(shown.filter_map(|(date, _, event)| match event {
            Event::Entry(at) => {
                let (heading, fields) = journal.get(at)?;
                let what = self.event_words(heading, fields);
                Some(Line::new(LineKind::Event, self.words.day(heading.at), what))
            }
            Event::Record(item) => {
                let name = item.kind.name(self.words.lang());
                let words = format!("{name} · {}", self.words.item(item, here));
                let mut line = Line::new(LineKind::Event, date.display(self.words.lang()), words);
                line.past = self.words.past(item).is_some();
                Some(line.to(Target::Record(item)))
            }
        }));
    }

    fn event_words(&self, heading: &Heading, fields: &[String]) -> String {
        let verb = self.words.get(&format!("verb-{}", heading.step.verb.id()));
        let what = if fields.is_empty() {
            String::new()
        } else {
            format!(" : {}", fields.join(", "))
        };
        format!("{verb}{what} — {}", heading.who())
    }
}
