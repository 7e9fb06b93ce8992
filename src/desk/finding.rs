//! Filtering the pane and finding any record, as one types.

use crate::catalog::Found;
use crate::catalog::{Query, Terms, highlight};
use crate::model::{Date, Kind, Record, RecordRef};

use super::input::Input;
use super::layers::Layer;
use super::layers::find::Find;
use super::lines::{self, Line, LineKind};
use super::message::Effect;
use super::{Desk, Tone};

impl Desk {
    /// Filters the pane by what is typed, the best match under the cursor.
    pub(super) fn filter(&mut self) {
        let today = Date::of_moment(self.now);
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            pane.query = Query::among(&pane.collections, pane.filter.text(), today);
            pane.rewind();
        }
        self.refresh();
        self.moved();
        self.say_problem();
    }

    /// Says what of the filter is not understood; such a filter finds nothing.
    pub(super) fn say_problem(&mut self) {
        let Some(pane) = self.panes.get(&self.pane) else {
            return;
        };
        if let Some(problem) = pane.query.problems.first() {
            let typed = pane.filter.text().chars();
            let word: String = typed
                .skip(problem.at.start)
                .take(problem.at.len())
                .collect();
            let text = crate::locale::problem_words(&self.settings.texts, problem, &word);
            self.say(Tone::Warning, text);
        }
    }

    pub(super) fn clear_filter(&mut self) {
        let selected = self.current();
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            pane.filter = Input::default();
            pane.query = Query::default();
        }
        self.refresh();
        if let Some(record) = selected {
            self.point_at(record);
        }
        self.moved();
    }

    /// Has the search worker find what is typed.
    pub(super) fn find(&mut self) {
        self.work.generation += 1;
        let generation = self.work.generation;
        let today = Date::of_moment(self.now);
        let catalog = Box::new(self.catalog.clone());
        if let Some(Layer::Find(find)) = self.layers.last_mut() {
            find.generation = generation;
            find.query = Query::parse(find.input.text(), today);
            let query = find.query.clone();
            self.emit(Effect::Find(generation, catalog, query));
        }
    }

    /// Whether the search of what was typed last is still under way.
    pub fn awaits_answer(&self) -> bool {
        matches!(self.layers.last(), Some(Layer::Find(find)) if find.answered != find.input.text())
    }

    /// While records are still loading, finds again among those that came since.
    pub(super) fn refresh_find(&mut self) {
        if matches!(self.layers.last(), Some(Layer::Find(_))) {
            self.find();
        }
    }

    /// Results; those of an older query are dropped.
    pub(super) fn found(&mut self, generation: u64, found: Found) {
        if let Some(Layer::Find(find)) = self.layers.last_mut()
            && find.generation == generation
        {
            find.answered = find.input.text().to_string();
            find.hits = found.hits;
            find.total = found.total;
            find.approximate = found.approximate;
            (find.cursor, find.offset) = (0, 0);
            self.preview();
        }
    }

    /// The sheet of the hit under the cursor, for the preview.
    pub(super) fn preview(&mut self) {
        let Some(Layer::Find(find)) = self.layers.last() else {
            return;
        };
        // It lies over the sheet, or under the hits, as `ui` lays it out.
        let layout = self.layout();
        let width = if layout.is_beside() {
            layout.sheet.width
        } else {
            layout.layer(self.width, self.height).width
        };
        let width = usize::from(width.saturating_sub(2));
        let record = find.selected().and_then(|record| self.catalog.get(record));
        let title = record
            .map(|record| self.sheet_title(record))
            .unwrap_or_default();
        let lines = match record {
            Some(record) if find.explains => {
                lines::wrapped(self.evidence_lines(find, record), width)
            }
            Some(record) => lines::wrapped(self.sheet_lines(record, &[]), width),
            None => Vec::new(),
        };
        if let Some(Layer::Find(find)) = self.layers.last_mut() {
            find.preview = lines;
            find.preview_title = title;
        }
    }

    /// What is asked in words, then each word of it with the field that it was found in, and how.
    fn evidence_lines(&self, find: &Find, record: &Record) -> Vec<Line> {
        let texts = &self.settings.texts;
        let lang = self.lang();
        let asked = crate::locale::meaning_words(texts, &find.query.meaning(lang));
        let mut lines = vec![
            Line::new(LineKind::Heading, "", asked),
            Line::new(LineKind::Blank, "", ""),
        ];
        for found in self.catalog.evidence(&find.query.terms, record) {
            let how = texts.get(&format!("how-{}", found.how.id())).to_string();
            let text = format!("{} · {} · {how}", found.field.label(lang), found.text);
            lines.push(Line::new(LineKind::Field, found.term, text));
        }
        lines
    }

    /// Of a hit that is over until when it was; of a person found by a function that is over that function.
    pub fn past_hit_words(&self, hit: RecordRef, terms: &Terms) -> String {
        if let Some(words) = self.past_words(hit) {
            return words;
        }
        let links = self.catalog.links_to(hit);
        let held = links.filter(|link| link.kind == Kind::Affiliation);
        let mut held = held
            .filter(|link| self.past_words(link.from).is_some())
            .map(|link| self.item_words(link.from, hit))
            .filter(|words| !highlight(words, terms, false).is_empty());
        held.next().unwrap_or_default()
    }

    /// Shows in the place of the preview why the hit was found, or the sheet again.
    pub(super) fn explain_hit(&mut self) {
        if let Some(Layer::Find(find)) = self.layers.last_mut() {
            find.explains = !find.explains;
            self.preview();
        }
    }

    /// Says the pane's filter in words.
    pub(super) fn explain_query(&mut self) {
        let Some(pane) = self.panes.get(&self.pane) else {
            return;
        };
        let meaning = pane.query.meaning(self.lang());
        let words = crate::locale::meaning_words(&self.settings.texts, &meaning);
        self.say(Tone::Note, words);
    }
}
