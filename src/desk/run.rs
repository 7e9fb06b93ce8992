//! What each command does.

use crate::config::Setting;
use crate::keymap::Code;
use crate::model::{Collection, Field, Fields, Kind, Lang, RecordRef, Value};

use super::command::{Command, Need};
use super::completing::Completing;
use super::layers::chooser::Purpose;
use super::layers::history::History;
use super::layers::journal::EntryView;
use super::layers::{Layer, find::Find};
use super::lines::Target;
use super::message::{Effect, Source};
use super::pane::PaneId;
use super::{Desk, Focus, Tone};

impl Desk {
    /// Runs a command, or says why it can't run.
    pub fn run(&mut self, command: Command) {
        if let Some(reason) = self.reason_against(command) {
            return self.say(Tone::Warning, reason);
        }
        if command.needs().contains(&Need::Record) {
            // What is acted on is shown, however quick the key.
            self.follow_cursor();
            if let Some(pane) = self.panes.get_mut(&self.pane) {
                pane.touched = true;
            }
        }
        match command {
            Command::CursorDown | Command::SelectNext => self.step(1),
            Command::CursorUp | Command::SelectPrevious => self.step(-1),
            Command::CursorFirst => self.edge(false),
            Command::CursorLast => self.edge(true),
            Command::PageDown => self.page(1),
            Command::PageUp => self.page(-1),
            Command::FocusList => self.focus_list(),
            Command::FocusSheet => self.focus_sheet(),
            Command::FocusNext if self.focus == Focus::Sheet => self.focus_list(),
            Command::FocusNext => self.run(Command::FocusSheet),
            Command::RecordFollow if self.focus == Focus::List && self.head().is_some() => {
                self.toggle_group();
            }
            Command::RecordFollow => self.follow(),
            Command::TrailBack => self.back(),
            Command::Leave | Command::Refuse => self.leave(),
            Command::FindOpen => {
                self.layers.push(Layer::Find(Find::default()));
                self.completing = Completing::default();
                self.find();
            }
            Command::FindExplain => self.explain_hit(),
            Command::PaletteOpen => self.open_palette(),
            Command::HelpOpen => self.open_help(),
            Command::FilterOpen => {
                if self.pane != PaneId::Today {
                    self.focus = Focus::List;
                    self.layers.push(Layer::Filter);
                    self.completing = Completing::default();
                }
            }
            Command::PaneToday => self.open_pane(PaneId::Today),
            Command::PaneAdherents => self.open_pane(PaneId::Tab(1)),
            Command::PanePartners => self.open_pane(PaneId::Tab(2)),
            Command::PaneTrainings => self.open_pane(PaneId::Tab(3)),
            Command::PaneLists => self.open_pane(PaneId::Tab(4)),
            Command::PanePeople => self.open_pane(PaneId::Tab(5)),
            Command::PaneEvents => self.open_pane(PaneId::Tab(6)),
            Command::PaneSolutions => self.open_pane(PaneId::Tab(7)),
            Command::PaneAgreements => self.open_pane(PaneId::Tab(8)),
            Command::PaneFigures => self.open_pane(PaneId::Tab(9)),
            Command::PaneKind => self.choose_kind(),
            Command::TrashOpen => self.open_pane(PaneId::Trash),
            Command::HistoryOpen => self.open_history(),
            Command::JournalOpen => self.open_journal(),
            Command::JournalNarrow => self.narrow_journal(),
            Command::EntryMark => self.mark_entry(),
            Command::EntryMarkAll => self.mark_all_of_entry(),
            Command::EntryUndo => self.undo_entry(),
            Command::ViewPick => self.choose_view(),
            Command::ImportOpen => self.choose_import(),
            Command::ReportImport => {
                self.layers.retain(|layer| !matches!(layer, Layer::Welcome));
                self.emit(Effect::Read(Source::Report(0)));
            }
            Command::WelcomeOpen => self.layers.push(Layer::Welcome),
            Command::RecordAdd => {
                if let Some((collection, fields)) = self.adding() {
                    self.add(collection, fields);
                    self.name_in_title(self.sheet.record.filter(|_| self.section().is_some()));
                }
            }
            Command::RecordQuick => self.open_quick(),
            Command::RecordEdit => self.edit(),
            Command::RecordDelete => self.delete(),
            Command::RecordRestore => self.restore(),
            Command::TrashEmpty => self.ask_empty_trash(),
            Command::BulkEdit => self.choose_bulk_field(),
            Command::LogCall => self.log("call"),
            Command::LogNote => self.log("note"),
            Command::LogTask => self.log_task(),
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::EntryRevert => self.revert(),
            Command::MarkToggle => self.mark(),
            Command::MarkAll => self.mark_all(),
            Command::SortNext => self.sort_next(),
            Command::SortReverse => self.sort_reverse(),
            Command::ColumnsChoose => self.choose_columns(),
            Command::QueryExplain => self.explain_query(),
            Command::ColumnEarlier => self.move_column(-1),
            Command::ColumnLater => self.move_column(1),
            Command::ColumnWider => self.widen_column(true),
            Command::ColumnNarrower => self.widen_column(false),
            Command::ColumnOrder => self.order_column(),
            Command::ColumnGroup => self.group_column(),
            Command::GroupToggle => self.fold_group(),
            Command::GroupsToggle => self.toggle_groups(),
            Command::ViewSave => self.ask_view(),
            Command::ViewEdit => self.edit_view(),
            Command::ViewDelete => self.delete_view(),
            Command::CopyOpen => self.choose_copy(),
            Command::FieldNext => self.field_step(1),
            Command::FieldPrevious => self.field_step(-1),
            Command::FormSave => self.save(),
            Command::FieldPick => self.pick(),
            Command::FieldEditor => self.edit_outside(),
            Command::WordLeft => self.edit_word(Code::Left),
            Command::WordRight => self.edit_word(Code::Right),
            Command::WordErase => self.edit_word(Code::Backspace),
            Command::WordDelete => self.edit_word(Code::Delete),
            Command::Accept => self.accept(),
            Command::Complete => self.complete(),
            Command::DraftDiscard => self.ask_discard(),
            Command::ThemePick => self.choose_setting(Purpose::Theme),
            Command::KeymapPick => self.choose_setting(Purpose::Keymap),
            Command::LanguageSwitch => {
                let other = match self.lang() {
                    Lang::Fr => Lang::En,
                    Lang::En => Lang::Fr,
                };
                self.choose_value(Setting::Language, other.key().to_string());
            }
            Command::ConfigReload => {
                self.emit(Effect::ReadSettings(self.settings.wanted.clone()));
            }
            Command::Redraw => {
                self.emit(Effect::Redraw);
                self.ask_ground();
            }
            Command::Suspend => self.emit(Effect::Suspend),
            Command::Quit => self.quit(),
        }
    }

    fn step(&mut self, by: isize) {
        let layout = self.layout();
        let rows = layout.layer_rows(self.width, self.height);
        match self.layers.last_mut() {
            Some(Layer::Help(help)) => {
                let last = help.rows.len().saturating_sub(rows);
                help.offset = help.offset.saturating_add_signed(by).min(last);
            }
            Some(Layer::History(history)) => history.step(by, rows),
            Some(Layer::Journal(journal)) => {
                journal.to_end = by == isize::MAX;
                journal.list.step(by, rows);
                self.read_on();
            }
            Some(Layer::Entry(view)) => view.list.step(by, EntryView::listed(rows)),
            Some(Layer::Chooser(chooser)) => chooser.step(by, rows),
            Some(Layer::Find(find)) => {
                find.step(by, rows);
                self.preview();
            }
            Some(Layer::Bulk(bulk)) => {
                let last = bulk.rows.len().saturating_sub(rows);
                bulk.offset = bulk.offset.saturating_add_signed(by).min(last);
            }
            Some(Layer::Confirm(confirm)) => confirm.step(by),
            Some(Layer::Form(form)) => form.offer_step(by),
            Some(Layer::Filter | Layer::Welcome) | None => self.step_pane(by),
            Some(_) => {}
        }
    }

    pub(super) fn step_pane(&mut self, by: isize) {
        let layout = self.layout();
        if self.focus == Focus::Sheet {
            return self.sheet.content.step(by, layout.sheet_rows());
        }
        if self.pane == PaneId::Today {
            self.today.step(by, layout.list_rows());
            return self.moved();
        }
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            pane.step(by);
            pane.settle(layout.list_rows());
            self.reach();
            self.moved();
        }
    }

    fn page(&mut self, direction: isize) {
        let layout = self.layout();
        let half = |rows: usize| isize::try_from(rows / 2).unwrap_or(1).max(1) * direction;
        if self
            .layers
            .last()
            .is_some_and(|layer| !matches!(layer, Layer::Filter | Layer::Welcome))
        {
            return self.step(half(layout.layer_rows(self.width, self.height)));
        }
        match (self.focus, self.pane) {
            (Focus::Sheet, _) => self
                .sheet
                .content
                .page(half(layout.sheet_rows()), layout.sheet_rows()),
            (Focus::List, PaneId::Today) => {
                let rows = layout.list_rows();
                self.today.page(half(rows), rows);
                self.moved();
            }
            (Focus::List, _) => self.step_pane(half(layout.list_rows())),
        }
    }

    fn edge(&mut self, last: bool) {
        let layout = self.layout();
        let far = if last { isize::MAX } else { isize::MIN + 1 };
        if self
            .layers
            .last()
            .is_some_and(|layer| !matches!(layer, Layer::Filter | Layer::Welcome))
        {
            return self.step(far);
        }
        match (self.focus, self.pane) {
            (Focus::Sheet, _) => self.sheet.content.edge(last, layout.sheet_rows()),
            (Focus::List, PaneId::Today) => {
                self.today.edge(last, layout.list_rows());
                self.moved();
            }
            (Focus::List, _) => self.step_pane(far),
        }
    }

    fn focus_list(&mut self) {
        self.focus = Focus::List;
        self.sheet.content.release();
        self.settle_list();
        self.moved();
    }

    fn focus_sheet(&mut self) {
        if self.pane == PaneId::Today && self.focus == Focus::List {
            return self.follow();
        }
        let current = self.current();
        if self.focus == Focus::List && current != self.sheet.record {
            self.sheet.trail.clear();
            self.show(current);
        }
        self.focus = Focus::Sheet;
        let rows = self.layout().sheet_rows();
        self.sheet.content.enter(rows);
    }

    fn follow(&mut self) {
        let target = match (self.focus, self.pane) {
            (Focus::Sheet, _) => self
                .sheet
                .content
                .selected()
                .and_then(|line| line.target.clone()),
            (Focus::List, PaneId::Today) => {
                self.today.selected().and_then(|line| line.target.clone())
            }
            (Focus::List, _) => return self.focus_sheet(),
        };
        match target {
            Some(Target::Record(record)) => {
                if let (Focus::Sheet, Some(from)) = (self.focus, self.sheet.record) {
                    self.sheet.trail.push((from, self.sheet.content.cursor));
                } else {
                    self.sheet.trail.clear();
                }
                self.focus = Focus::Sheet;
                self.show(Some(record));
                let rows = self.layout().sheet_rows();
                self.sheet.content.enter(rows);
            }
            Some(Target::Section(kind, field)) => {
                if !self.sheet.open.remove(&(kind, field)) {
                    self.sheet.open.insert((kind, field));
                }
                self.refresh_sheet();
            }
            Some(Target::Draft(id)) => self.resume(id),
            Some(Target::Pane(pane)) => self.open_pane(pane),
            None => {}
        }
    }

    fn back(&mut self) {
        while let Some((record, line)) = self.sheet.trail.pop() {
            if self.catalog.get(record).is_none() {
                continue;
            }
            self.sheet.content.release();
            self.show(Some(record));
            self.focus = Focus::Sheet;
            self.sheet.content.cursor = line.min(self.sheet.content.lines.len().saturating_sub(1));
            let rows = self.layout().sheet_rows();
            self.sheet.content.settle(rows);
            return;
        }
    }

    /// The sheet's record is gone for good: back along the trail, or to the list.
    pub(super) fn leave_gone(&mut self) {
        if self.focus == Focus::Sheet && self.sheet.record.is_none() {
            self.back();
            if self.sheet.record.is_none() {
                self.focus = Focus::List;
                self.settle_list();
            }
        }
    }

    /// Opens a pane, its rows found again if the catalog changed meanwhile.
    pub(super) fn open_pane(&mut self, id: PaneId) {
        self.layers.clear();
        self.pane = id;
        self.focus = Focus::List;
        self.sheet.trail.clear();
        if id == PaneId::Today {
            self.refresh_today();
            let rows = self.layout().list_rows();
            self.today.enter(rows);
            return self.show(self.current());
        }
        let pane = self
            .panes
            .entry(id)
            .or_insert_with(|| super::pane::Pane::new(id));
        let first = pane.is_unopened();
        if pane.stale {
            self.refresh();
        }
        if first {
            self.begin();
        }
        // To come here is to move: what the list has no more is not held on to.
        if let Some(pane) = self.panes.get_mut(&id) {
            pane.release();
        }
        self.settle_list();
        self.show(self.current());
    }

    /// Shows a record where it is listed: in its tab, or in a pane of its kind.
    pub(super) fn go_to(&mut self, record: RecordRef) {
        let Some(found) = self.catalog.get(record) else {
            return;
        };
        let tabs = (1..=9).map(PaneId::Tab);
        let home = if found.trashed {
            PaneId::Trash
        } else {
            let lists = |id: &PaneId| {
                id.collections()
                    .iter()
                    .any(|collection| collection.holds(found))
            };
            Some(self.pane)
                .filter(lists)
                .or_else(|| tabs.into_iter().find(lists))
                .unwrap_or(PaneId::Kind(record.kind))
        };
        self.open_pane(home);
        if !self.point_at(record) {
            self.clear_filter();
            self.point_at(record);
        }
        self.show(Some(record));
        self.focus_sheet();
    }

    pub(super) fn settle_list(&mut self) {
        let rows = self.layout().list_rows();
        if let Some(pane) = self.panes.get_mut(&self.pane) {
            pane.settle(rows);
        }
    }

    fn leave(&mut self) {
        if self.is_narrowed() {
            return self.narrowing_ended(true);
        }
        match self.layers.pop() {
            Some(Layer::Filter) => self.clear_filter(),
            Some(Layer::Form(form)) => self.form_left(*form),
            Some(Layer::Quick(quick)) => self.quick_left(&quick),
            Some(_) => {}
            None if self.focus == Focus::Sheet => self.focus_list(),
            None if self
                .panes
                .get(&self.pane)
                .is_some_and(|pane| !pane.filter.text().is_empty()) =>
            {
                self.clear_filter()
            }
            None => {
                if let Some(pane) = self.panes.get_mut(&self.pane) {
                    pane.marks.clear();
                    pane.hidden = 0;
                }
            }
        }
    }

    fn open_history(&mut self) {
        if let Some(record) = self.current() {
            let title = self.catalog.title(record).unwrap_or_default();
            self.layers.push(Layer::History(History {
                record,
                title,
                entries: None,
                unread: None,
                cursor: 0,
                offset: 0,
            }));
            self.emit(Effect::History(record));
        }
    }

    fn log(&mut self, kind: &str) {
        use crate::model::kinds::interaction;
        let about = self.about();
        let mut fields = pointing(&interaction::ABOUT, &about);
        fields.set(
            interaction::TYPE.number,
            Some(crate::model::Value::text(kind)),
        );
        fields.set(
            interaction::AT.number,
            Some(crate::model::Value::Moment(
                self.now - self.now.rem_euclid(60_000),
            )),
        );
        self.add(Collection::All(Kind::Interaction), fields);
        self.name_in_title(about.first().copied());
        if let Some(Layer::Form(form)) = self.layers.last_mut() {
            form.focus_on(if kind == "note" {
                &interaction::NOTE
            } else {
                &interaction::SUBJECT
            });
        }
    }

    fn log_task(&mut self) {
        use crate::model::kinds::task;
        let about = self.about();
        let fields = pointing(&task::ABOUT, &about);
        self.add(Collection::All(Kind::Task), fields);
        self.name_in_title(about.first().copied());
    }

    /// Says in the title of the form just opened which record what it adds will be about.
    pub(super) fn name_in_title(&mut self, record: Option<RecordRef>) {
        let name = record.and_then(|record| self.catalog.short(record));
        if let (Some(name), Some(form)) = (name, self.top_form()) {
            form.title = format!("{} — {name}", form.title);
        }
    }
}

/// Fields that point with that one to these records.
fn pointing(field: &Field, records: &[RecordRef]) -> Fields {
    let references = records.iter().copied().map(Value::Reference);
    Fields::new().with(field.number, Value::Many(references.collect()))
}
