//! What is told of a row of an import, in words: of those that show alone.

use super::{ImportView, Show, showing};
use crate::desk::context::Scene;
use crate::exchange::import::{Candidate, Decision, Judged, Verdict};
use crate::locale;
use crate::model::text::{self, Names};
use crate::model::{Change, Content, Fault, Kind, Record, RecordRef, Zone};

/// A line told of the row under the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Something to look at, after its sign.
    Note(&'static str, String),
    /// A record that is made or changed: what it is called, and whether it is made.
    Record(String, bool),
    /// A field: its label, what it held and will hold.
    Field(String, String, String),
    /// A record that the row may be about; whether that was decided.
    Candidate(String, bool),
}

/// A row as it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRow {
    /// The line of the file, from 1.
    pub line: u64,
    /// The sign of what it comes to.
    pub sign: &'static str,
    /// Whether something is said of it though it is taken.
    pub is_noted: bool,
    /// Whether it comes to something else since others changed something.
    pub is_changed: bool,
    /// What it is called.
    pub title: String,
    /// What it comes to, in a few words.
    pub note: String,
}

/// The names of records as the plan leaves them.
struct AsPlanned<'a>(&'a ImportView, &'a Scene<'a>);

impl Names for AsPlanned<'_> {
    fn zone(&self) -> &Zone {
        self.1.catalog.zone()
    }

    fn named(&self, kinds: &[Kind], text: &str) -> Result<RecordRef, Fault> {
        self.1.catalog.named(kinds, text)
    }

    fn written(&self, record: RecordRef) -> Option<String> {
        let known = self.1.catalog.written(record);
        known.or_else(|| self.0.title_of(record, self.1))
    }
}

impl ImportView {
    fn title_of(&self, record: RecordRef, scene: &Scene) -> Option<String> {
        self.listing.title_of(&self.plan, scene.catalog, record)
    }

    /// A row of the plan as it shows, by its number.
    pub fn shown(&self, number: usize, scene: &Scene) -> Option<ShownRow> {
        let row = self.plan.rows.get(number)?;
        let is_noted = showing::is_noted(row.line, &self.plan);
        Some(ShownRow {
            line: row.line,
            sign: Show::Of(row.verdict).sign(),
            is_noted: row.verdict != Verdict::Doubtful && is_noted,
            is_changed: self.changed.contains(&row.line),
            title: self.listing.title(&self.plan, scene.catalog, row),
            note: self.note(row, scene),
        })
    }

    /// What a row comes to, in a few words.
    fn note(&self, row: &Judged, scene: &Scene) -> String {
        if self.decisions.skips(row.line) {
            return scene.word("import-left-out");
        }
        let open = self.open_of(row.line);
        if let Some((open, Some(decision))) = open {
            let is_recalled = self.decisions.is_recalled(row.line, open);
            let words = match decision {
                Decision::Skip => scene.word("import-left-out"),
                Decision::New => scene.word("import-is-new"),
                Decision::First | Decision::This(_) => {
                    let first = open.candidates.first().map(|at| at.record);
                    let record = match decision {
                        Decision::This(record) => Some(record),
                        _ => first,
                    };
                    let title = record.and_then(|record| self.title_of(record, scene));
                    scene.format(
                        "import-is-this",
                        &[("title", title.unwrap_or_default().into())],
                    )
                }
            };
            return match is_recalled {
                true => scene.format("import-recalled", &[("what", words.into())]),
                false => words,
            };
        }
        let reasons = self.reasons(row.line, scene);
        match (row.verdict, reasons.into_iter().next()) {
            (_, Some((_, reason))) => reason,
            (Verdict::Same, _) => scene.word("import-same"),
            (_, None) => self.changes(row.line, scene).join(", "),
        }
    }

    /// What is wrong with a line, and what one should look at, each after its sign.
    fn reasons(&self, line: u64, scene: &Scene) -> Vec<(&'static str, String)> {
        let texts = scene.texts();
        let refused = &self.plan.refused;
        let from = refused.partition_point(|refusal| refusal.line < line);
        let refused = refused.iter().skip(from);
        let refused = refused.take_while(|refusal| refusal.line == line);
        let refused = refused.map(|at| ("✗", locale::refused_words(texts, at)));
        let doubts = &self.plan.doubts;
        let from = doubts.partition_point(|doubt| doubt.line < line);
        let doubts = doubts.iter().skip(from);
        let doubts = doubts.take_while(|doubt| doubt.line == line);
        let open = self
            .open_of(line)
            .is_some_and(|(_, decided)| decided.is_none());
        let sign = if open { "?" } else { "!" };
        let doubts = doubts.map(|doubt| (sign, locale::doubtful_words(texts, &doubt.kind)));
        refused.chain(doubts).collect()
    }

    /// The records that a line makes or changes.
    fn records(&self, line: u64) -> &[RecordRef] {
        let bundles = &self.plan.bundles;
        let at = bundles.binary_search_by_key(&line, |bundle| bundle.line);
        let bundle = at.ok().and_then(|at| bundles.get(at));
        bundle.map_or(&[], |bundle| &bundle.records)
    }

    fn change(&self, record: RecordRef, scene: &Scene) -> Option<Change> {
        let edit = self.listing.edit(&self.plan, record)?;
        let before = scene.catalog.get(record).filter(|_| edit.base > 0);
        Some(Change {
            record,
            base: edit.base,
            before: before.map(|before| Content {
                trashed: before.trashed,
                fields: before.fields(),
            }),
            after: edit.after.clone(),
        })
    }

    fn changes(&self, line: u64, scene: &Scene) -> Vec<String> {
        let changes = self.records(line).iter();
        let changes = changes.filter_map(|record| self.change(*record, scene));
        changes
            .map(|change| match change.before {
                None => change.record.kind.name(scene.lang()).to_string(),
                Some(_) => scene.words().changed_labels(&change).join(", "),
            })
            .filter(|words| !words.is_empty())
            .collect()
    }

    /// What the row under the cursor comes to, line by line.
    pub fn told(&self, scene: &Scene) -> Vec<Told> {
        let Some(row) = self.row() else {
            return Vec::new();
        };
        let reasons = self.reasons(row.line, scene).into_iter();
        let mut told: Vec<Told> = reasons
            .map(|(sign, words)| Told::Note(sign, words))
            .collect();
        if let Some((open, decided)) = self.open_of(row.line) {
            let first = open.candidates.first().map(|at| at.record);
            for at in &open.candidates {
                let is_taken = match decided {
                    Some(Decision::This(record)) => record == at.record,
                    Some(Decision::First) => first == Some(at.record),
                    _ => false,
                };
                told.push(Told::Candidate(self.candidate(at, scene), is_taken));
            }
        }
        for record in self.records(row.line) {
            if let Some(change) = self.change(*record, scene) {
                let title = self.title_of(*record, scene).unwrap_or_default();
                let kind = record.kind.name(scene.lang());
                told.push(Told::Record(
                    format!("{kind} · {title}"),
                    change.before.is_none(),
                ));
                told.extend(self.fields(&change, scene));
            }
        }
        told
    }

    fn fields(&self, change: &Change, scene: &Scene) -> Vec<Told> {
        let none = Content {
            trashed: false,
            fields: crate::model::Fields::new(),
        };
        let before = &change.before.as_ref().unwrap_or(&none).fields;
        let after = &change.after.as_ref().unwrap_or(&none).fields;
        let names = AsPlanned(self, scene);
        let changed = before.differences(after).into_iter();
        changed
            .filter_map(|number| {
                let field = change.record.kind.field(number)?;
                let shown = |value: Option<&crate::model::Value>| {
                    value.map_or(String::new(), |value| {
                        text::shown(field, value, scene.lang(), &names)
                    })
                };
                Some(Told::Field(
                    field.label(scene.lang()).to_string(),
                    shown(before.get(number)),
                    shown(after.get(number)),
                ))
            })
            .collect()
    }

    /// A candidate: what it is called, what else it is known by, and why it may be the one.
    fn candidate(&self, candidate: &Candidate, scene: &Scene) -> String {
        let record = candidate.record;
        let title = self.title_of(record, scene).unwrap_or_default();
        let mut parts = vec![title];
        let known = scene.catalog.get(record);
        parts.extend(
            known
                .map(|known| self.apart(known, scene))
                .unwrap_or_default(),
        );
        let what = candidate.why.what().to_string();
        let why = locale::said(scene.texts(), "why", candidate.why.id(), &[("what", what)]);
        parts.push(why);
        parts.retain(|part| !part.is_empty());
        parts.join(" · ")
    }

    /// What tells a record from its like: where a person is and an address, a short name.
    fn apart(&self, record: &Record, scene: &Scene) -> Vec<String> {
        let here = record.reference();
        let mut parts = Vec::new();
        if let Some((link, ..)) = here.kind.at() {
            let held = scene.catalog.links_to(here);
            let mut held = held.filter(|found| found.kind == link);
            parts.extend(
                held.next()
                    .map(|found| scene.words().item(found.from, here)),
            );
        }
        let first = |value: crate::model::encoding::ValueRef<'_>| {
            let mut items = value.items();
            items.find_map(|item| item.text().map(str::to_string))
        };
        if let crate::model::Natural::Reached { address, .. } = here.kind.definition().known {
            parts.extend(record.get(address).and_then(first));
        }
        let short = scene.catalog.short(here);
        let title = scene.catalog.title(here);
        parts.extend(short.filter(|short| Some(short) != title.as_ref()));
        parts
    }
}
