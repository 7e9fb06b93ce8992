//! The journal at work: read in pages aside, narrowed, opened, taken back whole or in part.

use crate::model::fold::fold;
use crate::model::reversal::Reversal;
use crate::model::{Change, Content, Fields, Heading, RecordRef, Verb, moment};

use super::layers::Layer;
use super::layers::confirm::{Asked, Confirm};
use super::layers::history::FieldLine;
use super::layers::journal::{EntryRow, EntryView, Journal, JournalRow, PAGE};
use super::message::{Effect, Refused, Sought};
use super::trashing::ASK_ABOVE;
use super::{Desk, Tone};

impl Desk {
    pub(super) fn open_journal(&mut self) {
        self.layers.push(Layer::Journal(Journal::unread()));
        self.read_on();
    }

    /// Asks for older entries where the rows read so far do not fill what is looked at.
    pub(super) fn read_on(&mut self) {
        let height = self.layout().layer_rows(self.width, self.height);
        let Some(Layer::Journal(journal)) = self.layers.last_mut() else {
            return;
        };
        let ahead = journal.list.cursor + height.max(PAGE / 2);
        let wanted = journal.to_end || journal.list.shown.len() < ahead;
        if !journal.more || journal.reading || journal.unread.is_some() || !wanted {
            return;
        }
        journal.reading = true;
        let before = journal.oldest();
        self.emit(Effect::Journal(before, PAGE));
    }

    /// Takes in older entries, in order of sequence; fewer than were asked for are the last ones.
    pub(super) fn journal_read(&mut self, before: u64, headings: Vec<Heading>) {
        let more = headings.len() == PAGE && headings.first().is_some_and(|h| h.sequence > 1);
        let rows: Vec<JournalRow> = headings
            .iter()
            .rev()
            .map(|heading| self.journal_row(heading, &headings))
            .collect();
        let height = self.layout().layer_rows(self.width, self.height);
        for layer in &mut self.layers {
            let Layer::Journal(journal) = layer else {
                continue;
            };
            if !journal.reading || journal.oldest() != before {
                continue;
            }
            (journal.reading, journal.more) = (false, more);
            journal.grow(rows, false);
            if journal.to_end {
                journal.list.step(isize::MAX, height);
            }
            break;
        }
        self.read_on();
    }

    fn journal_row(&self, heading: &Heading, page: &[Heading]) -> JournalRow {
        // What an entry takes back is named where it is known: among the newest, or on the same page.
        let known = match self.journal.first() {
            Some(first) if first.sequence <= heading.sequence => &self.journal,
            _ => page,
        };
        let words = crate::locale::heading_words(&self.settings.texts, heading, known);
        let at = moment::shown(heading.at, self.lang());
        let folded = fold(&format!("{} {at} {words}", heading.author));
        JournalRow {
            heading: heading.clone(),
            at,
            words,
            folded,
        }
    }

    /// A new entry stands at the front of a journal that is open; what was marked is done with.
    pub(super) fn journal_grew(&mut self, heading: &Heading) {
        for layer in &mut self.layers {
            if let Layer::Entry(view) = layer {
                view.marks.clear();
            }
        }
        let is_open = |layer: &Layer| matches!(layer, Layer::Journal(_));
        if !self.layers.iter().any(is_open) {
            return;
        }
        let row = self.journal_row(heading, &[]);
        let journals = self.layers.iter_mut().filter_map(|layer| match layer {
            Layer::Journal(journal) => Some(journal),
            _ => None,
        });
        if let Some(journal) = journals.last() {
            journal.grow(vec![row], true);
        }
    }

    /// Opens the entry under the cursor.
    pub(super) fn open_entry(&mut self) {
        let Some(Layer::Journal(journal)) = self.layers.last() else {
            return;
        };
        let Some(row) = journal.selected() else {
            return;
        };
        let heading = row.heading.clone();
        let sequence = heading.sequence;
        let view = EntryView {
            heading,
            at: row.at.clone(),
            words: row.words.clone(),
            rows: None,
            unread: None,
            list: Default::default(),
            marks: Default::default(),
        };
        self.layers.push(Layer::Entry(view));
        self.emit(Effect::Entry(sequence, Box::new(self.catalog.clone())));
    }

    pub(super) fn entry_read(&mut self, sequence: u64, rows: Vec<EntryRow>) {
        for layer in &mut self.layers {
            if let Layer::Entry(view) = layer
                && view.heading.sequence == sequence
            {
                view.rows = Some(rows);
                view.narrow();
                return;
            }
        }
    }

    /// What was asked of the journal can't be read: says why, here and where it would stand.
    pub(super) fn unread(&mut self, sought: Sought, why: &Refused) {
        let reason = crate::locale::said(&self.settings.texts, "store", why.id, &why.arguments);
        let reason = [("reason", reason.as_str().into())];
        let text = self.settings.texts.format("journal-unread", &reason);
        for layer in &mut self.layers {
            layer.unread(Some(sought), &text);
        }
        self.say(Tone::Error, text);
    }

    /// Goes to the record under the cursor of an entry.
    pub(super) fn follow_entry(&mut self) {
        let Some(Layer::Entry(view)) = self.layers.last() else {
            return;
        };
        let Some(record) = view.selected().map(|row| row.change.record) else {
            return;
        };
        if self.catalog.get(record).is_none() {
            let text = self.word("entry-gone");
            return self.say(Tone::Warning, text);
        }
        self.go_to(record);
    }

    /// Gives the keys to the line that narrows the journal, or an entry of it.
    pub(super) fn narrow_journal(&mut self) {
        if let Some(list) = self.narrowed() {
            list.typing = true;
        }
    }

    fn narrowed(&mut self) -> Option<&mut super::layers::journal::Narrowed> {
        match self.layers.last_mut()? {
            Layer::Journal(journal) => Some(&mut journal.list),
            Layer::Entry(view) => Some(&mut view.list),
            _ => None,
        }
    }

    /// What is typed narrows no more: it is dropped, or kept.
    pub(super) fn narrowing_ended(&mut self, dropped: bool) {
        if let Some(list) = self.narrowed() {
            list.typing = false;
            if dropped {
                list.input.set("");
            }
        }
        self.journal_typed();
    }

    /// Whether a line narrows the journal that can be left.
    pub(super) fn is_narrowed(&self) -> bool {
        let list = match self.layers.last() {
            Some(Layer::Journal(journal)) => &journal.list,
            Some(Layer::Entry(view)) => &view.list,
            _ => return false,
        };
        list.typing || !list.input.text().is_empty()
    }

    pub(super) fn journal_typed(&mut self) {
        match self.layers.last_mut() {
            Some(Layer::Journal(journal)) => journal.narrow(),
            Some(Layer::Entry(view)) => view.narrow(),
            _ => {}
        }
        self.read_on();
    }

    /// Marks or unmarks the record under the cursor of an entry.
    pub(super) fn mark_entry(&mut self) {
        let height = self.layout().layer_rows(self.width, self.height);
        let Some(Layer::Entry(view)) = self.layers.last_mut() else {
            return;
        };
        if let Some(record) = view.selected().map(|row| row.change.record)
            && !view.marks.remove(&record)
        {
            view.marks.insert(record);
        }
        view.list.step(1, EntryView::listed(height));
    }

    pub(super) fn mark_all_of_entry(&mut self) {
        if let Some(Layer::Entry(view)) = self.layers.last_mut() {
            view.mark_all();
        }
    }

    /// Takes back the whole entry that is under the cursor, or opened.
    pub(super) fn undo_entry(&mut self) {
        let heading = match self.layers.last() {
            Some(Layer::Journal(journal)) => journal.selected().map(|row| &row.heading),
            Some(Layer::Entry(view)) => Some(&view.heading),
            Some(Layer::History(history)) => history.selected().map(|entry| &entry.heading),
            _ => None,
        };
        if let Some(heading) = heading.cloned() {
            self.ask_to_reverse(&heading, Vec::new());
        }
    }

    /// Takes back the marked records' part of the entry that is opened, or that of the one under the cursor.
    pub(super) fn revert_part(&mut self) {
        let Some(Layer::Entry(view)) = self.layers.last() else {
            return;
        };
        let (heading, only) = (view.heading.clone(), view.meant());
        if only.is_empty() {
            return;
        }
        let all = view
            .rows
            .as_ref()
            .is_some_and(|rows| rows.len() == only.len());
        self.ask_to_reverse(&heading, if all { Vec::new() } else { only });
    }

    /// Asks before much, or what another did, is taken back.
    fn ask_to_reverse(&mut self, heading: &Heading, only: Vec<RecordRef>) {
        // The last step is undone as ever. To take back an older one, or a part, is a step of its own, so that
        // all steps can still be undone in turn.
        let (done, undone) = self.undo_stacks();
        let verb = match Some(&heading.sequence) {
            last if only.is_empty() && last == done.last() => Verb::Undo,
            last if only.is_empty() && last == undone.last() => Verb::Redo,
            _ => Verb::Revert,
        };
        let count = match only.len() {
            0 => heading.step.count as usize,
            some => some,
        };
        let reversal = self.reversal(heading.sequence, verb, only);
        if count <= ASK_ABOVE && heading.author == self.settings.author {
            return self.send_reversal(reversal);
        }
        let question = self.settings.texts.format(
            "ask-undo-entry",
            &[
                ("n", count.into()),
                ("step", self.heading_words(heading).into()),
            ],
        );
        let at = moment::shown(heading.at, self.lang());
        let details = vec![format!("{} · {at}", heading.author)];
        let asked = Asked::Reverse(reversal);
        self.layers.push(Layer::Confirm(Confirm {
            offset: 0,
            question,
            details,
            asked,
        }));
    }

    pub(super) fn reversal(&self, sequence: u64, verb: Verb, only: Vec<RecordRef>) -> Reversal {
        let subject = match only.as_slice() {
            [one] => self.catalog.short(*one).unwrap_or_default(),
            _ => String::new(),
        };
        Reversal {
            only,
            subject,
            ..Reversal::new(sequence, verb, &self.settings.author, self.now)
        }
    }

    /// What a change did, field by field: label, before, after.
    pub fn changed_fields(&self, change: &Change) -> Vec<FieldLine> {
        let none = Fields::new();
        let fields = |content: &'_ Option<Content>| match content {
            Some(content) => content.fields.clone(),
            None => none.clone(),
        };
        let (before, after) = (fields(&change.before), fields(&change.after));
        let line = |number| {
            let field = change.record.kind.field(number)?;
            let shown = |fields: &Fields| self.shown_value(field, fields.get(number));
            let label = field.label(self.lang()).to_string();
            Some((label, shown(&before), shown(&after)))
        };
        let changed = before.differences(&after);
        changed.into_iter().filter_map(line).collect()
    }

    /// What became of a record, in a word or by the labels of its fields.
    pub fn change_words(&self, change: &Change) -> String {
        let became = match (&change.before, &change.after) {
            (None, _) => "journal-made",
            (_, None) => "journal-removed",
            (Some(before), Some(after)) if after.trashed && !before.trashed => "journal-trashed",
            (Some(before), Some(after)) if before.trashed && !after.trashed => "journal-restored",
            _ => match self.changed_labels(change) {
                labels if labels.is_empty() => "journal-same",
                labels => return labels.join(", "),
            },
        };
        self.word(became)
    }
}
