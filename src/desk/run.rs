//! What each command does: the surface on top has it first, then the screen and the desk.

use super::ask::Ask;
use super::conflicting::being_saved;
use super::context::Context;
use super::importing::Importing;
use super::layers::Layer;
use super::layers::chooser::Chooser;
use super::layers::columns::Columns;
use super::layers::filter::Filter;
use super::layers::find::Find;
use super::layers::form::Form;
use super::layers::help::Help;
use super::layers::history::History;
use super::layers::journal::Journal;
use super::layers::merge::Merge;
use super::layers::palette::Palette;
use super::layers::quick::Quick;
use super::layers::reversing;
use super::layers::review::Review;
use super::layers::view::SaveView;
use super::layers::views::Views;
use super::layers::welcome::Welcome;
use super::layers::who::Who;
use super::message::Effect;
use super::pane::{List, PaneId};
use super::screen::{Motion, Screen};
use super::{Desk, Focus, Tone, many, trashing};
use crate::command::{Command, Need};
use crate::config::Setting;
use crate::keymap::{Code, Key};
use crate::model::Lang;

impl Desk {
    /// Runs a command, or says why it can't run.
    pub fn run(&mut self, command: Command) {
        if let Some(reason) = self.reason_against(command) {
            return self.say(Tone::Warning, reason);
        }
        if command.needs().contains(&Need::Record) {
            // What is acted on is shown, however quick the key.
            let (_, screen, mut cx) = self.parts();
            screen.follow_cursor(&mut cx);
            if let Some(pane) = screen.list_mut() {
                pane.touched = true;
            }
        }
        if !self.run_on_top(command) {
            self.run_below(command);
        }
        self.carry_out();
    }

    /// Has the layer on top run a command; says whether it was its own.
    fn run_on_top(&mut self, command: Command) -> bool {
        let (layers, screen, mut cx) = self.parts();
        let Some(surface) = layers.last_mut().map(Layer::surface_mut) else {
            return false;
        };
        match (motion(command), command) {
            (Some(motion), _) => surface.step(motion, screen, &mut cx),
            (None, Command::Leave | Command::Refuse) => {
                surface.leave(screen, &mut cx);
                true
            }
            (None, _) => surface.run(command, screen, &mut cx),
        }
    }

    fn run_below(&mut self, command: Command) {
        use Command as C;
        match command {
            C::CursorDown
            | C::CursorUp
            | C::CursorFirst
            | C::CursorLast
            | C::PageDown
            | C::PageUp
            | C::SelectNext
            | C::SelectPrevious => self.on_screen(|screen, cx| {
                if let Some(motion) = motion(command) {
                    screen.step(motion, cx);
                }
            }),
            C::FocusList => self.on_screen(Screen::focus_list),
            C::FocusSheet => self.on_screen(Screen::focus_sheet),
            C::FocusNext if self.screen.focus == Focus::Sheet => self.run(C::FocusList),
            C::FocusNext => self.run(C::FocusSheet),
            C::RecordFollow => self.on_screen(|screen, cx| {
                let rows = screen.layout(cx).list_rows();
                let on_head = screen.focus == Focus::List && screen.head().is_some();
                match screen.list_mut().filter(|_| on_head) {
                    Some(pane) => pane.toggle_group(rows),
                    None => screen.follow(cx),
                }
            }),
            C::TrailBack => self.on_screen(Screen::back),
            C::Leave | C::Refuse => self.on_screen(Screen::leave),
            C::MarkToggle => self.on_screen(Screen::mark),
            C::MarkAll => self.on_screen(Screen::mark_all),
            C::SortNext => self.on_screen(|screen, cx| screen.sort(List::sort_next, cx)),
            C::SortReverse => self.on_screen(|screen, cx| screen.sort(List::sort_reverse, cx)),
            C::GroupToggle => self.on_screen(|screen, cx| screen.fold(List::fold_group, cx)),
            C::GroupsToggle => self.on_screen(|screen, cx| screen.fold(List::toggle_groups, cx)),
            C::QueryExplain => self.on_screen(|screen, cx| screen.explain_query(cx)),
            C::RecordDelete => self.on_screen(trashing::delete),
            C::RecordRestore => self.on_screen(trashing::restore),
            C::TrashEmpty => self.on_screen(|_, cx| trashing::ask_to_empty(cx)),

            C::PaneToday => self.carry(Ask::Pane(PaneId::Today)),
            C::PaneAdherents => self.carry(Ask::Pane(PaneId::Tab(1))),
            C::PanePartners => self.carry(Ask::Pane(PaneId::Tab(2))),
            C::PaneTrainings => self.carry(Ask::Pane(PaneId::Tab(3))),
            C::PaneLists => self.carry(Ask::Pane(PaneId::Tab(4))),
            C::PanePeople => self.carry(Ask::Pane(PaneId::Tab(5))),
            C::PaneEvents => self.carry(Ask::Pane(PaneId::Tab(6))),
            C::PaneSolutions => self.carry(Ask::Pane(PaneId::Tab(7))),
            C::PaneAgreements => self.carry(Ask::Pane(PaneId::Tab(8))),
            C::PaneFigures => self.carry(Ask::Pane(PaneId::Tab(9))),
            C::TrashOpen => self.carry(Ask::Pane(PaneId::Trash)),

            C::FindOpen => self.open(|_, cx| Some(Find::open(cx))),
            C::FilterOpen => self.open(|screen, _| {
                screen.list()?;
                screen.focus = Focus::List;
                Some(Filter::default())
            }),
            C::PaletteOpen => {
                let palette = Palette::open(
                    &self.modes(),
                    &|command| self.reason_against(command),
                    &self.scene(),
                );
                self.layers.push(palette.into());
            }
            C::HelpOpen => {
                let help = Help::open(
                    &self.modes(),
                    &|command| self.reason_against(command),
                    &self.scene(),
                );
                self.layers.push(help.into());
            }
            C::PaneKind => self.open(|_, cx| Some(Chooser::of_kinds(cx))),
            C::HistoryOpen => self.open(|screen, cx| History::open(screen, cx)),
            C::JournalOpen => self.open(|_, cx| Some(Journal::open(cx))),
            C::Who => self.open(|_, cx| Some(Who::open(cx))),
            C::Duplicates => self.open(|screen, cx| Some(Review::open(screen, cx))),
            C::MergeOpen => self.open(Merge::of_marks),
            C::ViewPick => self.open(|_, cx| Views::open(cx)),
            C::ViewSave => self.open(|screen, cx| Some(SaveView::open(screen, cx))),
            C::ImportOpen => self.open(|_, cx| Some(Chooser::of_imports(cx))),
            C::ManyOpen => self.open(|screen, cx| {
                let people = many::marked(screen, cx)?;
                Some(many::deeds(people, screen, cx))
            }),
            C::ManyRegister | C::ManySubscribe | C::ManyFunction | C::ManyTag => {
                self.open(|screen, cx| many::chosen(command, screen, cx));
            }
            C::WelcomeOpen => self.open(|_, _| Some(Welcome)),
            C::RecordQuick => self.open(|screen, cx| Quick::open(screen, cx)),
            C::BulkEdit => self.open(|screen, cx| Chooser::of_bulk_fields(screen, cx)),
            C::ColumnsChoose => self.open(|screen, cx| Some(Columns::open(screen, cx))),
            C::CopyOpen => self.open(|screen, cx| Chooser::of_copies(screen, cx)),
            C::ThemePick => self.open(|_, cx| Some(Chooser::of_themes(cx))),
            C::KeymapPick => self.open(|_, cx| Some(Chooser::of_keymaps(cx))),

            C::RecordAdd => self.open_form(|screen, cx| {
                let (collection, fields) = screen.adding(cx)?;
                let mut form = Form::adding(collection, fields, cx);
                let here = screen.sheet.record;
                form.name(here.filter(|_| screen.section(cx).is_some()), cx);
                Some(form)
            }),
            C::RecordEdit => self.open_form(|screen, cx| {
                let record = cx.catalog.get(screen.current(cx)?)?;
                Some(Form::editing(record, cx))
            }),
            C::LogCall => self.open_form(|s, cx| Form::preset("call", &s.about(cx), cx)),
            C::LogNote => self.open_form(|s, cx| Form::preset("note", &s.about(cx), cx)),
            C::LogTask => self.open_form(|s, cx| Form::preset("task", &s.about(cx), cx)),

            C::ReportImport => {
                self.layers
                    .retain(|layer| !matches!(layer, Layer::Welcome(_)));
                self.import(Importing::begin);
            }
            C::Undo => self.on_screen(|_, cx| reversing::undo(cx)),
            C::Redo => self.on_screen(|_, cx| reversing::redo(cx)),
            C::WordLeft => drop(self.type_key(word(Code::Left))),
            C::WordRight => drop(self.type_key(word(Code::Right))),
            C::WordErase => drop(self.type_key(word(Code::Backspace))),
            C::WordDelete => drop(self.type_key(word(Code::Delete))),
            C::LanguageSwitch => {
                let other = match self.lang() {
                    Lang::Fr => Lang::En,
                    Lang::En => Lang::Fr,
                };
                self.carry(Ask::Choose(Setting::Language, other.key().to_string()));
            }
            C::ConfigReload => {
                let (id, wanted) = (self.work.number(), self.settings.wanted.clone());
                self.emit(Effect::ReadSettings(id, wanted));
            }
            C::Redraw => {
                self.emit(Effect::Redraw);
                self.ask_ground();
            }
            C::Suspend => self.emit(Effect::Suspend),
            C::Quit => self.quit(),

            // What only layers do.
            C::FindExplain | C::JournalNarrow | C::EntryMark | C::EntryMarkAll => {}
            C::EntryRevert | C::EntryUndo | C::ViewEdit | C::ViewDelete => {}
            C::ColumnEarlier | C::ColumnLater | C::ColumnWider | C::ColumnNarrower => {}
            C::ColumnOrder | C::ColumnGroup => {}
            C::FieldNext | C::FieldPrevious | C::FormSave | C::FieldPick | C::FieldEditor => {}
            C::Accept | C::Complete | C::DraftDiscard => {}
            C::ImportThis | C::ImportNew | C::ImportSkip | C::ImportAlike | C::ImportUndecide => {}
            C::ImportCandidateNext | C::ImportCandidatePrevious => {}
            C::ImportShowNext | C::ImportShowPrevious | C::ImportRefused => {}
            C::ImportColumns | C::ImportMode | C::ImportEncoding | C::ImportSeparator => {}
            C::ImportSheet | C::ImportAlso | C::ImportLeaveOut | C::ImportClears => {}
            C::ImportTarget | C::ImportRecognise => {}
            C::ImportKeep | C::ImportForget => {}
            C::ReviewMerge | C::ReviewMergeSame | C::ReviewApart | C::ReviewSkip => {}
            C::ReviewShowNext | C::ReviewKind => {}
            C::MergeValueNext | C::MergeValuePrevious | C::MergeStays => {}
            C::AcceptAll | C::ConflictMine | C::ConflictTheirs | C::ConflictEdit => {}
        }
    }

    fn on_screen(&mut self, act: impl FnOnce(&mut Screen, &mut Context)) {
        let (_, screen, mut cx) = self.parts();
        act(screen, &mut cx);
    }

    /// Lays a layer over what is there, if there is something to show in it.
    pub(super) fn open<L: Into<Layer>>(
        &mut self,
        open: impl FnOnce(&mut Screen, &mut Context) -> Option<L>,
    ) {
        let (layers, screen, mut cx) = self.parts();
        let layer = open(screen, &mut cx);
        layers.extend(layer.map(Into::into));
    }

    /// Opens a form, taking up the draft of one that was left.
    pub(super) fn open_form(
        &mut self,
        make: impl FnOnce(&mut Screen, &mut Context) -> Option<Form>,
    ) {
        let aside = std::mem::take(&mut self.aside);
        let (layers, screen, mut cx) = self.parts();
        let form = make(screen, &mut cx);
        let denied = form.as_ref().and_then(|form| cx.denied_words(form.kind));
        if let Some(words) = denied {
            cx.say(Tone::Warning, words);
        } else if let Some(mut form) = form {
            if let Some(before) = being_saved(&aside, form.record) {
                form.follow(before);
            }
            let open = layers.iter().filter_map(|layer| match layer {
                Layer::Form(other) => Some(other.draft),
                _ => None,
            });
            form.take_up_one(&open.collect::<Vec<_>>(), &mut cx);
            layers.push(form.into());
        }
        self.aside = aside;
    }

    pub(super) fn emit(&mut self, effect: Effect) {
        self.work.effects.push(effect);
    }

    pub(super) fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.parts().2.say(tone, text);
    }
}

/// The key that does to a word what that one does to a character.
fn word(code: Code) -> Key {
    Key {
        ctrl: true,
        ..Key::plain(code)
    }
}

/// How a command moves the cursor, if it does.
fn motion(command: Command) -> Option<Motion> {
    match command {
        Command::CursorDown | Command::SelectNext => Some(Motion::Rows(1)),
        Command::CursorUp | Command::SelectPrevious => Some(Motion::Rows(-1)),
        Command::CursorFirst => Some(Motion::First),
        Command::CursorLast => Some(Motion::Last),
        Command::PageDown => Some(Motion::HalfPage(1)),
        Command::PageUp => Some(Motion::HalfPage(-1)),
        _ => None,
    }
}
