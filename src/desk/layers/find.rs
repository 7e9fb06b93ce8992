//! Find: any record of any kind, as one types, with a preview of its sheet.

use super::Surface;
use super::completing::Completing;
use crate::catalog::{Found, Hit, Query};
use crate::command::Command;
use crate::desk::ask::Ask;
use crate::desk::context::{Context, Scene};
use crate::desk::input::Input;
use crate::desk::lines::{self, Line, LineKind};
use crate::desk::message::{Effect, Job};
use crate::desk::screen::{Motion, Screen};
use crate::desk::window::scrolled;
use crate::keymap::{Key, Mode};
use crate::model::{Record, RecordRef};

/// The find layer.
#[derive(Debug, Default)]
pub struct Find {
    /// What is typed.
    pub input: Input,
    /// What is offered for it.
    pub completing: Completing,
    /// The generation of the query that was sent last.
    pub generation: u64,
    /// What was sent last.
    pub query: Query,
    /// The query (as typed) that the hits answer.
    pub answered: String,
    /// The best hits.
    pub hits: Vec<Hit>,
    /// How many records match as it is typed.
    pub total: usize,
    /// How many more match approximately.
    pub approximate: usize,
    /// The hit under the cursor.
    pub cursor: usize,
    /// The first hit on the screen.
    pub offset: usize,
    /// Whether the preview says why the hit was found instead of showing its sheet.
    pub explains: bool,
    /// The preview of the hit under the cursor.
    pub preview: Vec<Line>,
    /// The title of that sheet.
    pub preview_title: String,
}

impl Find {
    /// The layer, nothing typed yet: the records seen last are found.
    pub fn open(cx: &mut Context) -> Find {
        let mut find = Find::default();
        find.search(cx);
        find
    }

    /// The record under the cursor.
    pub fn selected(&self) -> Option<RecordRef> {
        self.hits.get(self.cursor).map(|hit| hit.record)
    }

    /// Has the search worker find what is typed.
    pub fn search(&mut self, cx: &mut Context) {
        self.generation = cx.number();
        self.query = Query::parse(self.input.text(), cx.today());
        let catalog = Box::new(cx.catalog.clone());
        let job = Job::Find(catalog, self.query.clone());
        cx.emit(Effect::Begin(self.generation, job));
    }

    /// Results; those of an older query are dropped.
    pub fn found(&mut self, generation: u64, found: Found, screen: &Screen, scene: &Scene) {
        if self.generation == generation {
            // Found again among records that have changed: the cursor stays on its hit.
            let same = self.answered == self.input.text();
            let on = self.selected().filter(|_| same);
            self.answered = self.input.text().to_string();
            self.hits = found.hits;
            self.total = found.total;
            self.approximate = found.approximate;
            let place = on.and_then(|on| self.hits.iter().position(|hit| hit.record == on));
            self.cursor = place.unwrap_or(0);
            let from = place.map_or(0, |_| self.offset);
            self.offset = scrolled(from, self.cursor, self.hits.len(), scene.layer_rows());
            self.look(screen, scene);
        }
    }

    /// Makes the preview of the hit under the cursor.
    fn look(&mut self, screen: &Screen, scene: &Scene) {
        // It lies over the sheet, or under the hits, as `ui` lays it out.
        let layout = screen.layout(scene);
        let width = if layout.is_beside() {
            layout.sheet.width
        } else {
            layout.layer(scene.size.0, scene.size.1).width
        };
        let width = usize::from(width.saturating_sub(2));
        let record = self.selected().and_then(|record| scene.catalog.get(record));
        self.preview_title = record
            .map(|record| scene.words().title(record))
            .unwrap_or_default();
        self.preview = match record {
            Some(record) if self.explains => lines::wrapped(self.evidence(record, scene), width),
            Some(record) => lines::wrapped(screen.sheet.lines_of(record, &[], scene), width),
            None => Vec::new(),
        };
    }

    /// What is asked in words, then each word of it with the field that it was found in, and how.
    fn evidence(&self, record: &Record, scene: &Scene) -> Vec<Line> {
        let texts = scene.texts();
        let lang = scene.lang();
        let asked = crate::locale::meaning_words(texts, &self.query.meaning(lang));
        let mut lines = vec![
            Line::new(LineKind::Heading, "", asked),
            Line::new(LineKind::Blank, "", ""),
        ];
        for found in scene.catalog.evidence(&self.query.terms, record) {
            let how = texts.get(&format!("how-{}", found.how.id())).to_string();
            let text = format!("{} · {} · {how}", found.field.label(lang), found.text);
            lines.push(Line::new(LineKind::Field, found.term, text));
        }
        lines
    }

    fn typed(&mut self, cx: &mut Context) {
        self.search(cx);
        self.completing.offer(&self.input, &[], false, cx);
    }
}

impl Surface for Find {
    fn mode(&self) -> Mode {
        Mode::Find
    }

    fn step(&mut self, motion: Motion, screen: &mut Screen, cx: &mut Context) -> bool {
        let rows = cx.layer_rows();
        self.cursor = self
            .cursor
            .saturating_add_signed(motion.rows(rows))
            .min(self.hits.len().saturating_sub(1));
        self.offset = scrolled(self.offset, self.cursor, self.hits.len(), rows);
        self.look(screen, cx);
        true
    }

    fn run(&mut self, command: Command, screen: &mut Screen, cx: &mut Context) -> bool {
        match command {
            Command::Accept => {
                if let Some(record) = self.selected() {
                    cx.ask(Ask::Close);
                    cx.ask(Ask::GoTo(record));
                }
            }
            Command::Complete => {
                if self.completing.take(&mut self.input) {
                    self.search(cx);
                }
            }
            Command::FindExplain => {
                self.explains = !self.explains;
                self.look(screen, cx);
            }
            _ => return false,
        }
        true
    }

    fn key(&mut self, key: Key, _: &mut Screen, cx: &mut Context) -> bool {
        let taken = self.input.key(key);
        if taken {
            self.typed(cx);
        }
        taken
    }

    fn paste(&mut self, text: &str, _: &mut Screen, cx: &mut Context) -> bool {
        self.input.insert(text);
        self.typed(cx);
        true
    }

    fn awaits_answer(&self) -> bool {
        self.answered != self.input.text()
    }
}
