//! What a sheet says of a record: identity, a section per kind that points here, the timeline.

use crate::catalog::Section;
use crate::locale;
use crate::model::text::{self, Names};
use crate::model::{Change, Date, Field, FieldType, Heading, Record, RecordRef, Value};

use super::Desk;
use super::lines::{self, Line, LineKind, Target};
use super::message::Effect;

/// How many lines of the timeline a sheet shows; the history has them all.
const TIMELINE: usize = 40;
/// How many records a closed section names.
const NAMED: usize = 6;

/// What happened: an entry of the journal, by its place, or a dated record.
enum Event {
    Entry(usize),
    Record(RecordRef),
}

impl Desk {
    /// Shows that record in the sheet and asks for its journal.
    pub(super) fn show(&mut self, record: Option<RecordRef>) {
        if record != self.sheet.record {
            self.sheet.record = record;
            self.sheet.journal = None;
            self.sheet.content = super::lines::Lines::default();
            self.sheet.marks.clear();
        }
        self.refresh_sheet();
        if let Some(record) = record.filter(|_| self.work.opened && self.sheet.journal.is_none()) {
            self.emit(Effect::History(record));
        }
    }

    /// Makes the lines of the sheet again.
    pub(super) fn refresh_sheet(&mut self) {
        let found = self
            .sheet
            .record
            .and_then(|record| self.catalog.get(record));
        let Some(record) = found else {
            self.sheet.record = None;
            self.sheet.title.clear();
            self.sheet.content = super::lines::Lines::default();
            return;
        };
        let title = self.sheet_title(record);
        let lines = self.sheet_lines(record, self.sheet.journal.as_deref().unwrap_or_default());
        self.sheet.title = title;
        let layout = self.layout();
        let width = layout.inside(layout.sheet).width;
        let lines = lines::wrapped(lines, usize::from(width));
        let trashed = |record| self.catalog.get(record).map(|record| record.trashed);
        self.sheet.content.replace(lines, &trashed);
        let rows = self.layout().sheet_rows();
        self.sheet.content.settle(rows);
    }

    /// `Université de Strasbourg · Unistra`.
    pub(super) fn sheet_title(&self, record: &Record) -> String {
        let title = self.catalog.title(record.reference()).unwrap_or_default();
        match self.catalog.short(record.reference()) {
            Some(short) if short != title => format!("{title} · {short}"),
            _ => title,
        }
    }

    /// All lines of a record's sheet.
    pub(super) fn sheet_lines(
        &self,
        record: &Record,
        journal: &[(Heading, Vec<String>)],
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        if record.trashed {
            let mut line = Line::new(LineKind::Heading, "", self.word("sheet-trashed"));
            line.trashed = true;
            lines.push(line);
        }
        if self.catalog.is_over(record) {
            let texts = &self.settings.texts;
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
        for field in record.kind.fields() {
            self.field_lines(field, record, &mut lines);
        }
        let sections = self.catalog.sections(record.reference());
        for section in &sections {
            self.section_lines(section, record, &mut lines);
        }
        self.timeline(record, &sections, journal, &mut lines);
        lines
    }

    fn field_lines(&self, field: &Field, record: &Record, lines: &mut Vec<Line>) {
        let Some(value) = record.get(field.number).map(|value| value.to_value()) else {
            return;
        };
        let lang = self.lang();
        let mut label = field.label(lang).to_string();
        for item in value.items() {
            let shown = text::shown(field, item, lang, &self.catalog);
            match item.as_reference() {
                Some(target) => {
                    let mut line = Line::new(LineKind::Field, std::mem::take(&mut label), shown);
                    line.trashed = self.catalog.get(target).is_none_or(|record| record.trashed);
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

    fn section_lines(&self, section: &Section, record: &Record, lines: &mut Vec<Line>) {
        let open = self.sheet.open.contains(&(section.kind, section.field));
        let name = self.section_name(section);
        let texts = &self.settings.texts;
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
                .map(|record| self.item_words(*record, here))
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
        if open {
            for (at, item) in section.records.iter().enumerate() {
                let trashed = self.catalog.get(*item).is_some_and(|record| record.trashed);
                let mut line = Line::new(
                    LineKind::Item,
                    self.item_date(*item),
                    self.item_words(*item, here),
                );
                line.trashed = trashed;
                line.past = at >= section.current().len();
                lines.push(line.to(Target::Record(*item)));
            }
        }
    }

    /// The kind's plural; the field's label too where several fields of the kind can point to one record.
    fn section_name(&self, section: &Section) -> String {
        let lang = self.lang();
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

    /// A record named among those that point to `here`: its title without the part that says `here`.
    pub(super) fn item_label(&self, item: RecordRef, here: RecordRef) -> String {
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
                Some(text::shown(field, &value, self.lang(), &self.catalog))
            })
            .collect();
        if parts.is_empty() {
            self.catalog.title(item).unwrap_or_default()
        } else {
            parts.join(definition.separator)
        }
    }

    /// A record named among those that point to `here`; if it is over, until when it was.
    pub(super) fn item_words(&self, item: RecordRef, here: RecordRef) -> String {
        let label = self.item_label(item, here);
        match self.past_words(item) {
            Some(past) if !past.is_empty() => format!("{label} · {past}"),
            _ => label,
        }
    }

    /// Of a record that is over, until when it was.
    pub fn past_words(&self, record: RecordRef) -> Option<String> {
        let record = self.catalog.get(record)?;
        let is_over = self.catalog.is_over(record);
        is_over.then(|| locale::past_words(&self.settings.texts, record))
    }

    fn item_date(&self, item: RecordRef) -> String {
        self.dated(item)
            .map_or(String::new(), |(date, _)| date.display(self.lang()))
    }

    /// The day of a record, and its moment where that is known.
    fn dated(&self, item: RecordRef) -> Option<(Date, i64)> {
        let value = self
            .catalog
            .get(item)?
            .get(item.kind.definition().when?)?
            .to_value();
        match value {
            Value::Date(date) => Some((date, 0)),
            Value::Moment(moment) => Some((Date::of_moment(moment), moment)),
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
            .map(|(at, (heading, _))| (Date::of_moment(heading.at), heading.at, Event::Entry(at)))
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
            self.word("sheet-timeline"),
        ));
        // Only what is shown is put into words: of some records there are thousands of events.
        let shown = events.into_iter().take(TIMELINE);
        lines.extend(shown.filter_map(|(date, _, event)| match event {
            Event::Entry(at) => {
                let (heading, fields) = journal.get(at)?;
                let what = self.event_words(heading, fields);
                Some(Line::new(LineKind::Event, self.day(heading.at), what))
            }
            Event::Record(item) => {
                let name = item.kind.name(self.lang());
                let words = format!("{name} · {}", self.item_words(item, here));
                let mut line = Line::new(LineKind::Event, date.display(self.lang()), words);
                line.past = self.past_words(item).is_some();
                Some(line.to(Target::Record(item)))
            }
        }));
    }

    fn event_words(&self, heading: &Heading, fields: &[String]) -> String {
        let verb = self.word(&format!("verb-{}", heading.step.verb.id()));
        let what = if fields.is_empty() {
            String::new()
        } else {
            format!(" : {}", fields.join(", "))
        };
        format!("{verb}{what} — {}", heading.author)
    }

    /// A day as shown.
    pub(super) fn day(&self, moment: i64) -> String {
        Date::of_moment(moment).display(self.lang())
    }

    /// The labels of the fields that a change of a record touched; none for one that was made.
    pub(super) fn changed_labels(&self, change: &Change) -> Vec<String> {
        if change.before.is_none() || change.after.is_none() {
            return Vec::new();
        }
        let label = |number: u16| {
            change
                .record
                .kind
                .field(number)
                .map(|f| f.label(self.lang()).to_lowercase())
        };
        change
            .changed_fields()
            .into_iter()
            .filter_map(label)
            .collect()
    }

    /// What the field of a content says, as shown; blank when there is none.
    pub(super) fn shown_value(&self, field: &Field, value: Option<&Value>) -> String {
        value.map_or(String::new(), |value| {
            text::shown(field, value, self.lang(), &self.catalog as &dyn Names)
        })
    }
}
